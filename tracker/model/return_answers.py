"""Whether a file that came back answers its workbook: one in which nothing was filled in does not."""

from collections.abc import Collection, Mapping

#: Stands among the counts of a return: how many of its rows were filled in. Former versions did not count them.
FILLED = "filled"
#: What only files come to that somebody filled in.
_WRITING = ("change", "conflict", "cleared", "same", "unknown_row", "problems")


def is_answer(touched: Collection[str], counts: Mapping[str, int], listed: Mapping[str, Collection[str]]) -> bool:
    """Tell whether anything was filled in a file, by what was kept of it when it came.

    Of a file whose rows a former version did not count, the kinds of its entries tell; without any it counts as one.
    """
    if touched or FILLED in counts:
        return bool(touched)
    return not counts or any(listed.values()) or any(counts.get(kind) for kind in _WRITING)

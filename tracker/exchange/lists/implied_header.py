"""The merged cells of a header of two rows where a sheet has lost them, as text that is pasted or saved as CSV does."""

from collections.abc import Iterator

from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.lists.sheet_grid import Area, Grid
from tracker.model.foreign_headers import is_word, text_scores

_ROWS = 8
_LONGEST = 12


def implied_merges(grid: Grid, names: OfficeNames) -> tuple[Area, ...]:
    """Return the areas that two rows of short words would be merged by, empty where no two rows are such a header.

    Below 责任单位 with blanks to its right stand 牵头, 配合 or names of offices; below the other words nothing does.
    """
    if grid.merges:
        return ()
    for row in sorted(grid.rows)[:_ROWS]:
        upper, lower = grid.own(row), grid.own(row + 1)
        if _is_pair(upper, lower, names):
            return tuple(_areas(row, upper, lower))
    return ()


def _is_pair(upper: dict[int, str], lower: dict[int, str], names: OfficeNames) -> bool:
    alone = upper.keys() - lower.keys()
    if len(lower) < 2 or not alone or len(upper) < 2 or min(upper) > min(lower):
        return False
    texts = [*upper.values(), *lower.values()]
    if any(len(text) > _LONGEST or text.isdecimal() for text in texts) or not any(map(is_word, upper.values())):
        return False
    if any(column in upper and (column + 1 in upper or column + 1 not in lower) for column in lower):
        return False  # what stands below a word is the first of a group, and its neighbour has no word of its own
    known = sum(bool(text_scores(text)) or names.resolve(text) is not None for text in lower.values())
    return 2 * known > len(lower) and all(_group_of(column, upper, lower) is not None for column in lower)


def _group_of(column: int, upper: dict[int, str], lower: dict[int, str]) -> int | None:
    """Return the column of the word over a group, None where no unbroken row of words leads to it."""
    while column not in upper and column in lower:
        column -= 1
    return column if column in upper and column in lower else None


def _areas(row: int, upper: dict[int, str], lower: dict[int, str]) -> Iterator[Area]:
    for column in upper:
        if column not in lower:
            yield row, column, row + 1, column
            continue
        last = column
        while last + 1 in lower and last + 1 not in upper:
            last += 1
        yield row, column, row, last

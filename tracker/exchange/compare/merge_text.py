"""Merge the changes of both sides to one cell where they do not touch the same paragraph."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.exchange.book.text import fold

MERGED = "两方修改已合并"
#: Beyond this many paragraphs a person reads the two texts; finding the differences would take too long.
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Paragraphs `first` to `last` (excluded) of the base were replaced by `new`."""

    first: int
    last: int
    new: tuple[str, ...]

    def covers(self, other: "_Hunk") -> bool:
        """Tell whether everything the other hunk wants is already done by this one."""
        if not (self.first <= other.first and other.last <= self.last):
            return False
        if not other.new:  # they only took something away: gone as well, but not rewritten here
            return not self.new or self.last - self.first > other.last - other.first
        width = len(other.new)
        return any(_same(self.new[at : at + width], other.new) for at in range(len(self.new) - width + 1))

    def meets(self, other: "_Hunk") -> bool:
        """Tell whether two hunks touch the same paragraph of the base."""
        return self.first < other.last and other.first < self.last


def merge_offices(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Return our offices with what they added and without what they removed."""
    kept = [name for name in ours if name in theirs or name not in base]
    return (*kept, *(name for name in theirs if name not in base and name not in kept))


def merge_prose(base: str, ours: str, theirs: str) -> str | None:
    """Return the text with the changes of both sides, None where they touch the same paragraph.

    Paragraphs added by both at the end stay, ours first. A text that was empty before, or is now, has no paragraph
    to hold on to, so two first texts are never joined. What is put together must hold theirs for good: a second
    merge of it has to change nothing, which repeated paragraphs can spoil.
    """
    if not all(map(fold, (base, ours, theirs))):
        return None
    old, mine, other = (text.split("\n") for text in (base, ours, theirs))
    merged = _merged(old, mine, other)
    if merged is None or not _same(_merged(old, merged, other) or (), merged):
        return None
    return "\n".join(merged)


def _merged(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    if max(len(base), len(ours), len(theirs)) > _LONGEST:
        return None
    mine, others = _hunks(base, ours), _hunks(base, theirs)
    fresh = [hunk for hunk in others if not any(own.covers(hunk) for own in mine)]
    left = [own for own in mine if not any(own.new and hunk.covers(own) for hunk in fresh)]
    if any(_clash(own, hunk, len(base)) for own in left for hunk in fresh):
        return None
    return _applied(base, left, fresh)


def _hunks(base: Sequence[str], changed: Sequence[str]) -> list[_Hunk]:
    """Return the changes from one list of paragraphs to another; layout differences are none."""
    matcher = difflib.SequenceMatcher(None, [fold(p) for p in base], [fold(p) for p in changed], autojunk=False)
    return [
        _Hunk(first, last, tuple(changed[start:end]))
        for tag, first, last, start, end in matcher.get_opcodes()
        if tag != "equal"
    ]


def _clash(hunk: _Hunk, other: _Hunk, end: int) -> bool:
    """Tell whether two hunks cannot both be done; two additions at one place can only at the very end."""
    if hunk.first == hunk.last == other.first == other.last:
        return hunk.first != end
    return hunk.meets(other)


def _applied(base: Sequence[str], ours: Sequence[_Hunk], theirs: Sequence[_Hunk]) -> list[str]:
    """Return the base with all hunks done, ours before theirs at the same place."""
    merged: list[str] = []
    at = 0
    for hunk in sorted([*ours, *theirs], key=lambda hunk: (hunk.first, hunk.last)):
        merged += [*base[at : hunk.first], *hunk.new]
        at = hunk.last
    return merged + list(base[at:])


def _same(paragraphs: Sequence[str], other: Sequence[str]) -> bool:
    return [fold(p) for p in paragraphs] == [fold(p) for p in other]

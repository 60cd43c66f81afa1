"""A paragraph of repaired text in which every character knows its place in the text as read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

Span = tuple[int, int]
_UNSEEN = frozenset("\u200b\ufeff\u00ad")


class Role(StrEnum):
    """What a passage is on the page."""

    BODY = "body"
    HEADING = "heading"
    TITLE = "title"
    BYLINE = "byline"
    ROW = "row"  # of a table of tasks
    DUTY = "duty"  # who is responsible, until when
    ASIDE = "aside"  # captions, banners, lists of people, signatures


@dataclass(frozen=True, slots=True)
class Passage:
    """Repaired text; `at[i]` is the offset of its character i in the text as read; `level` 1 is the highest heading."""

    text: str
    at: Sequence[int]
    role: Role = Role.BODY
    level: int = 0
    interrupted: bool = False  # put together from two pieces with something else between
    unfinished: bool = False  # ends in the middle of a sentence

    def __len__(self) -> int:
        return len(self.text)

    def part(self, start: int, end: int) -> Self:
        """Return the passage from character `start` to `end`, without blanks at its ends."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return replace(self, text=self.text[start:end], at=self.at[start:end])

    def joined(self, other: "Passage", *, interrupted: bool = False) -> Self:
        """Return this passage followed by another."""
        return replace(
            self,
            text=self.text + other.text,
            at=[*self.at, *other.at],
            interrupted=self.interrupted or interrupted,
            unfinished=other.unfinished,
        )

    def before(self, other: "Passage") -> bool:
        """Tell whether this passage begins before another in the text as read."""
        return self.at[0] < other.at[0]


def spans_of(raw: str, places: Iterable[int]) -> tuple[Span, ...]:
    """Return the stretches of the text as read that characters at these places make up.

    Only white space may be swallowed between two places; anything else begins a new stretch.
    """
    spans: list[list[int]] = []
    for offset in places:
        if spans and is_blank(raw, spans[-1][1], offset):
            spans[-1][1] = offset + 1
        else:
            spans.append([offset, offset + 1])
    return tuple((start, end) for start, end in spans)


def is_blank(raw: str, start: int, end: int) -> bool:
    """Tell whether nothing visible stands between two places, the second at or behind the first."""
    return start <= end and all(character.isspace() or character in _UNSEEN for character in raw[start:end])


@dataclass(slots=True)
class Trouble:
    """Something wrong with the source that a person should look at."""

    message: str
    spans: tuple[Span, ...] = field(default=())

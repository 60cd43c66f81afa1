"""A file as read: the plain text that every place of a proposal refers to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file as read: the plain text all places refer to. `marks` are (start, end, level) of headings it names itself.

    `wrapped` where lines may end anywhere; `notes` are things about the file a person should know.
    """

    file: str
    format: str
    text: str
    encoding: str | None = None
    wrapped: bool = True
    marks: tuple[tuple[int, int, int], ...] = ()
    notes: tuple[str, ...] = ()

"""A file as read: the plain text that every place of a proposal refers to."""

from dataclasses import dataclass

#: Where the words of a cell stand in the text, (start, end); a cell merged over several stands in each of them.
Cell = tuple[int, int]
Row = tuple[Cell, ...]
Table = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file as read: the plain text all places refer to. `marks` are (start, end, level) of headings it names itself.

    `wrapped` where lines may end anywhere; `notes` are things about the file a person should know; `tables` are those
    that the file itself draws, a row a line of the text with its cells set apart by tabs.
    """

    file: str
    format: str
    text: str
    encoding: str | None = None
    wrapped: bool = True
    marks: tuple[tuple[int, int, int], ...] = ()
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()

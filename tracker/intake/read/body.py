"""The paragraphs of a file as they come, and which of them are rows of a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.errors import InputError
from tracker.intake.read.source_text import Table

#: A cell of a row being read: its words, over how many columns it goes, whether it only goes on with the one above.
CellWords = tuple[str, int, bool]
Mark = tuple[int, int, int]
_MOST_CHARACTERS = 2_000_000
#: A row with longer cells, or more paragraphs in one, only lays out a page.
LONGEST_CELL, MOST_PARAGRAPHS = 600, 12
_Place = tuple[int, int, int]  # paragraph, start, end


@dataclass(slots=True)
class Body:
    """Paragraphs as they come, each with the level of its heading (0 title, None running text)."""

    paragraphs: list[tuple[str, int | None]] = field(default_factory=list)
    characters: int = 0
    tables: list[list[list[_Place]]] = field(default_factory=list)

    def add(self, text: str, level: int | None) -> None:
        """Take a paragraph; InputError where a text is far longer than any article."""
        self.count(text)
        if text.strip():
            self.paragraphs.append((text.strip(), level))

    def count(self, text: str) -> None:
        """Count the characters of a text; InputError where they are too many."""
        self.characters += len(text)
        if self.characters > _MOST_CHARACTERS:
            raise InputError(f"文件的文字超过 {_MOST_CHARACTERS // 10_000} 万字，不像文章，不予读取。")

    def assembled(self) -> tuple[str, tuple[Mark, ...], tuple[Table, ...]]:
        """Return the whole text, the places of its headings, and of the cells of its tables."""
        starts, marks, length = [], [], 0
        for paragraph, level in self.paragraphs:
            starts.append(length)
            if level is not None:
                marks.append((length, length + len(paragraph), level))
            length += len(paragraph) + 1
        tables = tuple(
            tuple(tuple((starts[n] + begin, starts[n] + end) for n, begin, end in row) for row in rows)
            for rows in self.tables
            if len(rows) > 1
        )
        return "\n".join(paragraph for paragraph, _ in self.paragraphs), tuple(marks), tables


class TableRows:
    """The rows of one table, put into the body one by one; a cell merged down stands in every row it goes through."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._above: dict[int, _Place] = {}
        self._places: list[list[_Place]] = []
        body.tables.append(self._places)

    def add(self, cells: Sequence[CellWords], skipped: int = 0) -> None:
        """Take a row as one paragraph, its cells set apart by tabs; `skipped` columns stand empty before it."""
        number = len(self._body.paragraphs)
        line, row = "\t" * skipped, [(number, n, n) for n in range(skipped)]
        for words, columns, goes_on in cells:
            above = self._above.get(len(row)) if goes_on else None
            spot = above or (number, len(line), len(line) + len(words))
            line += "" if above else words
            for _ in range(columns):
                self._above[len(row)] = spot
                row.append(spot)
                line += "\t"
        line = line.rstrip()
        if line:
            self._body.count(line)
            self._body.paragraphs.append((line, None))
            self._places.append(row)

    def interrupt(self) -> None:
        """Take note of a row that is none of cells: nothing above it is merged down through it."""
        self._above = {}


def is_row(cells: Sequence[Sequence[str]]) -> bool:
    """Tell whether the paragraphs of cells make a row, and not the layout of a page."""
    return len(cells) > 1 and all(
        len(paragraphs) <= MOST_PARAGRAPHS and sum(map(len, paragraphs)) <= LONGEST_CELL for paragraphs in cells
    )

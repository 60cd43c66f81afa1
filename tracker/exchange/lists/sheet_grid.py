"""A sheet as a grid of texts, with the merged cells that lie over it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tracker.exchange.book.address import a1
from tracker.exchange.book.raw_book import RawCell, RawSheet
from tracker.exchange.lists.cell_texts import cell_text, is_error, lacks_result, shown_digits

Area = tuple[int, int, int, int]


@dataclass(slots=True)
class Grid:
    """The texts of a sheet by row and column from 1; `top_left` is where the merged cell begins that covers a cell."""

    name: str
    rows: dict[int, dict[int, str]]
    merges: tuple[Area, ...] = ()
    errors: set[tuple[int, int]] = field(default_factory=set)
    unsolved: set[tuple[int, int]] = field(default_factory=set)
    top_left: dict[tuple[int, int], Area] = field(default_factory=dict)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)  # numbers with other digits on the screen: 1.10

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell itself, "" for none or an error."""
        return "" if (row, column) in self.errors else self.rows.get(row, {}).get(column, "")

    def own(self, row: int) -> dict[int, str]:
        """Return the texts that stand in a row themselves, by column; errors are left out."""
        return {column: text for column, text in self.rows.get(row, {}).items() if (row, column) not in self.errors}

    def area(self, row: int, column: int) -> Area | None:
        """Return the merged area that covers a cell: first row and column, last row and column."""
        return self.top_left.get((row, column))

    def standing(self, row: int, column: int) -> tuple[str, bool]:
        """Return the text that holds in a cell, and whether it comes from a merged cell above."""
        if text := self.text(row, column):
            return text, False
        area = self.area(row, column)
        if area is None or area[1] != column or area[0] == row:
            return "", False
        return self.text(area[0], column), True

    def width_of(self, row: int, column: int) -> int:
        """Return how many columns the cell covers."""
        area = self.area(row, column)
        return area[3] - area[1] + 1 if area else 1

    def raw(self, rows: Iterable[int]) -> Iterator[tuple[str, str]]:
        """Yield address and text of every cell of some rows, errors by their word."""
        for row in rows:
            for column, text in sorted(self.rows.get(row, {}).items()):
                yield a1(row, column), text

    def lay_over(self, merges: tuple[Area, ...]) -> None:
        """Lay merged areas over the cells."""
        self.merges = merges
        last = max(self.rows, default=0)
        for area in merges:
            for row in range(area[0], min(area[2], last) + 1):
                for column in range(area[1], area[3] + 1):
                    self.top_left[row, column] = area

    def part(self, start: int, end: int) -> "Grid":
        """Return the rows from `start` up to, not with, `end`, numbered as they are."""
        inside = range(start, end)
        return Grid(
            self.name,
            {row: texts for row, texts in self.rows.items() if row in inside},
            self.merges,
            {at for at in self.errors if at[0] in inside},
            {at for at in self.unsolved if at[0] in inside},
            self.top_left,
            self.shown,
        )

    def line(self, row: int) -> str:
        """Return the texts of a row in one line."""
        return " ".join(text for _, text in sorted(self.rows.get(row, {}).items()))


def grid_of(sheet: RawSheet, date1904: bool = False) -> Grid:
    """Return the grid of a sheet; cells without text are left out."""
    grid = Grid(sheet.name, {}, sheet.merges)
    for number in sorted(sheet.rows):
        cells = sorted(sheet.rows[number].items())
        _note_odd(grid, number, cells)
        texts = {column: text for column, cell in cells if (text := cell_text(cell, date1904))}
        if texts:
            grid.rows[number] = texts
    grid.lay_over(sheet.merges)
    return grid


def _note_odd(grid: Grid, number: int, cells: Iterable[tuple[int, RawCell]]) -> None:
    """Keep which cells of a row are errors, lack a result or show other digits."""
    for column, cell in cells:
        if lacks_result(cell):
            grid.unsolved.add((number, column))
        if is_error(cell):
            grid.errors.add((number, column))
        if digits := shown_digits(cell):
            grid.shown[number, column] = digits

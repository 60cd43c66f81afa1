"""A list as it stands in its file, every cell of every sheet: a person sees what was read beside it."""

from dataclasses import dataclass

from tracker.exchange.book.address import column_letters
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.lists.sheet_grid import grid_of
from tracker.exchange.table.meta_sheet import is_meta

#: Rows of a sheet that are shown; all of them are read.
MOST_SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class WholeSheet:
    """The texts of a sheet: row numbers from 1, each with its texts in the order of `columns` (letters)."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def whole_sheets(book: RawBook) -> tuple[WholeSheet, ...]:
    """Return all sheets that hold something, hidden ones last."""
    ordered = sorted(book.sheets, key=lambda sheet: sheet.state != "visible")
    sheets = []
    for sheet in ordered:
        grid = grid_of(sheet, book.date1904)
        if is_meta(sheet) or not grid.rows:
            continue
        width = range(1, max(max(texts) for texts in grid.rows.values()) + 1)
        rows = tuple(
            (number, tuple(grid.rows[number].get(column, "") for column in width))
            for number in sorted(grid.rows)[:MOST_SHOWN]
        )
        sheets.append(WholeSheet(grid.name, tuple(map(column_letters, width)), rows))
    return tuple(sheets)

"""Read the original of a received file, and the cells around one of its cells."""

from dataclasses import dataclass

from sqlmodel import Session

from tracker.exchange.book.address import cell_position, column_letters
from tracker.exchange.book.raw_book import RawBook, RawSheet
from tracker.exchange.cells.cell_display import written_text
from tracker.exchange.cells.office_names import OfficeNames
from tracker.exchange.cells.parsed_cell import CellContext
from tracker.exchange.table.detect_tables import find_tables
from tracker.queries.token_key import token_secret
from tracker.services.returns.preview import kept_file, read_book, the_return

_ROWS_AROUND, _COLUMNS_AROUND = 3, 2
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class CellTable:
    """A few rows and columns around a cell as text; `row` and `column` say where it stands among them.

    The first line is the header row where the sheet has one and it is not near anyway.
    """

    sheet: str
    cell: str
    columns: tuple[str, ...]  # letters
    lines: tuple[tuple[int, tuple[str, ...]], ...]  # row number and texts
    row: int
    column: int


def read_original(session: Session, return_id: int) -> tuple[str, bytes]:
    """Return name and bytes of a received file. Raises InputError when it is gone."""
    file = kept_file(session, the_return(session, return_id))
    return file.name, file.data


def read_digest(session: Session, return_id: int) -> str:
    """Return the SHA-256 (hex) of a received file. Raises InputError when it is gone."""
    return the_return(session, return_id).sha256


def read_around(session: Session, return_id: int, sheet: str, cell: str) -> CellTable | None:
    """Return the neighbourhood of a cell in a received file, None where there is no such sheet or cell."""
    book = read_book(kept_file(session, the_return(session, return_id)))
    raw_sheet = next((candidate for candidate in book.sheets if candidate.name == sheet), None)
    position = cell_position(cell)
    if raw_sheet is None or position is None:
        return None
    header = next((t.header_row for t in find_tables(book, token_secret(session)) if t.sheet.name == sheet), 0)
    return _around(raw_sheet, book, position, header)


def _around(sheet: RawSheet, book: RawBook, position: tuple[int, int], header: int) -> CellTable:
    row, column = position
    rows = [number for number in range(row - _ROWS_AROUND, row + _ROWS_AROUND + 1) if number > 0]
    if 0 < header < rows[0]:
        rows.insert(0, header)
    columns = _columns(sheet, column)
    context = CellContext(OfficeNames({}), date1904=book.date1904)
    lines = tuple((number, tuple(_text(sheet, number, at, context) for at in columns)) for number in rows)
    letters = tuple(column_letters(number) for number in columns)
    return CellTable(
        sheet.name, f"{column_letters(column)}{row}", letters, lines, rows.index(row), columns.index(column)
    )


def _columns(sheet: RawSheet, column: int) -> list[int]:
    """Return the nearest columns that are shown, as many to the left as to the right where there are."""
    last = max((max(cells, default=0) for cells in sheet.rows.values()), default=column)
    shown = [n for n in range(1, max(last, column) + 1) if n not in sheet.hidden_columns or n == column]
    at = shown.index(column)
    return shown[max(0, at - _COLUMNS_AROUND) : at + _COLUMNS_AROUND + 1]


def _text(sheet: RawSheet, row: int, column: int, context: CellContext) -> str:
    cell = sheet.cell(row, column)
    return written_text(cell, context)[:_LONGEST] if cell is not None else ""

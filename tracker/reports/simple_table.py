"""A short list as a workbook to be printed or passed on: title, one line below it, a grid."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tracker.errors import InputError, WorkbookError
from tracker.files.whole_files import write_all

_LINE = Side(style="thin", color="BFC4CC")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="E9EBF0")
_HEADER_ROW = 3
_A4 = 9
Cells = Sequence[str | int | date | None]


def table_bytes(
    name: str,
    title: str,
    line: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Cells],
    *,
    one_page: bool = False,
    row_height: float = 0,
) -> bytes:
    """Return a workbook with one sheet: `columns` are words and widths in characters, `row_height` in points.

    `one_page` prints it on one A4, however long it is.
    """
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.title = name
    sheet.cell(1, 1, title).font = Font(size=16, bold=True)
    sheet.cell(2, 1, line)
    for column, (word, width) in enumerate(columns, start=1):
        cell = sheet.cell(_HEADER_ROW, column, word)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _GRID
        sheet.column_dimensions[cell.column_letter].width = width
    for number, values in enumerate(rows, start=_HEADER_ROW + 1):
        _write_row(sheet, number, values)
        if row_height:
            sheet.row_dimensions[number].height = row_height
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = _A4, "landscape"
    sheet.page_setup.fitToHeight = 1 if one_page else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def write_table(path: Path, content: bytes) -> None:
    """Write a workbook; WorkbookError when the file cannot be written."""
    try:
        write_all([(path, content)])
    except InputError as error:
        raise WorkbookError(error.sentence) from error


def _write_row(sheet: Worksheet, number: int, values: Cells) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(number, column, value)
        if isinstance(value, str):
            cell.data_type = "s"  # a name that begins with = is no formula
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        lines = isinstance(value, str) and "\n" in value
        cell.border, cell.alignment = _GRID, Alignment(vertical="center", wrap_text=lines)

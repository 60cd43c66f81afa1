"""Write the rows of an exported sheet: text stays text, numbers stay numbers, cells to fill in are tinted."""

from collections.abc import Mapping
from datetime import date

from openpyxl.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from tracker.exchange.book.address import column_letters
from tracker.exchange.cells.cells import show_value
from tracker.exchange.cells.columns import FIRST_DATA_ROW, HEADER_ROW, CellKind, Column, SheetLayout
from tracker.exchange.cells.row_tokens import make_token
from tracker.exchange.write import styles
from tracker.exchange.write.content import ContentRow, WorkbookContent
from tracker.model.cell_text import count_lines, fitting_text
from tracker.model.changeset import Value
from tracker.model.field_list import WORDED

_FORMATS = {CellKind.PERCENT: "0%", CellKind.DATE: "yyyy-mm-dd", CellKind.NUMBER: "General"}
_TEXT_FORMAT = "@"
_LINE_POINTS, _PADDING_POINTS, _LOWEST_ROW, _HIGHEST_ROW = 16.5, 5.0, 22.0, 240.0
_INLINE_LIST_LIMIT = 255  # beyond, other programs call the file damaged
_ALIGNMENTS: dict[CellKind, Alignment] = {
    CellKind.PERCENT: styles.CENTRED,
    **dict.fromkeys(WORDED, styles.CENTRED),
    CellKind.DATE: styles.CENTRED,
    CellKind.NUMBER: styles.RIGHT,
}


class _FittedRow(RowDimension):
    """A row with a height that other programs may still fit to its content when somebody types into it."""

    @property
    def customHeight(self) -> bool:
        """Return False: the height is a first guess, not fixed."""
        return False


def put_text(sheet: Worksheet, row: int, column: int, text: str, what: str) -> Cell:
    """Write a text that stays text whatever it begins with; WorkbookError when a cell cannot hold it."""
    fitting = fitting_text(text, what)
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # nothing in our sheets is merged
    cell.value = fitting or None
    if cell.value is not None:
        cell.data_type = "s"  # "=1+1" and "#N/A" are words here
    return cell


def write_rows(sheet: Worksheet, layout: SheetLayout, content: WorkbookContent) -> int:
    """Write the data rows of a sheet with their validations; returns the last row of the table."""
    row_number = HEADER_ROW
    for row_number, row in enumerate(content.rows_of(layout), start=FIRST_DATA_ROW):
        label = str(row.values.get(layout.label, row.key))
        token = _token(row, content, layout.mark)
        for number, column in enumerate(layout.columns, start=1):
            value = token if column.kind is CellKind.TOKEN else row.values.get(column.field)
            cell = put_value(sheet, row_number, number, column, value, label)
            _dress(cell, column)
        sheet.row_dimensions[row_number] = _FittedRow(sheet, index=row_number, ht=_height(layout, row.values))
    for number, column in enumerate(layout.columns, start=1):
        _validate(sheet, number, column, max(row_number, FIRST_DATA_ROW))
    return row_number


def _token(row: ContentRow, content: WorkbookContent, mark: str) -> str:
    """Return a row's token; one without a key was added by hand: nothing was sent that it could be."""
    if row.token is not None:
        return row.token
    return make_token(row.key, content.export_code, content.secret, mark) if row.key else ""


def _height(layout: SheetLayout, values: Mapping[str, Value]) -> float:
    """Return the height in points that shows every wrapped text of a row, within what a screen can hold."""
    lines = max(count_lines(show_value(c.field, values.get(c.field)), c.width) for c in layout.data_columns)
    return min(max(lines * _LINE_POINTS + _PADDING_POINTS, _LOWEST_ROW), _HIGHEST_ROW)


def put_value(sheet: Worksheet, row: int, number: int, column: Column, value: Value, label: str) -> Cell:
    """Write a canonical value the way its column is written; WorkbookError when a cell cannot hold it."""
    if column.kind is CellKind.PERCENT and isinstance(value, int | float):
        return _put_number(sheet, row, number, value / 100)
    if column.kind is CellKind.NUMBER and isinstance(value, int | float):
        return _put_number(sheet, row, number, int(value) if float(value).is_integer() else value)
    if column.kind is CellKind.DATE and value:
        return _put_number(sheet, row, number, date.fromisoformat(str(value)))
    text = str(value) if column.kind is CellKind.TOKEN else show_value(column.field, value)
    return put_text(sheet, row, number, text, f"{label} {column.header}")


def _put_number(sheet: Worksheet, row: int, column: int, value: float | date) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # nothing in our sheets is merged
    cell.value = value
    return cell


def _dress(cell: Cell, column: Column) -> None:
    cell.number_format = _FORMATS.get(column.kind, _TEXT_FORMAT)
    cell.font = styles.EDITABLE_FONT if column.editable else styles.READ_ONLY_FONT
    cell.alignment = _ALIGNMENTS.get(column.kind, styles.WRAPPED)
    cell.border = styles.GRID
    if column.editable:
        cell.fill = styles.EDITABLE_FILL


def _validate(sheet: Worksheet, number: int, column: Column, last_row: int) -> None:
    """Add dropdown, range check or hint of a column; a wrong entry is warned about, never stopped."""
    rule = _rule(column)
    if rule is None:
        return
    rule.errorStyle = "warning"
    rule.errorTitle = rule.promptTitle = column.header
    rule.showErrorMessage = bool(rule.type)
    rule.prompt = column.hint or None
    rule.showInputMessage = bool(column.hint)
    letters = column_letters(number)
    rule.add(f"{letters}{FIRST_DATA_ROW}:{letters}{last_row}")
    sheet.add_data_validation(rule)


def _rule(column: Column) -> DataValidation | None:
    if column.dropdown and len(words := ",".join(column.dropdown)) <= _INLINE_LIST_LIMIT:
        return DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, error="请从列表中选择。")
    if column.editable and column.kind is CellKind.PERCENT:
        error = "请填 0% 到 100% 的百分数。"
        return DataValidation(type="decimal", operator="between", formula1="0", formula2="1", error=error)
    if column.editable and column.kind is CellKind.DATE:
        error = "请填日期，如 2025-06-30。"
        return DataValidation(type="date", operator="greaterThan", formula1="36525", error=error)
    return DataValidation(type=None) if column.hint else None

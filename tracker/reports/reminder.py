"""The list of workbooks that did not come back, as a workbook to be printed or sent around."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tracker.errors import WorkbookError
from tracker.model.rows import ExportRow

_COLUMNS = (
    ("单位", 26),
    ("批次", 10),
    ("任务", 8),
    ("指标", 8),
    ("发出日期", 14),
    ("应反馈日期", 14),
    ("逾期天数", 10),
    ("工作簿", 44),
)
_LINE = Side(style="thin", color="BFC4CC")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="E9EBF0")
_TITLE_ROW, _HEADER_ROW = 1, 3


def write_reminder(path: Path, rows: Sequence[ExportRow], today: date) -> None:
    """Write the list; WorkbookError when the file cannot be written."""
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.title = "催报清单"
    sheet.cell(_TITLE_ROW, 1, "交办工作簿催报清单").font = Font(size=16, bold=True)
    sheet.cell(_TITLE_ROW + 1, 1, f"截至 {today.isoformat()}，共 {len(rows)} 份未反馈")
    _write_header(sheet)
    for number, row in enumerate(rows, start=_HEADER_ROW + 1):
        _write_row(sheet, number, row)
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    try:
        book.save(path)
    except OSError as error:
        raise WorkbookError(f"文件「{path.name}」写不进去，可能正被其他程序打开；请关闭后再试。") from error


def _write_header(sheet: Worksheet) -> None:
    for column, (word, width) in enumerate(_COLUMNS, start=1):
        cell = sheet.cell(_HEADER_ROW, column, word)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _GRID
        sheet.column_dimensions[cell.column_letter].width = width


def _write_row(sheet: Worksheet, number: int, row: ExportRow) -> None:
    values = (
        row.office,
        f"第 {row.round} 批",
        row.tasks,
        row.indicators,
        row.sent_on,
        row.return_due_on,
        row.overdue_days or None,
        row.file_name,
    )
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(number, column, value)
        if isinstance(value, str):
            cell.data_type = "s"  # a name that begins with = is no formula
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        cell.border, cell.alignment = _GRID, Alignment(vertical="center")

"""Write the workbook of one office, with all that is needed to recognise it when it comes back."""

import hashlib
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tracker.errors import InputError, WorkbookError
from tracker.exchange.book.address import column_letters
from tracker.exchange.cells import columns
from tracker.exchange.cells.columns import HEADER_ROW, SheetLayout
from tracker.exchange.table import meta_sheet
from tracker.exchange.write import styles
from tracker.exchange.write.content import WorkbookContent, sent_workbook
from tracker.exchange.write.sheet import put_text, write_rows
from tracker.files.whole_files import write_all


def write_workbook(path: Path, content: WorkbookContent) -> str:
    """Write the workbook of an office and return the file's SHA-256 (hex); WorkbookError when it cannot be written."""
    return save_workbook(path, build_workbook(content))


def save_workbook(path: Path, book: Workbook) -> str:
    """Write a workbook whole and return its SHA-256 (hex). Raises WorkbookError where it cannot be written."""
    content = BytesIO()
    book.save(content)
    try:
        write_all([(path, content.getvalue())])
    except InputError as error:
        raise WorkbookError(error.sentence) from error
    return hashlib.sha256(content.getvalue()).hexdigest()


def build_workbook(content: WorkbookContent) -> Workbook:
    """Return the workbook in memory."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for layout in content.sheets:
        _write_sheet(book, layout, content)
    _write_meta(book, content)
    book.properties.creator = content.product_title
    book.properties.title = f"{content.product_title}（{content.office}）"
    for name, value in (("ZC_export", content.export_code), ("ZC_schema", meta_sheet.SCHEMA)):
        book.custom_doc_props.append(StringProperty(name=name, value=value))  # type: ignore[attr-defined]
    return book


def _write_sheet(book: Workbook, layout: SheetLayout, content: WorkbookContent) -> None:
    sheet: Worksheet = book.create_sheet(layout.name)
    _write_head(sheet, layout, content)
    _write_header(sheet, layout)
    last_row = write_rows(sheet, layout, content)
    _name_columns(book, layout)
    _arrange(sheet, layout, last_row)


def _write_head(sheet: Worksheet, layout: SheetLayout, content: WorkbookContent) -> None:
    """Write title, how-to and batch lines: in column B, running over the empty cells beside it."""
    due = f"　·　请于 {content.return_due_on.isoformat()} 前反馈" if content.return_due_on else ""
    number = f"第 {content.round_number} 批交办　·　" if content.round_number else ""
    batch = f"{number}发出 {content.sent_on.isoformat()}{due}　·　编码 {content.export_code}"
    lines = (
        (columns.TITLE_ROW, f"{content.product_title}·{layout.name}（{content.office}）", styles.TITLE_FONT, 30),
        (columns.HOW_TO_ROW, layout.how_to, styles.HOW_TO_FONT, 20),
        (columns.BATCH_ROW, batch, styles.BATCH_FONT, 18),
    )
    for row, text, font, height in lines:
        cell = put_text(sheet, row, 2, text, "标题")
        cell.font = font
        cell.alignment = styles.LINE_ALIGNMENT
        sheet.row_dimensions[row].height = height


def _write_header(sheet: Worksheet, layout: SheetLayout) -> None:
    for number, column in enumerate(layout.columns, start=1):
        cell = put_text(sheet, HEADER_ROW, number, column.header, column.header)
        cell.font = styles.HEADER_FONT
        cell.fill = styles.HEADER_FILL if column.editable else styles.READ_ONLY_HEADER_FILL
        cell.alignment = styles.HEADER_ALIGNMENT
        cell.border = styles.GRID
        dimension = sheet.column_dimensions[column_letters(number)]
        dimension.width = column.width
        dimension.hidden = column.kind is columns.CellKind.TOKEN
    sheet.row_dimensions[HEADER_ROW].height = 28


def _name_columns(book: Workbook, layout: SheetLayout) -> None:
    """Put a defined name on every header cell: it follows the column when a user moves or renames it."""
    for number, column in enumerate(layout.columns, start=1):
        target = f"'{layout.name}'!${column_letters(number)}${HEADER_ROW}"
        book.defined_names[column.anchor] = DefinedName(column.anchor, attr_text=target)


def _arrange(sheet: Worksheet, layout: SheetLayout, last_row: int) -> None:
    """Set freeze, filter and print; the data block stays unlocked so that sorting works."""
    of_tasks = layout.kind in ("task", "help")
    frozen = 4 if of_tasks else 3
    sheet.freeze_panes = f"{column_letters(frozen)}{columns.FIRST_DATA_ROW}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{column_letters(len(layout.columns))}{last_row}"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8 if of_tasks else 9  # A3, A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("第 &P 页，共 &N 页"))


def _write_meta(book: Workbook, content: WorkbookContent) -> None:
    """Write the extra carrier of export code and snapshot: never the only one, the tokens are."""
    sheet: Worksheet = book.create_sheet(meta_sheet.SHEET_NAME)
    sheet.sheet_state = "veryHidden"
    sent = sent_workbook(content)
    columns_of_lines = {1: content.meta or meta_sheet.meta_lines(sent, content.secret)}
    if not content.meta:
        columns_of_lines |= meta_sheet.later_lines(sent, content.secret)
    for column, lines in columns_of_lines.items():
        for row, line in enumerate(lines, start=1):
            put_text(sheet, row, column, line, meta_sheet.SHEET_NAME)

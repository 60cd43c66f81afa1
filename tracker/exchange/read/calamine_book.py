"""Read .xls, .et, .ods and .xlsb through python-calamine; only ever in the reading process."""

import io
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import BOOLEAN, DATE, NUMBER, TEXT, RawBook, RawCell, RawSheet
from tracker.exchange.read.ods_layout import BookShape, SheetShape
from tracker.exchange.read.xlsx_comments import notes_of_comments
from tracker.files.limits import LIMITS, MB
from tracker.files.memory_limit import limited_growth

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_ROOM, _PER_BYTE = 64 * MB, 5
_STATES = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "veryHidden"}


def read_foreign(data: bytes, container: str, unpacked: int = 0, shape: BookShape | None = None) -> RawBook:
    """Return the sheets of an old or open-document workbook; error cells are invisible in the old ones.

    `unpacked` is the size in bytes of what is packed in it: how much memory an honest file needs goes by that.
    `shape` is what is known of an open-document one beside its values.
    """
    import python_calamine as calamine  # slow to import and able to abort: not before it is needed

    try:
        with limited_growth(_ROOM + _PER_BYTE * (unpacked or len(data))):
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
            return RawBook(container, tuple(_sheets(book, shape)), names=shape.names if shape else {})
    except calamine.PasswordError as error:
        raise WorkbookError("文件设了打开密码，请对方去掉打开密码后重新发送。") from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise WorkbookError(
            f"按 .{container} 格式读不出内容，可能有打开密码或已损坏，请另存为 .xlsx 后再发。"
        ) from error


def _sheets(book: "CalamineWorkbook", shape: BookShape | None) -> list[RawSheet]:
    if len(book.sheet_names) > LIMITS.sheets:
        raise WorkbookError(f"文件有 {len(book.sheet_names)} 张工作表，超过 {LIMITS.sheets} 张，不予读取。")
    return [
        _sheet(
            book.get_sheet_by_index(index),
            _STATES.get(str(about.visible).rpartition(".")[2], "visible"),
            shape.of(about.name) if shape else None,
        )
        for index, about in enumerate(book.sheets_metadata)
        if str(about.typ).endswith("WorkSheet")
    ]


def _sheet(sheet: "CalamineSheet", state: str, shape: SheetShape | None) -> RawSheet:
    if sheet.total_height * sheet.total_width > LIMITS.area:
        raise WorkbookError(f"工作表「{sheet.name}」的范围太大（{sheet.total_height} 行），不像反馈表，不予读取。")
    plain = None if shape is None else ""  # what a number has where no format is given
    rows: dict[int, dict[int, RawCell]] = {}
    for number, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = {column: raw_cell(v, plain) for column, v in enumerate(values, start=1) if v != ""}
        if cells:
            rows[number] = cells
    if len(rows) > LIMITS.rows:
        raise WorkbookError(f"工作表「{sheet.name}」有内容的行超过 {LIMITS.rows} 行，不像反馈表，不予读取。")
    if shape is None:
        ranges = sheet.merged_cell_ranges or ()
        merges = tuple((top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges)
        return RawSheet(sheet.name, state, rows, merges)
    return RawSheet(
        name=sheet.name,
        state=state,
        rows=shape.completed(rows),
        merges=tuple(shape.merges.areas),
        hidden_rows=frozenset(shape.hidden_rows),
        hidden_columns=frozenset(shape.hidden_columns),
        notes=notes_of_comments(shape.comments),
    )


def raw_cell(
    value: str | float | bool | date | datetime | time | timedelta, number_format: str | None = None
) -> RawCell:
    """Return a value of calamine as a raw cell, a number with its format where that is known."""
    if isinstance(value, str):
        return RawCell(TEXT, value, None)
    if isinstance(value, bool):
        return RawCell(BOOLEAN, "1" if value else "0", None)
    if isinstance(value, int | float):
        return RawCell(NUMBER, repr(value), number_format)
    return RawCell(DATE, value.isoformat() if isinstance(value, date | time) else str(value), None)

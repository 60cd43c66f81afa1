"""Looks through an open-document table before it is opened: repeated cells cost nothing in the file, all in memory."""

from collections.abc import Iterable

from tracker.errors import WorkbookError
from tracker.exchange.limits import LIMITS
from tracker.exchange.xmlparts import Attributes, DepthGuard, LocalNames, parse_part

#: Cells between the first and the last that hold something; the library makes a place for each.
AREA = 4_000_000


class _Extent:
    """Counts rows, cells and letters that hold something, with their repetitions, and how far they reach."""

    def __init__(self) -> None:
        self._names = LocalNames()
        self._row_repeat = self._cell_repeat = 1
        self._in_cell = self._filled = False
        self._row = self._column = self._reach = self._width = self._chars = 0
        self._tables = self._row_cells = self.rows = self.cells = 0

    def start(self, name: str, attributes: Attributes) -> None:
        local = self._names[name]
        if local == "table-row":
            self._row_repeat = _repeat(attributes, "number-rows-repeated")
            self._row_cells = self._column = self._reach = 0
        elif local in ("table-cell", "covered-table-cell"):
            self._cell_repeat = _repeat(attributes, "number-columns-repeated")
            self._in_cell, self._filled = True, any(key.endswith("value-type") for key in attributes)
        elif local == "p" and self._in_cell:
            self._filled = True
        elif local == "s":
            self._count_text(_repeat(attributes, ":c"))
        elif local == "table":
            self._start_table()

    def end(self, name: str) -> None:
        local = self._names[name]
        if local in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif local == "table-row":
            self._row += self._row_repeat
            if self._row_cells:
                self._count_row()

    def text(self, data: str, /) -> None:
        self._count_text(len(data))

    def _start_table(self) -> None:
        self._tables += 1
        self._row = self._width = 0
        if self._tables > LIMITS.sheets:
            raise WorkbookError(f"文件有 {self._tables} 张以上工作表，超过 {LIMITS.sheets} 张，不像反馈表，不予读取。")

    def _end_cell(self) -> None:
        self._in_cell = False
        self._column += self._cell_repeat
        if self._filled:
            self._row_cells += self._cell_repeat
            self._reach = self._column

    def _count_row(self) -> None:
        self.rows += self._row_repeat
        self.cells += self._row_cells * self._row_repeat
        self._width = max(self._width, self._reach)
        if self._reach > LIMITS.columns:
            raise WorkbookError(f"表格里内容排到第 {self._reach} 列，超过 {LIMITS.columns} 列，不像反馈表，不予读取。")
        if self.rows > LIMITS.rows or self.cells > LIMITS.cells:
            raise WorkbookError(f"表格里有内容的有 {self.rows} 行、{self.cells} 格，不像反馈表，不予读取。")
        if self._row * self._width > AREA:
            raise WorkbookError(f"表格里内容散在 {self._row} 行、{self._width} 列里，不像反馈表，不予读取。")

    def _count_text(self, length: int) -> None:
        self._chars += length
        if self._chars > LIMITS.text_chars:
            raise WorkbookError(f"表格里的文字总共超过 {LIMITS.text_chars} 字，不像反馈表，不予读取。")


def _repeat(attributes: Attributes, wanted: str) -> int:
    text = next((value for key, value in attributes.items() if key.endswith(wanted)), "1")
    return int(text[:12]) if text.isdecimal() else 1


def check_ods(data: Iterable[bytes]) -> None:
    """Raise WorkbookError for a content part that would unfold beyond the limits, or that declares a DTD."""
    parse_part("content.xml", data, DepthGuard("content.xml", _Extent()))

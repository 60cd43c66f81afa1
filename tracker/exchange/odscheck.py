"""Looks through an open-document table before it is opened: repeated cells cost nothing in the file, all in memory."""

from collections.abc import Iterable

from tracker.errors import WorkbookError
from tracker.exchange.limits import LIMITS
from tracker.exchange.xmlparts import Attributes, DepthGuard, LocalNames, parse_part


class _Extent:
    """Counts rows and cells that hold something, with their repetitions."""

    def __init__(self) -> None:
        self._names = LocalNames()
        self._row_repeat = self._cell_repeat = 1
        self._in_cell = self._filled = False
        self._row_cells = self.rows = self.cells = 0

    def start(self, name: str, attributes: Attributes) -> None:
        local = self._names[name]
        if local == "table-row":
            self._row_repeat, self._row_cells = _repeat(attributes, "number-rows-repeated"), 0
        elif local in ("table-cell", "covered-table-cell"):
            self._cell_repeat = _repeat(attributes, "number-columns-repeated")
            self._in_cell, self._filled = True, any(key.endswith("value-type") for key in attributes)
        elif local == "p" and self._in_cell:
            self._filled = True

    def end(self, name: str) -> None:
        local = self._names[name]
        if local in ("table-cell", "covered-table-cell"):
            self._in_cell = False
            self._row_cells += self._cell_repeat if self._filled else 0
        elif local == "table-row" and self._row_cells:
            self._count_row()

    def text(self, data: str, /) -> None:
        """Text alone fills nothing: it stands in paragraphs."""

    def _count_row(self) -> None:
        self.rows += self._row_repeat
        self.cells += self._row_cells * self._row_repeat
        if self._row_cells > LIMITS.columns:
            raise WorkbookError(f"表格里一行有 {self._row_cells} 格内容，超过 {LIMITS.columns} 格，不予读取。")
        if self.rows > LIMITS.rows or self.cells > LIMITS.cells:
            raise WorkbookError(f"表格里有内容的有 {self.rows} 行、{self.cells} 格，不像反馈表，不予读取。")


def _repeat(attributes: Attributes, wanted: str) -> int:
    text = next((value for key, value in attributes.items() if key.endswith(wanted)), "1")
    return int(text[:12]) if text.isdecimal() else 1


def check_ods(data: Iterable[bytes]) -> None:
    """Raise WorkbookError for a content part that would unfold beyond the limits, or that declares a DTD."""
    parse_part("content.xml", data, DepthGuard("content.xml", _Extent()))

"""Collect the merged areas of a sheet; WorkbookError where there are more than a form has."""

from typing import TypeAlias

from tracker.errors import WorkbookError
from tracker.exchange.book.address import a1
from tracker.files.limits import LIMITS

#: First row, first column, last row, last column, counted from 1.
Corners: TypeAlias = tuple[int, int, int, int]


class Merges:
    """Areas in the order of the file."""

    def __init__(self, sheet: str) -> None:
        """`sheet` is named in the refusal."""
        self._sheet = sheet
        self._cells = 0
        self.areas: list[Corners] = []

    def add(self, area: Corners) -> None:
        """Take an area; WorkbookError when there are more, or larger ones, than a form has."""
        top, left, bottom, right = area
        self.areas.append(area)
        self._cells += (bottom - top + 1) * (right - left + 1)
        if len(self.areas) > LIMITS.merges or self._cells > LIMITS.merged_cells:
            address = f"{a1(top, left)}:{a1(bottom, right)}"
            raise WorkbookError(f"工作表「{self._sheet}」合并的单元格太多（{address} 等），不像反馈表，不予读取。")

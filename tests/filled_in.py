"""A workbook that an office answered: the first row names who is responsible, and who filled it in."""

from pathlib import Path
from typing import Any

import openpyxl

_HEADS, _NAMES = 4, ("责任人", "填报人")


def filled_in(path: Path, name: str = "张三") -> Path:
    """Write one person into the first row of the first list, and return the path."""
    book: Any = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book if _names(sheet))
    for column in _names(sheet):
        sheet.cell(_HEADS + 1, column, name)
    book.save(path)
    return path


def _names(sheet: Any) -> list[int]:
    return [cell.column for cell in sheet[_HEADS] if str(cell.value).strip() in _NAMES]

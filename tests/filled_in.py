"""A workbook that an office filled in: somebody put a name to its first row, all values stayed."""

from pathlib import Path
from typing import Any

import openpyxl

_HEADS, _NAME = 4, "填报人"


def filled_in(path: Path, name: str = "张三") -> Path:
    """Write who filled in the first row of the first list, and return the path."""
    book: Any = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book if _heads(sheet))
    sheet.cell(_HEADS + 1, _heads(sheet)[0], name)
    book.save(path)
    return path


def _heads(sheet: Any) -> list[int]:
    return [cell.column for cell in sheet[_HEADS] if str(cell.value).strip() == _NAME]

"""Text in the cells of a workbook: what a cell can hold, how wide it is, how many lines it takes."""

import re
from math import ceil
from unicodedata import east_asian_width

from tracker.errors import WorkbookError

#: What one cell of a workbook can hold, in UTF-16 units.
CELL_LIMIT = 32_767

LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def encode_for_cell(text: str) -> str:
    """Return the text as a cell may hold it: no control characters, one line end, escapes kept literal."""
    text = CONTROL.sub("", LINE_ENDS.sub("\n", text).replace("\t", " "))
    return _LIKE_ESCAPE.sub("_x005F_", text)


def cell_length(text: str) -> int:
    """Return the length of a text as workbooks count it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def fitting_text(text: str, what: str) -> str:
    """Return a text as a cell may hold it. Raises WorkbookError, naming what it is, when no cell can."""
    if cell_length(text) > CELL_LIMIT:
        raise WorkbookError(f"「{what}」有 {cell_length(text)} 字，超过单元格上限 {CELL_LIMIT} 字，请先缩短再导出。")
    return encode_for_cell(text)


def text_width(line: str) -> int:
    """Return the width of a line in narrow characters; a Chinese character is two wide."""
    return len(line) if line.isascii() else sum(2 if east_asian_width(c) in "WFA" else 1 for c in line)


def count_lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of `width` narrow characters."""
    return sum(max(1, ceil(text_width(line) / (width - 1))) for line in text.split("\n"))

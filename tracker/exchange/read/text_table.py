"""Read a table that is plain text (CSV, or columns between tabs), as other systems export it."""

import csv
import io

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import TEXT, RawBook, RawCell, RawSheet
from tracker.exchange.read.file_kind import is_plain_text
from tracker.files.limits import LIMITS
from tracker.model.typed.text import without_marks

_ENCODINGS = ("utf-8-sig", "gb18030")
_BETWEEN = "\t,;|"
#: A line of its own behind the text: open quotes swallow it.
_END = "\x1fend"
#: Characters at the beginning by which the sign between columns is told.
_SEEN = 10_000


def read_text_table(data: bytes) -> RawBook | None:
    """Return the book of one sheet that a text is; None for bytes that are no text or have one column only.

    Raises WorkbookError for a table with more cells than a list has, or that ends inside quotes.
    """
    text = _decoded(data)
    if text is None:
        return None
    try:
        rows = _rows(text, max(_BETWEEN, key=text[:_SEEN].count))
    except csv.Error as error:
        raise WorkbookError("引号没有成对或一格太长，读不下去；请用 Excel 或 WPS 另存为 .xlsx 后再选。") from error
    if not any(len(row) > 1 for row in rows.values()):
        return None
    return RawBook("csv", (RawSheet("文本", rows=rows),))


def _rows(text: str, sign: str) -> dict[int, dict[int, RawCell]]:
    rows: dict[int, dict[int, RawCell]] = {}
    cells, closed = 0, False
    for number, line in enumerate(csv.reader(io.StringIO(f"{text}\n{_END}", newline=""), delimiter=sign), 1):
        if closed := line == [_END]:
            break
        filled = {column: RawCell(TEXT, said) for column, cell in enumerate(line, 1) if (said := cell.strip())}
        cells += len(filled)
        if number > LIMITS.rows or cells > LIMITS.cells:
            raise WorkbookError(f"表格超过 {LIMITS.rows} 行或 {LIMITS.cells} 格，不像任务清单，不予读取。")
        if filled:
            rows[number] = filled
    if not closed:
        raise csv.Error("quotes are open at the end")
    return rows


def _decoded(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(data, "utf-16")
    if not is_plain_text(data):
        return None
    return next((text for name in _ENCODINGS if (text := _as(data, name)) is not None), None)


def _as(data: bytes, encoding: str) -> str | None:
    try:
        return without_marks(data.decode(encoding))
    except UnicodeDecodeError:
        return None

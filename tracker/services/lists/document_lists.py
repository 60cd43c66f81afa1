"""Task lists that stand in a text (.docx, .pdf, a web page): each table as a sheet, with the lines right above it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tracker.errors import InputError, WorkbookError
from tracker.exchange.book.raw_book import TEXT, RawBook, RawCell, RawSheet
from tracker.exchange.lists.row_kinds import is_note
from tracker.intake.read.kinds import kind_of
from tracker.intake.read.reader import ArticleReader
from tracker.intake.read.source_text import SourceText, Table
from tracker.model.foreign_headers import is_word

_MOST_ABOVE, _LONGEST_ABOVE = 5, 80  # lines above a table, and the characters of one that may be its title
_LONGEST_HEADER = 12
_TEXT_SHEET = "正文"
_WIDEST = 60
_OLD_WORD = "WordDocument".encode("utf-16-le")
_OLD = "文件是旧版 Word 或 WPS 文档（.doc、.wps），请用 Word 或 WPS 另存为 .docx 后再导入。"


def is_document(data: bytes) -> bool:
    """Tell whether bytes are a text that may hold tables: .docx, PDF or a web page, whatever the name says.

    Raises WorkbookError for an old Word document, which has to be saved anew.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0") and _OLD_WORD in data:
        raise WorkbookError(_OLD)
    if data.startswith(b"PK\x03\x04"):
        return b"word/document.xml" in data and b"xl/workbook" not in data
    try:
        return kind_of(data) in ("pdf", "html", "mht")
    except InputError:
        return False  # what it is, the reader of workbooks says


def read_document_list(path: Path) -> RawBook:
    """Return the tables of a text as the sheets of a book, read in a process of its own. Raises WorkbookError."""
    try:
        with ArticleReader() as reader:
            source = reader.read(path)
    except InputError as refused:
        raise WorkbookError(refused.sentence) from refused
    book = document_book(source)
    if source.format == "pdf" and source.notes and not source.tables:
        raise WorkbookError(f"「{path.name}」没有按清单读取：{source.notes[0]}。")
    return book


def document_book(source: SourceText) -> RawBook:
    """Return a book with a sheet for each table, one of all lines where there is none.

    A table without a header goes on with the one above of the same width: it was broken at the end of a page.
    """
    sheets: list[_Sheet] = []
    end = 0
    for table in source.tables:
        begin = min((cell[0] for row in table for cell in row), default=end)
        lines = _lines(source.text[end:begin])
        if sheets and sheets[-1].width == _width(table) and not (lines and _has_header(source.text, table)):
            sheets[-1].add_lines(lines)
            sheets[-1].add_table(source.text, table)
        else:
            if sheets:
                sheets[-1].add_lines([line for line in lines if is_note(line)])
            sheets.append(_Sheet(_width(table)))
            above = [line for line in lines if len(line) <= _LONGEST_ABOVE and not is_note(line)]
            sheets[-1].add_lines(above[-_MOST_ABOVE:])
            sheets[-1].add_table(source.text, table)
        end = max(cell[1] for row in table for cell in row)
    if not sheets:
        whole = _Sheet(1)
        whole.add_lines(_lines(source.text))
        return RawBook(source.format, (whole.raw(_TEXT_SHEET),))
    sheets[-1].add_lines([line for line in _lines(source.text[end:]) if is_note(line)])
    names = (f"表格{number}" for number in range(1, len(sheets) + 1))
    return RawBook(source.format, tuple(sheet.raw(name) for sheet, name in zip(sheets, names, strict=True)))


def _has_header(text: str, table: Table) -> bool:
    words = [text[slice(*cell)] for cell in dict.fromkeys(table[0])]
    return any(map(is_word, words)) and all(len(word) <= _LONGEST_HEADER for word in words)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _width(table: Table) -> int:
    return min(max(map(len, table)), _WIDEST)


class _Sheet:
    """The rows of a sheet as they come, counted from 1."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._rows: dict[int, dict[int, RawCell]] = {}
        self._merges: list[tuple[int, int, int, int]] = []
        self._next = 1

    def add_lines(self, lines: Sequence[str]) -> None:
        """Take lines of text, each over the whole width."""
        for line in lines:
            self._rows[self._next] = {1: RawCell(TEXT, line)}
            if self.width > 1:
                self._merges.append((self._next, 1, self._next, self.width))
            self._next += 1

    def add_table(self, text: str, table: Table) -> None:
        """Take the rows of a table; a place that stands in several cells is a merged one."""
        at: dict[tuple[int, int], list[tuple[int, int]]] = {}
        end = 0
        for cells in table:
            own = [span for span in cells[: self.width] if span[0] < span[1]]
            if end and own:  # a row of one cell stands in the text between two others: a heading
                self.add_lines(
                    _lines(text[end : max(end, min((span[0] for span in own if span not in at), default=end))])
                )
            for column, span in enumerate(cells[: self.width], 1):
                if span[0] < span[1]:
                    at.setdefault(span, []).append((self._next, column))
            end = max([end, *(span[1] for span in own)])
            self._next += 1
        for span, spots in at.items():
            first, last = spots[0], spots[-1]
            self._rows.setdefault(first[0], {})[first[1]] = RawCell(TEXT, text[slice(*span)].strip())
            if len(spots) > 1:
                self._merges.append((*first, *last))

    def raw(self, name: str) -> RawSheet:
        """Return the sheet, its rows in order."""
        rows = {number: dict(sorted(self._rows[number].items())) for number in sorted(self._rows)}
        return RawSheet(name, rows=rows, merges=tuple(_real(self._merges)))


def _real(merges: Sequence[tuple[int, int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the areas that go down and right; a text that came back further left is none."""
    return (area for area in merges if area[0] <= area[2] and area[1] <= area[3])

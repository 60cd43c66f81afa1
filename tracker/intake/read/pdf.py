"""Read the text layer of a PDF with pypdf, its drawn tables by cells; headers and page numbers are left out."""

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from tracker.errors import InputError
from tracker.intake.read.body import Body, CellWords, TableRows
from tracker.intake.read.pdf_tables import DrawnTable, PageMarks, has_bare_table, lines_of, tables_on, text_of
from tracker.intake.read.source_text import Table

_MOST_PAGES = 500
_NUMBER = re.compile(r"[-—–·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[-—–·\s]*")
ENCRYPTED = "PDF 设了打开密码，请去掉密码后再选。"
LOCKED = "PDF 加了密（打开密码，或限制复制和打印），读不出文字；请去掉后再选，或复制文字后粘贴进来。"
DAMAGED = "PDF 已损坏或不完整，请重新取得文件，或复制文字后粘贴进来。"

BARE_TABLE = (
    "PDF 第 {} 页的表格没有画线，分不出各列，各列的字连成了一行；请对照原文核对，或向来文单位要 Word、Excel 原件"
)
#: A line that stands for a table until the margins are gone: this, and a letter of its own, so that none recurs.
_TABLE = "\x00table "
#: Signs that some fonts write for the letters that look like them.
_RADICALS = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    | dict(zip("⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻥⻦⻩⻬⻰", "民虎西见角贝车长门青韦页风飞食马鱼鸟黄齐龙", strict=True))
)


def read_pdf(data: bytes) -> tuple[str, tuple[Table, ...], tuple[str, ...]]:
    """Return the text of a PDF, its tables, and what a person should know; InputError says why there is no text."""
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # what it forgives is no fault of ours
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise InputError(ENCRYPTED)
        if len(reader.pages) > _MOST_PAGES:
            raise InputError(f"PDF 有 {len(reader.pages)} 页，超过 {_MOST_PAGES} 页，不像文章，不予读取。")
        tables: dict[str, DrawnTable] = {}
        names = (f"{_TABLE}{chr(code)}" for code in count(0x4E00))
        bare: list[int] = []
        pages = [_page(page, tables, names, bare) for page in reader.pages]
    except InputError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
        AssertionError,
        ZeroDivisionError,
        NotImplementedError,
        StopIteration,
        UnicodeError,
    ) as error:
        locked = "crypt" in str(error).lower() or "cryptography" in type(error).__name__.lower()
        raise InputError(LOCKED if locked else DAMAGED) from error
    except (ImportError, DependencyError) as error:  # an algorithm that needs a library we do not bring
        raise InputError(LOCKED) from error
    lines = [line.translate(_RADICALS) for page in without_margins(pages) for line in page]
    text, spans = _with_tables(lines, tables) if tables else ("\n".join(lines), ())
    return text, spans, (BARE_TABLE.format(bare[0] + 1),) if bare else ()


def _page(page: Any, tables: dict[str, DrawnTable], names: Iterator[str], bare: list[int]) -> list[str]:
    """Return the lines of a page; where it draws tables, a line with the name of each stands for it.

    `bare` takes the numbers, from 0, of pages with a table that has no lines.
    """
    marks = PageMarks()
    text = page.extract_text(visitor_operand_before=marks.operand, visitor_text=marks.text)
    drawn, rest = tables_on(marks)
    if has_bare_table(rest):
        bare.append(page.page_number)
    if not drawn:
        return list(text.splitlines())
    lines: list[str] = []
    waiting = list(drawn)
    for line in lines_of(rest):
        while waiting and waiting[0].top > line[0].y:
            lines.append(next(names))
            tables[lines[-1]] = waiting.pop(0)
        lines.append(text_of(line))
    for table in waiting:
        lines.append(next(names))
        tables[lines[-1]] = table
    return lines


def _with_tables(lines: Sequence[str], tables: Mapping[str, DrawnTable]) -> tuple[str, tuple[Table, ...]]:
    """Return the text with a line for each row of a table, its cells set apart by tabs, and where the cells stand."""
    body = Body()
    for line in lines:
        if (table := tables.get(line)) is None:
            body.add(line, None)
            continue
        rows = TableRows(body)
        for number in range(table.rows):
            cells = sorted((c for c in table.cells if c.row <= number < c.row + c.rows), key=lambda cell: cell.column)
            words: list[CellWords] = [
                ("" if cell.row < number else cell.text.translate(_RADICALS), cell.columns, cell.row < number)
                for cell in cells
            ]
            rows.add(words)
    text, _, spans = body.assembled()
    return text, spans


def without_margins(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the pages' lines without page numbers and the lines that recur at the top or bottom of most pages."""
    seen = Counter(line for page in pages for line in {_shape(line) for line in _edges(page)})
    recurring = (
        {line for line, n in seen.items() if line and n >= max(2, (len(pages) + 1) // 2)} if len(pages) > 1 else set()
    )
    return [_body(page, recurring) for page in pages]


def _body(page: Sequence[str], recurring: set[str]) -> list[str]:
    lines = [line for line in page if line.strip()]
    edge = 2
    return [
        line
        for i, line in enumerate(lines)
        if not ((i < edge or i >= len(lines) - edge) and (_shape(line) in recurring or _NUMBER.fullmatch(line)))
    ]


def _edges(page: Sequence[str]) -> list[str]:
    lines = [line for line in page if line.strip()]
    return [*lines[:2], *lines[-2:]]


def _shape(line: str) -> str:
    """Return a line without its figures: the same header has another page number."""
    return re.sub(r"\d+", "#", "".join(line.split()))

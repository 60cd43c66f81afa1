"""The short way through a worksheet part: rows in the one plain form that spreadsheet programs write.

Such rows are lifted out of the stream and read by expressions that know nothing but that form. Everything around
them, and from the first odd row on all rows, is left to the XML parser, which decides what is wrong with a part.
"""

import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from tracker.exchange.book.address import column_number
from tracker.exchange.book.raw_book import BOOLEAN, DATE, ERROR, NUMBER, TEXT, RawCell
from tracker.exchange.book.text import decode_escapes

#: Kind of a cell by its declared type.
KINDS = {"n": NUMBER, "b": BOOLEAN, "e": ERROR, "d": DATE, "s": TEXT, "str": TEXT, "inlineStr": TEXT}
_OPEN, _CLOSE, _ROW_END = b"<sheetData>", b"</sheetData>", b"</row>"
_LONGEST = 512 * 1024  # bytes of a row
_HEAD = 4096  # bytes by which a piece is judged
_LONGEST_PLACE = 9  # digits of a shared text's number
_OTHER_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # and the carriage return, which XML turns into a line feed
_ROW_ATTRIBUTES = r'(?: [A-Za-z][A-Za-z0-9:]*="[^"<&]*")*'
_ROW = re.compile(rf'(?:<row r="[1-9]\d{{0,5}}"{_ROW_ATTRIBUTES} ?/>)*<row r="([1-9]\d{{0,5}})"({_ROW_ATTRIBUTES}) ?>')
#: A row that holds nothing, where the next one tells its own number.
_EMPTY_ROW = re.compile(
    rb'<row r="[1-9]\d{0,5}"(?:[^<>&]*[^<>&/])?(?:/>|>(?:<c [^<>&]*/>)*</row>)(?=<row r="[1-9]\d{0,6}")'
)
_EMPTY_CELL = r'<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d{1,6}")?(?: t="[A-Za-z]{1,9}")? ?/>'
_CELL = re.compile(
    rf'(?:{_EMPTY_CELL})*(?:<c r="([A-Z]{{1,3}})(\d{{1,7}})"(?: s="(\d{{1,6}})")?(?: t="([A-Za-z]{{1,9}})")?>'
    rf'(?:<f(?: aca="false")?>([^<]+)</f>)?'
    rf'(?:<v>([^<]*)</v>|<v ?/>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>|\Z)|(.)',
    re.DOTALL,
)
_REFERENCE = re.compile("&(amp|lt|gt|quot|apos);")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_HIDDEN = (' hidden="1"', ' hidden="true"')
_new = tuple.__new__  # what RawCell(...) does, without its Python frame


class Row(NamedTuple):
    """A row: its number, whether it is hidden, and by column the cells that hold something."""

    number: int
    hidden: bool
    cells: dict[int, RawCell]


class RowTaker(Protocol):
    """Who listens to the XML parser and takes plain rows beside it."""

    in_data: bool  # the parser has come to the rows

    def take(self, text: str, /) -> bool:
        """Take a row, all but its end tag; False, and nothing taken, when there is something odd about it."""


def without_plain_rows(pieces: Iterable[bytes], taker: RowTaker) -> Iterator[bytes]:
    """Yield what of a part is left to the XML parser, which must have read each piece when the next is asked for."""
    pieces = iter(pieces)
    rest = yield from _until_rows(pieces, taker)
    plain = bool(rest)
    while plain:
        rest, plain = _left_over(rest, taker)
        more = next(pieces, b"")
        plain = plain and bool(more) and len(rest) < _LONGEST
        rest += more
    yield rest
    yield from pieces


def _until_rows(pieces: Iterator[bytes], taker: RowTaker) -> Generator[bytes, None, bytes]:
    """Yield what stands before the rows and return what follows; nothing where they do not begin plainly."""
    other = False
    for piece in pieces:
        head, opened, rest = piece.partition(_OPEN)
        yield head
        before = taker.in_data
        yield opened
        other = other or bool(_OTHER_ENCODING.search(head))
        if taker.in_data and not before and not other:
            return rest
        yield rest
    return b""


def _left_over(data: bytes, taker: RowTaker) -> tuple[bytes, bool]:
    """Hand over the rows that data begins with; return the rest, and whether more plain rows may come after it."""
    head = data[:_HEAD]
    if head.count(b"</c>") < head.count(b"<row") and b"<!" not in data:  # formatted far down: seconds, one by one
        data = _EMPTY_ROW.sub(b"", data)
    whole, end, tail = data.rpartition(_ROW_END)
    try:
        text = whole.decode()
    except UnicodeDecodeError:
        return data, False
    if _NO_XML.search(text):
        return data, False
    rows = text.split("</row>") if end else []
    for place, row in enumerate(rows):
        if not taker.take(row):
            return "</row>".join(rows[place:]).encode() + end + tail, False
    return tail, _CLOSE not in tail


def read_row(text: str, strings: Sequence[str], formats: Mapping[str, str]) -> Row | None:
    """Return the row in a text that ends before its end tag, None when it is not of the plain form."""
    head, escaped = _ROW.match(text), "&" in text
    if head is None or (escaped and len(_REFERENCE.findall(text)) != text.count("&")):
        return None
    cells: dict[int, RawCell] = {}
    row = head[1]
    for letters, number, style, declared, code, value, inline, odd in _CELL.findall(text, head.end()):
        content, formula = value or inline, code
        if not content and not formula and not odd:
            continue
        column = column_number(letters)
        if odd or number != row or not column or column in cells:
            return None
        kind = KINDS.get(declared, NUMBER)
        if escaped:
            content, formula = _unescaped(content), _unescaped(formula)
        if declared == "s" and content:
            if not content.isdecimal() or len(content) > _LONGEST_PLACE or (place := int(content)) >= len(strings):
                return None
            content = strings[place]
        elif kind == TEXT:
            content = decode_escapes(content)
        if content or formula:
            cells[column] = _new(RawCell, (kind, content, formats.get(style or "0", ""), formula or None))
    return Row(int(row), any(sign in head[2] for sign in _HIDDEN), cells)


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(lambda found: _CHARACTERS[found[1]], text) if "&" in text else text

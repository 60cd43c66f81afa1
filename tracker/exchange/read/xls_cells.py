"""What an old workbook says of its cells beside their values: odd number formats, and words struck out."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import replace

from tracker.exchange.book.number_format import BUILTIN
from tracker.exchange.book.raw_book import RawBook, RawCell, RawSheet
from tracker.exchange.read.cell_marks import Marks, marked, split_runs
from tracker.exchange.read.ole_stream import workbook_stream

_FONT, _FORMAT, _XF, _SHEET, _STRINGS, _CONTINUE, _EOF = 0x31, 0x41E, 0xE0, 0x85, 0xFC, 0x3C, 0x0A
_CELL, _MANY, _TEXT_CELL, _FORMULA, _BEGIN = (0x203, 0x27E), 0xBD, 0xFD, 0x06, 0x809
_BIFF8 = 0x0600
_RESULT = -2  # the cell is what a formula gave, of which the words are not kept
_STRUCK = 0x0008
_WIDE, _EXTENDED, _RICH = 1, 4, 8

Record = tuple[int, bytes]


def with_marks(book: RawBook, data: bytes) -> RawBook:
    """Return the book with what the file says beside its values; as it is where that cannot be read."""
    stream = workbook_stream(data)
    try:
        marks = _Workbook(stream)
        return replace(book, sheets=tuple(marks.marked(sheet) for sheet in book.sheets))
    except (struct.error, IndexError, ValueError):
        return book


def _records(stream: bytes, at: int = 0) -> Iterator[Record]:
    """Yield kind and content of the records of one part of the workbook."""
    end = len(stream) - 4
    while at <= end:
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        if kind == _EOF:
            return
        at += 4 + size


class _Workbook:
    """Fonts, formats, styles and texts of a workbook, and where its sheets begin."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._fonts: list[bool] = []  # struck out or not
        self._codes = dict(BUILTIN)
        self._styles: list[tuple[int, int]] = []  # font and format
        self._sheets: dict[str, int] = {}
        self._struck: dict[int, tuple[str, str]] = {}  # of shared texts: what is left, and what is struck out
        strings: list[bytes] = []
        in_strings = False
        for kind, content in _records(stream):
            if kind == _BEGIN and struct.unpack_from("<H", content)[0] != _BIFF8:
                return
            in_strings = kind == _STRINGS or (in_strings and kind == _CONTINUE)
            if in_strings:
                strings.append(content)
            else:
                self._note(kind, content)
        if strings and any(self._fonts):
            self._struck = dict(_struck_texts(strings, self._is_struck))

    def _note(self, kind: int, content: bytes) -> None:
        if kind == _FONT:
            self._fonts.append(bool(struct.unpack_from("<H", content, 2)[0] & _STRUCK))
        elif kind == _FORMAT:
            number, length, flags = struct.unpack_from("<HHB", content)
            wide = flags & _WIDE
            text = content[5 : 5 + length * (2 if wide else 1)]
            self._codes[number] = text.decode("utf-16-le" if wide else "latin-1")
        elif kind == _XF:
            font, code = struct.unpack_from("<HH", content)
            self._styles.append((font, code))
        elif kind == _SHEET:
            start, _, _, length, flags = struct.unpack_from("<IBBBB", content)
            name = content[8 : 8 + length * (2 if flags & _WIDE else 1)]
            self._sheets[name.decode("utf-16-le" if flags & _WIDE else "latin-1")] = start

    def _is_struck(self, font: int) -> bool:
        number = font - 1 if font > 4 else font  # the fifth is never written
        return number < len(self._fonts) and self._fonts[number]

    def marked(self, sheet: RawSheet) -> RawSheet:
        """Return a sheet with the marks of its cells."""
        if sheet.name not in self._sheets or not self._styles:
            return sheet
        rows = {number: dict(cells) for number, cells in sheet.rows.items()}
        for row, column, style, text in self._places(self._sheets[sheet.name]):
            cell = rows.get(row, {}).get(column)
            if cell is not None and (mended := self._mended(cell, style, text)) is not cell:
                rows[row][column] = mended
        return replace(sheet, rows=rows)

    def _places(self, start: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield row, column, style and number of the shared text (-1 for none, `_RESULT` of a formula) of each cell."""
        for kind, content in _records(self._stream, start):
            if kind in _CELL or kind == _FORMULA:
                row, column, style = struct.unpack_from("<HHH", content)
                yield row + 1, column + 1, style, _RESULT if kind == _FORMULA else -1
            elif kind == _TEXT_CELL:
                row, column, style, text = struct.unpack_from("<HHHI", content)
                yield row + 1, column + 1, style, text
            elif kind == _MANY:
                row, first = struct.unpack_from("<HH", content)
                for number in range((len(content) - 6) // 6):
                    yield row + 1, first + number + 1, struct.unpack_from("<H", content, 4 + 6 * number)[0], -1

    def _mended(self, cell: RawCell, style: int, text: int) -> RawCell:
        font, code = self._styles[style] if style < len(self._styles) else (0, 0)
        marks = Marks(self._codes.get(code, ""), self._is_struck(font), text == _RESULT, self._struck.get(text))
        return marked(cell, marks)


class _Pieces:
    """The shared texts, cut into records at any place; a text that is cut says anew how wide its letters are."""

    def __init__(self, contents: list[bytes]) -> None:
        self._contents, self._part, self._at = contents, 0, 0

    def raw(self, size: int) -> bytes:
        """Return so many bytes, wherever they are cut."""
        joined = b""
        while size > len(joined):
            if self._at >= len(self._contents[self._part]):
                self._part, self._at = self._part + 1, 0
            piece = self._contents[self._part][self._at : self._at + size - len(joined)]
            self._at += len(piece)
            joined += piece
        return joined

    def letters(self, count: int, *, wide: bool) -> str:
        """Return so many letters."""
        text = ""
        while True:
            width = 2 if wide else 1
            room = (len(self._contents[self._part]) - self._at) // width
            piece = self.raw(min(count, room) * width)
            text += piece.decode("utf-16-le" if wide else "latin-1", "surrogatepass")
            count -= min(count, room)
            if not count:
                return text
            self._part, self._at = self._part + 1, 0
            wide = bool(self.raw(1)[0] & _WIDE)


def _struck_texts(contents: list[bytes], is_struck: Callable[[int], bool]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield number, words left and words struck out of the shared texts that have some."""
    pieces = _Pieces(contents)
    count = struct.unpack("<II", pieces.raw(8))[1]
    for number in range(count):
        length, flags = struct.unpack("<HB", pieces.raw(3))
        runs = struct.unpack("<H", pieces.raw(2))[0] if flags & _RICH else 0
        extra = struct.unpack("<I", pieces.raw(4))[0] if flags & _EXTENDED else 0
        text = pieces.letters(length, wide=bool(flags & _WIDE)) if length else ""
        fonts = [struct.unpack("<HH", pieces.raw(4)) for _ in range(runs)]
        pieces.raw(extra)
        if fonts and (split := split_runs(text, [(first, is_struck(font)) for first, font in fonts])):
            yield number, split

"""What a binary workbook says of its cells beside their values: odd number formats, formulas, words struck out."""

import struct
from collections.abc import Iterator
from dataclasses import replace

from tracker.errors import WorkbookError
from tracker.exchange.book.number_format import BUILTIN
from tracker.exchange.book.raw_book import RawBook, RawSheet
from tracker.exchange.read.cell_marks import Marks, marked, split_runs
from tracker.exchange.read.xlsb_cells import FULL, RICH, ROW, SHORT, records_of
from tracker.exchange.read.xlsx_workbook import read_relations
from tracker.files.zip_container import Container

_WORKBOOK, _STYLES, _STRINGS = "xl/workbook.bin", "xl/styles.bin", "xl/sharedStrings.bin"
_SHEET, _FORMAT, _FONT, _STYLE, _STYLES_BEGIN, _STYLES_END, _TEXT = 156, 44, 43, 47, 617, 618, 19
_SHARED, _SHARED_SHORT, _FORMULAS = 7, 18, range(8, 12)
_STRUCK, _RICH_TEXT = 0x0008, 1
_STYLE_BITS = 0xFFFFFF

Place = tuple[int, int, int, int, bool]


def with_xlsb_marks(book: RawBook, container: Container) -> RawBook:
    """Return the book with what the file says beside its values; as it is where that cannot be read."""
    try:
        marks = _Workbook(container)
        return replace(book, sheets=tuple(marks.marked(sheet) for sheet in book.sheets))
    except (struct.error, IndexError, UnicodeDecodeError, WorkbookError):
        return book


class _Workbook:
    """Fonts, formats, styles and texts of a workbook, and in which part each sheet stands."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._fonts: list[bool] = []  # struck out or not
        self._codes = dict(BUILTIN)
        self._styles: list[tuple[int, int]] = []  # format and font
        self._read_styles()
        self._struck = dict(self._struck_texts()) if any(self._fonts) else {}
        relations = read_relations(container, _WORKBOOK)
        self._parts = {
            name: relations[relation].part for name, relation in self._sheets() if relation in relations
        }  # fmt: skip

    def _part(self, name: str) -> Iterator[tuple[int, bytes]]:
        if name in self._container:
            part = self._container.read(name)
            for kind, _, content, end in records_of(name, part):
                yield kind, part[content:end]

    def _read_styles(self) -> None:
        of_cells = False
        for kind, content in self._part(_STYLES):
            if kind in (_STYLES_BEGIN, _STYLES_END):
                of_cells = kind == _STYLES_BEGIN
            elif kind == _FORMAT:
                (number,) = struct.unpack_from("<H", content)
                self._codes[number] = _wide(content, 2)[0]
            elif kind == _FONT:
                self._fonts.append(bool(struct.unpack_from("<HH", content)[1] & _STRUCK))
            elif kind == _STYLE and of_cells:
                _, code, font = struct.unpack_from("<HHH", content)
                self._styles.append((code, font))

    def _struck_texts(self) -> Iterator[tuple[int, tuple[str, str]]]:
        """Yield number and words of the shared texts of which some are struck out."""
        texts = (content for kind, content in self._part(_STRINGS) if kind == _TEXT)
        for number, content in enumerate(texts):
            if not content[0] & _RICH_TEXT:
                continue
            text, at = _wide(content, 1)
            (count,) = struct.unpack_from("<I", content, at)
            runs = [struct.unpack_from("<HH", content, at + 4 + 4 * n) for n in range(count)]
            if runs and (split := split_runs(text, [(first, self._is_struck(font)) for first, font in runs])):
                yield number, split

    def _sheets(self) -> Iterator[tuple[str, str]]:
        """Yield name and relation of each sheet."""
        for kind, content in self._part(_WORKBOOK):
            if kind == _SHEET:
                relation, at = _wide(content, 8)
                yield _wide(content, at)[0], relation

    def _is_struck(self, font: int) -> bool:
        return font < len(self._fonts) and self._fonts[font]

    def marked(self, sheet: RawSheet) -> RawSheet:
        """Return a sheet with the marks of its cells."""
        part = self._parts.get(sheet.name, "")
        if not self._styles or part not in self._container:
            return sheet
        rows = {number: dict(cells) for number, cells in sheet.rows.items()}
        for row, column, style, text, formula in self._places(part):
            cell = rows.get(row, {}).get(column)
            if cell is not None:
                code, font = self._styles[style] if style < len(self._styles) else (0, 0)
                marks = Marks(self._codes.get(code, ""), self._is_struck(font), formula, self._struck.get(text))
                rows[row][column] = marked(cell, marks)
        return replace(sheet, rows=rows)

    def _places(self, part: str) -> Iterator[Place]:
        """Yield row, column, style, number of the shared text (-1 for none), and whether it is a formula's result."""
        row, column = 0, -1
        for kind, content in self._part(part):
            if kind == ROW:
                row, column = struct.unpack_from("<I", content)[0] + 1, -1
            elif kind in FULL or kind == RICH:
                column, style = struct.unpack_from("<II", content)
                text = struct.unpack_from("<I", content, 8)[0] if kind == _SHARED else -1
                yield row, column + 1, style & _STYLE_BITS, text, kind in _FORMULAS
            elif kind in SHORT:
                column += 1
                text = struct.unpack_from("<I", content, 4)[0] if kind == _SHARED_SHORT else -1
                yield row, column + 1, struct.unpack_from("<I", content)[0] & _STYLE_BITS, text, False


def _wide(content: bytes, at: int) -> tuple[str, int]:
    """Return a text that says its length first, and where it ends."""
    (length,) = struct.unpack_from("<I", content, at)
    end = at + 4 + 2 * length
    return content[at + 4 : end].decode("utf-16-le", "surrogatepass"), end

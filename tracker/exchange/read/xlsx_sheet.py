"""The streaming reader of one worksheet part. Its listeners run a million times: they stay lean."""

from collections.abc import Iterable
from typing import NoReturn

from tracker.errors import WorkbookError
from tracker.exchange.book.address import MAX_ROW, a1, column_number, range_corners
from tracker.exchange.book.raw_book import ERROR, NUMBER, TEXT, RawCell, RawSheet
from tracker.exchange.book.text import decode_escapes
from tracker.exchange.read.merged_areas import Merges
from tracker.exchange.read.plain_rows import KINDS, read_row, without_plain_rows
from tracker.exchange.read.size_check import too_many_cells
from tracker.exchange.read.xml_parser import Attributes, LocalNames, parse_part, too_deep
from tracker.files.limits import LIMITS

_DIGITS = "0123456789"
_YES = ("1", "true")
_NOTES = 20
_MOST, _LONGEST, _ALL = LIMITS.columns, LIMITS.string_chars, LIMITS.text_chars  # asked for every cell
_new = tuple.__new__  # what RawCell(...) does, without its Python frame


class _ColumnNumbers(dict[str, int]):
    """Column letters -> number, remembered."""

    def __missing__(self, letters: str) -> int:
        number = self[letters] = column_number(letters)
        return number


_COLUMNS = _ColumnNumbers()


class SheetParser:
    """Collects the cells of a sheet that hold something."""

    def __init__(self, name: str, strings: list[str], formats: list[str], room: int = LIMITS.cells) -> None:
        self._room, self._cells, self._others = room, 0, 0
        self._last: dict[int, RawCell] = {}  # the row begun last
        self._name, self._strings, self._formats = name, strings, {str(n): code for n, code in enumerate(formats)}
        self._names = LocalNames()
        self._pieces: list[str] = []
        self.text = self._pieces.append  # the parser calls the list itself: no Python frame for a text
        self.rows: dict[int, dict[int, RawCell]] = {}
        self.merges = Merges(name)
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.notes: list[str] = []
        self._row = self._column = self._depth = self._chars = 0
        self._row_hidden = self._phonetic = False
        self.in_data = False
        self._attributes: Attributes = {}
        self._value: str | None = None
        self._inline: str | None = None
        self._formula: str | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an opening tag."""
        local = self._names[name]
        if local == "v" or local == "t":
            self._pieces.clear()
        elif local == "c":
            self._start_cell(attributes)
        elif local == "row":
            self._start_row(attributes)
        elif local == "f":
            self._pieces.clear()
            self._formula = ""
        else:
            self._start_other(local, attributes)

    def end(self, name: str) -> None:
        """Take a closing tag."""
        local = self._names[name]
        if local == "v":
            self._value = "".join(self._pieces)
        elif local == "c":
            self._end_cell()
        elif local == "t":
            if not self._phonetic:
                self._inline = (self._inline or "") + "".join(self._pieces)
        elif local == "f":
            self._end_formula()
        elif local != "row":
            self._depth -= 1
            self._phonetic = self._phonetic and local != "rPh"

    def _end_formula(self) -> None:
        self._formula = "".join(self._pieces)
        self._chars += len(self._formula)
        if len(self._formula) > _LONGEST:
            raise WorkbookError(f"工作表「{self._name}」有一个公式超过 {_LONGEST} 字，不予读取。")

    def _start_row(self, attributes: Attributes) -> None:
        self._pieces.clear()
        number = attributes.get("r")
        self._row = int(number[:12]) if number and number.isdecimal() else self._row + 1
        if self._row > MAX_ROW:
            self._no_such_row()
        self._column = 0
        self._row_hidden = attributes.get("hidden") in _YES

    def _start_cell(self, attributes: Attributes) -> None:
        self._attributes = attributes
        self._value = self._inline = self._formula = None
        if "r" not in attributes:
            self._column += 1
            return
        ref = attributes["r"]
        letters = ref.rstrip(_DIGITS)
        self._column = _COLUMNS[letters]
        number = ref[len(letters) :]
        self._row = int(number[:12]) if number else 0

    def _end_cell(self) -> None:
        attributes, text, formula = self._attributes, self._value or "", self._formula
        if self._inline is not None and (self._value is None or attributes.get("t") == "inlineStr"):
            text = self._inline  # some write a value beside the text; programs show the text
        if not text and formula is None:
            return
        kind = KINDS.get(attributes.get("t", "n"), NUMBER)
        if kind == TEXT:
            kind, text = self._text_of(attributes["t"], text)
            if not text and formula is None:
                return
        code = self._formats.get(attributes.get("s", "0"), "")
        cells = self.rows.get(self._row)
        if cells is None:
            cells = self._new_row()
        length = len(text)
        self._chars += length
        if not 0 < self._column <= _MOST or self._column in cells or length > _LONGEST or self._chars > _ALL:
            self._odd_cell(cells, text)
        cells[self._column] = _new(RawCell, (kind, text, code, formula))

    def _text_of(self, declared: str, text: str) -> tuple[str, str]:
        """Return kind and text of a text cell; one whose shared text is missing is an error cell."""
        if declared != "s":
            return TEXT, decode_escapes(text)
        try:
            place = int(text)
        except ValueError:
            place = -1
        if 0 <= place < len(self._strings):
            return TEXT, self._strings[place]
        return (ERROR, "#文字缺失") if text else (TEXT, "")

    def _odd_cell(self, cells: dict[int, RawCell], text: str) -> None:
        """Refuse a cell far outside or far too long; note one that stands there twice."""
        if not 0 < self._column <= LIMITS.columns:
            raise WorkbookError(f"工作表「{self._name}」第 {LIMITS.columns} 列以外还有内容，不像反馈表，不予读取。")
        if len(text) > LIMITS.string_chars:
            raise WorkbookError(f"工作表「{self._name}」有一格文字超过 {LIMITS.string_chars} 字，不予读取。")
        if self._chars > LIMITS.text_chars:
            raise WorkbookError(f"工作表「{self._name}」的文字总共超过 {LIMITS.text_chars} 字，不像反馈表，不予读取。")
        if self._column in cells and len(self.notes) < _NOTES:
            self.notes.append(f"单元格 {a1(self._row, self._column)} 在文件里出现了两次，取后一个")

    def _new_row(self) -> dict[int, RawCell]:
        if not 0 < self._row <= MAX_ROW:
            self._no_such_row()
        self._cells += len(self._last)
        if self._cells > self._room:
            raise too_many_cells()
        if len(self.rows) >= LIMITS.rows:
            raise WorkbookError(f"工作表「{self._name}」有内容的行超过 {LIMITS.rows} 行，不像反馈表，不予读取。")
        if self._row_hidden:
            self.hidden_rows.add(self._row)
        self._last = self.rows[self._row] = {}
        return self._last

    def _no_such_row(self) -> NoReturn:
        raise WorkbookError(f"工作表「{self._name}」的行号 {self._row} 超出表格范围，文件不规范，不予读取。")

    def take(self, text: str) -> bool:
        """Take a row that need not go through the XML parser; False when it must."""
        row = read_row(text, self._strings, self._formats)
        if row is None or row.number in self.rows:
            return False
        lengths = [len(cell.text) for cell in row.cells.values()]
        chars = self._chars + sum(lengths)
        if max(row.cells, default=1) > _MOST or max(lengths, default=0) > _LONGEST or chars > _ALL:
            return False
        self._row, self._row_hidden, self._chars = row.number, row.hidden, chars
        if row.cells:
            self._new_row().update(row.cells)
        return True

    def _start_other(self, local: str, attributes: Attributes) -> None:
        self._depth += 1
        self._others += 1
        if self._depth > LIMITS.xml_depth:
            raise too_deep(f"工作表「{self._name}」")
        if self._others > LIMITS.elements:
            raise WorkbookError(
                f"工作表「{self._name}」里格式、链接等超过 {LIMITS.elements} 处，不像反馈表，不予读取。"
            )
        if local == "sheetData":
            self.in_data = True
        elif local == "mergeCell":
            if area := range_corners(attributes.get("ref", "")):
                self.merges.add(area)
        elif local == "rPh":
            self._phonetic = True
        elif local == "dataValidation" and len(attributes.get("sqref", "")) > LIMITS.attribute_chars:
            raise WorkbookError(f"工作表「{self._name}」的数据验证写了上万个区域，不像反馈表，不予读取。")
        elif local == "col" and attributes.get("hidden") in _YES:
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self.hidden_columns.update(range(int(first), min(int(last), LIMITS.columns) + 1))


def read_sheet(
    part: str,
    data: bytes | Iterable[bytes],
    name: str,
    state: str,
    strings: list[str],
    formats: list[str],
    room: int = LIMITS.cells,
) -> RawSheet:
    """Return the cells of one worksheet part; WorkbookError beyond `room` cells that hold something."""
    parser = SheetParser(name, strings, formats, room)
    pieces = (data,) if isinstance(data, bytes) else data
    parse_part(part, without_plain_rows(pieces, parser), parser)
    return RawSheet(
        name=name,
        state=state,
        rows=parser.rows,
        merges=tuple(parser.merges.areas),
        hidden_rows=frozenset(parser.hidden_rows),
        hidden_columns=frozenset(parser.hidden_columns),
        notes=tuple(parser.notes),
    )

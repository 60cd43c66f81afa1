"""Read the cells of one worksheet part with expat; its callbacks run a million times, so they stay lean."""

from collections.abc import Iterable
from typing import NoReturn

from tracker.errors import WorkbookError
from tracker.exchange.book.address import MAX_ROW, a1, column_letters, column_number, range_corners
from tracker.exchange.book.raw_book import BOOLEAN, DATE, ERROR, NUMBER, TEXT, RawCell, RawSheet
from tracker.exchange.book.text import decode_escapes
from tracker.exchange.read.merged_areas import Merges
from tracker.exchange.read.size_check import too_many_cells
from tracker.exchange.read.xlsx_formats import CellStyles
from tracker.exchange.read.xlsx_strings import SharedStrings, is_on
from tracker.exchange.read.xml_parser import Attributes, LocalNames, parse_part, too_deep
from tracker.files.limits import LIMITS

#: Kind of a cell by its declared type, of those that are neither numbers nor shared texts.
_KINDS: dict[str | None, str] = {"b": BOOLEAN, "e": ERROR, "d": DATE, "str": TEXT, "inlineStr": TEXT}
_DIGITS = "0123456789"
_YES = ("1", "true")
_NOTES = 20
_MOST, _LONGEST, _ALL = LIMITS.columns, LIMITS.string_chars, LIMITS.text_chars  # asked for every cell
_COLUMNS = {column_letters(number): number for number in range(1, _MOST + 1)}
_new = tuple.__new__  # what RawCell(...) does, without its Python frame


class SheetParser:
    """Collects the cells of a sheet that hold something."""

    def __init__(self, name: str, strings: SharedStrings, styles: CellStyles, room: int = LIMITS.cells) -> None:
        self._room, self._cells, self._others = room, 0, 0
        self._last: dict[int, RawCell] = {}  # the row begun last
        self._name, self._strings, self._struck_strings = name, strings.items, strings.struck
        self._formats = {str(number): code for number, code in enumerate(styles.formats)}
        self._struck_styles = frozenset(map(str, styles.struck))
        self._names = LocalNames()
        self._pieces: list[str] = []
        self.text = self._pieces.append  # the parser calls the list itself: no Python frame for a text
        self.rows: dict[int, dict[int, RawCell]] = {}
        self.merges = Merges(name)
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.notes: list[str] = []
        self._row = self._depth = self._chars = 0
        self._digits, self._cut = "", 0  # the number of the row as it ends the address of a cell, and its length
        self._address, self._steps = "", 0  # the address named last, and how many cells without one came since
        self._row_hidden = self._phonetic = self._run_struck = False
        self._attributes: Attributes = {}
        self._value: str | None = None
        self._inline: str | None = None
        self._formula: str | None = None
        self._struck: str | None = None  # words of a text in the cell itself

    def start(self, name: str, attributes: Attributes) -> None:
        """Take an opening tag; a name with a prefix comes again without it."""
        if name == "c":
            self._attributes = attributes
            self._value = self._inline = self._formula = self._struck = None
            if "r" in attributes:
                self._address, self._steps = attributes["r"], 0
            else:
                self._steps += 1
        elif name == "v" or name == "t":
            self._pieces.clear()
        elif name == "row":
            self._start_row(attributes)
        elif name == "f":
            self._pieces.clear()
            self._formula = ""
        elif name != "is":
            self._start_other(name, attributes)

    def end(self, name: str) -> None:
        """Take a closing tag; a name with a prefix comes again without it."""
        if name == "c":
            if self._value or self._inline or self._formula is not None or self._struck:
                self._end_cell()
        elif name == "v":
            self._value = "".join(self._pieces)
        elif name == "t":
            if not self._phonetic:
                text = "".join(self._pieces)
                if self._run_struck:
                    self._struck = (self._struck or "") + text
                else:
                    self._inline = self._inline + text if self._inline else text
        elif name == "f":
            self._end_formula()
        elif name != "row" and name != "is":
            self._end_other(name)

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
        self._digits = str(self._row)
        self._cut = -len(self._digits)
        self._address, self._steps = "", 0
        self._row_hidden = attributes.get("hidden") in _YES

    def _column_of(self, address: str) -> int:
        """Return the column of an address, and go to its row where that is not the one under way."""
        if address.endswith(self._digits) and (column := _COLUMNS.get(address[: self._cut])):
            return column
        letters = address.rstrip(_DIGITS)
        digits = address[len(letters) :]
        self._row = int(digits[:12]) if digits else 0
        self._digits, self._cut = digits, -len(digits)
        return column_number(letters)

    def _end_cell(self) -> None:
        attributes, text, formula, struck = self._attributes, self._value or "", self._formula, self._struck or ""
        if struck and not (self._inline and self._inline.strip()):
            self._inline = struck
        if self._inline is not None and (self._value is None or attributes.get("t") == "inlineStr"):
            text = self._inline  # some write a value beside the text; programs show the text
        declared = attributes.get("t")
        if declared == "s":
            kind, text, struck = self._shared_text(text)
        else:
            kind = _KINDS.get(declared, NUMBER)
            if kind == TEXT and "_x" in text:
                text, struck = decode_escapes(text), decode_escapes(struck)
        if not text and formula is None:
            return
        style = attributes.get("s", "0")
        code = self._formats.get(style, "")
        if style in self._struck_styles and not struck:
            struck = text
        column = (self._column_of(self._address) if self._address else 0) + self._steps
        cells = self.rows.get(self._row)
        if cells is None:
            cells = self._new_row()
        length = len(text)
        self._chars += length
        if not 0 < column <= _MOST or column in cells or length > _LONGEST or self._chars > _ALL:
            self._odd_cell(column, text, twice=column in cells)
        cells[column] = _new(RawCell, (kind, text, code, formula, struck))

    def _shared_text(self, text: str) -> tuple[str, str, str]:
        """Return kind, text and struck-out words of a cell with a shared text; without the text it is an error cell."""
        try:
            index = int(text)
        except ValueError:
            index = -1
        if 0 <= index < len(self._strings):
            return TEXT, self._strings[index], self._struck_strings.get(index, "") if self._struck_strings else ""
        return (ERROR, "#文字缺失", "") if text else (TEXT, "", "")

    def _odd_cell(self, column: int, text: str, *, twice: bool) -> None:
        """Refuse a cell far outside or far too long; note one that stands there twice."""
        if not 0 < column <= LIMITS.columns:
            raise WorkbookError(f"工作表「{self._name}」第 {LIMITS.columns} 列以外还有内容，不像反馈表，不予读取。")
        if len(text) > LIMITS.string_chars:
            raise WorkbookError(f"工作表「{self._name}」有一格文字超过 {LIMITS.string_chars} 字，不予读取。")
        if self._chars > LIMITS.text_chars:
            raise WorkbookError(f"工作表「{self._name}」的文字总共超过 {LIMITS.text_chars} 字，不像反馈表，不予读取。")
        if twice and len(self.notes) < _NOTES:
            self.notes.append(f"单元格 {a1(self._row, column)} 在文件里出现了两次，取后一个")

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

    def _start_other(self, name: str, attributes: Attributes) -> None:
        local = self._names[name]
        if local != name:
            self.start(local, attributes)
            return
        self._depth += 1
        self._others += 1
        if self._depth > LIMITS.xml_depth:
            raise too_deep(f"工作表「{self._name}」")
        if self._others > LIMITS.elements:
            raise WorkbookError(
                f"工作表「{self._name}」里格式、链接等超过 {LIMITS.elements} 处，不像反馈表，不予读取。"
            )
        if local == "mergeCell":
            if area := range_corners(attributes.get("ref", "")):
                self.merges.add(area)
        elif local in ("r", "rPh", "strike"):
            self._phonetic = self._phonetic or local == "rPh"
            self._run_struck = local == "strike" and is_on(attributes)
        elif local == "dataValidation" and len(attributes.get("sqref", "")) > LIMITS.attribute_chars:
            raise WorkbookError(f"工作表「{self._name}」的数据验证写了上万个区域，不像反馈表，不予读取。")
        elif local == "col" and attributes.get("hidden") in _YES:
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self.hidden_columns.update(range(int(first), min(int(last), LIMITS.columns) + 1))

    def _end_other(self, name: str) -> None:
        local = self._names[name]
        if local != name:
            self.end(local)
            return
        self._depth -= 1
        self._phonetic = self._phonetic and local != "rPh"
        self._run_struck = self._run_struck and local != "r"


def read_sheet(
    part: str,
    data: bytes | Iterable[bytes],
    name: str,
    state: str,
    strings: SharedStrings,
    styles: CellStyles,
    room: int = LIMITS.cells,
) -> RawSheet:
    """Return the cells of one worksheet part; WorkbookError beyond `room` cells that hold something."""
    parser = SheetParser(name, strings, styles, room)
    parse_part(part, data, parser)
    return RawSheet(
        name=name,
        state=state,
        rows=parser.rows,
        merges=tuple(parser.merges.areas),
        hidden_rows=frozenset(parser.hidden_rows),
        hidden_columns=frozenset(parser.hidden_columns),
        notes=tuple(parser.notes),
    )

"""Check the size of an open-document table before it is opened, and collect its layout."""

from collections.abc import Iterable

from tracker.errors import WorkbookError
from tracker.exchange.book.address import a1
from tracker.exchange.read.merged_areas import Merges
from tracker.exchange.read.ods_cell_facts import CellFacts, StruckStyles, own_cell
from tracker.exchange.read.ods_layout import ERROR_TYPE, ODD, BookShape, SheetShape, kind_of
from tracker.exchange.read.ods_text import CellText
from tracker.exchange.read.xml_parser import Attributes, DepthGuard, LocalNames, parse_part
from tracker.files.limits import LIMITS


class _Surveyor:
    """Counts rows, cells and letters that hold something, with their repetitions, and how far they reach.

    On the way it takes down what the library will not tell.
    """

    def __init__(self) -> None:
        self._names = LocalNames()
        self._row_repeat = self._cell_repeat = 1
        self._filled = self._row_hidden = self._showing = False
        self._cell: CellText | None = None  # the text of the cell under way
        self._facts = CellFacts()
        self._styles = StruckStyles()
        self._row = self._column = self._reach = self._width = self._chars = self._described = 0
        self._tables = self._depth = self._row_cells = self.rows = self.cells = 0
        self._spans = (1, 1)
        self._kind = self._shown = ""
        self._pieces: list[str] | None = None  # of the text that is wanted: of a comment, its author, an odd cell
        self._comment: list[str] | None = None  # author and paragraphs while inside a comment
        self.shape = BookShape()
        self._sheet = SheetShape(Merges(""))

    def start(self, name: str, attributes: Attributes) -> None:
        local = self._names[name]
        if self._cell is not None:
            self._cell.start(local, attributes, struck=self._styles.names(attributes))
        if local in ("table-cell", "covered-table-cell"):
            self._start_cell(attributes)
        elif local == "p" and self._cell is not None:
            self._filled = True
            if self._showing or self._comment is not None:
                self._pieces = []
        elif local == "s":
            self._count_text(_repeat(attributes, ":c"))
        elif local == "annotation":
            self._comment = [""]
        elif local == "creator":
            self._pieces = []
        else:
            self._start_other(local, attributes)

    def end(self, name: str) -> None:
        local = self._names[name]
        if local in ("table-cell", "covered-table-cell"):
            self._end_cell()
            return
        if self._cell is not None:
            self._cell.end(local)
        if local == "style":
            self._styles.end()
        if local in ("p", "creator") and self._pieces is not None:
            self._end_text(local)
        elif local == "annotation":
            self._end_comment()
        elif local == "table-row":
            self._row += self._row_repeat
            if self._row_cells:
                self._count_row()
        elif local == "table":
            self._depth -= 1

    def text(self, data: str, /) -> None:
        self._count_text(len(data))
        if self._cell is not None:
            self._cell.characters(data)
        elif self._depth:
            self.shape.indented = True
        if self._pieces is not None:
            self._pieces.append(data)

    def _start_other(self, local: str, attributes: Attributes) -> None:
        """Take what there are fewer of than of cells."""
        if local == "table-row":
            self._row_repeat = _repeat(attributes, "number-rows-repeated")
            self._row_hidden = _hidden(attributes)
            self._row_cells = self._column = self._reach = 0
        elif local == "table-column":
            self._describe(_repeat(attributes, "number-columns-repeated"), _hidden(attributes))
        elif local == "table":
            self._start_table(attributes)
        elif local in ("style", "text-properties"):
            self._styles.start(local, attributes)
        elif local == "named-range":
            self.shape.define(_value(attributes, ":name"), _value(attributes, "cell-range-address"))

    def _start_table(self, attributes: Attributes) -> None:
        self._tables += 1
        self._depth += 1
        self._row = self._width = self._described = 0
        if self._tables > LIMITS.sheets:
            raise WorkbookError(f"文件有 {self._tables} 张以上工作表，超过 {LIMITS.sheets} 张，不像反馈表，不予读取。")
        name = _value(attributes, ":name")
        self._sheet = SheetShape(Merges(name))
        if self._depth == 1:  # a table inside a cell is none of the workbook's
            self.shape.sheets[name] = self._sheet

    def _describe(self, repeat: int, hidden: bool) -> None:
        """Take down which columns are hidden."""
        first, self._described = self._described + 1, self._described + repeat
        if hidden:
            self._sheet.hidden_columns.update(range(first, min(self._described, LIMITS.columns) + 1))

    def _start_cell(self, attributes: Attributes) -> None:
        self._cell_repeat, across, down = 1, 1, 1
        self._kind = self._shown = ""
        self._cell = CellText(struck=self._styles.names(attributes))
        self._filled, self._showing, self._facts = False, False, CellFacts()
        for key, value in attributes.items():
            local = self._names[key]
            if local == "value-type":
                self._filled = True
                self._kind = value if value in ODD else self._kind
                self._showing = self._showing or value != "string"  # an error may be shown
                self._facts.note(local, value)
            elif local == "number-columns-repeated":
                self._cell_repeat = _number(value)
            elif local == "number-columns-spanned":
                across = _number(value)
            elif local == "number-rows-spanned":
                down = _number(value)
            else:
                self._facts.note(local, value)
        self._spans = (down, across)

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        row, column = self._row + 1, self._column + 1
        self._column += self._cell_repeat
        if not self._filled:
            return
        self._row_cells += self._cell_repeat
        self._reach = self._column
        down, across = self._spans
        if down > 1 or across > 1:
            for top in range(row, row + self._row_repeat):  # ends at the limit
                self._sheet.merges.add((top, column, top + down - 1, column + across - 1))
        corners = row, column, row + min(self._row_repeat, LIMITS.rows) - 1, min(self._column, LIMITS.columns)
        if kind := kind_of(self._kind, self._shown):
            self._sheet.mark(corners, kind, self._shown if kind == ERROR_TYPE else "")
        if cell is not None and (own := own_cell(cell, self._facts, wrong=kind == ERROR_TYPE)) is not None:
            self._sheet.own.append((corners, own))

    def _end_text(self, local: str) -> None:
        """Keep a paragraph of a comment or its author, or what an odd cell shows."""
        text, self._pieces = "".join(self._pieces or ()), None
        if self._comment is None:
            self._shown = text
        elif local == "creator":
            self._comment[0] = text
        else:
            self._comment.append(text)

    def _end_comment(self) -> None:
        author, *paragraphs = self._comment or [""]
        self._comment = None
        self._sheet.comments.append((a1(self._row + 1, self._column + 1), author, "\n".join(paragraphs)))

    def _count_row(self) -> None:
        self.rows += self._row_repeat
        if self._row_hidden:
            self._sheet.hidden_rows.update(range(self._row - self._row_repeat + 1, self._row + 1)[: LIMITS.rows])
        self.cells += self._row_cells * self._row_repeat
        self._width = max(self._width, self._reach)
        if self._reach > LIMITS.columns:
            raise WorkbookError(f"表格里内容排到第 {self._reach} 列，超过 {LIMITS.columns} 列，不像反馈表，不予读取。")
        if self.rows > LIMITS.rows or self.cells > LIMITS.cells:
            raise WorkbookError(f"表格里有内容的有 {self.rows} 行、{self.cells} 格，不像反馈表，不予读取。")
        if self._row * self._width > LIMITS.area:
            raise WorkbookError(f"表格里内容散在 {self._row} 行、{self._width} 列里，不像反馈表，不予读取。")

    def _count_text(self, length: int) -> None:
        self._chars += length
        if self._chars > LIMITS.text_chars:
            raise WorkbookError(f"表格里的文字总共超过 {LIMITS.text_chars} 字，不像反馈表，不予读取。")


def _value(attributes: Attributes, wanted: str) -> str:
    return next((value for key, value in attributes.items() if key.endswith(wanted)), "")


def _repeat(attributes: Attributes, wanted: str) -> int:
    return _number(_value(attributes, wanted))


def _number(text: str) -> int:
    return int(text[:12]) if text.isdecimal() else 1


def _hidden(attributes: Attributes) -> bool:
    return _value(attributes, ":visibility") in ("collapse", "filter")


def survey_ods(data: Iterable[bytes]) -> BookShape:
    """Return what a content part says beside its values.

    WorkbookError for one that would unfold beyond the limits, or that declares a DTD.
    """
    surveyor = _Surveyor()
    parse_part("content.xml", data, DepthGuard("content.xml", surveyor))
    return surveyor.shape

"""A list as it stands in its sheet: over each column the field it is taken for, and what each row was taken for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from tracker.model.task_lists import LIST_FIELDS, SAID_BEFORE, ListTable
from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.icons import paint_icon, tone
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.menu import menu
from tracker.ui.widgets.paint import paint_text
from tracker.ui.widgets.row_model import Index

SURE = 0.99
NOT_MAPPED = "不导入 · 记入备注"
#: Why a row is no task, as it is said of it.
ROW_WORDS = {
    "heading": "分部标题，记为所属部分", "header": "表头", "total": "合计行", "note": "说明", "title": "标题",
    "above": "表头以上的文字",
}  # fmt: skip
_HEAD, _LEAST, _MOST, _ROW = 48, 76, 260, 26
_MEASURED = 60  # rows that a column is measured by


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: letters, header text, field ("" for none), how sure (1 where a person said it)."""

    letters: str
    header: str = ""
    field: str = ""
    score: float = 0.0

    @property
    def word(self) -> str:
        """Return what stands over the column."""
        if not self.field:
            return NOT_MAPPED
        return f"{LIST_FIELDS[self.field]}（只记入备注）" if self.field in SAID_BEFORE else LIST_FIELDS[self.field]

    @property
    def tone(self) -> str:
        """Return its colour: plain for a certain field, amber for a guessed one, grey for none."""
        if not self.field:
            return "text3"
        return "text" if self.score >= SURE else "amber"


def columns_of(letters: Sequence[str], table: ListTable | None, letters_said: Mapping[str, str]) -> list[Column]:
    """Return the columns of a sheet with the fields they were taken for; `letters_said` are fields by letters."""
    read = {column.column: column for column in table.columns} if table is not None else {}
    said = {column: name for name, column in letters_said.items()}
    columns = []
    for name in letters:
        known = read.get(name)
        header, field, score = (known.header, known.field or "", known.score) if known is not None else ("", "", 0.0)
        columns.append(Column(name, header, said.get(name, field), 1.0 if name in said else score))
    return columns


def row_kinds(table: ListTable | None) -> dict[int, str]:
    """Return by row why it is no task; rows of tasks are not named."""
    if table is None:
        return {}
    kinds = dict.fromkeys((row for row, _ in table.above), "above") | {row.row: row.why for row in table.skipped}
    if table.header is not None:
        kinds |= dict.fromkeys(range(table.header[0], table.header[1] + 1), "header")
    return kinds


class SheetModel(QAbstractTableModel):
    """The texts of a sheet; rows that are no task are tinted and say why."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: list[Column] = []
        self.rows: Sequence[tuple[int, Sequence[str]]] = ()
        self.kinds: Mapping[int, str] = {}
        self.problems: Mapping[tuple[int, str], str] = {}

    def show_sheet(
        self, rows: Sequence[tuple[int, Sequence[str]]], columns: list[Column], table: ListTable | None
    ) -> None:
        """Show another sheet, or the same with other fields."""
        self.beginResetModel()
        self.rows, self.columns, self.kinds = rows, columns, row_kinds(table)
        problems = table.problems if table is not None else ()
        self.problems = {(problem.row, problem.column): problem.message for problem in problems}
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, its tint, and why it is tinted."""
        number, texts = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            text = texts[index.column()] if index.column() < len(texts) else ""
            return " ".join(text.split())
        kind, problem = self.kinds.get(number), self.problems.get((number, self.columns[index.column()].letters))
        if role == Qt.ItemDataRole.ToolTipRole:
            return problem or (ROW_WORDS.get(kind, kind) if kind else texts[index.column()] or None)
        if role == Qt.ItemDataRole.BackgroundRole and (problem or kind):
            return QColor(current().amber.tint if problem else tone("sunken"))
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(tone("text3" if kind or not self.columns[index.column()].field else "text"))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the field of a column, the number of a row."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.columns[section].word
        return str(self.rows[section][0])


class FieldHeader(QHeaderView):
    """Over each column its letters and its field; a click, or ← → and Enter, choose another one."""

    field_chosen = Signal(int, str)  # column, field ("" for none)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.at = 0
        self.setSectionsClickable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("各列对应的字段，← → 换列，Enter 选择")
        self.sectionClicked.connect(self.open)

    def columns(self) -> list[Column]:
        """Return the columns below."""
        shown = self.model()
        return shown.columns if isinstance(shown, SheetModel) else []

    def sizeHint(self) -> QSize:
        """Return two lines of text."""
        return QSize(super().sizeHint().width(), _HEAD)

    def choices(self, section: int) -> QMenu:
        """Return the menu of fields of a column."""
        opened = menu(self)
        current = self.columns()[section].field
        for name, word in (("", NOT_MAPPED), *LIST_FIELDS.items()):
            action = opened.addAction(word)
            action.setCheckable(True)
            action.setChecked(name == current)
            action.triggered.connect(partial(self._choose, section, name))
        return opened

    def open(self, section: int) -> None:
        """Open the menu of a column."""
        self.at = section
        left = self.sectionViewportPosition(section)
        self.choices(section).popup(self.viewport().mapToGlobal(QPoint(left, self.height())))

    def _choose(self, section: int, name: str, _checked: bool = False) -> None:
        self.field_chosen.emit(section, name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the columns and open their menus."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.key() in steps and self.count():
            self.at = max(0, min(self.at + steps[Qt.Key(event.key())], self.count() - 1))
            self.setAccessibleDescription(self.columns()[self.at].word)
            self.viewport().update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Space) and self.count():
            self.open(self.at)
        else:
            super().keyPressEvent(event)

    def paintSection(self, painter: QPainter, rect: Any, section: int) -> None:
        """Paint letters and field, and a frame where the keyboard stands."""
        column = self.columns()[section]
        painter.fillRect(rect, QColor(tone("sunken")))
        box = QRectF(rect).adjusted(8, 4, -20, -4)
        upper = QRectF(box.left(), box.top(), box.width() + 12, 18)
        paint_text(painter, upper, f"{column.letters}  {column.header}", tone("text3"), "small")
        paint_text(painter, box.adjusted(0, 18, 0, 0), column.word, tone(column.tone), "strong")
        arrow = QRectF(rect.right() - 18, box.bottom() - 17, 12, 12)
        paint_icon(painter, arrow, "chevron_down", tone("text2"))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), QColor(tone("line2")))
        if self.hasFocus() and section == self.at:
            painter.setPen(QColor(tone("focus")))
            painter.drawRect(QRectF(rect).adjusted(1, 1, -2, -2))


class SheetView(QTableView):
    """The sheet with the pickers of its columns; rows are looked at, never edited here."""

    field_chosen = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = SheetModel()
        self.fields = FieldHeader(self)
        self.setHorizontalHeader(self.fields)
        self.setModel(self.sheet)
        self.setFont(font("small"))
        self.setAccessibleName("清单原样")
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setFont(font("small"))
        self.fields.field_chosen.connect(self.field_chosen)

    def show_sheet(
        self, rows: Sequence[tuple[int, Sequence[str]]], columns: list[Column], table: ListTable | None
    ) -> None:
        """Show another sheet; of the same columns their widths stay."""
        same = [column.letters for column in self.sheet.columns] == [column.letters for column in columns]
        self.sheet.show_sheet(rows, columns, table)
        if not same:
            for number in range(len(columns)):
                self.setColumnWidth(number, self._width_of(number))

    def _width_of(self, number: int) -> int:
        """Return the width of a column by its header and the rows of tasks: titles may reach over others."""
        sheet, width = self.sheet, metrics("small").horizontalAdvance
        tasks = [texts for row, texts in sheet.rows if row not in sheet.kinds][:_MEASURED]
        widest = max((width(texts[number]) for texts in tasks if number < len(texts)), default=0)
        head = metrics("strong").horizontalAdvance(sheet.columns[number].word) + 20
        return max(_LEAST, min(max(widest, head) + 16, _MOST))

    def show_row(self, number: int) -> None:
        """Scroll to a row of the sheet."""
        places = [row for row, _ in self.sheet.rows]
        if number in places:
            self.scrollTo(self.sheet.index(places.index(number), 0), QAbstractItemView.ScrollHint.PositionAtCenter)

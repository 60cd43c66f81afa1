"""The list of 今日: headings with their lines, walked with the arrows, opened with Enter."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from tracker.model.enums import LightColour
from tracker.model.rows import Concern, TaskRow, Today, TodayLine
from tracker.ui.charts.wording import short_day
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import RIGHT, paint_hairline, paint_light, paint_text

ROW = Qt.ItemDataRole.UserRole
LINE, HEADING, MARGIN = 36, 52, 12
#: Lines of a section before 全部: more of the first one.
FIRST, OTHERS = 4, 3
#: Lines that are laid out before the window may do something else.
AT_ONCE = 1_000
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class SectionHead:
    """The heading of a section and how many of its lines are shown."""

    concern: Concern
    total: int
    shown: int
    least: int = OTHERS  # lines that stand there before the section is opened

    @property
    def link(self) -> str:
        """Return what a click on the heading does, "" when all lines always stand there."""
        if self.shown < self.total:
            return f"全部 {self.total} 项"
        return "收起" if self.shown > self.least else ""


Row = SectionHead | TodayLine


def rows_of(view: Today, opened: frozenset[Concern], words: str = "") -> tuple[Row, ...]:
    """Return the rows in the order of the page; with search words only the lines that hold all of them."""
    rows: list[Row] = []
    for concern, lines in view.sections.items():
        found = tuple(line for line in lines if _holds(line, words)) if words else lines
        least = OTHERS if rows else FIRST
        most = len(found) if words or concern in opened else least
        if found:
            rows.append(SectionHead(concern, len(found), min(most, len(found)), len(found) if words else least))
            rows += found[:most]
    return tuple(rows)


def _holds(line: TodayLine, words: str) -> bool:
    task = line.task
    text = f"{task.code} {task.title} {task.lead_office} {task.owner}".casefold()
    return all(word in text for word in words.casefold().split())


class TodayModel(QAbstractListModel):
    """Rows as they were made; the text of a row is what a screen reader says."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the row, its words or its tooltip."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words_of(row)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, TodayLine):
            return f"{row.task.title}\n{row.task.light.text}：{row.task.light.sentence}"
        return None


def words_of(row: Row) -> str:
    """Return a row as one sentence."""
    if isinstance(row, SectionHead):
        return f"{row.concern}，{row.total} 项"
    task = row.task
    return f"{task.code} {task.title}，{task.lead_office or '未定'}，{task.light.colour.word}，{row.reason}"


class TodayDelegate(QStyledItemDelegate):
    """Paints lines 36 px high and headings 52; a day of another year than `today` is written with it."""

    today = date.min

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the row."""
        return QSize(200, HEADING if isinstance(index.data(ROW), SectionHead) else LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground and row."""
        row = index.data(ROW)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, rect, option.state, heading=isinstance(row, SectionHead))
        inner = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        if isinstance(row, SectionHead):
            _paint_heading(painter, inner, row)
        else:
            _paint_line(painter, inner, row, short_day(row.day, self.today) if row.day else "未定")
        painter.restore()

    @staticmethod
    def _ground(painter: QPainter, rect: QRectF, state: QStyle.StateFlag, *, heading: bool) -> None:
        tokens, flags = current(), QStyle.StateFlag
        box = rect.adjusted(1, 19 if heading else 1, -1, -2)
        focused = bool(state & flags.State_HasFocus and state & flags.State_Selected)
        selected = bool(state & flags.State_Selected) and not heading
        hovered = bool(state & flags.State_MouseOver) and not heading
        if not (focused or selected or hovered):
            return
        painter.setPen(QPen(QColor(tokens.accent), 2) if focused else Qt.PenStyle.NoPen)
        fill = tokens.select if selected else tokens.hover
        painter.setBrush(Qt.BrushStyle.NoBrush if heading else QColor(fill))
        painter.drawRoundedRect(box, 6, 6)


def _paint_heading(painter: QPainter, rect: QRectF, row: SectionHead) -> None:
    tokens = current()
    text = rect.adjusted(0, 18, 0, 0)
    paint_text(painter, text, row.concern, tokens.text, "strong")
    after = text.adjusted(metrics("strong").horizontalAdvance(row.concern) + 8, 0, 0, 0)
    paint_text(painter, after, str(row.total), tokens.text2)
    paint_text(painter, text, row.link, tokens.accenttext, "small", RIGHT)
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), QColor(tokens.line2))


def _paint_line(painter: QPainter, rect: QRectF, row: TodayLine, day_words: str) -> None:
    tokens, task = current(), row.task
    office, day = rect.left() + rect.width() * 0.514, rect.left() + rect.width() * 0.682
    paint_light(painter, QRectF(rect.left(), rect.center().y() - 5, 10, 10), task.light.colour)
    paint_text(painter, QRectF(rect.left() + 22, rect.top(), 60, rect.height()), task.code, tokens.text3, "small")
    title = QRectF(rect.left() + 86, rect.top(), office - rect.left() - 98, rect.height())
    paint_text(painter, title, task.title, tokens.text)
    place = QRectF(office, rect.top(), day - office - 12, rect.height())
    paint_text(painter, place, task.lead_short or "未定", tokens.text2)
    paint_text(painter, QRectF(day, rect.top(), 96, rect.height()), day_words, tokens.text2)
    width = min(metrics("small").horizontalAdvance(row.reason) + 2, rect.right() - day - 100)
    reason = QRectF(rect.right() - width, rect.top(), width, rect.height())
    warns = task.light.colour in (LightColour.RED, LightColour.AMBER)
    ink = tokens.light(task.light.colour).text if warns else tokens.text2
    paint_text(painter, reason, row.reason, ink, "small", RIGHT)
    paint_hairline(painter, rect, 0)


class TodayView(QListView):
    """Says what was opened, and which task the keyboard stands on."""

    task_opened = Signal(object)  # TaskRow
    head_opened = Signal(object)  # Concern
    stood = Signal(object)  # TaskRow or None
    menu_asked = Signal(object, QPoint)  # TaskRow, place on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = TodayModel()
        self.setModel(self.lines)
        self.painted = TodayDelegate(self)
        self.setItemDelegate(self.painted)
        self.setObjectName("plain")
        self.setAccessibleName("今日要处理的任务")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)  # an opened section may have tens of thousands of lines
        self.setBatchSize(AT_ONCE)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.clicked.connect(self._on_click)
        self.doubleClicked.connect(self._open)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show rows and stand on the task stood on before, or on the first one."""
        before = self.current_task()
        self.lines.show_rows(rows)
        tasks = [number for number, row in enumerate(rows) if isinstance(row, TodayLine)]
        same = (number for number in tasks if before is not None and self._task(rows[number]).id == before.id)
        place = next(same, tasks[0] if tasks else -1)
        if place >= 0:
            self.setCurrentIndex(self.lines.index(place))
        self.stood.emit(self.current_task())

    def choose_day(self, day: object) -> None:
        """Stand on the first line of a day."""
        for number, row in enumerate(self.lines.rows):
            if isinstance(row, TodayLine) and row.day == day:
                self.setCurrentIndex(self.lines.index(number))
                self.setFocus()
                return

    def current_task(self) -> TaskRow | None:
        """Return the task of the current row."""
        row = self.currentIndex().data(ROW)
        return row.task if isinstance(row, TodayLine) else None

    def currentChanged(self, now: Index, before: Index) -> None:
        """Tell which task is stood on."""
        super().currentChanged(now, before)
        self.stood.emit(self.current_task())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _on_click(self, index: QModelIndex) -> None:
        if isinstance(index.data(ROW), SectionHead):
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, SectionHead):
            self.head_opened.emit(row.concern)
        elif isinstance(row, TodayLine):
            self.task_opened.emit(row.task)

    def _ask_menu(self, position: QPoint) -> None:
        index = self.indexAt(position) if self.underMouse() else self.currentIndex()
        row = index.data(ROW)
        if isinstance(row, TodayLine):
            corner = self.visualRect(index).bottomLeft() if not self.underMouse() else position
            self.menu_asked.emit(row.task, self.viewport().mapToGlobal(corner))

    @staticmethod
    def _task(row: Row) -> TaskRow:
        assert isinstance(row, TodayLine)
        return row.task

"""The list of 今日: headings with their lines, walked with the arrows, opened with Enter."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from PySide6.QtCore import QModelIndex, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from tracker.model.enums import LightColour
from tracker.model.rows import Concern, TaskRow, Today, TodayLine
from tracker.ui.charts.wording import short_day
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import DIMMED, RIGHT, paint_hairline, paint_light, paint_text
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW, Index, RowModel, list_of

LINE, HEADING, MARGIN = 36, 52, 12
#: Lines of a section before 全部: more of the first one.
FIRST, OTHERS = 4, 3
#: Lines that are laid out before the window may do something else.
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class SectionHead:
    """The heading of a section and how many of its lines are shown."""

    concern: Concern
    total: int
    shown: int
    least: int = OTHERS  # lines shown before the section is opened
    solver: str = ""  # of matters: who must solve those below

    @property
    def words(self) -> str:
        """Return what the heading says."""
        return f"{self.concern} · {self.solver}" if self.solver else self.concern.value

    @property
    def link(self) -> str:
        """Return what a click on the heading does, "" when all lines are always shown."""
        if self.shown < self.total:
            return f"全部 {self.total:,} 项"
        return "收起" if self.shown > self.least else ""


Row = SectionHead | TodayLine


def rows_of(view: Today, opened: frozenset[Concern], words: str = "") -> tuple[Row, ...]:
    """Return the rows in the order of the page; with search words only the lines that hold all of them."""
    rows: list[Row] = []
    for concern, lines in view.sections.items():
        matches = tuple(line for line in lines if _holds(line, words)) if words else lines
        for solver, below in groupby(matches, key=lambda line: line.solver):
            together = tuple(below)
            least = len(together) if words else OTHERS if rows else FIRST
            most = len(together) if words or concern in opened else least
            rows.append(SectionHead(concern, len(together), min(most, len(together)), least, solver))
            rows += together[:most]
    return tuple(rows)


def _holds(line: TodayLine, words: str) -> bool:
    task = line.task
    text = f"{task.code} {task.title} {task.lead_office} {task.owner} {line.solver} {line.what}".casefold()
    return all(word in text for word in words.casefold().split())


def words_of(row: Row) -> str:
    """Return a row as one sentence."""
    if isinstance(row, SectionHead):
        return f"{row.words}，{row.total:,} 项"
    task = row.task
    who = row.solver or f"{task.lead_office or '未定'}{task.suggested}"
    return f"{task.code} {row.what or task.title}，{who}，{task.light.colour.word}，{row.reason}"


def _tip(row: Row) -> str | None:
    if isinstance(row, SectionHead):
        return None
    lead = f"{row.task.lead_office or '未定'}{row.task.suggested}"
    return f"{row.task.title}\n{lead}\n{row.task.light.text}：{row.task.light.sentence}"


def _height(row: Row) -> int:
    return HEADING if isinstance(row, SectionHead) else LINE


def _paint_ground(painter: QPainter, cell: Cell, *, heading: bool) -> None:
    tokens = current()
    box = QRectF(cell.rect).adjusted(1, 19 if heading else 1, -1, -2)
    selected, hovered = cell.chosen and not heading, cell.hovered and not heading
    if not (cell.focused or selected or hovered):
        return
    painter.setPen(QPen(QColor(tokens.focus), 2) if cell.focused else Qt.PenStyle.NoPen)
    fill = tokens.select if selected else tokens.hover
    painter.setBrush(Qt.BrushStyle.NoBrush if heading else QColor(fill))
    painter.drawRoundedRect(box, 6, 6)


def _paint_heading(painter: QPainter, rect: QRectF, row: SectionHead) -> None:
    tokens = current()
    text = rect.adjusted(0, 18, 0, 0)
    paint_text(painter, text, row.words, tokens.text, "strong")
    after = text.adjusted(metrics("strong").horizontalAdvance(row.words) + 8, 0, 0, 0)
    paint_text(painter, after, f"{row.total:,}", tokens.text2)
    paint_text(painter, text, row.link, tokens.accenttext, "small", RIGHT)
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), QColor(tokens.line2))


def _ink(row: TodayLine, today: date) -> str:
    """Return the colour of the words at the right: that of the light, of a matter red where it is late."""
    tokens, colour = current(), row.task.light.colour
    if row.what:
        return tokens.red.text if row.day is not None and row.day < today else tokens.text2
    return tokens.light(colour).text if colour in (LightColour.RED, LightColour.AMBER) else tokens.text2


def fitting_reason(reason: str, room: float) -> str:
    """Return a reason with how far the task is, where `room` px are enough for both, else the reason alone."""
    whole = metrics("small").horizontalAdvance(reason) + 2 <= room
    return reason if whole else reason.split("，")[0]


def _paint_line(painter: QPainter, rect: QRectF, row: TodayLine, today: date) -> None:
    tokens, task = current(), row.task
    office, day = rect.left() + rect.width() * 0.494, rect.left() + rect.width() * 0.682
    paint_light(painter, QRectF(rect.left(), rect.center().y() - 5, 10, 10), task.light.colour)
    paint_text(painter, QRectF(rect.left() + 22, rect.top(), 60, rect.height()), task.code, tokens.text3, "small")
    title = QRectF(rect.left() + 86, rect.top(), office - rect.left() - 98, rect.height())
    paint_text(painter, title, row.what or task.title, tokens.text)
    lead = QRectF(office, rect.top(), day - office - 12, rect.height())
    paint_text(painter, lead, f"{task.lead_short or '未定'}{task.suggested}", tokens.text2)
    day_words = short_day(row.day, today) if row.day else "未定"
    beside = rect.right() - day - metrics("body").horizontalAdvance(day_words) - 12
    said = fitting_reason(row.reason, beside)
    width = metrics("small").horizontalAdvance(said) + 2.0
    if width <= beside:  # else the reason stands alone: it says when, too
        paint_text(painter, QRectF(day, rect.top(), 96, rect.height()), day_words, tokens.text2)
    width = min(width, rect.right() - day)
    reason = QRectF(rect.right() - width, rect.top(), width, rect.height())
    paint_text(painter, reason, said, _ink(row, today), "small", RIGHT)
    paint_hairline(painter, rect, 0)


class TodayView(QListView):
    """Signals what was opened, and which task is the current one."""

    task_opened = Signal(object)  # TaskRow
    head_opened = Signal(object)  # Concern
    current_task_changed = Signal(object)  # TaskRow or None
    menu_asked = Signal(object, QPoint)  # TaskRow, position on the screen
    left_behind = Signal()  # the line of a task that is on the list no more was left

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = date.min  # a day of another year is written with it
        self._staying: int | None = None  # the task of the line that an act took off the list
        self._parting = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        self._parting.timeout.connect(self.left_behind)
        self.lines: RowModel[Row] = RowModel(list_of(words_of), tip=_tip)
        self.setModel(self.lines)
        self.setItemDelegate(RowDelegate(self._paint, _height, self))
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

    def _paint(self, painter: QPainter, cell: Cell) -> None:
        row, inner = cell.row, QRectF(cell.rect).adjusted(MARGIN, 0, -MARGIN, 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, cell, heading=isinstance(row, SectionHead))
        if isinstance(row, SectionHead):
            _paint_heading(painter, inner, row)
        else:
            painter.setOpacity(DIMMED if row.task.id == self._staying else 1)
            _paint_line(painter, inner, row, self.today)
            painter.setOpacity(1)

    def show_rows(self, rows: tuple[Row, ...], *, anew: bool = False) -> None:
        """Show rows and keep the current task, or make the first task the current one.

        The line of a task that an act took off the list stays, dimmed, until another one is chosen: no other task
        becomes the current one by itself. Not so where the user asked for other rows (`anew`).
        """
        self._staying = None
        rows, before = rows if anew else self._with_staying(rows), self.current_task()
        self.lines.set_rows(rows)
        tasks = [number for number, row in enumerate(rows) if isinstance(row, TodayLine)]
        same = (number for number in tasks if before is not None and self._task(rows[number]).id == before.id)
        wanted = next(same, tasks[0] if tasks else -1)
        if wanted >= 0:
            self.setCurrentIndex(self.lines.index(wanted, 0))
        self.current_task_changed.emit(self.current_task())

    def _with_staying(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        index = self.currentIndex()
        line = index.data(ROW)
        if not isinstance(line, TodayLine) or any(self._is_of(row, line.task.id) for row in rows):
            return rows
        self._staying = line.task.id
        return (*rows[: index.row()], line, *rows[index.row() :])

    @staticmethod
    def _is_of(row: Row, task_id: int) -> bool:
        return isinstance(row, TodayLine) and row.task.id == task_id

    def choose_day(self, day: object) -> None:
        """Make the first line of a day the current one."""
        for number, row in enumerate(self.lines.rows):
            if isinstance(row, TodayLine) and row.day == day:
                self.setCurrentIndex(self.lines.index(number, 0))
                self.setFocus()
                return

    def current_task(self) -> TaskRow | None:
        """Return the task of the current row."""
        row = self.currentIndex().data(ROW)
        return row.task if isinstance(row, TodayLine) else None

    def currentChanged(self, now: Index, before: Index) -> None:
        """Signal which task is the current one."""
        super().currentChanged(now, before)
        task = self.current_task()
        if self._staying is not None and task is not None and task.id != self._staying:
            self._parting.start()
        self.current_task_changed.emit(self.current_task())

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

"""看板: the filtered tasks as cards in a column for each status; dragging a card asks the form of its act."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.enums import LightColour, Status
from tracker.model.rows import TaskRow
from tracker.ui.ledger.board_column import COLUMNS, BoardColumn, Group, Row, neighbour
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import RIGHT, paint_status, paint_text

HEAD, EDGE, GAP, NARROW = 36, 12, 12, 960
#: What stands at the right of a column's head.
NOTES = {
    Status.UNASSIGNED: "等确认和交办",
    Status.NOT_STARTED: "等启动",
    Status.IN_PROGRESS: "红黄在前",
    Status.CLOSING: "等审核",
    Status.CLOSED: "新的在前",
}
_RANKS = {colour: rank for rank, colour in enumerate(LightColour)}
_LAST = date.max


def rows_of(status: Status, tasks: Sequence[TaskRow]) -> tuple[Row, ...]:
    """Return the cards of a column in its order: at work by light with the nearest deadline first, closed by month."""
    own = [task for task in tasks if task.status is status]
    rows: list[Row] = []
    if status is Status.IN_PROGRESS:
        own.sort(key=lambda task: (_RANKS[task.light.colour], task.deadline or _LAST))
        for colour, below in groupby(own, key=lambda task: task.light.colour):
            cards = list(below)
            rows += [Group(colour.word, len(cards), colour), *cards]
    elif status is Status.CLOSED:
        own.sort(key=lambda task: task.closed_on or date.min, reverse=True)
        for month, below in groupby(own, key=lambda task: _month(task.closed_on)):
            cards = list(below)
            rows += [Group(month, len(cards)), *cards]
    else:
        own.sort(key=lambda task: task.deadline or _LAST)
        rows += own
    return tuple(rows)


def _month(day: date | None) -> str:
    return f"{day.year}年{day.month}月" if day is not None else "日期未记"


def aside_words(tasks: Sequence[TaskRow]) -> str:
    """Return how many of the tasks stand in no column."""
    aside = Status.those(lambda status: status.set_aside)
    counts = ((status.word, sum(task.status is status for task in tasks)) for status in aside)
    words = "、".join(f"{word} {count:,}" for word, count in counts if count)
    return f"，另有{words} 不在板上" if words else ""


class ColumnHead(QWidget):
    """The glyph and word of a status, how many cards, and a note."""

    def __init__(self, status: Status) -> None:
        super().__init__()
        self.status, self.count = status, 0
        self.setFixedHeight(HEAD)

    def show_count(self, count: int) -> None:
        """Show how many cards stand below."""
        self.count = count
        self.setAccessibleName(f"{self.status.word}，{count:,} 项")
        self.setToolTip(NOTES[self.status])
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint everything in one line."""
        painter, tokens, middle = QPainter(self), current(), HEAD / 2
        paint_status(painter, QRectF(4, middle - 7, 14, 14), self.status)
        width = metrics("strong").horizontalAdvance(self.status.word)
        paint_text(painter, QRectF(24, 0, width + 2, HEAD), self.status.word, tokens.text, "strong")
        number = f"{self.count:,}"
        left = 24 + width + 8
        paint_text(painter, QRectF(left, 0, 50, HEAD), number, tokens.text2, "small")
        left += metrics("small").horizontalAdvance(number) + 12
        if self.width() - left > metrics("small").horizontalAdvance(NOTES[self.status]) + 8:
            note = QRectF(left, 0, self.width() - left - 8, HEAD)
            paint_text(painter, note, NOTES[self.status], tokens.text3, "small", RIGHT)


class BoardView(QWidget):
    """The columns; says which card was chosen, opened or is to be moved."""

    chosen = Signal(object)  # TaskRow
    opened = Signal(object)  # TaskRow
    move_asked = Signal(object, object)  # TaskRow, Status
    menu_asked = Signal(object, QPoint)  # TaskRow, global position
    refused = Signal(str)  # why the keys do not move a card

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("看板")
        self._by_id: dict[int, TaskRow] = {}
        self.aside = ""  # how many of the tasks shown have no card, in words
        self.columns = {status: BoardColumn(status, self._by_id.get) for status in COLUMNS}
        self.heads = {status: ColumnHead(status) for status in COLUMNS}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(EDGE, 4, EDGE, 0)
        self._row.setSpacing(GAP)
        for status, column in self.columns.items():
            box = QVBoxLayout()
            box.setSpacing(2)
            box.addWidget(self.heads[status])
            box.addWidget(column, 1)
            self._row.addLayout(box, 5 if status is Status.IN_PROGRESS else 2)
            column.chosen.connect(lambda task, which=status: self._choose(which, task))
            column.opened.connect(self.opened)
            column.move_asked.connect(self.move_asked)
            column.menu_asked.connect(self.menu_asked)
            column.refused.connect(self.refused)
            column.carried_changed.connect(self._carry)
            column.left_sideways.connect(lambda step, which=status: self._go(which, step))

    def show_tasks(self, tasks: Sequence[TaskRow]) -> None:
        """Show these tasks; those that are paused or cancelled have no card."""
        self._by_id.clear()
        self._by_id.update((task.id, task) for task in tasks)
        self.aside = aside_words(tasks)
        for status, column in self.columns.items():
            rows = rows_of(status, tasks)
            column.show_rows(rows)
            self.heads[status].show_count(sum(isinstance(row, TaskRow) for row in rows))

    def start(self) -> BoardColumn:
        """Return the column that gets the keyboard: that of the chosen card, else the first one with cards."""
        columns = self.columns.values()
        chosen = next((column for column in columns if column.current_task() is not None), None)
        return chosen or next((c for c in columns if c.cards.rows), self.columns[Status.IN_PROGRESS])

    def choose(self, task_id: int) -> None:
        """Make a task's card the chosen one, in whatever column."""
        for column in self.columns.values():
            if not column.choose(task_id):
                column.let_go()

    def current_task(self) -> TaskRow | None:
        """Return the task of the chosen card."""
        return next((task for column in self.columns.values() if (task := column.current_task()) is not None), None)

    def _choose(self, status: Status, task: TaskRow) -> None:
        for other, column in self.columns.items():
            if other is not status:
                column.let_go()
        self.chosen.emit(task)

    def _carry(self, task: TaskRow | None) -> None:
        """Show in every column what is being dragged."""
        for column in self.columns.values():
            column.show_carried(task)

    def _go(self, status: Status, step: int) -> None:
        """Go to the next column that has cards."""
        target = neighbour(status, step)
        while target is not None and not any(isinstance(row, TaskRow) for row in self.columns[target].cards.rows):
            target = neighbour(target, step)
        if target is not None:
            self.columns[target].setFocus(Qt.FocusReason.TabFocusReason)
            self.columns[target].choose_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the tasks at work less room in a narrow window."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        for position, status in enumerate(COLUMNS):
            self._row.setStretch(position, 1 if narrow else 5 if status is Status.IN_PROGRESS else 2)

"""One column of the board: the cards of one status, dragged to another column or moved there by keys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QStyleOptionViewItem, QWidget

from tracker.model.enums import LightColour, Status
from tracker.model.rows import TaskRow
from tracker.model.rules import transition
from tracker.ui.task.words import UNDECIDED, schedule_tick
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import RIGHT, Align, paint_light, paint_lines, paint_progress, paint_text
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW, Index, RowModel, list_of

CARD, LOW_CARD, GAP, HEADING = 78, 58, 6, 28
LANE = 200  # px; from two of them on there are two lanes
LEAST_LINE = 140  # px of a card for office, bar and percent
MIME = "application/x-tracker-task"
HINT = 54  # px at the top of a column for what letting go would do
_TINT, _PALE = 190, 215  # of 255, how much of the cards is covered


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over the cards of one light or one month."""

    words: str
    count: int
    light: LightColour | None = None


Row = Group | TaskRow


def card_words(row: Row) -> str:
    """Return a row as it is read aloud."""
    if isinstance(row, Group):
        return f"{row.words}，{row.count:,} 项"
    office = f"{row.lead_short or row.lead_office or UNDECIDED}{row.suggested}"
    return f"{row.code} {row.title or row.recommendation_title}，{office}，{row.light.text}，进度 {row.progress}%"


def height_of(row: Row) -> int:
    """Return the height of a row with the gap below it, px."""
    return HEADING if isinstance(row, Group) else LOW_CARD if row.status is Status.CLOSED else CARD


def paint_card(painter: QPainter, cell: Cell) -> None:
    """Paint a heading or a card."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if isinstance(cell.row, Group):
        _paint_group(painter, QRectF(cell.rect), cell.row)
        return
    tokens, task = current(), cell.row
    box = QRectF(cell.rect).adjusted(1, 1, -1 - GAP / 2, -1 - GAP)
    frame = QPen(QColor(tokens.accent), 2) if cell.chosen else QPen(QColor(tokens.line2), 1)
    painter.setPen(frame)
    painter.setBrush(QColor(tokens.hover if cell.hovered else tokens.surface))
    painter.drawRoundedRect(box, 8, 8)
    inside = box.adjusted(11, 5, -11, -5)
    top = QRectF(inside.left(), inside.top(), inside.width(), 20)
    reason = task.light.reason or task.light.colour.word
    left_for_code = metrics("small").horizontalAdvance(task.code) + 22
    width = min(metrics("small").horizontalAdvance(reason) + 2, max(inside.width() - left_for_code, 0))
    ink = tokens.light(task.light.colour).text if task.light.colour in _LOUD else tokens.text2
    paint_text(painter, QRectF(top.right() - width, top.top(), width, 20), reason, ink, "small", RIGHT)
    paint_light(painter, QRectF(top.right() - width - 16, top.top() + 5, 10, 10), task.light.colour)
    paint_text(painter, top.adjusted(0, 0, -width - 20, 0), task.code, tokens.text3, "small")
    title = tokens.text2 if task.status is Status.CLOSED else tokens.text
    paint_text(painter, top.translated(0, 20), task.title or task.recommendation_title, title)
    if task.status is not Status.CLOSED:
        _paint_foot(painter, top.translated(0, 41), task)


_LOUD = (LightColour.RED, LightColour.AMBER)


def _paint_foot(painter: QPainter, line: QRectF, task: TaskRow) -> None:
    tokens = current()
    office = f"{task.lead_short or task.lead_office or UNDECIDED}{task.suggested.strip('（）') and ' 待确认'}"
    if not task.status.begun:
        due = task.due_on.isoformat() if task.due_on else task.due_text or UNDECIDED
        paint_text(painter, line, due, tokens.text2, "small", RIGHT)
        width = metrics("small").horizontalAdvance(due) + 10
        paint_text(painter, line.adjusted(0, 0, -width, 0), office, tokens.text2, "small")
        return
    if line.width() < LEAST_LINE:  # the office says more than a bar
        paint_text(painter, line, f"{task.progress}%", tokens.text2, "small", RIGHT)
        paint_text(painter, line.adjusted(0, 0, -40, 0), office, tokens.text2, "small")
        return
    bar = QRectF(line.right() - 84, line.top(), 48, line.height())
    gap = (task.scheduled or 0, tokens.light(task.light.colour).fill) if task.light.colour in _LOUD else None
    paint_progress(painter, bar.toRect(), task.progress, schedule_tick(task), height=5, gap=gap)
    paint_text(painter, line, f"{task.progress}%", tokens.text2, "small", RIGHT)
    paint_text(painter, line.adjusted(0, 0, -92, 0), office, tokens.text2, "small")


def paint_place(painter: QPainter, rect: QRectF, task: TaskRow) -> None:
    """Paint the place that a card was taken from."""
    tokens = current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.field), 1.25, Qt.PenStyle.DashLine))
    painter.setBrush(QColor(tokens.canvas))
    box = rect.adjusted(1, 1, -1 - GAP / 2, -1 - GAP)
    painter.drawRoundedRect(box, 8, 8)
    paint_text(painter, box, f"{task.code} 正在移动", tokens.text2, "small", Align.AlignCenter)


def _paint_group(painter: QPainter, box: QRectF, group: Group) -> None:
    tokens, left = current(), box.left()
    line = QRectF(box.left(), box.top() + 4, box.width(), 20)
    if group.light is not None:
        paint_light(painter, QRectF(left + 2, line.center().y() - 5, 10, 10), group.light)
        left += 16
    words = f"{group.words} {group.count:,}"
    ink = tokens.light(group.light).text if group.light in _LOUD and group.light is not None else tokens.text2
    paint_text(painter, QRectF(left, line.top(), line.right() - left, 20), words, ink, "smallstrong")
    start = left + metrics("smallstrong").horizontalAdvance(words) + 8
    painter.setPen(QPen(QColor(tokens.line2), 1))
    painter.drawLine(int(start), int(line.center().y()), int(box.right()) - GAP, int(line.center().y()))


class _Cards(RowDelegate):
    """Cards in as many lanes as there is room for; headings over all of them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a card in its lane."""
        view = self.parent()
        room = view.viewport().width() - 2 if isinstance(view, QAbstractItemView) else LANE
        row = index.data(ROW)
        lanes = 1 if isinstance(row, Group) else max(1, room // LANE)
        return QSize(room // lanes, super().sizeHint(option, index).height())


NO_CARDS = "没有任务"


class BoardColumn(QListView):
    """Says which card was chosen, opened, or is to be moved; moves none itself."""

    chosen = Signal(object)  # TaskRow
    opened = Signal(object)  # TaskRow
    move_asked = Signal(object, object)  # TaskRow, Status
    left_sideways = Signal(int)  # -1 or 1
    menu_asked = Signal(object, QPoint)  # TaskRow, global position
    refused = Signal(str)  # why the keys do not move a card
    carried_changed = Signal(object)  # TaskRow that is being dragged, None when it was let go

    def __init__(self, status: Status, task_of: Callable[[int], TaskRow | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status, self._task_of = status, task_of
        self.dragged: TaskRow | None = None  # what would be let go here
        self.carried: TaskRow | None = None  # what is being dragged on the board, over whatever column
        self._pressed: QPoint | None = None
        self.cards: RowModel[Row] = RowModel(
            list_of(card_words),
            tip=lambda row: None if isinstance(row, Group) else f"{row.title}\n{row.light.text}：{row.light.sentence}",
            key=lambda row: row.words if isinstance(row, Group) else row.id,
            selectable=lambda row: isinstance(row, TaskRow),
        )
        self.setItemDelegate(_Cards(self._paint_row, height_of, self))
        self.setModel(self.cards)
        self.setStyleSheet("QListView { background: transparent }")
        self.setAccessibleName(f"看板：{status.word}")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self._tell(self.opened, index))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)

    def show_carried(self, task: TaskRow | None) -> None:
        """Show which card is being dragged: its old place here, and whether it may come here."""
        self.carried = task
        self.viewport().update()

    def _paint_row(self, painter: QPainter, cell: Cell) -> None:
        if self.carried is not None and isinstance(cell.row, TaskRow) and cell.row.id == self.carried.id:
            paint_place(painter, QRectF(cell.rect), cell.row)
        else:
            paint_card(painter, cell)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other cards; the card one stands on stays the current one."""
        before = self.current_task()
        self.cards.set_rows(rows)
        if before is not None and self.current_task() is None:
            self.choose(before.id)

    def current_task(self) -> TaskRow | None:
        """Return the task of the current card."""
        row = self.currentIndex().data(ROW)
        return row if isinstance(row, TaskRow) else None

    def choose(self, task_id: int) -> bool:
        """Make a task's card the current one; False where it is not in this column."""
        for number, row in enumerate(self.cards.rows):
            if isinstance(row, TaskRow) and row.id == task_id:
                self.setCurrentIndex(self.cards.index(number, 0))
                return True
        return False

    def choose_first(self) -> bool:
        """Stand on the first card; False in an empty column."""
        first = next((row for row in self.cards.rows if isinstance(row, TaskRow)), None)
        return first is not None and self.choose(first.id)

    def currentChanged(self, now: Index, before: Index) -> None:
        """Say which card is the current one."""
        super().currentChanged(now, before)
        task = self.current_task()
        if task is not None and self.hasFocus():
            self.chosen.emit(task)

    def let_go(self) -> None:
        """Have no card chosen: one of another column is."""
        self.selectionModel().clear()

    def _tell(self, signal: object, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, TaskRow):
            signal.emit(row)  # type: ignore[attr-defined]

    def _ask_menu(self, where: QPoint) -> None:
        index = self.indexAt(where)
        row = (index if index.isValid() else self.currentIndex()).data(ROW)
        if isinstance(row, TaskRow):
            self.setCurrentIndex(index if index.isValid() else self.currentIndex())
            self.menu_asked.emit(row, self.viewport().mapToGlobal(where))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter and Space; ← and → go to the next column, with Ctrl they take the card along."""
        key, task = event.key(), self.current_task()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            target = neighbour(self.status, step)
            if task is not None and target is not None and transition(task.status, target) is None:
                self.refused.emit(drop_words(task, target))
            elif task is not None and target is not None:
                self.move_asked.emit(task, target)
        elif step is not None and not self._other_lane(step):
            self.left_sideways.emit(step)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and task is not None:
            self.opened.emit(task)
        elif step is None:
            super().keyPressEvent(event)

    def _other_lane(self, step: int) -> bool:
        """Go to the card beside the current one in the other lane; False where there is none."""
        here = self.visualRect(self.currentIndex())
        beside = self.indexAt(here.center() + QPoint(step * here.width(), 0))
        if not self.currentIndex().isValid() or not isinstance(beside.data(ROW), TaskRow):
            return False
        self.setCurrentIndex(beside)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the cards the widths of their lanes."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    # --- dragging ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Notice where a drag may begin."""
        super().mousePressEvent(event)
        on_card = isinstance(self.indexAt(event.position().toPoint()).data(ROW), TaskRow)
        self._pressed = event.position().toPoint() if on_card else None
        task = self.current_task()
        if task is not None and on_card:
            self.chosen.emit(task)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the card under the mouse."""
        held = event.buttons() & Qt.MouseButton.LeftButton and self._pressed is not None
        if not held or self._pressed is None:
            super().mouseMoveEvent(event)
            return
        far = (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if far and (task := self.current_task()) is not None:
            self._pressed = None
            self._drag(task)

    def _drag(self, task: TaskRow) -> None:
        drag, data = QDrag(self), QMimeData()
        data.setData(MIME, str(task.id).encode())
        drag.setMimeData(data)
        card = self.visualRect(self.currentIndex())
        picture = QPixmap(card.size())
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_card(painter, Cell(task, picture.rect(), self.currentIndex(), True, False, False))
        painter.end()
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(card.width() // 2, card.height() // 2))
        self.carried_changed.emit(task)
        drag.exec(Qt.DropAction.MoveAction)
        self.carried_changed.emit(None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say what letting a card go here would do."""
        number = bytes(event.mimeData().data(MIME).data()).decode()
        self.dragged = self._task_of(int(number)) if number else None
        self.viewport().update()
        if self.dragged is not None and self.dragged.status is not self.status:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Accept a card where the rules allow it."""
        allowed = self.dragged is not None and transition(self.dragged.status, self.status) is not None
        event.acceptProposedAction() if allowed else event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing is about to be let go any more."""
        super().dragLeaveEvent(event)
        self.dragged = None
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the move; the card stays until it is written."""
        task, self.dragged = self.dragged, None
        self.viewport().update()
        if task is not None and transition(task.status, self.status) is not None:
            event.acceptProposedAction()
            self.move_asked.emit(task, self.status)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cards, and over them what letting go would do; a column the rules forbid is pale throughout."""
        super().paintEvent(event)
        moving = self.dragged or self.carried
        if self.dragged is None and not self.model().rowCount():
            words = QRectF(0, 8, self.viewport().width(), 24)
            paint_text(QPainter(self.viewport()), words, NO_CARDS, current().text2, "small", Align.AlignHCenter)
        if moving is None or moving.status is self.status:
            return
        move = transition(moving.status, self.status)
        if self.dragged is None and move is not None:
            return
        painter, tokens, area = QPainter(self.viewport()), current(), QRectF(self.viewport().rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = QColor(tokens.accenttint if move is not None else tokens.canvas)
        shade.setAlpha(_TINT if move is not None else _PALE)
        painter.setPen(QPen(QColor(tokens.accent if move is not None else tokens.line2), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(shade)
        painter.drawRoundedRect(area.adjusted(1, 1, -2, -2), 8, 8)
        ink = tokens.accenttext if move is not None else tokens.text2
        box = QRectF(6, 6, area.width() - 13, HINT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accenttint if move is not None else tokens.canvas))
        painter.drawRoundedRect(box, 6, 6)  # opaque: the cards below have words of their own
        paint_lines(painter, box.adjusted(8, 0, -8, 0), drop_words(moving, self.status), ink, "small")


#: The columns from left to right; tasks that are paused or cancelled stand in no column.
COLUMNS = Status.those(lambda status: not status.set_aside)


def neighbour(status: Status, step: int) -> Status | None:
    """Return the status of the column beside one, None at the edge."""
    position = COLUMNS.index(status) + step
    return COLUMNS[position] if 0 <= position < len(COLUMNS) else None


def drop_words(task: TaskRow, target: Status) -> str:
    """Return what letting a card go in a column would do, or why it cannot."""
    move = transition(task.status, target)
    if move is None:
        return f"不能从{task.status.word}直接改为{target.word}"
    needs = "、".join(need for need in move.needs if need not in ("牵头单位",))
    return f"松开后{move.act}，要填{needs}" if needs else f"松开后{move.act}"

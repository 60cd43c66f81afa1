"""Interaction of the timeline: wheel, drag, keys, tooltips, and a deadline pulled to another day."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from tracker.model.rows import TaskRow
from tracker.ui.timeline.bar_shape import bar_sentence
from tracker.ui.timeline.lines import can_extend
from tracker.ui.timeline.view import TimelineView
from tracker.ui.widgets.menu import add, menu

_NOTCH = 1.2  # one notch of the wheel zooms by a fifth
_STEP = 80.0  # px moved by an arrow key
_NEAR = 7.0
_PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class TimelineChart(TimelineView):
    """Emits what the user wants: open a task, give it another deadline, fold a heading."""

    task_asked = Signal(object)  # task id
    deadline_asked = Signal(object, object)  # TaskRow, the other day (None: ask for it)
    fold_asked = Signal(str)  # key of a heading
    month_asked = Signal(object)  # first day of a month of the strip, None: all of them

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grabbed: QPointF | None = None  # where the background was grabbed

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl zoom around the pointer, with Shift move along the days."""
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and turn.y():
            days = self.scale.days / _NOTCH ** (turn.y() / 120)
            self.set_scale(self.scale.zoomed(days, event.position().x() - self.names_width()))
            event.accept()
        elif turn.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.set_scale(self.scale.moved(turn.x() or turn.y()))
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab a deadline, fold a heading, choose a line, or grab the background."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        position = event.position()
        if (month := self.month_under(position)) is not None:
            self.month_asked.emit(None if month.first == self.month else month.first)
            return
        index, grip = self.line_at(position), self.grip_at(position)
        task = self.task_at(index)
        if grip >= 0 and task is not None and task.due_on is not None:
            self.dragged = (grip, task.due_on)
        elif index >= 0 and task is None and position.x() <= self.names_width():
            self.fold_asked.emit(self.lines[index].key)
        elif position.x() > self.names_width():
            self._grabbed = position
        if index >= 0 and task is not None:
            self.choose(index)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull the deadline or the picture; else follow the pointer."""
        position = event.position()
        if self.dragged is not None:
            day = self.scale.day_at(position.x() - self.names_width() - 1 - self.scale.per_day / 2)
            self.dragged = (self.dragged[0], day)
            self.viewport().update()
        elif self._grabbed is not None:
            self.set_scale(self.scale.moved(position.x() - self._grabbed.x()))
            self._grabbed = position
        else:
            self._follow(position)

    def _follow(self, position: QPointF) -> None:
        shape = Qt.CursorShape.SplitHCursor if self.grip_at(position) >= 0 else Qt.CursorShape.ArrowCursor
        shape = Qt.CursorShape.PointingHandCursor if self.month_under(position) is not None else shape
        self.viewport().setCursor(shape)
        if (index := self.line_at(position)) != self.hovered:
            self.hovered = index
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask what the change means when a deadline was pulled to another day."""
        del event
        self._grabbed = None
        if self.dragged is None:
            return
        index, day = self.dragged
        self.dragged = None
        self.viewport().update()
        task = self.task_at(index)
        if task is not None and task.due_on not in (None, day):
            self.deadline_asked.emit(task, day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the task in the ledger."""
        self._open(self.line_at(event.position()))

    def _open(self, index: int) -> None:
        task = self.task_at(index)
        if task is not None:
            self.task_asked.emit(task.id)
        elif 0 <= index < len(self.lines):
            self.fold_asked.emit(self.lines[index].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with up and down, move along the days with left and right, zoom with + and -, open with Enter."""
        key = event.key()
        page = max(len(self.visible()) - 2, 1)
        walks = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page}
        walks |= {Qt.Key.Key_End: len(self.lines), Qt.Key.Key_Home: -len(self.lines)}
        if key in walks:
            self.choose(self.current + walks[Qt.Key(key)])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.set_scale(self.scale.moved(_STEP if key == Qt.Key.Key_Left else -_STEP))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            factor = _NOTCH if key == Qt.Key.Key_Minus else 1 / _NOTCH
            self.set_scale(self.scale.zoomed(self.scale.days * factor, self.scale.width / 2))
        elif key == Qt.Key.Key_Escape and self.dragged is not None:
            self.dragged = None
            self.viewport().update()
        elif key in _PRESS:
            self._open(self.current)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to open the task and to extend its deadline."""
        keyed = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.current if keyed else self.line_at(QPointF(event.pos()))
        task = self.task_at(index)
        if task is not None:
            opened = menu(self)
            add(opened, "在台账中打开", "ledger", "Enter", lambda: self.task_asked.emit(task.id))
            if self._extends(index):
                add(opened, "延期…", "calendar", "", lambda: self._ask_extension(task))
            opened.popup(event.globalPos())

    def _extends(self, index: int) -> bool:
        bar = self.lines[index].bar
        return bar is not None and can_extend(bar)

    def _ask_extension(self, task: TaskRow) -> None:
        self.deadline_asked.emit(task, None)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the figures of the bar, or of the milestone under the pointer, as tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self.viewport())
            return True
        return super().viewportEvent(event)

    def tip_at(self, position: QPointF) -> str:
        """Return the tooltip at a position in the viewport."""
        if (month := self.month_under(position)) is not None:
            return month.sentence
        index = self.line_at(position)
        bar = self.lines[index].bar if index >= 0 else None
        shape = self.shape(index) if bar is not None else None
        if bar is None or shape is None:
            return self.lines[index].text if index >= 0 else ""
        x = position.x() - self.names_width() - 1
        near = [diamond for diamond in shape.diamonds if x >= 0 and abs(diamond.x - x) <= _NEAR]
        return near[0].sentence if near else bar_sentence(bar)

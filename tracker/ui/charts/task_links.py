"""Codes of linked tasks with their lights, in one flowing line; a click leads to the task."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.model.rows import TaskRow
from tracker.ui.charts.marks import Mark, MarkChart
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import paint_light, paint_text

_HEIGHT, _GAP = 24, 8


class TaskLinks(MarkChart):
    """Marks: one per task, its target the task's id; wraps into as many lines as needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("相关任务", parent)
        self._tasks: tuple[TaskRow, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_data(self, tasks: Sequence[TaskRow]) -> None:
        """Show tasks in the order given."""
        self._tasks = tuple(tasks)
        self.rearrange()
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        """Return the height that all lines need."""
        return int(max((mark.rect.bottom() for mark in self.arrange(QSize(width, 0))), default=_HEIGHT))

    def sizeHint(self) -> QSize:
        """Return a usual width and the height that all lines need at the present one."""
        return QSize(200, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Keep all lines."""
        return QSize(80, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for as many lines as the new width needs."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def arrange(self, size: QSize) -> tuple[Mark, ...]:
        """Return the pills line by line."""
        marks, left, top = [], 0.0, 0.0
        for task in self._tasks:
            width = 26 + metrics("small").horizontalAdvance(task.code) + 10
            if left and left + width > size.width():
                left, top = 0.0, top + _HEIGHT + _GAP
            sentence = f"{task.code} {task.title}\n{task.status.word} {task.progress}%，{task.light.text}"
            marks.append(Mark(QRectF(left, top, width, _HEIGHT), task.id, task.progress, sentence))
            left += width + _GAP
        return tuple(marks)

    def draw(self, painter: QPainter) -> None:
        """Paint pills with light and code."""
        tokens = current()
        for task, mark in zip(self._tasks, self.marks, strict=True):
            rect = mark.rect.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(QColor(tokens.field if self.is_hovered(mark) else tokens.line2), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
            paint_light(painter, QRectF(rect.left() + 10, rect.center().y() - 4.5, 9, 9), task.light.colour)
            paint_text(painter, rect.adjusted(26, 0, 0, 0), task.code, tokens.text2, "small")
        if not self._tasks:
            paint_text(painter, self.rect(), "没有任务与这项指标相连", tokens.text3, "small")

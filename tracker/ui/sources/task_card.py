"""A task beside the words it comes from: who has it, its light, how far it is and until when; a click opens it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from tracker.model.enums import LightColour
from tracker.model.rows import TaskRow
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import colour, current
from tracker.ui.widgets.paint import RIGHT, paint_light, paint_progress, paint_text

_HEIGHT, _PAD, _BAR, _SHAPE = 60, 12, 112, 10
_LOUD = (LightColour.RED, LightColour.AMBER)


def task_words(task: TaskRow) -> str:
    """Return a task in one line, as it is read aloud."""
    state = f"{task.code} {task.status.word} {task.progress}%"
    return "，".join(filter(None, (state, task.light.text, task.due_text)))


class TaskCard(QPushButton):
    """Two painted lines in a frame."""

    def __init__(self, task: TaskRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.task = task
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setAccessibleName(task_words(task))
        self.setToolTip(f"{task.code} {task.title}\n{task.light.sentence}")

    def sizeHint(self) -> QSize:
        """Return the size of two lines of text."""
        return QSize(240, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint office and owner, light, progress with what lacks of it, and the deadline."""
        painter, tokens, task = QPainter(self), current(), self.task
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        loud = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(colour(tokens.focus if self.hasFocus() else tokens.line2), 2 if self.hasFocus() else 1))
        painter.setBrush(colour(tokens.hover if loud else tokens.surface))
        painter.drawRoundedRect(frame, 8, 8)
        inside = frame.adjusted(_PAD, 7, -_PAD, -7)
        first = QRectF(inside.left(), inside.top(), inside.width(), 22)
        second = QRectF(inside.left(), inside.bottom() - 22, inside.width(), 22)
        taken = self._paint_light(painter, first)
        who = "，".join(filter(None, (task.lead_short or task.lead_office or "未定单位", task.owner)))
        room = int(inside.width() - taken - 12)
        who = metrics("small").elidedText(who, Qt.TextElideMode.ElideRight, room)
        paint_text(painter, first, who, tokens.text, "small")
        bar = QRectF(second.left(), second.top(), min(_BAR, second.width() * 0.38), second.height())
        inks = tokens.light(task.light.colour)
        gap = (task.scheduled, inks.fill) if task.scheduled is not None and task.light.colour in _LOUD else None
        paint_progress(painter, bar, task.progress, task.scheduled, height=6, gap=gap)
        percent = second.adjusted(bar.width() + 8, 0, 0, 0)
        paint_text(painter, percent, f"{task.progress}%", tokens.text, "small")
        left = percent.left() + metrics("small").horizontalAdvance("100%") + 8
        due = f"时限 {task.due_text}" if task.due_text else "无时限"
        due = metrics("small").elidedText(due, Qt.TextElideMode.ElideRight, int(second.right() - left))
        paint_text(painter, second, due, tokens.text2, "small", RIGHT)

    def _paint_light(self, painter: QPainter, line: QRectF) -> float:
        """Paint the light at the right of a line and return its width."""
        light, tokens = self.task.light, current()
        width = metrics("small").horizontalAdvance(light.text)
        ink = tokens.light(light.colour).text if light.colour in _LOUD else tokens.text2
        paint_text(painter, line, light.text, ink, "small", RIGHT)
        mark = QRectF(line.right() - width - _SHAPE - 6, line.center().y() - _SHAPE / 2, _SHAPE, _SHAPE)
        paint_light(painter, mark, light.colour)
        return width + _SHAPE + 6

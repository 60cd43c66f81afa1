"""Interaction of the burn-up: hover, click, rubber band and keys ask for the tasks behind its two lines."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from tracker.ui.overview.burn_up import BurnUpChart, Step
from tracker.ui.theme.tokens import colour, current

_REACH = 14.0  # px around a line
_BAND_FROM = 6  # px moved with the button down
_RING = 7.0
_NEXT = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class BurnUp(BurnUpChart):
    """A place on a line means all tasks counted there; the steps in a rubber band those that came with them."""

    picked = Signal(object)  # Step
    banded = Signal(list)  # Steps, by day

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: QPointF | None = None
        self._band = QRectF()
        self._chosen = -1

    def step_at(self, position: QPointF) -> Step | None:
        """Return the step within 14 px of a widget position, else the line there that is as near, as of that day."""
        near = [(self._distance(self.position_of(step), position), step) for step in self.steps]
        nearest = min(near, key=lambda pair: pair[0], default=None)
        if nearest is not None and nearest[0] <= _REACH:
            return nearest[1]
        levels = [(abs(self.position_of(step).y() - position.y()), step) for step in self._levels(position)]
        level = min(levels, key=lambda pair: pair[0], default=None)
        return level[1] if level is not None and level[0] <= _REACH else None

    def _levels(self, position: QPointF) -> Iterator[Step]:
        """Return the newest step of each line left of a position, where the line goes on above it."""
        day = self.getViewBox().mapSceneToView(self.mapToScene(position.toPoint())).x()
        for done in (False, True):
            steps = [step for step in self.steps if step.done is done]
            number = bisect_right([step.on.toordinal() for step in steps], day) - 1
            if number >= 0 and day <= (self.today.toordinal() if done else date.max.toordinal()):
                yield steps[number]

    def spoken_marks(self) -> Sequence[tuple[QRectF, str]]:
        """Return the steps of both lines as a screen reader lists them."""
        places = [(self.position_of(step), step.sentence) for step in self.steps]
        return [(QRectF(at.x() - _RING, at.y() - _RING, 2 * _RING, 2 * _RING), words) for at, words in places]

    def position_of(self, step: Step) -> QPointF:
        """Return where a step stands in the widget."""
        at = self.getViewBox().mapViewToScene(QPointF(step.on.toordinal(), step.count))
        return QPointF(self.mapFromScene(at))

    @staticmethod
    def _distance(a: QPointF, b: QPointF) -> float:
        return float(((a.x() - b.x()) ** 2 + (a.y() - b.y()) ** 2) ** 0.5)

    def tip_at(self, position: QPointF) -> str:
        """Return the sentence of the place under a position."""
        step = self.step_at(position)
        return step.sentence if step is not None else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin what becomes a click or a rubber band."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer, with a rubber band while the button is down."""
        if self._pressed is not None and (event.position() - self._pressed).manhattanLength() > _BAND_FROM:
            self._band = QRectF(self._pressed, event.position()).normalized()
            self.viewport().update()
            return
        hand = self.step_at(event.position()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Signal which step was clicked, or which steps the rubber band holds."""
        band, self._pressed, self._band = self._band, None, QRectF()
        self.viewport().update()
        if not band.isNull():
            if steps := [step for step in self.steps if band.contains(self.position_of(step))]:
                self.banded.emit(steps)
        elif event.button() == Qt.MouseButton.LeftButton and (step := self.step_at(event.position())) is not None:
            self.picked.emit(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the steps with the arrows, first the plan, then what was done; Enter and space click."""
        key, last = event.key(), len(self.steps) - 1
        if last >= 0 and key in (*_NEXT, *_BACK):
            self._chosen = max(0, min(last, self._chosen + (1 if key in _NEXT else -1)))
            step = self.steps[self._chosen]
            self.setAccessibleDescription(step.sentence)
            QToolTip.showText(self.mapToGlobal(self.position_of(step).toPoint() + QPoint(8, 8)), step.sentence, self)
            self.viewport().update()
        elif 0 <= self._chosen <= last and key in _PRESS:
            self.picked.emit(self.steps[self._chosen])
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Remove the frame."""
        super().focusOutEvent(event)
        self._chosen = -1
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the plot, then the rubber band and the step the keys are on."""
        super().paintEvent(event)
        chosen = self.steps[self._chosen] if 0 <= self._chosen < len(self.steps) else None
        if self._band.isNull() and not self.hasFocus():
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(current().focus), 1))
        if not self._band.isNull():
            painter.setBrush(colour(current().band))
            painter.drawRect(self._band)
        if chosen is not None and self.hasFocus():
            painter.setPen(QPen(colour(current().focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(self.position_of(chosen), _RING, _RING)

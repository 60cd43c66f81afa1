"""Base of the painted charts: marks that can be pointed at, clicked and walked through with the keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QMetaMethod, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from tracker.ui.theme.tokens import colour, current

_BAND_FROM = 6  # px moved with the button down
_NEXT = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True)
class Mark:
    """One drawn figure: where it is, what a click on it asks for, its number and its sentence."""

    rect: QRectF
    target: object
    value: float
    sentence: str


class MarkChart(QWidget):
    """A widget of marks; subclasses lay them out in `place` and draw them in `draw`."""

    picked = Signal(object)  # the target of the mark
    banded = Signal(list)  # the targets of all marks a rubber band has touched

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[Mark, ...] = ()
        self._links: tuple[Mark, ...] = ()
        self._hovered: Mark | None = None
        self._chosen = 0
        self._keyed = False
        self._pressed: QPointF | None = None
        self._band = QRectF()
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return the drawn marks in reading order: the numbers on screen."""
        return self._marks

    @property
    def links(self) -> tuple[Mark, ...]:
        """Return the words that lead to another page: no figures, and out of reach of the rubber band."""
        return self._links

    def arrange(self, size: QSize) -> tuple[Mark, ...]:
        """Return the marks for a widget of this size."""
        raise NotImplementedError

    def place_links(self, _size: QSize) -> tuple[Mark, ...]:
        """Return the links for a widget of this size; called after `place`."""
        return ()

    def spoken_marks(self) -> Sequence[tuple[QRectF, str]]:
        """Return the marks as a screen reader lists them."""
        return [(mark.rect, mark.sentence) for mark in self._stops()]

    def _stops(self) -> tuple[Mark, ...]:
        """Return what the keys walk through."""
        return (*self._marks, *self._links)

    def paint_into(self, painter: QPainter) -> None:
        """Paint the chart without hover, focus or rubber band: on paper nobody points."""
        self.draw(painter)

    def draw(self, painter: QPainter) -> None:
        """Paint the chart with the tokens in force."""
        raise NotImplementedError

    def rearrange(self) -> None:
        """Lay the marks out again; call after the data changed."""
        self._marks = self.arrange(self.size())
        self._links = self.place_links(self.size())
        self._hovered = None
        self._chosen = min(self._chosen, max(len(self._stops()) - 1, 0))
        self.update()

    def mark_at(self, position: QPointF) -> Mark | None:
        """Return the smallest mark under a position."""
        under = [mark for mark in self._stops() if mark.rect.contains(position)]
        return min(under, key=lambda mark: mark.rect.width() * mark.rect.height(), default=None)

    def is_hovered(self, mark: Mark) -> bool:
        """Return whether the pointer is on the mark."""
        return mark is self._hovered

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the marks out for the new size."""
        super().resizeEvent(event)
        self.rearrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chart, and the frame of the mark the keys are on."""
        painter = QPainter(self)
        painter.setClipRect(event.rect())  # so that a chart can leave out what nobody sees
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)
        if not self._band.isNull():
            painter.setPen(QPen(QColor(current().accent), 1))
            painter.setBrush(colour(current().band))
            painter.drawRect(self._band)
        stops = self._stops()
        if self.hasFocus() and self._keyed and stops:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(current().focus), 2))
            painter.drawRoundedRect(stops[self._chosen].rect.adjusted(0, 0, -1, -1), 4, 4)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer, with a rubber band while the button is down."""
        asked = self.isSignalConnected(QMetaMethod.fromSignal(self.banded))  # else nothing would come of it
        if asked and self._pressed is not None and (event.position() - self._pressed).manhattanLength() > _BAND_FROM:
            self._band = QRectF(self._pressed, event.position()).normalized()
            self.update()
        else:
            self._hover(self.mark_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._hover(None)
        super().leaveEvent(event)

    def _hover(self, mark: Mark | None) -> None:
        if mark is not self._hovered:
            self._hovered = mark
            hand = mark is not None and mark.target is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin what becomes a click or a rubber band."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()

    def targets_in(self, band: QRectF) -> list[object]:
        """Return the targets of the marks a rectangle touches; where marks lie on marks, the finer ones."""
        touched = [mark for mark in self._marks if mark.target is not None and mark.rect.intersects(band)]
        finer = [mark for mark in touched if any(_lies_on(mark, other) for other in touched)]
        return [mark.target for mark in finer or touched]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Signal which mark was clicked, or which marks the rubber band has touched."""
        mark, band = self.mark_at(event.position()), self._band
        self._pressed, self._band = None, QRectF()
        self.update()
        if not band.isNull():
            if targets := self.targets_in(band):
                self.banded.emit(targets)
        elif event.button() == Qt.MouseButton.LeftButton and mark is not None:
            self._pick(mark)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the marks with the arrows; Enter and space act like a click."""
        stops = self._stops()
        key, last = event.key(), len(stops) - 1
        if last >= 0 and key in (*_NEXT, *_BACK):
            step = 1 if key in _NEXT else -1
            self._chosen = max(0, min(last, self._chosen + step * self._keyed))
            self._keyed = True
            self._announce(self._chosen)
            self.update()
        elif last >= 0 and key in _PRESS and self._keyed:
            self._pick(stops[self._chosen])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame at once when the focus came by Tab."""
        self._keyed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Show the sentence of the mark under the pointer as tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            mark = self.mark_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), mark.sentence if mark else "", self)
            return True
        return super().event(event)

    def _announce(self, number: int) -> None:
        """Tell screen readers that the keys are on another mark."""
        event = QAccessibleEvent(self, QAccessible.Event.Focus)
        event.setChild(number)
        QAccessible.updateAccessibility(event)

    def _pick(self, mark: Mark) -> None:
        if mark.target is not None:
            self.picked.emit(mark.target)


def _lies_on(mark: Mark, other: Mark) -> bool:
    """Tell whether a mark is drawn on a larger one: a segment on its row."""
    return mark.rect != other.rect and other.rect.contains(mark.rect)

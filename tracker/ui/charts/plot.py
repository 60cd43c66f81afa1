"""A quiet pyqtgraph plot in the colours of the theme. Importing this module imports pyqtgraph (0.5 s)."""

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from tracker.model.numbers import format_value
from tracker.ui.charts.dots import Dots
from tracker.ui.charts.labels import Label, arrange
from tracker.ui.charts.ticks import date_ticks, value_ticks
from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.style import themes
from tracker.ui.theme.tokens import colour, current

pg.setConfigOptions(antialias=True)

Tip = tuple[float, float, str]  # day ordinal, value, words

_REACH = 14.0  # px around a point inside which its tooltip shows
_MOST_SPOKEN = 200


_LEAST_TICKS, _FINER = 3, 4

#: Pixels that the digits of a tick reach above its line.
HALF_A_NUMBER = 6


class DateAxis(pg.AxisItem):  # type: ignore[misc]
    """A bottom axis of day ordinals with Chinese ticks; ticks left of `starts_at` are left out."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self.starts_at = -float("inf")
        self.extra: tuple[tuple[float, str], ...] = ()

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return one level of ticks, about one per 66 px, none whose words the right edge would cut."""
        most, a_pixel = max(2, int(size // 66)), (high - low) / max(size, 1.0)
        ticks = date_ticks(max(low, self.starts_at), high, most)
        fitting = {x: word for x, word in ticks if (high - x) / a_pixel >= metrics("tick").horizontalAdvance(word) / 2}
        self._words = fitting | dict(self.extra)
        return [(1.0, list(self._words))]

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        """Return the words of the ticks."""
        return [self._words.get(value, "") for value in values]


class ValueAxis(pg.AxisItem):  # type: ignore[misc]
    """A left axis of four to six round values with thousands separators."""

    def __init__(self, whole: bool) -> None:
        super().__init__("left")
        self.whole = whole

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return one level of ticks, none whose number the upper edge would cut; its lines are the horizontal grid."""
        upper, room = high, abs(high - low) * HALF_A_NUMBER / max(size, 1.0)
        low, high = sorted((low, high))  # a rank axis is upside down
        fit = max(3, min(6, int(size // 26)))
        for most in range(fit, fit + _FINER):  # two numbers are no scale
            ticks = [tick for tick in value_ticks(low, high, most, self.whole) if abs(tick - upper) >= room]
            if len(ticks) >= _LEAST_TICKS:
                break
        return [(1.0, ticks)]

    def boundingRect(self) -> QRectF:
        """Leave room for half a label above and below; with a grid pyqtgraph leaves none."""
        room: QRectF = super().boundingRect()
        return room.adjusted(0, -8, 0, 8)

    def fit(self, low: float, high: float, size: float) -> None:
        """Reserve the width of the widest number, before the first paint."""
        words = self.tickStrings(self.tickValues(low, high, size)[0][1], 1.0, 1.0)
        widest = max((metrics("tick").horizontalAdvance(word) for word in words), default=0)
        self.setWidth(widest + 10)

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        """Return the numbers of the ticks."""
        return [format_value(value) for value in values]


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """Base of the line charts: grid, axes, labels that avoid each other, tooltips, live theme."""

    thick: float = 1.0  # device pixels of one pixel of the look; more than 1 on paper and in presentations

    def __init__(self, parent: QWidget | None = None, *, whole: bool = False) -> None:
        self.days, self.values = DateAxis(), ValueAxis(whole)
        super().__init__(parent, background=None, axisItems={"bottom": self.days, "left": self.values})
        self.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self.setMouseEnabled(x=False, y=False)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseTracking(True)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # one stop for the keyboard, not two
        self.getPlotItem().layout.setContentsMargins(0, 0, 0, 0)
        self.labels: list[Label] = []
        self.tips: list[Tip] = []
        self.days.setStyle(tickLength=0, tickTextOffset=6, hideOverlappingLabels=32)
        self.values.setStyle(tickLength=0, tickTextOffset=8, hideOverlappingLabels=False)
        self.values.setGrid(255)
        for axis in (self.days, self.values):
            axis.enableAutoSIPrefix(False)  # its label, which nobody sees, is laid out at every step of panning
        self.values.setZValue(-1000)  # the grid lies under the lines
        themes().switched.connect(self.dress)
        self._style_axes()

    def pen(self, tone: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        """Return the pen of a line in pixels of the look; pyqtgraph's pens do not grow with the picture."""
        pen: QPen = pg.mkPen(tone, width=width * self.thick, style=style)
        return pen

    def add_label(self, role: str = "small") -> Label:
        """Add a text that `arrange_labels` places; hidden until it has a text."""
        label = Label(font("smallstrong" if role == "strong" else "small"))
        self.addItem(label, ignoreBounds=True)
        self.labels.append(label)
        return label

    def arrange_labels(self) -> None:
        """Put every label on the free side of its point; call after the data or the size changed."""
        box = self.getViewBox()
        low, high = self.viewRange()[1]
        self.values.fit(low, high, box.height())
        self.getPlotItem().layout.activate()
        box.updateViewRange()
        box.updateMatrix()
        arrange(self.labels, box, self.traced())

    def axis_span(self) -> tuple[float, float, float, float]:
        """Return where the days of the axis begin and end: in px of the widget, and as day ordinals."""
        area = self.mapFromScene(self.getViewBox().sceneBoundingRect()).boundingRect()
        first, last = self.viewRange()[0]
        return float(area.left()), float(area.right()), float(first), float(last)

    def traced(self) -> list[QPointF]:
        """Return points (data coordinates) that labels should not cover."""
        return []

    def restyle(self) -> None:
        """Use the colours of the theme in force; subclasses add their own items."""

    def close(self) -> bool:
        """Stop following the theme: pyqtgraph destroys the axes when a plot is closed."""
        themes().switched.disconnect(self.dress)
        return bool(super().close())

    def print_with(self, thick: float) -> None:
        """Prepare for a drawing in which one pixel of the look is `thick` pixels of the device."""
        self.thick = thick
        for item in self.getPlotItem().items:
            if isinstance(item, Dots):
                item.printed = True
        self.dress()

    def dress(self) -> None:
        """Use the colours of the theme in force, axes and all."""
        self._style_axes()
        self.restyle()

    def _style_axes(self) -> None:
        tokens = current()
        for axis in (self.days, self.values):
            axis.setTickFont(font("tick"))
            axis.setTextPen(colour(tokens.text2))
        self.days.setPen(self.pen(tokens.line2))
        self.days.setTickPen(self.pen(tokens.line2))  # a zero length still paints a dot: let it be the line's own
        self.values.setPen(pg.mkPen(None))
        self.values.setTickPen(self.pen(tokens.line))

    def sizeHint(self) -> QSize:
        """Return a small size; the layout decides."""
        return QSize(320, 160)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which axes and labels can be read."""
        return QSize(200, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the labels again, since their sides are chosen in pixels."""
        super().resizeEvent(event)
        if "labels" in self.__dict__ and self.plotItem is not None:  # neither half made nor closed
            self.arrange_labels()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page, which scrolls."""
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the tooltip of the nearest point."""
        text = self.tip_at(event.position())
        QToolTip.showText(event.globalPosition().toPoint(), text, self)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the tooltip."""
        QToolTip.hideText()
        super().leaveEvent(event)

    def spoken_marks(self) -> Sequence[tuple[QRectF, str]]:
        """Return the points that have a tooltip as a screen reader lists them, at most 200."""
        box, marks = self.getViewBox(), []
        for x, y, words in self.tips[:_MOST_SPOKEN]:
            at = self.mapFromScene(box.mapViewToScene(QPointF(x, y)))
            marks.append((QRectF(at.x() - 4, at.y() - 4, 8, 8), words))
        return marks

    def tip_at(self, position: QPointF) -> str:
        """Return the tooltip of the point within 14 px of a widget position, else ""."""
        box = self.getViewBox()
        words, nearest = "", _REACH
        for x, y, text in self.tips:
            at = self.mapFromScene(box.mapViewToScene(QPointF(x, y)))
            distance = ((at.x() - position.x()) ** 2 + (at.y() - position.y()) ** 2) ** 0.5
            if distance <= nearest:
                words, nearest = text, distance
        return words

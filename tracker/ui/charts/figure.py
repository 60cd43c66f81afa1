"""Draws a chart with its title, day, legend and source on a sheet: for paper, for a report, for a screen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QRegion
from PySide6.QtWidgets import QGraphicsView, QWidget

from tracker.ui.theme.tokens import current, use
from tracker.ui.widgets.paint import RIGHT, paint_text

DEMO = "演示数据"
_EDGE, _TITLE, _NOTE, _FOOT = 24.0, 28.0, 20.0, 28.0


@runtime_checkable
class PaintsInto(Protocol):
    """A chart that draws all of itself with lines and text, for devices that are no screen."""

    def paint_into(self, painter: QPainter) -> None:
        """Paint the whole chart at the painter's origin."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One chart as it leaves the program; `make` gives a new widget, laid out at `size` in the look's pixels."""

    title: str
    note: str  # the day it shows, the unit; a second line where there is more to say
    make: Callable[[], QWidget]
    legend: Callable[[QWidget], QWidget | None] = lambda _chart: None
    size: QSize = field(default_factory=lambda: QSize(720, 380))
    fixed: bool = False  # its content was cut to its size: a screen enlarges it as it is

    @property
    def whole(self) -> QSize:
        """Return the size of the sheet around the chart: title, legend, foot and edges."""
        return self.size + QSize(round(2 * _EDGE), round(self.head + _FOOT + _EDGE))

    @property
    def head(self) -> float:
        """Return the height of title and note with the space below them."""
        return _TITLE + 8 + _NOTE * len(self.note.splitlines())


def draw_sheet(painter: QPainter, area: QRectF, sheet: Sheet, *, demo: bool, size: QSize | None = None) -> None:
    """Draw a sheet into an area, its chart laid out at `size` (default: the sheet's own)."""
    tokens = current()
    painter.fillRect(area, QColor(tokens.surface))
    inner = area.adjusted(_EDGE, _EDGE / 2, -_EDGE, -_EDGE / 2)
    paint_text(painter, QRectF(inner.left(), inner.top(), inner.width(), 28), sheet.title, tokens.text, "title")
    for number, note in enumerate(sheet.note.splitlines()):
        line = QRectF(inner.left(), inner.top() + _TITLE + number * _NOTE, inner.width(), _NOTE)
        paint_text(painter, line, note, tokens.text2, "small")
    chart, wanted = sheet.make(), size or sheet.size
    box = inner.adjusted(0, sheet.head, 0, -_FOOT)
    legend = sheet.legend(chart)
    if legend is not None:
        lay_out(legend, QSize(min(legend.sizeHint().width(), wanted.width()), legend.sizeHint().height()))
        wanted -= QSize(0, legend.height() + 6)
    lay_out(chart, wanted)
    if legend is not None:
        draw_chart(painter, QRectF(box.left(), box.top(), legend.width(), legend.height()), legend)
        box = box.adjusted(0, legend.height() + 6, 0, 0)
    _wipe(painter, area, draw_chart(painter, box, chart))
    draw_foot(painter, inner, demo)


def _wipe(painter: QPainter, area: QRectF, drawn: QRectF) -> None:
    """Clear what a chart has drawn below and right of itself: SVG knows no clipping."""
    ground = QColor(current().surface)
    painter.fillRect(QRectF(drawn.right(), drawn.top(), area.right() - drawn.right(), drawn.height()), ground)
    painter.fillRect(QRectF(area.left(), drawn.bottom(), area.width(), area.bottom() - drawn.bottom()), ground)


def draw_foot(painter: QPainter, inner: QRectF, demo: bool) -> None:
    """Write at the foot where the sheet comes from, and that it shows demonstration data where it does."""
    tokens = current()
    foot = QRectF(inner.left(), inner.bottom() - 20, inner.width(), 20)
    paint_text(painter, foot, "智造台账", tokens.text3, "tick")
    if demo:
        paint_text(painter, foot, DEMO, tokens.amber.text, "smallstrong", RIGHT)


def lay_out(widget: QWidget, size: QSize) -> None:
    """Give a widget that is on no screen its size, so that it can be drawn."""
    widget.ensurePolished()
    widget.resize(size)
    if not widget.isVisible():
        widget.grab()  # sends the resize, lays the children out and the labels of a plot


def draw_chart(painter: QPainter, area: QRectF, chart: QWidget) -> QRectF:
    """Draw a chart as large as an area allows, in its own proportions, as lines and text; return where."""
    scale = min(area.width() / max(chart.width(), 1), area.height() / max(chart.height(), 1))
    painter.save()
    painter.setPen(Qt.PenStyle.SolidLine)
    painter.setBrush(Qt.BrushStyle.NoBrush)  # a curve without a brush of its own would be filled with the last one
    painter.translate(area.topLeft())
    painter.scale(scale, scale)
    painter.setClipRect(QRectF(chart.rect()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if isinstance(chart, QGraphicsView):
        _prepare(chart, painter.deviceTransform().m11())
        chart.render(painter, QRectF(chart.rect()), chart.rect())
    elif isinstance(chart, PaintsInto):
        chart.paint_into(painter)
    else:
        chart.render(painter, chart.rect().topLeft(), QRegion(), QWidget.RenderFlag.DrawChildren)
    painter.restore()
    return QRectF(area.left(), area.top(), chart.width() * scale, chart.height() * scale)


def _prepare(chart: QGraphicsView, ratio: float) -> None:
    """Make the lines of a plot as wide as the device needs; asked by name, since `Plot` imports pyqtgraph."""
    if callable(print_with := getattr(chart, "print_with", None)):
        print_with(ratio)


@contextmanager
def on_paper() -> Iterator[None]:
    """Draw in light colours whatever the screen shows; charts created inside use them."""
    before = current().name
    use("light")
    try:
        yield
    finally:
        use(before)

"""The pictures a template of a bulletin may show, drawn for white paper from the figures of the paper."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from tracker.model.figures import percent_text
from tracker.model.numbers import format_value
from tracker.model.paper_periods import day_words
from tracker.model.rows import Figures, RiskIndicator
from tracker.reports.names import INDICATORS, OFFICE_LIGHTS, PLAN_AND_ACTUAL
from tracker.ui.charts.image_files import content
from tracker.ui.charts.office_lights import SIZE, office_lights
from tracker.ui.theme.tokens import LIGHT
from tracker.ui.widgets.paint import LEFT, RIGHT, Align, paint_text

#: More indicators than this are not drawn: the least attained come first.
MOST = 16
_FOOT, _LEFT, _RIGHT, _TOP = 20, 34, 10, 22
_NAME, _VALUES, _ROW, _BAR, _HEAD = 210, 150, 20, 9, 18
_WHOLE = 1_000  # tenths of a percent
_STEPS = 4  # lines across the picture
Steps = Sequence[tuple[date, int]]


def pictures_of(figures: Figures) -> dict[str, Callable[[], bytes]]:
    """Return what draws each picture of a bulletin (PNG, 300 dots per inch, 156 mm wide), by its placeholder."""
    return {
        OFFICE_LIGHTS: partial(office_lights, figures.offices, demo=figures.demo),
        PLAN_AND_ACTUAL: partial(plan_and_actual, figures),
        INDICATORS: partial(indicators, figures),
    }


def plan_and_actual(figures: Figures) -> bytes:
    """Return how many tasks were to be done, and how many were closed, by each day; b"" without a deadline."""
    if not figures.plan:
        return b""
    return content("png", lambda painter, area: _draw_steps(painter, area, figures), SIZE, "计划与实际")


def indicators(figures: Figures) -> bytes:
    """Return how much of the way to its target each indicator has gone, the least first; b"" without a target."""
    rows = sorted(figures.indicators.listed, key=lambda row: (row.attainment is None, row.attainment or 0))[:MOST]
    if not rows:
        return b""
    size = QSize(SIZE.width(), _HEAD + len(rows) * _ROW + (_HEAD if figures.demo else 0))
    return content("png", lambda painter, area: _draw_indicators(painter, area, rows, figures), size, "指标完成情况")


def _prepare(painter: QPainter, area: QRectF, figures: Figures) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(area.adjusted(0, 0, 1, 1), QColor(LIGHT.surface))
    if figures.demo:
        line = QRectF(area.left(), area.bottom() - _HEAD, area.width(), _HEAD)
        paint_text(painter, line, "（演示数据）", LIGHT.text2, "tick", Align.AlignRight | Align.AlignVCenter)


def _draw_steps(painter: QPainter, area: QRectF, figures: Figures) -> None:
    """Draw two lines of steps: planned ones dashed, closed ones up to the last day of the paper."""
    _prepare(painter, area, figures)
    foot = _FOOT + (_HEAD if figures.demo else 0)
    plot = area.adjusted(_LEFT, _TOP, -_RIGHT, -foot)
    end = figures.period.end
    days = [day for day, _ in (*figures.plan, *figures.actual)] + [end]
    first, last, most = min(days), max(days), max(figures.plan[-1][1], _STEPS)
    span = max((last - first).days, 1)

    def at(day: date, count: int) -> QPointF:
        return QPointF(
            plot.left() + plot.width() * (day - first).days / span, plot.bottom() - plot.height() * count / most
        )

    _draw_axes(painter, plot, most, (first, end, last), at)
    _draw_line(painter, figures.plan, last, at, QPen(QColor(LIGHT.text2), 1.2, Qt.PenStyle.DashLine))
    _draw_line(painter, figures.actual, end, at, QPen(QColor(LIGHT.accent), 2))
    planned = max((count for day, count in figures.plan if day <= end), default=0)
    closed = figures.actual[-1][1] if figures.actual else 0
    head = QRectF(plot.left(), area.top(), plot.width(), _TOP)
    text = f"截至{day_words(end)}：应完成{planned}项（虚线），已销号{closed}项（实线）"
    paint_text(painter, head, text, LIGHT.text, "tick", LEFT)


def _draw_axes(
    painter: QPainter, plot: QRectF, most: int, days: tuple[date, ...], at: Callable[[date, int], QPointF]
) -> None:
    """Draw the numbers at the left, and below the first day, the last day of the paper and the last day of all."""
    for count in sorted({round(most * step / _STEPS) for step in range(_STEPS + 1)}):
        line = at(days[0], count).y()
        painter.setPen(QPen(QColor(LIGHT.line2), 1))
        painter.drawLine(QPointF(plot.left(), line), QPointF(plot.right(), line))
        room = QRectF(plot.left() - _LEFT, line - 8, _LEFT - 6, 16)
        paint_text(painter, room, format_value(count), LIGHT.text2, "tick", RIGHT)
    taken = plot.left() - 1
    for day in sorted(set(days)):
        middle = min(max(at(day, 0).x(), plot.left() + 36), plot.right() - 36)
        if middle - 36 >= taken:
            room = QRectF(middle - 36, plot.bottom() + 2, 72, _FOOT - 2)
            paint_text(painter, room, f"{day:%Y-%m-%d}", LIGHT.text2, "tick", Align.AlignCenter)
            taken = middle + 36


def _draw_line(
    painter: QPainter, steps: Steps, until: date, at: Callable[[date, int], QPointF], pen: QPen
) -> None:  # fmt: skip
    count, points = 0, QPolygonF()
    for day, total in steps:
        points.append(at(day, count))
        points.append(at(day, total))
        count = total
    if steps:
        points.append(at(max(until, steps[-1][0]), count))
    painter.setPen(pen)
    painter.drawPolyline(points)


def _draw_indicators(painter: QPainter, area: QRectF, rows: Sequence[RiskIndicator], figures: Figures) -> None:
    _prepare(painter, area, figures)
    head = QRectF(area.right() - _VALUES, area.top(), _VALUES, _HEAD)
    paint_text(painter, head, "现值 / 目标　完成比", LIGHT.text2, "tick", RIGHT)
    for number, row in enumerate(rows):
        line = QRectF(area.left(), area.top() + _HEAD + number * _ROW, area.width(), _ROW)
        paint_text(painter, QRectF(line.left(), line.top(), _NAME, _ROW), row.name, LIGHT.text, "tick", LEFT)
        value = format_value(row.value) if row.value is not None else "—"
        text = f"{value} / {format_value(row.target)}{row.unit}　{percent_text(row.attainment)}"
        paint_text(painter, QRectF(line.right() - _VALUES, line.top(), _VALUES, _ROW), text, LIGHT.text, "tick", RIGHT)
        whole = QRectF(
            line.left() + _NAME + 10, line.center().y() - _BAR / 2, line.width() - _NAME - _VALUES - 20, _BAR
        )
        painter.fillRect(whole, QColor(LIGHT.line2))
        share = min(max(row.attainment or 0, 0), _WHOLE) / _WHOLE
        painter.fillRect(whole.adjusted(0, 0, whole.width() * (share - 1), 0), QColor(LIGHT.accent))

"""The small line of an indicator card: newest values, target, last point. Painted, without pyqtgraph."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from tracker.model.rows import IndicatorRow
from tracker.ui.indicators.series import drawable
from tracker.ui.theme.tokens import current

_MOST = 60
_DOT = 3.0  # px: the radius of the last point


def spark_values(row: IndicatorRow) -> tuple[float, ...]:
    """Return the newest values in time order, at most 60; an undated value counts as the oldest."""
    values = (drawable(o.value) for o in row.observations)
    return tuple(value for value in values if value is not None)[-_MOST:]


def spark_points(
    values: Sequence[float], target: float | None, rect: QRectF, upside_down: bool = False
) -> tuple[list[QPointF], float | None]:
    """Return the line inside `rect` and the height (px) of the target; a broken target counts as none."""
    target = drawable(target)
    known = [*values] + ([] if target is None else [target])
    if not known:
        return [], None
    low, high = min(known), max(known)

    def height(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5  # divided first: the span may be tiny
        return rect.top() + share * rect.height() if upside_down else rect.bottom() - share * rect.height()

    step = rect.width() / (len(values) - 1) if len(values) > 1 else 0.0
    first = rect.left() if len(values) > 1 else rect.right()
    points = [QPointF(first + index * step, height(value)) for index, value in enumerate(values)]
    return points, None if target is None else height(target)


def paint_sparkline(painter: QPainter, rect: QRectF, points: Sequence[QPointF], target_y: float | None) -> None:
    """Paint the dashed target and the line with its last point."""
    tokens = current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if target_y is not None:
        y = round(target_y) + 0.5
        painter.setPen(QPen(QColor(tokens.plan), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right() + 4, y))
    if points:
        colour = QColor(tokens.series[0])
        painter.setPen(QPen(colour, 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF(list(points)))
        painter.setPen(QPen(QColor(tokens.surface), 1.5))
        painter.setBrush(colour)
        painter.drawEllipse(points[-1], _DOT, _DOT)
    painter.restore()

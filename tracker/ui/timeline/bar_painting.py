"""Paints the bars of the timeline: time gone, progress, what lacks of it, milestones, and the light behind."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from tracker.model.enums import LightColour, Status
from tracker.model.rows import TaskRow
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.timeline.bar_shape import Shape, Step, beside_marks, end_words
from tracker.ui.widgets.paint import paint_hatch, paint_light, paint_text

BAR, INNER = 14, 4
_BELOW = 8.0  # px from the middle of a bar to the middle of its milestones
_LIGHT, _CLOSED = 10.0, 12.0
_GAP = 10.0
_AWAY = 20.0  # px beyond the picture up to which anything is painted


def paint_bar(
    painter: QPainter, shape: Shape, row: QRectF, task: TaskRow, ratio: float = 0.0, today: float = 0.0
) -> None:
    """Paint span, progress, first deadline, lateness and milestones; light and reason stand behind the bar.

    With the pixel `ratio` of a screen diamonds and reasons are stamped from kept pictures, else drawn. `today` is its
    pixel: the words of a bar without an end stand behind it.
    """
    painter.translate(row.left(), 0)
    width, middle = row.width(), row.center().y() - 1
    if shape.begin is not None:
        _paint_span(painter, shape, middle, width, task)
    _paint_closing(painter, shape, middle)
    if shape.first_due is not None:
        painter.fillRect(QRectF(round(shape.first_due) - 1, middle - 10, 2, 20), QColor(current().tick))
    if shape.late_until is not None and shape.end is not None:
        late = QRectF(shape.end, middle - 1, shape.late_until - shape.end, 2)
        painter.fillRect(late, QColor(current().red.fill))
    inner = QRectF(0, row.top(), width, row.height() - 2)
    _paint_marks(painter, shape, inner, ratio)
    _paint_end(painter, shape, inner, task, ratio, today)
    painter.translate(-row.left(), 0)


def _paint_span(painter: QPainter, shape: Shape, middle: float, width: float, task: TaskRow) -> None:
    tokens = current()
    # Never wider than the picture: at a week's zoom five years would be 200,000 px.
    left = max(shape.begin or 0.0, -_AWAY)
    right = min(shape.end if shape.end is not None else width + _AWAY, width + _AWAY)
    if right <= left:
        return
    box = QRectF(left, middle - BAR / 2, right - left, BAR)
    if shape.guessed or task.status is Status.CANCELLED:
        painter.setPen(QPen(QColor(tokens.field), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    for end, tone in ((right, tokens.barbg), (min(shape.gone, right), tokens.elapsed)):
        if end > left:
            painter.setBrush(QColor(tone))
            painter.drawRoundedRect(QRectF(box.left(), box.top(), end - left, BAR), 3, 3)
    inner = QRectF(left + 3, middle - INNER / 2, max(min(shape.done, right) - left - 6, 0), INNER)
    if shape.done > left + 6:
        painter.setBrush(QColor(tokens.bar))
        painter.drawRoundedRect(inner, 2, 2)
    if shape.asked is not None and shape.asked > left:
        start = max(shape.done, left + 3)
        gap = QRectF(start, middle - INNER / 2, max(min(shape.asked, right) - start, 0), INNER)
        paint_hatch(painter, gap, tokens.light(task.light.colour).fill)


def _paint_closing(painter: QPainter, shape: Shape, middle: float) -> None:
    """Paint how far the day of completion lies from the deadline: dashed before it, slate after it."""
    if shape.closed is None or shape.end is None:
        return
    tokens = current()
    if shape.due is not None:
        painter.setPen(QPen(QColor(tokens.plan), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(shape.end + _CLOSED, middle), QPointF(shape.due, middle))
    elif shape.closed > shape.end:
        painter.fillRect(QRectF(shape.end, middle - 1, shape.closed - shape.end, 2), QColor(tokens.bar))


def _paint_marks(painter: QPainter, shape: Shape, row: QRectF, ratio: float) -> None:
    for diamond in shape.diamonds:
        if -8 <= diamond.x <= row.width() + 8:
            _put_diamond(painter, QPointF(diamond.x, row.center().y() + _BELOW), diamond.step, ratio)


def _put_diamond(painter: QPainter, at: QPointF, step: Step, ratio: float) -> None:
    if ratio:
        painter.drawPixmap(at - QPointF(8, 8), _diamond_stamp(step, ratio, current().name))
    else:
        paint_diamond(painter, at, step)


@lru_cache(maxsize=64)
def _diamond_stamp(step: Step, ratio: float, _theme: str) -> QPixmap:
    return _stamp(QSize(16, 16), ratio, lambda painter: paint_diamond(painter, QPointF(8, 8), step))


Words = tuple[LightColour, str, str]  # the light, its reason, what else is said


@lru_cache(maxsize=1024)
def _words_stamp(words: Words, ratio: float, _theme: str) -> QPixmap:
    """Return shape and words of a bar's end."""
    size = QSize(round(_words_width(words)) + 2, 24)
    return _stamp(size, ratio, lambda painter: _draw_words(painter, QRectF(0, 0, size.width(), 24), words))


def _stamp(size: QSize, ratio: float, draw: Callable[[QPainter], None]) -> QPixmap:
    kept = QPixmap(size * ratio)
    kept.setDevicePixelRatio(ratio)
    kept.fill(Qt.GlobalColor.transparent)
    painter = QPainter(kept)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    return kept


def paint_diamond(painter: QPainter, at: QPointF, step: Step) -> None:
    """Paint a milestone, 8 px with its ring of surface: filled done, hollow to come, red hollow late."""
    tokens = current()
    ink = QColor(tokens.red.fill if step is Step.LATE else tokens.text)
    for side, brush in ((5.6, QColor(tokens.surface)), (3.8, ink if step is Step.DONE else QColor(tokens.surface))):
        corners = [QPointF(0, -side), QPointF(side, 0), QPointF(0, side), QPointF(-side, 0)]
        painter.setPen(QPen(ink, 1.3) if side < 5 else Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        painter.drawPolygon(QPolygonF([at + corner for corner in corners]))


def _paint_end(painter: QPainter, shape: Shape, row: QRectF, task: TaskRow, ratio: float, today: float) -> None:
    """Paint light and words behind the bar; inside the picture's edge where its end is out of sight."""
    words: Words = (task.light.colour, *end_words(task))
    wide = _words_width(words)
    left = _behind(shape, today)
    if left > row.width() - wide - 4:
        left = beside_marks(row.width() - wide - 8, wide, shape)
        _paint_ground(painter, QRectF(left - 4, row.center().y() - 10, wide + 12, 20))
        _paint_marks(painter, shape, row, ratio)  # where they are dense the words stand among them
    elif left < 4 and shape.end is not None:
        words = (task.light.colour, "", f"止于 {task.closed_on or task.due_on}")
        left = 8.0
    at = QRectF(left, row.center().y() - 12, wide, 24)
    if ratio:
        painter.drawPixmap(at.topLeft(), _words_stamp(words, ratio, current().name))
    else:
        _draw_words(painter, at, words)


def _behind(shape: Shape, today: float) -> float:
    """Return the pixel at which the light of a bar stands: behind its last mark, or on the day of completion."""
    if shape.closed is not None:
        return max(shape.closed, shape.end or shape.closed) - _CLOSED / 2
    ends = [x for x in (shape.end, shape.late_until) if x is not None]
    return (max(ends) if ends else max(today, shape.begin or today)) + _GAP


def _paint_ground(painter: QPainter, box: QRectF) -> None:
    """Paint a ground for words that stand on a bar."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(current().surface))
    painter.drawRoundedRect(box, 4, 4)


def _words_width(words: Words) -> float:
    _, reason, more = words
    width = _CLOSED + 2.0
    for part in (reason, more):
        if part:
            width += metrics("small").horizontalAdvance(part) + 6
    return width


def _draw_words(painter: QPainter, box: QRectF, words: Words) -> None:
    """Paint shape, reason and percent; the colour's word is left out, the shape says it and there is little room."""
    tokens, (light, reason, more) = current(), words
    side = _CLOSED if light is LightColour.BLUE else _LIGHT
    paint_light(painter, QRectF(box.left(), box.center().y() - side / 2, side, side), light)
    left = box.left() + _CLOSED + 6
    if reason:
        paint_text(painter, box.adjusted(left - box.left(), 0, 40, 0), reason, tokens.light(light).text, "small")
        left += metrics("small").horizontalAdvance(reason) + 8
    if more:
        wide = metrics("small").horizontalAdvance(more) + 2
        paint_text(painter, QRectF(left, box.top(), wide, box.height()), more, tokens.text2, "small")


def paint_drag(painter: QPainter, x: float, row: QRectF, words: str) -> None:
    """Paint where a dragged deadline would fall, with its date."""
    tokens = current()
    at = row.left() + x
    painter.fillRect(QRectF(round(at) - 1, row.top() + 4, 2, row.height() - 8), QColor(tokens.accent))
    width = metrics("small").horizontalAdvance(words) + 16
    pill = QRectF(min(at + 8, row.right() - width), row.center().y() - 11, width, 22)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.tip))
    painter.drawRoundedRect(pill, 4, 4)
    paint_text(painter, pill, words, tokens.tiptext, "small", Qt.AlignmentFlag.AlignCenter)

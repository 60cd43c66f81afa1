"""Paints the lines, bars and head of the timeline; colours are read when painting."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from tracker.model.enums import LightColour, Status
from tracker.model.rows import TaskRow
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import paint_icon
from tracker.ui.theme.tokens import current
from tracker.ui.timeline.bar_shape import Shape, Step, is_late
from tracker.ui.timeline.lines import Line, due_word
from tracker.ui.timeline.scale import Scale, head_ticks
from tracker.ui.widgets.paint import (
    RIGHT,
    paint_hairline,
    paint_light,
    paint_text,
    paint_tile,
)

HEAD = 48
BAR, FIRST, TEXT, DUE, EDGE = 12, 36, 104, 90, 16
_LOUD = (LightColour.RED, LightColour.AMBER)


def paint_head(painter: QPainter, names: QRectF, days: QRectF, scale: Scale, today: date) -> None:
    """Paint the names of the columns and both lines of days; no word stands under the pill of today."""
    tokens = current()
    painter.fillRect(names.united(days), QColor(tokens.surface))
    lower = QRectF(names.left(), names.top() + 24, names.width(), 22)
    paint_text(painter, lower.adjusted(FIRST, 0, 0, 0), "编号", tokens.text3, "small")
    paint_text(painter, lower.adjusted(TEXT, 0, 0, 0), "任务", tokens.text3, "small")
    paint_text(painter, lower.adjusted(0, 0, -EDGE, 0), "时限", tokens.text3, "small", RIGHT)
    upper_ticks, lower_ticks = head_ticks(scale)
    painter.save()
    painter.setClipRect(days)
    upper = QRectF(days.left(), days.top() + 6, days.width(), 20)
    _paint_ticks(painter, upper, scale, upper_ticks, strong=True, taken=today_pill(days, scale, today))
    _paint_ticks(painter, upper.translated(0, 20), scale, lower_ticks, strong=False)
    painter.restore()
    paint_hairline(painter, names.united(days), 0)


def _paint_ticks(
    painter: QPainter,
    line: QRectF,
    scale: Scale,
    ticks: list[tuple[int, str]],
    *,
    strong: bool,
    taken: QRectF | None = None,
) -> None:
    """Paint the words of one line; the first one moves in from beyond the left edge, others clear of `taken`."""
    tokens = current()
    lefts = [line.left() + (day - scale.start) * scale.per_day for day, _ in ticks]
    for index, (_, words) in enumerate(ticks):
        left = max(lefts[index], line.left())
        room = (lefts[index + 1] if index + 1 < len(ticks) else line.right() + 200) - left - 8
        role, tone = ("smallstrong", tokens.text) if strong else ("small", tokens.text2)
        if strong and lefts[index] >= line.left():
            painter.fillRect(QRectF(round(lefts[index]), line.top(), 1, 42), QColor(tokens.line2))
        wide = metrics("smallstrong" if strong else "small").horizontalAdvance(words)
        label = QRectF(left + 8, line.top(), wide + 2, line.height())
        if taken is not None and label.intersects(taken):
            label.moveLeft(taken.right() + 8)
        if label.right() <= left + 8 + room + 2:
            paint_text(painter, label, words, tone, "smallstrong" if role == "smallstrong" else "small")


def paint_grid(painter: QPainter, days: QRectF, scale: Scale) -> None:
    """Paint the upright lines where the lower units begin."""
    tokens = current()
    for day, _ in head_ticks(scale)[1]:
        x = days.left() + (day - scale.start) * scale.per_day
        if x >= days.left():
            painter.fillRect(QRectF(round(x), days.top(), 1, days.height()), QColor(tokens.line))


def today_pill(days: QRectF, scale: Scale, today: date) -> QRectF | None:
    """Return where the pill of today stands in the head, None when today is out of sight."""
    x = days.left() + scale.x(today)
    if not days.left() <= x <= days.right():
        return None
    width = metrics("small").horizontalAdvance(_today_words(today)) + 14
    return QRectF(max(days.left(), min(x - width / 2, days.right() - width)), days.top() + 5, width, 18)


def _today_words(today: date) -> str:
    return f"今天 {today.month}月{today.day}日"


def paint_today(painter: QPainter, days: QRectF, scale: Scale, today: date) -> None:
    """Paint the line of today, and its pill in the head."""
    tokens, words, pill = current(), _today_words(today), today_pill(days, scale, today)
    if pill is None:
        return
    x = days.left() + scale.x(today)
    painter.fillRect(QRectF(round(x), days.top() + 24, 1, days.height() - 24), QColor(tokens.accent))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.accent))
    painter.drawRoundedRect(pill, 9, 9)
    paint_text(painter, pill, words, tokens.onaccent, "small", Qt.AlignmentFlag.AlignCenter)


def paint_heading(painter: QPainter, line: Line, names: QRectF, days: QRectF, *, folded: bool) -> None:
    """Paint a heading over both sides."""
    tokens = current()
    whole = names.united(days)
    if line.level == 0:
        painter.fillRect(whole, QColor(tokens.canvas))
    chevron = "chevron_right" if folded else "chevron_down"
    paint_icon(painter, QRectF(16, whole.center().y() - 6, 12, 12), chevron, tokens.text2)
    left = FIRST
    if line.letter:
        paint_tile(painter, QRectF(left, whole.top(), 18, whole.height()), line.letter)
        left += 28
    count = QRectF(names.left(), names.top(), names.width() - EDGE, names.height())
    paint_text(painter, count, str(line.count), tokens.text3, "small", RIGHT)
    label = names.adjusted(left, 0, -EDGE - 32, 0)
    if line.level == 0:
        paint_text(painter, label, line.text, tokens.text, "strong")
    else:
        paint_text(painter, label, line.text, tokens.text2, "small")
    paint_hairline(painter, whole, 0 if line.level == 0 else 16)


def paint_names(painter: QPainter, line: Line, rect: QRectF, today: date) -> None:
    """Paint 编号, title and deadline of a task at the left."""
    if line.bar is None:
        return
    tokens, task = current(), line.bar.task
    done = task.light.colour is LightColour.BLUE
    paint_text(painter, rect.adjusted(FIRST, 0, TEXT - rect.width() - 8, 0), task.code, tokens.text3, "small")
    title = rect.adjusted(TEXT, 0, -EDGE - DUE - 8, 0)
    paint_text(painter, title, task.title, tokens.text3 if done else tokens.text)
    due = QRectF(rect.right() - EDGE - DUE, rect.top(), DUE, rect.height())
    tone = tokens.red.text if is_late(task, today) else tokens.text2
    paint_text(painter, due, due_word(line.bar), tone, "small", RIGHT)


def paint_bar(painter: QPainter, shape: Shape, row: QRectF, task: TaskRow, ratio: float = 0.0) -> None:
    """Paint bar, progress, first deadline, lateness and milestones; the light stands beside the bar.

    With the pixel `ratio` of a screen diamonds and reasons are stamped from kept pictures, else drawn.
    """
    painter.translate(row.left(), 0)
    width, middle = row.width(), row.center().y()
    if shape.begin is not None:
        _paint_span(painter, shape, middle, width, task.status)
    if shape.first_due is not None:
        _paint_first_due(painter, shape.first_due, middle)
    if shape.late_until is not None and shape.end is not None:
        late = QRectF(shape.end, middle - 1, shape.late_until - shape.end, 2)
        painter.fillRect(late, QColor(current().red.fill))
    for diamond in shape.diamonds:
        if -8 <= diamond.x <= width + 8:
            _put_diamond(painter, QPointF(diamond.x, middle), diamond.step, ratio)
    _paint_light(painter, shape, QRectF(0, row.top(), width, row.height()), task, ratio)
    painter.translate(-row.left(), 0)


def _put_diamond(painter: QPainter, at: QPointF, step: Step, ratio: float) -> None:
    if ratio:
        painter.drawPixmap(at - QPointF(8, 8), _diamond_stamp(step, ratio, current().name))
    else:
        paint_diamond(painter, at, step)


@lru_cache(maxsize=64)
def _diamond_stamp(step: Step, ratio: float, _theme: str) -> QPixmap:
    return _stamp(QSize(16, 16), ratio, lambda painter: paint_diamond(painter, QPointF(8, 8), step))


@lru_cache(maxsize=512)
def _reason_stamp(light: LightColour, reason: str, ratio: float, _theme: str) -> QPixmap:
    """Return shape and reason of a loud light, or the shape alone."""
    width = 20 + metrics("small").horizontalAdvance(reason)
    return _stamp(
        QSize(width, 24), ratio, lambda painter: _draw_reason(painter, QRectF(0, 0, width, 24), light, reason)
    )


def _stamp(size: QSize, ratio: float, draw: Callable[[QPainter], None]) -> QPixmap:
    kept = QPixmap(size * ratio)
    kept.setDevicePixelRatio(ratio)
    kept.fill(Qt.GlobalColor.transparent)
    painter = QPainter(kept)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    return kept


def _paint_span(painter: QPainter, shape: Shape, middle: float, width: float, status: Status) -> None:
    tokens = current()
    # Never wider than the picture: at a week's zoom five years would be 200,000 px.
    left = max(shape.begin or 0.0, -20.0)
    right = min(shape.end if shape.end is not None else width + 20, width + 20)
    if right <= left:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    if shape.guessed or status is Status.CANCELLED:
        pen = QPen(QColor(tokens.field), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(left + 0.5, middle - BAR / 2 + 0.5, right - left - 1, BAR - 1), 3, 3)
        return
    painter.setBrush(QColor(tokens.barbg))
    painter.drawRoundedRect(QRectF(left, middle - BAR / 2, right - left, BAR), 3, 3)
    if shape.done > left + 0.5:
        painter.setBrush(QColor(tokens.bar))
        painter.drawRoundedRect(QRectF(left, middle - BAR / 2, min(shape.done, right) - left, BAR), 3, 3)


def _paint_first_due(painter: QPainter, x: float, middle: float) -> None:
    """Paint the deadline before the extension: an upright stroke taller than the bar, open to both sides."""
    painter.fillRect(QRectF(round(x) - 1, middle - 9, 2, 18), QColor(current().text2))


def paint_diamond(painter: QPainter, at: QPointF, step: Step) -> None:
    """Paint a milestone, 9 px with its ring of surface: filled done, hollow to come, red hollow late."""
    tokens = current()
    ink = QColor(tokens.red.fill if step is Step.LATE else tokens.text)
    for side, brush in ((6.0, QColor(tokens.surface)), (4.2, ink if step is Step.DONE else QColor(tokens.surface))):
        corners = [QPointF(0, -side), QPointF(side, 0), QPointF(0, side), QPointF(-side, 0)]
        painter.setPen(QPen(ink, 1.3) if side < 5 else Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        painter.drawPolygon(QPolygonF([at + corner for corner in corners]))


def _paint_light(painter: QPainter, shape: Shape, row: QRectF, task: TaskRow, ratio: float) -> None:
    """Paint the light beside the bar's end; where the end is out of sight, at the edge with the year."""
    tokens = current()
    ends = [x for x in (shape.end, shape.late_until) if x is not None]
    after = max(ends) + 10 if ends else None
    if after is None or after > row.width() - 20:
        words = f"至 {task.due_on.year}年" if task.due_on else due_word_short(task)
        if shape.begin is not None and shape.begin > row.width() - 90 and task.start_on:
            words = f"{task.start_on.year}年{task.start_on.month}月起"
        label = QRectF(0, row.top(), row.width() - 30, row.height())
        _paint_edge_words(painter, label, words)
        paint_light(painter, QRectF(row.width() - 22, row.center().y() - 4.5, 9, 9), task.light.colour)
    elif after < 10:
        paint_light(painter, QRectF(8, row.center().y() - 4.5, 9, 9), task.light.colour)
        paint_text(painter, QRectF(24, row.top(), 200, row.height()), f"止于 {task.due_on}", tokens.text3, "tick")
    else:
        reason = task.light.reason if task.light.colour in _LOUD else ""
        label = QRectF(after, row.center().y() - 12, 200, 24)
        if ratio:
            painter.drawPixmap(label.topLeft(), _reason_stamp(task.light.colour, reason, ratio, tokens.name))
        else:
            _draw_reason(painter, label, task.light.colour, reason)


def _paint_edge_words(painter: QPainter, box: QRectF, words: str) -> None:
    width = metrics("tick").horizontalAdvance(words) + 8
    ground = QRectF(box.right() - width, box.center().y() - 9, width + 34, 18)  # as far as the edge
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(current().surface))
    painter.drawRoundedRect(ground, 4, 4)
    paint_text(painter, box, words, current().text2, "tick", RIGHT)


def _draw_reason(painter: QPainter, box: QRectF, light: LightColour, reason: str) -> None:
    """Paint shape and reason; the colour's word is left out, the shape says it and there is little room."""
    paint_light(painter, QRectF(box.left(), box.center().y() - 5, 10, 10), light)
    if reason:
        paint_text(painter, box.adjusted(18, 0, 0, 0), reason, current().light(light).text, "small")


def due_word_short(task: TaskRow) -> str:
    """Return what stands at the open end of a bar: 长期, 定期, 未定."""
    return {"long_term": "长期", "recurring": "定期", "immediate": "立行立改"}.get(task.due_kind.value, "未定")


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

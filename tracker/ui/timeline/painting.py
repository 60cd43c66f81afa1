"""Paints the head and the lines of the timeline; colours are read when painting."""

from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from tracker.model.enums import LightColour
from tracker.model.numbers import format_value
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import paint_icon
from tracker.ui.theme.tokens import current
from tracker.ui.timeline.bar_shape import is_late
from tracker.ui.timeline.lines import Line, due_word
from tracker.ui.timeline.scale import Scale, head_ticks
from tracker.ui.widgets.paint import RIGHT, paint_hairline, paint_text, paint_tile

DAYS, STRIP = 48, 40  # px of the days, and of the deadlines per month below them
HEAD = DAYS + STRIP
FIRST, TEXT, DUE, EDGE = 36, 104, 90, 16
_APART = 8  # px between the pill of today and a word beside it


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
        if taken is not None and label.intersects(taken.adjusted(-_APART, 0, _APART, 0)):
            label.moveLeft(taken.right() + _APART)
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
    paint_text(painter, count, f"{format_value(line.count)} 项", tokens.text2, "small", RIGHT)
    label = names.adjusted(left, 0, -EDGE - 48, 0)
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

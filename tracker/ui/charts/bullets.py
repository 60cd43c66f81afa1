"""An indicator as a bullet: its value as a bar, what is due by now as a thin tick, its target as a thick one.

Ranks are dots instead, the best at the right, the target as a ring.
"""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from tracker.model.attainment import finite, required_value
from tracker.model.enums import Direction, Measure
from tracker.model.numbers import format_value
from tracker.model.rows import IndicatorRow
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import Align, paint_text

_MOST_DOTS = 5
_DOT, _SMALL = 5.0, 3.5
_THIN, _THICK = 1.5, 3.0
_LABEL = 16.0


@dataclass(frozen=True, slots=True)
class Bullet:
    """Shares of the length of a bar, 0 to 1; `start` is the value at its left end."""

    start: float
    value: float
    target: float
    due: float | None = None


@dataclass(frozen=True, slots=True)
class Ranks:
    """The ranks from left to right, worst first, of which one is held and one is the target."""

    shown: tuple[int, ...]
    now: int
    target: int


def bullet_of(row: IndicatorRow, today: date) -> Bullet | None:
    """Return the bar of an indicator; None without a value or target, and where less is better.

    The scale begins at the baseline of a level that climbs out of one, else at 0, and ends at the target, or at the
    value where that is beyond it.
    """
    now, target = finite(row.current.value) if row.current else None, finite(row.target_value)
    if now is None or target is None or row.direction is Direction.LOWER or row.measure in (None, Measure.RANK):
        return None
    baseline = finite(row.baseline_value)
    climbs = row.measure is Measure.LEVEL and baseline is not None and baseline < min(target, now)
    start = baseline if climbs and baseline is not None else min(0.0, now)
    end = max(target, now)
    if end <= start:
        return None
    on = row.current.on if row.current and row.current.on else today
    due = required_value(row.measure, baseline, row.baseline_on, target, row.target_on, on) if row.measure else None
    asked = _share(due, start, end) if due is not None and due != target else None
    return Bullet(start, _share(now, start, end), _share(target, start, end), asked)


def _share(value: float, start: float, end: float) -> float:
    """Return where a value lies between two others, 0 to 1."""
    return min(max((value - start) / (end - start), 0.0), 1.0)


def ranks_of(row: IndicatorRow) -> Ranks | None:
    """Return the dots of a rank: five around what is held and aimed at; None without either."""
    now, target = finite(row.current.value) if row.current else None, finite(row.target_value)
    if row.measure is not Measure.RANK or now is None or target is None:
        return None
    held, aimed = round(now), round(target)
    best = max(min(held, aimed) - 1, 1)
    worst = max(held, aimed, best + _MOST_DOTS - 1)
    ranks = tuple(range(worst, best - 1, -1))
    if len(ranks) > _MOST_DOTS:  # far apart: the ends and both of them
        ranks = tuple(sorted({worst, held, aimed, best}, reverse=True))
    return Ranks(ranks, held, aimed)


def paint_bullet(painter: QPainter, rect: QRectF, bullet: Bullet) -> None:
    """Paint a bar over the whole of `rect`; the ticks stand out above and below it."""
    tokens = current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.field), 1))
    painter.setBrush(QColor(tokens.barbg))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.bar))
    painter.drawRoundedRect(QRectF(rect.left(), rect.top(), max(rect.width() * bullet.value, 2.0), rect.height()), 2, 2)
    for share, width in ((bullet.due, _THIN), (bullet.target, _THICK)):
        if share is not None:
            left = rect.left() + (rect.width() - width) * share
            painter.fillRect(QRectF(left, rect.top() - 3, width, rect.height() + 6), QColor(tokens.tick))
    painter.restore()


def paint_ranks(painter: QPainter, rect: QRectF, ranks: Ranks, *, beside: bool = False) -> None:
    """Paint the dots in the middle of `rect` with their numbers below, or `beside` them where there is no room."""
    tokens, step = current(), rect.width() / len(ranks.shown)
    middle = rect.top() + _DOT + 1
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    at = [QPointF(rect.left() + (n + (0.3 if beside else 0.5)) * step, middle) for n in range(len(ranks.shown))]
    if not beside:
        painter.setPen(QPen(QColor(tokens.field), 1))
        painter.drawLine(at[0], at[-1])
    for point, rank in zip(at, ranks.shown, strict=True):
        _paint_dot(painter, point, rank, ranks)
        left = point.x() + _DOT + 2 if beside else point.x() - step / 2
        label = QRectF(left, middle - _LABEL / 2 if beside else middle + _DOT + 3, step, _LABEL)
        known = rank in (ranks.now, ranks.target)
        align = Align.AlignVCenter | (Align.AlignLeft if beside else Align.AlignHCenter)
        paint_text(painter, label, format_value(rank), tokens.text if known else tokens.text3, "tick", align)
    painter.restore()


def _paint_dot(painter: QPainter, at: QPointF, rank: int, ranks: Ranks) -> None:
    tokens = current()
    painter.setBrush(QColor(tokens.bar if rank == ranks.now else tokens.surface))
    if rank == ranks.target:
        painter.setPen(QPen(QColor(tokens.tick), 2))
        painter.drawEllipse(at, _DOT, _DOT)
    elif rank == ranks.now:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(at, _DOT, _DOT)
    else:
        painter.setPen(QPen(QColor(tokens.field), 1))
        painter.drawEllipse(at, _SMALL, _SMALL)

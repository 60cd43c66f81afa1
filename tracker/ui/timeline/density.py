"""The strip under the days: how many tasks are due in each month, and how many of them are red or amber."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from tracker.model.enums import LightColour, Status
from tracker.model.numbers import format_value
from tracker.model.rows import TimelineBar
from tracker.ui.theme.tokens import current
from tracker.ui.timeline.scale import Scale, month_after
from tracker.ui.widgets.paint import Align, paint_hairline, paint_text

_NUMBER = 13.0  # px above a bar
_NARROW = 14.0  # px of a month below which only its bar is painted
_LEAST = 2.0


@dataclass(frozen=True, slots=True)
class Month:
    """The tasks due in a month; `first` is its first day."""

    first: date
    red: int
    amber: int
    others: int

    @property
    def total(self) -> int:
        """Return all tasks due in the month."""
        return self.red + self.amber + self.others

    @property
    def words(self) -> str:
        """Return 2026年11月."""
        return f"{self.first.year}年{self.first.month}月"

    @property
    def sentence(self) -> str:
        """Return 2026年11月到期 5 项，红灯 1，黄灯 2."""
        loud = (("红灯", self.red), ("黄灯", self.amber))
        said = "".join(f"，{word} {format_value(count)}" for word, count in loud if count)
        return f"{self.words}到期 {format_value(self.total)} 项{said}"


def month_of(bar: TimelineBar) -> date | None:
    """Return the first day of the month in which a task is due, None for those that count nowhere."""
    due = bar.task.due_on
    return due.replace(day=1) if due is not None and bar.task.status is not Status.CANCELLED else None


def months_of(bars: Iterable[TimelineBar]) -> tuple[Month, ...]:
    """Return the months in which tasks are due, earliest first."""
    counts: Counter[tuple[date, LightColour]] = Counter()
    for bar in bars:
        if (first := month_of(bar)) is not None:
            counts[first, bar.task.light.colour] += 1
    return tuple(
        Month(first, red, amber, sum(counts[first, colour] for colour in LightColour) - red - amber)
        for first in sorted({first for first, _ in counts})
        for red, amber in ((counts[first, LightColour.RED], counts[first, LightColour.AMBER]),)
    )


def bars_of(months: Sequence[Month], days: QRectF, scale: Scale) -> Iterator[tuple[Month, QRectF]]:
    """Yield the months in sight with their bars; the highest is as high as the strip allows."""
    most = max((month.total for month in months), default=0)
    for month in months:
        left, right = (days.left() + scale.x(on) for on in (month.first, month_after(month.first, 1)))
        if right > days.left() and left < days.right():
            high = max((days.height() - _NUMBER - 3) * month.total / most, _LEAST)
            yield month, QRectF(left + 1, days.bottom() - 1 - high, max(right - left - 2, 1), high)


def month_at(months: Sequence[Month], days: QRectF, scale: Scale, x: float) -> Month | None:
    """Return the month whose column lies at a pixel of the viewport."""
    return next((month for month, bar in bars_of(months, days, scale) if bar.left() - 1 <= x < bar.right() + 1), None)


def paint_strip(
    painter: QPainter, days: QRectF, months: Sequence[Month], scale: Scale, today: date, chosen: date | None
) -> None:
    """Paint the bars: red and amber from the bottom, past months slate, those to come paler."""
    tokens = current()
    painter.save()
    painter.setClipRect(days)
    for month, bar in bars_of(months, days, scale):
        past = month_after(month.first, 1) <= today
        bottom = bar.bottom()
        tones = ((month.red, tokens.red.fill), (month.amber, tokens.amber.fill))
        for count, tone in (*tones, (month.others, tokens.bar if past else tokens.line2)):
            high = bar.height() * count / month.total
            painter.fillRect(QRectF(bar.left(), bottom - high, bar.width(), high), QColor(tone))
            bottom -= high
        if not past:  # pale, so that it keeps an edge that can be seen
            painter.setPen(QPen(QColor(tokens.field), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, 0.5))
        if month.first == chosen:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(bar.left(), days.top() + 1, bar.width(), days.height() - 3))
        if bar.width() >= _NARROW:
            seen = bar.intersected(days)
            label = QRectF(seen.left(), bar.top() - _NUMBER - 1, seen.width(), _NUMBER)
            paint_text(painter, label, format_value(month.total), tokens.text2, "tick", Align.AlignCenter)
    painter.restore()
    paint_hairline(painter, days, 0)

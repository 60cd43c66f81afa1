"""How many tasks are due month by month, as bars; a click goes to a month."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter

from tracker.ui.charts.marks import Mark, MarkChart
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.calendar import months_on
from tracker.ui.widgets.paint import Align, paint_text

BEFORE, MONTHS, HEIGHT, FOOT = 5, 18, 72, 18
_APART = 3  # bars between the name of the month shown and another name


class YearBars(MarkChart):
    """Marks: a bar a month, from five months before the one shown on."""

    def __init__(self) -> None:
        super().__init__("全年到期")
        self.setFixedHeight(HEIGHT)
        self._counts: Mapping[date, int] = {}
        self._month = self._today = date(2000, 1, 1)

    def set_data(self, days: Sequence[date], month: date, today: date) -> None:
        """Show the months around one of them; `days` are the deadlines of all tasks, one each."""
        self._counts = Counter(day.replace(day=1) for day in days)
        self._month, self._today = month.replace(day=1), today.replace(day=1)
        self.rearrange()

    def months(self) -> list[date]:
        """Return the first days of the months shown."""
        return [months_on(self._month, step) for step in range(-BEFORE, MONTHS - BEFORE)]

    def arrange(self, size: QSize) -> tuple[Mark, ...]:
        """Return a mark for each month, as high as the chart."""
        width = size.width() / MONTHS
        return tuple(
            Mark(QRectF(n * width, 0, width, size.height()), month, n, self._words(month))
            for n, month in enumerate(self.months())
        )

    def _words(self, month: date) -> str:
        return f"{month.year}年{month.month}月到期 {self._counts.get(month, 0):,} 项"

    def draw(self, painter: QPainter) -> None:
        """Paint the bars: past ones slate, the one shown in the accent, those to come pale."""
        tokens, room = current(), self.height() - FOOT - 4
        most = max((self._counts.get(month, 0) for month in self.months()), default=0) or 1
        painter.setPen(Qt.PenStyle.NoPen)
        for number, (month, mark) in enumerate(zip(self.months(), self.marks, strict=False)):
            tall = room * self._counts.get(month, 0) / most
            ink = tokens.accent if month == self._month else tokens.bar if month < self._today else tokens.line2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.press if self.is_hovered(mark) and not tall else ink))
            bar = QRectF(mark.rect.left() + 1, 4 + room - max(tall, 2), mark.rect.width() - 2, max(tall, 2))
            painter.drawRoundedRect(bar, 2, 2)
            named = month == self._month or (month.month in (1, 7) and abs(number - BEFORE) >= _APART)
            if named:
                words = f"{month.year}年" if month.month == 1 and month != self._month else f"{month.month}月"
                tone = tokens.accenttext if month == self._month else tokens.text3
                below = QRectF(mark.rect.center().x() - 24, self.height() - FOOT, 48, FOOT)
                paint_text(painter, below, words, tone, "tick", Align.AlignCenter)

"""亮灯变化: the lights at the end of each month as stacked columns, with their numbers."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from tracker.model.enums import LightColour
from tracker.model.numbers import chinese_date, format_value
from tracker.ui.charts.marks import Mark, MarkChart
from tracker.ui.overview.article_bars import ORDER, REASONS
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import Align, paint_light, paint_text

_HEAD, _AXIS, _FOOT = 20, 36, 24
_BAR, _WIDE_BAR = 14.0, 20.0
_COLUMN = 44.0  # px a column needs: bar, gap and a number of two digits
_WIDEST = 96.0
_GAP = 2.0
_LEAST = 3.0  # px of a segment that can still be seen
_NUMBER = 12.0  # px a number beside its segment needs

Counts = Mapping[LightColour, int]


class LightHistory(MarkChart):
    """Marks: each segment ({light} in the last column, which is now; earlier ones lead nowhere), one per day and light.

    Red stands at the top, where it is seen first; the sum is above the column. Days that do not fit are left out
    from the beginning.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("亮灯变化", parent)
        self._days: tuple[tuple[date, Counts], ...] = ()
        self._read = False  # whether the days are known
        self._lights: list[tuple[Mark, LightColour]] = []
        self.setMinimumHeight(150)

    def set_data(self, days: Sequence[tuple[date, Counts]] | None) -> None:
        """Show the counts of each day, oldest first; the last day is today. None: they are not read yet."""
        self._days = tuple((day, dict(counts)) for day, counts in days or () if sum(counts.values()))
        self._read = days is not None
        self.rearrange()

    def sizeHint(self) -> QSize:
        """Return a small size; the layout decides."""
        return QSize(440, 190)

    def shown(self, width: float) -> tuple[tuple[date, Counts], ...]:
        """Return the newest days that fit into a width in px."""
        return self._days[-max(int(width // _COLUMN), 1) :]

    def arrange(self, size: QSize) -> tuple[Mark, ...]:
        """Return the segments column by column, each from top to bottom."""
        self._lights = []
        days = self.shown(size.width())
        most = max((sum(counts.values()) for _, counts in days), default=1)
        for index, (day, counts) in enumerate(days):
            self._place_column(self._column(size, index, len(days)), day, counts, most)
        return tuple(mark for mark, _ in self._lights)

    @staticmethod
    def _column(size: QSize, index: int, number: int) -> QRectF:
        """Return the room of a column between its sum and its month."""
        width = min(size.width() / number, _WIDEST)
        return QRectF(index * width, _HEAD, width, max(size.height() - _HEAD - _AXIS - _FOOT, 20))

    def _place_column(self, room: QRectF, day: date, counts: Counts, most: int) -> None:
        last = day == self._days[-1][0]
        present = [light for light in ORDER if counts.get(light, 0)]
        unit = (room.height() - _GAP * (len(ORDER) - 1)) / most
        wide = _WIDE_BAR if room.width() >= 64 else _BAR
        top = room.bottom() - sum(max(counts[light] * unit, _LEAST) for light in present) - _GAP * (len(present) - 1)
        for light in present:
            high = max(counts[light] * unit, _LEAST)
            sentence = f"{chinese_date(day)}：{light.word}灯 {format_value(counts[light])} 项，{REASONS[light]}"
            rect = QRectF(room.left() + 2, top, wide, high)
            self._lights.append((Mark(rect, {"light": light} if last else None, counts[light], sentence), light))
            top += high + _GAP

    def draw(self, painter: QPainter) -> None:
        """Paint columns, numbers, sums, months and the legend."""
        days = self.shown(self.width())
        for index, (day, counts) in enumerate(days):
            self._draw_words(painter, self._column(self.size(), index, len(days)), index, day, sum(counts.values()))
        free, left = -1.0, -1.0  # where the next number of the column may begin
        for mark, light in self._lights:
            free = free if mark.rect.left() == left else -1.0
            left = mark.rect.left()
            free = self._draw_segment(painter, mark, light, free)
        if days:
            self._draw_legend(painter)
        elif self._read:
            paint_text(painter, self.rect(), "还没有牵头的任务", current().text3, "body", Align.AlignCenter)

    def _draw_words(self, painter: QPainter, room: QRectF, index: int, day: date, total: int) -> None:
        tokens, days = current(), self.shown(self.width())
        tops = [mark.rect.top() for mark, _ in self._lights if abs(mark.rect.left() - room.left() - 2) < 1]
        above = QRectF(room.left() + 2, min(tops, default=room.bottom()) - 18, room.width(), 16)
        paint_text(painter, above, format_value(total), tokens.text2, "tick")
        new_year = index == 0 or days[index - 1][0].year != day.year
        word = f"{day.month}月{day.day}日" if day == self._days[-1][0] else f"{day.month}月"
        wide = metrics("tick").horizontalAdvance(word) + 2
        left = min(room.left() + 2, max(self.width() - wide, 0))  # the day of the last column is wider than a month
        below = QRectF(left, room.bottom() + 4, max(room.width(), 60), 16)
        paint_text(painter, below, word, tokens.text2, "tick")
        if new_year:
            paint_text(painter, below.translated(0, 14), f"{day.year}年", tokens.text3, "tick")

    def _draw_segment(self, painter: QPainter, mark: Mark, light: LightColour, free: float) -> float:
        """Paint a segment and its number beside it; return where the next number may begin."""
        tokens = current().light(light)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.text if self.is_hovered(mark) else tokens.fill))
        painter.drawRoundedRect(mark.rect, 2, 2)
        top = max(mark.rect.center().y() - _NUMBER / 2, free)
        label = QRectF(mark.rect.right() + 4, top, 30, _NUMBER)
        paint_text(painter, label, format_value(mark.value), tokens.text, "tick")
        return top + _NUMBER

    def _draw_legend(self, painter: QPainter) -> None:
        left, top = 2.0, self.height() - 20.0
        for light in ORDER:
            paint_light(painter, QRectF(left, top + 4, 10, 10), light)
            paint_text(painter, QRectF(left + 15, top, 20, 18), light.word, current().text2, "small")
            left += 44

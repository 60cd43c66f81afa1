"""单位亮灯: one stacked bar of lights per office or article, red and amber counted beside it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from tracker.model.enums import LightColour, Status
from tracker.model.figures import percent_text
from tracker.model.numbers import format_value
from tracker.model.rows import LightCount
from tracker.model.rows.tasks import SUGGESTED
from tracker.ui.charts.marks import Mark, MarkChart
from tracker.ui.core.page_requests import OpenOffice
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import RIGHT, Align, paint_hairline, paint_light, paint_shape, paint_text, paint_tile

ORDER = tuple(LightColour)
_LOUD = (LightColour.RED, LightColour.AMBER)

#: Why a task has a light, in short; the numbers in the rules can be edited.
REASONS = {
    LightColour.RED: "逾期、明显落后序时、长期无进展或漏报",
    LightColour.AMBER: "临近时限、落后序时、久无进展、未定时限、核查存疑等",
    LightColour.GREEN: "按序时推进",
    LightColour.BLUE: "已销号或待审核",
    LightColour.GREY: "待交办、未到启动日、长期坚持或暂缓",
}

_ROW, _TALLEST = 25, 34
_CLOSE, _ROOMY = 17, 9  # px of a row, and how many rows a low page has room for, where more than these must stand
_LEAST_ROWS = 4
_REST = "*"  # the group of all that did not fit
_LEAST_APART = 4.0  # px between the sums at the foot
_FOOT = 28
_BRIEFLY = f" {SUGGESTED.strip('（）')}"  # of an office that is only suggested, where there is little room
_NAMES, _MOST_NAMES = 98, 0.38  # px, and a share of the card
_COUNT, _TOTAL = 38, 34  # px of a column of red or amber ones, and of all
_BAR, _GLYPH = 9.0, 5.0
_GAP = 2


class ArticleBars(MarkChart):
    """Marks: each segment ({article, light}), each row ({article}), the sums at the foot ({light}).

    `by` names what a row is: article, or office, whose name is a link (OpenOffice); more offices than fit are
    summed up in a last row.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("单位亮灯", parent)
        self._all: tuple[LightCount, ...] = ()
        self._groups: tuple[LightCount, ...] = ()
        self._by = "article"
        self._sums: Mapping[LightColour, int] = {}
        self._lights: list[tuple[Mark, LightColour]] = []  # segments with the light they show
        # Measured once for all rows when they are arranged: each row would measure all names again.
        self._bar_at, self._most = float(_NAMES), 1
        self._columns: tuple[float, float] = _COUNT, _TOTAL
        self._rest: tuple[str, ...] = ()  # the groups that the last row sums up

    def set_data(self, groups: Sequence[LightCount], sums: Mapping[LightColour, int], by: str = "article") -> None:
        """Show groups with at least one task, in the order given, and the sums of all lights."""
        self._all = self._groups = tuple(group for group in groups if group.total)
        self._sums, self._by = dict(sums), by
        self.setMinimumHeight(min(len(self._groups), self._least_rows) * self._least_row + _FOOT)
        self.rearrange()

    @property
    def _least_rows(self) -> int:
        """Return how many rows must stand: every group with a red light has one, and the others are summed up."""
        return max(_LEAST_ROWS, sum(bool(group.counts.get(LightColour.RED)) for group in self._all) + 1)

    @property
    def _least_row(self) -> int:
        """Return the px a row has at least: closer where red groups alone would make the page scroll."""
        return _CLOSE if min(len(self._all), self._least_rows) > _ROOMY else _ROW

    def sizeHint(self) -> QSize:
        """Return room for all rows."""
        return QSize(440, max(len(self._groups), 1) * _ROW + _FOOT)

    def arrange(self, size: QSize) -> tuple[Mark, ...]:
        """Return segments and rows from top to bottom, then the sums."""
        self._groups = self._fitting(size)
        self._bar_at, self._columns = self._measured_bar(size), self._measured_columns()
        self._most = max((group.total for group in self._groups), default=1)
        self._rest = tuple(bar.group for bar in self._all[len(self._groups) - 1 :])
        self._lights = []
        marks: list[Mark] = []
        for index, group in enumerate(self._groups):
            row = self._row(size, index)
            marks += self._segments(group, row)
            sentence = (
                f"{group.title or group.group}：{format_value(group.total)} 项，完成率 {percent_text(group.done_share)}"
            )
            marks.append(Mark(row, self._target(group), group.total, sentence))
        return (*marks, *self._foot(size))

    def place_links(self, size: QSize) -> tuple[Mark, ...]:
        """Return the names of the offices, which open their pages."""
        if self._by != "office":
            return ()
        return tuple(
            self._link(self._row(size, index), group)
            for index, group in enumerate(self._groups)
            if group.group not in ("", _REST)
        )

    def _link(self, row: QRectF, group: LightCount) -> Mark:
        height = min(row.height(), 26.0)  # no link reaches into the next row
        rect = QRectF(row.left(), row.center().y() - height / 2, self._bar_at - 8, height)
        sentence = f"{group.title or group.group}：{format_value(group.total)} 项，点开看这个单位的情况"
        return Mark(rect, OpenOffice(group.group), group.total, sentence)

    def _fitting(self, size: QSize) -> tuple[LightCount, ...]:
        """Return the groups that fit into a height, the others summed up."""
        fit = max((size.height() - _FOOT) // _ROW, self._least_rows)
        if len(self._all) <= fit:
            return self._all
        rest = self._all[fit - 1 :]
        summed = {light: sum(group.counts.get(light, 0) for group in rest) for light in LightColour}
        closed = sum(group.closed for group in rest)
        return (*self._all[: fit - 1], LightCount(_REST, f"其余 {len(rest):,} 个", summed, closed))

    def _target(self, group: LightCount, light: LightColour | None = None) -> dict[str, object]:
        """Return what a click on a row or segment asks for; the summed row asks for all of its groups."""
        target: dict[str, object] = {self._by: self._rest if group.group == _REST else group.group}
        return target | _counted(light)

    def _row(self, size: QSize, index: int) -> QRectF:
        height = min(_TALLEST, max(self._least_row, (size.height() - _FOOT) / max(len(self._groups), 1)))
        return QRectF(0, index * height, size.width(), height)

    def _measured_bar(self, size: QSize) -> float:
        """Return where the bars begin: names get more room on a wide card, and where they are long."""
        advance, tile = metrics("small").horizontalAdvance, self._tile
        longest = max((advance(group.title or group.group) for group in self._groups), default=0) + tile + 10
        return max(_NAMES, size.width() * 0.27, min(longest, size.width() * _MOST_NAMES))

    @property
    def _tile(self) -> int:
        """Return the px that the letter of an article takes."""
        return 26 if self._by == "article" else 0

    def _measured_columns(self) -> tuple[float, float]:
        """Return the widths of a column of red or amber ones, and of the totals: thousands need more."""
        advance = metrics("small").horizontalAdvance
        loud = max((group.counts.get(light, 0) for group in self._groups for light in _LOUD), default=0)
        total = max((group.total for group in self._groups), default=0)
        return max(_COUNT, advance(format_value(loud)) + 17.0), max(_TOTAL, advance(format_value(total)) + 8.0)

    def _segments(self, group: LightCount, row: QRectF) -> list[Mark]:
        """Return the segments of one row, as long as their share of the biggest group; gaps are taken from them."""
        left = row.left() + self._bar_at
        of_count, of_total = self._columns
        unit = max(row.right() - of_total - 2 * of_count - 8 - left, 20) / self._most
        marks = []
        for light in ORDER:
            if count := group.counts.get(light, 0):
                width = max(count * unit - _GAP, 4.0)
                rect = QRectF(left, row.center().y() - _BAR / 2, width, _BAR)
                sentence = f"{group.title or group.group}：{light.word}灯 {format_value(count)} 项，{REASONS[light]}"
                marks.append(Mark(rect, self._target(group, light), count, sentence))
                self._lights.append((marks[-1], light))
                left += width + _GAP
        return marks

    def _foot(self, size: QSize) -> list[Mark]:
        left, marks, small = 0.0, [], metrics("small")
        words = self._sum_words(size.width())
        taken = sum(16 + small.horizontalAdvance(each) for each in words)
        between = min(max((size.width() - taken) / (len(words) - 1), _LEAST_APART), 20.0)
        for light, each in zip(ORDER, words, strict=True):
            count, width = self._sums.get(light, 0), 16 + small.horizontalAdvance(each)
            rect = QRectF(left, size.height() - 24, width, 24)
            marks.append(
                Mark(rect, _counted(light), count, f"{light.word}灯共 {format_value(count)} 项，{REASONS[light]}")
            )
            left += width + between
        return marks

    def _sum_words(self, width: float) -> list[str]:
        """Return 红 12 for each light; where large numbers have no room for it the shape beside each says which."""
        numbers = [format_value(self._sums.get(light, 0)) for light in ORDER]
        words = [f"{light.word} {number}" for light, number in zip(ORDER, numbers, strict=True)]
        taken = sum(16 + _LEAST_APART + metrics("small").horizontalAdvance(each) for each in words) - _LEAST_APART
        return words if taken <= width else numbers

    def draw(self, painter: QPainter) -> None:
        """Paint rows with their counts, segments, and the sums."""
        opening = [mark.target for mark in self.links if self.is_hovered(mark)]
        for index, group in enumerate(self._groups):
            self._draw_row(painter, group, self._row(self.size(), index), OpenOffice(group.group) in opening)
        for mark, light in self._lights:
            self._draw_segment(painter, mark, light)
        for mark, light, words in zip(self.marks[-len(ORDER) :], ORDER, self._sum_words(self.width()), strict=False):
            self._draw_sum(painter, mark, light, words)
        if not self._groups:
            paint_text(painter, self.rect(), "没有符合条件的任务", current().text3, "body", Align.AlignCenter)

    def _draw_row(self, painter: QPainter, group: LightCount, row: QRectF, opens: bool) -> None:
        tokens = current()
        left = self._tile
        if left:
            paint_tile(painter, QRectF(row.left(), row.center().y() - 9, 18, 18), group.group[:1])
        name = QRectF(left, row.top(), self._bar_at - left - 8, row.height())
        words = group.title or group.group
        wide, brief = metrics("small").horizontalAdvance, words.replace(SUGGESTED, _BRIEFLY)
        if wide(brief) <= name.width() < wide(words):
            words = brief
        paint_text(painter, name, words, tokens.accenttext if opens else tokens.text2, "small")
        of_count, of_total = self._columns
        right = row.right() - of_total
        total = QRectF(right, row.top(), of_total, row.height())
        paint_text(painter, total, format_value(group.total), tokens.text2, "small", RIGHT)
        for light in reversed(_LOUD):
            right -= of_count
            if count := group.counts.get(light, 0):
                paint_light(painter, QRectF(right, row.center().y() - 4, 8, 8), light)
                number = QRectF(right + 11, row.top(), of_count - 11, row.height())
                paint_text(painter, number, format_value(count), tokens.light(light).text, "small")
        paint_hairline(painter, row, 0)

    def _draw_segment(self, painter: QPainter, mark: Mark, light: LightColour) -> None:
        """Paint a segment with the shape of its light in it, where there is room: never the colour alone."""
        tokens = current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.light(light).text if self.is_hovered(mark) else tokens.light(light).fill))
        painter.drawRoundedRect(mark.rect, 2, 2)
        if mark.rect.width() >= 2 * _GLYPH + 2:
            middle = mark.rect.center()
            glyph = QRectF(middle.x() - _GLYPH / 2, middle.y() - _GLYPH / 2, _GLYPH, _GLYPH)
            paint_shape(painter, glyph, light, tokens.surface)

    def _draw_sum(self, painter: QPainter, mark: Mark, light: LightColour, words: str) -> None:
        rect = mark.rect
        paint_light(painter, QRectF(rect.left(), rect.center().y() - 5, 10, 10), light)
        tone = current().text if self.is_hovered(mark) else current().text2
        paint_text(painter, rect.adjusted(16, 0, 8, 0), words, tone, "small")


def _counted(light: LightColour | None) -> dict[str, object]:
    """Return what asks the ledger for the tasks counted here: those of a light, never cancelled ones."""
    asked: dict[str, object] = {"light": light} if light is not None else {}
    with_cancelled = light in (None, LightColour.GREY)
    return asked | {"status": tuple(status.value for status in Status.counted())} if with_cancelled else asked

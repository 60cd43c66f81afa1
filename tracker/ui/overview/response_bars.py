"""反馈用时: for each workbook sent to an office, how many days until it came back."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from tracker.model.numbers import chinese_date
from tracker.model.rows import Response
from tracker.ui.charts.marks import Mark, MarkChart
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import RIGHT, Align, paint_text

_ROW = 30
_ROUND, _SENT, _DAYS = 56, 84, 92  # px; the days get the width of their longest words
_BAR = 8


class ResponseBars(MarkChart):
    """Marks: one bar per workbook, newest first, as long as its days; the tick shows the agreed day.

    Targets are the number of the file that came back, None while there is none.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("反馈用时", parent)
        self._all: tuple[Response, ...] = ()
        self.setMinimumHeight(4 * _ROW)

    def set_data(self, responses: Sequence[Response]) -> None:
        """Show workbooks in the order given, as many as fit."""
        self._all = tuple(responses)
        self.rearrange()

    def sizeHint(self) -> QSize:
        """Return room for all rows."""
        return QSize(360, max(len(self._all), 4) * _ROW)

    def shown(self, height: int) -> tuple[Response, ...]:
        """Return the workbooks that fit into a height in px."""
        return self._all[: max(height // _ROW, 1)]

    def arrange(self, size: QSize) -> tuple[Mark, ...]:
        """Return one bar per workbook; its value are the days."""
        return tuple(self._mark(size, number, response) for number, response in enumerate(self.shown(size.height())))

    def _mark(self, size: QSize, number: int, response: Response) -> Mark:
        middle = number * _ROW + _ROW / 2
        width = max(response.days * self._unit(size), 2.0)
        rect = QRectF(_ROUND + _SENT, middle - _BAR / 2, width, _BAR)
        return Mark(rect, response.return_id, response.days, _sentence(response))

    def _unit(self, size: QSize) -> float:
        """Return px per day."""
        seen = self.shown(size.height())
        most = max((max(response.days, _agreed(response) or 0) for response in seen), default=0)
        widest = max((metrics("small").horizontalAdvance(days_words(response)) + 16 for response in seen), default=0)
        return max(size.width() - _ROUND - _SENT - max(widest, _DAYS), 20) / max(most, 1)

    def draw(self, painter: QPainter) -> None:
        """Paint round, day of sending, bar, agreed day and days."""
        tokens = current()
        for number, (response, mark) in enumerate(zip(self._all, self.marks, strict=False)):
            row = QRectF(0, number * _ROW, self.width(), _ROW)
            paint_text(painter, row, f"第 {response.round} 批", tokens.text, "small")
            sent = QRectF(_ROUND, row.top(), _SENT, _ROW)
            paint_text(painter, sent, response.sent_on.isoformat(), tokens.text3, "tick")
            if response.days:  # what went out today has no length yet
                self._draw_bar(painter, response, mark)
            late = response.late_days
            tone = tokens.red.text if late else tokens.text2 if response.back_on else tokens.text3
            paint_text(painter, row, days_words(response), tone, "small", RIGHT)
        if not self._all:
            top = QRectF(0, 0, self.width(), min(self.height(), 120))
            paint_text(painter, top, "还没有向这个单位发出工作簿", tokens.text3, "body", Align.AlignCenter)

    def _draw_bar(self, painter: QPainter, response: Response, mark: Mark) -> None:
        tokens = current()
        painter.setPen(Qt.PenStyle.NoPen)
        if response.back_on is None:  # still running: only its outline
            painter.setPen(QPen(QColor(tokens.field), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setBrush(QColor(tokens.text2 if self.is_hovered(mark) else tokens.bar))
        painter.drawRoundedRect(mark.rect, 2, 2)
        if (agreed := _agreed(response)) is not None:
            x = mark.rect.left() + agreed * self._unit(self.size())
            painter.fillRect(QRectF(round(x), mark.rect.top() - 4, 1, _BAR + 8), QColor(tokens.tick))


def days_words(response: Response) -> str:
    """Return what stands at the end of a bar: 7天, 16天，迟2天, 未反馈，已9天."""
    if response.back_on is None and not response.days:
        return "今天发出"
    late = f"，迟{response.late_days}天" if response.late_days else ""
    return f"{response.days}天{late}" if response.back_on is not None else f"未反馈{late or f'，已{response.days}天'}"


def _agreed(response: Response) -> int | None:
    return (response.due_on - response.sent_on).days if response.due_on is not None else None


def _sentence(response: Response) -> str:
    due = f"，应于 {chinese_date(response.due_on)} 前反馈" if response.due_on is not None else "，未约定反馈时间"
    back = f"{chinese_date(response.back_on)} 收到" if response.back_on is not None else "尚未反馈"
    return f"第 {response.round} 批：{chinese_date(response.sent_on)} 发出{due}；{back}，{response.days} 天"

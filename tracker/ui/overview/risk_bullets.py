"""有风险的指标: each with its shape, what is lacking, and how far it is as a bullet or as dots of ranks."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from tracker.model.enums import Measure
from tracker.model.numbers import format_value
from tracker.model.rows import IndicatorRow
from tracker.ui.charts.bullets import Bullet, Ranks, bullet_of, paint_bullet, paint_ranks, ranks_of
from tracker.ui.charts.marks import Mark, MarkChart
from tracker.ui.charts.wording import figure_text
from tracker.ui.core.page_requests import OpenIndicator
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import RIGHT, Align, paint_light, paint_text

_ROW, _WIDEST = 34.0, 46.0
_INDENT, _FIGURES = 18.0, 92.0
_BAR = 5.0


class RiskBullets(MarkChart):
    """Marks: one per indicator (OpenIndicator), red ones first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("有风险的指标", parent)
        self._rows: tuple[tuple[IndicatorRow, Bullet | Ranks | None], ...] = ()

    def set_data(self, rows: Sequence[IndicatorRow], today: date) -> None:
        """Show the indicators in the order given; the list is as high as it needs to be to show all red ones."""
        self._rows = tuple((row, ranks_of(row) or bullet_of(row, today)) for row in rows)
        self.setMinimumHeight(int(_ROW * min(max(len(self._rows), 2), 7)))
        self.setAccessibleDescription(f"{len(self._rows):,} 项亮红灯或黄灯")
        self.rearrange()

    def sizeHint(self) -> QSize:
        """Return room for all rows."""
        return QSize(320, int(_ROW * max(len(self._rows), 2)))

    def arrange(self, size: QSize) -> tuple[Mark, ...]:
        """Return one mark per visible indicator."""
        fit = max(int(size.height() // _ROW), 1)
        shown = self._rows[:fit]
        row = min(max(size.height() / max(len(shown), 1), _ROW), _WIDEST)
        return tuple(
            Mark(QRectF(0, n * row, size.width(), row), OpenIndicator(row_of.code), n, _sentence(row_of))
            for n, (row_of, _) in enumerate(shown)
        )

    def draw(self, painter: QPainter) -> None:
        """Paint the indicators."""
        for mark, (row, drawn) in zip(self.marks, self._rows, strict=False):
            self._draw_row(painter, mark, row, drawn)
        if not self._rows:
            top = QRectF(0, 0, self.width(), min(self.height(), 120))
            paint_text(painter, top, "没有亮红灯或黄灯的指标", current().text3, "body", Align.AlignCenter)

    def _draw_row(self, painter: QPainter, mark: Mark, row: IndicatorRow, drawn: Bullet | Ranks | None) -> None:
        tokens, rect = current(), mark.rect
        if self.is_hovered(mark):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(rect.adjusted(-4, 0, 4, -1), 4, 4)
        paint_light(painter, QRectF(rect.left(), rect.top() + 5, 10, 10), row.light.colour)
        reason, tone = row.light.reason, tokens.light(row.light.colour).text
        wide = metrics("small").horizontalAdvance(reason) + 2.0
        upper = QRectF(rect.left() + _INDENT, rect.top(), rect.width() - _INDENT, 20)
        paint_text(painter, upper, reason, tone, "small", RIGHT)
        paint_text(painter, upper.adjusted(0, 0, -wide - 8, 0), row.name, tokens.text)
        figures = _figures(row)
        needed = max(_FIGURES, metrics("tick").horizontalAdvance(figures) + 8.0)
        lower = QRectF(upper.left(), rect.top() + 20, upper.width(), 14)
        paint_text(painter, lower, figures, tokens.text2, "tick", RIGHT)
        bar = QRectF(lower.left(), lower.center().y() - _BAR / 2, max(lower.width() - needed - 8, 20), _BAR)
        if isinstance(drawn, Ranks):
            paint_ranks(painter, bar.adjusted(0, -3, 0, 4), drawn, beside=True)
        elif drawn is not None:
            paint_bullet(painter, bar, drawn)


def _figures(row: IndicatorRow) -> str:
    """Return 188 / 200 家, 第7位 / 第6位 or 46.8 / 47.9%."""
    now = row.current.value if row.current else None
    said = figure_text(row, now) if row.measure is Measure.RANK or row.target_value is None else format_value(now)
    return said if row.target_value is None else f"{said} / {figure_text(row, row.target_value)}"


def _sentence(row: IndicatorRow) -> str:
    return f"{row.name}：{_figures(row)}，{row.light.sentence or row.light.text}"

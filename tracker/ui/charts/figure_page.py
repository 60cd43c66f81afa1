"""Lays a strip of figures and cards with charts out on one page of A4, landscape."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from tracker.ui.charts.figure import draw_chart, draw_foot, lay_out
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import RIGHT, paint_text

_GAP, _PAD, _TITLE = 12.0, 14.0, 26.0

#: Title of a card, its share of the row's width, and the chart in it.
CardOf = tuple[str, float, QWidget]


@dataclass(frozen=True, slots=True)
class OnePage:
    """What the page shows; `rows` are shares of the height below the strip, each with its cards."""

    title: str
    note: str
    strip: QWidget
    cells: Sequence[QWidget]  # of the strip: drawn one by one, without the screen's lines between them
    rows: Sequence[tuple[float, Sequence[CardOf]]]


def draw_one_page(painter: QPainter, area: QRectF, page: OnePage, *, demo: bool) -> None:
    """Draw a page into an area in the look's pixels."""
    tokens, inner = current(), area.adjusted(38, 30, -38, -26)
    painter.fillRect(area, QColor(tokens.surface))
    head = QRectF(inner.left(), inner.top(), inner.width(), 28)
    paint_text(painter, head, page.title, tokens.text, "title")
    paint_text(painter, head, page.note, tokens.text2, "small", RIGHT)
    strip = QRectF(inner.left(), head.bottom() + 8, inner.width(), 96)
    _draw_figures(painter, strip, page)
    top = strip.bottom() + _GAP
    height = inner.bottom() - 24 - top - _GAP * (len(page.rows) - 1)
    for share, cards in page.rows:
        left, wide = inner.left(), inner.width() - _GAP * (len(cards) - 1)
        for title, part, chart in cards:
            _draw_card(painter, QRectF(left, top, wide * part, height * share), title, chart)
            left += wide * part + _GAP
        top += height * share + _GAP
    draw_foot(painter, inner, demo)


def _draw_figures(painter: QPainter, area: QRectF, page: OnePage) -> None:
    lay_out(page.strip, QSize(int(area.width()), int(area.height())))
    _frame(painter, area)
    for cell in page.cells:
        corner = cell.mapTo(page.strip, cell.rect().topLeft())
        box = QRectF(area.left() + corner.x(), area.top() + corner.y(), cell.width(), cell.height())
        draw_chart(painter, box, cell)


def _draw_card(painter: QPainter, card: QRectF, title: str, chart: QWidget) -> None:
    _frame(painter, card)
    inner = card.adjusted(_PAD, _PAD / 2, -_PAD, -_PAD / 2)
    paint_text(painter, QRectF(inner.left(), inner.top(), inner.width(), 24), title, current().text, "strong")
    box = inner.adjusted(0, _TITLE, 0, 0)
    chart.setMinimumHeight(0)
    lay_out(chart, QSize(int(box.width()), int(box.height())))
    draw_chart(painter, box, chart)


def _frame(painter: QPainter, card: QRectF) -> None:
    painter.setPen(QPen(QColor(current().line2), 1))
    painter.setBrush(QColor(current().surface))
    painter.drawRoundedRect(card, 8, 8)

"""The grid of small indicator cards: a list model, its delegate and the view."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyleOptionViewItem, QWidget

from tracker.model.enums import IndicatorKind, LightColour, Measure
from tracker.model.numbers import format_value
from tracker.model.rows import IndicatorRow
from tracker.ui.charts.bullets import bullet_of, paint_bullet, paint_ranks, ranks_of
from tracker.ui.charts.wording import figure_text
from tracker.ui.indicators.selection import is_short
from tracker.ui.indicators.series import drawable
from tracker.ui.indicators.sparkline import paint_sparkline, spark_points, spark_values
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import RIGHT, paint_light_text, paint_text
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW, Index, RowModel, list_of

CARD_HEIGHT, SHORT_HEIGHT = 140, 84
_GAP = 12
_LEAST = 164
_PAD = 12
_SPARK, _WIDEST = 36, 64  # px: the line is left out where it would be narrower, and is never wider


def spoken_words(row: IndicatorRow) -> str:
    """Return a card as a sentence for a screen reader."""
    now = figure_text(row, row.current.value) if row.current else row.stated
    return f"{row.name}，{now}，{row.light.text}"


def _tip(row: IndicatorRow) -> str:
    return f"{row.name}\n{row.light.sentence or row.light.text}"


def lacking_words(row: IndicatorRow, today: date) -> str:
    """Return the reason of a light with what it is measured by: 期限已过，差 12 家; 比序时差 16 家; 低 1.1 点."""
    light = row.light
    if light.colour not in (LightColour.RED, LightColour.AMBER) or not light.reason.startswith(("差", "低", "高")):
        return light.reason
    if row.target_on is not None and row.target_on < today:
        return f"期限已过，{light.reason}"
    on_a_path = row.measure in (Measure.LEVEL, Measure.CUMULATIVE) and light.reason.startswith("差")
    return f"比序时{light.reason}" if on_a_path else light.reason


class CardDelegate(RowDelegate):
    """Cells of the width that the view shares out; what a few words say gets a low card."""

    def __init__(self, view: "CardGrid") -> None:
        super().__init__(lambda painter, cell: paint_card(painter, cell, view.today), CARD_HEIGHT + _GAP, view)
        self._grid = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the width of a column, and the height the indicator needs."""
        height = SHORT_HEIGHT if is_short(index.data(ROW)) else CARD_HEIGHT
        return QSize(self._grid.column_width(), height + _GAP)


def paint_card(painter: QPainter, cell: Cell, today: date) -> None:
    """Paint a card: name, value with its line, bullet or ranks, light; the gap belongs to its cell."""
    row: IndicatorRow = cell.row
    card = QRectF(cell.rect).adjusted(0, 0, -_GAP, -_GAP)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_frame(painter, card, cell)
    inner = card.adjusted(_PAD, 8, -_PAD, -7)
    paint_text(painter, QRectF(inner.left(), inner.top(), inner.width(), 20), row.name, current().text2, "small")
    _paint_value(painter, inner, row)
    foot = QRectF(inner.left(), inner.bottom() - 22, inner.width(), 22)
    words = lacking_words(row, today).replace("，", " ")  # a full comma is wide: the number behind it would be cut
    paint_light_text(painter, foot, replace(row.light, reason=words), short=False)
    if not is_short(row):
        _paint_way(painter, QRectF(inner.left(), inner.top() + 60, inner.width(), 36), row, today)


def _paint_frame(painter: QPainter, card: QRectF, cell: Cell) -> None:
    tokens = current()
    frame = tokens.accent if cell.chosen else tokens.field if cell.hovered else tokens.line
    width = 2 if cell.chosen else 1
    painter.setPen(QPen(QColor(frame), width))
    painter.setBrush(QColor(tokens.surface))
    painter.drawRoundedRect(card.adjusted(width / 2, width / 2, -width / 2, -width / 2), 8, 8)


def _paint_value(painter: QPainter, inner: QRectF, row: IndicatorRow) -> None:
    """Paint the newest value, or the source's words, and at its right the line of all values where it has room."""
    tokens, top = current(), inner.top() + 21
    numeric = row.kind is IndicatorKind.NUMERIC
    if not numeric or row.current is None:
        words = row.stated if not numeric else "未录入"
        paint_text(painter, QRectF(inner.left(), top, inner.width(), 28), words, tokens.text2, "heading")
        return
    now = format_value(row.current.value)
    paint_text(painter, QRectF(inner.left(), top, inner.width(), 28), now, tokens.text, "figure")
    after = metrics("figure").horizontalAdvance(now) + 6
    unit = QRectF(inner.left() + after, top + 3, max(inner.width() - after, 0), 24)
    paint_text(painter, unit, row.unit, tokens.text2, "small")
    values = spark_values(row)
    left = unit.left() + metrics("small").horizontalAdvance(row.unit) + 12
    if len(values) > 1 and inner.right() - left >= _SPARK:
        rect = QRectF(max(left, inner.right() - _WIDEST), top + 4, 0, 20)
        rect.setRight(inner.right() - 4)
        points, _ = spark_points(values, None, rect, row.measure is Measure.RANK)
        paint_sparkline(painter, rect, points, None)


def _paint_way(painter: QPainter, rect: QRectF, row: IndicatorRow, today: date) -> None:
    """Paint how far it is to the target: ranks as dots, else a bullet with the ends of its scale below."""
    if (ranks := ranks_of(row)) is not None:
        paint_ranks(painter, rect, ranks)
        return
    tokens, below = current(), QRectF(rect.left(), rect.top() + 18, rect.width(), 16)
    target = f"目标 {format_value(row.target_value)}" if drawable(row.target_value) is not None else ""
    paint_text(painter, below, target, tokens.text, "tick", RIGHT)
    if (bullet := bullet_of(row, today)) is not None:
        paint_bullet(painter, QRectF(rect.left(), rect.top() + 5, rect.width(), 8), bullet)
        room = below.width() - metrics("tick").horizontalAdvance(target) - 8
        start = format_value(bullet.start)
        if metrics("tick").horizontalAdvance(start) <= room:  # never cut: a number without its end is another one
            paint_text(painter, below, start, tokens.text2, "tick")


class CardGrid(QListView):
    """Cards in as many columns as fit; arrows move, `row_chosen` says which card is current."""

    row_chosen = Signal(object)  # IndicatorRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: RowModel[IndicatorRow] = RowModel(
            list_of(lambda row: row.name), spoken=spoken_words, tip=_tip, key=lambda row: row.id
        )
        self.setModel(self.cards)
        self.setItemDelegate(CardDelegate(self))
        self.setObjectName("canvas")
        self.setAccessibleName("指标卡片")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.today = date.min
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(40)
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_rows(self, rows: Sequence[IndicatorRow], code: str, today: date) -> None:
        """Show rows and choose the one with the code, else the first; `today` says which targets have passed."""
        self.today = today
        self.cards.set_rows(rows)
        self.choose(code) or self.choose(rows[0].code if rows else "")

    def choose(self, code: str) -> bool:
        """Choose an indicator by code and return whether it is shown."""
        number = next((number for number, row in enumerate(self.cards.rows) if row.code == code), None)
        if number is None:
            return False
        index = self.cards.index(number, 0)
        if index == self.currentIndex():
            self._on_current(index)
        self.setCurrentIndex(index)
        return True

    def column_width(self) -> int:
        """Return the width of a cell: as many columns as fit share the width."""
        width = self.viewport().width() - 1
        return width // max(width // (_LEAST + _GAP), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among as many columns as fit."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_chosen.emit(index.data(ROW))

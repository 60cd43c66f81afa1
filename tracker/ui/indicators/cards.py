"""The grid of small indicator cards: a list model, its delegate and the view."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyleOptionViewItem, QWidget

from tracker.model.enums import IndicatorKind, Measure
from tracker.model.numbers import format_value
from tracker.model.rows import IndicatorRow
from tracker.ui.charts.wording import figure_text
from tracker.ui.indicators.series import drawable
from tracker.ui.indicators.sparkline import label_foot, paint_sparkline, spark_points, spark_values
from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import RIGHT, Align, paint_light_text, paint_text
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW, Index, RowModel, list_of

CARD_HEIGHT = 218
_GAP = 12
_LEAST = 164
_PAD = 12

_NEVER_FIRST, _NEVER_LAST = "”）、，。%", "“（"


def spoken_words(row: IndicatorRow) -> str:
    """Return a card as a sentence for a screen reader."""
    now = figure_text(row, row.current.value) if row.current else row.stated
    return f"{row.name}，{now}，{row.light.text}"


def _tip(row: IndicatorRow) -> str:
    return f"{row.name}\n{row.light.sentence or row.light.text}"


class CardDelegate(RowDelegate):
    """Cells of the size that the view shares out."""

    def __init__(self, view: QListView) -> None:
        super().__init__(paint_card, CARD_HEIGHT + _GAP, view)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size of a cell of the view's grid."""
        view = option.widget
        return view.gridSize() if isinstance(view, QListView) else QSize(_LEAST + _GAP, CARD_HEIGHT + _GAP)


def paint_card(painter: QPainter, cell: Cell) -> None:
    """Paint a card: name, value, line with target, light, or the stated words; the gap belongs to its cell."""
    row: IndicatorRow = cell.row
    card = QRectF(cell.rect).adjusted(0, 0, -_GAP, -_GAP)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_frame(painter, card, cell)
    inner = card.adjusted(_PAD, 10, -_PAD, -8)
    _paint_name(painter, inner, row.name)
    if row.kind is IndicatorKind.NUMERIC:
        _paint_value(painter, inner, row)
        _paint_line(painter, QRectF(inner.left() + 2, inner.top() + 92, inner.width() - 6, 72), row)
    else:
        _paint_words(painter, inner.adjusted(0, 44, 0, -30), row)
    paint_light_text(painter, QRectF(inner.left(), inner.bottom() - 22, inner.width(), 22), row.light, short=False)


def _paint_frame(painter: QPainter, card: QRectF, cell: Cell) -> None:
    tokens = current()
    frame = tokens.accent if cell.chosen else tokens.field if cell.hovered else tokens.line
    width = 2 if cell.chosen else 1
    painter.setPen(QPen(QColor(frame), width))
    painter.setBrush(QColor(tokens.surface))
    painter.drawRoundedRect(card.adjusted(width / 2, width / 2, -width / 2, -width / 2), 8, 8)


def _paint_name(painter: QPainter, inner: QRectF, name: str) -> None:
    """Paint the name on at most two lines."""
    first, second = two_lines(name, int(inner.width()))
    paint_text(painter, QRectF(inner.left(), inner.top(), inner.width(), 18), first, current().text2, "small")
    paint_text(painter, QRectF(inner.left(), inner.top() + 17, inner.width(), 18), second, current().text2, "small")


def two_lines(text: str, width: int) -> tuple[str, str]:
    """Split a text so that the first part fits into `width` px; the second is cut when painted."""
    measure = metrics("small").horizontalAdvance
    if measure(text) <= width:
        return text, ""
    cut = next(n for n in range(len(text), 0, -1) if measure(text[:n]) <= width or n == 1)
    while cut > 1 and _bad_break(text[cut - 1], text[cut]):
        cut -= 1
    return text[:cut], text[cut:]


def _bad_break(before: str, after: str) -> bool:
    """Return whether a line must not break here: at a mark that belongs to the other side, inside a number."""
    return after in _NEVER_FIRST or before in _NEVER_LAST or ((before + after).isascii() and (before + after).isalnum())


def _paint_value(painter: QPainter, inner: QRectF, row: IndicatorRow) -> None:
    tokens = current()
    now = format_value(row.current.value) if row.current else "—"
    paint_text(painter, QRectF(inner.left(), inner.top() + 38, inner.width(), 28), now, tokens.text, "figure")
    after = metrics("figure").horizontalAdvance(now) + 6
    unit = QRectF(inner.left() + after, inner.top() + 42, inner.width() - after, 24)
    paint_text(painter, unit, row.unit, tokens.text2, "small")


def _paint_line(painter: QPainter, rect: QRectF, row: IndicatorRow) -> None:
    """Paint the sparkline, or say that nothing was recorded."""
    tokens = current()
    values = spark_values(row)
    points, target_y = spark_points(values, row.target_value, rect, row.measure is Measure.RANK)
    if not values:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.sunken))
        painter.drawRoundedRect(rect.adjusted(0, 0, 4, 0), 4, 4)
        words = "未录入" if drawable(row.target_value) is None else f"未录入，目标 {format_value(row.target_value)}"
        paint_text(painter, rect, words, tokens.text2, "small", Align.AlignCenter)
        return
    paint_sparkline(painter, rect, points, target_y)
    if target_y is not None:
        words = f"目标 {format_value(row.target_value)}"
        left = rect.right() + 4 - metrics("tick").horizontalAdvance(words)
        bottom = label_foot(points, target_y, left)
        label = QRectF(rect.left(), bottom - 16, rect.width() + 4, 16)
        paint_text(painter, label, words, tokens.text2, "tick", RIGHT)


def _paint_words(painter: QPainter, rect: QRectF, row: IndicatorRow) -> None:
    """Paint what the source says, in as many lines as fit."""
    tokens = current()
    painter.setFont(font("heading"))
    painter.setPen(QColor(tokens.text))
    wrapped = int(Qt.TextFlag.TextWrapAnywhere | Align.AlignLeft | Align.AlignTop)
    said = painter.boundingRect(rect, wrapped, row.stated)
    painter.drawText(rect, wrapped, row.stated)
    below = QRectF(rect.left(), said.bottom() + 6, rect.width(), rect.bottom() - said.bottom() - 6)
    painter.setFont(font("small"))
    painter.setPen(QColor(tokens.text3))
    if below.height() >= 18:
        painter.drawText(below, wrapped, row.period)


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
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(40)
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_rows(self, rows: Sequence[IndicatorRow], code: str) -> None:
        """Show rows and choose the one with the code, else the first."""
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among as many columns as fit."""
        width = self.viewport().width() - 1
        columns = max(width // (_LEAST + _GAP), 1)
        self.setGridSize(QSize(width // columns, CARD_HEIGHT + _GAP))
        super().resizeEvent(event)

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_chosen.emit(index.data(ROW))

"""A table of plain lines in a dialog; Enter opens what a line is about."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QTreeWidget,
    QTreeWidgetItem,
)

from tracker.model.enums import LightColour
from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import paint_hairline, paint_light, paint_text

_TARGET = Qt.ItemDataRole.UserRole
_FIRST = (QStyleOptionViewItem.ViewItemPosition.Beginning, QStyleOptionViewItem.ViewItemPosition.OnlyOne)
_BETWEEN = 6  # px between two words of lights
_MARGIN, _AFTER = 3, 20  # px that the style leaves beside a text, and at the right of a number
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MEASURED = 500  # lines whose words say how wide a column is
_HEIGHT, _EDGE, _PAD = 32, 3, 8  # px of a row, of the edge of the selected one, and between it and the words


class Rows(QStyledItemDelegate):
    """Rows of 32 px with a hairline."""

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        """Return the width of the text and the height of a row."""
        size = super().sizeHint(option, index)  # type: ignore[arg-type]
        return QSize(size.width(), _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """Paint the ground, then the words without the style's own selection."""
        plain = QStyleOptionViewItem(option)
        plain.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        self.paint_ground(painter, option)
        number = int(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0) & int(Qt.AlignmentFlag.AlignRight)
        plain.rect = plain.rect.adjusted(_PAD if index.column() == 0 else 0, 0, _MARGIN - _AFTER if number else 0, 0)
        super().paint(painter, plain, index)

    @staticmethod
    def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
        """Paint what lies under the words of a cell, and the hairline."""
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(current().select))
            if option.viewItemPosition in _FIRST:
                painter.fillRect(QRect(0, option.rect.top(), _EDGE, option.rect.height()), QColor(current().accent))
        paint_hairline(painter, QRect(option.rect), 0, on_raised=True)


class LightRows(Rows):
    """Cells like 红 → 绿: every word that names a light has its shape and colour before it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """Paint each word, and before the name of a light its shape."""
        self.paint_ground(painter, option)
        rect, left = QRectF(option.rect), option.rect.left() + 3.0
        colours = {colour.word: colour for colour in LightColour}
        for word in str(index.data() or "").split():
            if colour := colours.get(word):
                paint_light(painter, QRectF(left, rect.center().y() - 5, 10, 10), colour)
                left += 16
            left -= _BETWEEN if word == "·" else 0  # a dot is as wide as a letter and brings its own room
            paint_text(painter, QRectF(left, rect.top(), rect.right() - left, rect.height()), word, current().text)
            left += metrics("body").horizontalAdvance(word) + (0 if word == "·" else _BETWEEN)


def dress(table: QTreeView, name: str, columns: Sequence[tuple[str, int]]) -> None:
    """Give a table its look; columns are words and widths in px, 0 for the rest."""
    table.setAccessibleName(name)
    table.setItemDelegate(Rows(table))
    table.setFont(font("body"))
    table.setUniformRowHeights(True)
    table.setRootIsDecorated(False)
    table.setIndentation(12)
    table.setAllColumnsShowFocus(False)  # else the style frames the row with a gradient of its own
    table.setExpandsOnDoubleClick(False)
    table.setTabKeyNavigation(False)
    header = table.header()
    header.setFont(font("small"))
    header.setStyleSheet(  # where cells begin their text
        f"QHeaderView::section {{ padding-left: 3px; }} QHeaderView::section:first {{ padding-left: {3 + _PAD}px; }}"
    )
    header.setStretchLastSection(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for number, (_, width) in enumerate(columns):
        if width:
            table.setColumnWidth(number, width if number else width + _PAD)
        else:
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)


class LinesTable(QTreeWidget):
    """Columns with a width each (0 for the rest); columns of numbers stand at the right."""

    opened = Signal(object)  # the target of a line

    def __init__(self, name: str, columns: Sequence[tuple[str, int]], *, numbers: Sequence[int] = ()) -> None:
        super().__init__()
        self._numbers = frozenset(numbers)
        self.setColumnCount(len(columns))
        self.setHeaderLabels([word for word, _ in columns])
        dress(self, name, columns)
        for column in self._numbers:
            self.headerItem().setTextAlignment(column, _RIGHT)
        if self._numbers:
            padded = f"QHeaderView::section {{ padding-right: {_AFTER}px; }}"
            self.header().setStyleSheet(self.header().styleSheet() + padded)
        self.itemDoubleClicked.connect(lambda item, _column: self._open(item))

    def add_lines(self, lines: Iterable[tuple[Sequence[str], object]]) -> None:
        """Append lines: texts by column, and what opening one is about."""
        items = [_item(texts, target) for texts, target in lines]
        for item in items:
            for column in self._numbers:
                item.setTextAlignment(column, _RIGHT)
        self.addTopLevelItems(items)

    def narrow(self, column: int, most: int) -> None:
        """Give a column the px that its words need, `most` of them; what it leaves goes to the column of the rest."""
        model, wide = self.model(), metrics("body").horizontalAdvance
        words = (str(model.index(row, column).data()) for row in range(min(model.rowCount(), _MEASURED)))
        head = metrics("small").horizontalAdvance(str(model.headerData(column, Qt.Orientation.Horizontal)))
        self.setColumnWidth(column, min(max(head, *map(wide, words)) + _AFTER, most))

    def select_first(self) -> None:
        """Make the first row the current one."""
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current line with Enter."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._open(item)
            return
        super().keyPressEvent(event)

    def _open(self, item: QTreeWidgetItem) -> None:
        target = item.data(0, _TARGET)
        if target is not None:
            self.opened.emit(target)


def _item(texts: Sequence[str], target: object) -> QTreeWidgetItem:
    item = QTreeWidgetItem(list(texts))
    item.setData(0, _TARGET, target)
    for number, text in enumerate(texts):
        item.setToolTip(number, text)
    return item


def framed(table: QTreeView) -> QHBoxLayout:
    """Return a table with the edges of a ruled dialog."""
    row = QHBoxLayout()
    row.setContentsMargins(21 - _PAD, 0, 12, 0)
    row.addWidget(table)
    return row

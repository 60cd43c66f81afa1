"""The delegate of lists and tables that paint their rows themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from tracker.ui.widgets.row_model import ROW, Index

_TABS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_WIDTH = 200  # px; views give their rows the width they have


@dataclass(frozen=True, slots=True)
class Cell:
    """What is to be painted: a cell of a row, its rectangle and its state."""

    row: Any
    rect: QRect
    index: Index
    chosen: bool
    hovered: bool
    focused: bool

    @property
    def first(self) -> bool:
        """Return whether the cell is the first of its row."""
        return self.index.column() == 0


PaintCell: TypeAlias = Callable[[QPainter, Cell], None]
Height: TypeAlias = int | Callable[[Any], int]


class RowDelegate(QStyledItemDelegate):
    """Gives each cell with its row and state to a paint function; rows have a height, fixed or by row."""

    def __init__(self, paint_cell: PaintCell, height: Height, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paint_cell, self._height = paint_cell, height
        self._view = parent if isinstance(parent, QAbstractItemView) else None
        self.by_keys = self._view is None  # the focus frame is for those who use the keyboard
        self._watched = (self._view, self._view.viewport()) if self._view is not None else ()
        for part in self._watched:
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice in a view whether the keyboard or the mouse is used; an open editor is Qt's."""
        if not any(watched is part for part in self._watched):
            return super().eventFilter(watched, event)
        kind, before = event.type(), self.by_keys
        if kind == QEvent.Type.KeyPress or (isinstance(event, QFocusEvent) and event.reason() in _TABS):
            self.by_keys = True
        elif kind == QEvent.Type.MouseButtonPress:
            self.by_keys = False
        if self._view is not None and self.by_keys != before:
            self._view.viewport().update()
        return False

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        height = self._height if isinstance(self._height, int) else self._height(index.data(ROW))
        return QSize(_WIDTH, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell; the paint function may change the painter freely."""
        state, flags = option.state, QStyle.StateFlag
        cell = Cell(
            index.data(ROW),
            option.rect,
            index,
            bool(state & flags.State_Selected),
            bool(state & flags.State_MouseOver),
            self.by_keys and bool(state & flags.State_Selected and state & flags.State_HasFocus),
        )
        painter.save()
        self._paint_cell(painter, cell)
        painter.restore()

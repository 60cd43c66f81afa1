"""The ledger under the user's hands: keys, mouse, and where an editor opens."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QWidget

from tracker.ui.ledger.columns import SPECS, Column
from tracker.ui.ledger.row_selection import LedgerRows
from tracker.ui.ledger.row_view import EDITABLE

CHEVRON_ZONE = 34
KEYS_EDIT = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class LedgerTable(LedgerRows):
    """Says what the user wants, and does none of it."""

    details_asked = Signal()  # Space
    cancel_asked = Signal()  # Delete
    acts_asked = Signal(int, QPoint)  # status cell of a task, global position for a menu
    menu_asked = Signal(QPoint)  # global position

    def edit_column(self, column: int) -> None:
        """Open the editor of the current task in a column; the status offers its acts instead."""
        index = self.currentIndex().siblingAtColumn(column)
        task = self.rows.task(index)
        if task is None or self.isColumnHidden(column):
            return
        if column == Column.STATUS:
            corner = self.visualRect(index).bottomLeft()
            self.acts_asked.emit(task.id, self.viewport().mapToGlobal(corner))
        elif SPECS[Column(column)].field:
            self.setCurrentIndex(index)
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the ledger's own keys, leave moving to Qt."""
        self.by_keys = True
        key, index = event.key(), self.currentIndex()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and key in KEYS_EDIT:
            self._enter(index)
        elif plain and key == Qt.Key.Key_Space:
            self.details_asked.emit()
        elif plain and key == Qt.Key.Key_Delete:
            self.cancel_asked.emit()
        elif plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.rows.task(index) is not None:
            self._move_column(-1 if key == Qt.Key.Key_Left else 1)
        elif plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and index.isValid():
            self._open_or_leave(index.siblingAtColumn(0), opened=key == Qt.Key.Key_Right)
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._jump(0 if key == Qt.Key.Key_Home else self.rows.rowCount() - 1)
        else:
            super().keyPressEvent(event)
        self.viewport().update()

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: the search box finds, and asking 5,000 rows at each key would be slow."""

    def _enter(self, index: QModelIndex) -> None:
        if self.rows.task(index) is None:
            self.setExpanded(index.siblingAtColumn(0), not self.isExpanded(index.siblingAtColumn(0)))
            return
        column = index.column() if index.column() in EDITABLE else Column.PROGRESS
        self.edit_column(column)

    def _open_or_leave(self, index: QModelIndex, *, opened: bool) -> None:
        """Open or close a heading; closed already, go up to the heading above."""
        node = self.rows.node(index)
        if node is not None and self.isExpanded(index) == opened and not opened:
            self.setCurrentIndex(self.rows.index_at(node.parent) if node.parent >= 0 else index)
        else:
            self.setExpanded(index, opened)

    def _jump(self, place: int) -> None:
        index = self.rows.index(place, max(0, self.currentIndex().column()))
        if index.isValid():
            self.setCurrentIndex(index)

    def _move_column(self, step: int) -> None:
        columns = [c for c in EDITABLE if not self.isColumnHidden(c)]
        now = self.currentIndex().column()
        place = columns.index(Column(now)) + step if now in columns else 0
        if 0 <= place < len(columns):
            self.setCurrentIndex(self.currentIndex().siblingAtColumn(columns[place]))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Let Tab go to the next field of the same row."""
        hints = QAbstractItemDelegate.EndEditHint
        steps = {hints.EditNextItem: 1, hints.EditPreviousItem: -1}
        super().closeEditor(editor, hints.NoHint if hint in steps else hint)
        if hint in steps:
            before = self.currentIndex().column()
            self._move_column(steps[hint])
            if self.currentIndex().column() != before:
                self.edit_column(self.currentIndex().column())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open and close a heading by its chevron; everything else selects."""
        self.by_keys = False
        index = self.indexAt(event.position().toPoint()).siblingAtColumn(0)
        node = self.rows.node(index)
        if event.position().x() < CHEVRON_ZONE and node is not None and node.covers:
            self.setExpanded(index, not self.isExpanded(index))
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open and close a heading, or edit the cell."""
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        if self.rows.task(index) is None:
            self._enter(index)
            return
        self.setCurrentIndex(index)
        self.edit_column(index.column())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu at the mouse, or under the row when a key asked."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            corner = self.visualRect(self.currentIndex()).bottomLeft()
            self.menu_asked.emit(self.viewport().mapToGlobal(corner))
        elif self.indexAt(event.pos()).isValid():
            self.menu_asked.emit(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus frame when Tab brought the focus here."""
        tabs = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.by_keys = self.by_keys or event.reason() in tabs
        super().focusInEvent(event)

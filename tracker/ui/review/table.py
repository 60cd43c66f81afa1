"""The table that the entries of a review stand in: one column over the whole width."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

#: Height of a closed entry, px.
LINE = 44


class EntryTable(QTableView):
    """One column over the whole width; keys belong to the dialog."""

    clicked_at = Signal(int, object)  # row, Qt.KeyboardModifier
    widened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.setAccessibleName("核对的内容")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(LINE)
        self.verticalHeader().setDefaultSectionSize(LINE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Signal which line was clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.clicked_at.emit(index.row(), event.modifiers())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that nobody inside wanted goes on to the dialog."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Signal that open entries may need another height."""
        super().resizeEvent(event)
        self.widened.emit()

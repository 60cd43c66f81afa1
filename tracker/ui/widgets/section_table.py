"""Sections of lines in a dialog that open and close; of 100,000 lines only those in sight are ever put into words."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTreeView

from tracker.ui.theme.fonts import font
from tracker.ui.widgets.line_table import dress

#: The texts by column, and what opening the line is about.
Line: TypeAlias = tuple[Sequence[str], object]
#: A heading and its lines.
Section: TypeAlias = tuple[str, Sequence[Line]]
Index: TypeAlias = QModelIndex | QPersistentModelIndex

_SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


class SectionsModel(QStandardItemModel):
    """Headings are items; lines are empty rows below them, so that Qt counts and lays them out by itself."""

    def __init__(self, columns: int) -> None:
        super().__init__(0, columns)
        self.sections: tuple[Section, ...] = ()

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show other sections."""
        self.setRowCount(0)
        self.sections = tuple(sections)
        for title, lines in self.sections:
            head = QStandardItem(title)
            head.setFont(font("strong"))
            head.setColumnCount(self.columnCount())
            head.setRowCount(len(lines))
            self.appendRow(head)

    def line(self, index: Index) -> Line | None:
        """Return the line at an index, None for a heading."""
        head = index.parent()
        return self.sections[head.row()][1][index.row()] if head.isValid() else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a cell."""
        line = self.line(index)
        if line is None:
            return super().data(index, role)
        return line[0][index.column()] if role in _SPOKEN else None


class SectionsTable(QTreeView):
    """Columns with a width each (0 for the rest); headings are bold; Enter opens what a line is about."""

    opened = Signal(object)  # the target of a line

    def __init__(self, name: str, columns: Sequence[tuple[str, int]]) -> None:
        super().__init__()
        self.lines = SectionsModel(len(columns))
        self.lines.setHorizontalHeaderLabels([word for word, _ in columns])
        self.setModel(self.lines)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        dress(self, name, columns)
        self.setRootIsDecorated(True)
        self.doubleClicked.connect(self._open)

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show other sections, all open, and make the first heading current."""
        self.lines.show_sections(sections)
        for number in range(len(sections)):
            self.setFirstColumnSpanned(number, QModelIndex(), True)
            self.expand(self.lines.index(number, 0))
        self.setCurrentIndex(self.lines.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current line with Enter; on a heading open or close it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        line = self.lines.line(index)
        if line is None:
            first = index.siblingAtColumn(0)
            self.setExpanded(first, not self.isExpanded(first))
        elif line[1] is not None:
            self.opened.emit(line[1])

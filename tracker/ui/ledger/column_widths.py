"""How wide the columns of the ledger are: dragged by the user, else by the window, the titles with the rest."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QTableView

from tracker.ui.ledger.columns import LEAST_REST, Column, Room, width_of

SETTLED = 250  # ms after the last step of a drag


class ColumnWidths(QObject):
    """Sets the widths of a table and says when the user dragged one."""

    dragged = Signal(int, int)  # column, px; 0 for its own width again

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._kept: Mapping[str, int] = {}
        self._setting = False  # widths are set by the program
        self._pulled = (0, 0)  # column and width of a drag that may go on
        self._settling = QTimer(self, singleShot=True, interval=SETTLED)
        self._settling.timeout.connect(lambda: self.dragged.emit(*self._pulled))
        header = table.horizontalHeader()
        header.sectionResized.connect(self._follow)
        header.sectionHandleDoubleClicked.connect(lambda column: self.dragged.emit(column, 0))

    def set(self, kept: Mapping[str, int], room: Room) -> None:
        """Give the columns the widths in px that the user dragged, else those that the room allows."""
        self._kept, self._setting = kept, True
        for column in Column:
            own = width_of(column, room) or LEAST_REST
            self._table.setColumnWidth(column, kept.get(column.name) or own)
        self._setting = False
        self.fit()

    def fit(self) -> None:
        """Give the titles the rest of the width where nobody dragged them; what does not fit scrolls."""
        if Column.TITLE.name in self._kept:
            return
        table = self._table
        others = sum(table.columnWidth(c) for c in Column if c != Column.TITLE and not table.isColumnHidden(c))
        self._setting = True
        table.setColumnWidth(Column.TITLE, max(LEAST_REST, table.viewport().width() - others))
        self._setting = False

    def _follow(self, column: int, before: int, width: int) -> None:
        if not self._setting and before and width:  # Qt tells of hiding and showing as well: nobody dragged then
            self._pulled = (column, width)
            self._settling.start()

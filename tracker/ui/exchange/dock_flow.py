"""Leads the dock of the register: follows the chosen workbook and reads what taking it in would change."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from tracker.model.enums import ReturnState
from tracker.model.rows import ExportRow
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.exchange.dock import ReturnDock
from tracker.ui.exchange.register_layout import Beside
from tracker.ui.exchange.register_query import ASSIGNED
from tracker.ui.exchange.register_view import ExportTable
from tracker.ui.widgets.row_model import ROW

if TYPE_CHECKING:
    from tracker.queries import office_work
    from tracker.queries.office_work import AskedOffice
    from tracker.ui.exchange import dock_query
    from tracker.ui.exchange.dock_query import Outlook
else:
    office_work = late("tracker.queries.office_work")
    dock_query = late("tracker.ui.exchange.dock_query")

#: Milliseconds a workbook must stay chosen before its file is compared: the arrows pass over many.
_STAYS = 120


class DockFlow(QObject):
    """Opens the dock with the chosen row, closes it with Esc; on a narrow page Space opens it."""

    acts_asked = Signal(object, QWidget)  # ExportRow, below which widget

    def __init__(self, context: Context, table: ExportTable, dock: ReturnDock, beside: Beside) -> None:
        super().__init__(beside)
        self._context, self._table, self.dock, self._beside = context, table, dock, beside
        self.review: Callable[[int, str], object] = lambda _number, _group: None
        self._closed = False  # by the user: then it opens by itself no more
        self._read_soon = QTimer(self, singleShot=True, interval=_STAYS)
        self._read_soon.timeout.connect(self._read)
        table.selectionModel().selectionChanged.connect(lambda *_: self._follow())
        table.toggle_asked.connect(self.toggle)
        table.escaped.connect(self.close)
        dock.closed.connect(self.close)
        dock.review_asked.connect(self._review)
        dock.menu_asked.connect(lambda below: self.acts_asked.emit(self.dock.row, below))

    def current(self) -> ExportRow | None:
        """Return the chosen workbook."""
        index = self._table.currentIndex()
        row: ExportRow | None = index.data(ROW) if index.isValid() else None
        return row

    def toggle(self) -> None:
        """Open the dock of the chosen workbook, or close it."""
        if not self.dock.isHidden():
            self.close()
        elif (row := self.current()) is not None:
            self._open(row)

    def close(self) -> None:
        """Put the dock away; the keys go on in the table."""
        self._read_soon.stop()
        self._closed = True
        if not self.dock.isHidden():
            self._beside.open(shown=False)
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def renew(self) -> None:
        """Show the chosen workbook as the register has it by now."""
        if self._beside.wide and not self._closed and not self._table.selectionModel().hasSelection():
            self._choose_first()
        row = self.current()
        if row is None:
            self._beside.open(shown=False)
        elif not self.dock.isHidden():
            self._open(row)

    def _choose_first(self) -> None:
        """Choose what waits to be looked at, else the first workbook: a wide page has room to show it."""
        model = self._table.model()
        rows = [model.index(number, 0) for number in range(model.rowCount())]
        books = [index for index in rows if isinstance(index.data(ROW), ExportRow)]
        waiting = (index for index in books if index.data(ROW).state is ReturnState.PENDING)
        first = next(waiting, books[0] if books else None)
        if first is not None:
            self._table.selectRow(first.row())

    def _follow(self) -> None:
        """Follow what was chosen: a row that only has the keyboard, on arrival, opens nothing."""
        row = self.current() if self._table.selectionModel().hasSelection() else None
        if row is not None and (not self.dock.isHidden() or not self._beside.narrow):
            self._open(row)

    def _open(self, row: ExportRow) -> None:
        self._closed = False
        known = self.dock.outlook if self.dock.row == row else None
        self.dock.show_row(row, known)
        self._beside.open(shown=True)
        waits = row.return_id is not None and row.state is ReturnState.PENDING
        if not waits or known is None:
            self._read_soon.start()

    def _read(self) -> None:
        row = self.dock.row
        if row is not None and row.state is not ReturnState.PENDING:
            self._read_office(row)
        if row is None or row.return_id is None or row.state is not ReturnState.PENDING:
            return
        number = row.return_id

        def show(outlook: "Outlook") -> None:
            if self.dock.row == row:
                self.dock.show_row(row, outlook)

        self._context.jobs.read(lambda s: dock_query.read_outlook(s, number), on_result=show, owner=self, key="outlook")

    def _read_office(self, row: ExportRow) -> None:
        """Read whom to ask and what the office has to do, where nothing of it waits to be looked at."""
        if row.round == ASSIGNED:
            return
        today, office = self._context.today(), row.office

        def show(work: "AskedOffice") -> None:
            if self.dock.row == row:
                self.dock.work.show_work(work)

        read = partial(office_work.read_asked_office, today=today, name=office)
        self._context.jobs.read(read, on_result=show, owner=self, key="outlook")

    def _review(self, group: str) -> None:
        if self.dock.row is not None and self.dock.row.return_id is not None:
            self.review(self.dock.row.return_id, group)

"""The shapes of the ledger, one of them in sight: table, board, month; the last two are built when asked for."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from tracker.model.rows import TaskRow
from tracker.model.rows.month import MonthDates
from tracker.ui.ledger.view_settings import Shape

if TYPE_CHECKING:
    from tracker.ui.ledger.board import BoardView
    from tracker.ui.ledger.month import MonthView


class LedgerShapes(QObject):
    """Passes on what was asked for on a card or a day."""

    chosen = Signal(object)  # TaskRow
    opened = Signal(object)  # TaskRow
    move_asked = Signal(object, object)  # TaskRow, Status
    day_asked = Signal(object, object)  # TaskRow, date: the day a deadline was dragged to
    node_day_asked = Signal(object, object, object)  # Entry of a node, date it was due, date it was dragged to
    range_asked = Signal(object, object)  # first and last day whose nodes and reports are wanted
    menu_asked = Signal(object, QPoint)  # TaskRow, global position
    refused = Signal(str)  # why the keys do not move a card

    def __init__(self, table: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.stack = QStackedWidget()
        self._table = table
        self.stack.addWidget(table)
        self.board: BoardView | None = None
        self.month: MonthView | None = None

    def show_tasks(self, shape: Shape, tasks: Callable[[], Sequence[TaskRow]], today: date) -> QWidget | None:
        """Show tasks in a shape, and return what has the keyboard there, None for the table, which asks for none."""
        if shape is Shape.BOARD:
            board = self.board or self._make_board()
            board.show_tasks(tasks())
            self.stack.setCurrentWidget(board)
            return board.start()
        if shape is Shape.MONTH:
            month = self.month or self._make_month()
            month.show_tasks(tasks(), today)
            self.stack.setCurrentWidget(month)
            return month.grid
        self.stack.setCurrentWidget(self._table)
        return None

    def starting_widget(self, table: QWidget) -> QWidget:
        """Return what gets the keyboard in the shape in sight."""
        if self.board is not None and self.stack.currentWidget() is self.board:
            return self.board.start()
        if self.month is not None and self.stack.currentWidget() is self.month:
            return self.month.grid
        return table

    def aside_words(self) -> str:
        """Return how many tasks have no card while the board is in sight, else ""."""
        board = self.board
        return board.aside if board is not None and self.stack.currentWidget() is board else ""

    def show_dates(self, dates: MonthDates) -> None:
        """Show nodes and reports of the month."""
        if self.month is not None:
            self.month.show_dates(dates)

    def _make_board(self) -> "BoardView":
        from tracker.ui.ledger.board import BoardView  # the first screen does without

        self.board = board = BoardView()
        self.stack.addWidget(board)
        board.chosen.connect(self.chosen)
        board.opened.connect(self.opened)
        board.move_asked.connect(self.move_asked)
        board.menu_asked.connect(self.menu_asked)
        board.refused.connect(self.refused)
        return board

    def _make_month(self) -> "MonthView":
        from tracker.ui.ledger.month import MonthView

        self.month = month = MonthView()
        self.stack.addWidget(month)
        month.chosen.connect(self.chosen)
        month.opened.connect(self.opened)
        month.moved.connect(self.day_asked)
        month.node_moved.connect(self.node_day_asked)
        month.range_asked.connect(self.range_asked)
        return month

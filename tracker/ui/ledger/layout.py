"""The parts of the ledger page, where they stand, and how they follow the view settings and the window's width."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from tracker.model.rows import TaskRow
from tracker.ui.core.closed_buttons import close_with
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import ExportWorkbooks, ImportFiles
from tracker.ui.ledger.columns import Column, Room, room_of
from tracker.ui.ledger.headers import headers_of
from tracker.ui.ledger.selection_panel import SelectionPanel
from tracker.ui.ledger.selection_words import Summary
from tracker.ui.ledger.shapes import LedgerShapes
from tracker.ui.ledger.sorting import Sorting, pressed
from tracker.ui.ledger.status_line import LedgerFoot
from tracker.ui.ledger.table import LedgerTable
from tracker.ui.ledger.toolbar import LedgerToolbar
from tracker.ui.ledger.view_settings import KEY, Shape, ViewSettings, read_view_settings, view_settings_text
from tracker.ui.page import Page
from tracker.ui.task.panel import TaskPanel
from tracker.ui.widgets.buttons import Button, IconButton
from tracker.ui.widgets.labels import SideRule
from tracker.ui.widgets.rail import WIDTH as RAIL
from tracker.ui.widgets.shade import SideShade
from tracker.ui.widgets.states import Stage

if TYPE_CHECKING:
    from tracker.ui.ledger.columns_dialog import ColumnsDialog

PANEL, PANEL_WIDE = 327, 399  # and the line beside it
BESIDE = 1270  # px of a window that has room for the panel beside all of the columns


class LedgerLayout(QObject):
    """Toolbar, table, foot and panel on a page; reads nothing."""

    order_changed = Signal()  # another grouping or sorting
    shape_changed = Signal()  # table, board, month
    panel_toggled = Signal()
    official_asked = Signal()  # the official ledger of what is shown
    plain_asked = Signal()  # the same as one plain table

    def __init__(self, context: Context, page: Page) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self.settings = read_view_settings(context.settings)
        self.toolbar, self.table, self.foot = LedgerToolbar(), LedgerTable(), LedgerFoot()
        self.stage, self.panel = Stage(self.table), TaskPanel()
        self.selection, self.side = SelectionPanel(), QStackedWidget()
        for part in (self.panel, self.selection):
            self.side.addWidget(part)
        self.shapes = LedgerShapes(self.stage, self)
        self.over = False  # in a narrow window: the panel lies over the table, asked for by the user
        self.has_rows = True  # without any the panel would only say that nothing is chosen
        self._add_buttons()
        self._place_parts()
        self._connect()
        self.apply()

    def _add_buttons(self) -> None:
        self._page.head.add_beside(self.toolbar.lights)
        self.official = Button("导出正式台账…", "outlined", "papers")
        self.official.clicked.connect(lambda _checked=False: self.ask_ledger())
        self.plain = IconButton("export", "导出明细表…（每列一项，供继续加工）")
        self.plain.clicked.connect(lambda _checked=False: self.plain_asked.emit())
        for button in (self.plain, self.official):
            self._page.head.add_action(button)
        ask = self._context.bus.page_asked.emit
        self.send = Button("导出工作簿…", "primary")
        buttons = ((Button("导入反馈…", "outlined", "import"), ImportFiles()), (self.send, ExportWorkbooks()))
        for button, request in buttons:
            button.clicked.connect(partial(ask, "exchange", request))
            close_with(self._context.jobs, button)
            self._page.head.add_action(button)

    def ask_ledger(self) -> None:
        """Make the official ledger of the tasks that the filter shows."""
        self.official_asked.emit()

    def _place_parts(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        for widget in (self.toolbar, self.shapes.stack, self.foot):
            left.addWidget(widget, 1 if widget is self.shapes.stack else 0)
        self._edge = SideRule()
        self._shade = SideShade(self._page)
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._row.addLayout(left, 1)
        self._row.addWidget(self._edge)
        self._row.addWidget(self.side)
        self._page.body.addLayout(self._row, 1)

    def _connect(self) -> None:
        self.table.details_asked.connect(lambda: self.show_panel(not self.panel_wanted))
        self.panel.close_asked.connect(lambda: self.show_panel(False))
        self.toolbar.shape_chosen.connect(lambda shape: self.change(replace(self.settings, shape=shape)))
        self.toolbar.column_toggled.connect(
            lambda column, shown: self.change(self.settings.with_column(Column(column), shown))
        )
        self.toolbar.grouping_changed.connect(lambda grouping: self.change(replace(self.settings, grouping=grouping)))
        for asked in (self.toolbar.entries_toggled, self.table.entries_asked):
            asked.connect(lambda: self.change(replace(self.settings, entries=not self.settings.entries)))
        self.table.widths.dragged.connect(
            lambda column, width: self.change(self.settings.with_width(Column(column), width))
        )
        self.toolbar.wrap_toggled.connect(self.toggle_wrapped)
        self.toolbar.columns_asked.connect(self.open_columns)
        self.toolbar.search.left_down.connect(self._enter_rows)
        self.table.header().sectionMoved.connect(lambda *_: self._remember_order())
        self.table.header().sectionClicked.connect(self._sort_by)

    def toggle_wrapped(self) -> None:
        """Make the rows high enough for several lines, or for one again."""
        self.change(replace(self.settings, wrapped=not self.settings.wrapped))

    def change(self, settings: ViewSettings) -> None:
        """Show the ledger in another way, and remember it."""
        before, self.settings = self.settings, settings
        if settings != before:
            self._context.remember_state(KEY, view_settings_text(settings))
        self.apply()
        order, order_before = ((s.grouping, s.sorting, s.entries) for s in (settings, before))
        if order != order_before:
            self.order_changed.emit()
        if settings.shape is not before.shape:
            self.over = False
            self.shape_changed.emit()

    @property
    def _window_width(self) -> int:
        window = self._page.window()
        return window.width() if window is not self._page else self._page.width() + RAIL

    @property
    def room(self) -> Room:
        """Return how much room the window leaves to the columns."""
        return room_of(self._window_width, beside=self.settings.panel and not self.narrow)

    @property
    def narrow(self) -> bool:
        """Tell whether the panel lies over the rest: there is no room beside it, or cards fill the width."""
        return self._window_width < BESIDE or self.settings.shape is not Shape.TABLE

    @property
    def panel_wanted(self) -> bool:
        """Tell whether the user wants the panel; over the table it is wanted for the moment only."""
        return self.over if self.narrow else self.settings.panel

    def show_panel(self, shown: bool) -> None:
        """Open or close the detail panel."""
        if self.narrow:
            self.over = shown
            self.apply_panel()
        else:
            self.change(replace(self.settings, panel=shown))
        if not shown:
            self.table.setFocus()
        self.panel_toggled.emit()

    def sort(self, sorting: Sorting) -> None:
        """Sort by these columns, the first one first."""
        self.change(self.settings.sorted_by(sorting))

    def _sort_by(self, section: int) -> None:
        """Sort by the header pressed; with Shift or Ctrl by it and those before."""
        keys = QGuiApplication.keyboardModifiers()
        also = bool(keys & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier))
        self.sort(pressed(self.settings.sorting, Column(section), also=also))

    def open_columns(self) -> "ColumnsDialog":
        """Open the dialog that shows, moves and sorts columns; what it does shows at once."""
        from tracker.ui.ledger.columns_dialog import ColumnsDialog  # the first screen does without

        dialog = ColumnsDialog(self.settings, wide=self.room is Room.WIDE, parent=self._page)
        dialog.changed.connect(self.change)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def apply(self) -> None:
        """Show columns, grouping, sorting and panel as the settings say."""
        room, shown = self.room, self.settings.shows
        wide, under = room is Room.WIDE, room is Room.TIGHT and shown(Column.OFFICE, wide=False)
        for column in Column:
            self.table.setColumnHidden(column, not shown(column, wide=wide) or (under and column is Column.OWNER))
        self.table.widths.set(self.settings.widths, room)
        self.table.set_rows_for(room, wrapped=self.settings.wrapped)
        self.toolbar.show_shape(self.settings.shape)
        self.toolbar.wrapped = self.settings.wrapped
        self.toolbar.visible_columns = frozenset(column for column in Column if shown(column, wide=wide))
        self.toolbar.set_grouping(self.settings.grouping)
        self.toolbar.entries = self.settings.entries
        self._apply_order()
        self.table.rows.headers = headers_of(self.table, under=under)
        self.table.rows.sorting = self.settings.sorting
        self.table.header().viewport().update()
        self.side.setFixedWidth(PANEL_WIDE if wide else PANEL)
        self.apply_panel()

    def _apply_order(self) -> None:
        """Put the columns where the user moved them."""
        header = self.table.header()
        blocked = header.blockSignals(True)
        for position, column in enumerate(self.settings.order):
            header.moveSection(header.visualIndex(column), position)
        header.blockSignals(blocked)

    def _remember_order(self) -> None:
        header = self.table.header()
        order = tuple(Column(header.logicalIndex(position)) for position in range(header.count()))
        if order != self.settings.order:
            self.change(replace(self.settings, order=order))
        self.table.viewport().update()

    def apply_panel(self) -> None:
        """Show the panel where the user wants it and there is something to show in it."""
        visible = self.panel_wanted and self.has_rows
        if self.narrow:
            self._lay_over()
        elif self._row.indexOf(self.side) < 0:
            self.over = False
            self._row.addWidget(self._edge)
            self._row.addWidget(self.side)
        for part in (self.side, self._edge):
            part.setVisible(visible)
        self._shade.setVisible(visible and self.narrow)

    def _lay_over(self) -> None:
        """Put the panel over the right end of the table, which keeps its width."""
        for widget in (self._edge, self.side):
            self._row.removeWidget(widget)
            widget.setParent(self._page)
        page, top, width = self._page.rect(), self._page.head.geometry().bottom() + 1, self.side.minimumWidth()
        self.side.setGeometry(page.right() + 1 - width, top, width, page.bottom() + 1 - top)
        self._edge.setGeometry(self.side.x() - 1, top, 1, self.side.height())
        self._shade.lie_beside(self._edge.geometry())
        for part in (self._edge, self.side):
            part.raise_()

    def show_selection(self, summary: Summary | None) -> None:
        """Show what several chosen tasks have in common, or (None) the one task."""
        several = summary is not None
        if summary is not None:
            self.selection.show_summary(summary)
        self.side.setCurrentWidget(self.selection if several else self.panel)
        self.send.set_kind("outlined" if several else "primary")  # one filled button a page: that of the selection
        self.foot.show_keys(self.settings.shape, several=several)

    def show_shape(self, tasks: Callable[[], Sequence[TaskRow]], today: date) -> None:
        """Show the tasks in the shape that is wanted; where there are none, what the table says of that."""
        shape = self.settings.shape if self.has_rows else Shape.TABLE
        self._page.setFocusProxy(self.shapes.show_tasks(shape, tasks, today) or self.table)
        self.foot.show_keys(self.settings.shape, several=len(self.table.chosen()) > 1)

    def _enter_rows(self) -> None:
        """Go from the search box to the rows."""
        if self.has_rows:
            self.shapes.starting_widget(self.table).setFocus(Qt.FocusReason.TabFocusReason)

    def focus_search(self) -> None:
        """Put the cursor into the search box."""
        self.toolbar.search.setFocus()
        self.toolbar.search.selectAll()

"""What the ledger page is made of and how much of it is shown: toolbar, table, foot, panel."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import ExportWorkbooks, ImportFiles
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.status_line import LedgerFoot
from tracker.ui.ledger.table import LedgerTable
from tracker.ui.ledger.toolbar import LedgerToolbar
from tracker.ui.ledger.view_settings import KEY, Wishes, read_wishes, wishes_text
from tracker.ui.page import Page
from tracker.ui.task.panel import TaskPanel
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.states import Stage

WIDE = 1700  # px of the page; the window is 1920 then
PANEL, PANEL_WIDE = 327, 399  # and the line beside it


class LedgerFrame(Page):
    """Lays the parts out, follows the width of the window and the user's wishes; reads nothing."""

    title = "台账"
    ruled = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.wishes = read_wishes(context.settings)
        self.toolbar, self.table, self.foot = LedgerToolbar(), LedgerTable(), LedgerFoot()
        self.stage, self.panel = Stage(self.table), TaskPanel()
        self.has_rows = True  # without any the panel would only say that nothing is chosen
        self.setFocusProxy(self.table)
        self._add_head()
        self._lay_out()
        self.table.details_asked.connect(lambda: self.show_panel(not self.wishes.panel))
        self.panel.close_asked.connect(lambda: self.show_panel(False))
        self.toolbar.column_toggled.connect(self._toggle_column)
        self.toolbar.search.left_down.connect(self._enter_rows)
        self.table.header().sectionMoved.connect(lambda *_: self._remember_order())
        self._apply_wishes()

    def _add_head(self) -> None:
        ask = self.context.bus.page_asked.emit
        take_in, assign = Button("导入反馈…", "outlined", "import"), Button("交办…", "primary")
        take_in.clicked.connect(lambda _checked=False: ask("exchange", ImportFiles()))
        assign.clicked.connect(lambda _checked=False: ask("exchange", ExportWorkbooks()))
        self.head.add_action(take_in)
        self.head.add_action(assign)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        for widget in (self.toolbar, self.stage, self.foot):
            left.addWidget(widget, 1 if widget is self.stage else 0)
        self._edge = QFrame()
        self._edge.setObjectName("rule")
        self._edge.setFixedWidth(1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self._edge)
        row.addWidget(self.panel)
        self.body.addLayout(row, 1)

    def show_panel(self, shown: bool) -> None:
        """Open or close the detail panel."""
        self.wish(replace(self.wishes, panel=shown))
        if not shown:
            self.table.setFocus()

    def wish(self, wishes: Wishes) -> None:
        """Take other wishes and keep them in the settings."""
        if wishes != self.wishes:
            self.context.remember_state(KEY, wishes_text(wishes))
        self.wishes = wishes
        self._apply_wishes()

    def _apply_wishes(self) -> None:
        wide = self.width() >= WIDE
        self.table.set_wide(wide)
        for column in Column:
            self.table.setColumnHidden(column, not self.wishes.shows(column, wide=wide))
        self.toolbar.visible_columns = frozenset(c for c in Column if self.wishes.shows(c, wide=wide))
        self.toolbar.set_grouping(self.wishes.grouping)
        self._apply_order()
        if self.table.rows.sorting != self.wishes.sorting:
            self.table.rows.sorting = self.wishes.sorting
            self.table.header().viewport().update()
        self.panel.setFixedWidth(PANEL_WIDE if wide else PANEL)
        self.apply_panel()

    def _apply_order(self) -> None:
        """Put the columns where the user moved them."""
        header = self.table.header()
        blocked = header.blockSignals(True)
        for place, column in enumerate(self.wishes.order):
            header.moveSection(header.visualIndex(column), place)
        header.blockSignals(blocked)

    def _remember_order(self) -> None:
        header = self.table.header()
        order = tuple(Column(header.logicalIndex(place)) for place in range(header.count()))
        if order != self.wishes.order:
            self.wish(replace(self.wishes, order=order))
        self.table.viewport().update()

    def apply_panel(self) -> None:
        """Show the panel where the user wants it and there is something to show in it."""
        visible = self.wishes.panel and self.has_rows
        self.panel.setVisible(visible)
        self._edge.setVisible(visible)

    def _toggle_column(self, column: int, shown: bool) -> None:
        self.wish(self.wishes.with_column(Column(column), shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width of the window."""
        super().resizeEvent(event)
        self._apply_wishes()

    def _enter_rows(self) -> None:
        """Go from the search box to the rows found."""
        if self.has_rows:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_search(self) -> None:
        """Put the cursor into the search box."""
        self.toolbar.search.setFocus()
        self.toolbar.search.selectAll()

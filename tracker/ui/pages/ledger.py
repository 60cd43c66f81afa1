"""台账: the tree of all tasks, filters, and the detail of one of them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.rows import LedgerView, OfficeRow, TaskRow
from tracker.queries.ledger import TaskFilter, read_ledger
from tracker.queries.offices import list_offices
from tracker.queries.tasks import read_task
from tracker.ui.context import Context
from tracker.ui.delegates.entry_checks import OfficeNames
from tracker.ui.models.ledger_columns import Column
from tracker.ui.models.ledger_filter import LedgerFilter, TaskSearch, facet_options, filter_tasks, from_target
from tracker.ui.models.ledger_tree import build_tree
from tracker.ui.pages.ledger_acts import LedgerActs
from tracker.ui.pages.ledger_foot import LedgerFoot
from tracker.ui.pages.ledger_table import LedgerTable
from tracker.ui.pages.ledger_toolbar import LedgerToolbar
from tracker.ui.pages.ledger_wishes import Wishes, read_wishes, store_wishes
from tracker.ui.pages.page import Page
from tracker.ui.panels import acts
from tracker.ui.panels.task_panel import TaskPanel
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.states import EmptyState, Stage

WIDE = 1700  # px of the page; the window is 1920 then
PANEL, PANEL_WIDE = 327, 399  # and the line beside it
DETAIL_DELAY = 60  # ms; holding ↓ must not read every task passed


class LedgerPage(Page):
    """Shows what was read, filters it, and hands every intent to `LedgerActs`."""

    title = "台账"
    ruled = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: LedgerView | None = None
        self._search: TaskSearch | None = None
        self._shown: tuple[TaskRow, ...] = ()
        self._last = 0  # the task chosen last, to come back to when filters hid it
        self._wanted: object = None  # a task id or code that another page asked for before the first read
        self.wishes = read_wishes(context.settings)
        self.acts = LedgerActs(context, self)
        self.toolbar, self.table, self.foot = LedgerToolbar(), LedgerTable(), LedgerFoot()
        self.stage, self.panel = Stage(self.table), TaskPanel()
        self._detail = QTimer(self, singleShot=True, interval=DETAIL_DELAY)
        self._detail.timeout.connect(self._read_detail)
        self._add_head()
        self._lay_out()
        self._connect()
        self._apply_wishes()

    def _add_head(self) -> None:
        take_in, assign = Button("导入反馈…", "outlined", "import"), Button("交办…", "primary")
        take_in.clicked.connect(lambda _checked=False: self.context.bus.page_asked.emit("exchange", "import"))
        assign.clicked.connect(lambda _checked=False: self.context.bus.page_asked.emit("exchange", "export"))
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

    def _connect(self) -> None:
        self.toolbar.filter_changed.connect(lambda _filter: self.rebuild(anew=True))
        self.toolbar.grouping_changed.connect(self._group)
        self.toolbar.column_toggled.connect(self._toggle_column)
        table = self.table
        table.task_chosen.connect(self._choose)
        table.chosen_changed.connect(self._count)
        table.details_asked.connect(lambda: self.show_panel(not self.wishes.panel))
        table.cancel_asked.connect(self._cancel_chosen)
        table.menu_asked.connect(self._open_row_menu)
        table.acts_asked.connect(self._open_status_menu)
        table.cells.edited.connect(self._edit_cell)
        self.panel.edited.connect(self._edit_field)
        self.panel.act_asked.connect(lambda task, key: self._do([task], key))
        self.panel.milestone_ticked.connect(self.acts.tick_milestone)
        self.panel.close_asked.connect(lambda: self.show_panel(False))
        self.panel.code_asked.connect(self.open_target)
        self.panel.indicator_opened.connect(lambda code: self.context.bus.page_asked.emit("indicators", code))
        self._key("Ctrl+J", lambda: self._do(self._targets(), acts.PROGRESS))
        self._key("Ctrl+C", lambda: self._do(self.table.chosen(), acts.COPY), self.table)

    def _key(self, keys: str, slot: Callable[[], object], widget: QWidget | None = None) -> None:
        shortcut = QShortcut(QKeySequence(keys), widget or self)
        context = Qt.ShortcutContext
        shortcut.setContext(context.WidgetShortcut if widget else context.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    # Reading

    def refresh(self) -> None:
        """Read the ledger and the offices again."""
        self.stage.begin()
        jobs = self.context.jobs
        jobs.read(list_offices, then=self._take_offices, owner=self)
        jobs.read(read_ledger, self.context.today(), then=self.show_ledger, owner=self)

    def touches(self, changes: Changes) -> bool:
        """Tell whether tasks changed; exports alone leave the ledger as it is."""
        return bool(changes.tasks or changes.indicators)

    def _take_offices(self, offices: tuple[OfficeRow, ...]) -> None:
        names = OfficeNames(offices)
        self.acts.offices = self.table.cells.offices = names
        self._surround()

    def _surround(self) -> None:
        today = self.context.today()
        entries = self.view.recommendations if self.view is not None else ()
        self.table.cells.today = today
        self.acts.entries = {entry.code: entry for entry in entries}
        self.panel.set_surroundings(self.acts.offices, today, entries)

    def show_ledger(self, view: LedgerView) -> None:
        """Show a reading of the ledger."""
        first = self.view is None
        self.view, self._search = view, TaskSearch(view)
        self.toolbar.set_options(facet_options(view))
        self.head.set_summary(f"{len(view.tasks)} 项任务 · 截至 {view.today.isoformat()}")
        self._surround()
        self.rebuild()
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.open_target(wanted)
        if first:
            self.table.setFocus()

    def rebuild(self, *, anew: bool = False) -> None:
        """Filter and arrange what was read, and show it; `anew` when the user asked for other rows."""
        if self.view is None or self._search is None:
            return
        wanted = self.toolbar.filter()
        self._shown = filter_tasks(self.view, wanted, self._search)
        tree = build_tree(self.view, self._shown, self.toolbar.grouping, bare=wanted.active)
        self.table.show_tree(tree, anew=anew)
        if self._shown:
            self.stage.show_content()
        else:
            self.stage.show_empty(self._empty(wanted))
        self._keep_place()
        self._count()
        self._follow()
        self._apply_panel()

    def _keep_place(self) -> None:
        """Stand on a task again when the filters took the current row away."""
        if self.table.current_task() is not None or self._present(self.panel.task) is not None:
            return
        if not self.table.choose_task(self._last, scroll=False):
            self.table.choose_first()

    def _empty(self, wanted: LedgerFilter) -> EmptyState:
        if not wanted.active:
            return EmptyState("ledger", "台账里还没有任务", "在来源页把一条建议转为任务，它就会出现在这里")
        words = wanted.in_words(self.toolbar.options)
        empty = EmptyState("search", "没有符合条件的任务", f"已筛选：{words}", "清除筛选")
        empty.link_clicked.connect(self.toolbar.clear_all)
        return empty

    def _count(self) -> None:
        total = len(self.view.tasks) if self.view is not None else 0
        self.foot.show_counts(total, len(self._shown), len(self.table.chosen()))

    # The panel

    def _choose(self, task_id: int) -> None:
        self._last = task_id
        self._follow()

    def _follow(self) -> None:
        """Let the panel show the current row's task, as it is now."""
        task = self.table.current_task() or self._present(self.panel.task)
        if task is None:
            self.panel.show_nothing()
            return
        self.panel.show_task(task)
        if self.wishes.panel:
            self._detail.start()

    def _present(self, task: TaskRow | None) -> TaskRow | None:
        return next((row for row in self._shown if task is not None and row.id == task.id), None)

    def _read_detail(self) -> None:
        if self.panel.task is not None:
            self.context.jobs.read(
                read_task, self.panel.task.id, self.context.today(), then=self.panel.show_detail, owner=self
            )

    def show_panel(self, shown: bool) -> None:
        """Open or close the detail panel."""
        self._wish(Wishes(self.wishes.columns, self.wishes.grouping, shown))
        if shown:
            self._follow()
        else:
            self.table.setFocus()

    # Wishes

    def _wish(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self.context.settings = store_wishes(self.context.settings, wishes)
        self._apply_wishes()

    def _apply_wishes(self) -> None:
        wide = self.width() >= WIDE
        self.table.set_wide(wide)
        for column in Column:
            self.table.setColumnHidden(column, not self.wishes.shows(column, wide=wide))
        self.toolbar.visible_columns = frozenset(c for c in Column if self.wishes.shows(c, wide=wide))
        self.toolbar.set_grouping(self.wishes.grouping)
        self.panel.setFixedWidth(PANEL_WIDE if wide else PANEL)
        self._apply_panel()

    def _apply_panel(self) -> None:
        """Show the panel where the user wants it and there is something to show in it."""
        visible = self.wishes.panel and (self.view is None or bool(self._shown))
        self.panel.setVisible(visible)
        self._edge.setVisible(visible)

    def _toggle_column(self, column: int, shown: bool) -> None:
        self._wish(self.wishes.with_column(Column(column), shown))

    def _group(self, _grouping: object) -> None:
        self._wish(Wishes(self.wishes.columns, self.toolbar.grouping, self.wishes.panel))
        self.rebuild(anew=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width of the window."""
        super().resizeEvent(event)
        self._apply_wishes()

    # Acts

    def _targets(self) -> list[TaskRow]:
        chosen = self.table.chosen()
        return chosen or ([self.panel.task] if self.panel.task is not None else [])

    def _do(self, chosen: list[TaskRow], key: str) -> None:
        if key == acts.EDIT:
            self.table.setFocus()
            self.table.edit_column(Column.PROGRESS)
        else:
            self.acts.do(chosen, key)

    def _edit_cell(self, task_id: int, field: str, value: Value) -> None:
        task = next((row for row in self._shown if row.id == task_id), None)
        if task is not None:
            self.acts.edit(task, field, value)

    def _edit_field(self, task: TaskRow, field: str, value: Value) -> None:
        self.acts.edit(task, field, value, partial(self.panel.refuse, task.id, field))

    def _cancel_chosen(self) -> None:
        self._do(self._targets(), f"{acts.STATUS}cancelled")

    def _open_row_menu(self, where: QPoint) -> None:
        chosen = self.table.chosen()
        if chosen:
            self._popup(acts.row_acts(chosen[0]), chosen, where)

    def _open_status_menu(self, task_id: int, where: QPoint) -> None:
        chosen = [row for row in self._shown if row.id == task_id]
        if chosen:
            self._popup(acts.status_acts(chosen[0].status), chosen, where)

    def _popup(self, entries: tuple[acts.Act, ...], chosen: list[TaskRow], where: QPoint) -> None:
        made = menu(self)
        for act in entries:
            entry = add(made, act.text, act.icon, act.shortcut, partial(self._do, chosen, act.key), act.danger)
            entry.setToolTip(act.tip)
        made.popup(where)

    # Asked from elsewhere

    def open_target(self, target: object) -> None:
        """Show a filter, or a task by its id or by the code of task or recommendation."""
        if self.view is None:
            self._wanted = target
        elif isinstance(target, TaskFilter):
            self.toolbar.set_filter(from_target(target))
        elif isinstance(target, int | str):
            self._open_task(target)

    def _open_task(self, wanted: int | str) -> None:
        tasks = self.view.tasks if self.view is not None else ()
        found = next((row for row in tasks if wanted in (row.id, row.code, row.recommendation)), None)
        if found is None:
            return
        if all(row.id != found.id for row in self._shown):
            self.toolbar.clear_all()
        self.table.choose_task(found.id)
        self.show_panel(True)

    def focus_search(self) -> None:
        """Put the cursor into the search box."""
        self.toolbar.search.setFocus()
        self.toolbar.search.selectAll()

"""Reading the ledger, filtering and arranging it, and keeping the panel on the current row."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.rows import LedgerView, OfficeRow, TaskRow
from tracker.ui.context import Context
from tracker.ui.delegates.entry_checks import OfficeNames
from tracker.ui.models.ledger_filter import LedgerFilter, TaskSearch, facet_options, filter_tasks, from_target
from tracker.ui.models.ledger_tree import build_tree
from tracker.ui.pages.ledger_frame import LedgerFrame
from tracker.ui.pages.ledger_jobs import list_offices, read_ledger, read_task
from tracker.ui.pages.ledger_wishes import Wishes
from tracker.ui.targets import OpenTask
from tracker.ui.widgets.states import EmptyState

DETAIL_DELAY = 60  # ms; holding ↓ must not read every task passed


class LedgerBrowser(LedgerFrame):
    """Shows what was read; `view` is None until the first reading."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: LedgerView | None = None
        self.offices = OfficeNames()
        self.shown: tuple[TaskRow, ...] = ()  # what the filters let through
        self._search: TaskSearch | None = None
        self._last = 0  # the task chosen last, to come back to when filters hid it
        self._wanted: object = None  # what another page asked for before the first reading
        self._detail = QTimer(self, singleShot=True, interval=DETAIL_DELAY)
        self._detail.timeout.connect(self._read_detail)
        self.toolbar.filter_changed.connect(lambda _filter: self.rebuild(anew=True))
        self.toolbar.grouping_changed.connect(self._group)
        self.table.task_chosen.connect(self._choose)
        self.table.chosen_changed.connect(self._count)
        self.panel.code_asked.connect(self.open_target)
        context.bus.changed.connect(self._mark)

    def show_panel(self, shown: bool) -> None:
        """Open or close the detail panel, and fill it."""
        super().show_panel(shown)
        self._follow()

    def _mark(self, changes: Changes) -> None:
        """Mark the rows the last act touched, but for the one the user stands on."""
        current = self.table.current_task()
        self.table.cells.recent = changes.tasks - ({current.id} if current is not None else set())
        self.table.viewport().update()

    def refresh(self) -> None:
        """Read the ledger and the offices again."""
        if self.view is None and self.context.first_view is not None:
            self.show_ledger(self.context.first_view)
        self.stage.begin()
        jobs, keep = self.context.jobs, self.context.keep_view
        jobs.read(read_ledger, self.context.today(), keep, then=self.show_ledger, owner=self)
        jobs.read(list_offices, then=self._take_offices, owner=self)

    def touches(self, changes: Changes) -> bool:
        """Tell whether tasks changed; exports alone leave the ledger as it is."""
        return bool(changes.tasks or changes.indicators)

    def _take_offices(self, offices: tuple[OfficeRow, ...]) -> None:
        self.offices = self.table.cells.offices = OfficeNames(offices)
        self.surround()

    def surround(self) -> None:
        """Tell the parts which offices and entries there are, and the day."""
        today = self.context.today()
        entries = self.view.recommendations if self.view is not None else ()
        self.table.cells.today = today
        self.panel.set_surroundings(self.offices, today, entries)

    def show_ledger(self, view: LedgerView) -> None:
        """Show a reading of the ledger."""
        first = self.view is None
        self.view, self._search = view, TaskSearch(view)
        self.toolbar.set_options(facet_options(view))
        self.head.set_summary(f"{len(view.tasks)} 项任务 · 截至 {view.today.isoformat()}")
        self.surround()
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
        self.shown = filter_tasks(self.view, wanted, self._search)
        tree = build_tree(self.view, self.shown, self.toolbar.grouping, bare=wanted.active)
        self.table.show_tree(tree, anew=anew)
        self.has_rows = bool(self.shown)
        if self.shown:
            self.stage.show_content()
        else:
            self.stage.show_empty(self._empty(wanted))
        self._keep_place()
        self._count()
        self._follow()
        self.apply_panel()

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
        self.foot.show_counts(total, len(self.shown), len(self.table.chosen()))

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
        return next((row for row in self.shown if task is not None and row.id == task.id), None)

    def _read_detail(self) -> None:
        if self.panel.task is not None:
            self.context.jobs.read(
                read_task, self.panel.task.id, self.context.today(), then=self.panel.show_detail, owner=self
            )

    def _group(self, _grouping: object) -> None:
        self.wish(Wishes(self.wishes.columns, self.toolbar.grouping, self.wishes.panel))
        self.rebuild(anew=True)

    def open_target(self, target: object) -> None:
        """Show a filter (TaskFilter), a task (OpenTask), or the task behind a recommendation's code."""
        from tracker.queries.ledger import TaskFilter  # not before the first paint

        if self.view is None:
            self._wanted = target
        elif isinstance(target, TaskFilter):
            self.toolbar.set_filter(from_target(target))
        elif isinstance(target, OpenTask | str):
            self._open_task(target)

    def _open_task(self, target: OpenTask | str) -> None:
        tasks = self.view.tasks if self.view is not None else ()
        wanted = target.task_id if isinstance(target, OpenTask) else target
        found = next((row for row in tasks if wanted in (row.id, row.code, row.recommendation)), None)
        if found is None:
            return
        if all(row.id != found.id for row in self.shown):
            self.toolbar.clear_all()
        self.table.choose_task(found.id)
        self.show_panel(True)

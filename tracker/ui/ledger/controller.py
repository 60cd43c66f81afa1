"""Reads the ledger, filters and arranges it, and keeps table, foot and panel on what was read."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QApplication

from tracker.model.changes import Changes
from tracker.model.counting import TaskCount
from tracker.model.rows import LedgerView, OfficeRow, RecommendationRow, TaskRow
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.ledger.arrangement import Arrangement, RowSource
from tracker.ui.ledger.grouping import Grouping, arrange
from tracker.ui.ledger.layout import LedgerLayout
from tracker.ui.ledger.reads import Reading, prepare, read_ledger, reading_of, reread_tasks
from tracker.ui.ledger.selection_words import summarise
from tracker.ui.ledger.sorting import Sorting
from tracker.ui.task.filter import Facet, LedgerFilter, from_target, leaders_in_charge, light_counts
from tracker.ui.widgets.entry_checks import OfficeNames
from tracker.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from tracker.queries import history, month, offices, past_progress, tasks
else:
    past_progress, history = late("tracker.queries.past_progress"), late("tracker.queries.history")
    offices, tasks = late("tracker.queries.offices"), late("tracker.queries.tasks")
    month = late("tracker.queries.month")

Order: TypeAlias = tuple[Grouping, Sorting]
OF_SOURCES: Order = (Grouping.ARTICLE, ())
GAIN_DAYS = 30
PANEL_DELAY = 20  # ms; the rows come first
AT_ONCE = 1_000  # chosen tasks whose summary is put together at once
DETAIL_DELAY = 60  # ms; holding ↓ must not read every task passed
#: Of more touched tasks than this the whole ledger is read: SQLite names at most 32,766 of them in one statement.
MOST_REREAD = 20_000


class LedgerController(QObject):
    """Shows what was read; there is no `reading` until the first one."""

    surroundings_changed = Signal()  # offices, entries or the day
    summary_changed = Signal(str)

    def __init__(self, context: Context, layout: LedgerLayout, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._layout = context, layout
        self.reading: Reading | None = None
        self.offices = OfficeNames()
        self.matches: Sequence[int] | None = None  # positions of what the filters let through, None for all
        self._arranged: tuple[Reading, Order, Arrangement] | None = None
        self._touched: frozenset[int] | None = None  # tasks to be read again, None for the whole ledger
        self._last = 0  # the task chosen last, to come back to when filters hid it
        self._staying: frozenset[int] = frozenset()  # tasks that an act took out of the filter, selected still
        self._parting = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        self._parting.timeout.connect(self._part)
        self._together = QTimer(self, singleShot=True, interval=PANEL_DELAY)
        self._together.timeout.connect(self._show_selection)
        self._target: object = None  # what another page asked for before the first reading
        self._detail = QTimer(self, singleShot=True, interval=DETAIL_DELAY)
        self._detail.timeout.connect(self._read_detail)
        self._typing = False
        self._rows_first = QTimer(self, singleShot=True, interval=PANEL_DELAY)
        self._rows_first.timeout.connect(self._follow_typing)
        layout.toolbar.filter_changed.connect(lambda _filter: self.show_rows(anew=True))
        layout.order_changed.connect(lambda: self.show_rows(anew=True))
        layout.panel_toggled.connect(self._follow)
        layout.table.task_chosen.connect(self._choose)
        layout.table.chosen_changed.connect(self._on_chosen)
        layout.panel.code_asked.connect(self.open_target)
        layout.shape_changed.connect(self._change_shape)
        layout.shapes.chosen.connect(self._choose_card)
        layout.shapes.opened.connect(self._open_card)
        layout.shapes.range_asked.connect(self._read_month)

    # --- reading ----------------------------------------------------------------------------------

    @property
    def view(self) -> LedgerView | None:
        """Return the ledger as it was read last."""
        return self.reading.view if self.reading is not None else None

    @property
    def entries(self) -> Sequence[RecommendationRow]:
        """Return the recommendations and headings of the articles."""
        return self.reading.view.recommendations if self.reading is not None else ()

    def mark(self, changes: Changes) -> None:
        """Note what an act touched: to be read again, and marked in the table but for the row the user stands on."""
        table = self._layout.table
        if changes.everything or changes.indicators:
            self._touched = None
        elif self._touched is not None:
            self._touched |= changes.tasks
        current = table.current_task()
        table.painting.recent = changes.tasks - ({current.id} if current is not None else set())
        table.viewport().update()

    def refresh(self) -> None:
        """Read what was touched again, and the whole ledger with its offices when nothing is known of that."""
        context = self._context
        if self.reading is None and context.first_view is not None:
            self.show_ledger(reading_of(context.first_view))
        self._layout.stage.begin()
        before, touched, today = self.reading, self._touched, context.today()
        if before is not None and touched and len(touched) <= MOST_REREAD:
            few = partial(reread_tasks, today=today, ids=touched, before=before)
            context.jobs.read(few, on_result=self._show_reading, owner=self, key="ledger")
            self._read_gains(touched)
            return
        self._touched = None  # until it is answered: an act meanwhile must not make it less
        whole = partial(read_ledger, today=today, before=before)
        context.jobs.read(whole, on_result=self._show_reading, owner=self, key="ledger")
        self._read_gains(None)
        context.jobs.read(
            lambda session: offices.list_offices(session),
            on_result=self._show_offices,
            owner=self,
            key="ledger offices",
        )

    def _show_reading(self, reading: Reading) -> None:
        self._touched = frozenset()
        self.show_ledger(reading)
        keep = self._context.keep_view
        self._context.jobs.read(
            lambda _session: prepare(reading, keep), on_result=self._search_again, owner=self, key="ledger pinyin"
        )

    def _read_gains(self, ids: frozenset[int] | None) -> None:
        """Read how far tasks were 30 days ago, of a few or of all, after what is shown first."""
        since = self._context.today() - timedelta(days=GAIN_DAYS)

        def show(before: dict[int, int]) -> None:
            table = self._layout.table
            kept = table.painting.before if ids is not None else {}
            table.painting.before = {id_: was for id_, was in kept.items() if id_ not in (ids or ())} | before
            table.viewport().update()

        key = "ledger gains" if ids is None else ""
        self._context.jobs.read(
            lambda session: past_progress.percents_before(session, since, ids), on_result=show, owner=self, key=key
        )

    def _search_again(self, spelled: bool) -> None:
        """Search once more when pinyin was missing: letters typed meanwhile may match more now."""
        if spelled and self._layout.toolbar.filter().search.strip():
            self.show_rows()

    def _show_offices(self, rows: tuple[OfficeRow, ...]) -> None:
        self.offices = self._layout.table.cells.offices = OfficeNames(rows)
        if self.reading is not None:
            self._offer_values(self.reading)
        self._show_surroundings()

    def _offer_values(self, reading: Reading) -> None:
        """Give the chips their values, offices in the order of the ledger."""
        ranks = {name: rank for rank, name in enumerate(self.offices.names)}
        offices = sorted(reading.options[Facet.OFFICE], key=lambda pair: ranks.get(pair[0], len(ranks)))
        self._layout.toolbar.set_options({**reading.options, Facet.OFFICE: tuple(offices)})
        self._layout.toolbar.count_in(reading.view)

    def _show_surroundings(self) -> None:
        """Give the parts the offices, the entries and the day."""
        today = self._context.today()
        leaders = leaders_in_charge(self.reading.view.tasks) if self.reading is not None else ()
        self._layout.table.cells.today, self._layout.table.cells.leaders = today, leaders
        self._layout.panel.set_surroundings(self.offices, today, self.entries, leaders)
        self.surroundings_changed.emit()

    def show_ledger(self, reading: Reading) -> None:
        """Show another reading of the ledger."""
        first, self.reading = self.reading is None, reading
        view = reading.view
        self._offer_values(reading)
        if not view.total:  # the first screen holds a part of the tasks
            self._layout.toolbar.lights.set_counts(light_counts(view.tasks))
        count = reading.count
        self.summary_changed.emit(f"{count.total:,} 项任务{count.aside} · 截至 {view.today.isoformat()}")
        self._show_surroundings()
        self.show_rows()
        if self._target is not None:
            target, self._target = self._target, None
            self.open_target(target)
        if first:
            self._layout.table.setFocus()

    # --- rows -------------------------------------------------------------------------------------

    def _arrangement(self, reading: Reading) -> Arrangement:
        """Return the tasks in the order the user wants, put together once for each reading."""
        order, view = (self._layout.toolbar.grouping, self._layout.settings.sorting), reading.view
        before, arranged_by, arrangement = self._arranged or (None, None, None)
        # An act that moves no task leaves the order of the sources as it is.
        same_order = arranged_by == order == OF_SOURCES and before is not None and before.positions is reading.positions
        if arrangement is not None and same_order:
            arrangement = replace(arrangement, tasks=view.tasks)
        elif arrangement is None or arranged_by != order or before is not reading:
            arrangement = arrange(view, view.tasks, *order, partial=bool(view.total))
        self._arranged = reading, order, arrangement
        return arrangement

    def _source(self, reading: Reading, matches: Sequence[int] | None, *, bare: bool) -> RowSource:
        arrangement, entries = self._arrangement(reading), self._layout.settings.entries
        return lambda closed: arrangement.rows(matches, bare=bare, entries=entries, closed=closed)

    def show_rows(self, *, anew: bool = False) -> None:
        """Filter and arrange what was read, and show it; `anew` when the user asked for other rows."""
        if self.reading is None:
            return
        layout, wanted = self._layout, self._layout.toolbar.filter()
        self.matches = self._with_staying(self.reading, self.reading.search.find(wanted), anew=anew)
        layout.table.show_rows(self._source(self.reading, self.matches, bare=wanted.active), anew=anew)
        layout.has_rows = bool(self.shown_count)
        if layout.has_rows:
            layout.stage.show_content()
        else:
            layout.stage.show_empty(self._empty(wanted))
        if anew or not self._last:  # after an act no other row is selected by itself
            self._typing = anew
            self._keep_current()
            self._typing = False
        self._show_shape()
        self._count()
        self._rows_first.start() if anew and layout.has_rows else self._follow()
        layout.apply_panel()

    # --- board and month --------------------------------------------------------------------------

    def _show_shape(self) -> None:
        """Show in board or month what the table shows: they have the same filter."""
        self._layout.show_shape(lambda: self.shown, self._context.today())

    def _change_shape(self) -> None:
        """Show another shape; the keyboard goes there unless it stands on the segments."""
        layout = self._layout
        had = not layout.toolbar.shapes.hasFocus()
        self._show_shape()
        self._count()
        layout.apply_panel()
        if had:
            layout.shapes.starting_widget(layout.table).setFocus()

    def _choose_card(self, task: TaskRow) -> None:
        """Stand on the task of a card in the table as well: panel, menus and keys are about it."""
        table = self._layout.table
        if not table.choose_task(task.id, scroll=False):
            table.choose_all_tasks()  # opens what is folded
            table.choose_task(task.id, scroll=False)

    def _open_card(self, task: TaskRow) -> None:
        self._choose_card(task)
        self._layout.show_panel(True)

    def _read_month(self, first: date, last: date) -> None:
        today = self._context.today()
        self._context.jobs.read(
            lambda session: month.read_month(session, first, last, today),
            on_result=self._layout.shapes.show_dates,
            owner=self,
            key="ledger month",
        )

    def _with_staying(self, reading: Reading, passing: Sequence[int] | None, *, anew: bool) -> Sequence[int] | None:
        """Add the selected tasks that an act took out of the filter: they stay, dimmed, until the selection moves."""
        chosen = () if anew or passing is None else self._layout.table.chosen()
        positions = {task.id: reading.positions[task.id] for task in chosen if task.id in reading.positions}
        gone = {number: position for number, position in positions.items() if not _holds(passing or (), position)}
        self._staying = self._layout.table.painting.dimmed = frozenset(gone)
        return sorted({*(passing or ()), *gone.values()}) if gone else passing

    def _on_chosen(self) -> None:
        self._count()
        self._together.start()
        if self._staying:
            self._parting.start()

    def _part(self) -> None:
        """Let go of tasks that are selected no more; not before a second click could have been meant for a row."""
        table = self._layout.table
        if table.state() is QAbstractItemView.State.EditingState:
            self._parting.start()
        elif not self._staying <= {task.id for task in table.chosen()}:
            self.show_rows()

    def _show_selection(self) -> None:
        chosen, show = self._layout.table.chosen(), self._layout.show_selection
        if len(chosen) < 2:
            show(None)
        elif len(chosen) <= AT_ONCE:
            show(summarise(chosen))
        else:  # counted beside the main thread, which must not wait for thousands
            self._context.jobs.read(
                lambda _session: summarise(chosen), on_result=show, owner=self, key="ledger selection"
            )

    @property
    def shown_count(self) -> int:
        """Return how many tasks the filters let through."""
        tasks = self.reading.view.tasks if self.reading is not None else ()
        return len(tasks) if self.matches is None else len(self.matches)

    @property
    def shown(self) -> tuple[TaskRow, ...]:
        """Return the tasks the filters let through, in ledger order."""
        tasks = self.reading.view.tasks if self.reading is not None else ()
        return tasks if self.matches is None else tuple(tasks[position] for position in self.matches)

    def task_now(self, task_id: int) -> TaskRow | None:
        """Return a task as it was read last; None when the filters hide it."""
        position = self.reading.positions.get(task_id, -1) if self.reading is not None else -1
        if self.reading is None or position < 0 or (self.matches is not None and not _holds(self.matches, position)):
            return None
        return self.reading.view.tasks[position]

    def _keep_current(self) -> None:
        """Stand on a task again when the filters took the current row away."""
        table = self._layout.table
        if table.current_task() is not None or self._present(self._layout.panel.task) is not None:
            return
        if not table.choose_task(self._last, scroll=False):
            table.choose_first()

    def _empty(self, wanted: LedgerFilter) -> EmptyState:
        if not wanted.active:
            return EmptyState("ledger", "台账里还没有任务", "在来源页把一条建议转为任务，它就会出现在这里")
        words = wanted.in_words(self._layout.toolbar.options)
        empty = EmptyState("search", "没有符合条件的任务", f"已筛选：{words}", "清除筛选")
        empty.link_clicked.connect(self._layout.toolbar.clear_all)
        return empty

    def _count(self) -> None:
        count = self.reading.count if self.reading is not None else TaskCount(0)
        shown = count.rows if self.matches is None else len(self.matches)
        aside = self._layout.shapes.aside_words()
        self._layout.foot.show_counts(count, shown, len(self._layout.table.chosen()), aside)

    # --- the panel --------------------------------------------------------------------------------

    def _choose(self, task_id: int) -> None:
        self._last = task_id
        if not self._typing:
            self._follow()

    def _follow(self) -> None:
        """Let the panel show the current row's task, as it is now."""
        panel = self._layout.panel
        if self._gone(panel.task) and panel.show_deleted(""):
            self._ask_who(panel.task)
            return
        task = self._layout.table.current_task() or self._present(panel.task)
        if task is None:
            panel.show_nothing()
            return
        panel.show_task(task)
        self._together.start()
        if self._layout.panel_wanted:
            self._detail.start()

    def _gone(self, task: TaskRow | None) -> bool:
        """Tell whether a task was taken away while it was shown; the first screen knows only a part of the tasks."""
        reading = self.reading
        return task is not None and reading is not None and not reading.view.total and task.id not in reading.positions

    def _ask_who(self, task: TaskRow | None) -> None:
        """Say under the open editors who took the task away."""
        if task is not None:
            number, panel = task.id, self._layout.panel
            self._context.jobs.read(
                lambda session: history.who_removed(session, "task", number),
                on_result=panel.show_deleted,
                owner=self,
                key="ledger removal",
            )

    def _follow_typing(self) -> None:
        """Let the panel follow once the rows are painted; what it shows already stays."""
        now = self._layout.table.current_task()
        if now is None or now is not self._layout.panel.task:
            self._follow()

    def _present(self, task: TaskRow | None) -> TaskRow | None:
        return self.task_now(task.id) if task is not None else None

    def _read_detail(self) -> None:
        panel, today = self._layout.panel, self._context.today()
        if panel.task is not None:
            number = panel.task.id
            self._context.jobs.read(
                lambda session: tasks.read_task(session, number, today),
                on_result=panel.show_detail,
                owner=self,
                key="ledger detail",
            )

    def open_target(self, target: object) -> None:
        """Show a filter (TaskFilter or LedgerFilter), a task (OpenTask), or the task behind a recommendation's code."""
        from tracker.queries.ledger import TaskFilter  # not before the first paint

        if self.reading is None:
            self._target = target
        elif isinstance(target, TaskFilter):
            self._layout.toolbar.set_filter(from_target(target))
        elif isinstance(target, LedgerFilter):
            self._layout.toolbar.set_filter(target)
        elif isinstance(target, OpenTask | str):
            self._open_task(target)

    def _open_task(self, target: OpenTask | str) -> None:
        rows = self.reading.view.tasks if self.reading is not None else ()
        wanted = target.task_id if isinstance(target, OpenTask) else target
        task = next((row for row in rows if wanted in (row.id, row.code, row.recommendation)), None)
        if task is None:
            return
        if self.task_now(task.id) is None:
            self._layout.toolbar.clear_all()
        self._layout.table.choose_task(task.id)
        self._layout.show_panel(True)


def _holds(ascending: Sequence[int], position: int) -> bool:
    index = bisect_left(ascending, position)
    return index < len(ascending) and ascending[index] == position

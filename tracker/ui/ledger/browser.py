"""Reading the ledger, filtering and arranging it, and keeping the panel on the current row."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.rows import LedgerView, OfficeRow, TaskRow
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.ledger.arrangement import Arrangement
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.grouping import arrange
from tracker.ui.ledger.layout import LedgerFrame
from tracker.ui.ledger.reads import (
    Order,
    Reading,
    arrange_tasks,
    list_offices,
    read_ledger,
    reread_tasks,
    spell_some,
)
from tracker.ui.ledger.sorting import Sorting, pressed
from tracker.ui.task.filter import LedgerFilter, TaskSearch, facet_options, from_target
from tracker.ui.task.writes import read_task
from tracker.ui.widgets.entry_checks import OfficeNames
from tracker.ui.widgets.states import EmptyState

PANEL_DELAY = 20  # ms; the rows come first
DETAIL_DELAY = 60  # ms; holding ↓ must not read every task passed
#: From this many tasks on an act reads only what it touched, pinyin is put together piece by piece, and another
#: order is made on the database thread.
LARGE = 2_000
MOST_AGAIN = 20_000
SPELLED_AT_ONCE = 2_000


class LedgerBrowser(LedgerFrame):
    """Shows what was read; `view` is None until the first reading."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: LedgerView | None = None
        self.offices = OfficeNames()
        self.reading: Reading | None = None
        self.found: Sequence[int] | None = None  # positions of what the filters let through, None for all
        self._arranged: tuple[Order, Arrangement] | None = None
        self._anew = False  # the user asked for other rows, which are being put in order
        self._touched: frozenset[int] | None = frozenset()  # tasks to be read again, None for all
        self._last = 0  # the task chosen last, to come back to when filters hid it
        self._wanted: object = None  # what another page asked for before the first reading
        self._detail = QTimer(self, singleShot=True, interval=DETAIL_DELAY)
        self._detail.timeout.connect(self._read_detail)
        self._typing = False
        self._rows_first = QTimer(self, singleShot=True, interval=PANEL_DELAY)
        self._rows_first.timeout.connect(self._follow_typing)
        self.toolbar.filter_changed.connect(lambda _filter: self.rebuild(anew=True))
        self.toolbar.grouping_changed.connect(self._group)
        self.table.header().sectionClicked.connect(self._sort)
        self.table.task_chosen.connect(self._choose)
        self.table.chosen_changed.connect(self._count)
        self.panel.code_asked.connect(self.open_target)

    def show_panel(self, shown: bool) -> None:
        """Open or close the detail panel, and fill it."""
        super().show_panel(shown)
        self._follow()

    def _on_changed(self, changes: Changes) -> None:
        self._mark(changes)  # first: what is read again depends on it
        super()._on_changed(changes)

    def _mark(self, changes: Changes) -> None:
        """Mark the rows the last act touched, but for the one the user stands on."""
        if changes.everything or changes.indicators:
            self._touched = None
        elif self._touched is not None:
            self._touched |= changes.tasks
        current = self.table.current_task()
        self.table.cells.recent = changes.tasks - ({current.id} if current is not None else set())
        self.table.viewport().update()

    def refresh(self) -> None:
        """Read the ledger and the offices again."""
        if self.view is None and self.context.first_view is not None:
            self.show_ledger(self.context.first_view)
        self.stage.begin()
        jobs, keep, today = self.context.jobs, self.context.keep_view, self.context.today()
        touched, self._touched = self._touched, frozenset()
        before = self.reading
        if before is not None and touched and len(before.view.tasks) >= LARGE and len(touched) <= MOST_AGAIN:
            self._touched = touched  # until it is answered: a later reading must not forget them
            wanted = (today, touched, before, keep, self._order())
            jobs.read(reread_tasks, *wanted, on_result=self._take, owner=self, key=(self, "ledger"))
            return
        jobs.read(read_ledger, today, keep, self._order(), on_result=self._take, owner=self, key=(self, "ledger"))
        jobs.read(list_offices, on_result=self._take_offices, owner=self)

    def _take(self, reading: Reading) -> None:
        self._touched = frozenset()
        self.reading = reading
        self.show_ledger(reading.view, reading)
        if len(reading.view.tasks) >= LARGE:
            self._spell(0)

    def _spell(self, first: int) -> None:
        """Put the pinyin together a piece at a time, so that other readings come in between."""
        if self.reading is None:
            return
        if first < len(self.reading.view.tasks):
            search, last = self.reading.search, first + SPELLED_AT_ONCE
            self.context.jobs.read(spell_some, search, first, last, on_result=self._spell, owner=self)
        elif self.toolbar.filter().search.strip():
            self.rebuild()  # letters typed meanwhile may find more now

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

    def show_ledger(self, view: LedgerView, reading: Reading | None = None) -> None:
        """Show a reading of the ledger, or only its rows."""
        first = self.view is None
        self.view, self._arranged = view, reading.arranged if reading is not None else None
        self.reading = reading or Reading(view, TaskSearch(view), facet_options(view))
        self.toolbar.set_options(self.reading.options)
        self.head.set_summary(f"{view.total or len(view.tasks)} 项任务 · 截至 {view.today.isoformat()}")
        self.surround()
        self.rebuild()
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.open_target(wanted)
        if first:
            self.table.setFocus()

    def _order(self) -> Order:
        return self.toolbar.grouping, self.wishes.sorting

    def arrangement(self) -> Arrangement:
        """Return the tasks in the order the user wants, made once for each reading."""
        view, order = self.view, self._order()
        assert view is not None
        if self._arranged is None or self._arranged[0] != order:
            self._arranged = order, arrange(view, view.tasks, *order, partial=bool(view.total))
        return self._arranged[1]

    def _arrange_beside(self) -> bool:
        """Have many tasks put in another order on the database thread; False when they stand in it already."""
        view, order = self.view, self._order()
        assert view is not None
        if len(view.tasks) < LARGE or (self._arranged is not None and self._arranged[0] == order):
            return False
        self.context.jobs.read(arrange_tasks, view, order, on_result=partial(self._take_order, order), owner=self)
        return True

    def _take_order(self, order: Order, made: Arrangement) -> None:
        if self.view is not None and made.tasks is self.view.tasks:
            self._arranged = order, made
            self.rebuild()

    def rebuild(self, *, anew: bool = False) -> None:
        """Filter and arrange what was read, and show it; `anew` when the user asked for other rows."""
        if self.view is None or self.reading is None:
            return
        self._anew = self._anew or anew
        if self._arrange_beside():
            return
        anew, self._anew = self._anew, False
        wanted = self.toolbar.filter()
        self.found = self.reading.search.find(wanted)
        self.table.show_tree(self.arrangement().tree(self.found, bare=wanted.active), anew=anew)
        self.has_rows = bool(self.shown_count)
        if self.has_rows:
            self.stage.show_content()
        else:
            self.stage.show_empty(self._empty(wanted))
        self._typing = anew
        self._keep_place()
        self._typing = False
        self._count()
        self._rows_first.start() if anew and self.has_rows else self._follow()
        self.apply_panel()

    @property
    def shown_count(self) -> int:
        """Return how many tasks the filters let through."""
        if self.view is None:
            return 0
        return len(self.view.tasks) if self.found is None else len(self.found)

    @property
    def shown(self) -> tuple[TaskRow, ...]:
        """Return the tasks the filters let through, in ledger order."""
        tasks = self.view.tasks if self.view is not None else ()
        return tasks if self.found is None else tuple(tasks[place] for place in self.found)

    def task_now(self, task_id: int) -> TaskRow | None:
        """Return a task as it was read last; None when the filters hide it."""
        tree = self.table.rows.tree
        rows = tree.rows_of(task_id)
        return tree.task(rows[0]) if rows else None

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
        total = (self.view.total or len(self.view.tasks)) if self.view is not None else 0
        shown = total if self.found is None else len(self.found)
        self.foot.show_counts(total, shown, len(self.table.chosen()))

    def _choose(self, task_id: int) -> None:
        self._last = task_id
        if not self._typing:
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

    def _follow_typing(self) -> None:
        """Let the panel follow once the rows are painted; what it shows already stays."""
        now = self.table.current_task()
        if now is None or now is not self.panel.task:
            self._follow()

    def _present(self, task: TaskRow | None) -> TaskRow | None:
        return self.task_now(task.id) if task is not None else None

    def _read_detail(self) -> None:
        if self.panel.task is not None:
            self.context.jobs.read(
                read_task, self.panel.task.id, self.context.today(), on_result=self.panel.show_detail, owner=self
            )

    def _group(self, _grouping: object) -> None:
        self.wish(replace(self.wishes, grouping=self.toolbar.grouping))
        self.rebuild(anew=True)

    def _sort(self, section: int) -> None:
        """Sort by the header pressed; with Shift or Ctrl by it and those before."""
        keys = QGuiApplication.keyboardModifiers()
        also = bool(keys & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier))
        self.sort(pressed(self.wishes.sorting, Column(section), also=also))

    def sort(self, sorting: Sorting) -> None:
        """Sort by these columns, the first one first, and remember it."""
        self.wish(replace(self.wishes, sorting=sorting))
        self.rebuild(anew=True)

    def open_target(self, target: object) -> None:
        """Show a filter (TaskFilter or LedgerFilter), a task (OpenTask), or the task behind a recommendation's code."""
        from tracker.queries.ledger import TaskFilter  # not before the first paint

        if self.view is None:
            self._wanted = target
        elif isinstance(target, TaskFilter):
            self.toolbar.set_filter(from_target(target))
        elif isinstance(target, LedgerFilter):
            self.toolbar.set_filter(target)
        elif isinstance(target, OpenTask | str):
            self._open_task(target)

    def _open_task(self, target: OpenTask | str) -> None:
        tasks = self.view.tasks if self.view is not None else ()
        wanted = target.task_id if isinstance(target, OpenTask) else target
        found = next((row for row in tasks if wanted in (row.id, row.code, row.recommendation)), None)
        if found is None:
            return
        if self.task_now(found.id) is None:
            self.toolbar.clear_all()
        self.table.choose_task(found.id)
        self.show_panel(True)

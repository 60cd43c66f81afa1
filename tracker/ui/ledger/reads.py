"""What the ledger reads, put together on the database thread so that the main thread only has to show it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.model.counting import TaskCount, count_tasks
from tracker.model.rows import LedgerView, TaskRow
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.task.filter import Facet, Options, TaskSearch, facet_options

if TYPE_CHECKING:
    from tracker.queries import ledger
else:
    ledger = late("tracker.queries.ledger")


@dataclass(frozen=True, slots=True)
class Reading:
    """The ledger as it was read, the search over it, what the chips offer, and where each task stands in it."""

    view: LedgerView
    search: TaskSearch
    options: Mapping[Facet, Options]
    positions: Mapping[int, int]  # by task id
    count: TaskCount


def reading_of(view: LedgerView, search: TaskSearch | None = None) -> Reading:
    """Return a reading of a view; without a search its texts are put together at the first word."""
    positions = {task.id: position for position, task in enumerate(view.tasks)}
    count = count_tasks(task.status for task in view.tasks)
    if view.total:
        count = TaskCount(view.total - count.cancelled, count.cancelled)
    return Reading(view, search or TaskSearch(view), facet_options(view), positions, count)


def read_ledger(session: DatabaseSession, today: date, before: Reading | None = None) -> Reading:
    """Read the whole ledger; rows and pinyin that are as they were `before` are kept."""
    view = ledger.read_ledger(session, today)
    if before is None:
        return reading_of(view, TaskSearch(view, ledger.search_ledger(session, view)))
    tasks = tuple(_same_row(task, before) for task in view.tasks)
    view = replace(view, tasks=tasks)
    return reading_of(view, TaskSearch(view, ledger.search_ledger(session, view, before.search.index)))


def _same_row(task: TaskRow, before: Reading) -> TaskRow:
    """Return the row of the reading before where it says the same, so that nobody has to compare them again."""
    position = before.positions.get(task.id, -1)
    known = before.view.tasks[position] if position >= 0 else None
    return known if known is not None and known is not task and known == task else task


def reread_tasks(session: DatabaseSession, today: date, ids: frozenset[int], before: Reading) -> Reading:
    """Read a few tasks again; where one has come, gone or moved, the whole ledger."""
    view = ledger.reread_tasks(session, today, before.view, ids)
    if view is None:
        return read_ledger(session, today, before)
    changed = [before.positions[task_id] for task_id in ids]
    index = before.search.index.with_texts(ledger.texts_of(session, view, changed))
    return reading_of(view, TaskSearch(view, index))


def prepare(reading: Reading, keep: Callable[[LedgerView], None]) -> bool:
    """Keep a reading for the next start and put its pinyin together; return whether that was missing."""
    keep(reading.view)
    missing = not reading.search.index.spelled
    reading.search.index.spell()
    return missing

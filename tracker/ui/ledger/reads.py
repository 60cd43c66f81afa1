"""What the ledger asks the database thread to do.

Queries and services are imported inside: SQLModel loads on that thread, while the window is painted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from tracker.model.bulk import BulkPreview, Edit
from tracker.model.changes import Changes
from tracker.model.rows import LedgerView, MergePreview, OfficeRow
from tracker.ui.ledger.arrangement import Arrangement
from tracker.ui.ledger.grouping import Grouping, arrange
from tracker.ui.ledger.sorting import Sorting
from tracker.ui.task.filter import Facet, Options, TaskSearch, facet_options

Order: TypeAlias = tuple[Grouping, Sorting]
#: The order of the sources: an act that moves no task leaves it as it is.
OF_SOURCES: Order = (Grouping.ARTICLE, ())


@dataclass(frozen=True)
class Reading:
    """A ledger as it was read, with all that is put together from it beforehand."""

    view: LedgerView
    search: TaskSearch
    options: Mapping[Facet, Options]
    arranged: tuple[Order, Arrangement] | None = None


def read_ledger(session: Any, today: date, keep: Callable[[LedgerView], None], order: Order = OF_SOURCES) -> Reading:
    """Read the whole ledger in the order of the screen and keep it for the next start."""
    from tracker.queries import ledger

    view = ledger.read_ledger(session, today)
    keep(view)
    search = TaskSearch(view, ledger.search_ledger(session, view))
    return Reading(view, search, facet_options(view), (order, arrange_tasks(session, view, order)))


def reread_tasks(
    session: Any,
    today: date,
    ids: frozenset[int],
    before: Reading,
    keep: Callable[[LedgerView], None],
    order: Order = OF_SOURCES,
) -> Reading:
    """Read a few tasks again; where one has come or gone, the whole ledger."""
    from tracker.queries import ledger

    view = ledger.reread_tasks(session, today, before.view, ids)
    if view is None:
        return read_ledger(session, today, keep, order)
    keep(view)
    changed = [
        place for place, (was, now) in enumerate(zip(before.view.tasks, view.tasks, strict=True)) if was is not now
    ]
    search = before.search.again(view, ledger.texts_of(session, view, changed))
    was = before.arranged
    if was is not None and was[0] == order == OF_SOURCES:
        return Reading(view, search, facet_options(view), (order, was[1].with_tasks(view.tasks, changed)))
    return Reading(view, search, facet_options(view), (order, arrange_tasks(session, view, order)))


def arrange_tasks(_session: Any, view: LedgerView, order: Order) -> Arrangement:
    """Group and sort what was read; for 100,000 tasks that is too much for the main thread."""
    return arrange(view, view.tasks, *order).prepared()


def spell_some(_session: Any, search: TaskSearch, first: int, last: int) -> int:
    """Put the pinyin of some tasks together, on the database thread; return where to go on."""
    search.index.spell(first, last)
    return last


def list_offices(session: Any) -> tuple[OfficeRow, ...]:
    """Read the offices in ledger order."""
    from tracker.queries import offices

    return offices.list_offices(session)


def preview_edits(session: Any, edits: Sequence[Edit], today: date) -> BulkPreview:
    """Say what wishes come to."""
    from tracker.services import bulk

    return bulk.preview_edits(session, edits, today)


def apply_edits(session: Any, edits: Sequence[Edit], today: date) -> Changes:
    """Write wishes as one act."""
    from tracker.services import bulk

    return bulk.apply_edits(session, edits, today)


def preview_merge(session: Any, kept: int, others: Sequence[int], today: date) -> MergePreview:
    """Say what merging would do."""
    from tracker.services import task_links

    return task_links.preview_merge(session, kept, others, today)


def merge_tasks(session: Any, kept: int, others: Sequence[int], today: date) -> Changes:
    """Merge duplicates into the task that is kept."""
    from tracker.services import task_links

    return task_links.merge_tasks(session, kept, others, today)

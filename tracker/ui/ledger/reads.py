"""What the ledger asks the database thread to do.

Queries and services are imported inside: SQLModel loads on that thread, while the window is painted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from tracker.errors import InputError
from tracker.model.bulk import BulkPreview, Edit
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.enums import Status
from tracker.model.rows import LedgerView, MergePreview, OfficeRow, TaskDetail
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


def read_task(session: Any, task_id: int, today: date) -> TaskDetail:
    """Read one task with all that hangs on it."""
    from tracker.queries import tasks

    return tasks.read_task(session, task_id, today)


def list_offices(session: Any) -> tuple[OfficeRow, ...]:
    """Read the offices in ledger order."""
    from tracker.queries import offices

    return offices.list_offices(session)


def edit_task(session: Any, task_id: int, version: int, field: str, value: Value, today: date) -> Changes:
    """Set one field of a task."""
    from tracker.services import tasks

    return tasks.edit_task(session, task_id, version, field, value, today)


def confirm_offices(session: Any, ids: Sequence[int]) -> Changes:
    """Take the suggested offices of tasks as they stand."""
    from tracker.services import tasks

    return tasks.confirm_offices(session, ids)


def add_task(session: Any, recommendation_id: int, title: str, lead_office: str) -> Changes:
    """Make another task of a recommendation."""
    from tracker.services import tasks

    return tasks.add_task(session, recommendation_id, title, lead_office)


def record_progress(session: Any, task_id: int, on: date, progress: int, *texts: str) -> Changes:
    """Append a progress entry; `texts` are note, problems and next steps."""
    from tracker.services import progress as service

    return service.record_progress(session, task_id, on, progress, *texts)


def add_milestone(session: Any, task_id: int, title: str, due_on: date, weight: int) -> Changes:
    """Add a dated step."""
    from tracker.services import progress as service

    return service.add_milestone(session, task_id, title, due_on, weight)


def complete_milestone(session: Any, milestone_id: int, done_on: date | None) -> Changes:
    """Mark a milestone done on a day, or open again."""
    from tracker.services import progress as service

    return service.complete_milestone(session, milestone_id, done_on)


def add_evidence(session: Any, task_id: int, name: str, text: str) -> Changes:
    """Keep a note as evidence."""
    from tracker.services import progress as service

    return service.add_evidence(session, task_id, name, text)


def add_evidence_file(session: Any, task_id: int, path: Path) -> Changes:
    """Read a file and keep it as evidence; raises InputError when it is too large, empty or cannot be read."""
    from tracker.services import progress as service

    try:
        service.check_size(path.name, path.stat().st_size)
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"读不到 {path.name}：{error.strerror}。请关闭占用它的程序后再试。") from error
    if not data:
        raise InputError(f"{path.name} 是空文件，不能作为佐证。")
    return service.add_evidence(session, task_id, path.name, data=data)


def extend_deadline(session: Any, task_id: int, to_text: str, reason: str, today: date) -> Changes:
    """Grant an extension."""
    from tracker.services import status

    return status.extend_deadline(session, task_id, to_text, reason, today)


def change_status(session: Any, task_id: int, to: Status, today: date, reason: str = "") -> Changes:
    """Move a task to another status."""
    from tracker.services import status

    return status.change_status(session, task_id, to, today, reason)


def close_with_evidence(session: Any, task_id: int, statement: str, evidence: str, today: date) -> Changes:
    """Close a task and keep the note that proves it, as one act named 销号."""
    from tracker.services import progress as service

    return service.close_with_note(session, task_id, statement, evidence, today)


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


def relate_tasks(session: Any, ids: Sequence[int]) -> Changes:
    """Relate each of these tasks with each other."""
    from tracker.services import task_links

    return task_links.relate_tasks(session, ids)


def unrelate_tasks(session: Any, link_id: int) -> Changes:
    """Take a relation away."""
    from tracker.services import task_links

    return task_links.unrelate_tasks(session, link_id)


def find_partners(session: Any, task_id: int) -> Any:
    """Return what may be related with a task: all tasks with the index that finds them, and whom it has already."""
    from tracker.queries import choices, links

    return choices.list_choices(session), frozenset(link.task_id for link in links.list_links(session, task_id))

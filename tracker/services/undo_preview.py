"""What taking an act back would do: it is tried, looked at, and thrown away."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.errors import TrackerError
from tracker.model.rows import MovedTask, TaskRow, UndoPreview
from tracker.model.tables import Revision, Task
from tracker.queries.history import list_act_changes
from tracker.queries.task_rows import list_tasks
from tracker.queries.wording import SILENT_FIELDS
from tracker.services.undo import find_batch, is_others, tasks_of, undo_batch

MOST = 500  # changes that are listed
_NAMED = 1_000  # of more tasks than this the whole ledger is read


def preview_undo(session: Session, batch_id: int, today: date) -> UndoPreview:
    """Return what undoing an act would bring back and which lights it would change; nothing is kept of it.

    It needs a writing session and ends its transaction. Raises InputError when there is no such act in force.
    """
    batch = find_batch(session, batch_id)
    shown = (Revision.batch_id == batch.id, col(Revision.field).not_in(SILENT_FIELDS))
    count = session.exec(select(sa.func.count()).select_from(Revision).where(*shown)).one()
    changes = list_act_changes(session, batch.id, MOST)
    revisions = session.exec(select(Revision).where(Revision.batch_id == batch.id)).all()
    others, label, at, actor = is_others(session, batch), batch.label, batch.at, batch.actor
    ids = tasks_of(revisions)
    before, refusal = read_rows(session, ids, today), ""
    moved: tuple[MovedTask, ...] = ()
    try:
        undo_batch(session, batch_id, others=True)
        moved = _moved(before, read_rows(session, ids, today))
    except TrackerError as refused:
        refusal = refused.sentence
    finally:
        session.rollback()
    return UndoPreview(batch_id, label, at, actor, others, changes, count, moved, refusal)


def read_rows(session: Session, ids: frozenset[int], today: date) -> dict[int, TaskRow]:
    """Return tasks by id, as they stand today."""
    named = [col(Task.id).in_(ids)] if len(ids) <= _NAMED else []
    return {row.id: row for row in list_tasks(session, today, *named)}


def _moved(before: dict[int, TaskRow], after: dict[int, TaskRow]) -> tuple[MovedTask, ...]:
    pairs = ((row, after[number]) for number, row in before.items() if number in after)
    return tuple(
        MovedTask(now.id, now.code, now.title, now.light, then.light) for now, then in pairs if now.light != then.light
    )

"""The ledger as it stood at the end of an earlier day, by taking recorded changes back in the mind."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.model.enums import DueKind, Status
from tracker.model.lights import LightFacts, light_of
from tracker.model.rows import TaskRow
from tracker.model.schedule import scheduled_progress
from tracker.model.tables import Batch, ProgressEntry, Revision
from tracker.queries.task_rows import list_milestones
from tracker.queries.thresholds import read_thresholds

_FIELDS: dict[str, Any] = {
    "status": Status,
    "due_kind": DueKind,
    "start_on": lambda value: date.fromisoformat(value) if value else None,
    "due_on": lambda value: date.fromisoformat(value) if value else None,
    "due_text": str,
    "progress": int,
}


def tasks_as_of(session: Session, tasks: Iterable[TaskRow], day: date) -> tuple[TaskRow, ...]:
    """Return the given tasks with status, deadline, progress and light of `day`'s end; later ones are left out.

    Milestones count as they stand today.
    """
    now = {task.id: task for task in tasks}
    undone: dict[int, dict[str, Any]] = {}
    born_later = set()
    for task_id, field, old in _later_revisions(session, day):
        if not field:
            born_later.add(task_id)
        elif field in _FIELDS:
            undone.setdefault(task_id, {})[field] = _FIELDS[field](old) if old is not None else None
    reported = _reported_by(session, day)
    thresholds = read_thresholds(session)
    milestones = list_milestones(session)
    rows = []
    for task in now.values():
        if task.id in born_later:
            continue
        before = replace(task, **undone.get(task.id, {}), last_progress_on=reported.get(task.id))
        facts = LightFacts(
            before.status, before.start_on, before.due_on, before.due_kind, before.due_text, before.progress,
            before.last_progress_on, milestones=milestones.get(task.id, ()),
        )  # fmt: skip
        scheduled = scheduled_progress(before.start_on, before.due_on, day, facts.milestones)
        rows.append(replace(before, scheduled=scheduled, light=light_of(facts, day, thresholds)))
    return tuple(rows)


def _later_revisions(session: Session, day: date) -> Iterable[Any]:
    """Yield (task id, field, old value) of what came after `day`, newest first; "" as field is the birth."""
    moment = datetime.combine(day, time.max).astimezone()
    statement: Any = (
        sa.select(col(Revision.entity_id), col(Revision.field), col(Revision.old))
        .join(Batch, col(Batch.id) == Revision.batch_id)
        .where(col(Revision.entity) == "task", col(Batch.at) > moment)
        .order_by(col(Revision.id).desc())
    )
    return session.exec(statement).all()  # type: ignore[no-any-return]


def _reported_by(session: Session, day: date) -> dict[int, date]:
    statement: Any = (
        sa.select(col(ProgressEntry.task_id), sa.func.max(ProgressEntry.entered_on))
        .where(col(ProgressEntry.entered_on) <= day)
        .group_by(col(ProgressEntry.task_id))
    )
    return dict(session.exec(statement).all())

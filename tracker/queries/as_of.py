"""The ledger as it stood at the end of an earlier day, by taking recorded changes back in the mind."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.model.enums import DueKind, Status
from tracker.model.lights import LightFacts, light_of
from tracker.model.rows import TaskRow
from tracker.model.schedule import scheduled_progress
from tracker.model.tables import Batch, Office, ProgressEntry, Revision, Task
from tracker.queries.task_rows import list_milestones
from tracker.queries.thresholds import read_thresholds

_FIELDS: dict[str, Any] = {
    "status": Status,
    "due_kind": DueKind,
    "start_on": lambda value: date.fromisoformat(value) if value else None,
    "due_on": lambda value: date.fromisoformat(value) if value else None,
    "due_text": str,
    "progress": int,
    "lead_office_id": int,
}
#: What the figures of a day depend on, besides the fields of a row: the day of closing.
_TOLD = (*_FIELDS, "closed_on", "")


def tasks_as_of(session: Session, tasks: Iterable[TaskRow], day: date) -> tuple[TaskRow, ...]:
    """Return the given tasks with status, office, deadline, progress and light of `day`'s end, later ones left out.

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
    offices = _offices(session, undone)
    rows = []
    for task in now.values():
        if task.id in born_later:
            continue
        before = _before(task, undone.get(task.id, {}), offices, reported.get(task.id))
        facts = LightFacts(
            before.status, before.start_on, before.due_on, before.due_kind, before.due_text, before.progress,
            before.last_progress_on, milestones=milestones.get(task.id, ()),
        )  # fmt: skip
        scheduled = scheduled_progress(before.start_on, before.due_on, day, facts.milestones)
        rows.append(replace(before, scheduled=scheduled, light=light_of(facts, day, thresholds)))
    return tuple(rows)


def _before(
    task: TaskRow, undone: dict[str, Any], offices: dict[int, tuple[str, str]], reported_on: date | None
) -> TaskRow:
    """Return a task with the recorded changes taken back."""
    values = dict(undone)
    if "lead_office_id" in values:
        name, short = offices.get(values.pop("lead_office_id") or 0, ("", ""))
        values |= {"lead_office": name, "lead_short": short or name}
    return replace(task, **values, last_progress_on=reported_on)


def _offices(session: Session, undone: dict[int, dict[str, Any]]) -> dict[int, tuple[str, str]]:
    if not any("lead_office_id" in values for values in undone.values()):
        return {}
    return {one.id: (one.name, one.short_name) for one in session.exec(select(Office))}


def moment_after(day: date) -> datetime:
    """Return the end of a day, local time."""
    return datetime.combine(day, time.max).astimezone()


def later_tasks(day: date) -> Any:
    """Return the select of the ids of tasks that something has changed since the end of a day."""
    return (
        sa.select(col(Revision.entity_id))
        .join(Batch, col(Batch.id) == Revision.batch_id)
        .where(col(Revision.entity) == "task", col(Batch.at) > moment_after(day), col(Revision.field).in_(_TOLD))
    )


def closed_as_of(session: Session, ids: Sequence[int], day: date) -> dict[int, date | None]:
    """Return by task id on which day it was closed, as the ledger knew at the end of a day."""
    if not ids:
        return {}
    wanted = select(Task.id, col(Task.closed_on)).where(col(Task.closed_on).is_not(None))
    found: dict[int, date | None] = dict(session.exec(wanted).all())
    for task_id, field, old in _later_revisions(session, day):
        if field == "closed_on":
            found[task_id] = date.fromisoformat(old) if old else None
    return {task_id: found.get(task_id) for task_id in ids}


def _later_revisions(session: Session, day: date) -> Iterable[Any]:
    """Yield (task id, field, old value) of what came after `day`, newest first; "" as field is the birth."""
    statement: Any = (
        sa.select(col(Revision.entity_id), col(Revision.field), col(Revision.old))
        .join(Batch, col(Batch.id) == Revision.batch_id)
        .where(col(Revision.entity) == "task", col(Batch.at) > moment_after(day))
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

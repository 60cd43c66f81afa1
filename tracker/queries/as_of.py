"""The ledger at the end of an earlier day: recorded changes are reversed in memory, nothing is written."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.lights import LightFacts, light_of
from tracker.model.rows import MilestoneRow, TaskRow
from tracker.model.schedule import scheduled_progress
from tracker.model.tables import Batch, Office, ProgressEntry, Revision, Task
from tracker.model.thresholds import Thresholds
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
#: What a light is computed from, in the order of LightFacts.
_LIT_BY = ("status", "start_on", "due_on", "due_kind", "due_text", "progress")
#: What the figures of a day depend on, besides the fields of a row: the day of closing.
_RECORDED = (*_FIELDS, "closed_on", "")


def tasks_as_of(session: Session, tasks: Iterable[TaskRow], day: date) -> tuple[TaskRow, ...]:
    """Return the given tasks with status, office, deadline, progress and light of `day`'s end, later ones left out.

    Milestones count as they stand today.
    """
    return next(rows for _, rows in tasks_on_days(session, tasks, (day,)))


def tasks_on_days(
    session: Session, tasks: Iterable[TaskRow], days: Iterable[date]
) -> Iterator[tuple[date, tuple[TaskRow, ...]]]:
    """Yield each day, the latest first, with the given tasks as they stood at its end; all is read once."""
    for day, states in _states(session, tasks, days):
        yield day, tuple(replace(task, **values) for task, values in states)


def lights_on_days(
    session: Session, tasks: Iterable[TaskRow], days: Iterable[date], office: str
) -> Iterator[tuple[date, Counter[LightColour]]]:
    """Yield each day, the latest first, with the lights of those tasks that the office led at its end."""
    for day, states in _states(session, tasks, days):
        led = (values for task, values in states if values.get("lead_office", task.lead_office) == office)
        yield day, Counter(values["light"].colour for values in led)


def _states(
    session: Session, tasks: Iterable[TaskRow], days: Iterable[date]
) -> Iterator[tuple[date, list[tuple[TaskRow, dict[str, Any]]]]]:
    """Yield each day with the tasks that were there, and the fields in which they were not as they are now."""
    now = {task.id: task for task in tasks}
    wanted = sorted(set(days), reverse=True)
    if not wanted:
        return
    revisions = list(_later_revisions(session, wanted[-1], now))
    offices = _offices(session) if any(field == "lead_office_id" for _, field, *_ in revisions) else {}
    reported = _reports(session, wanted[0], now)
    milestones = list_milestones(session, list(now) if len(now) <= _NAMED else None)
    thresholds = read_thresholds(session)
    undone: dict[int, dict[str, Any]] = {}
    born_later: set[int] = set()
    for day in wanted:
        _take_back(revisions, moment_after(day), undone, born_later)
        there = [task for task in now.values() if task.id not in born_later]
        then = [(task, _before(undone.get(task.id, {}), offices)) for task in there]
        yield day, [(task, _on_day(task, values, day, reported, milestones, thresholds)) for task, values in then]


def _take_back(revisions: list[Any], after: datetime, undone: dict[int, dict[str, Any]], born_later: set[int]) -> None:
    """Reverse the revisions after a moment in memory, newest first, and remove them from the list."""
    position = 0
    while position < len(revisions) and revisions[position][3] > after:
        task_id, field, old, _ = revisions[position]
        position += 1
        if not field:
            born_later.add(task_id)
        elif field in _FIELDS:
            undone.setdefault(task_id, {})[field] = _FIELDS[field](old) if old is not None else None
    del revisions[:position]


def _before(undone: dict[str, Any], offices: dict[int, tuple[str, str]]) -> dict[str, Any]:
    """Return the fields of a row with the recorded changes taken back."""
    values = dict(undone)
    if "lead_office_id" in values:
        name, short = offices.get(values.pop("lead_office_id") or 0, ("", ""))
        values |= {"lead_office": name, "lead_short": short or name}
    return values


def _on_day(
    task: TaskRow,
    values: dict[str, Any],
    day: date,
    reported: Mapping[int, list[date]],
    milestones: Mapping[int, Sequence[MilestoneRow]],
    thresholds: Thresholds,
) -> dict[str, Any]:
    """Return the fields of a row with what follows from the day: last report, schedule, light."""
    reports, steps = reported.get(task.id, []), milestones.get(task.id, ())
    position = bisect_right(reports, day)
    last = reports[position - 1] if position else None
    status, start, due, kind, text, progress = (values.get(name, getattr(task, name)) for name in _LIT_BY)
    facts = LightFacts(status, start, due, kind, text, progress, last, milestones=steps)
    scheduled = scheduled_progress(start, due, day, steps)
    return values | {"last_progress_on": last, "scheduled": scheduled, "light": light_of(facts, day, thresholds)}


def _offices(session: Session) -> dict[int, tuple[str, str]]:
    return {office.id: (office.name, office.short_name) for office in session.exec(select(Office))}


def moment_after(day: date) -> datetime:
    """Return the end of a day, local time."""
    return datetime.combine(day, time.max).astimezone()


def later_tasks(day: date) -> Any:
    """Return the select of the ids of tasks that something has changed since the end of a day."""
    return (
        sa.select(col(Revision.entity_id))
        .join(Batch, col(Batch.id) == Revision.batch_id)
        .where(col(Revision.entity) == "task", col(Batch.at) > moment_after(day), col(Revision.field).in_(_RECORDED))
    )


def closed_as_of(session: Session, ids: Sequence[int], day: date) -> dict[int, date | None]:
    """Return by task id on which day it was closed, as the ledger knew at the end of a day."""
    if not ids:
        return {}
    wanted = select(Task.id, col(Task.closed_on)).where(col(Task.closed_on).is_not(None))
    closed: dict[int, date | None] = dict(session.exec(wanted).all())
    for task_id, field, old, _ in _later_revisions(session, day):
        if field == "closed_on":
            closed[task_id] = date.fromisoformat(old) if old else None
    return {task_id: closed.get(task_id) for task_id in ids}


#: More tasks than this are not named in a statement.
_NAMED = 10_000


def _later_revisions(session: Session, day: date, ids: Collection[int] | None = None) -> Iterable[Any]:
    """Yield (task id, field, old value, moment) of what came after `day`, newest first; "" as field is the birth."""
    statement: Any = (
        sa.select(col(Revision.entity_id), col(Revision.field), col(Revision.old), col(Batch.at))
        .join(Batch, col(Batch.id) == Revision.batch_id)
        .where(col(Revision.entity) == "task", col(Batch.at) > moment_after(day))
        .order_by(col(Batch.at).desc(), col(Revision.id).desc())
    )
    if ids is not None and len(ids) <= _NAMED:
        statement = statement.where(col(Revision.entity_id).in_(list(ids)))
    return session.exec(statement).all()  # type: ignore[no-any-return]


def _reports(session: Session, day: date, ids: Collection[int]) -> dict[int, list[date]]:
    """Return by task the days of its progress entries until a day, ascending."""
    statement: Any = sa.select(col(ProgressEntry.task_id), col(ProgressEntry.entered_on)).distinct()
    statement = statement.where(col(ProgressEntry.entered_on) <= day).order_by(col(ProgressEntry.entered_on))
    if len(ids) <= _NAMED:
        statement = statement.where(col(ProgressEntry.task_id).in_(list(ids)))
    days: dict[int, list[date]] = {}
    for task_id, on in session.exec(statement):
        days.setdefault(task_id, []).append(on)
    return days

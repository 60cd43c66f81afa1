"""The ledger at the end of an earlier day: recorded changes are reversed in memory, nothing is written."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.lights import light_of
from tracker.model.rows import Light, TaskRow
from tracker.model.schedule import scheduled_progress
from tracker.model.tables import Batch, Office, Revision, Task
from tracker.model.thresholds import Thresholds
from tracker.queries.light_facts import COLUMNS, NAMED, LightSources, is_recurring, read_past_sources
from tracker.queries.thresholds import read_thresholds

_FIELDS: dict[str, Any] = {
    "status": Status,
    "due_kind": DueKind,
    "start_on": lambda value: date.fromisoformat(value) if value else None,
    "due_on": lambda value: date.fromisoformat(value) if value else None,
    "due_text": str,
    "progress": int,
    "lead_office_id": int,
    "closed_on": lambda value: date.fromisoformat(value) if value else None,
}
#: What the figures of a day depend on; "" is the birth of a task.
_WATCHED = (*_FIELDS, "")


def tasks_as_of(session: Session, tasks: Iterable[TaskRow], day: date) -> tuple[TaskRow, ...]:
    """Return the given tasks with status, office, deadline, progress, verdict and light of a day's end.

    Tasks that came later are left out; milestones count as they stand today.
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
    revisions = list(_later_revisions(session, moment_after(wanted[-1]), now))
    offices = _offices(session) if any(field == "lead_office_id" for _, field, *_ in revisions) else {}
    sources = read_past_sources(session, now.keys(), wanted[0], _recurring(now.values(), revisions))
    thresholds = read_thresholds(session)
    undone: dict[int, dict[str, Any]] = {}
    born_later: set[int] = set()
    for day in wanted:
        _take_back(revisions, moment_after(day), undone, born_later)
        there = [task for task in now.values() if task.id not in born_later]
        then = [(task, _before(undone.get(task.id, {}), offices)) for task in there]
        yield day, [(task, _on_day(task, values, day, sources, thresholds)) for task, values in then]


def lights_with(
    session: Session, tasks: Iterable[TaskRow], wanted: Sequence[tuple[int, date, datetime, Mapping[str, Any]]]
) -> list[tuple[Light, Light]]:
    """Return for each (task, day, moment, other columns) its light: with those columns, and as it was at the moment."""
    if not wanted:
        return []
    now, moments = {task.id: task for task in tasks}, [moment for _, _, moment, _ in wanted]
    revisions = list(_later_revisions(session, min(moments), now))
    recurring = _recurring(now.values(), revisions) | {number for number, *_, other in wanted if "due_kind" in other}
    sources = read_past_sources(session, now.keys(), max(day for _, day, *_ in wanted), recurring)
    thresholds = read_thresholds(session)
    undone: dict[int, dict[str, Any]] = {}
    lights: dict[int, tuple[Light, Light]] = {}
    for position in sorted(range(len(wanted)), key=lambda position: moments[position], reverse=True):
        number, day, moment, other = wanted[position]
        _take_back(revisions, moment, undone, set())
        then = {name: value for name, value in undone.get(number, {}).items() if name in COLUMNS}
        sides = ({**then, **other}, then)
        before, after = (light_of(sources.facts(now[number], day, side), day, thresholds) for side in sides)
        lights[position] = before, after
    return [lights[position] for position in range(len(wanted))]


def _recurring(tasks: Iterable[TaskRow], revisions: Iterable[Any]) -> set[int]:
    """Return the ids of tasks whose deadline comes back, or may have come back before it was changed."""
    changed = {task_id for task_id, field, *_ in revisions if field in ("due_kind", "due_on")}
    return changed | {task.id for task in tasks if is_recurring(task.due_kind, task.due_on)}


def _take_back(revisions: list[Any], after: datetime, undone: dict[int, dict[str, Any]], born_later: set[int]) -> None:
    """Take the revisions after a moment, newest first, off the list and back in the mind."""
    count = 0
    while count < len(revisions) and revisions[count][3] > after:
        task_id, field, old, _ = revisions[count]
        count += 1
        if not field:
            born_later.add(task_id)
        elif field in _FIELDS:
            undone.setdefault(task_id, {})[field] = _FIELDS[field](old) if old is not None else None
    del revisions[:count]


def _before(undone: dict[str, Any], offices: dict[int, tuple[str, str]]) -> dict[str, Any]:
    """Return the fields of a row with the recorded changes taken back."""
    values = dict(undone)
    if "lead_office_id" in values:
        name, short = offices.get(values.pop("lead_office_id") or 0, ("", ""))
        values |= {"lead_office": name, "lead_short": short or name}
    return values


def _on_day(
    task: TaskRow, values: dict[str, Any], day: date, sources: LightSources, thresholds: Thresholds
) -> dict[str, Any]:
    """Return the fields of a row with what follows from the day: last report, schedule, light."""
    facts = sources.facts(task, day, {name: values[name] for name in COLUMNS if name in values})
    counts = facts.verdict is not None and facts.verdict_counts
    return values | {
        "last_progress_on": facts.last_progress_on,
        "extensions": facts.extensions,
        "verified": facts.verdict.progress if facts.verdict is not None and counts else None,
        "scheduled": scheduled_progress(facts.start_on, facts.deadline, day, facts.milestones),
        "light": light_of(facts, day, thresholds),
    }


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
        .where(col(Revision.entity) == "task", col(Batch.at) > moment_after(day), col(Revision.field).in_(_WATCHED))
    )


def closed_as_of(session: Session, ids: Sequence[int], day: date) -> dict[int, date | None]:
    """Return by task id on which day it was closed, as the ledger knew at the end of a day."""
    if not ids:
        return {}
    wanted = select(Task.id, col(Task.closed_on)).where(col(Task.closed_on).is_not(None))
    closed: dict[int, date | None] = dict(session.exec(wanted).all())
    for task_id, field, old, _ in _later_revisions(session, moment_after(day)):
        if field == "closed_on":
            closed[task_id] = date.fromisoformat(old) if old else None
    return {task_id: closed.get(task_id) for task_id in ids}


def _later_revisions(session: Session, after: datetime, ids: Collection[int] | None = None) -> Iterable[Any]:
    """Yield (task id, field, old value, moment) of what came later, newest first; "" as field is the birth."""
    statement: Any = (
        sa.select(col(Revision.entity_id), col(Revision.field), col(Revision.old), col(Batch.at))
        .join(Batch, col(Batch.id) == Revision.batch_id)
        .where(col(Revision.entity) == "task", col(Batch.at) > after)
        .order_by(col(Batch.at).desc(), col(Revision.id).desc())
    )
    if ids is not None and len(ids) <= NAMED:
        statement = statement.where(col(Revision.entity_id).in_(list(ids)))
    return session.exec(statement).all()  # type: ignore[no-any-return]

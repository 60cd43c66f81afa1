"""Tasks counted by article, office, status and light on a day: the database counts, few rows come back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.model.enums import LightColour, Status, TaskLinkKind
from tracker.model.lights import light_of
from tracker.model.rows import TaskRow
from tracker.model.schedule import scheduled_progress
from tracker.model.tables import Article, Office, Task, TaskLink
from tracker.model.thresholds import SOON_DAYS, Thresholds
from tracker.queries import light_sql
from tracker.queries.as_of import later_tasks, tasks_as_of, thresholds_on
from tracker.queries.light_facts import read_light_sources, untold_entries
from tracker.queries.task_rows import known_tasks, list_tasks

_OPEN = Status.those(lambda status: status.open)


@dataclass(frozen=True, slots=True)
class Tally:
    """Tasks alike in article (code), office (name, "" for none), status and light, with sums over them."""

    article: str
    office: str
    status: Status
    light: LightColour
    tasks: int
    progress: int = 0  # sum of the percents that count, of those whose schedule is known
    scheduled: int = 0  # sum of percents of those whose schedule is known
    scheduled_tasks: int = 0
    soon: int = 0  # not done, due within `SOON_DAYS`


@dataclass(frozen=True, slots=True)
class Scope:
    """Which tasks count, and on which day; `past` reads the ledger as it stood at the day's end."""

    today: date
    day: date
    office: str = ""
    article: str = ""

    @property
    def past(self) -> bool:
        """Tell whether the day is before today."""
        return self.day < self.today


def read_tallies(session: Session, scope: Scope) -> list[Tally]:
    """Return the counted tasks of a scope: of today from what was read of the ledger, else counted by the database."""
    known = None if scope.past else known_tasks(session, scope.today)
    if known is not None:
        return list(_of_rows(known, scope))
    thresholds = thresholds_on(session, scope.day, scope.today)
    apart = _apart(scope)
    tallies = list(_counted(session, scope, thresholds, sa.and_(*apart, sa.not_(light_sql.is_recurring()))))
    tallies += _recurring(session, scope, thresholds, sa.and_(*apart, light_sql.is_recurring()))
    return tallies + [_of_one(task, scope.day) for task in earlier_tasks(session, scope)]


def conditions(scope: Scope) -> list[Any]:
    """Return what the chosen office and article ask of a task, as it is now; a merged duplicate does not count."""
    merged = sa.select(col(TaskLink.from_id)).where(col(TaskLink.kind) == TaskLinkKind.DUPLICATE)
    clauses: list[Any] = [col(Task.id).not_in(merged)]
    clauses += [col(Office.name) == scope.office] if scope.office else []
    return clauses + ([col(Article.code) == scope.article] if scope.article else [])


def _apart(scope: Scope) -> list[Any]:
    """Return the conditions of tasks that can be counted as they are now: all, or those unchanged since the day."""
    unchanged = [col(Task.id).not_in(later_tasks(scope.day))] if scope.past else [sa.true()]
    return conditions(scope) + unchanged


def joined(statement: Any) -> Any:
    """Join article and office to a statement over tasks."""
    return statement.join(Article, col(Article.id) == Task.source_id, isouter=True).join(
        Office, col(Office.id) == Task.lead_office_id, isouter=True
    )


def earlier_tasks(session: Session, scope: Scope) -> tuple[TaskRow, ...]:
    """Return, for a day in the past, the tasks that have changed since, as they stood then."""
    if not scope.past:
        return ()
    changed = list_tasks(session, scope.today, col(Task.id).in_(later_tasks(scope.day)))
    return tuple(task for task in tasks_as_of(session, changed, scope.day) if counts_in(scope, task))


def counts_in(scope: Scope, task: TaskRow) -> bool:
    """Tell whether a task, as it stood on some day, belongs to the office and article of a scope."""
    led = not scope.office or task.lead_office == scope.office
    asked = not scope.article or task.article == scope.article
    return led and asked and not (task.merged_into and task.status is Status.CANCELLED)


def lights_by_id(session: Session, scope: Scope, day: date, condition: Any) -> dict[int, LightColour]:
    """Return the lights at a day's end of tasks of a scope that nothing has changed since, by task id.

    Those of recurring tasks are not among them: their lights are worked out by `light_of` alone.
    """
    met = sa.and_(*conditions(scope), condition, sa.not_(light_sql.is_recurring()))
    rows = _judged(session, day, thresholds_on(session, day, scope.today), met)
    colours = {colour.value: colour for colour in LightColour}
    wanted = sa.select(rows.c.id, rows.c.light)
    return {number: colours[light] for number, light in session.connection().execute(wanted).all()}


def _judged(session: Session, day: date, thresholds: Thresholds, condition: Any) -> Any:
    """Return a subquery of the tasks that meet a condition, with their lights and percents on a day."""
    last = light_sql.reported(day, untold_entries(session))
    weights = light_sql.weighted(day)
    percent = light_sql.scheduled(day, weights)
    decided = light_sql.decided(day)
    columns = decided.columns(percent, last.c.last_on, weights.c.overdue)
    inner = joined(
        sa.select(
            col(Task.id).label("id"),
            col(Article.code).label("article"), col(Office.name).label("office"), col(Task.status).label("status"),
            light_sql.light(day, thresholds, columns).label("light"),
            sa.case((percent.is_not(None), light_sql.effective_progress(columns))).label("progress"),
            percent.label("percent"), _soon(day).label("soon"),
        ).select_from(Task)
    )  # fmt: skip
    inner = inner.join(last, last.c.task_id == col(Task.id), isouter=True)
    inner = decided.join(inner.join(weights, weights.c.task_id == col(Task.id), isouter=True))
    return inner.where(condition).subquery()


def _counted(session: Session, scope: Scope, thresholds: Thresholds, condition: Any) -> Iterator[Tally]:
    rows = _judged(session, scope.day, thresholds, condition)
    keys = (rows.c.article, rows.c.office, rows.c.status, rows.c.light)
    sums = (sa.func.sum(rows.c.progress), sa.func.sum(rows.c.percent), sa.func.count(rows.c.percent))
    statement = sa.select(*keys, sa.func.count(), *sums, sa.func.sum(rows.c.soon)).group_by(*keys)
    for article, office, status, light, *numbers in session.connection().execute(statement):
        counted = [int(number or 0) for number in numbers]
        yield Tally(article or "", office or "", status, LightColour(light), *counted)


def _soon(day: date) -> Any:
    passed, near = (light_sql.due_by(day + timedelta(days=days)) for days in (-1, SOON_DAYS))
    return sa.case((passed, 0), (sa.and_(near, col(Task.status).in_(_OPEN)), 1), else_=0)


def _recurring(session: Session, scope: Scope, thresholds: Thresholds, condition: Any) -> Iterator[Tally]:
    """Count the tasks whose deadline comes back: read alike ones once, the light is worked out here."""
    keys: tuple[Any, ...] = (
        col(Article.code).label("article"), col(Office.name).label("office"), col(Task.id), col(Task.status),
        col(Task.start_on), col(Task.due_on), col(Task.due_kind), col(Task.due_text), col(Task.progress),
        col(Task.closed_on),
    )  # fmt: skip
    rows = session.connection().execute(joined(sa.select(*keys).select_from(Task)).where(condition)).all()
    sources = read_light_sources(session, rows, scope.day, named=len(rows) <= 500)
    for row in rows:
        facts = sources.facts(row, scope.day)
        percent = scheduled_progress(facts.start_on, facts.deadline, scope.day, facts.milestones)
        colour = light_of(facts, scope.day, thresholds).colour
        known = (facts.effective_progress, percent, 1) if percent is not None else ()
        yield Tally(row.article or "", row.office or "", row.status, colour, 1, *known)


def _of_rows(tasks: Iterable[TaskRow], scope: Scope) -> Iterator[Tally]:
    """Count tasks as they are today."""
    sums: dict[tuple[str, str, Status, LightColour], list[tuple[int, ...]]] = defaultdict(list)
    for task in tasks:
        if not task.merged_into and counts_in(scope, task):
            key = task.article, task.lead_office, task.status, task.light.colour
            sums[key].append(_numbers(task, scope.day))
    for key, numbers in sums.items():
        yield Tally(*key, *map(sum, zip(*numbers, strict=True)))


def _of_one(task: TaskRow, day: date) -> Tally:
    return Tally(task.article, task.lead_office, task.status, task.light.colour, *_numbers(task, day))


def _numbers(task: TaskRow, day: date) -> tuple[int, ...]:
    """Return what a task adds to the numbers of a tally."""
    known = (task.effective_progress, task.scheduled, 1) if task.scheduled is not None else (0, 0, 0)
    return 1, *known, int(due_soon(task, day))


def due_soon(task: TaskRow, day: date) -> bool:
    """Tell whether a task is not over and due within `SOON_DAYS`."""
    return task.status.open and task.deadline is not None and day <= task.deadline <= day + timedelta(days=SOON_DAYS)


def total(tallies: Iterable[Tally]) -> int:
    """Return how many tasks were counted."""
    return sum(tally.tasks for tally in tallies)

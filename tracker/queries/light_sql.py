"""Schedule progress and light of a task as SQL, so that the database counts them.

They say what `model.schedule` and `model.lights` say; a test compares them on every kind of task. Recurring
deadlines are words that only `model.deadlines` reads: `is_recurring` tells them apart.
"""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col

from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.tables import Milestone, ProgressEntry, Task
from tracker.model.thresholds import Thresholds

_DONE = Status.those(lambda status: status.done)
_ASIDE = Status.those(lambda status: status.set_aside)
_WAITING = Status.those(lambda status: status.waiting)


class DayNumber(FunctionElement[int]):
    """A date as a running number of days, which every database has in its own way."""

    type = sa.Integer()
    inherit_cache = True


@compiles(DayNumber)
def _day_number(element: Any, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} - DATE '1970-01-01')"


@compiles(DayNumber, "sqlite")
def _day_number_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    # Julian days begin at noon; midnight to midnight the whole part counts days like any other number.
    return f"CAST(julianday({compiler.process(element.clauses, **options)}) AS INTEGER)"


def reported(until: date | None) -> Any:
    """Return the subquery (task_id, last_on) of the newest progress entry, of those up to a day if one is given."""
    entries = sa.select(col(ProgressEntry.task_id), sa.func.max(ProgressEntry.entered_on).label("last_on"))
    if until is not None:
        entries = entries.where(col(ProgressEntry.entered_on) <= until)
    return entries.group_by(col(ProgressEntry.task_id)).subquery("reported")


def weighted(day: date) -> Any:
    """Return the subquery (task_id, whole, due) of the weights of milestones; only tasks with a dated one."""
    due = sa.case((col(Milestone.due_on) <= day, col(Milestone.weight)), else_=0)
    return (
        sa.select(col(Milestone.task_id), sa.func.sum(Milestone.weight).label("whole"), sa.func.sum(due).label("due"))
        .group_by(col(Milestone.task_id))
        .having(sa.func.count(col(Milestone.due_on)) > 0)
        .subquery("weighted")
    )


def is_recurring() -> Any:
    """Return the condition of a task whose deadline comes back and has no date beside its wording."""
    return sa.and_(col(Task.due_kind) == DueKind.RECURRING, col(Task.due_on).is_(None))


def scheduled(day: date, weights: Any) -> Any:
    """Return the percent due on a day, NULL where nothing says; see `model.schedule`."""
    start, due = col(Task.start_on), col(Task.due_on)
    passed = DayNumber(sa.literal(day, sa.Date())) - DayNumber(start)
    whole = DayNumber(due) - DayNumber(start)
    known = sa.or_(weights.c.whole.is_not(None), sa.and_(start.is_not(None), due.is_not(None)))
    return sa.case(
        (sa.not_(known), sa.null()),
        (due <= day, 100),
        (start > day, 0),
        (weights.c.whole.is_not(None), sa.cast(_percent(weights.c.due, weights.c.whole), sa.Integer())),
        else_=sa.cast(_percent(passed, whole), sa.Integer()),
    )


def _percent(part: Any, whole: Any) -> Any:
    """Whole percent, halves rounded up."""
    return (200 * part + whole) // (2 * whole)


def light(day: date, limits: Thresholds, percent: Any, last_on: Any) -> Any:
    """Return the colour of a task's light on a day as text; `percent` is the column of `scheduled`."""
    status, due, start = col(Task.status), col(Task.due_on), col(Task.start_on)
    behind = percent - col(Task.progress)
    silent = day - timedelta(days=limits.stale_days)
    # Without entry and start nothing says since when: NULL, and no comparison holds.
    heard = sa.case((sa.and_(last_on.is_not(None), sa.or_(start.is_(None), last_on > start)), last_on), else_=start)
    lagging = sa.and_(behind > 0, behind >= limits.behind_amber)
    return sa.case(
        (status.in_(_DONE), LightColour.BLUE.value),
        (status.in_(_ASIDE), LightColour.GREY.value),
        (due.is_(None), LightColour.GREY.value),
        (due < day, LightColour.RED.value),
        (sa.or_(status.in_(_WAITING), start > day), LightColour.GREY.value),
        (behind > limits.behind_red, LightColour.RED.value),
        (due <= day + timedelta(days=limits.due_soon_days), LightColour.AMBER.value),
        (sa.or_(lagging, heard <= silent), LightColour.AMBER.value),
        else_=LightColour.GREEN.value,
    )

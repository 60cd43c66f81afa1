"""Schedule progress and light of a task as SQL, so that the database counts them.

They say what `model.schedule` and `model.lights` say; a test compares them on every kind of task. Recurring
deadlines are words that only `model.deadlines` reads: `is_recurring` tells them apart.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col

from tracker.model.enums import DueKind, LightColour, Status, VerdictOutcome
from tracker.model.lights import SILENT_YEAR
from tracker.model.schedule import IMMEDIATE_DAYS
from tracker.model.tables import Milestone, ProgressEntry, StatusMove, Task, Verdict
from tracker.model.thresholds import Thresholds

_DONE = Status.those(lambda status: status.done)
_ASIDE = Status.those(lambda status: status.set_aside)
_WAITING = Status.those(lambda status: status.waiting)
_ONE_DAY = timedelta(days=1)
_NO_DAY = sa.cast(sa.null(), sa.Date())
_NO_NUMBER = sa.cast(sa.null(), sa.Integer())
_NO_WORD = sa.cast(sa.null(), sa.String())


@dataclass(frozen=True, slots=True)
class LightColumns:
    """The facts of a light that stand outside the row of its task, as columns of what a statement joins.

    NULL is no fact. `assigned_on` and `paused_until` are those of the newest moves of a task, `verdict` (as a
    text of `VerdictOutcome`), `verdict_on` and `verdict_progress` those of its newest verdict.
    """

    percent: Any  # as `scheduled` gives it
    last_on: Any  # as `reported` gives it
    overdue_steps: Any  # as `weighted` gives it
    assigned_on: Any = _NO_DAY
    paused_until: Any = _NO_DAY
    verdict: Any = _NO_WORD
    verdict_on: Any = _NO_DAY
    verdict_progress: Any = _NO_NUMBER


@dataclass(frozen=True, slots=True)
class DecisionTables:
    """Subqueries over what staff decided until a day, each with at most one row a task, to be joined outside."""

    assigned: Any
    paused: Any
    verdict: Any

    def join(self, statement: Any) -> Any:
        """Join them to a statement over tasks."""
        for table in (self.assigned, self.paused, self.verdict):
            statement = statement.join(table, table.c.task_id == col(Task.id), isouter=True)
        return statement

    def columns(self, percent: Any, last_on: Any, overdue_steps: Any) -> LightColumns:
        """Return all facts of a light that stand outside the row of its task."""
        verdict = self.verdict.c
        return LightColumns(
            percent, last_on, overdue_steps, self.assigned.c.on, self.paused.c.until,
            sa.cast(verdict.outcome, sa.String()), verdict.on, verdict.progress,
        )  # fmt: skip


def decided(day: date) -> DecisionTables:
    """Return what staff decided until a day: the day of 交办, the end of the newest pause, the newest verdict."""
    moves = col(StatusMove.on) <= day
    assigned = sa.select(col(StatusMove.task_id), sa.func.max(StatusMove.on).label("on"))
    assigned = assigned.where(moves, col(StatusMove.from_status).in_(_WAITING))
    pauses = sa.select(sa.func.max(StatusMove.id)).where(moves, col(StatusMove.to_status) == Status.PAUSED)
    paused = sa.select(col(StatusMove.task_id), col(StatusMove.until))
    paused = paused.where(col(StatusMove.id).in_(pauses.group_by(col(StatusMove.task_id))))
    newest = sa.func.row_number().over(
        partition_by=col(Verdict.task_id), order_by=(col(Verdict.on).desc(), col(Verdict.id).desc())
    )
    columns = (col(Verdict.task_id), col(Verdict.on), col(Verdict.outcome), col(Verdict.progress))
    ranked = sa.select(*columns, newest.label("rank")).where(col(Verdict.on) <= day).subquery("ranked")
    verdict = sa.select(ranked.c.task_id, ranked.c.on, ranked.c.outcome, ranked.c.progress).where(ranked.c.rank == 1)
    return DecisionTables(
        assigned.group_by(col(StatusMove.task_id)).subquery("assigned"),
        paused.subquery("paused"),
        verdict.subquery("judged"),
    )


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


def tells_progress(untold: Collection[int]) -> Any:
    """Return the condition of an entry that tells of progress; one that only names problems or steps has no percent.

    `untold` are the ids of entries with one that tell of none, as `light_facts.untold_entries` gives them.
    """
    percent = col(ProgressEntry.progress).is_not(None)
    if not untold:
        return percent
    # Written out: a statement takes only so many parameters.
    ids: Any = sa.bindparam("untold", sorted(untold), expanding=True, literal_execute=True, unique=True)
    return sa.and_(percent, col(ProgressEntry.id).not_in(ids))


def reported(until: date, untold: Collection[int] = ()) -> Any:
    """Return the subquery (task_id, last_on) of the newest entry up to a day that tells of progress."""
    entries = sa.select(col(ProgressEntry.task_id), sa.func.max(ProgressEntry.entered_on).label("last_on"))
    entries = entries.where(col(ProgressEntry.entered_on) <= until, tells_progress(untold))
    return entries.group_by(col(ProgressEntry.task_id)).subquery("reported")


def weighted(day: date) -> Any:
    """Return the subquery (task_id, whole, due, overdue) of milestones; only tasks with a dated one.

    `whole` and `due` are sums of weights, `overdue` counts those open past their day.
    """
    step_due, done = col(Milestone.due_on), col(Milestone.done_on)
    due = sa.case((step_due <= day, col(Milestone.weight)), else_=0)
    late = sa.case((sa.and_(step_due < day, sa.or_(done.is_(None), done > day)), 1), else_=0)
    sums = (
        sa.func.sum(Milestone.weight).label("whole"),
        sa.func.sum(due).label("due"),
        sa.func.sum(late).label("overdue"),
    )
    grouped = sa.select(col(Milestone.task_id), *sums).group_by(col(Milestone.task_id))
    return grouped.having(sa.func.count(step_due) > 0).subquery("weighted")


def is_recurring() -> Any:
    """Return the condition of a task whose deadline comes back and has no date beside its wording."""
    return sa.and_(col(Task.due_kind) == DueKind.RECURRING, col(Task.due_on).is_(None))


def _is_immediate() -> Any:
    """Return the condition of 立行立改 without a date: due a number of days after the start."""
    return sa.and_(col(Task.due_kind) == DueKind.IMMEDIATE, col(Task.due_on).is_(None))


def due_by(day: date) -> Any:
    """Return the condition of a deadline on or before a day; see `schedule.last_day`."""
    started = col(Task.start_on) <= day - timedelta(days=IMMEDIATE_DAYS)
    return sa.or_(col(Task.due_on) <= day, sa.and_(_is_immediate(), started))


def _is_dated() -> Any:
    """Return the condition of a task with a deadline."""
    return sa.or_(col(Task.due_on).is_not(None), sa.and_(_is_immediate(), col(Task.start_on).is_not(None)))


def scheduled(day: date, weights: Any) -> Any:
    """Return the percent due on a day, NULL where nothing says; see `model.schedule`."""
    start, due = col(Task.start_on), col(Task.due_on)
    passed = DayNumber(sa.literal(day, sa.Date())) - DayNumber(start)
    whole = sa.case((due.is_(None), IMMEDIATE_DAYS), else_=DayNumber(due) - DayNumber(start))
    known = sa.or_(weights.c.whole.is_not(None), sa.and_(start.is_not(None), _is_dated()))
    return sa.case(
        (sa.not_(known), sa.null()),
        (due_by(day), 100),
        (start > day, 0),
        (weights.c.whole.is_not(None), sa.cast(_percent(weights.c.due, weights.c.whole), sa.Integer())),
        else_=sa.cast(_percent(passed, whole), sa.Integer()),
    )


def _percent(part: Any, whole: Any) -> Any:
    """Whole percent, halves rounded up."""
    return (200 * part + whole) // (2 * whole)


def light(day: date, thresholds: Thresholds, columns: LightColumns) -> Any:
    """Return the colour of a task's light on a day as text, for any task whose deadline does not come back."""
    status, start = col(Task.status), col(Task.start_on)
    on_hold_too_long = sa.and_(status == Status.PAUSED, columns.paused_until < day)
    return sa.case(
        (on_hold_too_long, LightColour.AMBER.value),
        (status.in_(_ASIDE), LightColour.GREY.value),
        (status.in_(_DONE), LightColour.BLUE.value),
        (due_by(day - _ONE_DAY), LightColour.RED.value),
        (sa.or_(status.in_(_WAITING), start > day), LightColour.GREY.value),
        (sa.not_(_is_dated()), _undated(day, thresholds, columns)),
        else_=_dated(day, thresholds, columns),
    )


def _undated(day: date, thresholds: Thresholds, columns: LightColumns) -> Any:
    """Return the colour of a task at work without a date."""
    heard = _heard(columns)
    unsettled = sa.or_(_held(columns), heard <= day - timedelta(days=thresholds.stale_days))
    return sa.case(
        (heard <= day - timedelta(days=SILENT_YEAR), LightColour.RED.value),
        (unsettled, LightColour.AMBER.value),
        (col(Task.due_kind) == DueKind.LONG_TERM, LightColour.GREY.value),
        else_=LightColour.AMBER.value,
    )


def _dated(day: date, thresholds: Thresholds, columns: LightColumns) -> Any:
    """Return the colour of a task at work with a deadline that has not passed."""
    behind = columns.percent - effective_progress(columns)
    lagging = sa.and_(behind > 0, behind >= thresholds.behind_amber)
    soon = due_by(day + timedelta(days=thresholds.due_soon_days))
    silent = _heard(columns) <= day - timedelta(days=thresholds.stale_days)
    return sa.case(
        (behind > thresholds.behind_red, LightColour.RED.value),
        (sa.or_(_held(columns), columns.overdue_steps > 0, soon, lagging, silent), LightColour.AMBER.value),
        else_=LightColour.GREEN.value,
    )


def _heard(columns: LightColumns) -> Any:
    """Return the day silence is counted from; where nothing says, NULL, and no comparison holds."""
    start, last_on = col(Task.start_on), columns.last_on
    later = sa.and_(last_on.is_not(None), sa.or_(start.is_(None), last_on > start))
    return sa.func.coalesce(sa.case((later, last_on), else_=start), columns.assigned_on)


def _held(columns: LightColumns) -> Any:
    """Return the condition of a verdict that keeps the light at amber or worse."""
    return columns.verdict.in_([outcome.value for outcome in VerdictOutcome.those(lambda outcome: outcome.doubts)])


def effective_progress(columns: LightColumns) -> Any:
    """Return the smaller of claim and verdict, where the office has written nothing since the verdict."""
    claim, seen = col(Task.progress), columns.verdict_progress
    since = sa.or_(columns.last_on.is_(None), columns.verdict_on >= columns.last_on)
    return sa.case((sa.and_(seen < claim, since), seen), else_=claim)

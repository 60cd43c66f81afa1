"""What became of the tasks of a paper since the day before its period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.model.enums import DecisionState, LightColour, Status
from tracker.model.numbers import chinese_date
from tracker.model.rows import ExtendedTask, ListedTask, Period, TaskRow
from tracker.model.tables import Extension
from tracker.queries.today import silent_days


@dataclass(frozen=True, slots=True)
class Turns:
    """Which tasks a period turned: into the ledger, closed, red, silent."""

    added: int = 0
    finished: tuple[ListedTask, ...] = ()
    reddened: tuple[ListedTask, ...] = ()
    silenced: tuple[ListedTask, ...] = ()


def find_turns(
    tasks: Sequence[ListedTask],
    now: Mapping[int, TaskRow],
    former: Mapping[int, TaskRow] | None,
    period: Period,
    stale_days: int,
) -> Turns:
    """Return what a period turned; `now` and `former` are rows by id, `former` None where nobody knows the day before.

    Without it closed ones are known by their day, of the others nothing can be said.
    """
    if former is None:
        closed = (task for task in tasks if task.closed_on is not None and task.closed_on >= period.start)
        return Turns(finished=tuple(closed))
    return Turns(
        added=sum(task.task_id not in former for task in tasks),
        finished=_new(tasks, lambda task, _: task.status is Status.CLOSED, now, former, period),
        reddened=_new(tasks, lambda task, _: task.light.colour is LightColour.RED, now, former, period),
        silenced=_new(tasks, lambda task, day: _is_silent(task, day, stale_days), now, former, period),
    )


def _new(
    tasks: Iterable[ListedTask],
    holds: Any,
    now: Mapping[int, TaskRow],
    former: Mapping[int, TaskRow],
    period: Period,
) -> tuple[ListedTask, ...]:
    """Return the tasks of which something holds at the end of the period and did not hold the day before it."""

    def held(task_id: int) -> bool:
        return task_id in former and holds(former[task_id], period.before)

    return tuple(t for t in tasks if holds(now[t.task_id], period.end) and not held(t.task_id))


def _is_silent(task: TaskRow, day: date, stale_days: int) -> bool:
    days = silent_days(task, day)
    return days is not None and days >= stale_days


def list_extended(session: Session, tasks: Sequence[ListedTask], period: Period) -> tuple[ExtendedTask, ...]:
    """Return the tasks whose deadline was put off in the period: granted, and counted as an extension."""
    by_id = {task.task_id: task for task in tasks}
    granted = select(Extension).where(
        Extension.state == DecisionState.GRANTED,
        col(Extension.counts),
        col(Extension.decided_on) > period.before,
        col(Extension.decided_on) <= period.end,
    )
    newest = {row.task_id: row for row in session.exec(granted.order_by(col(Extension.decided_on), col(Extension.id)))}
    return tuple(_extended(by_id[task_id], row) for task_id, row in newest.items() if task_id in by_id)


def _extended(task: ListedTask, row: Extension) -> ExtendedTask:
    assert row.decided_on is not None  # the database keeps no decision without its day
    until = row.to_text or (chinese_date(row.to_on) if row.to_on else "")
    return ExtendedTask(task, until, row.reason, row.decided_on)

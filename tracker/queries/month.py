"""Nodes and regular reports between two days, for the calendar of the ledger."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlmodel import Session, col, select

from tracker.model.lights import recurrence_of
from tracker.model.recurrence import next_due
from tracker.model.rows import TaskRow
from tracker.model.rows.month import DayNode, DayReport, MonthDates
from tracker.model.tables import Milestone, Task
from tracker.queries.light_facts import is_recurring, read_light_sources
from tracker.queries.task_rows import list_tasks


def read_month(session: Session, first: date, last: date, today: date) -> MonthDates:
    """Return the nodes of all tasks due from `first` to `last`, and the reports that tasks at work owe then.

    A task that began later owes nothing before; what was excused or paused is judged where the periods are shown.
    """
    wanted = select(Milestone).where(col(Milestone.due_on) >= first, col(Milestone.due_on) <= last)
    nodes = (
        DayNode(row.id, row.task_id, row.title, row.due_on, row.done_on is not None)
        for row in session.exec(wanted.order_by(col(Milestone.due_on), col(Milestone.id)))
        if row.due_on is not None
    )
    return MonthDates(first, last, tuple(nodes), tuple(_reports(session, first, last, today)))


def _reports(session: Session, first: date, last: date, today: date) -> Iterator[DayReport]:
    recurring = [task for task in list_tasks(session, today, col(Task.due_text) != "") if _reports_now(task)]
    sources = read_light_sources(session, recurring, today, named=True)
    for task in recurring:
        recurrence = recurrence_of(sources.facts(task, today))
        day = max(first, task.start_on or first)
        while recurrence is not None and (day := next_due(recurrence, day)) <= last:
            yield DayReport(task.id, day)
            day += timedelta(days=1)


def _reports_now(task: TaskRow) -> bool:
    return is_recurring(task.due_kind, task.due_on) and task.status.at_work

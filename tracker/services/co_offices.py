"""Who helps with a task, and whether that is settled: a suggestion becomes a co-office when offices are confirmed."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.model.tables import Office, Task, TaskOffice
from tracker.services.write_basics import the_office
from tracker.store.bulk_update import update_rows

_AT_ONCE = 500  # ids in one statement


def co_offices_of(session: Session, task: Task) -> dict[str, TaskOffice]:
    """Return who helps with a task, by the name of the office."""
    pairs = select(Office.name, TaskOffice).where(Office.id == TaskOffice.office_id)
    return dict(session.exec(pairs.where(TaskOffice.task_id == task.id)).all())


def set_co_offices(session: Session, task: Task, wanted: Collection[str], *, by_hand: bool) -> None:
    """Make these offices, by proper name, the ones that help with a task; the lead office never does.

    One that staff add is settled where the offices of the task are; one that an office names waits to be confirmed.
    """
    lead = session.get(Office, task.lead_office_id) if task.lead_office_id else None
    names = set(wanted) - ({lead.name} if lead else set())
    present = co_offices_of(session, task)
    for name in present.keys() - names:
        session.delete(present[name])
    settled = by_hand and task.offices_confirmed
    for name in sorted(names - present.keys()):
        session.add(TaskOffice(task_id=task.id, office_id=the_office(session, name).id, confirmed=settled))


def drop_co_office(session: Session, task: Task, office_id: int) -> None:
    """Take an office from those that help with a task."""
    for link in co_offices_of(session, task).values():
        if link.office_id == office_id:
            session.delete(link)


def confirm_co_offices(session: Session, task_ids: Collection[int], only: Collection[int] | None = None) -> None:
    """Settle who helps with these tasks, or of them those of the rows `only`, inside the act under way."""
    rows = suggested_helpers(session, task_ids)
    wanted = {number: {"confirmed": True} for number in rows if only is None or number in only}
    update_rows(session, TaskOffice, wanted, rows)


def suggested_helpers(session: Session, task_ids: Collection[int]) -> dict[int, Any]:
    """Return the rows of offices that are suggested to help with these tasks, by their id."""
    session.flush()
    ordered, rows = sorted(task_ids), dict[int, Any]()
    columns: Any = sa.select(*(getattr(TaskOffice, name) for name in ("id", "version", "task_id", "confirmed")))
    for first in range(0, len(ordered), _AT_ONCE):
        its = col(TaskOffice.task_id).in_(ordered[first : first + _AT_ONCE])
        suggested = columns.where(its, ~col(TaskOffice.confirmed))
        rows |= {row.id: row for row in session.connection().execute(suggested)}
    return rows

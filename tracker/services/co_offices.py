"""Who helps with a task, and whether that is settled: a suggestion becomes a co-office when offices are confirmed."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from tracker.model.tables import Office, Task, TaskOffice
from tracker.services.lookups import the_office

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


def confirm_co_offices(session: Session, task_ids: Collection[int]) -> None:
    """Settle who helps with these tasks, inside the act under way."""
    ordered = sorted(task_ids)
    for first in range(0, len(ordered), _AT_ONCE):
        its = col(TaskOffice.task_id).in_(ordered[first : first + _AT_ONCE])
        for link in session.exec(select(TaskOffice).where(its, ~col(TaskOffice.confirmed))):
            link.confirmed = True

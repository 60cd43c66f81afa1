"""Offices, the other names people use for them, and what each has to do."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.model.enums import Status
from tracker.model.rows import OfficeRow
from tracker.model.tables import Office, OfficeAlias, Task, TaskOffice

_OPEN = Status.those(lambda status: not status.ended)


def list_offices(session: Session) -> tuple[OfficeRow, ...]:
    """Return all offices in the catalogue's order, with the number of tasks each leads."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for office_id, alias in session.exec(select(OfficeAlias.office_id, OfficeAlias.alias).order_by(OfficeAlias.alias)):
        aliases[office_id].append(alias)
    led = select(Task.lead_office_id, func.count()).group_by(col(Task.lead_office_id))
    tasks = dict(session.exec(led).all())
    helps = _count_helps(session)
    return tuple(
        OfficeRow(
            office.id,
            office.name,
            office.short_name or office.name,
            tuple(aliases[office.id]),
            tasks.get(office.id, 0),
            *helps.get(office.id, (0, 0)),
        )
        for office in session.exec(select(Office).order_by(col(Office.position), col(Office.id)))
    )


def _count_helps(session: Session) -> dict[int, tuple[int, int]]:
    """Return by office how many open tasks it helps with, surely and as a suggestion."""
    sure = func.count().filter(col(TaskOffice.confirmed))
    counted: Any = select(TaskOffice.office_id, sure, func.count()).join(Task, col(Task.id) == TaskOffice.task_id)
    counted = counted.where(col(Task.status).in_(_OPEN)).group_by(TaskOffice.office_id)
    return {number: (settled, every - settled) for number, settled, every in session.exec(counted)}


def office_names(session: Session) -> Mapping[str, str]:
    """Return every name, short name and alias with the office's proper name, in ledger order."""
    ordered = select(Office.name, Office.short_name).order_by(col(Office.position), col(Office.id))
    offices = session.exec(ordered).all()
    called = select(OfficeAlias.alias, Office.name).where(Office.id == OfficeAlias.office_id)
    aliases = session.exec(called.order_by(col(Office.position), OfficeAlias.alias)).all()
    names = {name: name for name, _ in offices}
    for other, name in (*((short, name) for name, short in offices if short), *aliases):
        names.setdefault(other, name)
    return names


def find_office(session: Session, text: str) -> OfficeRow | None:
    """Return the office somebody means by its name, short name or alias."""
    proper = office_names(session).get(text.strip())
    return next((office for office in list_offices(session) if office.name == proper), None)

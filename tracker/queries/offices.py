"""Offices, the other names people use for them, and what each has to do."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.model.enums import Status
from tracker.model.exchange_words import OfficeState
from tracker.model.rows import OfficeRow
from tracker.model.tables import Office, OfficeAlias, Task, TaskOffice

_OPEN = Status.those(lambda status: not status.ended)


def list_offices(session: Session, *, former: bool = False) -> tuple[OfficeRow, ...]:
    """Return the offices in the catalogue's order, with the number of tasks each leads.

    `former` adds those that were merged or dissolved.
    """
    aliases: dict[int, list[str]] = defaultdict(list)
    for office_id, alias in session.exec(select(OfficeAlias.office_id, OfficeAlias.alias).order_by(OfficeAlias.alias)):
        aliases[office_id].append(alias)
    tasks = _count_led(session)
    helps = _count_helps(session)
    offices = session.exec(select(Office).order_by(col(Office.position), col(Office.id)))
    return tuple(
        OfficeRow(
            office.id,
            office.name,
            office.short_name or office.name,
            tuple(aliases[office.id]),
            tasks.get(office.id, (0, 0))[0],
            *helps.get(office.id, (0, 0)),
            to_send=tasks.get(office.id, (0, 0))[1],
        )
        for office in offices
        if former or office.state is OfficeState.ACTIVE
    )


def _count_led(session: Session) -> dict[int, tuple[int, int]]:
    """Return by office how many tasks it leads that count, and how many of them are open."""
    still_open = func.count().filter(col(Task.status).in_(_OPEN))
    counted: Any = select(Task.lead_office_id, func.count(), still_open)
    counted = counted.where(col(Task.status).in_(Status.counted())).group_by(col(Task.lead_office_id))
    return {number: (every, sent) for number, every, sent in session.exec(counted)}


def _count_helps(session: Session) -> dict[int, tuple[int, int]]:
    """Return by office how many open tasks it helps with, surely and as a suggestion."""
    sure = func.count().filter(col(TaskOffice.confirmed))
    counted: Any = select(TaskOffice.office_id, sure, func.count()).join(Task, col(Task.id) == TaskOffice.task_id)
    counted = counted.where(col(Task.status).in_(_OPEN)).group_by(TaskOffice.office_id)
    return {number: (settled, every - settled) for number, settled, every in session.exec(counted)}


def office_names(session: Session) -> Mapping[str, str]:
    """Return every name, short name and alias with the office's proper name, in ledger order.

    What an office was called that was merged into another means that one.
    """
    offices = session.exec(select(Office).order_by(col(Office.position), col(Office.id))).all()
    by_id = {office.id: office for office in offices}
    called = select(OfficeAlias.alias, OfficeAlias.office_id).join(Office, col(Office.id) == OfficeAlias.office_id)
    aliases = session.exec(called.order_by(col(Office.position), OfficeAlias.alias)).all()
    names = {office.name: _successor(office, by_id).name for office in offices}
    shorts = ((office.short_name, office.id) for office in offices if office.short_name)
    for other, number in (*shorts, *aliases):
        names.setdefault(other, _successor(by_id[number], by_id).name)
    return names


def _successor(office: Office, by_id: Mapping[int, Office]) -> Office:
    """Return the office that stands for one today; a chain that bites its tail ends where it began."""
    seen: set[int] = set()
    while office.successor_id in by_id and office.id not in seen:
        seen.add(office.id)
        office = by_id[office.successor_id]  # type: ignore[index]
    return office


def find_office(session: Session, text: str) -> OfficeRow | None:
    """Return the office somebody means by its name, short name or alias; of one that was merged its successor."""
    proper = office_names(session).get(text.strip())
    return next((office for office in list_offices(session, former=True) if office.name == proper), None)

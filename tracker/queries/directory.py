"""The directory of offices: what each is, who sits there, what became of it, when it answered last."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.model.contacts import Person
from tracker.model.enums import Status
from tracker.model.exchange_words import OfficeKind, OfficeState, PersonRole
from tracker.model.tables import (
    Office,
    OfficeAlias,
    OfficeName,
    OfficePerson,
    Task,
    TaskOffice,
    WorkbookExport,
)
from tracker.queries.filled_rows import list_answers

_ROLES = list(PersonRole)


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name an office had; an end that nobody stated is None."""

    name: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """An office in the directory; `leads` and `helps` count tasks that are not over."""

    id: int
    name: str
    short_name: str
    kind: OfficeKind
    state: OfficeState
    state_on: date | None
    successor: str
    leader: str
    region: str
    note: str
    aliases: tuple[str, ...]
    names: tuple[NameSpan, ...]
    people: tuple[Person, ...]  # all of them, those who left last
    leads: int
    helps: int
    answered_on: date | None

    def liaison(self, day: date) -> Person | None:
        """Return whom mail and reminders go to on a day."""
        return main_liaison(self.people, day)


def main_liaison(people: tuple[Person, ...], day: date) -> Person | None:
    """Return the main liaison that is current on a day, None where there is none."""
    there = (person for person in people if person.role is PersonRole.LIAISON and person.main)
    return next((person for person in there if person.is_current(day)), None)


def read_directory(session: Session, today: date, name: str = "") -> tuple[DirectoryRow, ...]:
    """Return all offices in ledger order, former ones as well, or the one of a proper name."""
    wanted = select(Office).order_by(col(Office.position), col(Office.id))
    offices = session.exec(wanted.where(Office.name == name) if name else wanted).all()
    people, counts = _people(session, today), _counts(session)
    names_of = dict(session.exec(select(Office.id, Office.name)).all())
    aliases: dict[int, list[str]] = defaultdict(list)
    for office_id, alias in session.exec(select(OfficeAlias.office_id, OfficeAlias.alias).order_by(OfficeAlias.alias)):
        aliases[office_id].append(alias)
    spans: dict[int, list[NameSpan]] = defaultdict(list)
    for span in session.exec(select(OfficeName).order_by(col(OfficeName.to_on), col(OfficeName.id))):
        spans[span.office_id].append(NameSpan(span.name, span.from_on, span.to_on))
    return tuple(
        DirectoryRow(
            id=office.id,
            name=office.name,
            short_name=office.short_name,
            kind=office.kind,
            state=office.state,
            state_on=office.state_on,
            successor=names_of.get(office.successor_id or 0, ""),
            leader=office.leader,
            region=office.region,
            note=office.note,
            aliases=tuple(aliases[office.id]),
            names=tuple(spans[office.id]),
            people=tuple(people[office.id]),
            leads=counts.leads.get(office.id, 0),
            helps=counts.helps.get(office.id, 0),
            answered_on=counts.answered.get(office.id),
        )
        for office in offices
    )


def contact_gap(row: DirectoryRow, day: date) -> str:
    """Return the sentence about an office nobody can write to, "" where there is a main liaison with an address."""
    person = row.liaison(day)
    if person is None:
        return f"{row.name}没有联络员"
    return "" if person.email else f"{row.name}的联络员{person.name}没有邮箱"


@dataclass(frozen=True, slots=True)
class _Counts:
    leads: dict[int, int]
    helps: dict[int, int]
    answered: dict[int, date]


def _counts(session: Session) -> _Counts:
    still = col(Task.status).in_(Status.those(lambda status: not status.ended))
    led: Any = select(Task.lead_office_id, func.count()).where(still).group_by(col(Task.lead_office_id))
    helped: Any = select(TaskOffice.office_id, func.count()).join(Task, col(Task.id) == TaskOffice.task_id)
    return _Counts(
        dict(session.exec(led).all()),
        dict(session.exec(helped.where(still).group_by(TaskOffice.office_id)).all()),
        _last_answers(session),
    )


def _last_answers(session: Session) -> dict[int, date]:
    """Return by office the day of its last answer."""
    asked = dict(session.exec(select(WorkbookExport.id, WorkbookExport.office_id)).all())
    days = sorted((on, asked[number]) for number, on in list_answers(session))
    return {office: on for on, office in days}


def _people(session: Session, today: date) -> dict[int, list[Person]]:
    """Return who was and is in each office: current ones first, by role, the main one before the others."""
    rows = session.exec(select(OfficePerson, Office.name).join(Office, col(Office.id) == OfficePerson.office_id)).all()
    people: dict[int, list[Person]] = defaultdict(list)
    order = sorted(
        rows,
        key=lambda pair: (
            pair[0].to_on is not None and pair[0].to_on <= today,
            _ROLES.index(pair[0].role),
            not pair[0].main,
            pair[0].id,
        ),
    )
    for row, office in order:
        people[row.office_id].append(person_of(row, office))
    return people


def person_of(row: OfficePerson, office: str) -> Person:
    """Return a row of the table as the rest of the program knows a person."""
    return Person(
        row.uid, office, row.name, PersonRole(row.role), row.post, row.phone, row.mobile, row.email, row.main,
        row.from_on, row.to_on, row.note, row.version,
    )  # fmt: skip

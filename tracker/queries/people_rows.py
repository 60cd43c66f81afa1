"""The people of an office as rows of 联系方式: those a workbook is sent with, and those it is compared with."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlmodel import Session, col, select

from tracker.model.changeset import CurrentRow, Value
from tracker.model.exchange_words import PersonRole
from tracker.model.field_list import PERSON_COLUMNS
from tracker.model.tables import Office, OfficePerson, WorkbookExport

_ROLES = list(PersonRole)


def people_to_send(session: Session, office_id: int, day: date) -> list[CurrentRow]:
    """Return who is in an office on a day, by role, the main one before the others."""
    left = col(OfficePerson.to_on)
    there = select(OfficePerson).where(OfficePerson.office_id == office_id, left.is_(None) | (left > day))
    rows = session.exec(there.where(OfficePerson.from_on <= day)).all()
    order = sorted(rows, key=lambda row: (_ROLES.index(PersonRole(row.role)), not row.main, row.id))
    return [_row(person) for person in order]


def current_people(session: Session, uids: Collection[str]) -> Iterator[CurrentRow]:
    """Yield people by their keys, also those who left: that they did is not for a workbook to undo."""
    return (_row(person) for person in session.exec(select(OfficePerson).where(col(OfficePerson.uid).in_(uids))))


def _row(person: OfficePerson) -> CurrentRow:
    values: dict[str, Value] = {name: getattr(person, column) for name, column in PERSON_COLUMNS.items()}
    values["person_role"] = PersonRole(person.role).value
    return CurrentRow("person", person.uid, person.name, person.name, values, person.version)


def present_office(session: Session, export_id: int) -> Office | None:
    """Return the office that a workbook went to, or the one it went into since; None where there is none now."""
    export = session.get(WorkbookExport, export_id)
    number = export.office_id if export is not None else None
    seen: set[int] = set()
    office = None
    while number is not None and number not in seen:
        seen.add(number)
        office = session.get(Office, number)
        number = office.successor_id if office is not None else None
    return office

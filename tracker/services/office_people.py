"""People of an office: added, changed, and left behind with the day they left; nobody is deleted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import InputError
from tracker.model.changes import Changes
from tracker.model.contacts import PersonDraft
from tracker.model.edited_forms import PERSON
from tracker.model.exchange_words import PersonRole
from tracker.model.tables import Batch, Office, OfficePerson
from tracker.services.edit_conflicts import RowComparison
from tracker.services.write_basics import begin
from tracker.store.history import drop_empty_batch


def add_person(session: Session, office_id: int, draft: PersonDraft, on: date) -> Changes:
    """Add a person to an office from a day on. Raises InputError for one who is there already or is not readable."""
    office = _the_office(session, office_id)
    new = draft.checked()
    if any(row.name == new.name and row.role == new.role for row in current_people(session, office_id, on)):
        raise InputError(f"{office.name}已有{new.role.word}{new.name}；要改电话或职务，请直接改那一行。")
    batch = begin(session, f"{office.name} 新增联系人 {new.name}")
    put_person(session, office_id, new, on)
    return _done(session, batch)


def put_person(session: Session, office_id: int, new: PersonDraft, on: date) -> OfficePerson:
    """Write a new person inside the act under way; the first one of a role is the main one."""
    mates = [row for row in current_people(session, office_id, on) if row.role is new.role]
    main = new.main or not any(row.main for row in mates)
    row = OfficePerson(office_id=office_id, from_on=on, **(_values(new) | {"main": main}))
    if main:
        _step_back(mates)
    session.add(row)
    session.flush()
    return row


def edit_person(
    session: Session, uid: str, draft: PersonDraft, today: date, seen: Mapping[str, Any] | None = None
) -> Changes:
    """Change what is known of a person; `seen` is what its editor showed.

    Raises ConflictError where somebody else changed what is changed here.
    """
    row = the_person(session, uid)
    new, office = draft.checked(), _the_office(session, row.office_id)
    settled = RowComparison(session, PERSON, row).settle(row.name, _values(new), seen)
    batch = begin(session, f"{office.name} 修改联系人 {row.name}")
    change_person(session, row, replace(draft_of(row), **settled.values), today)
    return settled.tell(_done(session, batch))


def change_person(session: Session, row: OfficePerson, new: PersonDraft, today: date) -> None:
    """Write what changed of a person inside the act under way."""
    if new.main:
        _step_back([mate for mate in current_people(session, row.office_id, today) if mate.role is new.role], row)
    for name, value in _values(new).items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    session.flush()


def leave_person(session: Session, uid: str, on: date) -> Changes:
    """Note that a person left on a day; the row stays. Raises InputError for a day before they came."""
    row = the_person(session, uid)
    if on < row.from_on:
        raise InputError(f"{row.name}从 {row.from_on} 起任职，离任日期不能更早。")
    office = _the_office(session, row.office_id)
    batch = begin(session, f"{office.name} 联系人 {row.name} 离任")
    row.to_on, row.main = on, False
    return _done(session, batch)


def return_person(session: Session, uid: str) -> Changes:
    """Take back that a person left."""
    row = the_person(session, uid)
    office = _the_office(session, row.office_id)
    batch = begin(session, f"{office.name} 联系人 {row.name} 恢复")
    row.to_on = None
    return _done(session, batch)


def the_person(session: Session, uid: str) -> OfficePerson:
    """Return a person by their key. Raises InputError when there is none."""
    row = session.exec(select(OfficePerson).where(OfficePerson.uid == uid)).first()
    if row is None:
        raise InputError("这个联系人已不在名录中；请刷新后再试。")
    return row


def current_people(session: Session, office_id: int, day: date) -> list[OfficePerson]:
    """Return who is in an office on a day, in the order they came."""
    left = col(OfficePerson.to_on)
    there = select(OfficePerson).where(OfficePerson.office_id == office_id, left.is_(None) | (left > day))
    return list(session.exec(there.order_by(col(OfficePerson.id))))


def draft_of(row: OfficePerson) -> PersonDraft:
    """Return what is known of a person as a draft to be changed."""
    return PersonDraft(row.name, PersonRole(row.role), row.post, row.phone, row.mobile, row.email, row.main, row.note)


def _values(new: PersonDraft) -> dict[str, Any]:
    names = ("name", "role", "post", "phone", "mobile", "email", "main", "note")
    return {name: getattr(new, name) for name in names}


def _step_back(mates: list[OfficePerson], but: OfficePerson | None = None) -> None:
    """There is one main person of a role."""
    for mate in mates:
        if mate is not but and mate.main:
            mate.main = False


def _the_office(session: Session, office_id: int) -> Office:
    office = session.get(Office, office_id)
    if office is None:
        raise InputError("这个单位已不在台账中；请刷新后再试。")
    return office


def _done(session: Session, batch: Batch) -> Changes:
    if drop_empty_batch(session):
        return Changes("没有变化")
    return Changes(batch.label, batch.id, everything=True)

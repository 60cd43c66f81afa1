"""Take what an office says of its people (联系方式) into the directory, and say before what speaks against it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import InputError, TrackerError
from tracker.exchange.cells.cells import same_value
from tracker.exchange.compare.cross_field import is_other_person
from tracker.model.changeset import FieldChange, Value
from tracker.model.contacts import PersonDraft
from tracker.model.enums import Outcome
from tracker.model.exchange_words import PersonRole
from tracker.model.field_list import FIELD_WORDS, PERSON_COLUMNS
from tracker.model.fields import validate_field
from tracker.model.tables import OfficePerson, WorkbookExport
from tracker.queries.people_rows import present_office
from tracker.services.office_people import change_person, current_people, draft_of, put_person, the_person

_NAME, _ROLE = "person_name", "person_role"
_GONE = "{name}已于 {on} 离任；要改请在单位页恢复后再改。"
_KNOWN = "名录里已有{role}{name}：采纳后只改{words}，空着的栏不改"


def ruled_people(session: Session, changes: Iterable[FieldChange], export: str, today: date) -> tuple[FieldChange, ...]:
    """Return the entries about people with what the directory says of them.

    A value that it cannot hold and a person who left are forbidden; a new row about somebody it has says what it
    changes, and is no news where that is nothing. `export` is the code of the workbook.
    """
    entries = tuple(changes)
    if all(change.kind != "person" for change in entries):
        return entries
    keys = {change.key for change in entries if change.kind == "person" and change.key}
    rows = session.exec(select(OfficePerson).where(col(OfficePerson.uid).in_(keys))).all()
    known = {row.uid: row for row in rows}
    here = _people_of(session, export, today)
    return tuple(_ruled(change, known, here, today) if change.kind == "person" else change for change in entries)


def _people_of(session: Session, export: str, today: date) -> list[OfficePerson]:
    number = session.exec(select(WorkbookExport.id).where(WorkbookExport.code == export)).first()
    office = present_office(session, number) if number is not None else None
    return current_people(session, office.id, today) if office is not None else []


def _ruled(
    change: FieldChange, known: Mapping[str, OfficePerson], here: Iterable[OfficePerson], today: date
) -> FieldChange:
    if change.outcome in (Outcome.SAME, Outcome.MISSING_ROW):
        return change
    try:
        if change.outcome is Outcome.UNKNOWN_ROW:
            return _met_before(change, _draft(PersonDraft(""), change.row), here)
        person = known.get(change.key)
        if person is not None and _has_left(person, today):
            raise InputError(_GONE.format(name=person.name, on=person.to_on))
        if not (change.field == _NAME and change.outcome is Outcome.CLEARED):  # an emptied row says that they left
            validate_field(change.field, change.theirs)
    except TrackerError as error:
        return replace(change, review=True, forbidden=True).with_notes(error.sentence)
    return change


def _has_left(person: OfficePerson, today: date) -> bool:
    return person.to_on is not None and person.to_on <= today


def _met_before(change: FieldChange, new: PersonDraft, here: Iterable[OfficePerson]) -> FieldChange:
    """Return a new row that is about somebody who is in the office already as what it says of them."""
    person = _same_person(new, here)
    if person is None:
        return change
    fields = (name for name, column in PERSON_COLUMNS.items() if change.row.get(name) and name != _ROLE)
    other = [name for name in fields if not same_value(name, change.row[name], getattr(person, PERSON_COLUMNS[name]))]
    if not other:
        return replace(change, outcome=Outcome.SAME, notes=(f"名录里已有{person.name}",))
    words = "、".join(FIELD_WORDS[name] for name in other)
    return change.with_notes(_KNOWN.format(role=new.role.word, name=person.name, words=words))


def _same_person(new: PersonDraft, here: Iterable[OfficePerson]) -> OfficePerson | None:
    return next((row for row in here if row.name == new.name and row.role is new.role), None)


def take_person(
    session: Session, change: FieldChange, values: Mapping[str, Value], export_id: int, today: date
) -> None:
    """Write a row about a person, of which `change` is an entry and `values` were taken, inside the act under way.

    Raises InputError for what the directory cannot hold.
    """
    if change.outcome is Outcome.UNKNOWN_ROW:
        _add(session, change.row, export_id, today)
    else:
        _change(session, change.key, values, today)


def _change(session: Session, key: str, values: Mapping[str, Value], today: date) -> None:
    """Write what was taken of a row about a person.

    Without a name they leave today; under the name of somebody else they leave and that person comes.
    """
    person = the_person(session, key)
    if _has_left(person, today):
        raise InputError(_GONE.format(name=person.name, on=person.to_on))
    before = draft_of(person)
    name = str(values.get(_NAME, before.name) or "")
    new = _draft(before, {**values, _NAME: name or before.name})
    if name and not is_other_person(before.name, name):
        change_person(session, person, replace(new, main=_stays_main(session, person, new, today)), today)
        return
    person.to_on, person.main = max(today, person.from_on), False
    session.flush()
    if name:
        put_person(session, person.office_id, new, today)


def _stays_main(session: Session, person: OfficePerson, new: PersonDraft, today: date) -> bool:
    """Tell whether somebody is the main one of a role: who changes it takes the place of nobody."""
    if new.role is person.role:
        return person.main
    mates = current_people(session, person.office_id, today)
    return not any(mate.main and mate.role is new.role for mate in mates)


def _add(session: Session, row: Mapping[str, Value], export_id: int, today: date) -> None:
    """Write a person whom an office added, or what it says anew of one who is there; an empty cell empties nothing."""
    office = present_office(session, export_id)
    if office is None:
        raise InputError("这份工作簿的单位已不在台账中，联系人没有导入。")
    new = _draft(PersonDraft(""), row)
    person = _same_person(new, current_people(session, office.id, today))
    if person is None:
        put_person(session, office.id, new, today)
        return
    said = {name: value for name, value in row.items() if value}
    change_person(session, person, _draft(draft_of(person), said), today)


def _draft(before: PersonDraft, values: Mapping[str, Value]) -> PersonDraft:
    """Return what is known of a person with other values. Raises InputError for one that cannot be."""
    columns: dict[str, Any] = {}
    for name, value in values.items():
        if name == _ROLE:
            columns["role"] = PersonRole.from_word(str(value or "")) or before.role
        elif name in PERSON_COLUMNS:
            columns[PERSON_COLUMNS[name]] = str(value or "")
    return replace(before, **columns).checked()

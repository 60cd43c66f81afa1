"""Make tasks and indicators of rows that an office added or another installation asks for."""

from collections.abc import Set
from datetime import date
from itertools import count
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.errors import InputError, TrackerError
from tracker.model.changeset import FieldChange, Value
from tracker.model.enums import BatchSource, Direction, IndicatorKind, Status
from tracker.model.field_list import FIELDS, FieldKind
from tracker.model.fields import validate_field
from tracker.model.rules import Given, Transition
from tracker.model.tables import Indicator, Office, StatusMove, Task, is_indicator_uid, new_indicator_uid
from tracker.queries.offices import office_names
from tracker.queries.peer_rows import untouched_codes
from tracker.services.status import move_row
from tracker.services.write_basics import the_office
from tracker.store.history import moment_of


def make_task_of_row(session: Session, change: FieldChange, office: Office | None) -> Task:
    """Make a task with the row's title; it stands under no recommendation. Raises InputError without a title.

    A row of another installation keeps its key, its first deadline, and its number where it can be here. Where the
    ledger has that very task from its own catalogue, and nobody has touched it, that one becomes it: no second one.
    """
    title = str(change.row.get("title") or change.title).strip()
    if not title:
        raise InputError(f"{change.sheet} {change.cell} 的新行没有任务名称，不能转为任务。")
    lead = _lead(session, change) or office
    task = _untouched(session, change) or _new(session, _code(session, change), title)
    task.lead_office_id = lead.id if lead else None
    if change.key:
        task.uid = change.key
        task.first_due_on = _day(change.row.get("first_due"))
    task.offices_confirmed = lead is not None
    session.add(task)
    session.flush()
    return task


def is_valid(change: FieldChange, fields: Set[str]) -> bool:
    """Tell whether a task can have the values of a new row; its deadline is read where it is written."""
    try:
        for field in fields & change.row.keys():
            if change.row[field] and FIELDS[field].kind is not FieldKind.DEADLINE:
                validate_field(field, change.row[field])
    except TrackerError:
        return False
    return True


def take_over(session: Session, task: Task, status: Status, sender: str, today: date) -> None:
    """Give a new task the status it has in the ledger that assigned it, with the row of its move."""
    if status.waiting or task.lead_office_id is None:
        return
    wish = Given("由另一台账交办", sender)
    move = Transition(Status.UNASSIGNED, status, "交办", needs_until=status is Status.PAUSED)
    row = move_row(task, move, wish, today=today, at=moment_of(session), source=BatchSource.IMPORT)
    session.add(StatusMove(**row))
    task.status, task.start_on = status, task.start_on or today


def _new(session: Session, code: str, title: str) -> Task:
    return Task(code=code, title=title, position=(session.exec(select(func.max(Task.position))).one() or 0) + 1)


def _untouched(session: Session, change: FieldChange) -> Task | None:
    code = str(change.row.get("code") or "")
    if not change.key or code not in untouched_codes(session, {code: change.title}):
        return None
    return session.exec(select(Task).where(Task.code == code)).one()


def make_indicator_of_row(session: Session, change: FieldChange) -> Indicator:
    """Make an indicator with the row's name and unit; what it is measured against must still be said.

    A row of another installation keeps its code, so that it is known again in what comes next and in our answer.
    """
    name = str(change.row.get("indicator") or change.title).strip()
    if not name:
        raise InputError(f"{change.sheet} {change.cell} 的新行没有指标名称，不能转为指标。")
    before = change.row.get("previous_value")
    code, uid = _identity(session, change.key)
    indicator = Indicator(
        code=code,
        uid=uid,
        name=name,
        unit=str(change.row.get("unit") or ""),
        kind=IndicatorKind.NUMERIC,
        direction=Direction.HIGHER,
        note=f"来文上期值：{before:g}" if isinstance(before, int | float) else "",
        position=(session.exec(select(func.max(Indicator.position))).one() or 0) + 1,
    )
    session.add(indicator)
    session.flush()
    return indicator


def _identity(session: Session, key: str) -> tuple[str, str]:
    """Return code and uid of a new indicator; the key from another installation is a uid, of an old one a code."""
    if is_indicator_uid(key):
        return _free(session, Indicator.code, "新指标"), key
    return key or _free(session, Indicator.code, "新指标"), new_indicator_uid()


def known_offices(session: Session, value: Value) -> tuple[str, ...]:
    """Return the offices of a list that the ledger knows, by their proper names."""
    names = office_names(session)
    names_in_row = value if isinstance(value, tuple) else ()
    return tuple(dict.fromkeys(names[name] for name in names_in_row if name in names))


def _lead(session: Session, change: FieldChange) -> Office | None:
    proper = office_names(session).get(str(change.row.get("lead_office") or "")) if change.key else None
    return the_office(session, proper) if proper else None


def _code(session: Session, change: FieldChange) -> str:
    """Return the sender's number where it is free here, else 新1, 新2 …"""
    wanted = str(change.row.get("code") or "").strip() if change.key else ""
    if wanted and session.exec(select(Task.id).where(Task.code == wanted)).first() is None:
        return wanted
    return _free(session, Task.code, "新")


def _free(session: Session, code: Any, begins: str) -> str:
    """Return the first number that is free: 新1, 新2 …"""
    taken = set(session.exec(select(code).where(col(code).startswith(begins))))
    return next(wanted for number in count(1) if (wanted := f"{begins}{number}") not in taken)


def _day(value: Value) -> date | None:
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None

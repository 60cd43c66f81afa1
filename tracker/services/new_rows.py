"""Rows that were nobody's as tasks: one an office added, or one that another installation asks for."""

from itertools import count

from sqlmodel import Session, col, func, select

from tracker.errors import InputError
from tracker.model.changeset import FieldChange, Value
from tracker.model.enums import Status
from tracker.model.tables import Office, Task
from tracker.queries.offices import office_names
from tracker.services.acting import the_office


def make_task_of_row(session: Session, change: FieldChange, office: Office | None) -> Task:
    """Make a task with the row's title; it stands under no recommendation. Raises InputError without a title.

    A row of another installation keeps its key, and its number and status where they can be here.
    """
    title = str(change.row.get("title") or change.title).strip()
    if not title:
        raise InputError(f"{change.sheet} {change.cell} 的新行没有任务名称，不能转为任务。")
    lead = _lead(session, change) or office
    task = Task(code=_code(session, change), title=title, lead_office_id=lead.id if lead else None)
    if change.key:
        task.uid = change.key
        task.status = _status(change, lead)
    task.offices_confirmed = lead is not None
    task.position = (session.exec(select(func.max(Task.position))).one() or 0) + 1
    session.add(task)
    session.flush()
    return task


def known_offices(session: Session, value: Value) -> tuple[str, ...]:
    """Return the offices of a list that the ledger knows, by their proper names."""
    names = office_names(session)
    told = value if isinstance(value, tuple) else ()
    return tuple(dict.fromkeys(names[name] for name in told if name in names))


def _lead(session: Session, change: FieldChange) -> Office | None:
    proper = office_names(session).get(str(change.row.get("lead_office") or "")) if change.key else None
    return the_office(session, proper) if proper else None


def _code(session: Session, change: FieldChange) -> str:
    """Return the sender's number where it is free here, else 新1, 新2 …"""
    wanted = str(change.row.get("code") or "").strip() if change.key else ""
    if wanted and session.exec(select(Task.id).where(Task.code == wanted)).first() is None:
        return wanted
    taken = set(session.exec(select(Task.code).where(col(Task.code).startswith("新"))))
    return next(code for number in count(1) if (code := f"新{number}") not in taken)


def _status(change: FieldChange, lead: Office | None) -> Status:
    told = Status.from_word(str(change.row.get("status") or ""))
    return told if told is not None and lead is not None else Status.UNASSIGNED

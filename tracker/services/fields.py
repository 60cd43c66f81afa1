"""Setting the fields of a task: one rule for the hand on the screen and for the returned workbook."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, select

from tracker.errors import InputError
from tracker.model.changeset import Value
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import BatchSource, DueKind, Status
from tracker.model.fields import validate_field
from tracker.model.rules import check_lead_office
from tracker.model.tables import Office, ProgressEntry, Task, TaskOffice
from tracker.services.lookups import the_office
from tracker.services.status import move_task
from tracker.store.bulk import add_rows
from tracker.store.bulk_update import update_rows

#: Fields that together make a progress entry.
PROGRESS_FIELDS = ("progress", "progress_note", "problems", "next_steps")


def set_fields(
    session: Session,
    task: Task,
    values: Mapping[str, Value],
    *,
    on: date,
    base: date | None = None,
    source: BatchSource = BatchSource.MANUAL,
    by_office: bool = False,
) -> None:
    """Set canonical values on a task inside the act under way.

    `on` dates the progress entry, `base` gives wordings like 12月底 their year (default: `on`). Raises
    InputError for a value that cannot be, RuleError for a status move that is not allowed.
    """
    for field, value in values.items():
        clean = validate_field(field, value)
        if field in _SETTERS:
            _SETTERS[field](_Write(session, task), clean)
            continue
        for name, wanted in columns_of(task, field, clean, base or on).items():
            setattr(task, name, wanted)
    before = task.progress
    if (to := Status.from_word(str(values.get("status", "")))) is not None:
        # What an office wrote beside its move is its reason; an old remark is none for a move by hand.
        reason = task.problems or task.remark if source is BatchSource.IMPORT else ""
        move_task(session, task, to, reason=reason, today=on, by_office=by_office)
    if task.progress != before or any(field in values for field in PROGRESS_FIELDS):
        session.add(ProgressEntry(**_entry(session, task, {}, on, source)))


def is_plain(field: str) -> bool:
    """Tell whether setting a field touches nothing but columns of its task."""
    return field not in _SETTERS


def columns_of(row: Any, field: str, value: Value, base: date) -> dict[str, Any]:
    """Return the columns that a valid value of a plain field comes to; `row` is the task as it is."""
    make = _COLUMNS_OF.get(field)
    return make(row, value, base) if make else {field: value}


def write_columns(
    session: Session,
    rows: Mapping[int, Any],
    columns: Mapping[int, Mapping[str, Any]],
    on: date,
    source: BatchSource = BatchSource.MANUAL,
) -> None:
    """Write columns of many tasks, read before as `rows`, inside the act under way.

    A progress field makes an entry dated `on`, as in `set_fields`.
    """
    told = [number for number, written in columns.items() if any(field in written for field in PROGRESS_FIELDS)]
    entries = [_entry(session, rows[number], columns[number], on, source) for number in told]
    update_rows(session, Task, columns, rows)
    add_rows(session, ProgressEntry, entries)


def stands_already(task: Task, field: str, value: Value) -> bool:
    """Tell whether a field that would leave a trace even when set to what it is holds the value already.

    Reading a deadline again may give it another year, a progress field makes an entry.
    """
    if field == "due_text" and task.due_kind is DueKind.TEXT:
        return False  # a wording nobody could read may be read today
    return field in (*PROGRESS_FIELDS, "due_text") and validate_field(field, value) == getattr(task, field)


class _Write:
    """The task being written and where."""

    def __init__(self, session: Session, task: Task) -> None:
        self.session = session
        self.task = task


def _set_code(write: _Write, value: Value) -> None:
    taken = select(Task.id).where(Task.code == value, Task.id != write.task.id)
    if write.session.exec(taken).first() is not None:
        raise InputError(f"编号“{value}”已经用在另一项任务上；请换一个编号。")
    write.task.code = str(value)


def _day(_row: Any, value: Value, _base: date) -> dict[str, Any]:
    return {"start_on": date.fromisoformat(str(value)) if value else None}


def _percent(_row: Any, value: Value, _base: date) -> dict[str, Any]:
    return {"progress": int(value) if isinstance(value, int | float) else 0}


def _deadline(row: Any, value: Value, base: date) -> dict[str, Any]:
    found = parse_deadline(str(value), base)
    first = row.first_due_on or found.on
    return {"due_text": found.text, "due_kind": found.kind, "due_on": found.on, "first_due_on": first}


def _set_lead(write: _Write, value: Value) -> None:
    check_lead_office(write.task.status, str(value))
    office = the_office(write.session, str(value)) if value else None
    write.task.lead_office_id = office.id if office else None
    write.task.offices_confirmed = office is not None
    if office is not None:
        _remove_help(write, {office.name})


def _set_help(write: _Write, value: Value) -> None:
    names = set(value) if isinstance(value, tuple) else set()
    lead = write.session.get(Office, write.task.lead_office_id) if write.task.lead_office_id else None
    names -= {lead.name} if lead else set()
    present = _helping(write)
    _remove_help(write, set(present) - names)
    for name in sorted(names - set(present)):
        write.session.add(TaskOffice(task_id=write.task.id, office_id=the_office(write.session, name).id))


def _remove_help(write: _Write, names: set[str]) -> None:
    for name, link in _helping(write).items():
        if name in names:
            write.session.delete(link)


def _helping(write: _Write) -> dict[str, TaskOffice]:
    pairs = select(Office.name, TaskOffice).where(Office.id == TaskOffice.office_id)
    return dict(write.session.exec(pairs.where(TaskOffice.task_id == write.task.id)).all())


def _leave_to_rules(_write: _Write, _value: Value) -> None:
    """A status is moved by `move_task`, after all other fields are set."""


_SETTERS: Mapping[str, Callable[[_Write, Value], None]] = {
    "code": _set_code,
    "lead_office": _set_lead,
    "co_offices": _set_help,
    "status": _leave_to_rules,
}
_COLUMNS_OF: Mapping[str, Callable[[Any, Value, date], dict[str, Any]]] = {
    "start_on": _day,
    "progress": _percent,
    "due_text": _deadline,
}


def _entry(session: Session, row: Any, written: Mapping[str, Any], on: date, source: BatchSource) -> dict[str, Any]:
    """Return the columns of a progress entry: what is written now, else what the task says."""
    progress, note, problems, steps = (written.get(name, getattr(row, name)) for name in PROGRESS_FIELDS)
    return {
        "task_id": row.id, "entered_on": on, "progress": progress, "note": note, "problems": problems,
        "next_steps": steps, "author": session.info.get("actor", ""), "source": source,
    }  # fmt: skip

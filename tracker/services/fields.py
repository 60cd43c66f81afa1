"""The one way to write a field of a task: by hand, in bulk and from a returned workbook the same rules hold."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlmodel import Session, select

from tracker.errors import InputError, UndecidedError
from tracker.model.changeset import Value
from tracker.model.deadlines import Deadline, deadline_of
from tracker.model.enums import BatchSource, DueKind, Priority, Status
from tracker.model.field_list import ENTRY_COLUMNS, FIELDS, FieldKind
from tracker.model.fields import validate_field
from tracker.model.rules import (
    Given,
    check_lead_office,
    check_open,
    check_progress_by_hand,
    is_frozen,
    says_why,
)
from tracker.model.tables import ProgressEntry, Task
from tracker.services.co_offices import confirm_co_offices, drop_co_office, set_co_offices
from tracker.services.deadlines import (
    UNDECIDED,
    Application,
    Decision,
    read_typed,
    write_deadline,
)
from tracker.services.progress_entries import NOBODY, Teller, entry_columns, said_by, says_something
from tracker.services.sources.numbering import check_not_ours
from tracker.services.status import move_task
from tracker.services.write_basics import the_office
from tracker.store.bulk_insert import add_rows
from tracker.store.bulk_update import update_rows

#: Fields that together make a progress entry.
PROGRESS_FIELDS = tuple(ENTRY_COLUMNS)

#: Kinds of fields whose change is an act of its own, with rules and a row.
_RULED = (FieldKind.STATUS, FieldKind.DEADLINE)

#: Returns the id of an office by its proper name, or raises.
OfficeId = Callable[[str], int]


def set_fields(
    session: Session,
    task: Task,
    values: Mapping[str, Value],
    *,
    on: date,
    base: date | None = None,
    source: BatchSource = BatchSource.MANUAL,
    by_office: bool = False,
    decision: Decision = UNDECIDED,
    application: Application | None = None,
    period: date | None = None,
    teller: Teller = NOBODY,
) -> None:
    """Set canonical values on a task inside the act under way.

    `on` dates the progress entry, `base` gives wordings like 12月底 their year (default: `on`); `decision` and
    `application` belong to a change of the deadline, `period` is the due day of the period an entry reports, `teller`
    who told us what it says. Raises InputError for a value that cannot be, RuleError for what is frozen, not decided,
    or a status move that is not allowed.
    """
    to, noted = Status.from_word(str(values.get("status", ""))), says_something(values)
    said = said_by(session, {task.id: task}, [task.id] if noted else ())[task.id]
    if source is BatchSource.MANUAL:
        check_lower(task, values)
    for field, value in values.items():
        if FIELDS[field].kind is FieldKind.DEADLINE:
            deadline = _read_deadline(task, value, base or on, decision, source)
            write_deadline(session, task, deadline, on, decision, application)
        else:
            _set_field(session, task, field, value, base or on, to, by_hand=source is BatchSource.MANUAL)
    if to is not None:
        move_task(
            session, task, to, _given(task, to, values, decision, source),
            today=on, by_office=by_office, source=source, with_entry=not noted, progress_before=said.percent,
        )  # fmt: skip
    if noted:
        entry = entry_columns(session, task, _reported(task, values), on, source, said, period, teller)
        session.add(ProgressEntry(**entry))


def _reported(task: Task, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return what the fields of an entry that an act wrote say now."""
    return {name: getattr(task, name) for name in values if name in ENTRY_COLUMNS}


def _given(task: Task, to: Status, values: Mapping[str, Value], decision: Decision, source: BatchSource) -> Given:
    """Return what is given with a move: the words of an office beside it are its reason, an old remark by hand not.

    What another ledger assigned or resumed is asked about there.
    """
    imported = source is BatchSource.IMPORT
    reason = task.problems or task.remark if imported else ""
    reported = task.progress if "progress" in values else None
    settled = imported and not to.ended
    return Given(reason or decision.reason, decision.decided_by, progress=reported, confirmed=settled)


def _read_deadline(task: Task, value: Value, base: date, decision: Decision, source: BatchSource) -> Deadline:
    """Return what a wording means; that of an office was asked about in the review, where somebody took it."""
    wording, confirmed = str(validate_field("due_text", value)), decision.confirmed or source is BatchSource.IMPORT
    return read_typed(wording, base, deadline_of(task), confirmed=confirmed)


def _set_field(
    session: Session, task: Task, field: str, value: Value, base: date, to: Status | None, *, by_hand: bool
) -> None:
    """Set a field that is no deadline; `to` is the status the same act moves the task to."""
    office_id = lambda name: the_office(session, name).id  # noqa: E731 - one expression, used once
    columns = checked_columns(task, field, value, base, office_id, after=to, by_hand=by_hand)
    if field in _BESIDE:
        _BESIDE[field](session, task, validate_field(field, value), by_hand)
    suggested = not task.offices_confirmed
    for name, wanted in columns.items():
        setattr(task, name, wanted)
    if suggested and task.offices_confirmed:
        confirm_co_offices(session, [task.id])
    if field == "lead_office" and task.lead_office_id is not None:
        drop_co_office(session, task, task.lead_office_id)


def is_plain(field: str) -> bool:
    """Tell whether setting a field touches nothing but columns of its task, and needs nothing but its value."""
    return FIELDS[field].stored and field not in _BESIDE and FIELDS[field].kind not in _RULED


def _no_office(name: str) -> int:
    raise KeyError(name)


def checked_columns(
    row: Any,
    field: str,
    value: object,
    base: date,
    office_id: OfficeId = _no_office,
    *,
    after: Status | None = None,
    by_hand: bool = True,
) -> dict[str, Any]:
    """Return the columns of a task that a new value of a field comes to; `row` is the task as it is.

    `after` is the status the same act moves the task to; an office may report (not `by_hand`) before the task is
    assigned here. Raises InputError for a value that cannot be, RuleError
    where the state of the task forbids it. Co-offices stand beside the task, a status moves by `moved_columns`, a
    deadline by `write_deadline`: they come to no columns here.
    """
    clean = validate_field(field, value)
    kind = FIELDS[field].kind
    check_open(row.code, row.status, field, FIELDS[field].word, after)
    if by_hand and kind is FieldKind.PERCENT and isinstance(clean, int):
        check_progress_by_hand(after or row.status, clean)
    if kind is FieldKind.OFFICE:
        check_lead_office(row.status, str(clean))
        return {"lead_office_id": office_id(str(clean)) if clean else None, "offices_confirmed": bool(clean)}
    make = _COLUMNS_OF.get(kind)
    return make(row, field, clean, base) if make else {field: clean}


def write_columns(
    session: Session,
    rows: Mapping[int, Any],
    columns: Mapping[int, Mapping[str, Any]],
    on: date,
    source: BatchSource = BatchSource.MANUAL,
    tellers: Mapping[int, Teller] = MappingProxyType({}),
) -> None:
    """Write columns of many tasks, read before as `rows`, inside the act under way.

    A progress field makes an entry dated `on`, as in `set_fields`; `tellers` says by task who told us.
    """
    reported = [number for number, written in columns.items() if says_something(written)]
    said = said_by(session, rows, [number for number in reported if columns[number].get("progress_note")])
    entries = [
        entry_columns(
            session, rows[number], columns[number], on, source, said[number], teller=tellers.get(number, NOBODY)
        )
        for number in reported
    ]
    update_rows(session, Task, columns, rows)
    add_rows(session, ProgressEntry, entries)


def stands_already(row: Any, field: str, value: Value) -> bool:
    """Tell whether a field that would leave a trace even when set to what it is holds the value already.

    Reading a deadline again may give it another year, a progress field makes an entry.
    """
    if field == "due_text" and row.due_kind is DueKind.TEXT:
        return False  # a wording nobody could read may be read today
    return field in (*PROGRESS_FIELDS, "due_text") and validate_field(field, value) == getattr(row, field)


def _check_code(session: Session, task: Task, value: Value, _by_hand: bool) -> None:
    other = select(Task.id).where(Task.code == value, Task.id != task.id)
    if session.exec(other).first() is not None:
        raise InputError(f"编号“{value}”已经用在另一项任务上；请换一个编号。")
    if value != task.code:
        check_not_ours(session, str(value))


def _day(_row: Any, field: str, value: Value, _base: date) -> dict[str, Any]:
    return {field: date.fromisoformat(str(value)) if value else None}


def _percent(_row: Any, field: str, value: Value, _base: date) -> dict[str, Any]:
    return {field: int(value) if isinstance(value, int | float) else 0}


def _priority(_row: Any, field: str, value: Value, _base: date) -> dict[str, Any]:
    return {field: Priority(str(value))}


def _beside(_row: Any, _field: str, _value: Value, _base: date) -> dict[str, Any]:
    return {}


def _set_co_offices(session: Session, task: Task, value: Value, by_hand: bool) -> None:
    set_co_offices(session, task, value if isinstance(value, tuple) else (), by_hand=by_hand)


#: Fields that concern other rows as well.
_BESIDE: Mapping[str, Callable[[Session, Task, Value, bool], None]] = {
    "code": _check_code,
    "co_offices": _set_co_offices,
}
_COLUMNS_OF: Mapping[FieldKind, Callable[[Any, str, Value, date], dict[str, Any]]] = {
    FieldKind.DATE: _day,
    FieldKind.PERCENT: _percent,
    FieldKind.PRIORITY: _priority,
    FieldKind.DEADLINE: _beside,
    FieldKind.OFFICES: _beside,
    FieldKind.STATUS: _beside,
}


def check_lower(row: Any, values: Mapping[str, Any]) -> None:
    """Raise UndecidedError for progress lowered by hand without new 进展情况 that says why; `row` is the task."""
    progress = values.get("progress")
    if not isinstance(progress, int | float) or not 0 <= progress < row.progress:
        return
    if row.status.waiting or is_frozen(row.status, "progress"):
        return  # refused for another reason
    said = str(values.get("progress_note") or "")
    if said == row.progress_note or not says_why(said):
        raise UndecidedError(f"进度由 {row.progress}% 降到 {int(progress)}%，请写原因。", "reason")

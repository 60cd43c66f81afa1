"""Setting the fields of a task: one rule for the hand on the screen and for the returned workbook."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlmodel import Session, select

from tracker.errors import InputError
from tracker.model.changeset import Value
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import BatchSource, DueKind, Status
from tracker.model.fields import validate_field
from tracker.model.rules import check_lead_office
from tracker.model.tables import Office, ProgressEntry, Task, TaskOffice
from tracker.services.acting import the_office
from tracker.services.states import move_task

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
        _SETTERS.get(field, _set_plain)(_Write(session, task, field, base or on), clean)
    before = task.progress
    if (to := Status.from_word(str(values.get("status", "")))) is not None:
        # What an office wrote beside its move is its reason; an old remark is none for a move by hand.
        reason = task.problems or task.remark if source is BatchSource.IMPORT else ""
        move_task(session, task, to, reason=reason, today=on, by_office=by_office)
    if task.progress != before or any(field in values for field in PROGRESS_FIELDS):
        session.add(_entry(session, task, on, source))


def stands_already(task: Task, field: str, value: Value) -> bool:
    """Tell whether a field that would leave a trace even when set to what it is holds the value already.

    Reading a deadline again may give it another year, a progress field makes an entry.
    """
    if field == "due_text" and task.due_kind is DueKind.TEXT:
        return False  # a wording nobody could read may be read today
    return field in (*PROGRESS_FIELDS, "due_text") and validate_field(field, value) == getattr(task, field)


class _Write:
    """The field being written and where."""

    def __init__(self, session: Session, task: Task, field: str, base: date) -> None:
        self.session = session
        self.task = task
        self.field = field
        self.base = base


def _set_plain(write: _Write, value: Value) -> None:
    setattr(write.task, write.field, value)


def _set_code(write: _Write, value: Value) -> None:
    taken = select(Task.id).where(Task.code == value, Task.id != write.task.id)
    if write.session.exec(taken).first() is not None:
        raise InputError(f"编号“{value}”已经用在另一项任务上；请换一个编号。")
    write.task.code = str(value)


def _set_date(write: _Write, value: Value) -> None:
    setattr(write.task, write.field, date.fromisoformat(str(value)) if value else None)


def _set_progress(write: _Write, value: Value) -> None:
    write.task.progress = int(value) if isinstance(value, int | float) else 0


def _set_deadline(write: _Write, value: Value) -> None:
    task, deadline = write.task, parse_deadline(str(value), write.base)
    task.due_text, task.due_kind, task.due_on = deadline.text, deadline.kind, deadline.on
    task.first_due_on = task.first_due_on or deadline.on


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
    "start_on": _set_date,
    "progress": _set_progress,
    "due_text": _set_deadline,
    "lead_office": _set_lead,
    "co_offices": _set_help,
    "status": _leave_to_rules,
}


def _entry(session: Session, task: Task, on: date, source: BatchSource) -> ProgressEntry:
    return ProgressEntry(
        task_id=task.id,
        entered_on=on,
        progress=task.progress,
        note=task.progress_note,
        problems=task.problems,
        next_steps=task.next_steps,
        author=session.info.get("actor", ""),
        source=source,
    )

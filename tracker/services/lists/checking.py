"""What the rules say of each field that a list changes of a task: a reason kept, a question, or a refusal."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, select

from tracker.errors import TrackerError, UndecidedError
from tracker.model.changeset import Value
from tracker.model.deadlines import Deadline, parse_deadline
from tracker.model.enums import DueKind, Priority
from tracker.model.list_preview import ListEntry
from tracker.model.rows.decision_log import PlanDecision
from tracker.model.tables import Office, Task
from tracker.services.deadline_records import DeadlineRecords
from tracker.services.deadlines import UNDECIDED, Decision, check_decided, check_not_before_start
from tracker.services.fields import checked_columns
from tracker.services.plan_changes import PlanChanges


def judge_entries(session: Session, entries: Iterable[ListEntry], base: date, today: date) -> None:
    """Say in entries which of their changes wait for a decision and which are refused; nothing is written.

    Every change is judged as the task stands now.
    """
    for entry in entries:
        if not entry.changes or (task := session.get(Task, entry.task_id)) is None:
            continue
        for name, (_, theirs) in entry.changes.items():
            try:
                check_change(session, task, name, theirs, base, today, UNDECIDED)
            except UndecidedError as asked:
                entry.waiting[name] = asked.of(task.code)
            except TrackerError as refused:
                entry.refused[name] = refused.of(task.code)


def check_change(
    session: Session, task: Task, name: str, theirs: object, base: date, today: date, decision: Decision
) -> PlanDecision | None:
    """Return the reason to be kept of another start and who decided, None for any other field.

    Raises UndecidedError where a reason, a confirmation or who decided is missing, RuleError and InputError for what
    cannot be.
    """
    if name == "due_text":
        _check_deadline(session, task, stored_deadline(str(theirs), base), today, decision)
    elif name != "themes":
        value = stored_value(name, theirs)
        checked_columns(task, name, value, today, lambda office: _office_id(session, office))
        if name == "start_on":
            start_on = date.fromisoformat(str(value))
            return PlanChanges(session, [task], today).check_start(task, start_on, decision.reason, decision.decided_by)
    return None


def stored_deadline(text: str, base: date) -> Deadline:
    """Return the deadline that the words of a list are for the ledger."""
    due = parse_deadline(text, base)
    return due if due.kind is not DueKind.NONE else Deadline(DueKind.NONE, None, "")


def stored_value(name: str, theirs: object) -> Value:
    """Return the value of a field that is no deadline and no theme, as the ledger stores it."""
    if name == "priority":
        return Priority.KEY.value
    return tuple(theirs) if isinstance(theirs, list) else str(theirs)


def _check_deadline(session: Session, task: Task, to: Deadline, today: date, decision: Decision) -> None:
    records = DeadlineRecords(session, [task])
    move = records.move_of(task, to, today)
    if move.kind is not None:
        check_decided(task, move, decision)
    check_not_before_start(task, move)


def _office_id(session: Session, name: str) -> int:
    return session.exec(select(Office.id).where(Office.name == name)).one()

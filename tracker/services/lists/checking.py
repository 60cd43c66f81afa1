"""What the rules say of each field that a list changes of a task: a reason kept, a question, or a refusal."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import Session, col, select

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
    changed = {entry.task_id: entry for entry in entries if entry.changes}
    tasks = session.exec(select(Task).where(col(Task.id).in_(list(changed)))).all()
    rules = ListRules(session, tasks, base, today)
    for task in tasks:
        entry = changed[task.id]
        for name, (_, theirs) in entry.changes.items():
            try:
                rules.check(task, name, theirs, UNDECIDED)
            except UndecidedError as asked:
                entry.waiting[name] = asked.of(task.code)
            except TrackerError as refused:
                entry.refused[name] = refused.of(task.code)


class ListRules:
    """What the rules say of changes of some tasks, as they stand; what is on record about all of them is read once."""

    def __init__(self, session: Session, tasks: Sequence[Task], base: date, today: date) -> None:
        self._session, self._base, self._today = session, base, today
        self._records, self._plans = DeadlineRecords(session, tasks), PlanChanges(session, tasks, today)

    def check(self, task: Task, name: str, theirs: object, decision: Decision) -> PlanDecision | None:
        """Return the reason to be kept of another start and who decided, None for any other field.

        Raises UndecidedError where a reason, a confirmation or who decided is missing, RuleError and InputError for
        what cannot be.
        """
        if name == "due_text":
            self._check_deadline(task, stored_deadline(str(theirs), self._base), decision)
        elif name != "themes":
            value = stored_value(name, theirs)
            checked_columns(task, name, value, self._today, self._office_id)
            if name == "start_on":
                start_on = date.fromisoformat(str(value))
                return self._plans.check_start(task, start_on, decision.reason, decision.decided_by)
        return None

    def _check_deadline(self, task: Task, to: Deadline, decision: Decision) -> None:
        move = self._records.move_of(task, to, self._today)
        if move.kind is not None:
            check_decided(task, move, decision)
        check_not_before_start(task, move)

    def _office_id(self, name: str) -> int:
        return self._session.exec(select(Office.id).where(Office.name == name)).one()


def stored_deadline(text: str, base: date) -> Deadline:
    """Return the deadline that the words of a list are for the ledger."""
    due = parse_deadline(text, base)
    return due if due.kind is not DueKind.NONE else Deadline(DueKind.NONE, None, "")


def stored_value(name: str, theirs: object) -> Value:
    """Return the value of a field that is no deadline and no theme, as the ledger stores it."""
    if name == "priority":
        return Priority.KEY.value
    return tuple(theirs) if isinstance(theirs, list) else str(theirs)

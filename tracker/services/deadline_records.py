"""What is on record about the deadlines of tasks: sent, assigned, extended, corrected, and by whom it is decided."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import RuleError
from tracker.model.deadline_changes import (
    DeadlineMove,
    allow_change,
    check_correction,
    classify,
    day_of,
    is_draft,
    may_correct,
)
from tracker.model.deadlines import Deadline, deadline_of, kept_deadline, same_deadline
from tracker.model.enums import DeadlineChange, DecisionState, DueKind
from tracker.model.tables import Batch, Extension, Milestone, Revision
from tracker.queries.extensions import count_extensions
from tracker.queries.light_facts import MOST_IDS_NAMED, of_tasks
from tracker.store.draft_plans import assigned_days, sent_keys, taken_keys


class DeadlineRecords:
    """The records of some tasks (the tasks, or columns read of them), each read once, when it is first asked for."""

    def __init__(self, session: Session, tasks: Iterable[Any]) -> None:
        self._session = session
        numbers = {task.id: task.uid for task in tasks}
        self._uids = frozenset(numbers.values())
        self._ids: Collection[int] | None = numbers.keys() if len(numbers) <= MOST_IDS_NAMED else None

    @cached_property
    def sent(self) -> Set[str]:
        """Keys of the tasks that stand in a workbook that was sent."""
        return sent_keys(self._session, self._uids if self._ids is not None else None)

    @cached_property
    def assigned(self) -> Mapping[int, date]:
        """The first day on which each task left 待交办, or came back to it, wherever it stands now."""
        return assigned_days(self._session, self._ids)

    @cached_property
    def taken(self) -> Set[str]:
        """Keys of the tasks that another ledger assigned: it decides about their deadlines."""
        return taken_keys(self._session, self._uids)

    @cached_property
    def counted(self) -> Mapping[int, int]:
        """How many extensions were granted and count, by task."""
        return count_extensions(self._session, self._ids)

    @cached_property
    def newest(self) -> Mapping[int, Extension]:
        """The newest change of each deadline that is in force, by task."""
        return self._last(DecisionState.GRANTED)

    @cached_property
    def asked(self) -> Mapping[int, Extension]:
        """The application to its assigner that nobody has answered yet, by task."""
        return self._last(DecisionState.REQUESTED)

    @cached_property
    def open_nodes(self) -> Mapping[int, list[Milestone]]:
        """The dated nodes of each task that are not done."""
        unfinished = col(Milestone.done_on).is_(None), col(Milestone.due_on).is_not(None)
        nodes: dict[int, list[Milestone]] = defaultdict(list)
        for node in self._session.exec(of_tasks(select(Milestone).where(*unfinished), Milestone.task_id, self._ids)):
            nodes[node.task_id].append(node)
        return nodes

    def _last(self, state: DecisionState) -> dict[int, Extension]:
        rows = select(Extension).where(Extension.state == state).order_by(col(Extension.id))
        return {row.task_id: row for row in self._session.exec(of_tasks(rows, Extension.task_id, self._ids))}

    def is_draft(self, task: Any) -> bool:
        """Tell whether the plan of a task is still a draft; of a task at work nothing is read."""
        return task.status.waiting and is_draft(
            task.status,
            sent=task.uid in self.sent,
            assigned=task.id in self.assigned,
            taken=task.uid in self.taken,
        )

    def applies(self, task: Any, move: DeadlineMove) -> bool:
        """Tell whether a change can only be applied for, at the ledger that assigned the task."""
        return move.needs_decision and task.uid in self.taken

    def before(self, task: Any) -> Deadline | None:
        """Return what stood before the deadline in force was entered, None where no row tells of that."""
        row = self.newest.get(task.id)
        if row is None or not same_deadline(kept_deadline(row.to_text, row.to_on), deadline_of(task)):
            return None
        return kept_deadline(row.from_text, row.from_on)

    def judged_from(self, task: Any) -> Deadline:
        """Return the deadline that a change is judged from: what was corrected away still binds."""
        now = deadline_of(task)
        if not (now.kind.undecided or now.kind is DueKind.LONG_TERM):
            return now
        row = self.newest.get(task.id)
        corrected = row is not None and row.kind is DeadlineChange.CORRECTION
        return (self.before(task) or now) if corrected else now

    def day(self, task: Any, today: date, deadline: Deadline | None = None) -> date | None:
        """Return the last day in time of a task, or what another deadline of it would mean; None where there is none.

        What is to be done at once counts from the start, else from the assignment; before both, as if from today.
        """
        due = deadline or deadline_of(task)
        assigned = self.assigned.get(task.id) if due.kind is DueKind.IMMEDIATE and task.start_on is None else None
        return day_of(due, task.start_on or assigned, today)

    def class_of(self, task: Any, to: Deadline, today: date) -> DeadlineMove:
        """Return the class of a change, whoever decides. Raises RuleError for one that is refused."""
        now = deadline_of(task)
        basis = now if same_deadline(now, to) else self.judged_from(task)
        started_on = task.start_on or self.assigned.get(task.id)  # what is to be done at once counts from here
        move = classify(basis, to, today=today, first_due_on=task.first_due_on, started_on=started_on)
        return move if basis == now else replace(move, kind=move.kind or DeadlineChange.FIRST)

    def move_of(self, task: Any, to: Deadline, today: date) -> DeadlineMove:
        """Return the class of a change here and now: drafts are free, what is frozen is refused with RuleError."""
        allow_change(task.status, task.code)
        if self.is_draft(task):
            drafted = not same_deadline(deadline_of(task), to)
            return DeadlineMove(None, drafted=drafted, new_on=self.day(task, today, to))
        return self.class_of(task, to, today)

    def check_correction(self, task: Any, to: Deadline, today: date) -> None:
        """Raise RuleError where the deadline in force may not be corrected to another one, InputError for words."""
        allow_change(task.status, task.code)
        if task.uid in self.taken:
            raise RuleError(f"{task.code} 的时限由交办方决定，这里不能更正；请用“延期”申请。")
        row = self.newest.get(task.id)
        corrected = row is not None and row.kind is DeadlineChange.CORRECTION
        if not may_correct(entered_on(self._session, task.id), today, sent=task.uid in self.sent, corrected=corrected):
            raise RuleError(f"{task.code} 的时限不能更正：录入已超过 30 天或已经更正过；请用“延期”。")
        check_correction(self.before(task), deadline_of(task), to, today, task.start_on or self.assigned.get(task.id))


def entered_on(session: Session, task_id: int) -> date | None:
    """Return the day the deadline that stands was entered, None where the history does not tell.

    Another wording of the same day or period enters nothing, neither does taking something back.
    """
    changes: Any = (
        select(Batch.at, Revision.field, Revision.old, Revision.new)
        .join(Revision, col(Revision.batch_id) == Batch.id)
        .where(Revision.entity == "task", Revision.entity_id == task_id)
        .where(col(Revision.field).in_(("due_text", "due_kind", "due_on", "")))
        .where(col(Batch.undone_by_id).is_(None), col(Batch.undoes_id).is_(None))
        .order_by(col(Revision.id).desc())
    )
    for at, field, old, new in session.exec(changes):
        if field != "due_text" or kept_deadline(old or "").recurrence != kept_deadline(new or "").recurrence:
            day: date = at.astimezone().date()
            return day
    return None

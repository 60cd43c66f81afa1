"""What an office asks for when it writes another deadline: its class, what to know, and the row of the answer."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import RuleError
from tracker.model.changeset import Decision, FieldChange
from tracker.model.deadline_changes import DeadlineMove, allow_change
from tracker.model.deadline_outlook import number_words
from tracker.model.deadlines import Deadline, deadline_of, parse_deadline
from tracker.model.enums import DeadlineChange, DueKind
from tracker.model.rules import REASON_CHARACTERS, check_decider, says_why
from tracker.model.tables import Task
from tracker.services import deadlines
from tracker.services.deadline_records import DeadlineRecords

#: An application fewer days than this before the deadline is said to be short.
SHORT_NOTICE_DAYS = 5
_COLUMNS = ("id", "uid", "code", "status", "due_kind", "due_on", "due_text", "first_due_on", "start_on")
_REQUESTS = {DeadlineChange.EXTENSION: "extension", DeadlineChange.ADVANCE: "advance"}


class DeadlineRequests:
    """The deadlines that the rows of one file ask for; `sent_on` gives wordings like 12月底 their year."""

    def __init__(self, session: Session, changes: Iterable[FieldChange], sent_on: date, received_on: date) -> None:
        self._sent_on, self._received_on = sent_on, received_on
        uids = {change.key for change in changes if change.field == "due_text"}
        self._tasks = _read_tasks(session, uids) if uids else {}
        self._records = DeadlineRecords(session, self._tasks.values())

    def described(self, change: FieldChange) -> FieldChange:
        """Return an entry about a deadline as a request with its class and notes, every other one as it is."""
        task = self._tasks.get(change.key) if change.field == "due_text" else None
        if task is None:
            return change
        to = parse_deadline(str(change.theirs or "").strip(), self._sent_on)
        move = self._move(task, to)
        request = _request(deadline_of(task), to, move)
        doubtful = change.doubtful if change.request else change.review
        asked = replace(change, review=True, request=request, doubtful=doubtful)
        return asked.with_notes(*self._notes(task, to, move, request, change.reason))

    def _move(self, task: Any, to: Deadline) -> DeadlineMove | None:
        """Return the class of a change, None where the rules refuse it whoever decides."""
        try:
            return self._records.class_of(task, to, self._received_on)
        except RuleError:
            return None

    def _notes(self, task: Any, to: Deadline, move: DeadlineMove | None, request: str, reason: str) -> list[str]:
        notes = []
        if to.kind is DueKind.TEXT:
            notes.append("读不出时限")
        if request != "extension":
            return [*notes, move.warning] if move is not None and move.warning else notes
        if move is None or move.counts:
            notes.append(number_words(self._records.counted.get(task.id, 0)))
        day = self._records.day(task, self._received_on)
        left = (day - self._received_on).days if day is not None else SHORT_NOTICE_DAYS
        if left < 0:
            notes.append(f"提出时已逾期 {-left} 天")
        elif left < SHORT_NOTICE_DAYS:
            notes.append(f"距时限不足 {SHORT_NOTICE_DAYS} 天提出")
        if not says_why(reason):
            notes.append("没有写延期理由" if not reason else f"延期理由不足 {REASON_CHARACTERS} 个字")
        return notes


def check_grant(
    session: Session, task: Task, typed: str, today: date, base: date, decision: deadlines.Decision
) -> None:
    """Raise RuleError where a deadline that an office asked for cannot be granted as it is.

    It must be readable, somebody must have decided, and the rules of a change by hand hold.
    """
    to = deadlines.read_typed(typed, base, deadline_of(task), confirmed=True)
    move = grantable_move(session, task, to, today)
    check_decider(decision.decided_by, f"同意 {task.code} 的时限申请")
    deadlines.check_decided(task, move, decision)


def grantable_move(session: Session, task: Task, to: Deadline, today: date) -> DeadlineMove:
    """Return the class of a deadline that an office asked for. Raises TrackerError where nobody can grant it."""
    if to.kind.undecided:
        raise RuleError(f"{task.code} 申请的时限读不出日期，不能同意；请填写同意的日期。")
    allow_change(task.status, task.code)
    move = DeadlineRecords(session, [task]).class_of(task, to, today)
    deadlines.check_not_before_start(task, move)
    return move


def as_grant(change: FieldChange, decision: Decision) -> deadlines.Decision:
    """Return what was decided about a request: the reason is the office's unless staff gave another."""
    reason = decision.reason or change.reason
    return deadlines.Decision(reason, decision.decided_by, keep_nodes=decision.keep_nodes, confirmed=True)


def _read_tasks(session: Session, uids: Collection[str]) -> dict[str, Any]:
    columns = (getattr(Task, name) for name in _COLUMNS)
    rows: Any = select(*columns).where(col(Task.uid).in_(uids))
    return {row.uid: row for row in session.exec(rows)}


def _request(now: Deadline, to: Deadline, move: DeadlineMove | None) -> str:
    """Return the kind of a request: what can be read only as words asks for a vaguer deadline, so for more time."""
    if to.kind is DueKind.TEXT:
        return "deadline" if now.kind.undecided else "extension"
    if move is None or move.kind is None:
        return "deadline"
    if move.kind is DeadlineChange.FREQUENCY and move.needs_decision:
        return "extension"
    return _REQUESTS.get(move.kind, "deadline")

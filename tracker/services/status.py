"""Moving a task through its states, and giving it a new deadline."""

from datetime import date

from sqlmodel import Session, select

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import Status, TaskLinkKind
from tracker.model.fields import validate_field
from tracker.model.rules import check_office_transition, check_transition
from tracker.model.tables import Extension, Task, TaskLink
from tracker.services.lookups import begin, facts_of, the_task, touched


def change_status(session: Session, task_id: int, to: Status, today: date, reason: str = "") -> Changes:
    """Move a task to another status as one act. Raises RuleError saying what is missing."""
    task = the_task(session, task_id)
    batch = begin(session, f"{task.code} 转为{to.word}")
    move_task(session, task, to, reason=reason, today=today)
    if reason.strip():
        keep_reason(task, to, reason)
    return touched(session, batch, tasks={task.id})


def move_task(session: Session, task: Task, to: Status, *, reason: str, today: date, by_office: bool = False) -> None:
    """Move a task inside the act under way; an office's workbook may make fewer moves than staff."""
    if task.status is to:
        return
    check = check_office_transition if by_office else check_transition
    needed = check(facts_of(session, task), to, reason)
    if task.status is Status.CANCELLED:
        _part(session, task)
    if needed.needs_lead:  # somebody has it in hand now; pausing or cancelling starts nothing
        task.offices_confirmed = True
        task.start_on = task.start_on or today
    task.status = to
    task.closed_on = today if to is Status.CLOSED else None
    if to in (Status.CLOSING, Status.CLOSED):
        task.progress = 100


def close_task(session: Session, task_id: int, statement: str, today: date) -> Changes:
    """Close a task (销号) with its closing statement; at least one evidence must be there."""
    task = the_task(session, task_id)
    batch = begin(session, f"{task.code} 销号")
    task.closing_statement = str(validate_field("closing_statement", statement))
    move_task(session, task, Status.CLOSED, reason="", today=today)
    return touched(session, batch, tasks={task.id})


def extend_deadline(session: Session, task_id: int, to_text: str, reason: str, today: date) -> Changes:
    """Grant an extension: the first deadline is kept, the reason is required."""
    task = the_task(session, task_id)
    deadline = parse_deadline(to_text, today)
    if not reason.strip():
        raise RuleError("延期要写明理由。")
    if deadline.on is None:
        raise InputError(f"新时限“{to_text}”看不出日期；请写成 {today.year}-12-31 或“{today.year}年12月底前”。")
    if task.due_on is not None and deadline.on <= task.due_on:
        raise RuleError(f"新时限 {deadline.on} 不晚于现在的时限 {task.due_on}；延期只能往后。")
    if task.status.ended:
        raise RuleError(f"{task.code} {task.status.word}，不能延期；请先重新打开。")
    batch = begin(session, f"{task.code} 延期")
    session.add(
        Extension(
            task_id=task.id,
            from_text=task.due_text,
            from_on=task.due_on,
            to_text=to_text,
            to_on=deadline.on,
            reason=reason.strip(),
            decided_on=today,
        )
    )
    task.first_due_on = task.first_due_on or task.due_on or deadline.on
    task.due_text, task.due_kind, task.due_on = to_text, deadline.kind, deadline.on
    return touched(session, batch, tasks={task.id})


def _part(session: Session, task: Task) -> None:
    """A merged task that is opened again is a task of its own again."""
    merged = TaskLink.from_id == task.id, TaskLink.kind == TaskLinkKind.DUPLICATE
    for link in session.exec(select(TaskLink).where(*merged)):
        session.delete(link)


def keep_reason(task: Task, to: Status, reason: str) -> None:
    """Write a reason into the remark: it belongs to the ledger, not only to the log."""
    task.remark = reason_line(task.remark, to, reason)


def reason_line(remark: str, to: Status, reason: str) -> str:
    """Return a remark with the reason of a move below it, once."""
    line = f"{to.word}：{reason.strip()}"
    return remark if line in remark else f"{remark}\n{line}".strip()

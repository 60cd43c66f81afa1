"""Moving a task through its states: every move is checked by the rules and leaves a row that says since when."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from tracker.errors import RuleError
from tracker.model.changes import Changes
from tracker.model.edited_forms import TASK
from tracker.model.enums import BatchSource, Status, TaskLinkKind
from tracker.model.fields import validate_field
from tracker.model.rules import (
    NOTHING_GIVEN,
    PAUSE_DAYS,
    Given,
    TaskFacts,
    Transition,
    check_office_transition,
    check_transition,
    move_label,
)
from tracker.model.tables import ProgressEntry, StatusMove, Task, TaskLink
from tracker.queries.oversight import progress_before_report
from tracker.services.co_offices import confirm_co_offices
from tracker.services.progress_entries import Said, entry_columns
from tracker.services.write_basics import begin, facts_of, require_unchanged, the_task, touched
from tracker.store.history import moment_of


def change_status(
    session: Session,
    task_id: int,
    to: Status,
    today: date,
    reason: str = "",
    *,
    decided_by: str = "",
    until: date | None = None,
    progress: int | None = None,
    confirmed: bool = False,
) -> Changes:
    """Move a task to another status as one act. Raises RuleError saying what is missing.

    Raises UndecidedError where the move would leave something open and nobody has `confirmed` it.
    """
    task = the_task(session, task_id)
    batch = begin(session, move_label(task.code, (task.status,), to))
    move_task(session, task, to, Given(reason, decided_by, until, progress, confirmed), today=today)
    return touched(session, batch, tasks={task.id})


def require_status(session: Session, task_id: int, shown: Status, statement: str) -> None:
    """Raise ConflictError where somebody else moved a task since it was shown; its closing statement counts as one."""
    task, seen = the_task(session, task_id), {"status": shown, "closing_statement": statement}
    require_unchanged(session, TASK, task, task.code, seen, "状态没有变动")


def move_task(
    session: Session,
    task: Task,
    to: Status,
    given: Given = NOTHING_GIVEN,
    *,
    today: date,
    by_office: bool = False,
    source: BatchSource = BatchSource.MANUAL,
    with_entry: bool = True,
    progress_before: int | None = None,
) -> None:
    """Move a task inside the act under way; an office's workbook may make fewer moves than staff.

    Progress that the move writes makes an entry, unless the act makes one anyway (`with_entry` False). The percent
    before the act is `progress_before` where the act has written another one already.
    """
    if task.status is to:
        return
    move = checked_move(facts_of(session, task, to, today), to, given, by_office=by_office)
    before = progress_before_report(session, [task.id]).get(task.id) if move.restores else None
    # What an office gives as its reason stands in its row already.
    noted = replace(given, reason="") if by_office else given
    columns = moved_columns(task, move, noted, before, today=today)
    row = move_row(task, move, given, today=today, at=moment_of(session), source=source)
    session.add(StatusMove(**row if progress_before is None else row | {"progress_before": progress_before}))
    if task.status is Status.CANCELLED:
        _part(session, task)
    said, suggested = Said(task.progress, task.progress_note), not task.offices_confirmed
    for name, value in columns.items():
        setattr(task, name, value)
    if suggested and task.offices_confirmed:
        confirm_co_offices(session, [task.id])
    if with_entry and "progress" in columns:
        session.add(ProgressEntry(**entry_columns(session, task, {}, today, source, said)))


def checked_move(facts: TaskFacts, to: Status, given: Given, *, by_office: bool = False) -> Transition:
    """Return the move that the rules allow. Raises RuleError saying what is missing."""
    return check_office_transition(facts, to, given.reason) if by_office else check_transition(facts, to, given)


def percent_after(row: Any, move: Transition, given: Given, before: int | None) -> int | None:
    """Return the percent that a move writes, None where it leaves it as it is.

    A task that is returned or opened again gets the percent it had `before` it was reported complete, unless another
    one is given. Raises RuleError where neither is known, and for a percent that is none of the move's business.
    """
    if given.progress is not None and given.progress != row.progress and not move.writes_progress:
        raise RuleError(f"{row.code} {move.act}时不能改进度；请先{move.act}，再记录进展。")
    if given.progress is None and move.restores and before is None:
        raise RuleError(f"{row.code} 报完成前的进度没有记录；请单独{move.act}这项任务，写明{move.act}后的进度。")
    return before if given.progress is None and move.restores else given.progress


def moved_columns(row: Any, move: Transition, given: Given, before: int | None, *, today: date) -> dict[str, Any]:
    """Return what a move writes into the columns of a task, of one or of many; `row` is the task as it is.

    `before` and what is raised are those of `percent_after`.
    """
    to = move.target
    columns: dict[str, Any] = {"status": to, "closed_on": today if to is Status.CLOSED else None}
    if move.needs_lead:  # somebody has it in hand now; pausing or cancelling starts nothing
        columns |= {"offices_confirmed": True, "start_on": row.start_on or today}
    progress = percent_after(row, move, given, before)
    if progress is not None and progress != row.progress:
        columns["progress"] = progress
    if given.reason.strip() and not move.needs_closing:
        columns["remark"] = reason_line(row.remark, to, given.reason)
    return columns


def move_row(
    row: Any, move: Transition, given: Given, *, today: date, at: datetime, source: BatchSource
) -> dict[str, Any]:
    """Return the columns of the row that a move leaves; `row` is the task as it was before."""
    return {
        "task_id": row.id,
        "on": today,
        "at": at,
        "from_status": move.source,
        "to_status": move.target,
        "reason": given.reason.strip(),
        "decided_by": given.decided_by.strip(),
        "until": pause_end(given.until, today) if move.needs_until else None,
        "progress_before": row.progress,
        "source": source,
    }


def pause_end(until: date | None, today: date) -> date:
    """Return the last day of a pause that begins today. Raises RuleError for one that has passed already."""
    if until is not None and until <= today:
        raise RuleError(f"暂缓至要晚于今天（{today}），现在是 {until}；请写以后的日期。")
    return until or today + timedelta(days=PAUSE_DAYS)


def close_task(
    session: Session,
    task_id: int,
    statement: str,
    today: date,
    progress: int | None = None,
    *,
    confirmed: bool = False,
) -> Changes:
    """Close a task (销号) with its closing statement; evidence that counts and 100 % must be there.

    `progress` is what the person wrote in the dialog: nothing is rounded up silently.
    """
    task = the_task(session, task_id)
    batch = begin(session, f"{task.code} 销号")
    task.closing_statement = str(validate_field("closing_statement", statement))
    move_task(session, task, Status.CLOSED, Given(progress=progress, confirmed=confirmed), today=today)
    return touched(session, batch, tasks={task.id})


def _part(session: Session, task: Task) -> None:
    """A merged task that is opened again is a task of its own again."""
    merged = TaskLink.from_id == task.id, TaskLink.kind == TaskLinkKind.DUPLICATE
    for link in session.exec(select(TaskLink).where(*merged)):
        session.delete(link)


def reason_line(remark: str, to: Status, reason: str) -> str:
    """Return a remark with the reason of a move below it, once."""
    line = f"{to.word}：{reason.strip()}"
    return remark if line in remark else f"{remark}\n{line}".strip()

"""Moving a task through its states: every move is checked by the rules and leaves a row that says since when."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from tracker.errors import RuleError
from tracker.model.changes import Changes
from tracker.model.enums import BatchSource, Status, TaskLinkKind
from tracker.model.fields import validate_field
from tracker.model.rules import PAUSE_DAYS, Given, TaskFacts, Transition, check_office_transition, check_transition
from tracker.model.tables import StatusMove, Task, TaskLink
from tracker.services.lookups import begin, facts_of, the_task, touched
from tracker.store.history import moment_of


@dataclass(frozen=True, slots=True)
class MoveWish:
    """What a person gives with a move of status: why, who decided, until when, and the progress to be written."""

    reason: str = ""
    decided_by: str = ""
    until: date | None = None
    progress: int | None = None  # percent; None writes what the rules restore, or leaves it

    @property
    def given(self) -> Given:
        """Return what the rules ask for."""
        return Given(self.reason, self.decided_by)


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
) -> Changes:
    """Move a task to another status as one act. Raises RuleError saying what is missing."""
    task = the_task(session, task_id)
    batch = begin(session, f"{task.code} 转为{to.word}")
    move_task(session, task, to, MoveWish(reason, decided_by, until, progress), today=today)
    return touched(session, batch, tasks={task.id})


def move_task(
    session: Session, task: Task, to: Status, wish: MoveWish | None = None, *, today: date, by_office: bool = False
) -> None:
    """Move a task inside the act under way; an office's workbook may make fewer moves than staff.

    A task that is returned or opened again gets the progress it had before it was reported complete, unless the
    wish names another.
    """
    if task.status is to:
        return
    wish = wish or MoveWish()
    move = _checked(facts_of(session, task), to, wish, by_office=by_office)
    before = task.progress
    if task.status is Status.CANCELLED:
        _part(session, task)
    _write_progress(session, task, move, wish)
    session.add(
        StatusMove(
            task_id=task.id,
            on=today,
            at=moment_of(session),
            from_status=task.status,
            to_status=to,
            reason=wish.reason.strip(),
            decided_by=wish.decided_by.strip(),
            until=pause_end(wish.until, today) if move.needs_until else None,
            progress_before=before,
            source=BatchSource.IMPORT if by_office else BatchSource.MANUAL,
        )
    )
    if move.needs_lead:  # somebody has it in hand now; pausing or cancelling starts nothing
        task.offices_confirmed = True
        task.start_on = task.start_on or today
    task.status = to
    task.closed_on = today if to is Status.CLOSED else None
    if wish.reason.strip():
        task.remark = reason_line(task.remark, to, wish.reason)


def pause_end(until: date | None, today: date) -> date:
    """Return the last day of a pause that begins today. Raises RuleError for one that has passed already."""
    if until is not None and until <= today:
        raise RuleError(f"暂缓至 {until} 已经过了；请写以后的日期。")
    return until or today + timedelta(days=PAUSE_DAYS)


def progress_before_report(session: Session, task_id: int) -> int | None:
    """Return the percent a task had before it was last reported complete, None where nobody knows."""
    reported = StatusMove.task_id == task_id, StatusMove.to_status == Status.CLOSING
    newest = select(StatusMove.progress_before).where(*reported).order_by(col(StatusMove.id).desc()).limit(1)
    return session.exec(newest).first()


def close_task(session: Session, task_id: int, statement: str, today: date, progress: int | None = None) -> Changes:
    """Close a task (销号) with its closing statement; evidence that counts and 100 % must be there.

    `progress` is what the person wrote in the dialog: nothing is rounded up silently.
    """
    task = the_task(session, task_id)
    batch = begin(session, f"{task.code} 销号")
    task.closing_statement = str(validate_field("closing_statement", statement))
    if progress is not None:
        task.progress = progress
    move_task(session, task, Status.CLOSED, today=today)
    return touched(session, batch, tasks={task.id})


def _checked(facts: TaskFacts, to: Status, wish: MoveWish, *, by_office: bool) -> Transition:
    if by_office:
        return check_office_transition(facts, to, wish.reason)
    return check_transition(facts, to, wish.given)


def _write_progress(session: Session, task: Task, move: Transition, wish: MoveWish) -> None:
    """Write the progress that belongs to a move: what was given, else what stood before the report."""
    if wish.progress is not None:
        task.progress = wish.progress
    elif move.restores:
        before = progress_before_report(session, task.id)
        if before is None:
            raise RuleError(f"{task.code} 报完成前的进度没有记录；请写明{move.act}后的进度。")
        task.progress = before


def _part(session: Session, task: Task) -> None:
    """A merged task that is opened again is a task of its own again."""
    merged = TaskLink.from_id == task.id, TaskLink.kind == TaskLinkKind.DUPLICATE
    for link in session.exec(select(TaskLink).where(*merged)):
        session.delete(link)


def reason_line(remark: str, to: Status, reason: str) -> str:
    """Return a remark with the reason of a move below it, once."""
    line = f"{to.word}：{reason.strip()}"
    return remark if line in remark else f"{remark}\n{line}".strip()

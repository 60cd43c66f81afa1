"""Extending many tasks at once (批量延期): to one day, or each by so many days or months."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from tracker.errors import RuleError, TrackerError
from tracker.model.bulk import BulkPreview, Edit, EditLine
from tracker.model.changes import Changes
from tracker.model.deadline_changes import day_of, months_later
from tracker.model.enums import DeadlineChange
from tracker.model.field_list import FIELD_WORDS
from tracker.services import deadlines
from tracker.services.bulk import apply_edits, preview_edits
from tracker.services.deadlines import Decision
from tracker.services.lookups import the_task


@dataclass(frozen=True, slots=True)
class Shift:
    """How far deadlines move: to a typed one, or by days or months from where each stands."""

    to: str = ""
    days: int = 0
    months: int = 0


def preview_extension(
    session: Session, task_ids: Sequence[int], shift: Shift, today: date, decision: Decision
) -> BulkPreview:
    """Return one line a task: what its deadline would be, or why it cannot be extended; nothing is written."""
    lines = [_line(session, task_id, shift, today, decision) for task_id in dict.fromkeys(task_ids)]
    allowed = iter(preview_edits(session, [line.edit for line in lines if not line.error], today).lines)
    return BulkPreview(tuple(line if line.error else next(allowed) for line in lines))


def extend_many(session: Session, edits: Sequence[Edit], today: date) -> Changes:
    """Extend tasks as a preview showed it, as one act with one row a task; errors as in `apply_edits`."""
    return apply_edits(session, edits, today, f"延期 {len(edits)} 项任务")


def _line(session: Session, task_id: int, shift: Shift, today: date, decision: Decision) -> EditLine:
    """Return the edit of one task, with an error where it is none or no extension."""
    task = the_task(session, task_id)
    edit = Edit(
        task_id, "due_text", shift.to, task.version, decision.reason, decision.decided_by,
        keep_nodes=decision.keep_nodes,
    )  # fmt: skip
    line = EditLine(edit, task.code, task.title, FIELD_WORDS["due_text"], task.due_text, shift.to)
    try:
        day = day_of(deadlines.deadline_of(task), task.start_on, today)
        typed = shift.to.strip() or _later(day, shift)
        move = deadlines.move_of(session, task, deadlines.read_typed(typed, today), today)
        if move.kind is not DeadlineChange.EXTENSION:
            raise RuleError(_no_extension(move.kind))
    except TrackerError as wrong:
        return replace(line, error=wrong.without(task.code))
    return replace(line, edit=replace(edit, text=typed), new=typed)


def _later(day: date | None, shift: Shift) -> str:
    if day is None:
        raise RuleError("没有具体日期，不能按天数或月数延期；请写新的时限。")
    if shift.days < 0 or shift.months < 0 or not (shift.days or shift.months):
        raise RuleError("延期的天数或月数要大于 0。")
    return (
        months_later(day, shift.months) if shift.months else date.fromordinal(day.toordinal() + shift.days)
    ).isoformat()


def _no_extension(kind: DeadlineChange | None) -> str:
    if kind is None:
        return "不是延期：时限没有推后，或任务还没有交办、可以直接修改时限。"
    return f"不是延期，属于“{kind.word}”；请单独修改时限。"

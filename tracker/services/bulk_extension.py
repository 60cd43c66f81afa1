"""Extending many tasks at once (批量延期): to one day, or each by so many days or months."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from tracker.errors import RuleError, TrackerError
from tracker.model.bulk_edits import BulkEdit, BulkPreview, EditLine, Overtaken
from tracker.model.changes import Changes
from tracker.model.deadline_changes import allow_change, months_later
from tracker.model.deadlines import deadline_of
from tracker.model.enums import DeadlineChange
from tracker.model.field_list import FIELD_WORDS
from tracker.model.tables import Task
from tracker.services import deadlines
from tracker.services.bulk import COLUMNS, apply_seen, preview_edits
from tracker.services.deadline_records import DeadlineRecords
from tracker.services.deadlines import Decision
from tracker.store.bulk_update import read_columns


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
    rows = read_columns(session, Task, dict.fromkeys(task_ids), (*COLUMNS, "title"))
    edit = BulkEdit(
        0, "due_text", shift.to, None, decision.reason, decision.decided_by,
        keep_nodes=decision.keep_nodes, confirmed=decision.confirmed,
    )  # fmt: skip
    records = DeadlineRecords(session, rows.values())
    edits, refused = list[BulkEdit](), dict[int, EditLine]()
    for number in dict.fromkeys(task_ids):
        own = replace(edit, task_id=number)
        if (row := rows.get(number)) is None:
            edits.append(own)  # its line says that it is gone
            continue
        try:
            edits.append(replace(own, text=_extended(records, row, shift, today)))
        except TrackerError as wrong:
            line = EditLine(own, row.code, row.title, FIELD_WORDS["due_text"], row.due_text, shift.to)
            refused[number] = replace(line, error=wrong.without(row.code))
    shown = {line.edit.task_id: line for line in preview_edits(session, edits, today).lines} | refused
    return BulkPreview(tuple(shown[number] for number in dict.fromkeys(task_ids)))


def extend_many(session: Session, edits: Sequence[BulkEdit], today: date) -> tuple[Changes, tuple[Overtaken, ...]]:
    """Extend tasks as a preview showed it, as one act with one row a task; errors and result as in `apply_seen`."""
    return apply_seen(session, edits, today, "延期 {} 项任务".format)


def _extended(records: DeadlineRecords, row: Any, shift: Shift, today: date) -> str:
    """Return the wording that extends a task. Raises RuleError where it does not.

    A wording that may mean several things is left to the preview, which asks about it.
    """
    allow_change(row.status, row.code)
    typed = shift.to.strip() or _later(records.day(row, today), shift)
    to = deadlines.meant_by(typed, today, deadline_of(row))
    move = records.move_of(row, to, today) if to is not None else None
    if move is not None and move.kind is not DeadlineChange.EXTENSION:
        raise RuleError(_no_extension(move.kind))
    return typed


def _later(day: date | None, shift: Shift) -> str:
    if day is None:
        raise RuleError("没有具体日期，不能按天数或月数延期；请写新的时限。")
    if shift.days < 0 or shift.months < 0 or not (shift.days or shift.months):
        raise RuleError("延期的天数或月数要大于 0。")
    later = months_later(day, shift.months) if shift.months else day + timedelta(days=shift.days)
    return later.isoformat()


def _no_extension(kind: DeadlineChange | None) -> str:
    if kind is None:
        return "不是延期：时限没有推后，或任务还没有交办、可以直接修改时限。"
    return f"不是延期，属于“{kind.word}”；请单独修改时限。"

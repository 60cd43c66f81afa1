"""Whether the plan of a task is still a draft: never assigned, never sent out, taken from nobody."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, or_, select

from tracker.model.deadline_changes import is_draft
from tracker.model.enums import Status
from tracker.model.tables import ReturnDecision, StatusMove, Task, WorkbookExportRow, WorkbookReturn


def sent_keys(session: Session, uids: Collection[str] | None) -> frozenset[str]:
    """Return the keys of tasks that stand in a workbook that was sent; `uids` are the tasks, None for all."""
    keys = select(WorkbookExportRow.key).where(WorkbookExportRow.kind == "task").distinct()
    return frozenset(session.exec(keys if uids is None else keys.where(col(WorkbookExportRow.key).in_(uids))))


def assigned_days(session: Session, ids: Collection[int] | None) -> dict[int, date]:
    """Return by task the first day on which it left 待交办, or came back to it; `ids` are the tasks, None for all."""
    left = StatusMove.from_status == Status.UNASSIGNED, StatusMove.to_status == Status.UNASSIGNED
    moved: Any = select(StatusMove.task_id, func.min(StatusMove.on)).where(or_(*left))
    moved = moved if ids is None else moved.where(col(StatusMove.task_id).in_(ids))
    return dict(session.exec(moved.group_by(StatusMove.task_id)).all())


def taken_keys(session: Session, uids: Collection[str]) -> set[str]:
    """Return those tasks that were taken in from another installation; all others are our own."""
    statement = (
        select(ReturnDecision.key)
        .join(WorkbookReturn, col(WorkbookReturn.id) == ReturnDecision.return_id)
        .where(ReturnDecision.kind == "task", ReturnDecision.field == "", col(WorkbookReturn.export_id).is_(None))
    )
    return set(session.exec(statement)) & set(uids)


def has_draft_plan(session: Session, task: Task) -> bool:
    """Tell whether the plan of one task is a draft; of many at once `DeadlineRecords` knows it."""
    return task.status.waiting and is_draft(
        task.status,
        sent=task.uid in sent_keys(session, [task.uid]),
        assigned=task.id in assigned_days(session, [task.id]),
        taken=task.uid in taken_keys(session, [task.uid]),
    )

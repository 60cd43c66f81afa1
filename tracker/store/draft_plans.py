"""Whether the plan of a task is still a draft: never assigned, never sent out, taken from nobody."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from tracker.model.deadline_changes import is_draft
from tracker.model.enums import Status
from tracker.model.tables import (
    Batch,
    ReturnDecision,
    Revision,
    StatusMove,
    Task,
    WorkbookExportRow,
    WorkbookReturn,
)


def sent_keys(session: Session, uids: Collection[str] | None) -> frozenset[str]:
    """Return the keys of tasks that stand in a workbook that was sent; `uids` are the tasks, None for all."""
    keys = select(WorkbookExportRow.key).where(WorkbookExportRow.kind == "task").distinct()
    return frozenset(session.exec(keys if uids is None else keys.where(col(WorkbookExportRow.key).in_(uids))))


def assigned_days(session: Session, ids: Collection[int] | None) -> dict[int, date]:
    """Return by task the first day on which it left 待交办, or came back to it; `ids` are the tasks, None for all.

    An assignment that was taken back after its run of the program counts: what an office had is no draft again.
    """
    left = StatusMove.from_status == Status.UNASSIGNED, StatusMove.to_status == Status.UNASSIGNED
    moved: Any = select(StatusMove.task_id, func.min(StatusMove.on)).where(or_(*left))
    moved = moved if ids is None else moved.where(col(StatusMove.task_id).in_(ids))
    days = dict(session.exec(moved.group_by(StatusMove.task_id)).all())
    for task_id, on in _taken_back(session, ids):
        days[task_id] = min(on, days.get(task_id, on))
    return days


def _taken_back(session: Session, ids: Collection[int] | None) -> Iterator[tuple[int, date]]:
    """Yield task and day of each assignment that another run of the program took back."""
    act, undo = aliased(Batch), aliased(Batch)
    removed: Any = (
        select(Revision.task_id, Revision.old)
        .join(undo, col(undo.id) == Revision.batch_id)
        .join(act, col(act.id) == undo.undoes_id)
        .where(Revision.entity == StatusMove.__tablename__, Revision.field == "", act.run != undo.run)
    )
    for task_id, row in session.exec(removed if ids is None else removed.where(col(Revision.task_id).in_(ids))):
        if row is not None and Status.UNASSIGNED in (row["from_status"], row["to_status"]):
            yield task_id, date.fromisoformat(row["on"])


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

"""Which tasks belong together, and what merging some would come to."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, func, select

from tracker.model.enums import TaskLinkKind
from tracker.model.rows import LinkRow, MergePart, TaskRow
from tracker.model.tables import Milestone, Office, ProgressEntry, Recommendation, Task, TaskLink
from tracker.queries.evidence import count_evidence
from tracker.queries.task_rows import list_tasks


def list_links(session: Session, task_id: int) -> tuple[LinkRow, ...]:
    """Return the tasks a task is linked with: what it went into, what went into it, then what is related."""
    other: Any = aliased(Task)
    far = sa.case((col(TaskLink.from_id) == task_id, col(TaskLink.to_id)), else_=col(TaskLink.from_id))
    statement: Any = (
        sa.select(TaskLink, other, col(Office.name), col(Recommendation.code), col(Recommendation.title))
        .join(other, other.id == far)
        .join(Office, col(Office.id) == other.lead_office_id, isouter=True)
        .join(Recommendation, col(Recommendation.id) == other.recommendation_id, isouter=True)
        .where((col(TaskLink.from_id) == task_id) | (col(TaskLink.to_id) == task_id))
        .order_by(col(TaskLink.kind), other.position, other.id)
    )
    rows = [_row(task_id, *row) for row in session.exec(statement)]
    return tuple(sorted(rows, key=lambda row: not row.kept))


def _row(task_id: int, link: TaskLink, task: Task, office: str | None, code: str | None, title: str | None) -> LinkRow:
    kept = link.kind is TaskLinkKind.DUPLICATE and link.from_id == task_id
    return LinkRow(
        link.id, task.id, task.code, task.title, office or "", link.kind, kept, task.status, code or "", title or ""
    )


def merged_codes(session: Session, task_id: int) -> dict[int, str]:
    """Return id and code of what was merged into a task."""
    wanted = select(Task.id, Task.code).join(TaskLink, col(TaskLink.from_id) == Task.id)
    return dict(session.exec(wanted.where(TaskLink.to_id == task_id, TaskLink.kind == TaskLinkKind.DUPLICATE)).all())


def merge_parts(session: Session, ids: Sequence[int], today: date) -> dict[int, MergePart]:
    """Return by id tasks with how much hangs on each."""
    tasks: Mapping[int, TaskRow] = {row.id: row for row in list_tasks(session, today, col(Task.id).in_(ids))}
    entries, steps = (_counts(session, kind, ids) for kind in (ProgressEntry, Milestone))
    evidence = count_evidence(session, ids)
    return {
        number: MergePart(task, entries.get(number, 0), evidence.get(number, 0), steps.get(number, 0))
        for number, task in tasks.items()
    }


def _counts(session: Session, kind: type[SQLModel], ids: Sequence[int]) -> dict[int, int]:
    table: Any = kind
    counted = sa.select(table.task_id, func.count()).where(table.task_id.in_(ids)).group_by(table.task_id)
    return dict(session.connection().execute(counted).all())

"""What staff decided about tasks: verdicts of checks, matters for coordination, the leaders that decide."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from tracker.model.coordination import OPEN_MATTERS
from tracker.model.enums import Status
from tracker.model.rows import MatterRow, VerdictRow
from tracker.model.tables import Batch, Coordination, Extension, Office, StatusMove, Task, Verdict
from tracker.queries.light_facts import MOST_IDS_NAMED, kept_or_own, of_tasks, written_later


def read_verdicts(session: Session, task_id: int) -> tuple[VerdictRow, ...]:
    """Return the verdicts of a task, newest first."""
    later = written_later(session, Verdict, Verdict.on, (task_id,))
    newest = select(Verdict).where(Verdict.task_id == task_id).order_by(col(Verdict.on).desc(), col(Verdict.id).desc())
    return tuple(
        VerdictRow(row.on, row.outcome, row.progress, row.note, row.by, row.next_on, later.get(row.id))
        for row in session.exec(newest)
    )


def list_matters(
    session: Session, codes: Mapping[int, str] | None = None, task_ids: Collection[int] | None = None
) -> tuple[MatterRow, ...]:
    """Return matters for coordination, open ones first, by the day they are needed.

    Without ids only those of all tasks that are open; `codes` name merged tasks.
    """
    wanted = select(Coordination) if task_ids is not None else select(Coordination).where(_open())
    rows = session.exec(of_tasks(wanted, Coordination.task_id, task_ids)).all()
    ordered = sorted(
        rows, key=lambda row: (row.status.closed, row.needed_by is None, row.needed_by or row.raised_on, row.id)
    )
    return tuple(
        MatterRow(
            row.id, row.task_id, row.what, row.solver, row.raised_on, row.raised_by, row.needed_by, row.status,
            row.outcome, row.closed_on, row.entry_id, (codes or {}).get(row.task_id, ""),
        )
        for row in ordered
    )  # fmt: skip


def count_matters(session: Session, task_ids: Collection[int] | None = None) -> dict[int, int]:
    """Return by task how many matters of it and of what was merged into it are open; tasks without are left out."""
    owner = kept_or_own(col(Coordination.task_id))
    counted: Any = sa.select(owner, func.count()).where(_open()).group_by(owner)
    statement = counted if task_ids is None else counted.where(owner.in_(task_ids))
    return dict(session.connection().execute(statement).all())


def progress_before_report(session: Session, task_ids: Collection[int]) -> dict[int, int]:
    """Return by task the percent it had before it was last reported complete; tasks nobody knows it of are left out."""
    newest = select(func.max(StatusMove.id)).where(StatusMove.to_status == Status.CLOSING)
    newest = of_tasks(newest, StatusMove.task_id, task_ids if len(task_ids) <= MOST_IDS_NAMED else None).group_by(
        col(StatusMove.task_id)
    )
    rows = select(StatusMove.task_id, StatusMove.progress_before).where(col(StatusMove.id).in_(newest))
    return {task: before for task, before in session.exec(rows) if before is not None}


def _open() -> Any:
    return col(Coordination.status).in_(OPEN_MATTERS)


def list_leaders(session: Session) -> tuple[str, ...]:
    """Return the names of the leaders that are in charge of a task, have decided something or must solve it, sorted.

    Where nobody was asked who decided, the one at the desk is kept: that makes no leader.
    """
    in_charge, extended, moved, at_desk = (
        {name.strip() for name in session.exec(select(column).distinct())}
        for column in (Task.leader, Extension.decided_by, StatusMove.decided_by, Batch.actor)
    )
    offices = {name for names in session.exec(select(Office.name, Office.short_name)) for name in names}
    solving = {name.strip() for name in session.exec(select(Coordination.solver).distinct())} - offices
    return tuple(sorted((in_charge | solving | (extended | moved) - at_desk) - {""}))

"""How often the deadlines of tasks were extended: one count for every screen, rule and workbook."""

from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.model.enums import DecisionState
from tracker.model.tables import Extension
from tracker.queries.light_facts import of_tasks


def count_extensions(session: Session, task_ids: Collection[int] | None = None) -> dict[int, int]:
    """Return by task how many extensions were granted and count, None for all tasks; tasks without are left out."""
    granted = Extension.state == DecisionState.GRANTED, col(Extension.counts)
    counted: Any = select(Extension.task_id, func.count()).where(*granted).group_by(col(Extension.task_id))
    return dict(session.exec(of_tasks(counted, Extension.task_id, task_ids)).all())

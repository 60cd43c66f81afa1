"""What closing a task rests on: when it was reported complete, its statement, its evidence."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.model.enums import Status, TaskLinkKind
from tracker.model.tables import Evidence, StatusMove, Task, TaskLink
from tracker.queries.evidence import count_evidence, judge_evidence


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """What is known about the end of a task; progress in percent, evidence that counts with its names."""

    statement: str
    reported_on: date | None = None
    progress_before: int | None = None
    evidence: int = 0
    evidence_names: tuple[str, ...] = ()


def read_closings(session: Session, ids: Collection[int], until: date) -> dict[int, ClosingFacts]:
    """Return by task id what its closing rests on; reports of completion up to a day."""
    named = list(ids)
    statements = session.exec(select(Task.id, Task.closing_statement).where(col(Task.id).in_(named))).all()
    reports, counts = _reports(session, named, until), count_evidence(session, named)
    names = _names(session, named)
    closings = {}
    for task_id, statement in statements:
        reported_on, before = reports.get(task_id, (None, None))
        evidence = counts.get(task_id, 0), tuple(names.get(task_id, ()))
        closings[task_id] = ClosingFacts(statement, reported_on, before, *evidence)
    return closings


def _reports(session: Session, ids: Collection[int], until: date) -> Mapping[int, tuple[date, int | None]]:
    """Return by task the day it was last reported complete, and its progress before."""
    columns: Any = (StatusMove.task_id, StatusMove.on, StatusMove.progress_before)
    moves: Any = sa.select(*map(col, columns)).where(
        col(StatusMove.to_status) == Status.CLOSING, col(StatusMove.on) <= until, col(StatusMove.task_id).in_(ids)
    )
    ordered = moves.order_by(col(StatusMove.at), col(StatusMove.id))
    return {task_id: (on, before) for task_id, on, before in session.connection().execute(ordered)}


def _names(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    """Return by task the names of its evidence that counts, that of merged tasks included; same content once."""
    counted = {
        piece.id: (owner, piece.content)
        for owner, pieces in judge_evidence(session, ids).items()
        for piece in pieces
        if not piece.refusal and owner in set(ids)
    }
    merged = select(TaskLink.from_id).where(TaskLink.kind == TaskLinkKind.DUPLICATE, col(TaskLink.to_id).in_(ids))
    rows: Any = select(Evidence.id, Evidence.kind, Evidence.name).where(
        sa.or_(col(Evidence.task_id).in_(ids), col(Evidence.task_id).in_(merged))
    )
    names: dict[int, list[str]] = defaultdict(list)
    seen: set[tuple[int, str]] = set()
    for number, kind, name in session.exec(rows.order_by(col(Evidence.id))):
        if number in counted and counted[number] not in seen:
            seen.add(counted[number])
            names[counted[number][0]].append(name or kind.word)  # names only, never what is in it
    return names

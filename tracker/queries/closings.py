"""What closing a task rests on: when it was reported complete, its statement, its evidence."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.model.enums import Status, TaskLinkKind
from tracker.model.tables import Batch, Evidence, Revision, StatusMove, Task, TaskLink
from tracker.queries.as_of import moment_after
from tracker.queries.evidence import JudgedEvidence, count_judged, judge_evidence


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """What is known about the end of a task; progress in percent, evidence that counts with its names."""

    statement: str
    reported_on: date | None = None
    progress_before: int | None = None
    evidence: int = 0
    evidence_names: tuple[str, ...] = ()


def read_closings(session: Session, ids: Collection[int], until: date) -> dict[int, ClosingFacts]:
    """Return by task id what its closing rested on at the end of a day: statement, report, evidence of that day."""
    named, moment = list(ids), moment_after(until)
    judged = judge_evidence(session, named, moment)
    reports, names = _reports(session, named, until), _names(session, named, judged)
    closings = {}
    for task_id, statement in _statements(session, named, moment).items():
        reported_on, before = reports.get(task_id, (None, None))
        evidence = count_judged(judged.get(task_id, ())), tuple(names.get(task_id, ()))
        closings[task_id] = ClosingFacts(statement, reported_on, before, *evidence)
    return closings


def _statements(session: Session, ids: Collection[int], moment: datetime) -> dict[int, str]:
    """Return by task its 办结说明 as it stood at a moment: what the first change after it replaced."""
    now = dict(session.exec(select(Task.id, Task.closing_statement).where(col(Task.id).in_(ids))).all())
    changed: Any = sa.select(col(Revision.entity_id), col(Batch.at), col(Revision.old))
    changed = changed.join(Batch, col(Batch.id) == Revision.batch_id)
    changed = changed.where(col(Revision.entity) == Task.__tablename__, col(Revision.field) == "closing_statement")
    changed = changed.where(col(Revision.entity_id).in_(ids)).order_by(col(Revision.id).desc())
    then = {task_id: old or "" for task_id, at, old in session.connection().execute(changed) if at > moment}
    return now | then


def _reports(session: Session, ids: Collection[int], until: date) -> Mapping[int, tuple[date, int | None]]:
    """Return by task the day it was last reported complete, and its progress before."""
    columns: Any = (StatusMove.task_id, StatusMove.on, StatusMove.progress_before)
    moves: Any = sa.select(*map(col, columns)).where(
        col(StatusMove.to_status) == Status.CLOSING, col(StatusMove.on) <= until, col(StatusMove.task_id).in_(ids)
    )
    ordered = moves.order_by(col(StatusMove.at), col(StatusMove.id))
    return {task_id: (on, before) for task_id, on, before in session.connection().execute(ordered)}


def _names(
    session: Session, ids: Collection[int], judged: Mapping[int, Sequence[JudgedEvidence]]
) -> dict[int, list[str]]:
    """Return by task the names of its evidence that counts, that of merged tasks included; same content once."""
    counted = {
        piece.id: (owner, piece.content)
        for owner, pieces in judged.items()
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

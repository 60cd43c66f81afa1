"""时限与状态变动: every decision that asks less of a task or ends its work, with its reason and its lights."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.model.deadlines import parse_deadline
from tracker.model.enums import DeadlineChange, DecisionState
from tracker.model.rows import DecisionRow, TaskRow
from tracker.model.rows.decisions import NODES, RULES, START, UNRECORDED, reason_of
from tracker.model.rules import transition
from tracker.model.tables import Batch, Extension, Milestone, Revision, Setting, StatusMove, Task
from tracker.model.thresholds import recorded_words
from tracker.queries.as_of import lights_with, moment_after
from tracker.queries.task_rows import list_tasks

_IN_FORCE = (col(Batch.undone_by_id).is_(None), col(Batch.undoes_id).is_(None))
#: A row, its moment, and the columns of its task as they would be without it (None: the light is not asked for).
_Entry = tuple[DecisionRow, datetime, Mapping[str, Any] | None]


def list_decisions(session: Session, today: date, limit: int = 500) -> tuple[DecisionRow, ...]:
    """Return the newest decisions, newest first."""
    entries = [
        *_deadlines(session),
        *_moves(session),
        *((row, moment_after(row.on), None) for row in _plain(session)),
    ]
    entries = sorted(entries, key=lambda entry: entry[0].on, reverse=True)[:limit]
    tasks = _tasks(session, {row.task_id for row, *_ in entries if row.task_id}, today)
    shown = [entry for entry in entries if not entry[0].task_id or entry[0].task_id in tasks]
    wanted = [(row.task_id, row.on, at, changed) for row, at, changed in shown if changed is not None]
    lights = iter(lights_with(session, tasks.values(), wanted))
    return tuple(
        _complete(row, tasks, next(lights) if changed is not None else (None, None)) for row, _, changed in shown
    )


def _plain(session: Session) -> Iterator[DecisionRow]:
    """Yield what no light is asked for."""
    yield from list_unrecorded(session)
    yield from _reasoned(session)
    yield from _rules(session)


def _tasks(session: Session, ids: set[int], today: date) -> dict[int, TaskRow]:
    return {task.id: task for task in list_tasks(session, today, col(Task.id).in_(ids))}


def _complete(row: DecisionRow, tasks: Mapping[int, TaskRow], lights: Any) -> DecisionRow:
    task = tasks.get(row.task_id)
    named = replace(row, before=lights[0], after=lights[1])
    return replace(named, code=task.code, title=task.title) if task is not None else named


def _deadlines(session: Session) -> Iterator[_Entry]:
    """Yield the rows of changed deadlines; an application is dated when it was made, all else when it was decided."""
    numbers: dict[int, int] = {}
    moments = _moments(session, Extension)
    for row in session.exec(select(Extension).order_by(col(Extension.id))):
        granted = row.state is DecisionState.GRANTED
        counts = granted and row.counts
        numbers[row.task_id] = numbers.get(row.task_id, 0) + counts
        on = row.decided_on or row.requested_on
        if on is None:
            continue
        before = {
            "due_text": row.from_text,
            "due_on": row.from_on,
            "due_kind": parse_deadline(row.from_text, row.from_on).kind,
        }
        yield (
            DecisionRow(
                on,
                row.kind.word,
                _due(row.from_text, row.from_on),
                _due(row.to_text, row.to_on),
                task_id=row.task_id,
                state="" if granted else row.state.word,
                number=numbers[row.task_id] if counts else 0,
                reason=row.reason or row.answer,
                decided_by=row.decided_by,
                late_days=row.late_days,
            ),
            moments.get(row.id, moment_after(on)),
            before if granted else None,
        )


def _moments(session: Session, table: type[Extension]) -> dict[int, datetime]:
    """Return by row of a table when it came."""
    born = col(Revision.entity) == table.__tablename__, col(Revision.field) == "", col(Batch.undoes_id).is_(None)
    statement: Any = (
        sa.select(col(Revision.entity_id), col(Batch.at)).join(Batch, col(Batch.id) == Revision.batch_id).where(*born)
    )
    return dict(session.connection().execute(statement).all())


def _due(text: str, on: date | None) -> str:
    return on.isoformat() if on is not None else text or "空"


def _moves(session: Session) -> Iterator[_Entry]:
    """Yield the moves of status that need a reason, a decision or proof."""
    for row in session.exec(select(StatusMove).order_by(col(StatusMove.id))):
        move = transition(row.from_status, row.to_status)
        if move is None or not (move.needs_reason or move.needs_decider or move.needs_closing):
            continue
        until = f"（至 {row.until.isoformat()}）" if row.until is not None else ""
        decision = DecisionRow(
            row.on,
            move.act,
            row.from_status.word,
            f"{row.to_status.word}{until}",
            task_id=row.task_id,
            reason=row.reason,
            decided_by=row.decided_by,
        )
        yield decision, row.at, {"status": row.from_status}


def list_unrecorded(session: Session) -> tuple[DecisionRow, ...]:
    """Return the moves of a deadline to a later day, after the task was assigned, that no row tells of."""
    statement: Any = (
        sa.select(Revision, Batch)
        .join(Batch, col(Batch.id) == Revision.batch_id)
        .where(col(Revision.entity) == "task", col(Revision.field).in_(("due_on", "status")), *_IN_FORCE)
        .order_by(col(Revision.id))
    )
    columns: Any = (col(Extension.task_id), col(Extension.to_on))
    recorded = {tuple(row) for row in session.connection().execute(sa.select(*columns))}
    assigned: set[int] = set()  # until then a deadline is a draft
    rows = []
    for revision, batch in session.exec(statement):
        if revision.field == "status":
            assigned.add(revision.entity_id)
            continue
        old, new = (date.fromisoformat(value) if value else None for value in (revision.old, revision.new))
        later = old is not None and new is not None and new > old
        if later and revision.entity_id in assigned and (revision.entity_id, new) not in recorded:
            on, number = batch.at.astimezone().date(), revision.id
            late = max(0, (on - old).days) if old is not None else 0
            sides = (revision.old, revision.new)
            rows.append(
                DecisionRow(
                    on,
                    UNRECORDED,
                    *sides,
                    task_id=revision.entity_id,
                    decided_by="",
                    late_days=late,
                    revision_id=number,
                )
            )
    return tuple(rows)


def _reasoned(session: Session) -> Iterator[DecisionRow]:
    """Yield acts on nodes and start dates that less is due by: their label keeps the reason."""
    node = sa.and_(col(Revision.entity) == Milestone.__tablename__, col(Revision.field).in_(("due_on", "weight", "")))
    start = sa.and_(col(Revision.entity) == Task.__tablename__, col(Revision.field) == "start_on")
    statement: Any = (
        sa.select(Revision, Batch)
        .join(Batch, col(Batch.id) == Revision.batch_id)
        .where(sa.or_(node, start), col(Batch.label).contains("："), *_IN_FORCE)
        .order_by(col(Revision.id))
    )
    for revision, batch in session.exec(statement):
        old, new = (_node_words(revision, side) for side in (revision.old, revision.new))
        kind = START if revision.field == "start_on" else NODES
        reason, decider = reason_of(batch.label)
        on = batch.at.astimezone().date()
        yield DecisionRow(
            on, kind, old, new, task_id=revision.task_id, reason=reason, decided_by=decider or batch.actor
        )


def _node_words(revision: Revision, side: Any) -> str:
    if isinstance(side, dict):
        return f"{side['title']} {side['due_on'] or '未定'}"
    return f"权重 {side}" if revision.field == "weight" else str(side or "空")


def _rules(session: Session) -> Iterator[DecisionRow]:
    """Yield changes of the light rules: they turn lights of many tasks."""
    statement: Any = (
        sa.select(Revision, Batch)
        .join(Batch, col(Batch.id) == Revision.batch_id)
        .where(col(Revision.entity) == Setting.__tablename__, col(Revision.field) == "thresholds", *_IN_FORCE)
    )
    for revision, batch in session.exec(statement):
        old, new = (recorded_words(side or {}) for side in (revision.old, revision.new))
        yield DecisionRow(batch.at.astimezone().date(), RULES, old, new, decided_by=batch.actor)


def list_corrected(session: Session, tasks: Iterable[TaskRow], today: date, days: int) -> dict[int, DecisionRow]:
    """Return by task the correction of the last days that ended an overdue."""
    open_tasks = {task.id for task in tasks if not task.status.settled}
    corrections = select(Extension).where(
        Extension.kind == DeadlineChange.CORRECTION, Extension.state == DecisionState.GRANTED
    )
    shown = {}
    for row in session.exec(corrections.order_by(col(Extension.id))):
        recent = row.decided_on is not None and 0 <= (today - row.decided_on).days < days
        ended = row.late_days > 0 and row.decided_on is not None and (row.to_on is None or row.to_on >= row.decided_on)
        if recent and ended and row.task_id in open_tasks and row.decided_on is not None:
            shown[row.task_id] = DecisionRow(
                row.decided_on, row.kind.word, _due(row.from_text, row.from_on), _due(row.to_text, row.to_on)
            )
    return shown

"""Which notes of progress were written while nobody had been charged with the task yet."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.model.enums import Status
from tracker.model.tables import ProgressEntry, Revision, StatusMove

#: More tasks than this are not named in a statement.
_NAMED = 10_000


@dataclass(frozen=True, slots=True)
class _Written:
    """When a row was written: on which day, and in which act where that is on record."""

    on: date
    batch: int | None

    def before(self, other: "_Written") -> bool:
        """Tell whether a row was written before another; on one day the acts decide, of one act neither is."""
        if self.on != other.on or self.batch is None or other.batch is None:
            return self.on < other.on
        return self.batch < other.batch


@dataclass(frozen=True, slots=True)
class _Move:
    written: _Written
    source: Status
    target: Status


def list_draft_entries(session: Session, ids: Collection[int]) -> frozenset[int]:
    """Return the ids of entries of some tasks that were written while their task waited to be assigned.

    What was written in the act that assigned a task, or after it, is none. An entry handed in for an earlier day
    counts on that day.
    """
    moves = _moves(session, ids)
    drafts = set[int]()
    for number, task_id, written in _entries(session, ids):
        if _status_at(moves.get(task_id, ()), written) is Status.UNASSIGNED:
            drafts.add(number)
    return frozenset(drafts)


def _status_at(moves: Sequence[_Move], written: _Written) -> Status | None:
    """Return the status of a task when something was written, None where no move tells it."""
    status = moves[0].source if moves else None
    for move in moves:
        if written.before(move.written):
            break
        status = move.target
    return status


def _moves(session: Session, ids: Collection[int]) -> dict[int, list[_Move]]:
    """Return by task its moves from status to status, oldest first."""
    columns = (StatusMove.task_id, StatusMove.on, StatusMove.from_status, StatusMove.to_status)
    moves: dict[int, list[_Move]] = defaultdict(list)
    rows = _with_acts(StatusMove, columns, ids).order_by(col(StatusMove.at), col(StatusMove.id))
    for batch, task_id, on, source, target in session.connection().execute(rows):
        moves[task_id].append(_Move(_Written(on, batch), source, target))
    return moves


def _entries(session: Session, ids: Collection[int]) -> list[tuple[int, int, _Written]]:
    """Return the entries of tasks that have a move: their ids, their tasks, and when they were written."""
    columns = (ProgressEntry.id, ProgressEntry.task_id, ProgressEntry.entered_on)
    rows = session.connection().execute(_with_acts(ProgressEntry, columns, ids))
    return [(number, task_id, _Written(on, batch)) for batch, number, task_id, on in rows]


def _with_acts(kind: Any, columns: Sequence[Any], ids: Collection[int]) -> Any:
    """Select columns of the rows of tasks, with the act that wrote each row first; None where none is on record."""
    born: Any = sa.select(sa.func.min(col(Revision.batch_id)))
    born = born.where(
        col(Revision.entity) == kind.__tablename__, col(Revision.field) == "", col(Revision.entity_id) == kind.id
    )
    statement = sa.select(born.scalar_subquery(), *map(col, columns))
    return statement.where(col(kind.task_id).in_(ids)) if len(ids) <= _NAMED else statement

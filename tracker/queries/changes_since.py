"""What other desks wrote since a turn: the same Changes as of an act of one's own, and who did what."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.model.changes import Changes
from tracker.model.tables import Batch, LedgerState, Revision, TaskLink, WorkbookReturn
from tracker.store.engine import why_closed

#: More rows than that are not named one by one: everything is read again.
MOST = 2_000


@dataclass(frozen=True, slots=True)
class OthersAct:
    """An act of somebody else: who, what, and which tasks it touched."""

    actor: str
    label: str
    tasks: frozenset[int] = frozenset()
    batch_id: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """The last turn of the ledger, what was touched since the one asked about (None: nothing), and by whom.

    `closed` says why this program may not write (any more): the ledger was moved, is being or was upgraded.
    """

    seq: int
    changes: Changes | None = None
    acts: tuple[OthersAct, ...] = ()
    closed: str = ""


def look_since(session: Session, last: int | None) -> Look:
    """Return what others wrote after turn `last`; without one only where the ledger stands.

    Acts of this start of the program are left out: the window knows them. A turn without an act (an export, a
    received file) means that everything may have changed.
    """
    names = "seq", "schema_", "min_program", "closed_for", "moved_to", "at"
    state = session.connection().execute(sa.select(*(getattr(LedgerState, name) for name in names))).one()
    seq, closed = state.seq, why_closed(*state[1:])
    if last is None or seq == last:
        return Look(seq, closed=closed)
    columns = (col(column) for column in (Batch.id, Batch.seq, Batch.run, Batch.actor, Batch.label, Batch.at))
    wanted = sa.select(*columns).where(col(Batch.seq) > last, col(Batch.seq) <= seq).order_by(col(Batch.seq))
    batches = session.connection().execute(wanted).all()
    others = [batch for batch in batches if batch.run != session.info.get("run")]
    silent = len({batch.seq for batch in batches}) < seq - last
    numbers = [batch.id for batch in others]
    changes, tasks = _touched(session, numbers), _tasks_of(session, numbers)
    acts = tuple(OthersAct(batch.actor, batch.label, tasks[batch.id], batch.id, batch.at) for batch in others)
    if silent or seq < last:
        changes = Changes(everything=True)
    return Look(seq, changes if others or silent or seq < last else None, acts, closed)


def _tasks_of(session: Session, batch_ids: list[int]) -> dict[int, frozenset[int]]:
    """Return by act which tasks it touched, however many."""
    wanted = sa.select(col(Revision.batch_id), col(Revision.task_id)).where(col(Revision.batch_id).in_(batch_ids))
    tasks: dict[int, set[int]] = {number: set() for number in batch_ids}
    for number, task in session.connection().execute(wanted.distinct()):
        if task is not None:
            tasks[number].add(task)
    return {number: frozenset(touched) for number, touched in tasks.items()}


def _touched(session: Session, batch_ids: list[int]) -> Changes:
    """Return what acts touched, joined."""
    named = Revision.entity, Revision.entity_id, Revision.task_id, Revision.indicator_id
    wanted = sa.select(*(col(column) for column in named)).where(col(Revision.batch_id).in_(batch_ids))
    rows = session.connection().execute(wanted.distinct().limit(MOST + 1)).all()
    tasks = {row.task_id for row in rows if row.task_id}
    indicators = {row.indicator_id for row in rows if row.indicator_id}
    returns = {row.entity_id for row in rows if row.entity == WorkbookReturn.__tablename__}
    nameless = any(
        not row.task_id and not row.indicator_id and row.entity != WorkbookReturn.__tablename__ for row in rows
    )
    links = any(row.entity == TaskLink.__tablename__ for row in rows)  # the other end changed as well
    everything = len(rows) > MOST or nameless or links
    if everything:
        return Changes(everything=True)
    return Changes(tasks=frozenset(tasks), indicators=frozenset(indicators), returns=frozenset(returns))


def words_of(acts: tuple[OthersAct, ...]) -> str:
    """Return 「王敏 改了 3 项任务」, gathered by person; "" for none.

    A task that several acts touched is one. Acts on no task (observations, offices, settings) are named by what they
    did, several of them by the newest and how many more there are.
    """
    by_actor: dict[str, list[OthersAct]] = {}
    for act in acts:
        by_actor.setdefault(act.actor or "别人", []).append(act)
    return "；".join(_words_of(actor, done) for actor, done in by_actor.items())


def writer_of(acts: tuple[OthersAct, ...]) -> str:
    """Return who wrote last and when, 「王敏 10:42」; 「别人 10:42」 where several people did, "" for no act."""
    if not acts:
        return ""
    actors, at = {act.actor for act in acts}, acts[-1].at
    who = acts[-1].actor if len(actors) == 1 and acts[-1].actor else "别人"
    return f"{who} {at.astimezone():%H:%M}" if at is not None else who


def _words_of(actor: str, acts: list[OthersAct]) -> str:
    tasks = frozenset[int]().union(*(act.tasks for act in acts))
    other = [act.label for act in acts if not act.tasks]
    more = f"{other[-1]} 等 {len(other):,} 次操作" if len(other) > 1 else "".join(other)
    if not tasks:
        return f"{actor}：{more}"
    return f"{actor} 改了 {len(tasks):,} 项任务" + (f"，另有 {more}" if more else "")

"""What other desks wrote since a turn: the same Changes as of an act of one's own, and who did what."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.model.changes import Changes
from tracker.model.tables import Batch, LedgerState, Revision, TaskLink, WorkbookReturn
from tracker.store.engine import why_closed

#: More rows than that are not named one by one: everything is read again.
MOST = 2_000


@dataclass(frozen=True, slots=True)
class OthersAct:
    """An act of somebody else: who, what, and how many tasks it touched."""

    actor: str
    label: str
    tasks: int
    batch_id: int = 0


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
    columns = (col(column) for column in (Batch.id, Batch.seq, Batch.run, Batch.actor, Batch.label))
    wanted = sa.select(*columns).where(col(Batch.seq) > last, col(Batch.seq) <= seq).order_by(col(Batch.seq))
    batches = session.connection().execute(wanted).all()
    others = [batch for batch in batches if batch.run != session.info.get("run")]
    silent = len({batch.seq for batch in batches}) < seq - last
    changes, counts = _touched(session, [batch.id for batch in others])
    acts = tuple(OthersAct(batch.actor, batch.label, counts.get(batch.id, 0), batch.id) for batch in others)
    if silent or seq < last:
        changes = Changes(everything=True)
    return Look(seq, changes if others or silent or seq < last else None, acts, closed)


def _touched(session: Session, batch_ids: list[int]) -> tuple[Changes, dict[int, int]]:
    """Return what acts touched, joined, and how many tasks each."""
    named = Revision.batch_id, Revision.entity, Revision.entity_id, Revision.task_id, Revision.indicator_id
    wanted = sa.select(*(col(column) for column in named)).where(col(Revision.batch_id).in_(batch_ids))
    rows = session.connection().execute(wanted.distinct().limit(MOST + 1)).all()
    tasks = {row.task_id for row in rows if row.task_id}
    indicators = {row.indicator_id for row in rows if row.indicator_id}
    returns = {row.entity_id for row in rows if row.entity == WorkbookReturn.__tablename__}
    nameless = any(
        not row.task_id and not row.indicator_id and row.entity != WorkbookReturn.__tablename__ for row in rows
    )
    links = any(row.entity == TaskLink.__tablename__ for row in rows)  # the other end changed as well
    counts = {
        number: len({row.task_id for row in rows if row.batch_id == number and row.task_id}) for number in batch_ids
    }
    everything = len(rows) > MOST or nameless or links
    listed = Changes(tasks=frozenset(tasks), indicators=frozenset(indicators), returns=frozenset(returns))
    return (Changes(everything=True) if everything else listed), counts


def words_of(acts: tuple[OthersAct, ...]) -> str:
    """Return 「王敏 改了 3 项任务」, gathered by person; "" for none."""
    by_actor: dict[str, list[OthersAct]] = {}
    for act in acts:
        by_actor.setdefault(act.actor or "别人", []).append(act)
    parts = []
    for actor, done in by_actor.items():
        tasks = sum(act.tasks for act in done)
        parts.append(f"{actor} 改了 {tasks:,} 项任务" if tasks else f"{actor}：{done[-1].label}")
    return "；".join(parts)

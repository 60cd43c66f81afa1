"""Taking an act back: the inverse of every revision of its batch, or nothing at all."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.enums import BatchSource
from tracker.model.tables import Batch, Revision
from tracker.queries.history import last_act
from tracker.queries.wording import Wording
from tracker.services.acting import begin
from tracker.store.history import TRACKED, from_plain, to_plain


def undo_batch(session: Session, batch_id: int | None = None) -> Changes:
    """Take back one act (the newest without a number) as an act of its own.

    Raises InputError when there is no such act, RuleError when a later change stands on it.
    """
    batch = _the_batch(session, batch_id)
    revisions = session.exec(
        select(Revision).where(Revision.batch_id == batch.id).order_by(col(Revision.id).desc())
    ).all()
    _refuse_covered(session, batch, revisions)
    undo = begin(session, f"撤销：{batch.label}", BatchSource.UNDO)
    undo.undoes_id = batch.id
    with session.no_autoflush:
        for revision in revisions:
            _invert(session, revision)
    _mark(session, batch, undo)
    return Changes(
        undo.label,
        undo.id,
        frozenset(one.task_id for one in revisions if one.task_id),
        frozenset(one.indicator_id for one in revisions if one.indicator_id),
        everything=any(one.task_id is None and one.indicator_id is None for one in revisions),
    )


def _the_batch(session: Session, batch_id: int | None) -> Batch:
    batch = last_act(session) if batch_id is None else session.get(Batch, batch_id)
    if batch is None:
        raise InputError("没有可以撤销的操作。" if batch_id is None else f"没有编号为 {batch_id} 的操作批次。")
    if batch.undone_by_id is not None:
        raise InputError(f"“{batch.label}”已经撤销过了。")
    if batch.source is BatchSource.SEED:
        raise InputError("初始目录不能撤销；不需要的任务可以取消。")
    return batch


def _mark(session: Session, batch: Batch, undo: Batch) -> None:
    batch.undone_by_id = undo.id
    if batch.undoes_id is not None:
        # Undoing an undo puts the first act in force again.
        first = session.get(Batch, batch.undoes_id)
        if first is not None:
            first.undone_by_id = None
    session.flush()


def _refuse_covered(session: Session, batch: Batch, revisions: Sequence[Revision]) -> None:
    """Refuse when another act that stands has since changed the same field or hangs on a row made here."""
    made = {(one.entity, one.entity_id) for one in revisions if not one.field and one.new is not None}
    fields = {(one.entity, one.entity_id, one.field) for one in revisions}
    owners = {entity_id for entity, entity_id in made if entity == "task"}
    for later, its_batch in _later(session, batch):
        row = (later.entity, later.entity_id)
        if (*row, later.field) in fields or row in made or later.task_id in owners:
            words = Wording(session).field(later)
            when = its_batch.at.astimezone().strftime("%m-%d %H:%M")
            raise RuleError(
                f"“{batch.label}”不能撤销：{when} 的“{its_batch.label}”又改过其中的{words}；请先撤销那一次。"
            )


def _later(session: Session, batch: Batch) -> Sequence[Any]:
    """Return (revision, batch) of the acts after this one that are in force; undos count through what they undid."""
    statement = (
        select(Revision, Batch)
        .join(Batch, col(Batch.id) == Revision.batch_id)
        .where(col(Revision.batch_id) > batch.id, col(Batch.undone_by_id).is_(None), col(Batch.undoes_id).is_(None))
        .order_by(col(Revision.id))
    )
    return session.exec(statement).all()


def _invert(session: Session, revision: Revision) -> None:
    entity: Any = TRACKED[revision.entity]
    if not revision.field:
        session.flush()  # rows come and go in the order of the act; fields of one row go together
    if not revision.field and revision.old is not None:
        session.add(entity(**{key: from_plain(entity, key, value) for key, value in revision.old.items()}))
        return
    row = session.get(entity, revision.entity_id)
    if row is None:
        raise RuleError("要撤销的内容已被删除；请先撤销那一次删除。")
    if not revision.field:
        session.delete(row)
        return
    if to_plain(getattr(row, revision.field)) != revision.new:
        raise RuleError(f"要撤销的{Wording(session).field(revision)}后来又变了；没有撤销。")
    setattr(row, revision.field, from_plain(entity, revision.field, revision.old))

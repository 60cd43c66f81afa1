"""Taking an act back, or doing it again: the inverse of every revision of its batch, or nothing at all."""

from collections import defaultdict
from collections.abc import Sequence, Set
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.enums import BatchSource, Status
from tracker.model.rules import check_lead_office
from tracker.model.tables import Batch, Revision, Setting, Task, TaskLink
from tracker.queries.history import last_act, last_undone
from tracker.queries.wording import Wording
from tracker.services.acting import begin, facts_of
from tracker.store.history import SETTING, TRACKED, from_plain, to_plain, write_setting

#: Fields of a task that the rules of its status ask for; "" is the task itself.
_CARRYING = frozenset({"", "status", "lead_office_id", "closing_statement"})
_AT_ONCE = 500  # ids in one statement


def undo_batch(session: Session, batch_id: int | None = None) -> Changes:
    """Take back one act (the newest without a number) as an act of its own.

    Raises InputError when there is no such act, RuleError when a later change stands on it.
    """
    batch = _the_batch(session, batch_id)
    revisions = session.exec(
        select(Revision).where(Revision.batch_id == batch.id).order_by(col(Revision.id).desc())
    ).all()
    _refuse_covered(session, batch, revisions)
    undo = begin(session, _label(batch), BatchSource.UNDO)
    undo.undoes_id = batch.id
    label = batch.label  # not to be read any more once the database has refused
    try:
        with session.no_autoflush:
            _invert_all(session, revisions)
        session.flush()
    except IntegrityError as error:
        raise RuleError(f"“{label}”不能撤销：后来又加了同样的内容；请先撤销那一次。") from error
    _refuse_broken(session, batch, tasks_of([one for one in revisions if _carries(one)]))
    _mark(session, batch, undo)
    return Changes(
        undo.label,
        undo.id,
        tasks_of(revisions),
        frozenset(one.indicator_id for one in revisions if one.indicator_id),
        everything=any(one.task_id is None and one.indicator_id is None for one in revisions),
    )


def tasks_of(revisions: Sequence[Revision]) -> frozenset[int]:
    """Return the ids of the tasks these changes touch: of a link both ends."""
    found = {one.task_id for one in revisions if one.task_id}
    links = (one.new or one.old for one in revisions if one.entity == TaskLink.__tablename__ and not one.field)
    found.update(end for link in links for end in (link["from_id"], link["to_id"]))
    moved = (one for one in revisions if one.entity == TaskLink.__tablename__ and one.field == "to_id")
    return frozenset(found.union(*((one.old, one.new) for one in moved)))


def redo_batch(session: Session) -> Changes:
    """Do again what was undone last. Raises InputError when nothing was, or when there was another act since."""
    undo = last_undone(session)
    if undo is None:
        raise InputError("没有可以重做的操作。")
    return undo_batch(session, undo.id)


def _label(batch: Batch) -> str:
    """Return 撤销：… for taking an act back and 重做：… for taking that back again, however often."""
    act = batch.label.removeprefix("撤销：").removeprefix("重做：") if batch.undoes_id else batch.label
    return f"重做：{act}" if batch.undoes_id and batch.label.startswith("撤销：") else f"撤销：{act}"


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
    """Undoing an undo puts the first act in force again, undoing that takes it out of force again, and so on."""
    batch.undone_by_id = undo.id
    while batch.undoes_id is not None:
        by, batch = batch, session.exec(select(Batch).where(Batch.id == batch.undoes_id)).one()
        batch.undone_by_id = by.id if by.undone_by_id is None else None
    session.flush()


def _carries(revision: Revision) -> bool:
    """Tell whether a status may rest on what was changed: an act on 10,000 owners breaks none."""
    return revision.entity in ("evidence", "task_link") or (revision.entity == "task" and revision.field in _CARRYING)


def _refuse_broken(session: Session, batch: Batch, task_ids: Set[int]) -> None:
    """Refuse to take away what the present status of a task rests on: its lead office, the proof of its end."""
    for task_id in task_ids:
        task = session.get(Task, task_id)
        if task is None:
            continue
        facts = facts_of(session, task)
        if task.status is Status.CLOSED and not (facts.evidence and facts.closing_statement):
            raise RuleError(f"“{batch.label}”不能撤销：{task.code} 已凭它销号；请先重新打开任务。")
        check_lead_office(task.status, facts.lead_office)


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


def _invert_setting(session: Session, revision: Revision) -> None:
    kept = session.get(Setting, revision.field)
    if (kept.value if kept is not None else None) != revision.new:
        raise RuleError(f"要撤销的{Wording(session).field(revision)}后来又变了；没有撤销。")
    write_setting(session, revision.field, revision.old)


def _invert_all(session: Session, revisions: Sequence[Revision]) -> None:
    """Invert revisions, newest first; rows come and go in the order of the act, alike ones together."""
    held = _rows_of(session, revisions)
    before = ""
    for revision in revisions:
        now = "" if revision.field else f"{revision.entity} {'came' if revision.old is None else 'went'}"
        if now != before:
            session.flush()
        before = now
        _invert(session, revision)
    del held


def _rows_of(session: Session, revisions: Sequence[Revision]) -> list[Any]:
    """Return the rows these changes are about, read together; while they are held, the session knows them."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for one in revisions:
        if one.entity != SETTING:
            wanted[one.entity].add(one.entity_id)
    held: list[Any] = []
    for name, ids in wanted.items():
        entity: Any = TRACKED[name]
        ordered = sorted(ids)
        for first in range(0, len(ordered), _AT_ONCE):
            held += session.exec(select(entity).where(entity.id.in_(ordered[first : first + _AT_ONCE]))).all()
    return held


def _invert(session: Session, revision: Revision) -> None:
    if revision.entity == SETTING:
        _invert_setting(session, revision)
        return
    entity: Any = TRACKED[revision.entity]
    row = session.get(entity, revision.entity_id)
    if not revision.field and revision.old is not None:
        if row is not None:
            raise RuleError("要撤销的删除已经撤销过了；没有撤销。")
        session.add(entity(**{key: from_plain(entity, key, value) for key, value in revision.old.items()}))
        return
    if row is None:
        raise RuleError("要撤销的内容已被删除；请先撤销那一次删除。")
    if not revision.field:
        session.delete(row)
        return
    if to_plain(getattr(row, revision.field)) != revision.new:
        raise RuleError(f"要撤销的{Wording(session).field(revision)}后来又变了；没有撤销。")
    setattr(row, revision.field, from_plain(entity, revision.field, revision.old))

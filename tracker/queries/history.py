"""What happened: acts for people, revisions of one task, and which act undo would take back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tracker.model.enums import BatchSource
from tracker.model.rows import ActRow, RevisionRow
from tracker.model.tables import (
    Article,
    ArticleFile,
    Batch,
    Indicator,
    Revision,
    SentenceMark,
    Task,
    TaskLink,
    WorkbookReturn,
)
from tracker.queries.wording import SILENT_FIELDS, Wording
from tracker.store.seed import FIRST, UPDATE

#: What an act on one task is about, the most telling first.
_TELLING = ("status", "due_on", "progress", "thresholds")


def list_acts(
    session: Session, limit: int = 50, until: datetime | None = None, *, folded: bool = False
) -> tuple[ActRow, ...]:
    """Return the newest acts (until a moment, counted), newest first; taking the catalogue in is not one.

    With `folded` an act that was taken back is left out together with what took it back.
    """
    wanted = select(Batch).where(col(Batch.source) != BatchSource.SEED)
    if until is not None:
        wanted = wanted.where(col(Batch.at) <= until)
    if folded:
        undo = aliased(Batch)
        undone = sa.exists().where(col(undo.id) == col(Batch.undone_by_id))
        if until is not None:
            undone = undone.where(col(undo.at) <= until)
        wanted = wanted.where(col(Batch.undoes_id).is_(None), ~undone)
    batches = session.exec(wanted.order_by(col(Batch.at).desc(), col(Batch.id).desc()).limit(limit)).all()
    sums = _sums(session, [batch.id for batch in batches])
    single = _of_one_row(session, sums.values())
    words = Wording(session)
    return tuple(_act(batch, sums.get(batch.id), single.get(batch.id, ()), words) for batch in batches)


#: What is listed of an act and counted as its changes: not the books kept about workbooks.
_IS_SHOWN = sa.and_(
    col(Revision.field).not_in(SILENT_FIELDS), col(Revision.entity).not_in(("workbook_return", "return_decision"))
)
#: A change of a value.
_IS_FIELD = sa.and_(_IS_SHOWN, col(Revision.field) != "")


def _sums(session: Session, batch_ids: Sequence[int]) -> dict[int, Any]:
    """Return by batch how much it changed; an act on 100,000 tasks is counted by the database."""
    entity, row = (sa.case((_IS_FIELD, column)) for column in (col(Revision.entity), col(Revision.entity_id)))
    statement: Any = (
        sa.select(
            col(Revision.batch_id), sa.func.count().label("changes"), sa.func.count(entity).label("fields"),
            sa.func.min(Revision.task_id).label("first_task"), sa.func.max(Revision.task_id).label("last_task"),
            sa.func.min(entity).label("first_entity"), sa.func.max(entity).label("last_entity"),
            sa.func.min(row).label("first_row"), sa.func.max(row).label("last_row"),
        )
        .where(col(Revision.batch_id).in_(batch_ids), _IS_SHOWN)
        .group_by(col(Revision.batch_id))
    )  # fmt: skip
    return {revision.batch_id: revision for revision in session.exec(statement)}


def _of_one_row(session: Session, sums: Iterable[Any]) -> dict[int, list[Revision]]:
    """Return the changed values of those batches that are about one row only."""
    alike = [
        act.batch_id
        for act in sums
        if act.fields and act.first_entity == act.last_entity and act.first_row == act.last_row
    ]
    by_batch: dict[int, list[Revision]] = defaultdict(list)
    wanted = select(Revision).where(col(Revision.batch_id).in_(alike), _IS_FIELD)
    for revision in session.exec(wanted.where(col(Revision.field).not_in(SILENT_FIELDS)).order_by(col(Revision.id))):
        by_batch[revision.batch_id].append(revision)
    return by_batch


def of_this_desk(session: Session, run: str = "") -> tuple[Any, ...]:
    """Return the conditions of acts of this desk and this actor; with `run` only those since that start.

    An act from before desks had names counts as this desk's where the actor is the same.
    """
    desk, actor = (session.info.get(name, "") for name in ("desk", "actor"))
    own = (col(Batch.desk).in_((desk, "")), col(Batch.actor) == actor)
    return (*own, col(Batch.run) == run) if run else own


def last_act(session: Session, run: str = "", *, anyone: bool = False) -> Batch | None:
    """Return the newest act in force of this desk and this actor, with `run` of that start; None without one.

    With `anyone` it is the newest of all.
    """
    in_force = (
        select(Batch)
        .where(col(Batch.undone_by_id).is_(None), col(Batch.undoes_id).is_(None))
        .where(col(Batch.source) != BatchSource.DEMO)
        .where((col(Batch.source) != BatchSource.SEED) | col(Batch.label).not_in([FIRST, UPDATE]))
        .where(select(Revision.id).where(Revision.batch_id == Batch.id).exists())  # a restore changed nothing
    )
    if not anyone:
        in_force = in_force.where(*of_this_desk(session, run))
    return session.exec(in_force.order_by(col(Batch.id).desc()).limit(1)).first()


def last_undone(session: Session, run: str = "") -> Batch | None:
    """Return the undo that redo takes back: the newest that stands, unless an act of another kind came after it.

    Only acts of this desk and this actor count, with `run` only those since that start.
    """
    own = of_this_desk(session, run)
    undos = {undo.id: undo for undo in session.exec(select(Batch).where(col(Batch.undoes_id).is_not(None), *own))}
    in_force = (undo for undo in undos.values() if undo.undone_by_id is None and _takes_back(undo, undos))
    newest = max(in_force, key=lambda undo: undo.id, default=None)
    if newest is None:
        return None
    since = select(Batch.id).where(col(Batch.id) > newest.id, col(Batch.undoes_id).is_(None), *own).limit(1)
    return newest if session.exec(since).first() is None else None


def _takes_back(undo: Batch, undos: Mapping[int, Batch]) -> bool:
    """Tell whether an undo takes its act out of force; the undo of an undo puts it in force again."""
    depth = 1
    while (below := undos.get(undo.undoes_id or 0)) is not None:
        undo, depth = below, depth + 1
    return depth % 2 == 1


def list_revisions(session: Session, task_id: int, limit: int = 200) -> tuple[RevisionRow, ...]:
    """Return the recorded changes of one task, newest first."""
    return _list_about(session, _about(task_id), limit)


def list_source_revisions(session: Session, source_id: int, limit: int = 200) -> tuple[RevisionRow, ...]:
    """Return the recorded changes of one source, its files and marked sentences, newest first; not of its tasks."""
    own = sa.and_(col(Revision.entity) == Article.__tablename__, col(Revision.entity_id) == source_id)
    sides = (col(side)["article_id"].as_integer() for side in (Revision.old, Revision.new))
    files = sa.and_(
        col(Revision.entity).in_((ArticleFile.__tablename__, SentenceMark.__tablename__)),
        col(Revision.field) == "",
        sa.or_(*(side == source_id for side in sides)),
    )
    return _list_about(session, sa.or_(own, files), limit)


def _list_about(session: Session, condition: Any, limit: int) -> tuple[RevisionRow, ...]:
    statement: Any = (
        sa.select(Revision, Batch)
        .join(Batch, col(Batch.id) == Revision.batch_id)
        .where(condition, col(Revision.field).not_in(SILENT_FIELDS))
        .order_by(col(Batch.at).desc(), col(Revision.id).desc())
        .limit(limit)
    )
    rows = session.exec(statement).all()
    words = Wording(session)
    subjects = _subjects(session, [row[0] for row in rows])
    files = _files(session, {batch.id for _, batch in rows if batch.source is BatchSource.IMPORT})
    return tuple(_revision(revision, batch, files.get(batch.id), words, subjects) for revision, batch in rows)


def list_act_changes(session: Session, batch_id: int, limit: int) -> tuple[RevisionRow, ...]:
    """Return what one act changed, in its order."""
    statement: Any = (
        sa.select(Revision, Batch)
        .join(Batch, col(Batch.id) == Revision.batch_id)
        .where(col(Revision.batch_id) == batch_id, _IS_SHOWN)
        .order_by(col(Revision.id))
        .limit(limit)
    )
    rows = session.exec(statement).all()
    words, subjects = Wording(session), _subjects(session, [row[0] for row in rows])
    return tuple(_revision(revision, batch, None, words, subjects) for revision, batch in rows)


def _about(task_id: int) -> Any:
    """Return the condition of changes of a task; a link that points at it is one as well."""
    ends = (col(side)["to_id"].as_integer() for side in (Revision.old, Revision.new))
    pointing = sa.and_(col(Revision.entity) == TaskLink.__tablename__, sa.or_(*(end == task_id for end in ends)))
    return sa.or_(col(Revision.task_id) == task_id, pointing)


def _files(session: Session, batch_ids: set[int]) -> dict[int, str]:
    """Return by batch id the workbook an import came from; a file may be taken in by several acts."""
    named = select(Revision.batch_id, WorkbookReturn.file_name).where(
        Revision.entity == "workbook_return", WorkbookReturn.id == Revision.entity_id
    )
    return dict(session.exec(named.where(col(Revision.batch_id).in_(batch_ids)).distinct()).all())


def _revision(
    revision: Revision, batch: Batch, file: str | None, words: Wording, subjects: dict[int, str]
) -> RevisionRow:
    return RevisionRow(
        id=revision.id,
        at=batch.at,
        actor=batch.actor,
        source=batch.source,
        label=batch.label,
        subject=subjects[revision.id],
        field=words.field(revision),
        old=words.old(revision),
        new=words.new(revision),
        batch_id=batch.id,
        file=file or "",
    )


def _subjects(session: Session, revisions: Sequence[Revision]) -> dict[int, str]:
    """Return by revision id the 编号 of its task or the name of its indicator."""
    tasks = _names(session, Task.id, Task.code, {revision.task_id for revision in revisions})
    indicators = _names(session, Indicator.id, Indicator.name, {revision.indicator_id for revision in revisions})
    return {
        revision.id: tasks.get(revision.task_id or 0) or indicators.get(revision.indicator_id or 0, "")
        for revision in revisions
    }


def _names(session: Session, key: Any, name: Any, ids: Iterable[int | None]) -> dict[int, str]:
    return dict(session.exec(select(key, name).where(col(key).in_([number for number in ids if number]))).all())


def _act(batch: Batch, sums: Any, fields: Sequence[Revision], words: Wording) -> ActRow:
    alone = sums is not None and sums.first_task == sums.last_task
    return ActRow(
        batch_id=batch.id,
        at=batch.at,
        label=batch.label,
        detail=_detail(sums, fields, words) if sums is not None else "",
        source=batch.source,
        undone=batch.undone_by_id is not None,
        task_id=sums.first_task if alone else None,
        actor=batch.actor,
    )


def _detail(sums: Any, fields: Sequence[Revision], words: Wording) -> str:
    telling = _telling(fields)
    if telling is not None:
        return f"{words.old(telling) or '—'} → {words.new(telling) or '—'}"
    return f"{sums.changes:,} 项变更"


def _telling(fields: Sequence[Revision]) -> Revision | None:
    """Return the one change that says what an act on one row was about, None when there is no such one."""
    if len(fields) == 1:
        return fields[0]
    return next((revision for name in _TELLING for revision in fields if revision.field == name), None)


def who_removed(session: Session, entity: str, entity_id: int) -> str:
    """Return who took a row away last, "" where the history does not tell."""
    wanted = (
        select(Batch.actor)
        .where(Revision.batch_id == Batch.id, Revision.entity == entity, Revision.entity_id == entity_id)
        .where(Revision.field == "", col(Revision.old).is_not(None))
        .order_by(col(Revision.id).desc())
    )
    return session.exec(wanted).first() or ""

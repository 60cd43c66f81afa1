"""Taking an act back, or doing it again: the inverse of every revision of its batch, or nothing at all."""

from collections.abc import Sequence, Set
from typing import Any

from sqlalchemy import select as sql_select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.enums import BatchSource, Status
from tracker.model.rules import check_lead_office, without_done
from tracker.model.tables import Attachment, Batch, Revision, Task, TaskLink, WorkbookExportRow, WorkbookReturn
from tracker.queries.current_rows import CLEANED
from tracker.queries.evidence import count_evidence
from tracker.queries.history import last_act, last_undone
from tracker.queries.wording import Wording
from tracker.services.undo_inverse import Step, invert_all
from tracker.services.write_basics import begin
from tracker.store.backups.beforehand import backed_up_beforehand
from tracker.store.backups.keeping import Reason
from tracker.store.bulk_update import read_columns
from tracker.store.seed import FIRST, UPDATE

#: Fields of a task that the rules of its status ask for; "" is the task itself.
_CARRYING = frozenset({"", "status", "lead_office_id", "closing_statement"})
_AT_ONCE = 500  # ids in one statement


def undo_batch(
    session: Session,
    batch_id: int | None = None,
    step: Step | None = None,
    *,
    others: bool = False,
) -> Changes:
    """Take back one act as an act of its own; `step` hears how far it is.

    Without a number it is the newest act in force of this desk and this actor since the program was started. `others`
    allows an act of another desk or another person. Raises InputError when there is no such act, RuleError when it is
    somebody else's or a later change stands on it.
    """
    batch = find_batch(session, batch_id)
    if not others and is_others(session, batch):
        raise RuleError(f"{whose(batch)}没有撤销；确实要撤销，请勾选确认（命令行用 --others）。")
    revisions = revisions_of(session, batch)
    if not revisions:
        raise InputError(f"“{batch.label}”里没有可以撤销的内容。")
    _refuse_covered(session, batch, revisions)
    _refuse_cleaned(session, batch, revisions)
    with backed_up_beforehand(session, Reason.UNDO, len(revisions)):
        undo = _invert(session, batch, revisions, step)
    return Changes(
        undo.label,
        undo.id,
        tasks_of(revisions),
        frozenset(revision.indicator_id for revision in revisions if revision.indicator_id),
        everything=any(revision.task_id is None and revision.indicator_id is None for revision in revisions),
    )


def _invert(session: Session, batch: Batch, revisions: Sequence[Any], step: Step | None) -> Batch:
    """Write the act that takes another back."""
    undo = begin(session, _label(batch), BatchSource.UNDO)
    undo.undoes_id = batch.id
    label = batch.label  # not to be read any more once the database has refused
    try:
        with session.no_autoflush:
            invert_all(session, revisions, step)
        session.flush()
    except IntegrityError as error:
        raise RuleError(f"“{label}”不能撤销：后来又加了同样的内容；请先撤销那一次。") from error
    _refuse_broken(session, batch, tasks_of([revision for revision in revisions if _carries(revision)]))
    _mark(session, batch, undo)
    return undo


def revisions_of(session: Session, batch: Batch) -> Sequence[Any]:
    """Return the changes of an act, newest first, as plain rows: an object for each would be read again and again."""
    columns = Revision.__table__.columns  # type: ignore[attr-defined]
    statement = sql_select(*columns).where(columns.batch_id == batch.id).order_by(columns.id.desc())
    return session.connection().execute(statement).all()


def tasks_of(revisions: Sequence[Revision]) -> frozenset[int]:
    """Return the ids of the tasks these changes touch: of a link both ends."""
    tasks = {revision.task_id for revision in revisions if revision.task_id}
    links = (
        revision.new or revision.old
        for revision in revisions
        if revision.entity == TaskLink.__tablename__ and not revision.field
    )
    tasks.update(end for link in links for end in (link["from_id"], link["to_id"]))
    moved = (
        revision for revision in revisions if revision.entity == TaskLink.__tablename__ and revision.field == "to_id"
    )
    return frozenset(tasks.union(*((revision.old, revision.new) for revision in moved)))


def redo_batch(session: Session, step: Step | None = None) -> Changes:
    """Do again what this desk and this actor undid last since the program was started.

    Raises InputError when nothing was, or when there was another act since.
    """
    return undo_batch(session, find_undone(session).id, step)


def find_undone(session: Session, *, any_run: bool = False) -> Batch:
    """Return the undo of this desk and this actor that redo takes back, of this run or of any.

    Raises InputError when there is none, or when there was another act since.
    """
    undo = last_undone(session, "" if any_run else session.info.get("run", ""))
    if undo is None:
        raise InputError("没有可以重做的操作。")
    return undo


def _label(batch: Batch) -> str:
    """Return 撤销：… for taking an act back and 重做：… for taking that back again, however often."""
    act = batch.label.removeprefix("撤销：").removeprefix("重做：") if batch.undoes_id else batch.label
    act = without_done(act)  # taken back it is not
    return f"重做：{act}" if batch.undoes_id and batch.label.startswith("撤销：") else f"撤销：{act}"


def find_batch(session: Session, batch_id: int | None, *, any_run: bool = False) -> Batch:
    """Return the act of a number, without one the newest of this desk and this actor in this run, or in any.

    Raises InputError when there is none.
    """
    return _newest(session, any_run=any_run) if batch_id is None else _the_batch(session, batch_id)


def is_others(session: Session, batch: Batch) -> bool:
    """Tell whether another desk or another person did an act."""
    desk, actor = (session.info.get(name, "") for name in ("desk", "actor"))
    return batch.actor != actor or batch.desk not in (desk, "")


def whose(batch: Batch) -> str:
    """Say whose act it is and when it happened, as the beginning of a question."""
    when = batch.at.astimezone().strftime("%Y-%m-%d %H:%M")
    return f"这是 {batch.actor or '别人'} {when} 的操作“{batch.label}”，"


def _newest(session: Session, *, any_run: bool) -> Batch:
    batch = last_act(session, "" if any_run else session.info.get("run", ""))
    if batch is None and any_run:
        newest = last_act(session, anyone=True)
        others = f"最近一次操作不是您的：{whose(newest)}请用 --batch {newest.id}。" if newest is not None else ""
        raise InputError(f"没有可以撤销的操作。{others}")
    if batch is None:
        raise InputError("本次打开后没有可撤销的操作；更早的请到“变更记录”。")
    return batch


def _the_batch(session: Session, batch_id: int) -> Batch:
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise InputError(f"没有编号为 {batch_id} 的操作批次。")
    if batch.undone_by_id is not None:
        raise InputError(f"“{batch.label}”已经撤销过了。")
    if batch.source is BatchSource.SEED and batch.label in (FIRST, UPDATE):
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
    ordered = sorted(task_ids)
    for first in range(0, len(ordered), _AT_ONCE):
        ids = ordered[first : first + _AT_ONCE]
        rows = read_columns(session, Task, ids, ("code", "status", "lead_office_id", "closing_statement")).values()
        closed = [row.id for row in rows if row.status is Status.CLOSED]
        evidence = count_evidence(session, closed) if closed else {}
        for row in rows:
            if row.status is Status.CLOSED and not (row.id in evidence and row.closing_statement):
                raise RuleError(f"“{batch.label}”不能撤销：{row.code} 已凭它销号；请先重新打开任务。")
            if row.lead_office_id is None:
                check_lead_office(row.status, "")


def _refuse_covered(session: Session, batch: Batch, revisions: Sequence[Revision]) -> None:
    """Refuse when another act that stands has since changed the same field or hangs on a row made here."""
    created = {
        (revision.entity, revision.entity_id)
        for revision in revisions
        if not revision.field and revision.new is not None
    }
    fields = {(revision.entity, revision.entity_id, revision.field) for revision in revisions}
    owners = {entity_id for entity, entity_id in created if entity == "task"}
    for later, its_batch in _later(session, batch):
        row = (later.entity, later.entity_id)
        if (*row, later.field) in fields or row in created or later.task_id in owners or _hangs_on(later, created):
            words = Wording(session).field(later)
            when = its_batch.at.astimezone().strftime("%m-%d %H:%M")
            whose = f"{its_batch.actor} " if its_batch.actor != session.info.get("actor", "") else ""
            raise RuleError(
                f"“{batch.label}”不能撤销：{whose}{when} 的“{its_batch.label}”又改过其中的{words}；请先撤销那一次。"
            )


def _refuse_cleaned(session: Session, batch: Batch, revisions: Sequence[Revision]) -> None:
    """Refuse to open a returned workbook again whose original was cleaned away: nobody could review it."""
    ids = {revision.entity_id for revision in revisions if revision.entity == WorkbookReturn.__tablename__}
    cleaned: Any = select(WorkbookReturn.file_name, col(Attachment.emptied_on))
    cleaned = cleaned.join(Attachment, col(Attachment.sha256) == WorkbookReturn.sha256)
    gone = session.exec(cleaned.where(col(WorkbookReturn.id).in_(ids), col(Attachment.emptied_on).is_not(None))).first()
    if gone is not None:
        raise RuleError(f"“{batch.label}”不能撤销：反馈文件 {gone[0]} 的原件已于 {gone[1]} 清理。")
    content: Any = col(WorkbookExportRow.content)
    day = content[CLEANED].as_string()
    sent: Any = select(WorkbookReturn.file_name, day).where(col(WorkbookReturn.id).in_(ids), day.is_not(None))
    gone = session.exec(sent.where(col(WorkbookExportRow.export_id) == WorkbookReturn.export_id)).first()
    if gone is not None:
        raise RuleError(f"“{batch.label}”不能撤销：{gone[0]} 那一份发出的内容已于 {gone[1]} 清理。")


#: Columns by which a new row hangs on another one.
_HANGING = {
    "source_id": "article",
    "article_id": "article",
    "recommendation_id": "recommendation",
    "indicator_id": "indicator",
    "pack_id": "pack",
}


def _hangs_on(later: Revision, created: Set[tuple[str, int]]) -> bool:
    """Tell whether a later act made a row that refers to one of these."""
    if later.field or not later.new:
        return False
    return any((entity, later.new.get(column)) in created for column, entity in _HANGING.items())


def _later(session: Session, batch: Batch) -> Sequence[Any]:
    """Return (revision, batch) of the acts after this one that are in force; undos count through what they undid."""
    statement = (
        select(Revision, Batch)
        .join(Batch, col(Batch.id) == Revision.batch_id)
        .where(col(Revision.batch_id) > batch.id, col(Batch.undone_by_id).is_(None), col(Batch.undoes_id).is_(None))
        .order_by(col(Revision.id))
    )
    return session.exec(statement).all()

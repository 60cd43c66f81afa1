"""Reporting on a source and putting it away (归档), with its open tasks or without."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from tracker.errors import RuleError, UndecidedError
from tracker.model.changes import Changes
from tracker.model.enums import LightColour, Status
from tracker.model.rows.decision_log import SOURCE_KEY
from tracker.model.rules import Given, check_reason, is_name
from tracker.model.source_words import SourceState
from tracker.model.tables import Article, Task, WorkbookExportRow
from tracker.queries.exports import list_all_exports
from tracker.queries.task_rows import list_tasks
from tracker.services.sources.register import of_source, the_source
from tracker.services.status import move_task
from tracker.services.write_basics import begin


def report_source(session: Session, source_id: int, on: date, note: str = "") -> Changes:
    """Note that a source was reported on (已报); its open tasks stay open."""
    source = the_source(session, source_id)
    if source.state is SourceState.RETIRED:
        raise RuleError(f"{source.code} 已归档，不能再记为已报；请先恢复这个来源。")
    batch = begin(session, f"{source.code} 已报")
    _set_state(source, SourceState.REPORTED, on, note)
    return of_source(session, batch, source)


def reopen_source(session: Session, source_id: int, on: date, note: str = "") -> Changes:
    """Take a source that was reported on or put away up again."""
    source = the_source(session, source_id)
    if source.state is SourceState.OPEN:
        raise RuleError(f"{source.code} 正在办理，不需要恢复。")
    batch = begin(session, f"{source.code} 恢复在办")
    _set_state(source, SourceState.OPEN, on, note)
    return of_source(session, batch, source)


def retire_source(
    session: Session,
    source_id: int,
    on: date,
    reason: str,
    *,
    cancel_tasks: bool = False,
    decided_by: str = "",
    confirmed: bool = False,
) -> Changes:
    """Put a source away as one act; `cancel_tasks` cancels its open tasks with the same reason.

    Its tasks leave the papers with it: what is open among them, and how many are red, is put on record with who
    decided; the window asks who where some are red. Raises RuleError for a missing reason or, to cancel, 批准人,
    UndecidedError while workbooks with its tasks are under way and nobody `confirmed` it.
    """
    source = the_source(session, source_id)
    if source.state is SourceState.RETIRED:
        raise RuleError(f"{source.code} 已经归档了。")
    why = check_reason(reason, "归档")
    if cancel_tasks and not is_name(decided_by):
        raise RuleError("归档并取消任务要写批准人。")
    tasks, red = _open_tasks(session, source_id), count_red(session, source_id, on)
    away = _under_way(session, tasks, on)
    if away and not confirmed:
        raise UndecidedError(f"{source.code} 还有{away:,}份工作簿在途，没有反馈；请确认后再归档。", "confirmed")
    batch = begin(session, f"归档来源 {source.code}")
    _set_state(source, SourceState.RETIRED, on, why)
    if tasks and not cancel_tasks:
        before = f"{len(tasks):,} 项未办结任务" + (f"（已交办的红灯 {red:,} 项）" if red else "")
        kept = {"reason": why, "decided_by": decided_by.strip(), "before": before, "after": "不再进通报"}
        batch.decisions = {**(batch.decisions or {}), f"{SOURCE_KEY}{source.id}": kept}
    if cancel_tasks:
        wish = Given(why, decided_by, confirmed=True)
        for task in tasks:
            move_task(session, task, Status.CANCELLED, wish, today=on)
    return of_source(session, batch, source) | Changes(tasks=frozenset(task.id for task in tasks if cancel_tasks))


def count_under_way(session: Session, source_id: int, today: date) -> int:
    """Return how many workbooks with open tasks of a source are not back: putting it away asks about them."""
    return _under_way(session, _open_tasks(session, source_id), today)


def count_red(session: Session, source_id: int, today: date) -> int:
    """Return how many tasks of a source that an office was charged with are red: putting it away hides them."""
    rows = list_tasks(session, today, col(Task.source_id) == source_id)
    return sum(row.light.colour is LightColour.RED and not row.status.waiting for row in rows)


def _set_state(source: Article, state: SourceState, on: date, note: str) -> None:
    source.state, source.state_on, source.state_note = state, on, note.strip()


def _open_tasks(session: Session, source_id: int) -> Sequence[Task]:
    ended = Status.those(lambda status: status.ended)
    open_still = select(Task).where(Task.source_id == source_id, col(Task.status).not_in(ended))
    return session.exec(open_still.order_by(col(Task.position), col(Task.id))).all()


def _under_way(session: Session, tasks: Sequence[Task], today: date) -> int:
    """Return how many workbooks that hold one of the tasks are not back."""
    owed = [row.id for row in list_all_exports(session, today) if row.open]
    if not owed or not tasks:
        return 0
    uids = [task.uid for task in tasks]
    holding = select(WorkbookExportRow.export_id).where(
        WorkbookExportRow.kind == "task", col(WorkbookExportRow.key).in_(uids)
    )
    return len(set(session.exec(holding)) & set(owed))

"""What the page of one source shows beside its entries: its files, what was changed of it, and its tasks."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from tracker.errors import InputError
from tracker.model.enums import Status
from tracker.model.rows import RevisionRow, SourceFileRow, TaskRow
from tracker.model.tables import Article, ArticleFile, Attachment, Task
from tracker.queries.history import list_source_revisions
from tracker.queries.task_rows import list_tasks


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One source without its tasks: files, changes newest first."""

    source_id: int
    files: tuple[SourceFileRow, ...]
    changes: tuple[RevisionRow, ...]
    report_text: str = ""
    note: str = ""


def read_source_page(session: Session, source_id: int) -> SourcePage:
    """Return what a source has beside its tasks. Raises InputError when it is gone."""
    source = session.get(Article, source_id)
    if source is None:
        raise InputError("这个来源已不在台账中；请刷新后再试。")
    files = session.exec(select(ArticleFile).where(ArticleFile.article_id == source_id).order_by(col(ArticleFile.id)))
    return SourcePage(
        source_id,
        tuple(SourceFileRow(row.id, row.name, row.size) for row in files),
        list_source_revisions(session, source_id),
        source.report_text,
        source.note,
    )


def list_source_tasks(session: Session, source_id: int, today: date) -> tuple[TaskRow, ...]:
    """Return the tasks of a source in ledger order, cancelled ones last."""
    tasks = list_tasks(session, today, col(Task.source_id) == source_id)
    return tuple(sorted(tasks, key=lambda task: task.status is Status.CANCELLED))


def read_source_file(session: Session, file_id: int) -> tuple[str, bytes]:
    """Return name and bytes of a file of a source. Raises InputError when it is gone."""
    row = session.get(ArticleFile, file_id)
    kept = session.get(Attachment, row.sha256) if row is not None else None
    if row is None or kept is None:
        raise InputError("这个附件已不在台账中；请刷新后再试。")
    return row.name, kept.data

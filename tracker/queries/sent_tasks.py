"""The tasks of a workbook that was sent, as they are now: an office may tell of them by phone as well."""

from datetime import date

from sqlmodel import Session, col, select

from tracker.model.rows import TaskRow
from tracker.model.tables import Task, WorkbookExportRow
from tracker.queries.task_rows import list_tasks

_KINDS = ("task", "help")


def open_tasks_sent(session: Session, export_id: int, today: date) -> tuple[TaskRow, ...]:
    """Return the tasks of a workbook that are not over, those the office leads and those it helps with."""
    sent = select(WorkbookExportRow.key).where(
        WorkbookExportRow.export_id == export_id, col(WorkbookExportRow.kind).in_(_KINDS)
    )
    rows = list_tasks(session, today, col(Task.uid).in_(sent))
    return tuple(row for row in rows if not row.status.ended)

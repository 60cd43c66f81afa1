"""Remind offices (催报) of workbooks that did not come back: a message, or a list to print."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlmodel import Session

from tracker.errors import InputError
from tracker.model.rows import ExportRow
from tracker.queries.exports import list_all_exports


def reminder_text(rows: Sequence[ExportRow], today: date) -> str:
    """Return a message ready to be sent: one paragraph for one workbook, a list for several; "" for none."""
    if not rows:
        return ""
    if len(rows) == 1:
        row = rows[0]
        return f"{row.office}：{_sent(row)}，{_state(row)}请尽快填报后反馈，谢谢。"
    lines = (
        f"{number}. {row.office}：{_sent(row)}，{_state(row).rstrip('，')}。" for number, row in enumerate(rows, 1)
    )
    head = f"截至{_day(today)}，以下 {len(rows):,} 份工作簿尚未反馈，请有关单位尽快填报后反馈："
    return "\n".join((head, *lines))


def write_reminder_workbook(session: Session, path: Path, today: date, round_number: int | None = None) -> int:
    """Write the list of workbooks to ask for (of one round, None: of all) and return how many there are.

    Raises InputError when there are none, WorkbookError when the file cannot be written.
    """
    rows = missing_workbooks(session, today, round_number)
    if not rows:
        raise InputError("工作簿都已反馈或还没有到期，不用催报。")
    from tracker.reports.reminder import write_reminder  # openpyxl is loaded where a workbook is wanted

    write_reminder(path, rows, today)
    return len(rows)


def missing_workbooks(session: Session, today: date, round_number: int | None = None) -> tuple[ExportRow, ...]:
    """Return the workbooks it is time to ask for, the latest ones first; who has still time is not asked."""
    rows = list_all_exports(session, today)
    missing = [row for row in rows if row.to_remind and round_number in (None, row.round)]
    return tuple(sorted(missing, key=lambda row: (-row.overdue_days, -row.round)))


def _sent(row: ExportRow) -> str:
    contents = f"{row.tasks:,} 项任务" + (f"、{row.indicators:,} 项指标" if row.indicators else "")
    return f"{_day(row.sent_on)}发出的第 {row.round} 批交办（{contents}）"


def _state(row: ExportRow) -> str:
    if row.return_due_on is None:
        return "至今尚未反馈，"
    due = f"应于{_day(row.return_due_on)}前反馈，"
    return f"{due}现已逾期 {row.overdue_days} 天，" if row.overdue_days else due


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"

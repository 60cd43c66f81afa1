"""What staff see when they check a task (核查), and reports they do without (免报)."""

from datetime import date

from sqlmodel import Session

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.enums import VerdictOutcome
from tracker.model.reporting import DueReport
from tracker.model.rules import can_be_checked, check_reason
from tracker.model.tables import ReportWaiver, Verdict
from tracker.queries.today import list_reports
from tracker.services.lookups import begin, the_task, touched


def record_verdict(
    session: Session,
    task_id: int,
    on: date,
    outcome: VerdictOutcome,
    today: date,
    *,
    progress: int | None = None,
    note: str = "",
    by: str = "",
    next_on: date | None = None,
) -> Changes:
    """Keep what staff saw of a task on a day, beside what the office reports; the office's number stays.

    `progress` is what staff would put, in percent. Raises RuleError for a verdict without words where it doubts the
    office, InputError for days and numbers that cannot be.
    """
    task = the_task(session, task_id)
    if not can_be_checked(task.status):
        way = "请先交办" if task.status.waiting else "请先重新打开"
        raise RuleError(f"{task.code} {task.status.word}，没有可以核查的内容；{way}。")
    _check_verdict(on, today, progress, next_on)
    if outcome is not VerdictOutcome.CONFIRMED:
        check_reason(note, f"核查“{outcome.word}”")
    batch = begin(session, f"{task.code} 核查{outcome.word}")
    session.add(
        Verdict(
            task_id=task.id,
            on=on,
            outcome=outcome,
            progress=progress,
            note=note.strip(),
            by=by.strip() or session.info.get("actor", ""),
            next_on=next_on,
        )
    )
    return touched(session, batch, tasks={task.id})


def _check_verdict(on: date, today: date, progress: int | None, next_on: date | None) -> None:
    if on > today:
        raise InputError(f"{on} 还没有到；请写已经核查的日期。")
    if progress is not None and not 0 <= progress <= 100:
        raise InputError(f"进度要填 0 到 100 的百分数，现在是“{progress}”。")
    if next_on is not None and next_on <= on:
        raise InputError(f"下次核查 {next_on} 要晚于本次核查 {on}。")


def waive_report(session: Session, task_id: int, period_due_on: date, reason: str, today: date) -> Changes:
    """Do without the report of one period (免报).

    Raises RuleError without a reason, and for a period whose report is not wanted: made, waived already or not owed.
    """
    task = the_task(session, task_id)
    if task.status.ended:
        raise RuleError(f"{task.code} {task.status.word}，不能免报；请先重新打开。")
    period = next((report for report in list_reports(session, task, today) if report.due_on == period_due_on), None)
    if period is None or not period.expected:
        raise RuleError(f"{task.code} {period_due_on} 期{_standing(period)}。")
    words = check_reason(reason, "免报")
    batch = begin(session, f"{task.code} 免报 {period_due_on} 期")
    actor = session.info.get("actor", "")
    session.add(ReportWaiver(task_id=task.id, period_due_on=period_due_on, on=today, reason=words, by=actor))
    return touched(session, batch, tasks={task.id})


def _standing(period: DueReport | None) -> str:
    """Say why the report of a period is not wanted."""
    if period is not None and period.waiver:
        return "已经免报，不用再免"
    return "已经报送，不用免报" if period is not None and period.reported_on is not None else "不需报送，不用免报"

"""What staff see when they check a task (核查), and reports they do without (免报)."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.deadline_outlook import standing_of
from tracker.model.enums import VerdictOutcome
from tracker.model.reporting import DueReport, ReportHistory
from tracker.model.rules import can_be_checked, check_decider, check_reason
from tracker.model.tables import ReportWaiver, Task, Verdict
from tracker.queries.today import list_reports
from tracker.services.deadline_outlooks import Standings
from tracker.services.write_basics import begin, the_task, touched


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


def waive_report(
    session: Session, task_id: int, period_due_on: date, reason: str, today: date, decided_by: str = ""
) -> Changes:
    """Do without the report of one period (免报).

    Raises RuleError for a period whose report is not wanted: made, waived already or not owed. Raises UndecidedError
    without a reason; of a period that has ended, and where the light gets better, also without who decided.
    """
    task = the_task(session, task_id)
    if task.status.ended:
        raise RuleError(f"{task.code} {task.status.word}，不能免报；请先重新打开。")
    period = next((report for report in list_reports(session, task, today) if report.due_on == period_due_on), None)
    if period is None or not period.expected:
        raise RuleError(f"{task.code} {period_due_on} 期{_standing(period)}。")
    words = check_reason(reason, "免报")
    if period_due_on < today or _betters_light(session, task, period_due_on, today):
        check_decider(decided_by, "免报已到期或使亮灯变好的一期，")
    batch = begin(session, f"{task.code} 免报 {period_due_on} 期")
    by = decided_by.strip() or session.info.get("actor", "")
    session.add(ReportWaiver(task_id=task.id, period_due_on=period_due_on, on=today, reason=words, by=by))
    return touched(session, batch, tasks={task.id})


def _betters_light(session: Session, task: Task, period_due_on: date, today: date) -> bool:
    standings = Standings(session, [task.id], today)
    now = standings.facts(task)
    waivers = {**(now.reports.waivers if now.reports else {}), period_due_on: "免报"}
    after = replace(now, reports=replace(now.reports or ReportHistory(), waivers=waivers))
    lights = (standing_of(facts, today, standings.thresholds).light for facts in (now, after))
    before, then = (light.colour.severity for light in lights)
    return then < before


def _standing(period: DueReport | None) -> str:
    """Say why the report of a period is not wanted."""
    if period is not None and period.waiver:
        return "已经免报，不用再免"
    return "已经报送，不用免报" if period is not None and period.reported_on is not None else "不需报送，不用免报"

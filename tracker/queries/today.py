"""What needs somebody today: late, due, behind, silent, to be reported, to be closed, not yet back."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from tracker.model.enums import LightColour, ReturnState, Status
from tracker.model.light_words import overdue_reason
from tracker.model.lights import recurrence_of
from tracker.model.recurring_lights import reports_owed
from tracker.model.reporting import DueReport
from tracker.model.rows import Concern, DayMark, DecisionRow, TaskRow, Today, TodayLine
from tracker.model.rules import can_be_checked
from tracker.model.tables import Milestone
from tracker.model.thresholds import SOON_DAYS, WEEK_DAYS, Thresholds
from tracker.queries.decision_log import list_corrected
from tracker.queries.evidence import count_evidence
from tracker.queries.exports import list_all_exports
from tracker.queries.history import last_act
from tracker.queries.light_facts import LightSources, is_recurring, read_light_sources
from tracker.queries.oversight import list_matters
from tracker.queries.task_rows import list_tasks
from tracker.queries.thresholds import read_thresholds

#: Days for which a correction that ended an overdue is shown.
CORRECTED_DAYS = 7
_FEW = 500  # tasks whose side tables are asked for by their numbers


def read_today(session: Session, today: date) -> Today:
    """Return the list of the day with what stands beside it."""
    tasks = list_tasks(session, today)
    reports = list_due_reports(session, tasks, today)
    exports = list_all_exports(session, today)
    newest = max((row.round for row in exports), default=None)
    last = last_act(session)
    corrected = list_corrected(session, tasks, today, CORRECTED_DAYS)
    evidence = count_evidence(session, [task.id for task in tasks if task.status is Status.CLOSING])
    sections = _sections(tasks, reports, evidence, today, read_thresholds(session), corrected)
    _add_checks(session, tasks, sections, today)
    sections[Concern.COORDINATION] = _matters(session, tasks, today)
    return Today(
        today=today,
        tasks=sum(task.status is not Status.CANCELLED for task in tasks),
        offices=len({task.lead_office for task in tasks if task.lead_office}),
        red=sum(task.light.colour is LightColour.RED for task in tasks),
        sections={concern: tuple(sections[concern]) for concern in Concern if sections[concern]},
        round=newest,
        sent=len({row.office for row in exports if row.round == newest}),
        missing=tuple(row for row in exports if row.round == newest and row.open),
        pending=tuple(row for row in exports if row.state is ReturnState.PENDING),
        days=_two_weeks(session, tasks, reports, today),
        due=due_counts(tasks),
        last_label=last.label if last else "",
        last_at=last.at if last else None,
        last_batch_id=last.id if last and last.run == session.info.get("run", "") else None,
    )


def list_due_reports(session: Session, tasks: Iterable[TaskRow], today: date) -> tuple[tuple[TaskRow, DueReport], ...]:
    """Return the reports that recurring tasks owe: the last one missed, or the present one not made yet."""
    recurring = [task for task in tasks if _reports(task, today)]
    sources = read_light_sources(session, recurring, today, named=len(recurring) <= _FEW)
    owed = []
    for task in recurring:
        newest = _periods(sources, task, today)[:2]
        owed += [(task, period) for period in reversed(newest) if period.expected][:1]
    return tuple(owed)


def list_reports(session: Session, task: Any, today: date) -> tuple[DueReport, ...]:
    """Return the periods of one recurring task, the present one first; none for any other task."""
    if not is_recurring(task.due_kind, task.due_on) or task.status.waiting:
        return ()
    return _periods(read_light_sources(session, [task], today), task, today)


def count_owed(session: Session, tasks: Sequence[Any], today: date) -> dict[int, int]:
    """Return by id how many ended periods recurring tasks owe a report of; tasks that owe none are left out."""
    recurring = [task for task in tasks if is_recurring(task.due_kind, task.due_on)]
    sources = read_light_sources(session, recurring, today, named=len(recurring) <= _FEW)
    counts = {
        task.id: sum(period.expected and period.due_on < today for period in _periods(sources, task, today))
        for task in recurring
    }
    return {task_id: count for task_id, count in counts.items() if count}


def _periods(sources: LightSources, task: Any, today: date) -> tuple[DueReport, ...]:
    """Return the periods of a recurring task; none where nobody can read its wording."""
    facts = sources.facts(task, today)
    recurrence = recurrence_of(facts)
    return reports_owed(facts, recurrence, today) if recurrence is not None else ()


def _reports(task: TaskRow, today: date) -> bool:
    begun = task.start_on is None or task.start_on <= today
    return is_recurring(task.due_kind, task.due_on) and task.status.at_work and begun


def _sections(
    tasks: Sequence[TaskRow],
    reports: Sequence[tuple[TaskRow, DueReport]],
    evidence: Mapping[int, int],
    today: date,
    thresholds: Thresholds,
    corrected: Mapping[int, DecisionRow],
) -> dict[Concern, list[TodayLine]]:
    sections: dict[Concern, list[TodayLine]] = {concern: [] for concern in Concern}
    for task in tasks:
        if (correction := corrected.get(task.id)) is not None:
            reason = f"{correction.on.isoformat()} 由 {correction.old} 更正为 {correction.new}"
            sections[Concern.CORRECTED].append(TodayLine(task, task.deadline, reason))
        if task.status is Status.CLOSING:
            reason = f"申请销号，佐证 {evidence.get(task.id, 0):,} 份"
            sections[Concern.CLOSING].append(TodayLine(task, task.deadline, reason))
        elif (concern := _concern(task, today, thresholds)) is not None:
            sections[concern[0]].append(TodayLine(task, task.deadline, concern[1]))
    for task, report in reports:
        if report.due_on <= today + timedelta(days=WEEK_DAYS):
            sections[Concern.REPORT].append(TodayLine(task, report.due_on, _report_words(report, today)))
    for lines in sections.values():
        lines.sort(key=_urgency)
    sections[Concern.BEHIND].sort(key=_lead)
    return sections


def _add_checks(
    session: Session, tasks: Sequence[TaskRow], sections: dict[Concern, list[TodayLine]], today: date
) -> None:
    """Add the tasks whose next check is due, and closed ones that a check has refuted."""
    checked = [task for task in tasks if task.verdict and can_be_checked(task.status)]
    sources = read_light_sources(session, checked, today, named=len(checked) <= _FEW)
    for task in checked:
        facts = sources.facts(task, today)
        if facts.refuted_since_closing and facts.verdict is not None:
            words = "请考虑重新打开"
            sections[Concern.REFUTED].append(TodayLine(task, facts.verdict.on, words))
        next_on = facts.verdict.next_on if facts.verdict is not None else None
        if next_on is not None and next_on <= today:
            days = (today - next_on).days
            sections[Concern.CHECK].append(TodayLine(task, next_on, f"核查到期{days}天" if days else "今天核查"))
    sections[Concern.CHECK].sort(key=_urgency)


def _matters(session: Session, tasks: Sequence[TaskRow], today: date) -> list[TodayLine]:
    """Return the open matters for coordination by who must solve them, the solver of the most urgent one first."""
    matters = list_matters(session)
    if not matters:
        return []
    by_id, by_code = {task.id: task for task in tasks}, {task.code: task for task in tasks}
    by_solver: dict[str, list[TodayLine]] = {}
    for matter in matters:
        own = by_id[matter.task_id]
        late = matter.overdue_days(today)
        words = f"协调逾期{late}天" if late else matter.status.word
        line = TodayLine(by_code.get(own.merged_into, own), matter.needed_by, words, matter.solver, matter.what)
        by_solver.setdefault(matter.solver, []).append(line)
    return [line for lines in by_solver.values() for line in lines]


def _lead(line: TodayLine) -> int:
    """Return the points a task is ahead of its schedule, -100 to 100."""
    return line.task.effective_progress - (line.task.scheduled or 0)


def _urgency(line: TodayLine) -> int:
    """Return what puts the nearest day first, and of one day what is furthest behind.

    One number: Python sorts 100,000 of them in one go, and the window waits; pairs take three times as long.
    """
    return (line.day or date.max).toordinal() * 1_000 + _lead(line)


def _concern(task: TaskRow, today: date, thresholds: Thresholds) -> tuple[Concern, str] | None:
    """Return the first reason why a task is on the list, in words; None when nothing is the matter."""
    return next(concerns_of(task, today, thresholds), None)


def concerns_of(task: TaskRow, today: date, thresholds: Thresholds) -> Iterator[tuple[Concern, str]]:
    """Yield all reasons why a task needs somebody on a day, in words, the most pressing first."""
    if task.status.settled:
        return
    left = (task.deadline - today).days if task.deadline is not None else None
    tail = f"，进度 {task.progress}%" if not task.status.waiting else "，还没有交办"
    if left is not None and left < 0:
        yield Concern.OVERDUE, overdue_reason(-left) + tail
    elif left is not None and left <= WEEK_DAYS:
        yield Concern.WEEK, (f"{left}天后到期" if left else "今天到期") + tail
    behind = (task.scheduled or 0) - task.effective_progress
    if task.status.at_work and behind > 0 and behind >= thresholds.behind_amber:
        yield Concern.BEHIND, f"落后序时 {behind} 点"
    if left is not None and WEEK_DAYS < left <= SOON_DAYS:
        yield Concern.MONTH, f"{left}天后到期{tail}"
    silent = silent_days(task, today)
    if silent is not None and silent >= thresholds.stale_days:
        yield Concern.SILENT, f"{silent}天无进展"


def silent_days(task: TaskRow, today: date) -> int | None:
    """Return days since anything was heard of a task in hand; a recurring one is judged by its reports."""
    if not task.status.at_work or task.heard_on is None or is_recurring(task.due_kind, task.due_on):
        return None
    return (today - task.heard_on).days


def _report_words(report: DueReport, today: date) -> str:
    late = report.overdue_days(today)
    if late:
        return f"{overdue_reason(late)}未报"
    left = (report.due_on - today).days
    return f"{left}天后报送" if left else "今天报送"


def due_counts(tasks: Iterable[TaskRow]) -> dict[date, int]:
    """Return how many tasks that are not settled are due on which days."""
    deadlines = (task.deadline for task in tasks if not task.status.settled)
    return dict(Counter(day for day in deadlines if day is not None))


def _two_weeks(
    session: Session, tasks: Iterable[TaskRow], reports: Iterable[tuple[TaskRow, DueReport]], today: date
) -> tuple[DayMark, ...]:
    first = today - timedelta(days=today.weekday())
    open_tasks = {task.id: task for task in tasks if not task.status.settled}
    due = Counter(task.deadline for task in open_tasks.values())
    steps: Counter[date | None] = Counter()
    wanted = select(Milestone).where(col(Milestone.done_on).is_(None), col(Milestone.due_on) >= first)
    for milestone in session.exec(wanted.where(col(Milestone.due_on) < first + timedelta(days=14))):
        steps[milestone.due_on] += milestone.task_id in open_tasks
    owed = Counter(report.due_on for _, report in reports)
    days = (first + timedelta(days=number) for number in range(14))
    return tuple(DayMark(day, due[day], steps[day], owed[day]) for day in days)

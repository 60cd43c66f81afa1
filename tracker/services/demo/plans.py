"""The course of one task through the year, decided before anything is written: pure, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from tracker.model.enums import Status
from tracker.model.schedule import scheduled_progress
from tracker.services.demo.days import before, month_end, official_wording, workday
from tracker.services.demo.fates import Fate

_RECURRING_WORDS = ("每季度末", "每月底", "每半年", "每季度末", "每月25日前")
#: Days from today to the deadline, by fate; True: the end of that month.
_DUE_IN: Mapping[Fate, tuple[int, int, bool]] = {
    Fate.OVERDUE: (-38, -3, False),
    Fate.FAR_BEHIND: (45, 100, True),
    Fate.DUE_SOON: (5, 26, False),
    Fate.BEHIND: (60, 220, True),
    Fate.STALE: (80, 300, True),
    Fate.ON_TRACK: (60, 460, True),
    Fate.CLOSED: (-170, 20, True),
    Fate.CLOSING: (-10, 90, True),
    Fate.UNASSIGNED: (150, 300, True),
    Fate.WAITING: (240, 420, True),
    Fate.PAUSED: (90, 240, True),
    Fate.CANCELLED: (60, 200, True),
}
#: Percent points against the schedule at the last report, by fate.
_AGAINST_SCHEDULE: Mapping[Fate, tuple[int, int]] = {
    Fate.FAR_BEHIND: (-44, -33),
    Fate.DUE_SOON: (-22, -4),
    Fate.BEHIND: (-27, -12),
    Fate.STALE: (-7, 3),
    Fate.ON_TRACK: (-7, 6),
}
#: Others end at a progress of their own.
_ENDS_AT: Mapping[Fate, tuple[int, int]] = {
    Fate.OVERDUE: (55, 90),
    Fate.RECURRING: (45, 80),
    Fate.LASTING: (40, 60),
    Fate.OPEN_TEXT: (30, 50),
    Fate.PAUSED: (25, 40),
    Fate.CANCELLED: (15, 25),
}
_WAVES = (((336, 330), 0.7), ((219, 210), 0.2), ((108, 100), 0.1))
_STOPPED = {Fate.STALE: 66, Fate.PAUSED: 64, Fate.CANCELLED: 112}
_IN_MILESTONES = frozenset({Fate.OVERDUE, Fate.BEHIND, Fate.ON_TRACK, Fate.DUE_SOON})


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as somebody worded it."""

    text: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Extended:
    """An extension that was granted: from the first deadline to the plan's."""

    first: Due
    decided_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """Progress in percent reported on a day; `round_number` 0 means noted by staff, else in that round's workbook."""

    on: date
    progress: int
    round_number: int = 0
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone; has `due_on` and `weight` as the schedule needs them."""

    due_on: date
    done_on: date | None = None
    weight: int = 1


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """The whole course of one task; no `assigned_on`, no work."""

    code: str
    fate: Fate
    assigned_on: date | None = None
    start_on: date | None = None
    due: Due | None = None
    extended: Extended | None = None
    reports: tuple[Report, ...] = ()
    moves: tuple[tuple[date, Status], ...] = ()
    closed_on: date | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """What the planning of one task knows: its place among tasks of its fate, and its office's return days."""

    code: str
    fate: Fate
    rank: int
    today: date
    returns: Sequence[tuple[int, date, date]]  # round, sent, taken in
    overlap_days: tuple[date, ...] = ()  # when staff wrote while the office filled in its workbook
    extension: tuple[int, str] | None = None
    stepped: bool = False  # the story names its milestones; others have some by chance
    rng: Random = field(default_factory=Random)


def plan_task(course: Course) -> TaskPlan:
    """Return the course of one task."""
    fate, today, rng = course.fate, course.today, course.rng
    assigned = _assigned_on(course)
    due = _due(course, assigned or before(today, 330))
    plan = TaskPlan(course.code, fate, assigned, due=due)
    if fate is Fate.WAITING:
        return replace(plan, start_on=month_end(today) + timedelta(days=1 + 30 * course.rank))
    if fate is Fate.UNASSIGNED or assigned is None:
        return plan
    if fate in _IN_MILESTONES and due.on and (course.stepped or rng.random() < 0.35):
        plan = replace(plan, steps=_steps(assigned, due.on, today))
    plan = _with_extension(plan, course)
    plan = _with_reports(plan, course, assigned)
    return replace(plan, steps=_done_steps(plan, today))


def _assigned_on(course: Course) -> date | None:
    if course.fate is Fate.UNASSIGNED:
        return None
    if course.fate is Fate.WAITING:
        return before(course.today, 40)
    spans = [span for span, _ in _WAVES]
    late = course.fate is Fate.ON_TRACK and not course.overlap_days and course.extension is None
    span = course.rng.choices(spans, [share for _, share in _WAVES])[0] if late else spans[0]
    return before(course.today, course.rng.randint(span[1], span[0]))


def _due(course: Course, said_on: date) -> Due:
    if course.fate is Fate.RECURRING:
        return Due(_RECURRING_WORDS[course.rank % len(_RECURRING_WORDS)])
    if course.fate is Fate.LASTING:
        return Due("长期坚持")
    if course.fate is Fate.OPEN_TEXT:
        return Due("按交易所协议约定时间")
    first, last, to_month_end = _DUE_IN[course.fate]
    on = course.today + timedelta(days=course.rng.randint(first, last))
    on = month_end(on) if to_month_end else on
    return Due(official_wording(on, said_on, course.rng), on)


def _steps(start: date, due: date, today: date) -> tuple[Step, ...]:
    """Return three or four steps spread over the task, the last before its deadline."""
    number = 4 if (due - start).days > 300 else 3
    days = [month_end(start + (due - start) * part / number) for part in range(1, number)]
    steps = tuple(Step(min(day, due)) for day in [*days, due])
    shown = scheduled_progress(start, due, today, steps) or 0
    return steps if shown >= 25 else ()


def _done_steps(plan: TaskPlan, today: date) -> tuple[Step, ...]:
    """Mark as many steps done as the progress stands for, never one that is still far away."""
    done = plan.reports[-1].progress * len(plan.steps) // 100 if plan.reports else 0
    near = today - timedelta(days=2)
    return tuple(
        replace(step, done_on=workday(min(step.due_on - timedelta(days=3), near))) if index < done else step
        for index, step in enumerate(plan.steps)
    )


def _with_extension(plan: TaskPlan, course: Course) -> TaskPlan:
    """Let a task begin with an earlier deadline that was later moved to the plan's."""
    if course.extension is None or plan.due is None or plan.due.on is None or plan.assigned_on is None:
        return plan
    days, reason = course.extension
    first_on = plan.due.on - timedelta(days=days)
    decided_on = min(workday(first_on - timedelta(days=9)), before(course.today, 3))
    first = Due(official_wording(first_on, plan.assigned_on, course.rng), first_on)
    due = Due(official_wording(plan.due.on, decided_on, course.rng), plan.due.on)
    return replace(plan, due=due, extended=Extended(first, decided_on, reason))


def _with_reports(plan: TaskPlan, course: Course, assigned: date) -> TaskPlan:
    days = _report_days(course, assigned)
    if course.fate in (Fate.CLOSED, Fate.CLOSING):
        return _to_completion(plan, course, days, assigned)
    if course.fate in (Fate.PAUSED, Fate.CANCELLED):
        stop = Status.PAUSED if course.fate is Fate.PAUSED else Status.CANCELLED
        plan = replace(plan, moves=((before(course.today, _STOPPED[course.fate] - 4), stop),))
    return replace(plan, reports=_curve(days, _final_progress(plan, course, assigned), assigned))


def _report_days(course: Course, assigned: date) -> list[tuple[date, int]]:
    """Return (day, round) of all reports: the workbooks that came back, and notes of staff between them."""
    today, rng = course.today, course.rng
    days = [(on, number) for number, sent, on in course.returns if sent > assigned]
    for (_, _, earlier), (_, sent, _) in zip(course.returns, course.returns[1:], strict=False):
        gap = (sent - earlier).days
        if earlier > assigned and gap > 45 and rng.random() < 0.35:
            days.append((workday(earlier + timedelta(days=rng.randint(15, gap - 15))), 0))
    days += [(on, 0) for on in course.overlap_days]
    stop = before(today, _STOPPED.get(course.fate, 0))
    days = sorted(day for day in days if day[0] <= stop)
    if course.fate is Fate.RECURRING:
        return [*(day for day in days if day[0] < before(today, 12)), (before(today, rng.randint(3, 8)), 0)]
    if not days or (days[-1][0] < before(today, 45) and course.fate not in _STOPPED):
        days.append((before(today, rng.randint(24, 34)), 0))
    if course.fate is Fate.ON_TRACK and course.rank % 6 == 4 and days[-1][0] > before(today, 20):
        days.append((before(today, 1), 0))  # the newest acts of the ledger
    return days


def _final_progress(plan: TaskPlan, course: Course, assigned: date) -> int:
    if course.fate in _ENDS_AT:
        return course.rng.randint(*_ENDS_AT[course.fate])
    due = plan.due.on if plan.due else None
    shown = scheduled_progress(assigned, due, course.today, plan.steps) or 0
    return min(98, max(3, shown + course.rng.randint(*_AGAINST_SCHEDULE[course.fate])))


def _curve(days: Sequence[tuple[date, int]], final: int, assigned: date) -> tuple[Report, ...]:
    """Return reports that rise to the final progress, in steps of five on the way."""
    whole = max(1, (days[-1][0] - assigned).days)
    way = [5 * round(final * min(1.0, (day - assigned).days / whole) / 5) for day, _ in days[:-1]]
    shown = [min(final, max(3, percent)) for percent in way] + [final]
    return tuple(Report(day, percent, number) for (day, number), percent in zip(days, shown, strict=True))


def _to_completion(plan: TaskPlan, course: Course, days: Sequence[tuple[date, int]], assigned: date) -> TaskPlan:
    """End a task with its completion report; a closed one was then closed, some after being sent back once."""
    if course.fate is Fate.CLOSING:
        return replace(plan, reports=_closing(_curve(days, 100, assigned)))
    rank = course.rank
    closed_on = before(course.today, 6 + 4 * rank + 7 * rank * rank // 10)
    reported_on = workday(closed_on - timedelta(days=8))
    earlier = [day for day in days if day[0] < reported_on - timedelta(days=20)]
    plan = replace(plan, reports=_closing(_curve([*earlier, (reported_on, 0)], 100, assigned)), closed_on=closed_on)
    if rank % 6 != 2:
        return plan
    back, again = workday(reported_on + timedelta(days=3)), workday(closed_on - timedelta(days=2))
    return replace(plan, moves=((back, Status.IN_PROGRESS), (again, Status.CLOSING)))


def _closing(reports: tuple[Report, ...]) -> tuple[Report, ...]:
    return (*reports[:-1], replace(reports[-1], closes=True))

"""The course of one task: whatever the day and the luck, its light at the end is the one its fate stands for."""

from datetime import date, timedelta
from random import Random

import pytest

from tracker.model.deadlines import parse_deadline
from tracker.model.enums import LightColour, Status
from tracker.model.lights import LightFacts, light_of
from tracker.model.reporting import ReportEntry, ReportHistory
from tracker.services.demo.days import before
from tracker.services.demo.fates import Fate
from tracker.services.demo.plans import Course, TaskPlan, plan_task

DAYS = [
    date(2023, 9, 15),
    date(2024, 2, 29),
    date(2024, 7, 1),
    date(2025, 1, 1),
    date(2025, 3, 31),
    date(2026, 11, 22),
    date(2026, 12, 31),
]
LIGHTS = {
    Fate.OVERDUE: LightColour.RED,
    Fate.FAR_BEHIND: LightColour.RED,
    Fate.DUE_SOON: LightColour.AMBER,
    Fate.BEHIND: LightColour.AMBER,
    Fate.STALE: LightColour.AMBER,
    Fate.ON_TRACK: LightColour.GREEN,
    Fate.RECURRING: LightColour.GREEN,
    Fate.CLOSED: LightColour.BLUE,
    Fate.CLOSING: LightColour.BLUE,
    Fate.UNASSIGNED: LightColour.GREY,
    Fate.WAITING: LightColour.GREY,
    Fate.LASTING: LightColour.GREY,
    Fate.OPEN_TEXT: LightColour.AMBER,
    Fate.PAUSED: LightColour.GREY,
    Fate.CANCELLED: LightColour.GREY,
}
ENDS = {
    Fate.CLOSED: Status.CLOSED,
    Fate.CLOSING: Status.CLOSING,
    Fate.UNASSIGNED: Status.UNASSIGNED,
    Fate.WAITING: Status.NOT_STARTED,
    Fate.PAUSED: Status.PAUSED,
    Fate.CANCELLED: Status.CANCELLED,
}
ROUNDS = ((1, 325), (2, 205), (3, 95), (4, 21))


def course(fate: Fate, today: date, rank: int = 0, taken: int = 4, **more: object) -> Course:
    """Return a course whose office answered the first `taken` rounds after ten days."""
    returns = tuple((number, before(today, sent), before(today, sent - 10)) for number, sent in ROUNDS[:taken])
    rng = Random(f"{fate}{rank}{today}")
    return Course("A1.1", fate, rank, today, returns, rng=rng, **more)  # type: ignore[arg-type]


def facts(plan: TaskPlan, today: date) -> LightFacts:
    last = plan.reports[-1] if plan.reports else None
    deadline = parse_deadline(plan.due.text if plan.due else "", plan.assigned_on or today)
    return LightFacts(
        status=ENDS.get(plan.fate, Status.IN_PROGRESS),
        start_on=plan.start_on or plan.assigned_on,
        due_on=plan.due.on if plan.due else None,
        due_kind=deadline.kind,
        due_text=plan.due.text if plan.due else "",
        progress=last.progress if last else 0,
        last_progress_on=last.on if last else None,
        milestones=plan.steps,
        reports=ReportHistory(tuple(ReportEntry(report.on, "已报送本期进展") for report in plan.reports)),
    )


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("fate", Fate)
@pytest.mark.parametrize("taken", [4, 3])
def test_every_fate_leads_to_its_light(fate: Fate, today: date, taken: int) -> None:
    for rank in range(17):
        plan = plan_task(course(fate, today, rank, taken))
        light = light_of(facts(plan, today), today)
        assert light.colour is expected(fate, plan, light.reason, today), f"{plan} shows {light.sentence}"


def expected(fate: Fate, plan: TaskPlan, reason: str, today: date) -> LightColour:
    """Return the light of a fate: a step that was missed, or a report that is owed, shows in it by its reason."""
    if fate is Fate.ON_TRACK and any(step.done_on is None and step.due_on < today for step in plan.steps):
        return LightColour.AMBER
    if fate is Fate.RECURRING and reason.startswith(("逾期", "连缺")):
        return LightColour.RED
    if fate is Fate.RECURRING and (reason.startswith("缺报") or reason.endswith("到期")):
        return LightColour.AMBER
    return LIGHTS[fate]


@pytest.mark.parametrize("fate", Fate)
def test_nothing_happens_after_today_or_before_the_beginning(fate: Fate) -> None:
    today = DAYS[0]
    for rank in range(17):
        plan = plan_task(course(fate, today, rank))
        days = [
            *(one.on for one in plan.reports),
            *(day for day, _ in plan.moves),
            *(step.done_on for step in plan.steps if step.done_on),
            *([plan.closed_on] if plan.closed_on else []),
        ]
        assert all(plan.assigned_on and plan.assigned_on < day <= today for day in days), plan


@pytest.mark.parametrize("fate", Fate)
def test_progress_never_falls_and_days_go_on(fate: Fate) -> None:
    for rank in range(17):
        reports = plan_task(course(fate, DAYS[0], rank)).reports
        assert [one.progress for one in reports] == sorted(one.progress for one in reports)
        assert [one.on for one in reports] == sorted(one.on for one in reports)
        assert len({one.on for one in reports}) == len(reports), "one entry a day"
        assert [one.closes for one in reports[:-1]] == [False] * len(reports[:-1])


def test_only_what_ends_reports_completion() -> None:
    ended = {fate for fate in Fate if any(one.closes for one in plan_task(course(fate, DAYS[0])).reports)}
    assert ended == {Fate.CLOSED, Fate.CLOSING}


def test_closed_tasks_close_one_after_another() -> None:
    days = [plan_task(course(Fate.CLOSED, DAYS[0], rank)).closed_on for rank in range(17)]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) == 17


def test_a_closed_task_sent_back_came_in_again_before_it_closed() -> None:
    plan = plan_task(course(Fate.CLOSED, DAYS[0], rank=2))
    (back, first), (again, second) = plan.moves
    assert (first, second) == (Status.IN_PROGRESS, Status.CLOSING)
    assert plan.closed_on is not None
    assert plan.reports[-1].on < back < again < plan.closed_on


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_an_extension_keeps_the_first_deadline(today: date) -> None:
    plan = plan_task(course(Fate.DUE_SOON, today, extension=(60, "设备晚到")))
    assert plan.extended is not None
    assert plan.due is not None
    assert plan.due.on == plan.extended.first.on + timedelta(days=60)  # type: ignore[operator]
    assert plan.extended.decided_on < plan.extended.first.on  # type: ignore[operator]
    assert parse_deadline(plan.due.text, plan.extended.decided_on).on == plan.due.on


def test_staff_notes_stand_where_workbooks_overlap() -> None:
    today = DAYS[0]
    day = before(today, 88)
    reports = plan_task(course(Fate.ON_TRACK, today, overlap_days=(day,))).reports
    assert [one.round_number for one in reports if one.on == day] == [0]
    assert 3 in [one.round_number for one in reports]


def test_milestones_are_done_as_far_as_progress_goes() -> None:
    plans = [plan_task(course(Fate.ON_TRACK, DAYS[0], rank)) for rank in range(40)]
    stepped = [plan for plan in plans if plan.steps]
    assert 5 <= len(stepped) <= 25
    for plan in stepped:
        done = [step.done_on is not None for step in plan.steps]
        assert done == sorted(done, reverse=True)
        assert sum(done) == plan.reports[-1].progress * len(done) // 100


def test_a_story_with_milestones_of_its_own_has_them() -> None:
    plans = [plan_task(course(Fate.OVERDUE, DAYS[0], rank, stepped=True)) for rank in range(10)]
    assert all(len(plan.steps) >= 3 for plan in plans)
    assert all(plan.due is not None and plan.steps[-1].due_on == plan.due.on for plan in plans)

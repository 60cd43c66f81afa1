"""Schedule progress: share of time, or the weight of milestones due by now."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.enums import DueKind
from tracker.model.schedule import last_day, node_overdue_days, scheduled_progress


@dataclass(frozen=True)
class Step:
    due_on: date | None
    weight: int
    done_on: date | None = None


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("start", "deadline", "today", "percent"),
    [
        ("2023-01-01", "2023-12-31", "2023-01-01", 0),
        ("2023-01-01", "2023-12-31", "2023-07-02", 50),
        ("2023-01-01", "2023-12-31", "2023-12-31", 100),
        ("2023-01-01", "2023-12-31", "2022-12-31", 0),
        ("2023-01-01", "2023-12-31", "2024-05-01", 100),
        ("2023-01-01", "2023-01-09", "2023-01-02", 13),  # 12.5 rounds up
        ("2023-01-01", "2023-01-01", "2022-12-31", 0),
        ("2023-01-01", "2023-01-01", "2023-01-01", 100),
        ("2023-06-01", "2023-01-01", "2023-03-01", 100),  # a start after the deadline: the deadline counts
        ("", "2023-12-31", "2023-07-02", None),
        ("", "2023-12-31", "2024-07-02", None),
        ("2023-01-01", "", "2023-07-02", None),
        ("", "", "2023-07-02", None),
    ],
)
def test_share_of_time(start: str, deadline: str, today: str, percent: int | None) -> None:
    assert scheduled_progress(day(start), day(deadline), date.fromisoformat(today)) == percent


STEPS = (Step(date(2023, 3, 31), 20), Step(date(2023, 6, 30), 20), Step(date(2023, 12, 31), 60))


@pytest.mark.parametrize(
    ("steps", "today", "percent"),
    [
        (STEPS, "2023-03-30", 0),
        (STEPS, "2023-03-31", 20),
        (STEPS, "2023-09-15", 40),
        (STEPS, "2022-09-15", 0),
        (STEPS, "2023-12-31", 100),
        ((*STEPS[:2], Step(None, 60)), "2023-09-15", 40),  # an undated step waits for the deadline
        ((Step(date(2023, 3, 31), 1), Step(date(2023, 10, 31), 2)), "2023-09-15", 33),
        ((Step(date(2023, 3, 31), 0),), "2023-07-02", 50),  # no weights: the share of time
        ((Step(None, 50), Step(None, 50)), "2023-07-02", 50),
        ((Step(date(2023, 3, 31), -5), Step(date(2023, 10, 31), 5)), "2023-09-15", 0),
    ],
)
def test_weight_of_milestones_due_by_now(steps: tuple[Step, ...], today: str, percent: int) -> None:
    start, deadline = date(2023, 1, 1), date(2023, 12, 31)
    assert scheduled_progress(start, deadline, date.fromisoformat(today), steps) == percent


def test_milestones_speak_without_start_and_deadline() -> None:
    assert scheduled_progress(None, None, date(2023, 9, 15), STEPS) == 40


@pytest.mark.parametrize(
    ("kind", "due", "start", "deadline"),
    [
        (DueKind.DATE, "2023-06-30", "2023-01-01", "2023-06-30"),
        (DueKind.IMMEDIATE, "", "2023-01-01", "2023-01-31"),
        (DueKind.IMMEDIATE, "2023-06-30", "2023-01-01", "2023-06-30"),
        (DueKind.IMMEDIATE, "", "", ""),
        (DueKind.LONG_TERM, "", "2023-01-01", ""),
    ],
)
def test_the_last_day_in_time(kind: DueKind, due: str, start: str, deadline: str) -> None:
    assert last_day(kind, day(due), day(start)) == day(deadline)


@pytest.mark.parametrize(
    ("steps", "days"),
    [
        ((), 0),
        ((Step(date(2023, 9, 15), 1),), 0),
        ((Step(date(2023, 9, 16), 1),), 0),
        ((Step(date(2023, 9, 14), 1), Step(date(2023, 9, 1), 1), Step(None, 1)), 14),
        ((Step(date(2023, 9, 14), 1), Step(date(2023, 9, 1), 1, date(2023, 9, 10))), 1),
    ],
)
def test_how_long_a_step_has_been_open_past_its_day(steps: tuple[Step, ...], days: int) -> None:
    assert node_overdue_days(steps, date(2023, 9, 15)) == days


DATES = st.dates(date(2000, 1, 1), date(2050, 1, 1))
MANY = st.lists(st.builds(Step, st.none() | DATES, st.integers(0, 100)), max_size=4)


@given(st.none() | DATES, st.none() | DATES, DATES, DATES, MANY)
def test_it_never_falls_and_stays_between_0_and_100(
    start: date | None, deadline: date | None, one: date, other: date, steps: list[Step]
) -> None:
    earlier, later = sorted((one, other))
    before = scheduled_progress(start, deadline, earlier, steps)
    after = scheduled_progress(start, deadline, later, steps)
    assert (before is None) is (after is None)
    if before is not None and after is not None:
        assert 0 <= before <= after <= 100

"""When a recurring deadline is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.recurrence import Recurrence, next_due, parse_recurrence, previous_due

MONTHLY_28 = Recurrence(1, 12, 28)
MONTH_END = Recurrence(1, 12, 31)
QUARTER_END = Recurrence(3, 12, 31)
HALF_YEAR = Recurrence(6, 12, 31)
YEARLY_JUNE = Recurrence(12, 6, 31)
FRIDAYS = Recurrence(0, 0, 5)


@pytest.mark.parametrize(
    ("recurrence", "today", "before", "due"),
    [
        (MONTHLY_28, "2023-09-15", "2023-08-28", "2023-09-28"),
        (MONTHLY_28, "2023-09-28", "2023-08-28", "2023-09-28"),
        (MONTHLY_28, "2023-09-29", "2023-09-28", "2023-10-28"),
        (MONTHLY_28, "2023-12-29", "2023-12-28", "2024-01-28"),
        (MONTH_END, "2024-02-10", "2024-01-31", "2024-02-29"),
        (MONTH_END, "2023-02-28", "2023-01-31", "2023-02-28"),
        (QUARTER_END, "2023-09-15", "2023-06-30", "2023-09-30"),
        (QUARTER_END, "2023-10-01", "2023-09-30", "2023-12-31"),
        (QUARTER_END, "2024-01-01", "2023-12-31", "2024-03-31"),
        (HALF_YEAR, "2023-09-15", "2023-06-30", "2023-12-31"),
        (YEARLY_JUNE, "2023-09-15", "2023-06-30", "2024-06-30"),
        (YEARLY_JUNE, "2023-06-30", "2022-06-30", "2023-06-30"),
        (FRIDAYS, "2023-09-15", "2023-09-08", "2023-09-15"),
        (FRIDAYS, "2023-09-16", "2023-09-15", "2023-09-22"),
    ],
)
def test_due_days_around_today(recurrence: Recurrence, today: str, before: str, due: str) -> None:
    day = date.fromisoformat(today)
    assert str(next_due(recurrence, day)) == due
    assert str(previous_due(recurrence, day)) == before


RECURRENCES = st.sampled_from([MONTHLY_28, MONTH_END, QUARTER_END, HALF_YEAR, YEARLY_JUNE, FRIDAYS])


@given(RECURRENCES, st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_today_lies_between_two_due_days_and_none_is_skipped(recurrence: Recurrence, today: date) -> None:
    before, due = previous_due(recurrence, today), next_due(recurrence, today)
    assert before < today <= due
    assert next_due(recurrence, before + timedelta(days=1)) == due


@pytest.mark.parametrize("words", ["每", "每月0日", "每年0月", "每天", "每两年", "月", ""])
def test_what_does_not_recur(words: str) -> None:
    assert parse_recurrence(words) is None


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("每周", (0, 0, 5)),
        ("每周1", (0, 0, 1)),
        ("每周日", (0, 0, 7)),
        ("每月", (1, 12, 31)),
        ("每月1日", (1, 12, 1)),
        ("每月31日", (1, 12, 31)),
        ("每月32日", None),
        ("每月0日", None),
        ("每季度末", (3, 12, 31)),
        ("每半年", (6, 12, 31)),
        ("每年", (12, 12, 31)),
        ("每年1月底", (12, 1, 31)),
        ("每年12月10日", (12, 12, 10)),
        ("每年2月29日", (12, 2, 29)),
        ("每年2月30日", None),
        ("每年13月底", None),
        ("每年0月底", None),
        ("每年4月30日", (12, 4, 30)),
        ("每年4月31日", None),
    ],
)
def test_what_a_wording_means(words: str, parts: tuple[int, int, int] | None) -> None:
    assert parse_recurrence(words) == (Recurrence(*parts) if parts else None)

"""Which days the choices of 期间 stand for."""

from datetime import date

import pytest

from tracker.model.paper_periods import check_period, period_words
from tracker.ui.papers.wishes import LAST_MONTH, LAST_QUARTER, MONTH, PERIODS, QUARTER, WEEK, period_of

SATURDAY, NEW_YEAR, LEAP = date(2026, 11, 28), date(2027, 1, 1), date(2028, 3, 31)
MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("today", "choice", "start", "end", "words"),
    [
        (SATURDAY, WEEK, date(2026, 11, 23), SATURDAY, "11月23日—11月28日"),
        (SATURDAY, MONTH, date(2026, 11, 1), SATURDAY, "11月份"),
        (SATURDAY, LAST_MONTH, date(2026, 10, 1), date(2026, 10, 31), "10月份"),
        (SATURDAY, QUARTER, date(2026, 10, 1), SATURDAY, "10—11月份"),
        (SATURDAY, LAST_QUARTER, date(2026, 7, 1), date(2026, 9, 30), "三季度"),
        (NEW_YEAR, WEEK, date(2026, 12, 28), NEW_YEAR, "12月28日—2027年1月1日"),
        (NEW_YEAR, MONTH, NEW_YEAR, NEW_YEAR, "1月份"),
        (NEW_YEAR, LAST_MONTH, date(2026, 12, 1), date(2026, 12, 31), "12月份"),
        (NEW_YEAR, QUARTER, NEW_YEAR, NEW_YEAR, "1月份"),
        (NEW_YEAR, LAST_QUARTER, date(2026, 10, 1), date(2026, 12, 31), "四季度"),
        (LEAP, LAST_MONTH, date(2028, 2, 1), date(2028, 2, 29), "2月份"),
        (LEAP, QUARTER, date(2028, 1, 1), LEAP, "一季度"),
        (LEAP, LAST_QUARTER, date(2027, 10, 1), date(2027, 12, 31), "四季度"),
        (MONDAY, WEEK, MONDAY, MONDAY, "11月30日—11月30日"),
        (MONDAY, MONTH, date(2026, 11, 1), MONDAY, "11月份"),
    ],
)
def test_days_of_a_choice(today: date, choice: str, start: date, end: date, words: str) -> None:
    period = period_of(choice, today)
    assert (period.start, period.end) == (start, end)
    assert period_words(period) == words
    assert period.weekly == (choice == WEEK)


@pytest.mark.parametrize("choice", [choice for choice, _ in PERIODS[:-1]])
@pytest.mark.parametrize("today", [SATURDAY, NEW_YEAR, LEAP, MONDAY])
def test_no_choice_is_refused_afterwards(choice: str, today: date) -> None:
    check_period(period_of(choice, today), today)

"""Days, moments and wordings of the story."""

from datetime import UTC, date, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.deadlines import parse_deadline
from tracker.services.demo.days import before, moment, month_end, official_wording, quarter_end, workday


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 9, 15), date(2023, 9, 15)),
        (date(2023, 9, 16), date(2023, 9, 15)),
        (date(2023, 9, 17), date(2023, 9, 15)),
        (date(2023, 9, 18), date(2023, 9, 18)),
        (date(2023, 1, 1), date(2022, 12, 30)),
    ],
)
def test_weekends_fall_back_to_friday(day: date, expected: date) -> None:
    assert workday(day) == expected


def test_before_counts_back_and_avoids_weekends() -> None:
    assert before(date(2023, 9, 15), 4) == date(2023, 9, 11)
    assert before(date(2023, 9, 15), 5) == date(2023, 9, 8), "the tenth is a Sunday"


@pytest.mark.parametrize(
    ("day", "month", "quarter"),
    [
        (date(2024, 2, 10), date(2024, 2, 29), date(2023, 12, 31)),
        (date(2023, 3, 31), date(2023, 3, 31), date(2022, 12, 31)),
        (date(2023, 4, 1), date(2023, 4, 30), date(2023, 3, 31)),
        (date(2023, 12, 31), date(2023, 12, 31), date(2023, 9, 30)),
    ],
)
def test_ends_of_months_and_quarters(day: date, month: date, quarter: date) -> None:
    assert (month_end(day), quarter_end(day)) == (month, quarter)


def test_moment_is_the_local_clock_in_utc() -> None:
    at = moment(date(2023, 9, 15), time(10, 42))
    assert at.tzinfo is UTC
    assert at.astimezone().strftime("%Y-%m-%d %H:%M") == "2023-09-15 10:42"


@given(
    said_on=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    ahead=st.integers(0, 900),
    at_month_end=st.booleans(),
    seed=st.integers(0, 20),
)
def test_every_wording_means_its_day(said_on: date, ahead: int, at_month_end: bool, seed: int) -> None:
    due = said_on + timedelta(days=ahead)
    due = month_end(due) if at_month_end else due
    assert parse_deadline(official_wording(due, said_on, Random(seed)), said_on).on == due


def test_wordings_differ() -> None:
    rng = Random(1)
    said = {official_wording(date(2024, 12, 31), date(2023, 9, 15), rng) for _ in range(60)}
    assert {"2024年12月底前", "2024年四季度末", "2024年底前", "到2024年底"} <= said

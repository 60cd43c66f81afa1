from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.ui.charts.ticks import date_ticks, value_ticks


@pytest.mark.parametrize(
    ("low", "high", "most", "whole", "expected"),
    [
        (0, 96, 5, True, [0, 25, 50, 75]),
        (0, 100, 6, True, [0, 20, 40, 60, 80, 100]),
        (0, 3, 6, True, [0, 1, 2, 3]),
        (0, 1, 6, True, [0, 1]),
        (180, 205, 6, False, [180, 185, 190, 195, 200, 205]),
        (46.7, 48.0, 6, False, [47.0, 47.5, 48.0]),
        (-1, 1, 5, False, [-1, -0.5, 0, 0.5, 1]),
        (5, 5, 6, False, []),
        (float("nan"), 5, 6, False, []),
        (0, float("inf"), 6, False, []),
    ],
)
def test_value_ticks(low, high, most, whole, expected):
    assert value_ticks(low, high, most, whole) == pytest.approx(expected)


def test_value_ticks_are_never_too_many():
    for low, high in ((0, 88), (0, 7), (3.1, 3.3), (-12, 11926.1), (1e-6, 3e-6), (0, 1e12)):
        ticks = value_ticks(low, high, 6)
        assert 2 <= len(ticks) <= 7
        assert low - 1e-9 <= ticks[0] <= ticks[-1] <= high + 1e-9


def _days(low: date, high: date, most: int) -> list[tuple[str, str]]:
    ticks = date_ticks(low.toordinal(), high.toordinal(), most)
    return [(date.fromordinal(int(x)).isoformat(), word) for x, word in ticks]


def test_half_years_say_the_year_once():
    assert _days(date(2022, 12, 1), date(2024, 8, 1), 4) == [
        ("2023-01-01", "2023年1月"),
        ("2023-07-01", "7月"),
        ("2024-01-01", "2024年1月"),
        ("2024-07-01", "7月"),
    ]


def test_the_first_tick_says_the_year_even_when_it_is_no_january():
    assert _days(date(2023, 2, 10), date(2023, 12, 20), 4)[0] == ("2023-04-01", "2023年4月")


def test_years_and_days():
    assert _days(date(2017, 6, 1), date(2021, 12, 31), 5) == [
        (f"{year}-01-01", f"{year}年") for year in (2018, 2019, 2020, 2021)
    ]
    assert _days(date(2023, 9, 1), date(2023, 9, 4), 5)[1] == ("2023-09-02", "9月2日")


@pytest.mark.parametrize(("low", "high"), [(5, 5), (9, 3), (float("nan"), 4), (-1e9, -1e8)])
def test_no_span_gives_no_ticks(low, high):
    assert date_ticks(low, high) == []


def test_absurd_spans_stay_inside_the_calendar():
    assert 1 <= len(date_ticks(-1e12, 1e12, 8)) <= 9


@given(st.floats(-1e15, 1e15), st.floats(0, 1e15), st.integers(2, 8), st.booleans())
def test_any_range_has_ordered_ticks_inside_it(low, span, most, whole):
    ticks = value_ticks(low, low + span, most, whole)
    slack = max(abs(low), span, 1.0) * 1e-6
    assert ticks == sorted(ticks)
    assert all(low - slack <= tick <= low + span + slack for tick in ticks)
    assert len(ticks) <= 2 * most + 2


@given(st.floats(), st.floats(), st.integers(1, 12))
def test_any_two_numbers_make_date_ticks_or_none(low, high, most):
    ticks = date_ticks(low, high, most)
    places = [place for place, _ in ticks]
    assert places == sorted(set(places))
    assert all(low <= place <= high for place in places)
    assert all(word.endswith(("年", "月", "日")) for _, word in ticks)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(80, 20_000), st.integers(2, 9))
def test_every_january_says_its_year(start, days, most):
    low = start.toordinal()
    for place, word in date_ticks(low, low + days, most):
        day = date.fromordinal(int(place))
        assert day.day == 1
        assert (f"{day.year}年" in word) or day.month != 1

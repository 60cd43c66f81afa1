from datetime import date
from itertools import pairwise

import pytest

from tracker.ui.timeline.scale import LEAST_DAYS, MOST_DAYS, ZOOMS, Scale, head_ticks

START = date(2023, 1, 1).toordinal()


def test_a_day_begins_and_ends_at_its_pixels():
    scale = Scale(START, 100, 1000)
    assert scale.x(date(2023, 1, 11)) == 100
    assert scale.x_end(date(2023, 1, 11)) == 110
    assert scale.day_at(105) == date(2023, 1, 11)


def test_zooming_keeps_the_day_under_the_pointer():
    scale = Scale(START, 100, 1000).zoomed(50, 400)
    assert scale.days == 50
    assert scale.day_at(400) == date(2023, 2, 10)


@pytest.mark.parametrize(("wanted", "shown"), [(1, LEAST_DAYS), (10**6, MOST_DAYS), (31, 31)])
def test_the_zoom_stays_between_a_week_and_six_years(wanted, shown):
    assert Scale(START, 100, 1000).zoomed(wanted, 0).days == shown


def test_moving_right_shows_earlier_days():
    assert Scale(START, 100, 1000).moved(100).start == START - 10


def test_no_scale_leaves_the_calendar():
    assert Scale(-500, 100, 1000).day_at(0) == date(1, 2, 1)
    assert Scale(9_000_000, 100, 1000).day_at(0) == date(9990, 1, 1)
    assert head_ticks(Scale(9_000_000, 100, 1000)) == ([], [])


@pytest.mark.parametrize(
    ("days", "upper", "lower"),
    [
        (7, "2023年1月", "1 周日"),
        (31, "2023年1月", "1"),
        (92, "2023年1月", "12月26日"),
        (366, "2023年", "1月"),
        (731, "2023年", "一季度"),
        (1827, "2023年", "上半年"),
    ],
)
def test_every_zoom_has_two_lines_of_words(days, upper, lower):
    above, below = head_ticks(Scale(START, days, 834))
    assert (above[0][1], below[0][1]) == (upper, lower)
    assert days in [shown for _, shown in ZOOMS]
    widths = [(b[0] - a[0]) * 834 / days for a, b in pairwise(below[1:])]
    assert all(width > 20 for width in widths)


def test_units_begin_where_the_calendar_says():
    _, quarters = head_ticks(Scale(START, 731, 834))
    assert [date.fromordinal(day) for day, _ in quarters[:5]] == [
        date(2023, 1, 1), date(2023, 4, 1), date(2023, 7, 1), date(2023, 10, 1), date(2024, 1, 1),
    ]  # fmt: skip

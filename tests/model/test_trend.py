import math
from datetime import date, timedelta

import pytest

from tracker.model.enums import Direction
from tracker.model.trend import MOST_POINTS, Outcome, fit_trend, last_digit, look_ahead, rounded, thinned, wild_points

START = date(2022, 1, 1)


def days(*values, step=10):
    return [(START + timedelta(days=n * step), float(value)) for n, value in enumerate(values)]


def test_a_straight_line_is_found_exactly():
    trend = fit_trend(days(5, 7, 9, 11))
    assert trend.slope == pytest.approx(0.2)
    assert trend.value(START) == pytest.approx(5)
    assert trend.value(START + timedelta(days=100)) == pytest.approx(25)
    # On the line, but rounded to whole numbers: t is 1.886, half a digit 0.5, the first day 15 of sqrt(500) away.
    assert trend.margin(START) == pytest.approx(1.886 * 0.5 * math.sqrt(1 + 1 / 4 + 15**2 / 500))


@pytest.mark.parametrize(
    ("values", "step"),
    [
        ((7, 7, 7), 1),
        ((100, 200, 300), 1),
        ((38.72, 5), 0.01),
        ((0.1 + 0.2, 0.5), 0.1),
        ((-1.5,), 0.1),
        ((0,), 1),
        ((1e15,), 1),
    ],
)
def test_the_last_digit_of_what_was_published(values, step):
    assert last_digit(float(value) for value in values) == pytest.approx(step)


@pytest.mark.parametrize(
    ("values", "target", "said"),
    [
        # By hand: days 0 to 40, the target's is 60; sqrt(1 + 1/5 + 40 x 40 / 1000) = 1.6733, t is 1.638;
        # half of a whole number 0.5 makes 1.3704, half of a hundredth 0.0137.
        ((7, 7, 7, 7, 7), 9, "2022年3月2日约 7 家（80% 区间 5.6 至 8.4）"),
        ((7.25, 7.25, 7.25, 7.25, 7.25), 9, "2022年3月2日约 7.25 家（80% 区间 7.24 至 7.26）"),
        # Scatter sqrt(0.25 / 3) = 0.2887 makes 0.7913; what would lie below 0 is cut off.
        ((0.5, 0.5, 0.5, 0, 0.5), 9, "2022年3月2日约 0.5 家（80% 区间 0 至 1.3）"),
    ],
)
def test_equal_values_are_no_sure_forecast(values, target, said):
    points = days(*values)
    end = START + timedelta(days=60)
    seen = look_ahead(fit_trend(points), Direction.HIGHER, target, end, points[-1], "家", 0.0)
    assert seen.sentence == f"按此趋势达不到；{said}"


def test_a_target_within_the_rounding_is_not_sure():
    points, end = days(7, 7, 7, 7, 7), START + timedelta(days=60)
    assert not look_ahead(fit_trend(points), Direction.HIGHER, 8, end, points[-1]).sure
    assert look_ahead(fit_trend(points), Direction.HIGHER, 9, end, points[-1]).sure


def test_the_band_is_students_prediction_interval():
    # By hand: days 0 10 20 30, values 0 3 1 4; slopes .3 .05 .1333 -.2 .05 .3 -> median .09167;
    # centred at day 15 the residuals are 1.375 3.458 .542 2.625 -> median 2.
    trend = fit_trend(days(0, 3, 1, 4))
    assert trend.slope == pytest.approx(0.0916667, abs=1e-6)
    assert trend.level == pytest.approx(2.0)
    off = (-0.625, 1.4583333, -1.4583333, 0.625)
    scatter = math.sqrt(sum(one * one for one in off) / 2)
    assert trend.scatter == pytest.approx(scatter)
    end = START + timedelta(days=45)
    assert trend.margin(end) == pytest.approx(1.886 * scatter * math.sqrt(1 + 1 / 4 + 30**2 / 500))


def test_the_band_is_wider_farther_away():
    trend = fit_trend(days(0, 3, 1, 4, 3, 6))
    margins = [trend.margin(START + timedelta(days=n)) for n in (25, 60, 200, 2000)]
    assert margins == sorted(margins)
    assert margins[0] < margins[-1]


@pytest.mark.parametrize("points", [[], days(1), days(1, 2), [(START, 1.0), (START, 2.0), (START, 3.0)]])
def test_fewer_than_three_days_have_no_trend(points):
    assert fit_trend(points) is None


def test_one_wild_value_hardly_turns_the_line_and_widens_the_band():
    calm, wild = days(*range(10)), days(*range(9), 500)
    assert fit_trend(wild).slope == pytest.approx(fit_trend(calm).slope, rel=0.01)
    assert fit_trend(wild).margin(START) > 50


def test_values_no_number_can_hold_have_no_trend():
    assert fit_trend(days(1e308, -1e308, 1e308, 1.0)) is None


@pytest.mark.parametrize(
    ("values", "wild"),
    [
        ((1, 2, 3, 4, 5, 6, 7), ()),
        ((1, 2, 30, 4, 5, 6, 7), (30,)),
        ((100, 101, 102, 103.1, 104, 105), ()),
        ((1, 900, 3, 4), ()),
        ((10, 11, 10, 12, 11, 13, 12, 60, 13, 14), (60,)),
    ],
)
def test_wild_values_are_named(values, wild):
    points = days(*values)
    assert tuple(value for _, value in wild_points(points, fit_trend(points))) == wild


def test_without_a_trend_nothing_is_wild():
    assert wild_points(days(1, 2, 3, 4, 5, 6), None) == ()


def test_many_points_are_thinned_with_both_ends():
    points = [(float(n), float(n)) for n in range(100_000)]
    few = thinned(points)
    assert len(few) == MOST_POINTS
    assert (few[0], few[-1]) == (points[0], points[-1])
    assert fit_trend([(date.fromordinal(700_000 + n), n / 2) for n in range(9_000)]).slope == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("values", "direction", "target", "until", "outcome", "on"),
    [
        ((0, 10, 20), Direction.HIGHER, 50, date(2022, 12, 31), Outcome.IN_TIME, date(2022, 2, 20)),
        ((0, 10, 20), Direction.HIGHER, 50, date(2022, 2, 1), Outcome.LATE, date(2022, 2, 20)),
        ((0, 10, 20), Direction.HIGHER, 15, date(2022, 2, 1), Outcome.REACHED, date(2022, 1, 21)),
        ((20, 10, 0), Direction.HIGHER, 50, date(2022, 2, 1), Outcome.NEVER, None),
        ((20, 20, 20), Direction.HIGHER, 50, None, Outcome.NEVER, None),
        ((20, 19, 18), Direction.LOWER, 10, None, Outcome.SOMEDAY, date(2022, 4, 11)),
        ((20, 21, 22), Direction.LOWER, 10, None, Outcome.NEVER, None),
        ((0, 0.001, 0.002), Direction.HIGHER, 50, None, Outcome.NEVER, None),
    ],
)
def test_the_expected_day(values, direction, target, until, outcome, on):
    points = days(*values)
    seen = look_ahead(fit_trend(points), direction, target, until, points[-1])
    assert (seen.outcome, seen.on) == (outcome, on)
    assert ("达不到" in seen.sentence) == (outcome is Outcome.NEVER)


@pytest.mark.parametrize(
    ("values", "direction", "target", "until", "outcome", "said"),
    [
        ((30, 40, 50), Direction.HIGHER, 45, None, Outcome.REACHED, "已达标"),
        ((50, 50, 50), Direction.HIGHER, 50, None, Outcome.REACHED, "已达标"),
        ((80, 70, 60), Direction.HIGHER, 50, date(2022, 1, 20), Outcome.REACHED, "已达标"),
        ((80, 70, 60), Direction.HIGHER, 50, date(2022, 1, 25), Outcome.REACHED, "已达标；"),
        ((80, 70, 60), Direction.HIGHER, 50, date(2022, 3, 1), Outcome.SLIPPING, "已达标，按此趋势不一定能保持；"),
        ((80, 70, 60), Direction.HIGHER, 50, None, Outcome.SLIPPING, "已达标，按此趋势不一定能保持"),
        ((3, 4, 5), Direction.LOWER, 7, date(2022, 3, 1), Outcome.SLIPPING, "已达标，按此趋势不一定能保持；"),
        ((5, 4, 3), Direction.LOWER, 7, date(2022, 3, 1), Outcome.REACHED, "已达标；"),
        # The line is past the target, the newest value is not: the light is not green either.
        ((0, 20, 40, 60, 45), Direction.HIGHER, 50, None, Outcome.REACHED, "趋势线已到目标，最新值还没有到"),
    ],
)
def test_what_is_reached_is_said_first(values, direction, target, until, outcome, said):
    points = days(*values)
    seen = look_ahead(fit_trend(points), direction, target, until, points[-1])
    assert (seen.outcome, seen.on) == (outcome, points[-1][0])
    assert seen.sentence.partition("2022年")[0] == said


def test_the_sentence_gives_the_month_and_the_interval():
    points = days(182, 182, 184, 185, 186, 188, step=92)
    seen = look_ahead(fit_trend(points), Direction.HIGHER, 200, date(2025, 12, 31), points[-1], "家")
    assert seen.sentence.startswith("按此趋势 ")
    assert "；2025年12月31日约 " in seen.sentence
    assert " 家（80% 区间 " in seen.sentence


def test_a_target_inside_the_interval_is_not_sure():
    points = days(0, 30, 10, 40)
    trend = fit_trend(points)
    end = START + timedelta(days=60)
    assert not look_ahead(trend, Direction.HIGHER, trend.value(end), end, points[-1]).sure
    assert look_ahead(trend, Direction.HIGHER, 10_000, end, points[-1]).sure


@pytest.mark.parametrize(
    ("margin", "text"),
    [(12.3, "198"), (0.5, "198.3"), (0.01, "198.27"), (0.004, "198.27"), (0.0002, "198.2703"), (0, "198.27")],
)
def test_a_forecast_has_no_more_digits_than_it_can_bear(margin, text):
    assert rounded(198.2703, margin) == text

"""How far an indicator has come, by measure and direction."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.attainment import attainment, required_value
from tracker.model.enums import Direction, Measure

M = Measure
UP, DOWN = Direction.HIGHER, Direction.LOWER


@pytest.mark.parametrize(
    ("measure", "direction", "baseline", "now", "target", "share"),
    [
        # a level counts from its baseline
        (M.LEVEL, UP, 182, 182, 200, 0.0),
        (M.LEVEL, UP, 182, 191, 200, 0.5),
        (M.LEVEL, UP, 182, 200, 200, 1.0),
        (M.LEVEL, UP, 182, 209, 200, 1.5),
        (M.LEVEL, UP, 182, 173, 200, -0.5),
        (M.LEVEL, UP, 0, 0, 1, 0.0),
        (M.LEVEL, UP, -10, -5, 0, 0.5),
        (M.LEVEL, DOWN, 80, 60, 40, 0.5),
        (M.LEVEL, DOWN, 10, 4, 0, 0.6),
        (M.LEVEL, DOWN, 10, 12, 0, -0.2),
        # a level to be held: target = baseline, or the baseline is better already
        (M.LEVEL, UP, 100, 100, 100, 1.0),
        (M.LEVEL, UP, 100, 120, 100, 1.0),
        (M.LEVEL, UP, 100, 90, 100, 0.9),
        (M.LEVEL, UP, 210, 205, 200, 1.0),
        (M.LEVEL, UP, 0, 0, 0, 1.0),
        (M.LEVEL, DOWN, 30, 50, 40, 0.8),
        # a cumulative figure is divided by its target
        (M.CUMULATIVE, UP, None, 4.1, 14, 4.1 / 14),
        (M.CUMULATIVE, UP, 3, 7, 14, 0.5),
        (M.CUMULATIVE, UP, None, 21, 14, 1.5),
        (M.CUMULATIVE, UP, None, 0, 0, 1.0),
        (M.CUMULATIVE, UP, None, -3, 0, 0.0),
        (M.CUMULATIVE, DOWN, None, 0, 0, 1.0),
        (M.CUMULATIVE, DOWN, None, 5, 0, 0.0),
        (M.CUMULATIVE, DOWN, None, 80, 100, 1.0),
        (M.CUMULATIVE, DOWN, None, 125, 100, 0.8),
        # rate, share and rank: compared directly, the baseline does not matter
        (M.GROWTH_RATE, UP, None, 8, 10, 0.8),
        (M.GROWTH_RATE, UP, 2, 12, 10, 1.0),
        (M.GROWTH_RATE, UP, None, -5, 10, -0.5),
        (M.GROWTH_RATE, UP, None, -5, 0, 0.0),
        (M.GROWTH_RATE, UP, None, 0, 0, 1.0),
        (M.GROWTH_RATE, UP, None, -5, -2, 0.4),
        (M.GROWTH_RATE, DOWN, None, 3, -5, -0.6),
        (M.GROWTH_RATE, DOWN, None, 0, -5, 0.0),
        (M.GROWTH_RATE, UP, None, -20, 5, -1.0),
        (M.SHARE, UP, None, 46.8, 47.9, 46.8 / 47.9),
        (M.RANK, DOWN, None, 7, 7, 1.0),
        (M.RANK, DOWN, None, 5, 7, 1.0),
        (M.RANK, DOWN, 10, 9, 7, 7 / 9),
        # what is missing is said, not guessed
        (M.LEVEL, UP, None, 188, 200, None),
        (M.LEVEL, UP, 182, 188, None, None),
        (M.LEVEL, UP, 182, None, 200, None),
        (M.CUMULATIVE, UP, None, 5, None, None),
        (M.RANK, DOWN, None, None, 7, None),
        (M.LEVEL, UP, float("nan"), 188, 200, None),
        (M.SHARE, UP, None, float("inf"), 50, None),
    ],
)
def test_attainment(
    measure: Measure,
    direction: Direction,
    baseline: float | None,
    now: float | None,
    target: float | None,
    share: float | None,
) -> None:
    assert attainment(measure, direction, baseline, now, target) == (share if share is None else pytest.approx(share))


BASE_ON, TARGET_ON, MIDDLE = date(2021, 12, 31), date(2025, 12, 31), date(2023, 12, 31)


@pytest.mark.parametrize(
    ("measure", "baseline", "baseline_on", "target", "target_on", "on", "required"),
    [
        (M.LEVEL, 180, BASE_ON, 200, TARGET_ON, BASE_ON, 180),
        (M.LEVEL, 180, BASE_ON, 200, TARGET_ON, date(2020, 1, 1), 180),
        (M.LEVEL, 180, BASE_ON, 200, TARGET_ON, TARGET_ON, 200),
        (M.LEVEL, 180, BASE_ON, 200, TARGET_ON, date(2030, 1, 1), 200),
        (M.LEVEL, 180, BASE_ON, 200, TARGET_ON, MIDDLE, 180 + 20 * 730 / 1461),
        (M.LEVEL, 80, BASE_ON, 40, TARGET_ON, MIDDLE, 80 - 40 * 730 / 1461),
        (M.LEVEL, 180, BASE_ON, 200, BASE_ON, BASE_ON, 200),
        (M.LEVEL, 200, BASE_ON, 200, TARGET_ON, MIDDLE, 200),
        (M.LEVEL, 10, BASE_ON, 0, TARGET_ON, TARGET_ON, 0),
        (M.CUMULATIVE, None, BASE_ON, 14, TARGET_ON, MIDDLE, 14 * 730 / 1461),
        (M.CUMULATIVE, 2, BASE_ON, 14, TARGET_ON, MIDDLE, 2 + 12 * 730 / 1461),
        (M.SHARE, None, None, 47.9, None, MIDDLE, 47.9),
        (M.RANK, 9, BASE_ON, 7, TARGET_ON, MIDDLE, 7),
        (M.LEVEL, None, BASE_ON, 200, TARGET_ON, MIDDLE, None),
        (M.LEVEL, 180, None, 200, TARGET_ON, MIDDLE, None),
        (M.LEVEL, 180, BASE_ON, 200, None, MIDDLE, None),
        (M.CUMULATIVE, None, None, 14, TARGET_ON, MIDDLE, None),
        (M.LEVEL, 180, BASE_ON, None, TARGET_ON, MIDDLE, None),
        (M.GROWTH_RATE, None, None, None, None, MIDDLE, None),
    ],
)
def test_required_value(
    measure: Measure,
    baseline: float | None,
    baseline_on: date | None,
    target: float | None,
    target_on: date | None,
    on: date,
    required: float | None,
) -> None:
    value = required_value(measure, baseline, baseline_on, target, target_on, on)
    assert value == (required if required is None else pytest.approx(required))


VALUES = st.floats(-1e9, 1e9).map(lambda value: round(value, 3))


@given(st.sampled_from(Measure), st.sampled_from(Direction), st.none() | VALUES, VALUES, VALUES)
def test_the_target_itself_is_reached(
    measure: Measure, direction: Direction, baseline: float | None, now: float, target: float
) -> None:
    reached = attainment(measure, direction, baseline, target, target)
    assert reached is None or reached == pytest.approx(1.0)
    share = attainment(measure, direction, baseline, now, target)
    assert (share is None) is (measure is Measure.LEVEL and baseline is None)


@given(st.sampled_from(Measure), st.sampled_from(Direction), VALUES, VALUES, VALUES, VALUES)
def test_a_better_value_never_attains_less(
    measure: Measure, direction: Direction, baseline: float, one: float, other: float, target: float
) -> None:
    worse, better = sorted((one, other), reverse=direction is DOWN)
    less = attainment(measure, direction, baseline, worse, target)
    more = attainment(measure, direction, baseline, better, target)
    assert less is not None
    assert more is not None
    assert less <= more + 1e-9

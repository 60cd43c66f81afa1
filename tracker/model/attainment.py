"""How far an indicator is on its way to the target, and where it should be by a day."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.model.enums import Direction, IndicatorKind, Measure

#: Compared with the target as they are: a rate, a share or a rank does not grow out of a baseline.
DIRECT = frozenset({Measure.GROWTH_RATE, Measure.SHARE, Measure.RANK})
_SIGN: Mapping[Direction, int] = {Direction.HIGHER: 1, Direction.LOWER: -1}


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """What attainment and light of an indicator depend on; `now` is the newest observation."""

    kind: IndicatorKind
    measure: Measure | None = None
    direction: Direction = Direction.HIGHER
    unit: str = ""
    baseline: float | None = None
    baseline_on: date | None = None
    target: float | None = None
    target_on: date | None = None
    now: float | None = None
    now_on: date | None = None


def attainment(
    measure: Measure, direction: Direction, baseline: float | None, now: float | None, target: float | None
) -> float | None:
    """Return the share of the way to the target, 1.0 = reached; None where a value it needs is missing.

    A level counts from its baseline, so it may be negative or above 1. A cumulative figure is now/target.
    Rates, shares and ranks, levels to be held (target not better than the baseline), caps and targets of
    zero are compared directly: 1.0 when reached, else now/target (target/now where lower is better) for
    positive figures; with other signs 1 minus the gap over the target, or over the value where the target
    is zero or on the bad side of it; never below -1.
    """
    now, target, baseline = finite(now), finite(target), finite(baseline)
    if now is None or target is None:
        return None
    if measure is Measure.LEVEL and baseline is None:
        return None
    if measure is Measure.LEVEL and baseline is not None and is_climb(direction, baseline, target):
        return (now - baseline) / (target - baseline)
    if measure is Measure.CUMULATIVE and direction is Direction.HIGHER and target > 0:
        return now / target
    return _direct(direction, now, target)


def is_reached(direction: Direction, now: float, target: float) -> bool:
    """Tell whether a value is as good as the target or better."""
    return (now - target) * _SIGN[direction] >= 0


def is_climb(direction: Direction, baseline: float, target: float) -> bool:
    """Tell whether the target is better than the baseline, so that there is a way to go."""
    return (target - baseline) * _SIGN[direction] > 0


def required_value(
    measure: Measure,
    baseline: float | None,
    baseline_on: date | None,
    target: float | None,
    target_on: date | None,
    on: date,
) -> float | None:
    """Return the value the straight path from baseline to target asks for on a day, None if unknown.

    A cumulative figure without a baseline starts at 0. Rates, shares and ranks have no path: the target
    itself is asked for on every day.
    """
    baseline, target = finite(baseline), finite(target)
    if target is None or measure in DIRECT:
        return target
    if baseline is None and measure is Measure.CUMULATIVE:
        baseline = 0.0
    if baseline is None or baseline_on is None or target_on is None:
        return None
    return _on_path(baseline, baseline_on, target, target_on, on)


def _on_path(baseline: float, baseline_on: date, target: float, target_on: date, on: date) -> float:
    """Interpolate between two dated values; flat before and after them."""
    if on >= target_on:
        return target
    if on <= baseline_on:
        return baseline
    share = (on - baseline_on).days / (target_on - baseline_on).days
    return baseline + (target - baseline) * share


def _direct(direction: Direction, now: float, target: float) -> float:
    """Compare two figures of one kind: 1.0 when reached, else 1 minus the relative gap, at least -1."""
    if is_reached(direction, now, target):
        return 1.0
    # A target on the good side of zero is the measure; else the value is, and coming nearer counts.
    scale = abs(target if target * _SIGN[direction] > 0 else now)
    # Divided first: the difference of two huge figures would not be finite.
    return max(-1.0, 1 - abs(now / scale - target / scale))


def finite(value: float | None) -> float | None:
    """Return the value, None for NaN and infinities."""
    return value if value is not None and math.isfinite(value) else None

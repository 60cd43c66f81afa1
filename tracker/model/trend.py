"""The straight trend of an indicator, how sure it is, and when it would reach the target. Pure arithmetic.

The line is Theil-Sen's (median of the slopes between all pairs): one wild value hardly turns it, and none
is dropped. The band is the 80 % prediction interval around it, its scatter taken from all values, wild ones
too, so that it is wide where the past was wild. With n values it uses Student's t with n - 2 degrees.
Published figures are rounded: the scatter is never taken for less than half of their last digit.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import median

from tracker.model.attainment import is_reached
from tracker.model.enums import Direction
from tracker.model.numbers import chinese_date, format_value

Point = tuple[date, float]

LEAST_POINTS = 3
#: More values than this are thinned evenly: the slopes between all pairs grow with the square.
MOST_POINTS = 240
#: More values than this are not looked through for wild ones.
MOST_CHECKED = 5_000
#: A line that needs longer than this after the newest value is said not to reach the target.
PATIENCE_DAYS = 30 * 365
_WILD = 3.5  # scaled median deviations, the usual bound (Iglewicz and Hoaglin 1993)
#: Student's t, 0.90 quantile (two-sided 80 %), for 1 to 30 degrees of freedom; then the normal's.
_T90 = (
    3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.350, 1.345, 1.341,
    1.337, 1.333, 1.330, 1.328, 1.325, 1.323, 1.321, 1.319, 1.318, 1.316, 1.315, 1.314, 1.313, 1.311, 1.310,
)  # fmt: skip
_NORMAL90 = 1.282


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line through dated values: `level` at the day `middle`, `slope` per day."""

    middle: float  # mean day, as an ordinal
    level: float
    slope: float
    scatter: float  # standard deviation of the values around the line, at least half of their last digit
    count: int
    spread: float  # sum of squared distances of the days from their mean

    def value(self, on: date) -> float:
        """Return the value of the line on a day."""
        return self.level + self.slope * (on.toordinal() - self.middle)

    def margin(self, on: date) -> float:
        """Return half the width of the 80 % prediction interval on a day."""
        away = (on.toordinal() - self.middle) ** 2 / self.spread
        return _t90(self.count - 2) * self.scatter * math.sqrt(1 + 1 / self.count + away)


def fit_trend(points: Sequence[Point]) -> Trend | None:
    """Return the trend of dated values, None for fewer than three different days."""
    known = thinned([(float(on.toordinal()), value) for on, value in points])
    days = [day for day, _ in known]
    if len(set(days)) < LEAST_POINTS:
        return None
    slope = _median_slope(known)
    middle = math.fsum(days) / len(days)
    level = median(value - slope * (day - middle) for day, value in known)
    off = [value - level - slope * (day - middle) for day, value in known]
    left_over = sum(residual * residual for residual in off)
    spread = math.fsum((day - middle) ** 2 for day in days)
    # Equal figures do not make a sure forecast: each may be off by half of what it was rounded to.
    scatter = max(math.sqrt(left_over / (len(known) - 2)), last_digit(value for _, value in known) / 2)
    trend = Trend(middle, level, slope, scatter, len(known), spread)
    return trend if all(map(math.isfinite, (slope, level, trend.scatter))) else None


def last_digit(values: Iterable[float]) -> float:
    """Return the step of the finest of finite values as written: 1 for 7 and 120, 0.01 for 38.72 beside 5."""
    return float(min(Decimal(1), *(_step(value) for value in values)))


def _step(value: float) -> Decimal:
    # The digits of `format_value`: what is behind them is binary noise.
    exponent = Decimal(f"{value:.12g}").normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def thinned(points: Sequence[tuple[float, float]], most: int = MOST_POINTS) -> list[tuple[float, float]]:
    """Return at most `most` points, evenly chosen, the first and the last among them."""
    if len(points) <= most:
        return list(points)
    step = (len(points) - 1) / (most - 1)
    return [points[round(index * step)] for index in range(most)]


def wild_points(points: Sequence[Point], trend: Trend | None) -> tuple[Point, ...]:
    """Return the values that lie far off the trend; they are flagged and stay part of everything.

    Far is more than 3.5 scaled median deviations; with fewer than five values nothing is called wild.
    """
    if trend is None or not 5 <= len(points) <= MOST_CHECKED:
        return ()
    off = [abs(value - trend.value(on)) for on, value in points]
    usual = 1.4826 * median(off)
    # Where most values lie on the line, the rounding of the others must not make them wild.
    least = max(usual * _WILD, 0.02 * max(abs(value) for _, value in points))
    return tuple(point for point, away in zip(points, off, strict=True) if away > least)


class Outcome(StrEnum):
    """What the trend says about the target."""

    REACHED = "reached"  # the newest value or the line has passed it
    SLIPPING = "slipping"  # the newest value has, but the line does not stay there
    IN_TIME = "in_time"
    LATE = "late"
    NEVER = "never"
    SOMEDAY = "someday"  # reached, but nobody has said by when


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where the trend leads: when the target would be reached, and how sure that is."""

    outcome: Outcome
    on: date | None  # expected day
    sure: bool  # the 80 % interval on the target's day lies on one side of the target
    sentence: str


def look_ahead(
    trend: Trend,
    direction: Direction,
    target: float,
    target_on: date | None,
    newest: Point,
    unit: str = "",
    least: float = -math.inf,
) -> Outlook:
    """Say when the line reaches the target, or that it does not; no figure below `least` is named.

    Where the newest value is as good as the target, that comes first, and the line only tells whether it lasts.
    """
    last_on, value = newest
    margin = trend.margin(target_on) if target_on else 0.0
    sure = target_on is None or abs(trend.value(target_on) - target) > margin
    ending = _at_the_end(trend, target_on, last_on, unit, least)
    if is_reached(direction, value, target):
        lasts = _lasts(trend, direction, target, target_on, last_on)
        outcome, said = (Outcome.REACHED, "已达标") if lasts else (Outcome.SLIPPING, "已达标，按此趋势不一定能保持")
        return Outlook(outcome, last_on, sure, said + ending)
    on = _expected_on(trend, direction, target, last_on)
    outcome = _outcome(target_on, last_on, on)
    return Outlook(outcome, on, sure, _sentence(outcome, on, sure) + ending)


def _lasts(trend: Trend, direction: Direction, target: float, target_on: date | None, last_on: date) -> bool:
    """Tell whether a target reached stays so: on its day, and without a day as long as the line does not turn."""
    if target_on is None:
        return is_reached(direction, trend.slope, 0.0)
    return target_on <= last_on or is_reached(direction, trend.value(target_on), target)


def _expected_on(trend: Trend, direction: Direction, target: float, last_on: date) -> date | None:
    """Return the day on which the line meets the target; None when it moves away from it or takes too long."""
    sign = 1 if direction is Direction.HIGHER else -1
    gap = (target - trend.value(last_on)) * sign
    if gap <= 0:
        return last_on
    if trend.slope * sign <= 0 or gap / (trend.slope * sign) > PATIENCE_DAYS:
        return None
    return date.fromordinal(min(last_on.toordinal() + math.ceil(gap / abs(trend.slope)), date.max.toordinal()))


def _outcome(target_on: date | None, last_on: date, on: date | None) -> Outcome:
    if on is None:
        return Outcome.NEVER
    if on == last_on:
        return Outcome.REACHED
    if target_on is None:
        return Outcome.SOMEDAY
    return Outcome.IN_TIME if on <= target_on else Outcome.LATE


def _sentence(outcome: Outcome, on: date | None, sure: bool) -> str:
    month = f"{on.year}年{on.month}月" if on else ""
    doubt = "" if sure else "，但说不准"
    return {
        Outcome.REACHED: "趋势线已到目标，最新值还没有到",
        Outcome.IN_TIME: f"按此趋势 {month}达到，能按期完成{doubt}",
        Outcome.LATE: f"按此趋势 {month}才达到，晚于期限{doubt}",
        Outcome.NEVER: "按此趋势达不到",
        Outcome.SOMEDAY: f"按此趋势 {month}达到",
    }[outcome]


def _at_the_end(trend: Trend, target_on: date | None, last_on: date, unit: str, least: float) -> str:
    """Say the value expected on the target's day with its interval, while that day is to come."""
    if target_on is None or target_on <= last_on:
        return ""
    value, margin = trend.value(target_on), trend.margin(target_on)
    ends = (value - margin, value, value + margin)
    low, middle, high = (rounded(max(number, least), margin) for number in ends)
    space = "" if unit in ("%", "") else " "
    return f"；{chinese_date(target_on)}约 {middle}{space}{unit}（80% 区间 {low} 至 {high}）"


def rounded(value: float, margin: float) -> str:
    """Write a forecast with no more digits than its margin can bear."""
    digits = 0 if margin >= 3 else 1 if margin >= 0.3 else 2
    if 0 < margin < 0.01:
        digits = min(math.ceil(-math.log10(margin)), 12)  # else both ends of the interval would look the same
    return format_value(round(value, digits))


def _median_slope(points: Sequence[tuple[float, float]]) -> float:
    return median(
        (late[1] - early[1]) / (late[0] - early[0])
        for index, early in enumerate(points)
        for late in points[index + 1 :]
        if late[0] != early[0]
    )


def _t90(degrees: int) -> float:
    return _T90[degrees - 1] if 1 <= degrees <= len(_T90) else _NORMAL90

"""What an indicator's chart shows, worked out from its frozen row; no Qt."""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.model.attainment import DIRECT, finite, required_value
from tracker.model.enums import Measure
from tracker.model.rows import IndicatorRow, ObservationRow
from tracker.model.trend import LEAST_POINTS, Outlook, Trend, fit_trend, look_ahead, wild_points

Point = tuple[date, float]

_MOST = 1e15


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one chart; an undated value is never given a date."""

    observed: tuple[Point, ...] = ()
    undated: tuple[tuple[float, str], ...] = ()  # value, period as the source words it
    baseline: Point | None = None
    target: float | None = None
    target_on: date | None = None
    required: tuple[Point, ...] = ()
    trend: tuple[Point, ...] = ()  # the ends of the fitted line: first value, newest value, where it looks to
    band: tuple[tuple[date, float, float], ...] = ()  # day, lower and upper end of the 80 % interval
    wild: tuple[Point, ...] = ()  # values far off the trend; they are part of everything all the same
    outlook: Outlook | None = None
    upside_down: bool = False
    sentences: tuple[str, ...] = ()  # what cannot be drawn, and why

    @property
    def days(self) -> list[date]:
        """Return every day that is drawn, unsorted."""
        marks = [self.baseline] if self.baseline else []
        ends = [self.target_on] if self.target_on else []
        return [on for on, _ in (*self.observed, *self.required, *marks, *self.trend)] + ends

    @property
    def numbers(self) -> list[float]:
        """Return every value that is drawn."""
        marks = [self.baseline] if self.baseline else []
        values = [value for _, value in (*self.observed, *self.required, *marks, *self.trend)]
        values += [value for _, low, high in self.band for value in (low, high)]
        return values + [value for value, _ in self.undated] + ([] if self.target is None else [self.target])


def drawable(value: float | None) -> float | None:
    """Return the number, None when it is missing or no axis could show it (NaN, infinite, beyond 10^15)."""
    known = finite(value)
    return known if known is not None and abs(known) <= _MOST else None


def required_path(row: IndicatorRow) -> tuple[Point, ...]:
    """Return the two ends of the straight way from baseline to target, () where the rules know none."""
    start, end = row.baseline_on, row.target_on
    if row.measure is None or row.measure in DIRECT or start is None or end is None or start >= end:
        return ()
    known = (row.measure, drawable(row.baseline_value), start, drawable(row.target_value), end)
    ends = [(on, required_value(*known, on)) for on in (start, end)]
    return tuple((on, value) for on, value in ends if value is not None) if None not in dict(ends).values() else ()


def series_of(row: IndicatorRow) -> Series:
    """Return what to draw of an indicator."""
    required = required_path(row)
    drawn = [o for o in row.observations if drawable(o.value) is not None]
    baseline = drawable(row.baseline_value)
    observed = tuple(sorted((o.on, o.value) for o in drawn if o.on))
    trend = fit_trend(observed)
    until = _looks_to(row, observed)
    return Series(
        observed=observed,
        undated=_undated(row, drawn),
        baseline=(row.baseline_on, baseline) if row.baseline_on and baseline is not None else None,
        target=drawable(row.target_value),
        target_on=row.target_on if drawable(row.target_value) is not None else None,
        required=required,
        trend=_trend_line(trend, observed, until),
        band=_band(trend, row, observed, until),
        wild=wild_points(observed, trend),
        outlook=outlook_of(row, observed, trend),
        upside_down=row.measure is Measure.RANK,
        sentences=tuple(_sentences(row, drawn, bool(required))),
    )


def outlook_of(row: IndicatorRow, observed: tuple[Point, ...], trend: Trend | None) -> Outlook | None:
    """Return what the trend says about the target, None without a trend or a target."""
    target = drawable(row.target_value)
    if trend is None or target is None:
        return None
    return look_ahead(trend, row.direction, target, row.target_on, observed[-1], row.unit, _least(row, observed))


def _looks_to(row: IndicatorRow, observed: tuple[Point, ...]) -> date:
    """Return the day to which the trend is drawn: the target's, else a third of the known time further."""
    if not observed:
        return date.max
    first, last = observed[0][0], observed[-1][0]
    if row.target_on is not None and row.target_on > last:
        # A target of another age would squeeze all that is known into one pixel.
        return min(row.target_on, _later(last, max(4 * (last - first).days, 3650)))
    return _later(last, max((last - first).days // 3, 30))


def _later(day: date, by: int) -> date:
    return day + timedelta(days=min(by, (date.max - day).days))


def _trend_line(trend: Trend | None, observed: tuple[Point, ...], until: date) -> tuple[Point, ...]:
    if trend is None:
        return ()
    ends = (observed[0][0], observed[-1][0], until)
    return tuple((on, value) for on in ends if (value := drawable(trend.value(on))) is not None)


def _band(
    trend: Trend | None, row: IndicatorRow, observed: tuple[Point, ...], until: date
) -> tuple[tuple[date, float, float], ...]:
    """Return the interval from the newest value on, kept where such a figure can lie at all."""
    if trend is None:
        return ()
    last = observed[-1][0]
    days = [last + timedelta(days=round((until - last).days * part / 12)) for part in range(13)]
    least = _least(row, observed)
    points = [(on, trend.value(on), trend.margin(on)) for on in dict.fromkeys(days)]
    ends = [(on, max(v - m, least), max(v + m, least)) for on, v, m in points]
    return tuple(end for end in ends if abs(end[1]) <= _MOST and abs(end[2]) <= _MOST)


def _least(row: IndicatorRow, observed: tuple[Point, ...]) -> float:
    """Return the least value such a figure can have: the first rank, or 0 where none was below it."""
    return 1.0 if row.measure is Measure.RANK else 0.0 if min(v for _, v in observed) >= 0 else -_MOST


def _undated(row: IndicatorRow, drawn: list[ObservationRow]) -> tuple[tuple[float, str], ...]:
    """Return undated observations, and the undated baseline unless it is one of them."""
    undated = [(o.value, o.period or "未注明日期") for o in drawn if o.on is None]
    baseline = drawable(row.baseline_value)
    if baseline is not None and row.baseline_on is None and baseline not in (value for value, _ in undated):
        undated.append((baseline, row.baseline_text or "未注明日期"))
    return tuple(undated)


def _sentences(row: IndicatorRow, drawn: list[ObservationRow], has_path: bool) -> list[str]:
    """Return one sentence for each thing that is missing."""
    points = []
    broken = len(row.observations) - len(drawn)
    if not row.observations:
        points.append("未录入观测值")
    if broken:
        points.append(f"{broken:,} 个观测值不是有效数字，未画出")
    if 0 < len({o.on for o in drawn if o.on}) < LEAST_POINTS:
        points.append(f"不足 {LEAST_POINTS} 个日期的观测值，不推趋势")
    if drawable(row.target_value) is None:
        points.append("缺目标值，无法判断是否达标")
    elif not has_path:
        points.append(_no_path(row))
    return [sentence for sentence in points if sentence]


def _no_path(row: IndicatorRow) -> str:
    """Say why there is no required path; "" for measures that are compared with the target directly."""
    if row.measure not in (Measure.LEVEL, Measure.CUMULATIVE):
        return ""
    if drawable(row.baseline_value) is None and row.measure is Measure.LEVEL:
        return "缺基期值，应达路径无法计算"
    if row.baseline_on is None:
        return "基期未注明日期，应达路径无法计算"
    return "目标未注明期限，应达路径无法计算" if row.target_on is None else ""

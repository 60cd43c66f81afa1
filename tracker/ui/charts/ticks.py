"""Where axis ticks stand and what they say; no Qt. A day on an axis is its proleptic ordinal."""

import math
from datetime import date

_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12_000, 24_000)
_DAY_STEPS = (1, 2, 5, 10, 15)
_MONTH = 30.44
_FIRST = date(1, 2, 1).toordinal()
_LAST = date(9990, 1, 1).toordinal()


def value_ticks(low: float, high: float, most: int = 6, whole: bool = False) -> list[float]:
    """Return about `most` round values inside [low, high]; `whole` keeps to whole numbers."""
    span = high - low
    if not math.isfinite(span) or span <= 0:
        return []
    step = _round_up(span / max(most - 1, 1))
    step = max(step, 1.0) if whole else step
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def _round_up(rough: float) -> float:
    """Return the smallest of 1, 2, 2.5, 5 times a power of ten that is not much below `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    shares = (1, 2, 2.5, 5, 10) if power * 2.5 == round(power * 2.5) else (1, 2, 5, 10)
    return next(share * power for share in shares if share * power >= rough * 0.9)


def date_ticks(low: float, high: float, most: int = 8) -> list[tuple[float, str]]:
    """Return ticks with Chinese words between two ordinals: 2023年1月, 7月, or 9月3日 on short spans."""
    low, high = max(low, _FIRST), min(high, _LAST)
    if not low < high:
        return []
    if high - low < 75:
        return _day_ticks(math.ceil(low), math.floor(high), most)
    wanted = (high - low) / _MONTH / max(most, 1)
    step = next((s for s in _MONTH_STEPS if s >= wanted * 0.85), _MONTH_STEPS[-1])
    return _month_ticks(low, high, step)


def _month_ticks(low: float, high: float, step: int) -> list[tuple[float, str]]:
    start = date.fromordinal(math.ceil(low))
    month = start.year * 12 + start.month - 1
    month += -month % step
    ticks: list[tuple[float, str]] = []
    while month // 12 <= date.max.year and (day := date(month // 12, month % 12 + 1, 1).toordinal()) <= high:
        if day >= low:
            ticks.append((float(day), _month_word(month, step, first=not ticks)))
        month += step
    if len(ticks) > 1 and step < 12 and ticks[1][1].endswith("年1月") and not ticks[0][1].endswith("年1月"):
        ticks[0] = ticks[0][0], ticks[0][1].partition("年")[2]  # the next one names its year: no room for two
    return ticks


def _month_word(month: int, step: int, first: bool) -> str:
    year, index = divmod(month, 12)
    if step >= 12:
        return f"{year}年"
    return f"{year}年{index + 1}月" if first or index == 0 else f"{index + 1}月"


def _day_ticks(low: int, high: int, most: int) -> list[tuple[float, str]]:
    step = next((s for s in _DAY_STEPS if (high - low) / s <= most), _DAY_STEPS[-1])
    days = [date.fromordinal(number) for number in range(low, high + 1, step)]
    return [(float(day.toordinal()), _day_word(day, index == 0)) for index, day in enumerate(days)]


def _day_word(day: date, first: bool) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if first else f"{day.month}月{day.day}日"

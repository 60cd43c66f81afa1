"""Days and pixels of the timeline, and what its head says; no Qt. A day is its proleptic ordinal."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

#: Words of the zoom and how many days they show.
ZOOMS: tuple[tuple[str, int], ...] = (("周", 7), ("月", 31), ("季", 92), ("年", 366), ("两年", 731), ("五年", 1827))
LEAST_DAYS, MOST_DAYS = 7.0, 2200.0

_WEEKDAYS = "一二三四五六日"
_QUARTERS = ("一季度", "二季度", "三季度", "四季度")
_FIRST, _LAST = date(1, 2, 1).toordinal(), date(9990, 1, 1).toordinal()

Tick = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Scale:
    """Where days stand: `start` is the ordinal (with a fraction) at pixel 0, `width` px show `days`."""

    start: float
    days: float
    width: float

    @property
    def per_day(self) -> float:
        """Return pixels per day."""
        return self.width / self.days

    @property
    def end(self) -> float:
        """Return the ordinal at the right edge."""
        return self.start + self.days

    def x(self, day: date) -> float:
        """Return the pixel at which a day begins."""
        return (day.toordinal() - self.start) * self.per_day

    def x_end(self, day: date) -> float:
        """Return the pixel at which a day ends: a deadline includes its day."""
        return (day.toordinal() + 1 - self.start) * self.per_day

    def day_at(self, x: float) -> date:
        """Return the day under a pixel, inside the calendar."""
        return date.fromordinal(max(_FIRST, min(int(self.start + x / self.per_day), _LAST)))

    def moved(self, pixels: float) -> "Scale":
        """Return the scale with its content moved to the right by pixels."""
        return Scale(self.start - pixels / self.per_day, self.days, self.width)

    def zoomed(self, days: float, at: float) -> "Scale":
        """Return the scale showing another number of days; the day at pixel `at` stays where it is."""
        days = max(LEAST_DAYS, min(days, MOST_DAYS))
        fixed = self.start + at / self.per_day
        return Scale(fixed - days * at / self.width, days, self.width)

    def wide(self, width: float) -> "Scale":
        """Return the scale for another width, showing the same days."""
        return Scale(self.start, self.days, max(width, 1.0))


def head_ticks(scale: Scale) -> tuple[list[Tick], list[Tick]]:
    """Return the upper and lower line of the head: first days of units with their words.

    The unit that runs across the left edge comes first, so that it can be named there.
    """
    per_day = scale.per_day
    if per_day >= 60:
        lower = _units(scale, lambda d: d, _next_day, lambda d: f"{d.day} 周{_WEEKDAYS[d.weekday()]}")
    elif per_day >= 20:
        lower = _units(scale, lambda d: d, _next_day, lambda d: str(d.day))
    elif per_day >= 4:
        lower = _units(scale, _monday, lambda d: d + timedelta(days=7), lambda d: f"{d.month}月{d.day}日")
    elif per_day >= 1.6:
        lower = _units(scale, _month, lambda d: month_after(d, 1), lambda d: f"{d.month}月")
    elif per_day >= 0.7:
        lower = _units(scale, _quarter, lambda d: month_after(d, 3), lambda d: _QUARTERS[(d.month - 1) // 3])
    else:
        lower = _units(scale, _half, lambda d: month_after(d, 6), lambda d: "上半年" if d.month == 1 else "下半年")
    if per_day >= 4:
        return _units(scale, _month, lambda d: month_after(d, 1), lambda d: f"{d.year}年{d.month}月"), lower
    return _units(scale, _year, lambda d: month_after(d, 12), lambda d: f"{d.year}年"), lower


Step = Callable[[date], date]


def _units(scale: Scale, begin: Step, following: Step, word: Callable[[date], str]) -> list[Tick]:
    return [(day.toordinal(), word(day)) for day in _walk(scale, begin, following)]


def _walk(scale: Scale, begin: Step, following: Step) -> Iterator[date]:
    day = begin(scale.day_at(0))
    last = min(scale.end, float(_LAST))
    while day.toordinal() < last:
        yield day
        day = following(day)


def _next_day(day: date) -> date:
    return day + timedelta(days=1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month(day: date) -> date:
    return day.replace(day=1)


def _quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _half(day: date) -> date:
    return date(day.year, 1 if day.month < 7 else 7, 1)


def _year(day: date) -> date:
    return date(day.year, 1, 1)


def month_after(day: date, months: int) -> date:
    """Return the first day of the month so many months later."""
    month = day.year * 12 + day.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)

"""Deadlines that come back: 每月28日前, 每季度末, 每半年, 每年底, 每周五."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LAST_DAY = 31
_WEEKDAYS = {str(n): n for n in range(1, 8)} | {"日": 7, "天": 7, "末": 7}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A due day in every period of `months` months; `months` 0 means weekly.

    `month` is a month in which a period ends (12 for quarters and years), `day` the day in it, 31 for
    the last one. Weekly: `day` is the ISO weekday 1-7 and `month` is 0.
    """

    months: int
    month: int
    day: int


def parse_recurrence(words: str) -> Recurrence | None:
    """Read normalised wording (half-width digits, no 前 at the end); None when it does not recur."""
    for pattern, months in _CYCLES:
        match = pattern.fullmatch(words)
        if match is not None:
            return _recurrence(months, match.groupdict())
    return None


def next_due(recurrence: Recurrence, today: date) -> date:
    """Return the first due day on or after today."""
    if not recurrence.months:
        return today + timedelta(days=(recurrence.day - today.isoweekday()) % 7)
    month = today.year * 12 + today.month - 1
    month += (recurrence.month - 1 - month) % recurrence.months
    due = _day_of(month, recurrence.day)
    return due if due >= today else _day_of(month + recurrence.months, recurrence.day)


def previous_due(recurrence: Recurrence, today: date) -> date:
    """Return the last due day before today."""
    if not recurrence.months:
        return next_due(recurrence, today) - timedelta(days=7)
    due = next_due(recurrence, today)
    return _day_of(due.year * 12 + due.month - 1 - recurrence.months, recurrence.day)


@dataclass(frozen=True, slots=True)
class Frequency:
    """A recurrence and the day from which it holds; the first one of a task holds from the beginning."""

    recurrence: Recurrence
    holds_from: date = date.min


def due_days(frequencies: Sequence[Frequency], first: date, today: date) -> list[date]:
    """Return the due days from the last one before `first` to the first one not before today, ascending.

    `frequencies` come oldest first. A new one begins its first period at the last due day of the old one.
    """
    due = next_due(frequencies[-1].recurrence, max(today, frequencies[-1].holds_from))
    days = [due]
    for frequency in reversed(frequencies):
        due = previous_due(frequency.recurrence, due)
        while due >= frequency.holds_from:
            days.append(due)
            if due < first:
                return days[::-1]
            due = previous_due(frequency.recurrence, due)
        due = frequency.holds_from
    return days[::-1]


def _day_of(month: int, day: int) -> date:
    """Return a day of a counted month (year × 12 + month − 1), at most the month's last."""
    year, month0 = divmod(month, 12)
    return date(year, month0 + 1, min(day, monthrange(year, month0 + 1)[1]))


_END = "[底末内]?"
_CYCLES: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"(?:每个?(?:星期|周)|按周)(?P<weekday>[1-7日天末])?{_END}"), 0),
    (re.compile(rf"(?:每个?月|按月)(?:份|度|月(?=[底末]))?(?:(?P<day>\d{{1,2}})[日号]|{_END})"), 1),
    (re.compile(rf"(?:每个?季度?|按季度?)(?:季度?(?=[底末]))?{_END}"), 3),
    (re.compile(rf"(?:每半年|按半年){_END}"), 6),
    (re.compile(rf"(?:每年度?|按年度?)(?:年?{_END}|(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})[日号]|{_END}))"), 12),
)


def _recurrence(months: int, parts: dict[str, str | None]) -> Recurrence | None:
    """Build a recurrence from the parts of a wording; None for a day or month that does not exist."""
    if not months:
        return Recurrence(0, 0, _WEEKDAYS[parts["weekday"] or "5"])
    month = int(parts.get("month") or 12)
    if not 1 <= month <= 12:
        return None
    # 2024 is a leap year: 每年2月29日 exists, and falls on the 28th in other years.
    longest = monthrange(2024, month)[1]
    day = int(parts.get("day") or longest)
    if not 1 <= day <= longest:
        return None
    return Recurrence(months, month, day if parts.get("day") else LAST_DAY)

"""Counting working days with the yearly arrangement of holidays; a year not entered counts Monday to Friday."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.model.exchange_words import DayKind
from tracker.model.typed.text import narrow

#: More working days than anybody gives an office to answer in.
MOST_DAYS = 250
_DAY = timedelta(days=1)
_SATURDAY = 5
_WORKDAYS = re.compile(r"(\d{1,6})个?工作日(?:内|之内|以内|前)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class HolidayEntry:
    """A day that is not what its weekday says; `name` is that of the feast."""

    day: date
    kind: DayKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class DayTable:
    """The exceptions from Monday to Friday that are known; `years` are those of which the arrangement is entered."""

    days: Mapping[date, DayKind] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    @classmethod
    def of(cls, entries: Iterable[HolidayEntry]) -> "DayTable":
        """Return the table of entries; a year with one entry counts as entered."""
        days = {entry.day: entry.kind for entry in entries}
        return cls(days, frozenset(day.year for day in days))

    def is_workday(self, day: date) -> bool:
        """Tell whether offices work on a day."""
        kind = self.days.get(day)
        return kind is DayKind.WORK if kind is not None else day.weekday() < _SATURDAY

    def missing_years(self, first: date, last: date) -> tuple[int, ...]:
        """Return the years between two days whose arrangement is not entered."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)


def changes_weekday(entry: HolidayEntry) -> bool:
    """Tell whether an entry says anything: a Saturday off, or a Monday worked, is what the weekday says already."""
    return (entry.kind is DayKind.WORK) == (entry.day.weekday() >= _SATURDAY)


def add_workdays(start: date, days: int, table: DayTable) -> date:
    """Return the day that is `days` (≥ 0) working days after `start`; the day itself does not count.

    0 is the day itself, whatever it is. Raises ValueError for a negative number.
    """
    if days < 0:
        raise ValueError("working days are counted forward")
    day = start
    for _ in range(days):
        day += _DAY
        while not table.is_workday(day):
            day += _DAY
    return day


def read_workdays(text: str) -> int | None:
    """Return the number in a text such as 5个工作日内, None for any other text."""
    words = _WORKDAYS.fullmatch(narrow(text).replace(" ", ""))
    return int(words[1]) if words else None


def counting_note(first: date, last: date, table: DayTable) -> str:
    """Return the sentence that belongs beside a day counted over years that are not entered, else ""."""
    years = table.missing_years(first, last)
    if not years:
        return ""
    named = "、".join(f"{year}年" for year in years)
    return f"{named}的节假日安排还没有录入，按周一至周五计算"

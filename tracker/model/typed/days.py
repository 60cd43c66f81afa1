"""Words that name a day, a month, a quarter or a span, read as the days they cover."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.model.typed.wording import separated


@dataclass(frozen=True, slots=True)
class Period:
    """The days a wording covers; `last` is the last day in time.

    `first` is the first day of the month, quarter or year it lies in, so that a running one can be known.
    """

    first: date
    last: date
    is_span: bool = False  # written as from … to …
    to_the_day: bool = False


class NoSuchDayError(Exception):
    """The wording names a day its month does not have."""

    def __init__(self, year: int, month: int) -> None:
        super().__init__(year, month)
        self.year, self.month = year, month


_RANGE = re.compile("[-—―–~至到]+")
_YEAR = re.compile(r"(?:(?P<long>(?:19|20|21)\d\d)(?:年度?|(?!\d))|(?P<short>\d\d)年度?(?=[^内]))")
_LACKS_UNIT = re.compile(r"(?:.*[年月])?\d{1,2}")
_WITH_UNIT = re.compile(r"\d{1,2}(月份?|季度?|[日号])")
_DAY_ALONE = re.compile(r"\d{1,2}[日号]")
_MONTH_HEAD = re.compile(r"(?:.*年)?\d{1,2}月")


def period_of(words: str, year: int | None = None) -> Period | None:
    """Read normalised words; `year` is that of words without one, which without it cannot be read.

    Raises NoSuchDayError for 2026年2月30日.
    """
    begin, *ends = _RANGE.split(words)
    if not ends:
        return _single(words, year)
    return _span(*_completed(begin.removesuffix("起"), separated(ends[0])), year) if len(ends) == 1 else None


def _span(begin_words: str, end_words: str, year: int | None) -> Period | None:
    """Read both ends: a year stated at one of them holds for the other as well."""
    begin, end = _single(begin_words), _single(end_words)
    if end is None:
        end = _single(end_words, begin.last.year if begin else year)
    if end is None:
        return None
    if begin is None:
        begin = _single(begin_words, end.last.year)
        if begin is not None and begin.first > end.last:
            begin = _single(begin_words, end.last.year - 1)
    if begin is None or begin.first > end.last or (begin.to_the_day and begin.last > end.last):
        return None
    return Period(begin.first, end.last, is_span=True, to_the_day=end.to_the_day)


def _completed(begin: str, end: str) -> tuple[str, str]:
    """Write out what the two ends share: 3-5月, 3月1日-15日, 一至三季度."""
    unit = _WITH_UNIT.match(end)
    if unit is not None and _LACKS_UNIT.fullmatch(begin):
        begin += unit[1]
    month = _MONTH_HEAD.match(begin)
    if month is not None and _DAY_ALONE.fullmatch(end):
        end = month[0] + end
    return begin, end


def _single(words: str, year: int | None = None) -> Period | None:
    """Read words that name one period."""
    stated = _YEAR.match(words)
    if stated is not None:
        year, words = int(stated["long"] or 2000 + int(stated["short"])), words[stated.end() :]
    elif len(words) < 2:  # a single 底 or 中 names no period
        return None
    if year is None:
        return None
    for pattern, covered in _PERIODS:
        part = pattern.fullmatch(words)
        if part is not None:
            return covered(year, part)
    return None


def _months(year: int, first: int, last: int) -> Period | None:
    """Return whole months, None for a month that does not exist."""
    if not 1 <= first <= last <= 12:
        return None
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _month(year: int, part: re.Match[str]) -> Period | None:
    return _months(year, int(part[1]), int(part[1]))


def _day(year: int, part: re.Match[str]) -> Period | None:
    month = _month(year, part)
    if month is None:
        return None
    if not 1 <= int(part[2]) <= month.last.day:
        raise NoSuchDayError(year, month.last.month)
    return replace(month, last=month.last.replace(day=int(part[2])), to_the_day=True)


def _third(year: int, part: re.Match[str]) -> Period | None:
    """Return the month up to the end of its 上旬, 中旬 or 下旬."""
    month, day = _month(year, part), {"上": 10, "中": 20}.get(part[2])
    return replace(month, last=month.last.replace(day=day)) if month and day else month


def _quarter(year: int, part: re.Match[str]) -> Period | None:
    quarter = int(part[1] or part[2])
    return _months(year, 3 * quarter - 2, 3 * quarter)


_PERIODS: tuple[tuple[re.Pattern[str], Callable[[int, re.Match[str]], Period | None]], ...] = (
    (re.compile(r"(\d{1,2})月(\d{1,2})[日号]"), _day),
    (re.compile(r"(\d{1,2})月份?(?:月?[底末]|内)?"), _month),
    (re.compile(r"(\d{1,2})月份?([上中下])旬"), _third),
    (re.compile(r"[第前]?([1-4])季度?季?[底末内]?|[Qq]([1-4])[底末内]?"), _quarter),
    (re.compile("上半年[底末内]?|年?中"), lambda year, _: _months(year, 1, 6)),
    (re.compile("下半年[底末内]?"), lambda year, _: _months(year, 7, 12)),
    (re.compile("年?[底末内]?|全年"), lambda year, _: _months(year, 1, 12)),
)


def months_later(day: date, months: int) -> date:
    """Return the day so many months later, at most the last of its month."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def in_year(day: date, year: int) -> date:
    """Return the same day of another year; the last of February stays the last."""
    last = (day + timedelta(days=1)).day == 1
    longest = monthrange(year, day.month)[1]
    return date(year, day.month, longest if last else min(day.day, longest))

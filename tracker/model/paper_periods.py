"""The days a paper reports on: which are refused, how they are called, and the next working day."""

from datetime import date, timedelta

from tracker.errors import InputError
from tracker.model.rows.papers import Period
from tracker.model.workdays import DayTable

_QUARTERS = ("一季度", "二季度", "三季度", "四季度")


def period_until(end: date, start: date | None = None) -> Period:
    """Return a period; without a first day it begins with the month of its last one.

    A chosen first day that is the Monday of the week of the last one makes it weekly.
    """
    first = start or end.replace(day=1)
    monday = end - timedelta(days=end.weekday())
    return Period(first, end, weekly=start is not None and start == monday)


def check_period(period: Period, today: date) -> None:
    """Raise InputError for days that cannot be reported on."""
    if period.start > period.end:
        raise InputError(f"起始日期{period.start}晚于截止日期{period.end}，请对调或改正后再出文。")
    if period.end > today:
        raise InputError(f"截止日期{period.end}还没有到（今天是{today}），不能出文；请改为今天或更早的日期。")


def period_words(period: Period) -> str:
    """Call a period as titles do: 11月份, 三季度, 上半年, 1—9月份, 2026年, else its first and last day."""
    start, end = period.start, period.end
    if period.weekly or start.day != 1 or start.year != end.year:
        return f"{day_words(start)}—{day_words(end, than=start)}"
    first, last = start.month, end.month
    if first == last:
        return f"{last}月份"
    if first == 1 and last in (6, 12):
        return "上半年" if last == 6 else f"{end.year}年"
    if first % 3 == 1 and last == first + 2:
        return _QUARTERS[first // 3]
    return f"{first}—{last}月份"


def report_word(period: Period) -> str:
    """Call a 专报 by its period: 周报, 月报, 季报, else 专报."""
    start, end = period.start, period.end
    if period.weekly:
        return "周报"
    if start.day != 1 or start.year != end.year:
        return "专报"
    months = end.month - start.month + 1
    return "月报" if months == 1 else "季报" if start.month % 3 == 1 and months <= 3 else "专报"


def day_words(day: date, than: date | None = None) -> str:
    """Write 11月28日, with the year where it is another one than that of a day given."""
    year = f"{day.year}年" if than is not None and than.year != day.year else ""
    return f"{year}{day.month}月{day.day}日"


def next_workday(day: date, table: DayTable) -> date:
    """Return the day itself, or where offices do not work on it the next day on which they do."""
    while not table.is_workday(day):
        day += timedelta(days=1)
    return day

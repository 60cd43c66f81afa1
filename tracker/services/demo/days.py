"""Days of the story: working days, ends of months and quarters, moments of acts, wordings of deadlines."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from random import Random

_FRIDAY = 5
_QUARTERS = "一二三四"


def workday(day: date) -> date:
    """Return the day itself or, at a weekend, the Friday before."""
    return day - timedelta(days=max(0, day.isoweekday() - _FRIDAY))


def before(today: date, days: int) -> date:
    """Return the working day about `days` days before today."""
    return workday(today - timedelta(days=days))


def month_end(day: date) -> date:
    """Return the last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def quarter_end(day: date) -> date:
    """Return the last day of the last quarter that ended before the day."""
    first_month = 3 * ((day.month - 1) // 3) + 1
    return day.replace(month=first_month, day=1) - timedelta(days=1)


def moment(day: date, clock: time) -> datetime:
    """Return a local clock time as a moment in UTC."""
    return datetime.combine(day, clock).astimezone(UTC)


def official_wording(due: date, said_on: date, rng: Random) -> str:
    """Return a wording an office would use for a deadline, readable on the day it is said."""
    year = f"{due.year}年"
    short = year if due.year != said_on.year or rng.random() < 0.6 else ""
    if due != month_end(due):
        return f"{short}{due.month}月{due.day}日前"
    choices = [f"{short}{due.month}月底前", f"{year}{due.month}月底前"]
    if due.month % 3 == 0:
        choices.append(f"{year}{_QUARTERS[due.month // 3 - 1]}季度末")
    if due.month == 6:
        choices.append(f"{year}上半年")
    if due.month == 12:
        choices += [f"{year}底前", f"到{due.year}年底"]
    return rng.choice(choices)

"""A wording as it is stored: with its year, so that reading it again never moves its day."""

import re
from collections.abc import Iterator
from datetime import date

from tracker.model.numbers import chinese_date
from tracker.model.typed.days import NoSuchDayError, period_of
from tracker.model.typed.looks import is_either_way
from tracker.model.typed.relative import written_out
from tracker.model.typed.text import narrow
from tracker.model.typed.wording import normalised

_MIDNIGHT = re.compile(r"(?<=\d)[T ]0?0:00(?::00(?:\.0+)?)?Z?$")
_MONTH_ALONE = re.compile(r"(\d{4})(?:\.(\d{1,2})|(\d\d))", re.ASCII)
_YEAR_ALONE = re.compile(r"\d{4}", re.ASCII)
_DAY_ALONE = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)


def tidied(text: str) -> str:
    """Return a wording that states its year, in a shape that no spreadsheet takes for a number."""
    text = _MIDNIGHT.sub("", text)
    figures = narrow(text)
    if day := _DAY_ALONE.fullmatch(figures):
        return f"{day[1]}-{day[2]}-{day[3]}"
    if month := _MONTH_ALONE.fullmatch(figures):
        return f"{month[1]}年{int(month[2] or month[3])}月"
    return f"{figures}年" if _YEAR_ALONE.fullmatch(figures) else text


def with_year(text: str, day: date, writing: date) -> str:
    """Return the wording with the year of its day written into it, or the day where it has no room for one."""
    for candidate in _candidates(text, day, writing):
        if _means(candidate, day):
            return candidate
    return chinese_date(day)


def in_later_year(text: str, day: date, later: date) -> str:
    """Return a wording that states the year of `day`, moved to the year of `later`."""
    moved = text.replace(str(day.year), str(later.year), 1)
    return moved if _means(moved, later) else chinese_date(later)


def _candidates(text: str, day: date, writing: date) -> Iterator[str]:
    """Yield the wording with a year before each of its characters in turn."""
    for index, character in enumerate(text):
        head, tail = text[:index], text[index:]
        yield head + written_out(tail, writing)
        if character == "年":
            yield f"{head}{day.year}{tail}"
        if character == "月":
            yield f"{head}{day.year}年{day.month}{tail}"
        yield f"{head}{day.year}年{tail}"


def _means(text: str, day: date) -> bool:
    """Tell whether a wording means the day by itself."""
    try:
        period = period_of(normalised(text))
    except NoSuchDayError:
        return False
    return period is not None and period.last == day and not is_either_way(text)

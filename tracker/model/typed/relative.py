"""Words counted from the day of writing, 明年, 下月, 今天, written out with their year."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from tracker.model.typed.days import months_later

_START = r"(?:^|(?<=[-—―–~至到]))"
_DAYS = {"今": 0, "当": 0, "明": 1, "后": 2, "昨": -1, "前": -2}
_STEPS = {"本": 0, "当": 0, "这": 0, "下": 1, "次": 1, "上": -1}
_YEARS = {"今": 0, "本": 0, "当": 0, "明": 1, "次": 1, "下": 1, "后": 2, "去": -1, "上": -1, "前": -2}
_WEEKDAYS = {str(number): number for number in range(1, 8)} | {"日": 7, "天": 7, "末": 7, "": 7}

Writer = Callable[[re.Match[str], date], str]


def _day(named: re.Match[str], writing: date) -> str:
    return _in_words(writing + timedelta(days=_DAYS[named[1]]))


def _weekday(named: re.Match[str], writing: date) -> str:
    monday = writing - timedelta(days=writing.weekday()) + timedelta(weeks=_STEPS[named[1]])
    return _in_words(monday + timedelta(days=_WEEKDAYS[named[2] or ""] - 1))


def _month(named: re.Match[str], writing: date) -> str:
    month = months_later(writing.replace(day=1), _STEPS[named[1] or "本"])
    return f"{month.year}年{month.month}月"


def _quarter(named: re.Match[str], writing: date) -> str:
    month = months_later(writing.replace(day=1), 3 * _STEPS[named[1] or "本"])
    return f"{month.year}年{(month.month + 2) // 3}季度"


def _year(named: re.Match[str], writing: date) -> str:
    return f"{writing.year + _YEARS[named[1]]}年"


def _this_year(_named: re.Match[str], writing: date) -> str:
    return f"{writing.year}年"


_RULES: tuple[tuple[re.Pattern[str], Writer], ...] = tuple(
    (re.compile(_START + pattern), writer)
    for pattern, writer in (
        ("([今明后昨前])[天日](?![前后])", _day),
        ("(当)[天日]$", _day),
        ("([本这下上])个?(?:周|星期)([1-7日天末])?[底内]?$", _weekday),
        ("([本当这下次上])个?月份?(?=月?[底末内]|[上中下]旬|\\d|$)", _month),
        ("()(?=月[底末内]$)月", _month),
        ("([本当这下次上])个?季度?", _quarter),
        ("()季度?(?=[底末内]$)", _quarter),
        ("([今本当明次下后去上前])年度?", _year),
        ("年度?(?=[底末内]$)", _this_year),
        ("全年$", _this_year),
    )
)


def written_out(words: str, writing: date) -> str:
    """Return the words with what is counted from the day of writing replaced by its date.

    「年底」 and 「月底」 are those of the running year and month: nobody says them of another one.
    """
    for pattern, writer in _RULES:
        words = pattern.sub(partial(_written, writer, writing), words)
    return words


def _written(writer: Writer, writing: date, named: re.Match[str]) -> str:
    return writer(named, writing)


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

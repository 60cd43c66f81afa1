"""What the screen says about a typed text that is refused or asked about."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from tracker.model.typed.text import shortened

_PAST = "已经过了"


def no_such_day(typed: str, year: int, month: int) -> str:
    """Say that the month has no such day."""
    return f"{shortened(typed)}没有这一天，{year}年{month}月只有 {monthrange(year, month)[1]} 天。"


def no_date(typed: str) -> str:
    """Say that no date can be read."""
    return f"{shortened(typed)}读不出日期；请写成 2026-06-30 或“2026年6月底前”。"


def month_or_day(typed: str) -> str:
    """Say that month and day may stand either way round."""
    return f"{shortened(typed)}分不清月和日；请写成 2026-06-07。"


def january_or_october(typed: str, year: int) -> str:
    """Say that a spreadsheet may have cut the nought off October."""
    return f"{shortened(typed)}可能是1月，也可能是10月；请写成 {year}-01 或 {year}-10。"


def two_dates(typed: str) -> str:
    """Say that only the last of several dates is the deadline."""
    return f"{shortened(typed)}里有两个日期；请写最后的时限，其余写成节点。"


def not_yet(day: date) -> str:
    """Say that a fact cannot lie in the future."""
    return f"{day.isoformat()}还没有到；请写已经发生的日期。"


def no_percent(typed: str) -> str:
    """Say what a progress has to be."""
    return f"进度要填 0 到 100 的百分数，现在是“{shortened(typed)}”。"


def which_percent(written: str, hundredfold: str) -> str:
    """Ask whether a number is a percentage already."""
    return f"是 {written}% 还是 {hundredfold}%？"


def already_past(day: date, following: date) -> str:
    """Ask whether a deadline in the past is meant for a later year."""
    return f"{day.isoformat()}{_PAST}；是指 {following.isoformat()} 吗？"


def asks_of_past(sentence: str) -> bool:
    """Tell whether a question is about a deadline that has passed."""
    return _PAST in sentence


def which_day(typed: str, days: Iterable[date]) -> str:
    """Ask which of several days is meant."""
    return f"{shortened(typed)}是指 {' 还是 '.join(day.isoformat() for day in days)}？"


def year_added(year: int) -> str:
    """Tell which year was added to a wording without one."""
    return f"没有写年份，按 {year} 年计"


def counted_as(day: date) -> str:
    """Tell which day a wording was understood as."""
    return f"按 {day.isoformat()} 计"


def counted_on(day: date, said: str) -> str:
    """Tell the day together with what else is said of it; the day says an added year by itself."""
    if said == year_added(day.year):
        return f"没有写年份，{counted_as(day)}"
    return "，".join(filter(None, (counted_as(day), said)))


def far_year(day: date) -> str:
    """Ask about a year that is likely a slip of the hand."""
    return f"{day.isoformat()}的年份离现在太远；是这一年吗？"


def before_which(words: str, excluded: date, included: date) -> str:
    """Ask whether 「9月前」 ends before or with September."""
    years = excluded.year != included.year
    first, second = (f"{day.year}年" * years + f"{day.month}月{day.day}日" for day in (excluded, included))
    return f"{words}是指 {first} 还是 {second}？"


def counted_from(words: str, start: date, end: date) -> str:
    """Ask whether a stretch of time starts with the day of writing."""
    return f"{words}从 {start.isoformat()} 算起是 {end.isoformat()}；按这一天计吗？"


KEPT_AS_TEXT = "作为文字保留，按未定时限亮灯"
SERIAL = "日期数"

"""Official deadline wording → kind and sortable end date; what cannot be read stays as text."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tracker.model.enums import DueKind
from tracker.model.recurrence import Recurrence, parse_recurrence
from tracker.model.wording import bare, normalised, separated, with_year


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a wording means; `text` is the wording as given, `on` the last day in time for kind DATE."""

    kind: DueKind
    on: date | None
    text: str
    year_inferred: bool = False  # the year came from the base date, not from the wording
    recurrence: Recurrence | None = None


@lru_cache(maxsize=4096)
def parse_deadline(text: str, base: date | None = None) -> Deadline:
    """Read a wording; `base` is the day it was written, never raises.

    The base date gives 「12月底」 its year (always the base's own, so that reading again never moves a
    deadline) and resolves 明年, 下月, 本季度. Without it such wordings stay TEXT.
    """
    if len(text) > _LONGEST:
        return Deadline(DueKind.TEXT, None, text)
    words = normalised(text)
    if not words:
        return Deadline(DueKind.TEXT if bare(text) else DueKind.NONE, None, text)
    for kind, pattern in _STANDING:
        if pattern.fullmatch(words):
            return Deadline(kind, None, text)
    recurrence = parse_recurrence(words)
    if recurrence is not None:
        return Deadline(DueKind.RECURRING, None, text, recurrence=recurrence)
    on, inferred = _end_day(words, base)
    if on is None:
        return Deadline(DueKind.TEXT, None, text)
    return Deadline(DueKind.DATE, on, text, year_inferred=inferred)


def same_deadline(a: Deadline, b: Deadline) -> bool:
    """Tell whether two wordings mean the same; unreadable ones are compared as text."""
    if a.kind is not b.kind:
        return False
    if a.kind is DueKind.TEXT:
        return bare(a.text) == bare(b.text)
    return a.on == b.on and a.recurrence == b.recurrence


#: Longer wordings are prose with more than one date in it: a person has to read them.
_LONGEST = 60

_LASTING = "(?:长期|持续|常态化?|经常性?|始终|不断)(?:坚持|推进|落实|实施|开展|执行|抓好|深化|巩固|进行|任务|工作)*"
_AT_ONCE = (
    "(?:立行立改|即知即改|立查立改|边查边改|边学边改|马上就?办|即刻|即时|立即(?:整改|办理|启动|执行|开展|实施|推进)?)"
)
_STOP = "[。.;,]*"
_STANDING: tuple[tuple[DueKind, re.Pattern[str]], ...] = (
    (DueKind.IMMEDIATE, re.compile(f"{_AT_ONCE}(?:[,;、并]*(?:{_AT_ONCE}|{_LASTING}))*{_STOP}")),
    (DueKind.LONG_TERM, re.compile(f"{_LASTING}(?:[,;、并]*{_LASTING})*{_STOP}")),
)

_RANGE = re.compile("[-—–~至到]+")
_YEAR = re.compile(r"((?:19|20|21)\d\d|\d\d(?=年.))年?度?")


def _end_day(words: str, base: date | None) -> tuple[date | None, bool]:
    """Return the last day the words allow and whether the base date gave the year."""
    on = _absolute(words)
    if on is not None:
        return on, False
    first, *rest = _RANGE.split(words)
    if rest:
        begin, inferred = _end_day(first.removesuffix("起"), base)
        end, borrowed = _end_day(separated(rest[-1]), begin)
        ordered = begin is not None and end is not None and begin <= end and len(rest) == 1
        return (end, inferred and borrowed) if ordered else (None, False)
    if base is None:
        return None, False
    return _absolute(with_year(words, base)), True


def _absolute(words: str) -> date | None:
    """Read words that state their year."""
    found = _YEAR.match(words)
    if found is None:
        return None
    year = int(found[1]) if len(found[1]) == 4 else 2000 + int(found[1])
    rest = words[found.end() :]
    for pattern, end_of in _PERIODS:
        part = pattern.fullmatch(rest)
        if part is not None:
            return end_of(year, part)
    return None


def _last_day(year: int, month: int) -> date | None:
    """Return the last day of a month, None for a month that does not exist."""
    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None


def _day(year: int, part: re.Match[str]) -> date | None:
    """Return the named day, None for one that does not exist."""
    try:
        return date(year, int(part[1]), int(part[2]))
    except ValueError:
        return None


def _third(year: int, part: re.Match[str]) -> date | None:
    """Return the last day of a 上旬, 中旬 or 下旬."""
    end = _last_day(year, int(part[1]))
    day = {"上": 10, "中": 20}.get(part[2])
    return end.replace(day=day) if end is not None and day else end


_PERIODS: tuple[tuple[re.Pattern[str], Callable[[int, re.Match[str]], date | None]], ...] = (
    (re.compile(r"(\d{1,2})月(\d{1,2})[日号]"), _day),
    (re.compile(r"(\d{1,2})月份?[底末内]?"), lambda year, part: _last_day(year, int(part[1]))),
    (re.compile(r"(\d{1,2})月份?([上中下])旬"), _third),
    (
        re.compile(r"[第前]?([1-4])季度?[底末内]?|[Qq]([1-4])"),
        lambda year, part: _last_day(year, 3 * int(part[1] or part[2])),
    ),
    (re.compile("上半年[底末内]?|年?中"), lambda year, _: _last_day(year, 6)),
    (re.compile("下半年[底末内]?|年?[底末内]?|全年"), lambda year, _: _last_day(year, 12)),
)

"""What a text looks like before it is read: unclear forms, several dates, words that are meant as a date."""

import re

from tracker.model.typed.days import NoSuchDayError, period_of
from tracker.model.typed.text import narrow
from tracker.model.typed.wording import compacted, normalised, outside_note

#: Longer wordings are prose: a person has to read them.
LONGEST = 60

_BEFORE = "(?:[之以]?前)?"
_EITHER_WAY = re.compile(
    rf"(?:\d{{1,2}}([-./])\d{{1,2}}\1(?:\d\d|(?:19|20|21)\d\d)|\d{{1,2}}[-.]\d{{1,2}}){_BEFORE}", re.ASCII
)
_CUT_OCTOBER = re.compile(r"(?<![\d.])((?:19|20|21)\d\d)\.1(?![\d.月])", re.ASCII)
_PIECE = re.compile(
    r"(?:(?:\d{4}|\d\d)年度?|[今明后去本下上]年)?"
    r"(?:\d{1,2}月(?:份?月?[底末内初]|\d{1,2}[日号]?|份?[上中下]旬)?|[第前]?[1-4]季度?[底末内]?|[Qq][1-4]"
    r"|[上下]半年[底末内]?|年?[底末内中])"
    r"|\d{4}[-./]\d{1,2}(?:[-./]\d{1,2})?|(?<!\d)(?:19|20|21)\d{6}(?!\d)|\d{4}年|[今明后去]年|(?<!\d)\d{1,2}/\d{1,2}(?!\d)"
)
_LIKE_A_DATE = re.compile(
    r"\d|[一二三四五六七八九十两半数几]个?(?:[年月日号天周季旬]|星期|工作日)|[年月季周旬][底末内初中]|[今明后去本下上][年月周天]"
    "|春节|元旦|国庆|五一|中秋|端午|清明|元宵|腊月|正月|两会|上半年|下半年|季度|星期|礼拜"
    r"|jan|feb|mar\b|march|apr|may\b|jun|jul|aug|sep|oct|nov|dec",
    re.IGNORECASE,
)


def is_either_way(typed: str) -> bool:
    """Tell whether month, day and year may stand in several orders: 06/07/2026, 26-12-31, 3-5."""
    return _EITHER_WAY.fullmatch(narrow(typed).replace(" ", "")) is not None


def cut_october(typed: str) -> int | None:
    """Return the year of 2026.1, which a spreadsheet also makes of 2026.10; None for other texts."""
    cut = _CUT_OCTOBER.search(compacted(typed))
    return int(cut[1]) if cut else None


def names_two_dates(typed: str) -> bool:
    """Tell whether a text that is no span names more than one date."""
    words = compacted(typed)
    return len(_PIECE.findall(words)) > 1 and not _is_reversed_span(typed)


def has_dated_note(typed: str) -> bool:
    """Tell whether the note in brackets behind a date holds another one."""
    words, note = outside_note(compacted(typed))
    return bool(_PIECE.search(note)) and bool(_PIECE.search(words))


def is_like_a_date(typed: str) -> bool:
    """Tell whether a text is meant as a date, so that it must not be kept as words."""
    return _LIKE_A_DATE.search(narrow(typed)) is not None


def _is_reversed_span(typed: str) -> bool:
    """Tell whether the last date of a span lies before its first one."""
    parts = re.split("[-—―–~至到]+", normalised(typed))
    try:
        return len(parts) == 2 and all(period_of(part, 2024) is not None for part in parts)
    except NoSuchDayError:
        return False

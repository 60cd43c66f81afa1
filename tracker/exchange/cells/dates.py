"""Convert serial numbers and written dates to `date`, without guessing."""

import re
from datetime import date, timedelta

from tracker.exchange.book.text import narrow

_EPOCH, _SHIFT_1904 = date(1899, 12, 30), 1462
#: Integers that are taken for a day when they stand unformatted in a date column (2000 to 2099).
PLAIN_SERIALS = range(36_526, 73_051)
_SERIALS = range(61, 2_958_466)  # from 1900-03-01: below, the formats disagree about the day
_SEPARATED = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*(?:[-./月]\s*(\d{1,2})\s*[日号]?|月)?(.*)", re.DOTALL)
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})()")
_TIME = re.compile(r"[T\s]*\d{1,2}[:时]\d{1,2}.*|", re.DOTALL)


def from_serial(serial: float, date1904: bool = False) -> date | None:
    """Return the day of a serial number (time of day dropped), None where it means no certain day."""
    day = int(serial) + (_SHIFT_1904 if date1904 else 0)
    return _EPOCH + timedelta(days=day) if day in _SERIALS else None


def from_text(text: str) -> tuple[date, bool] | None:
    """Return the written day and whether the day itself was written (else the month's last), or None."""
    match = _SEPARATED.fullmatch(narrow(text)) or _COMPACT.fullmatch(narrow(text))
    if match is None or not _TIME.fullmatch(match.group(4)):
        return None
    year, month = int(match.group(1)), int(match.group(2))
    try:
        if match.group(3) is None:
            return month_end(year, month), False
        return date(year, month, int(match.group(3))), True
    except ValueError:  # 2025-02-30
        return None


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def in_words(day: date) -> str:
    """Return 「2025年12月31日」."""
    return f"{day.year}年{day.month}月{day.day}日"

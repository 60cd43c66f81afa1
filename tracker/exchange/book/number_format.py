"""Tell from a number format whether a number is a date, a time, a percentage or text."""

import re
from functools import lru_cache

#: Builtin formats by id, as codes. Ids 27-36 and 50-58 are dates in Chinese, Japanese and Korean editions.
_DATE_IDS = (14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58)
_TIME_IDS = (18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56)
BUILTIN = {
    **dict.fromkeys(_DATE_IDS, "yyyy-mm-dd"),
    **dict.fromkeys(_TIME_IDS, "h:mm:ss"),
    0: "",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    49: "@",
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)  # hours beyond a day are still a time
_BRACKETED = re.compile(r"\[[^\]]*\]")
_HALF_DAY = re.compile(r"am/pm|a/p|上午/下午", re.IGNORECASE)
_POWER = re.compile(r"[0#?.]E[+-]0", re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[ymdg]", re.IGNORECASE)
_TIME_LETTERS = re.compile(r"[hs时分秒]|am/pm", re.IGNORECASE)


@lru_cache(maxsize=512)
def _significant(code: str) -> str:
    """Return the first section of a format without literals and bracketed parts."""
    bare = _BRACKETED.sub("", _ELAPSED.sub(r"\1", _LITERAL.sub("", code))).split(";", 1)[0]
    return "" if bare.strip().lower() in {"general", "g/通用格式", "standard"} else bare


@lru_cache(maxsize=512)
def is_date(code: str | None) -> bool:
    """Tell whether the format shows a day, a month or a year."""
    if not code or code == "@":
        return False
    bare = _significant(code)
    return bool(_DATE_LETTERS.search(_without_minutes(_HALF_DAY.sub("", bare))))


@lru_cache(maxsize=512)
def is_time(code: str | None) -> bool:
    """Tell whether the format shows a time of day only."""
    return bool(code) and not is_date(code) and bool(_TIME_LETTERS.search(_significant(code or "")))


def is_percent(code: str | None) -> bool:
    """Tell whether the format shows a percentage."""
    return bool(code) and "%" in _significant(code or "")


def is_scientific(code: str | None) -> bool:
    """Tell whether the format shows a number by its first digits and a power of ten."""
    return bool(code) and _POWER.search(_significant(code or "")) is not None


def _without_minutes(bare: str) -> str:
    """Return the format without an `m` that stands for minutes."""
    return re.sub(r"(?<=[hH时:])\s*:?\s*m+|m+\s*:?\s*(?=[sS秒分])", "", bare, flags=re.IGNORECASE)

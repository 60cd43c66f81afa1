"""Parse numbers as people write them: percent signs, units, Chinese numerals."""

import re
from decimal import Decimal, InvalidOperation

from tracker.exchange.book.text import narrow

_PERCENT = re.compile(r"(约|大约|近|已完成|完成|达到|超过?)?(-?\d+(?:\.\d+)?)%(左右|以上)?")
_WITH_UNIT = re.compile(r"(约|大约|近|超过?)?(-?\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?)(\D*)")
_CHINESE_PERCENT = re.compile(r"(约|大约|近)?百分之([零〇一二两三四五六七八九十百]+)")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_LARGEST, _DECIMALS = 30, 10  # powers of ten: beyond the first nothing of ours is counted
DONE_WORDS = frozenset({"已完成", "完成", "全部完成", "已办结", "办结"})


def decimal_of(text: str) -> Decimal | None:
    """Return the number a cell's raw text stands for, None when it is none or not finite."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and number.adjusted() < _LARGEST else None


def plain(number: Decimal) -> str:
    """Return a number without exponent and needless zeros: 13800000000, 2025.1."""
    text = f"{number:.10f}" if number.adjusted() > -_DECIMALS else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def chinese_number(text: str) -> int | None:
    """Return 0 to 100 of 「五十」「二十五」「百」「一百」, None when it is no such number."""
    if text in {"百", "一百"}:
        return 100
    if len(text) > 1 and "十" not in text:
        digits = [_DIGITS.get(c) for c in text]
        return None if None in digits or len(digits) != 2 else int("".join(str(d) for d in digits))
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text)
    high, low = _DIGITS.get(tens or "一"), _DIGITS.get(ones or "零")
    return None if high is None or low is None else high * 10 + low


def percent_in_words(text: str) -> tuple[Decimal, bool] | None:
    """Return (percent 0-100 and beyond, whether only roughly meant) of a written percentage, or None."""
    written = narrow(text).replace(" ", "")
    if match := _PERCENT.fullmatch(written):
        roughly = (match.group(1) or "") not in {"", "完成", "已完成", "达到"} or bool(match.group(3))
        return Decimal(match.group(2)), roughly
    if (match := _CHINESE_PERCENT.fullmatch(written)) and (number := chinese_number(match.group(2))) is not None:
        return Decimal(number), bool(match.group(1))
    if written in DONE_WORDS:
        return Decimal(100), True
    return None


def number_with_unit(text: str) -> tuple[Decimal, str, bool] | None:
    """Return (number, unit or "", whether only roughly meant) of 「约12.5亿元」, or None."""
    match = _WITH_UNIT.fullmatch(narrow(text).replace(" ", ""))
    if match is None:
        return None
    number = decimal_of(match.group(2).replace(",", ""))
    return None if number is None else (number, match.group(3).strip(), bool(match.group(1)))

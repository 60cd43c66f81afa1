"""How numbers and dates are written on screen, in workbooks and in reports."""

import math
from datetime import date
from decimal import Decimal
from functools import lru_cache


def format_value(value: float | None) -> str:
    """Write a value with thousands separators and no float noise: 6,997.2, 182, 38.72, — for None."""
    if value is None or not math.isfinite(value):
        return "—"
    # Twelve significant digits hide binary noise and keep every figure a statistician would publish.
    exact = Decimal(f"{value:.12g}")
    text = f"{exact:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def chinese_date(on: date) -> str:
    """Write a date for prose: 2023年9月3日."""
    return _written(on)


@lru_cache(maxsize=4096)  # thousands of tasks share a few hundred days, and then their words as well
def _written(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def chinese_number(number: int) -> str:
    """Write 1 to 99 as headings are numbered: 一, 十, 十一, 二十一."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    head = f"{digits[tens] if tens > 1 else ''}十" if tens else ""
    return f"{head}{digits[ones] if ones else ''}"

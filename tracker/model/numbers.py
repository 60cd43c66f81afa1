"""How numbers and dates are written on screen, in workbooks and in reports."""

import math
from datetime import date
from decimal import Decimal


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
    return f"{on.year}年{on.month}月{on.day}日"

"""Stretches of time counted from an unwritten day: 10日内, 两周内, 半年内."""

import re
from datetime import date, timedelta

from tracker.model.typed.days import months_later

_STRETCH = re.compile(r"(\d{1,3}|[两半])(个?半?)(日|天|周|星期|月|年)(?:之|以)?内", re.ASCII)
_LAST_YEAR = 2200


def end_of_stretch(words: str, start: date) -> date | None:
    """Return the last day of a stretch that begins with `start`, None for other words."""
    stretch = _STRETCH.fullmatch(words)
    if stretch is None or start.year > _LAST_YEAR:
        return None
    count, more, unit = stretch.groups()
    halves = 1 if count == "半" else 2 * (2 if count == "两" else int(count)) + more.endswith("半")
    if unit in ("日", "天", "周", "星期"):
        days = halves * (7 if unit in ("周", "星期") else 1)
        return None if days % 2 else start + timedelta(days=days // 2)
    months = halves * (12 if unit == "年" else 1)
    return months_later(start, months // 2) + timedelta(days=15 * (months % 2))

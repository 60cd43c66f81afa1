"""Numbers, dates and moments as the screen writes them; no Qt."""

import math
from datetime import date, datetime, timedelta

from tracker.model.enums import Measure
from tracker.model.numbers import chinese_date, format_value
from tracker.model.rows import IndicatorRow


def signed_text(value: float) -> str:
    """Return +2, 0 or −1.5: the step from one observation to the next; the minus is as wide as the plus."""
    text = format_value(value)
    return text.replace("-", "−") if text.startswith("-") or text in ("0", "—") else f"+{text}"


def figure_text(row: IndicatorRow, value: float | None) -> str:
    """Return a value the way its indicator is spoken of: 第7位, 38.72%, 182 家."""
    if value is None or not math.isfinite(value):
        return "—"
    if row.measure is Measure.RANK:
        return f"第{format_value(value)}位"
    return f"{format_value(value)}%" if row.unit == "%" else f"{format_value(value)} {row.unit}".rstrip()


def short_day(day: date, today: date) -> str:
    """Return 9月3日, with the year only when it is another one."""
    return f"{day.month}月{day.day}日" if day.year == today.year else chinese_date(day)


def moment_text(at: datetime, today: date) -> str:
    """Return 今天 10:42, 昨天 16:30, 9月13日 or 2022-09-13 for a UTC timestamp, in local time."""
    local = at.astimezone()
    day = local.date()
    if day == today:
        return f"今天 {local:%H:%M}"
    if day == today - timedelta(days=1):
        return f"昨天 {local:%H:%M}"
    return f"{day.month}月{day.day}日" if day.year == today.year else day.isoformat()


def quoted(text: str) -> str:
    """Return a quotation; quotation marks inside it become single ones."""
    return "“" + text.replace("“", "‘").replace("”", "’") + "”"

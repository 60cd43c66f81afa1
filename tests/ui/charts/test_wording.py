from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.model.enums import Measure
from tracker.ui.charts.wording import figure_text, moment_text, short_day, signed_text


@pytest.mark.parametrize(("value", "text"), [(2, "+2"), (0, "0"), (-1.5, "−1.5"), (float("nan"), "—")])
def test_signed_text(value, text):
    assert signed_text(value) == text


@pytest.mark.parametrize(
    ("measure", "unit", "value", "text"),
    [
        (Measure.RANK, "位", 7.0, "第7位"),
        (Measure.SHARE, "%", 38.72, "38.72%"),
        (Measure.LEVEL, "亿元", 6997.2, "6,997.2 亿元"),
        (Measure.LEVEL, "", 3.0, "3"),
        (Measure.LEVEL, "家", None, "—"),
    ],
)
def test_figure_text(indicator, measure, unit, value, text):
    assert figure_text(replace(indicator, measure=measure, unit=unit), value) == text


def test_days():
    assert short_day(date(2023, 9, 3), date(2023, 1, 1)) == "9月3日"
    assert short_day(date(2022, 9, 3), date(2023, 1, 1)) == "2022年9月3日"


def test_moments_are_local():
    at = datetime(2023, 9, 15, 12, 30, tzinfo=UTC)
    local = at.astimezone()
    today = local.date()
    assert moment_text(at, today) == f"今天 {local:%H:%M}"
    assert moment_text(at, today + timedelta(days=1)) == f"昨天 {local:%H:%M}"
    assert moment_text(at, date(2023, 12, 30)) == f"{today.month}月{today.day}日"
    assert moment_text(at, date(2024, 6, 1)) == today.isoformat()

"""同意以后: lights, numbers and the bar on the days."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tracker.model.deadline_outlook import DeadlineOutlook, Standing
from tracker.model.enums import LightColour
from tracker.model.rows import Light
from tracker.ui.review.outlook_panel import DayBar, OutlookPanel
from tracker.ui.theme.tokens import LIGHT
from tracker.ui.widgets.labels import TextLabel

GREY = Light(LightColour.GREY, "长期坚持", "")


def words(panel: OutlookPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(TextLabel)]


def test_a_grant_is_shown_as_light_bar_and_numbers(outlook_of: Callable[..., DeadlineOutlook], qtbot: Any) -> None:
    panel = OutlookPanel(outlook_of())
    qtbot.addWidget(panel)
    assert words(panel) == [
        "同意以后",
        "序时 100% → 84%",
        "落后 22 点 → 落后 6 点",
        "剩余 63 天",
        "记为第 1 次延期",
    ]
    spoken = [child.accessibleName() for child in panel.findChildren(object) if getattr(child, "accessibleName", None)]
    assert "红 · 逾期36天 → 绿" in spoken
    assert "现时限 2026-10-24，对方希望 2027-01-31，今天 2026-11-29" in spoken


def test_the_red_lights_of_the_ledger_are_told_where_their_number_changes(
    outlook_of: Callable[..., DeadlineOutlook], qtbot: Any
) -> None:
    red, green = outlook_of().now, outlook_of().moved
    fewer, more = OutlookPanel(outlook_of(reds=7)), OutlookPanel(outlook_of(now=green, moved=red, reds=7))
    for panel in (fewer, more):
        qtbot.addWidget(panel)
    assert "全台账红灯 7 → 6" in words(fewer)
    assert "全台账红灯 7 → 8" in words(more)
    assert outlook_of(moved=red).reds_change == outlook_of(moved=None).reds_change == 0


def test_without_a_day_there_is_no_bar(outlook_of: Callable[..., DeadlineOutlook], qtbot: Any) -> None:
    panel = OutlookPanel(outlook_of(to_on=None, number="", moved=Standing(GREY)))
    qtbot.addWidget(panel)
    assert panel.findChildren(DayBar) == []
    assert words(panel) == ["同意以后", "序时 100% → 无"]


def test_what_nobody_can_grant_says_only_why(outlook_of: Callable[..., DeadlineOutlook], qtbot: Any) -> None:
    panel = OutlookPanel(outlook_of(error="D1 申请的时限读不出日期。", moved=None, kept=None))
    qtbot.addWidget(panel)
    assert words(panel) == ["同意以后", "D1 申请的时限读不出日期。"]


@pytest.mark.parametrize(
    ("now", "after", "said"),
    [
        ((None, None), (None, None), []),
        ((None, None), (50, 0), ["序时 无 → 50%"]),
        ((50, 0), (40, -10), ["序时 50% → 40%", "与序时持平 → 超前 10 点"]),
    ],
)
def test_numbers_are_told_as_far_as_they_are_known(
    outlook_of: Callable[..., DeadlineOutlook],
    now: tuple[int | None, int | None],
    after: tuple[int | None, int | None],
    said: list[str],
) -> None:
    outlook = outlook_of(now=Standing(GREY, *now), to_on=None)
    assert list(outlook.numbers(Standing(GREY, *after))) == said


@pytest.mark.parametrize(
    ("now_on", "to_on", "today"),
    [
        (date(2026, 10, 24), date(2027, 1, 31), date(2026, 11, 29)),
        (date(2027, 1, 31), date(2026, 12, 31), date(2026, 11, 29)),
        (date(2026, 11, 29), date(2026, 11, 30), date(2026, 11, 29)),
        (date(2026, 3, 1), date(2026, 2, 1), date(2026, 11, 29)),
    ],
)
def test_the_deadline_that_stands_and_today_are_marked(
    outlook_of: Callable[..., DeadlineOutlook], now_on: date, to_on: date, today: date, show: Callable[..., Any]
) -> None:
    bar = show(DayBar(outlook_of(now_on=now_on, to_on=to_on, today=today)), 400, 52)
    image = bar.grab().toImage()
    row = [image.pixelColor(x, 19).name().upper() for x in range(image.width())]
    late = LIGHT.red.text if now_on < today else LIGHT.text2
    assert late.upper() in row or now_on == today  # today lies above it then
    assert LIGHT.accenttext.upper() in row
    assert bar._x(min(now_on, to_on, today)) >= 1
    assert bar._x(max(now_on, to_on, today)) <= 398

"""Badges say what they show, in words as well as in colour."""

from typing import Any

import pytest

from tracker.model.enums import LightColour, Status
from tracker.model.rows import Light
from tracker.ui.theme.tokens import LIGHT
from tracker.ui.widgets.badges import LightBadge, ProgressBar, StatusBadge


@pytest.mark.parametrize(
    ("light", "words"),
    [
        (Light(LightColour.RED, "逾期12天", "时限 9月3日"), "红 · 逾期12天"),
        (Light(LightColour.GREEN, "", "按期推进"), "绿 · 正常"),
        (Light(LightColour.GREY, "无时限", ""), "灰 · 无时限"),
    ],
)
def test_a_light_badge_says_colour_and_reason(qtbot: Any, light: Light, words: str) -> None:
    badge = LightBadge()
    qtbot.addWidget(badge)
    badge.set_light(light)
    badge.resize(badge.sizeHint())
    assert badge.accessibleName() == words
    assert badge.toolTip() == light.sentence
    assert badge.height() == 24
    tint = LIGHT.light(light.colour).tint
    assert badge.grab().toImage().pixelColor(badge.width() // 2, 2).name().upper() == tint


def test_a_longer_reason_needs_a_wider_badge(qtbot: Any) -> None:
    badge = LightBadge()
    qtbot.addWidget(badge)
    badge.set_light(Light(LightColour.RED, "逾期1天", ""))
    short = badge.sizeHint().width()
    badge.set_light(Light(LightColour.RED, "25天后到期", ""))
    assert badge.sizeHint().width() > short


@pytest.mark.parametrize("status", list(Status), ids=lambda status: status.value)
def test_a_status_badge_says_the_word(qtbot: Any, status: Status) -> None:
    badge = StatusBadge()
    qtbot.addWidget(badge)
    badge.set_status(status)
    assert badge.accessibleName() == status.word
    assert badge.sizeHint().width() > 60


def test_an_empty_badge_paints_nothing(qtbot: Any) -> None:
    for badge in (LightBadge(), StatusBadge()):
        qtbot.addWidget(badge)
        badge.resize(60, 24)
        image = badge.grab().toImage()
        assert len({image.pixel(x, 12) for x in range(60)}) == 1


def test_the_panel_bar_shows_progress_and_schedule(qtbot: Any) -> None:
    bar = ProgressBar()
    qtbot.addWidget(bar)
    bar.resize(100, 12)
    bar.set_progress(70, 90)
    image = bar.grab().toImage()
    assert image.pixelColor(50, 6).name().upper() == LIGHT.bar
    assert image.pixelColor(90, 2).name().upper() == LIGHT.tick
    bar.set_progress(None)
    assert bar.grab().toImage().pixelColor(50, 6).name().upper() == LIGHT.barbg

"""Widgets on as many lines as the width asks for."""

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from tracker.ui.task.flow_layout import Flow
from tracker.ui.widgets.buttons import Button


def made(qtbot: QtBot, width: int, words: tuple[str, ...]) -> tuple[Flow, list[Button]]:
    flow = Flow()
    qtbot.addWidget(flow)
    flow.resize(width, 10)
    buttons = [Button(word) for word in words]
    flow.set_widgets(buttons)
    flow.show()
    return flow, buttons


@pytest.mark.parametrize("width", [60, 140, 287, 600])
def test_nothing_is_cut_and_nothing_overlaps(qtbot: QtBot, width: int) -> None:
    flow, buttons = made(qtbot, width, ("记录进展", "延期…", "报完成", "改回未启动…", "取消任务…"))
    places = [button.geometry() for button in buttons]
    assert all(place.width() == button.sizeHint().width() for place, button in zip(places, buttons, strict=True))
    assert all(place.right() < max(width, place.width()) for place in places)
    assert not any(one.intersects(other) for n, one in enumerate(places) for other in places[n + 1 :])
    assert flow.height() == max(place.bottom() for place in places) + 1


def test_another_width_breaks_the_lines_anew(qtbot: QtBot) -> None:
    flow, buttons = made(qtbot, 600, ("记录进展", "延期…", "报完成"))
    assert flow.height() == 28
    flow.resize(90, flow.height())
    assert flow.height() == 3 * 28 + 2 * 8
    assert buttons[2].geometry().topLeft() == QRect(0, 72, 1, 1).topLeft()


def test_other_widgets_take_the_place_of_the_first(qtbot: QtBot) -> None:
    flow, buttons = made(qtbot, 600, ("甲", "乙"))
    flow.set_widgets([])
    assert flow.height() == 0
    assert not any(button.isVisible() for button in buttons)

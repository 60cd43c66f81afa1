"""The foot of the panel: one primary button, and buttons that stay while their acts do."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from pytestqt.qtbot import QtBot

from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.ui.task.action_list import PROGRESS
from tracker.ui.task.foot import PanelFoot


@pytest.fixture
def foot(show: Callable[..., Any]) -> PanelFoot:
    return show(PanelFoot(), 327, 56)


@pytest.mark.parametrize("status", Status)
def test_there_is_one_primary_button_and_everything_fits(
    foot: PanelFoot, make_task: Callable[..., TaskRow], status: Status, qtbot: QtBot
) -> None:
    foot.show_task(make_task(status=status))
    qtbot.wait(1)
    kinds = [button.property("kind") for button in foot.buttons.values()]
    assert kinds.count("primary") == 1
    assert kinds[0] == "primary"
    assert max(button.geometry().right() for button in foot.buttons.values()) <= 327
    rows = sorted({button.mapTo(foot, QPoint(0, 0)).y() for button in foot.buttons.values()})
    assert foot.height() == 56 + 36 * (len(rows) - 1)
    assert len(rows) <= 3
    for button in foot.buttons.values():
        assert foot.rect().contains(QRect(button.mapTo(foot, QPoint(0, 0)), button.size()))
        assert button.width() >= button.sizeHint().width()


def test_the_same_acts_keep_their_buttons(foot: PanelFoot, make_task: Callable[..., TaskRow]) -> None:
    task = make_task()
    foot.show_task(task)
    before = dict(foot.buttons)
    foot.show_task(replace(task, progress=99))
    assert foot.buttons == before
    foot.show_task(replace(task, status=Status.CLOSED))
    assert list(foot.buttons) == ["status:in_progress", "verdict"]


def test_buttons_ask_and_say_their_key(foot: PanelFoot, make_task: Callable[..., TaskRow], qtbot: QtBot) -> None:
    task = make_task()
    foot.show_task(task)
    button = foot.buttons[PROGRESS]
    assert button.toolTip() == "Ctrl+J Alt+1"
    assert button.accessibleDescription() == "Ctrl+J Alt+1"
    with qtbot.waitSignal(foot.asked) as told:
        button.click()
    assert told.args == [task, PROGRESS]

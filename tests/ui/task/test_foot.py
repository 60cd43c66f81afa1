"""The foot of the panel: one primary button, and buttons that stay while their acts do."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from pytestqt.qtbot import QtBot

from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.ui.task.action_list import CANCEL, PROGRESS, foot_acts
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
    assert foot.height() == 56
    widgets = [*foot.buttons.values(), *([foot.more] if foot.more is not None else [])]
    assert len({button.mapTo(foot, QPoint(0, 0)).y() for button in widgets}) == 1
    for button in widgets:
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


def test_what_has_no_button_stands_in_the_menu_with_its_key(
    foot: PanelFoot, make_task: Callable[..., TaskRow], qtbot: QtBot
) -> None:
    task = make_task(status=Status.IN_PROGRESS)
    foot.show_task(task)
    assert foot.more is not None
    popup = foot.open_more()
    words = [action.text() for action in popup.actions() if action.text()]
    shown = [button.text() for button in foot.buttons.values()]
    assert [*shown, *words] == [act.text for act in foot_acts(task)]
    with qtbot.waitSignal(foot.asked) as asked:
        popup.actions()[-1].trigger()
    assert asked.args == [task, CANCEL]
    popup.close()


def test_while_a_change_is_under_way_the_menu_offers_no_other(
    foot: PanelFoot, make_task: Callable[..., TaskRow]
) -> None:
    foot.is_held = lambda _task: True
    foot.show_task(make_task(status=Status.IN_PROGRESS))
    popup = foot.open_more()
    assert not any(action.isEnabled() for action in popup.actions() if not action.isSeparator())
    popup.close()


def test_a_button_that_goes_hands_the_keyboard_back(foot: PanelFoot, make_task: Callable[..., TaskRow]) -> None:
    """Qt would put it on some other button, and Space there would change a status."""
    left: list[bool] = []
    foot.left.connect(lambda: left.append(True))
    foot.show_task(make_task(status=Status.NOT_STARTED))
    next(iter(foot.buttons.values())).setFocus()
    foot.is_held = lambda _task_id: True
    foot.follow()
    assert left == [True]
    foot.is_held = lambda _task_id: False
    foot.follow()
    foot.buttons[PROGRESS].setFocus()
    foot.show_task(make_task(status=Status.CLOSED))
    assert left == [True, True]

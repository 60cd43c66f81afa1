"""Menus of acts: at most ten entries, everything still in them once, what destroys last."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction, QColor, QImage
from PySide6.QtWidgets import QMenu

from tracker.model.enums import LightColour, Status
from tracker.model.rows import Light, TaskRow
from tracker.ui.task.act_bindings import fill_menu
from tracker.ui.task.act_groups import MOST, grouped_acts
from tracker.ui.task.action_list import CANCEL, Act, many_acts, row_acts
from tracker.ui.theme.tokens import LIGHT
from tracker.ui.widgets.menu import add, menu

RED = Light(LightColour.RED, "逾期3天", "")


def flat(entries: tuple[object, ...]) -> list[Act]:
    found: list[Act] = []
    for entry in entries:
        found += [entry] if isinstance(entry, Act) else entry[1]  # type: ignore[index]
    return found


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("confirmed", [True, False])
def test_no_menu_of_a_task_is_longer_than_ten(
    make_task: Callable[..., TaskRow], status: Status, confirmed: bool
) -> None:
    task = make_task(1, status=status, light=RED, problems="资金", recommendation="A1.1", offices_confirmed=confirmed)
    acts = row_acts(task)
    for most in (MOST, MOST - 1):
        entries = grouped_acts(acts, most)
        assert len(entries) <= most
        assert sorted(act.key for act in flat(entries)) == sorted(act.key for act in acts)  # nothing is lost
        if any(act.key == CANCEL for act in acts):
            assert isinstance(entries[-1], Act)
            assert entries[-1].key == CANCEL


def test_many_tasks_of_every_status(make_task: Callable[..., TaskRow]) -> None:
    tasks = [make_task(number, status=status, offices_confirmed=False) for number, status in enumerate(Status, 1)]
    acts = many_acts(tasks)
    entries = grouped_acts(acts)
    assert len(entries) <= MOST
    assert sorted(act.key for act in flat(entries)) == sorted(act.key for act in acts)


def test_a_short_menu_stays_as_it_is(make_task: Callable[..., TaskRow]) -> None:
    acts = row_acts(make_task(1))[:4]
    assert grouped_acts(acts) == acts


def entry_of(target: QMenu, word: str) -> QAction:
    for action in target.actions():
        below = action.menu()
        if action.text() == word:
            return action
        if isinstance(below, QMenu) and (found := [each for each in below.actions() if each.text() == word]):
            return found[0]
    raise AssertionError(word)


def test_an_act_in_a_group_is_done(qtbot, make_task: Callable[..., TaskRow]) -> None:
    target, done = menu(), []
    qtbot.addWidget(target)
    fill_menu(target, row_acts(make_task(1, status=Status.IN_PROGRESS)), done.append)
    assert sum(not action.isSeparator() for action in target.actions()) <= MOST
    entry_of(target, "主题…").trigger()
    assert done == ["themes"]


def test_what_may_not_be_written_is_closed_in_groups_too(qtbot, make_task: Callable[..., TaskRow]) -> None:
    target = menu()
    qtbot.addWidget(target)
    fill_menu(target, row_acts(make_task(1, status=Status.IN_PROGRESS)), lambda _key: None, "只读打开")
    assert not entry_of(target, "主题…").isEnabled()
    assert entry_of(target, "主题…").toolTip() == "只读打开"
    assert entry_of(target, "复制编号").isEnabled()


def inks(picture: QImage, left: int, right: int) -> set[str]:
    return {picture.pixelColor(x, y).name() for x in range(left, right) for y in range(4, picture.height() - 4)}


def test_shortcuts_stand_at_the_right_in_the_third_ink(qtbot) -> None:
    target = menu()
    qtbot.addWidget(target)
    add(target, "记录进展…", "plus", "Ctrl+J")
    target.resize(target.sizeHint())
    target.show()
    picture = target.grab().toImage()
    right = inks(picture, picture.width() - 60, picture.width() - 12)
    darkest = min(QColor(name).lightness() for name in right)
    assert darkest >= QColor(LIGHT.text3).lightness() - 12  # never the ink of the words
    assert darkest <= QColor(LIGHT.text3).lightness() + 30

"""Missing content: empty states, strokes after a while, old content that stays."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tracker.ui.widgets.states import EmptyState, Skeleton, Stage


@pytest.fixture
def stage(qtbot: Any) -> Stage:
    made = Stage(QLabel("内容"))
    qtbot.addWidget(made)
    made.show()
    return made


def test_nothing_is_shown_for_300_ms_then_strokes(stage: Stage, qtbot: Any) -> None:
    stage.begin()
    qtbot.wait(120)
    assert not isinstance(stage.currentWidget(), Skeleton)
    qtbot.waitUntil(lambda: isinstance(stage.currentWidget(), Skeleton), timeout=1000)


def test_a_quick_read_shows_no_strokes(stage: Stage, qtbot: Any) -> None:
    stage.begin()
    stage.show_content()
    qtbot.wait(400)
    assert isinstance(stage.currentWidget(), QLabel)


def test_old_content_stays_while_it_is_read_again(stage: Stage, qtbot: Any) -> None:
    stage.show_content()
    stage.begin()
    qtbot.wait(400)
    assert isinstance(stage.currentWidget(), QLabel)


def test_an_empty_state_replaces_an_earlier_one(stage: Stage) -> None:
    first, second = EmptyState("search", "没有符合条件的任务"), EmptyState("exchange", "还没有交办")
    stage.show_empty(first)
    before = stage.count()
    stage.show_empty(second)
    stage.show_empty(second)
    assert stage.currentWidget() is second
    assert stage.count() == before


def test_the_link_of_an_empty_state_can_be_pressed(qtbot: Any) -> None:
    empty = EmptyState("search", "没有符合条件的任务", "已筛选：市科技局，红灯", "清除筛选")
    qtbot.addWidget(empty)
    empty.show()
    with qtbot.waitSignal(empty.link_clicked):
        qtbot.mouseClick(empty.link, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(empty.link_clicked):
        qtbot.keyClick(empty.link, Qt.Key.Key_Space)


def test_without_a_link_there_is_none(qtbot: Any) -> None:
    empty = EmptyState("exchange", "还没有交办")
    qtbot.addWidget(empty)
    empty.show()
    assert not empty.link.isVisible()
    empty.set_texts("没有符合条件的任务", "已筛选：红灯", "清除筛选")
    assert empty.link.isVisible()
    assert empty.link.text() == "清除筛选"


def test_strokes_have_the_shape_of_rows_and_stand_still(qtbot: Any) -> None:
    strokes = Skeleton()
    qtbot.addWidget(strokes)
    strokes.resize(600, 160)
    first = strokes.grab().toImage()
    rows = {y // 32 for y in range(160) if first.pixelColor(30, y) != first.pixelColor(2, 2)}
    assert rows == {0, 1, 2, 3, 4}
    assert strokes.grab().toImage() == first

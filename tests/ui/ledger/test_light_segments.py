"""The lights above the table: counts, several at once, by mouse and keys, and in words for who does not see them."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tracker.model.enums import LightColour
from tracker.ui.ledger.light_segments import LightSegments

COUNTS = {"red": 8, "amber": 26, "green": 1033}


@pytest.fixture
def lights(qtbot: QtBot) -> LightSegments:
    widget = LightSegments()
    qtbot.addWidget(widget)
    widget.set_counts(COUNTS)
    widget.resize(widget.sizeHint())
    widget.show()
    return widget


def press(widget: LightSegments, segment: int) -> None:
    centre = widget.rects()[segment].center()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(int(centre.x()), int(centre.y())))


def test_each_colour_is_said_in_words_with_its_count(lights: LightSegments) -> None:
    assert lights.words() == ("全部 1,067", "红灯 8", "黄灯 26", "绿灯 1,033", "蓝灯 0", "灰灯 0")
    assert "红灯 8" in lights.accessibleDescription()
    assert lights.accessibleDescription().endswith("已选 全部")


def test_a_press_switches_a_colour_and_a_second_one_switches_it_back(lights: LightSegments, qtbot: QtBot) -> None:
    with qtbot.waitSignal(lights.chosen_changed) as told:
        press(lights, 1)
    assert told.args == [frozenset({"red"})]
    press(lights, 2)
    assert lights.chosen == {"red", "amber"}
    assert lights.accessibleDescription().endswith("已选 红灯、黄灯")
    press(lights, 1)
    assert lights.chosen == {"amber"}


def test_all_switches_every_colour_off(lights: LightSegments, qtbot: QtBot) -> None:
    lights.choose({"red", "amber"})
    with qtbot.waitSignal(lights.chosen_changed) as told:
        press(lights, 0)
    assert told.args == [frozenset()]


def test_arrows_walk_and_the_space_bar_switches(lights: LightSegments) -> None:
    lights.setFocus()
    for _ in range(2):
        QTest.keyClick(lights, Qt.Key.Key_Right)
    QTest.keyClick(lights, Qt.Key.Key_Space)
    assert lights.chosen == {"amber"}
    QTest.keyClick(lights, Qt.Key.Key_Left)
    QTest.keyClick(lights, Qt.Key.Key_Return)
    assert lights.chosen == {"red", "amber"}
    for _ in range(9):
        QTest.keyClick(lights, Qt.Key.Key_Left)
    QTest.keyClick(lights, Qt.Key.Key_Space)
    assert lights.chosen == frozenset()


def test_choosing_silently_or_the_same_tells_nothing(lights: LightSegments, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(lights.chosen_changed):
        lights.choose({"red"}, silent=True)
        lights.choose({"red"})


def test_the_mouse_is_told_what_a_shape_means(lights: LightSegments, qtbot: QtBot) -> None:
    centre = lights.rects()[2].center()
    QTest.mouseMove(lights, QPoint(int(centre.x()), int(centre.y())))
    qtbot.waitUntil(lambda: lights.toolTip() == "黄灯 26")


def test_every_segment_stands_inside_and_large_counts_widen_it(lights: LightSegments) -> None:
    narrow = lights.sizeHint().width()
    assert len(lights.rects()) == len(LightColour) + 1
    assert lights.rects()[-1].right() <= narrow
    lights.set_counts({colour.value: 9_999 for colour in LightColour})
    assert lights.sizeHint().width() > narrow
    assert not lights.grab().isNull()

"""The panel's tabs: choosing by mouse and key, counts, and room for all of them."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tracker.ui.task.panel import TABS
from tracker.ui.task.tabs import PanelTabs


def tabs(qtbot: QtBot, width: int = 288) -> PanelTabs:
    made = PanelTabs(TABS)
    qtbot.addWidget(made)
    made.resize(width, 40)
    made.show()
    return made


def test_a_click_and_the_arrows_choose(qtbot: QtBot) -> None:
    made = tabs(qtbot)
    with qtbot.waitSignal(made.chosen) as told:
        QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=made.places()[3].center())
    assert told.args == [3]
    QTest.keyClick(made, Qt.Key.Key_Right)
    QTest.keyClick(made, Qt.Key.Key_Right)
    assert made.current == len(TABS) - 1
    QTest.keyClick(made, Qt.Key.Key_Right)
    assert made.current == len(TABS) - 1
    QTest.keyClick(made, Qt.Key.Key_Left)
    assert made.current == len(TABS) - 2


def test_counts_take_room_and_nothing_is_pushed_out(qtbot: QtBot) -> None:
    made = tabs(qtbot)
    before = made.places()
    made.set_count(0, 128)
    after = made.places()
    assert after[0].width() > before[0].width()
    assert after[-1].right() <= made.width()
    for tab in range(len(TABS)):
        made.set_count(tab, 128)
    assert made.shown_counts() == [0] * len(TABS)  # no room for six of them: the names come first
    assert made.places()[-1].right() <= made.width()
    made.resize(420, 40)
    assert made.shown_counts() == [128] * len(TABS)
    assert not made.grab().isNull()


def test_choosing_the_same_again_tells_nothing(qtbot: QtBot) -> None:
    made = tabs(qtbot)
    with qtbot.assertNotEmitted(made.chosen):
        made.choose(0)
        made.choose(9)

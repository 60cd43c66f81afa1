"""Milestones in the panel: done, to come, late; by mouse and key."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tracker.model.rows import MilestoneRow
from tracker.ui.task.milestones import MilestoneLine, MilestoneList
from tracker.ui.theme import tokens

TODAY = date(2023, 9, 15)
DONE = MilestoneRow(1, "调研", date(2022, 12, 31), date(2022, 12, 30), 1)
LATE = MilestoneRow(2, "专题会", date(2023, 6, 30), None, 1)
NEXT = MilestoneRow(3, "印发", date(2023, 12, 31), None, 2)
OPEN = MilestoneRow(4, "评估", None, None, 1)


def line(qtbot: QtBot, milestone: MilestoneRow) -> MilestoneLine:
    made = MilestoneLine(milestone, TODAY)
    qtbot.addWidget(made)
    made.resize(287, 26)
    made.show()
    return made


def colours(widget: MilestoneLine) -> set[str]:
    image = widget.grab().toImage()
    return {QColor(image.pixel(x, y)).name().upper() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize(("milestone", "red"), [(DONE, False), (LATE, True), (NEXT, False), (OPEN, False)])
def test_only_what_is_late_is_red(qtbot: QtBot, milestone: MilestoneRow, red: bool) -> None:
    assert (tokens.current().red.text in colours(line(qtbot, milestone))) is red


@pytest.mark.parametrize(("milestone", "done"), [(DONE, False), (LATE, True)])
@pytest.mark.parametrize("by", ["mouse", "space", "enter"])
def test_ticking_says_what_it_becomes(qtbot: QtBot, milestone: MilestoneRow, done: bool, by: str) -> None:
    made = line(qtbot, milestone)
    keys = {"space": Qt.Key.Key_Space, "enter": Qt.Key.Key_Return}
    with qtbot.waitSignal(made.ticked) as told:
        if by == "mouse":
            QTest.mouseClick(made, Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(made, keys[by])
    assert told.args == [milestone.id, done]


def test_letting_go_outside_ticks_nothing(qtbot: QtBot) -> None:
    made = line(qtbot, LATE)
    with qtbot.assertNotEmitted(made.ticked):
        QTest.mousePress(made, Qt.MouseButton.LeftButton)
        QTest.mouseRelease(made, Qt.MouseButton.LeftButton, pos=QPoint(400, 80))


def test_tooltips_say_when_it_was_done_or_what_a_click_does(qtbot: QtBot) -> None:
    assert line(qtbot, DONE).toolTip() == "2022-12-30 完成，点按恢复为未完成；右键可修改、删除"
    assert line(qtbot, NEXT).toolTip() == "点按标记为今天完成；右键可修改、删除"


@pytest.mark.parametrize(
    ("key", "signal"), [(Qt.Key.Key_F2, "change_asked"), (Qt.Key.Key_Delete, "removal_asked")], ids=["F2", "Delete"]
)
def test_keys_change_and_remove(qtbot: QtBot, key: Qt.Key, signal: str) -> None:
    made = line(qtbot, LATE)
    with qtbot.waitSignal(getattr(made, signal)) as told:
        QTest.keyClick(made, key)
    assert told.args == [LATE]


def test_the_menu_offers_the_same_and_a_right_click_ticks_nothing(qtbot: QtBot) -> None:
    made = line(qtbot, LATE)
    with qtbot.assertNotEmitted(made.ticked):
        QTest.mouseClick(made, Qt.MouseButton.RightButton)
        made.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(5, 5)))
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    words = [action.text().split("\t")[0] for action in popup.actions() if not action.isSeparator()]
    assert words == ["标记为今天完成", "修改节点…", "删除节点…"]
    popup.close()


@pytest.mark.parametrize(("milestones", "words"), [((), ""), ((DONE,), "1 / 1"), ((DONE, LATE, NEXT, OPEN), "1 / 4")])
def test_the_list_counts_what_is_done(qtbot: QtBot, milestones: tuple[MilestoneRow, ...], words: str) -> None:
    made = MilestoneList()
    qtbot.addWidget(made)
    made.today = TODAY
    made.show_rows((LATE,))
    made.show_rows(milestones)
    assert made.heading.right.text() == words
    rows = [made._rows.itemAt(place).widget() for place in range(made._rows.count())]
    assert [row.accessibleName() for row in rows if row is not None] == [step.title for step in milestones]
    with qtbot.waitSignal(made.add_asked):
        made.add.click()

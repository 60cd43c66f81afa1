"""Finding the task to relate with: letters, arrows, Enter."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tracker.model.rows import TaskChoice, TaskRow
from tracker.model.search import SearchIndex
from tracker.ui.task.relate_dialog import MOST, RelateDialog
from tracker.ui.widgets.saving_dialog import Reply


@pytest.fixture
def saved() -> list[int]:
    return []


@pytest.fixture
def dialog(qtbot: QtBot, make_task: Callable[..., TaskRow], saved: list[int]) -> RelateDialog:
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)

    def save(number: int, reply: Reply) -> None:
        saved.append(number)
        if number == 3:
            reply.refused("这项任务已不在台账中")
        else:
            reply.done()

    made = RelateDialog(make_task(1), frozenset({2}), save, window)
    choices = tuple(TaskChoice(n, f"A{n}", f"任务 {n}", "市科技局") for n in range(1, 301))
    made.offer((choices, SearchIndex([f"a{one.id}\n{one.title}" for one in choices])))
    made.show()
    return made


def test_itself_and_what_is_linked_are_left_out(dialog: RelateDialog) -> None:
    assert dialog.table.topLevelItemCount() == MOST
    assert dialog.chosen() == 3
    assert dialog.foot_label.text() == f"找到 298 项任务，列出前 {MOST} 项"


def test_letters_and_arrows_lead_to_a_task(dialog: RelateDialog, saved: list[int]) -> None:
    QTest.keyClicks(dialog.search, "A29")
    assert dialog.chosen() == 29
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    QTest.keyClick(dialog.search, Qt.Key.Key_Up)
    assert dialog.chosen() == 290
    QTest.keyClick(dialog.search, Qt.Key.Key_PageUp)
    assert dialog.chosen() == 29
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert saved == [29]
    assert not dialog.isVisible()


def test_nothing_found_says_so(dialog: RelateDialog, saved: list[int]) -> None:
    dialog.search.setText("没有这样的任务")
    assert dialog.chosen() is None
    assert not dialog.confirm.isEnabled()
    assert dialog.foot_label.text() == "没有找到；换个词试试"
    dialog.submit()
    assert saved == []


def test_a_refusal_stays_in_sight(dialog: RelateDialog, saved: list[int]) -> None:
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert saved == [3]
    assert dialog.isVisible()
    assert dialog.foot_label.text() == "这项任务已不在台账中"

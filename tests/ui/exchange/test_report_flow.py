"""登记反馈 in 往来: Ctrl+R on a row, the task, what was told, and the entry that stands in the ledger."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from tracker.ui.widgets.form_dialog import FormDialog


@pytest.fixture
def forms(desk: Any) -> list[FormDialog]:
    """The dialogs that open, the newest last."""
    opened: list[FormDialog] = []
    desk.page.reporting.dialog_opened.connect(opened.append)
    desk.settle()
    return opened


def press_ctrl_r(desk: Any, qtbot: Any) -> None:
    """Press Ctrl+R where the keyboard is: in the table of the page."""
    desk.page.activateWindow()  # no window manager here does it
    qtbot.waitUntil(desk.page.isActiveWindow)
    desk.page.table.setFocus()
    qtbot.keyClick(desk.page.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)


def test_ctrl_r_asks_for_the_task_and_then_what_was_told(desk: Any, forms: list[FormDialog], qtbot: Any) -> None:
    desk.page.table.selectRow(0)
    press_ctrl_r(desk, qtbot)
    desk.settle()
    (which,) = forms
    tasks = desk.tasks()
    choice = which._rows["task"].editor
    assert choice.count() == len(tasks)
    choice.setCurrentIndex(1)
    qtbot.mouseClick(which.confirm, Qt.MouseButton.LeftButton)
    desk.settle()
    told = forms[-1]
    assert told is not which
    assert told._rows["office"].editor.currentText() == "市科技局"
    told._rows["by"].editor.setText("王海")
    told._rows["note"].editor.setPlainText("电话里说：已签约 3 家")
    told.submit()
    desk.settle()
    assert desk.tasks()[1].progress_note == "电话里说：已签约 3 家"
    assert desk.told[-1].text.startswith(f"{desk.tasks()[1].code} 登记市科技局反馈（电话）")
    row = desk.page.model.rows[0]
    assert (row.filled, row.part) == (1, True)
    assert desk.page.model.index(0, 5).data() == "部分反馈"
    desk.undo()
    assert desk.tasks()[1].progress_note != "电话里说：已签约 3 家"


def test_without_a_row_it_says_what_to_do(desk: Any, forms: list[FormDialog], qtbot: Any) -> None:
    desk.page.table.clearSelection()
    desk.page.table.setCurrentIndex(desk.page.model.index(-1, -1))
    press_ctrl_r(desk, qtbot)
    assert forms == []
    assert desk.told[-1].text == "请先选中一个单位，再登记反馈"

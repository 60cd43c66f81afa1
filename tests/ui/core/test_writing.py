"""Buttons that write follow whether the ledger may be written."""

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tracker.ui.core.jobs import Jobs
from tracker.ui.core.writing import close_with


def test_buttons_are_closed_with_the_reason_and_opened_again(jobs: Jobs, qtbot: QtBot) -> None:
    button = QPushButton("导入")
    qtbot.addWidget(button)
    button.setToolTip("导入反馈")
    close_with(jobs, button)
    assert button.isEnabled()
    jobs.close_writing("台账正在升级")
    assert (button.isEnabled(), button.toolTip()) == (False, "台账正在升级")
    jobs.close_writing("")
    assert (button.isEnabled(), button.toolTip()) == (True, "导入反馈")


def test_one_that_is_made_later_knows_it_at_once(jobs: Jobs, qtbot: QtBot) -> None:
    jobs.close_writing("只读")
    button = QPushButton("导入")
    qtbot.addWidget(button)
    close_with(jobs, button)
    assert not button.isEnabled()

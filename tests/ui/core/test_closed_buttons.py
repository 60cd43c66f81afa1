"""Buttons that write follow whether the ledger may be written."""

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tracker.ui.core.closed_buttons import close_with
from tracker.ui.core.jobs import Jobs


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


def test_what_others_close_or_open_meanwhile_holds_afterwards(jobs: Jobs, qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    button = QPushButton("保存", around)
    close_with(jobs, button)
    for wanted in (False, True, False):
        jobs.close_writing("台账正在升级")
        button.setEnabled(wanted)
        around.setEnabled(False)
        around.setEnabled(True)
        assert not button.isEnabled()
        jobs.close_writing("")
        assert button.isEnabled() is wanted

"""The dialog about an outdated ledger: what a key does, what happens while it works, who may do what."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tracker.ui.shell.upgrade_dialog import UpgradeDialog

QUESTION = "服务器台账要升级到新结构（0009 → 0010）。升级后旧版程序不能再写入。"


@pytest.fixture
def dialog(qtbot: QtBot) -> UpgradeDialog:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    opened = UpgradeDialog(QUESTION, window, may_upgrade=True)
    opened.open()
    return opened


def test_enter_upgrades_nothing_that_was_not_chosen(dialog: UpgradeDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.upgrade_wanted, wait=50), qtbot.waitSignal(dialog.leave_wanted):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    dialog.upgrade.setFocus()
    with qtbot.waitSignal(dialog.upgrade_wanted):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)


def test_while_it_works_nothing_else_begins_and_what_it_does_is_seen(dialog: UpgradeDialog, qtbot: QtBot) -> None:
    dialog.begin("正在备份服务器上的台账…")
    qtbot.waitUntil(lambda: dialog.outcome.isVisible() and not dialog.outcome.visibleRegion().isEmpty())
    assert not any(button.isEnabled() for button in (dialog.leave, dialog.look, dialog.upgrade))
    with qtbot.assertNotEmitted(dialog.leave_wanted, wait=50):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.end("磁盘空间不够。")
    assert dialog.outcome.text() == "磁盘空间不够。"
    assert all(button.isEnabled() for button in (dialog.leave, dialog.look, dialog.upgrade))

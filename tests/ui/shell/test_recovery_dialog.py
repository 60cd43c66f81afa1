"""The dialog about a damaged ledger: what it says, which ways it offers, what happens meanwhile."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tracker.ui.shell.recovery_dialog import RecoveryDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> RecoveryDialog:
    opened = RecoveryDialog("11月28日 23:30（之后约 14 次修改）")
    qtbot.addWidget(opened)
    opened.show()
    return opened


def test_it_says_what_happened_and_which_backup_there_is(dialog: RecoveryDialog) -> None:
    assert dialog.windowTitle() == "台账文件已损坏"
    assert "最近的完好备份：11月28日 23:30（之后约 14 次修改）" in dialog.sentence.text()


def test_enter_restores(dialog: RecoveryDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.restore_wanted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)


def test_each_button_asks_for_its_way(dialog: RecoveryDialog, qtbot: QtBot) -> None:
    for button, signal in (
        (dialog.restore, dialog.restore_wanted),
        (dialog.salvage, dialog.salvage_wanted),
        (dialog.look, dialog.look_wanted),
        (dialog.leave, dialog.leave_wanted),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_escape_leaves(dialog: RecoveryDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.leave_wanted):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()


def test_without_a_backup_only_saving_is_offered(qtbot: QtBot) -> None:
    opened = RecoveryDialog("")
    qtbot.addWidget(opened)
    assert "没有完好的备份" in opened.sentence.text()
    assert not opened.restore.isEnabled()
    assert opened.salvage.isEnabled()


def test_while_it_works_nothing_else_begins(dialog: RecoveryDialog, qtbot: QtBot) -> None:
    dialog.begin("正在从备份恢复…")
    assert dialog.outcome.text() == "正在从备份恢复…"
    assert not any(button.isEnabled() for button in (dialog.leave, dialog.look, dialog.salvage, dialog.restore))
    with qtbot.assertNotEmitted(dialog.leave_wanted, wait=50):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.fail("磁盘空间不够。", can_restore=False)
    assert dialog.outcome.text() == "磁盘空间不够。"
    assert dialog.salvage.isEnabled()
    assert not dialog.restore.isEnabled()

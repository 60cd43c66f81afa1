"""设置: what is chosen is said when confirmed, and only then."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from tracker.ui.core.context import Context
from tracker.ui.shell.settings import SettingsDialog


@pytest.fixture
def dialog(qtbot: Any, context: Context) -> SettingsDialog:
    context.remember(theme="dark")
    made = SettingsDialog(context)
    qtbot.addWidget(made)
    made.open()
    return made


def test_it_shows_what_is_in_force(dialog: SettingsDialog, context: Context) -> None:
    assert dialog.theme.currentText() == "深色"
    assert dialog.actor.text() == "张敏"


def test_enter_saves_what_was_typed(dialog: SettingsDialog, qtbot: Any) -> None:
    dialog.actor.clear()
    qtbot.keyClicks(dialog.actor, " zhou ")
    dialog.theme.setCurrentIndex(0)
    with qtbot.waitSignal(dialog.saved) as saved:
        qtbot.keyClick(dialog.actor, Qt.Key.Key_Return)
    assert saved.args == ["system", "zhou"]
    assert not dialog.isVisible()


def test_escape_changes_nothing(dialog: SettingsDialog, qtbot: Any) -> None:
    dialog.theme.setCurrentIndex(1)
    with qtbot.assertNotEmitted(dialog.saved):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

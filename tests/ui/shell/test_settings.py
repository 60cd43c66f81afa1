"""设置: what is chosen is said when confirmed, and only then."""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from tracker.ui.core.context import Context
from tracker.ui.shell import settings as settings_module
from tracker.ui.shell.settings import SettingsDialog
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.labels import ElidedLabel


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
    assert str(context.data_dir) in [label.text() for label in dialog.findChildren(ElidedLabel)]


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


def test_a_second_folder_for_backups_is_kept(
    dialog: SettingsDialog, context: Context, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dialog.second.text() == ""
    monkeypatch.setattr(settings_module, "choose_folder", lambda _parent, _start: "/media/stick")
    choose = next(button for button in dialog.findChildren(Button) if button.text() == "选择…")
    qtbot.mouseClick(choose, Qt.MouseButton.LeftButton)
    assert dialog.second.text() == "/media/stick"
    qtbot.keyClick(dialog.actor, Qt.Key.Key_Return)
    assert context.settings.second_backup == "/media/stick"


def test_no_folder_chosen_leaves_what_was_there(
    dialog: SettingsDialog, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog.second.setText("/media/stick")
    monkeypatch.setattr(settings_module, "choose_folder", lambda _parent, _start: "")
    dialog._choose_second()
    assert dialog.second.text() == "/media/stick"

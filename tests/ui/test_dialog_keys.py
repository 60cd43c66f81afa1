"""Each fault of a dialog for the keys, committed once: what the walk over all dialogs looks for is found."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.dialog_keys import key_faults
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog


class Deaf(QObject):
    """Keeps one key from a widget."""

    def __init__(self, widget: QWidget, key: Qt.Key) -> None:
        super().__init__(widget)
        self._key = key
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        return event.type() is QEvent.Type.KeyPress and event.key() == self._key  # type: ignore[attr-defined]


@pytest.fixture
def dialog(empty_window: QWidget, qtbot: QtBot) -> Dialog:
    """A dialog in which nothing is wrong: a line, a text, a box and two buttons."""
    made = Dialog("归档", parent=empty_window)
    qtbot.addWidget(made)
    made.line, made.prose, made.box = QLineEdit(), QPlainTextEdit(), QCheckBox("确认")  # type: ignore[attr-defined]
    made.prose.setTabChangesFocus(True)  # type: ignore[attr-defined]
    for editor in (made.line, made.prose, made.box):  # type: ignore[attr-defined]
        made.body.addWidget(editor)
    made.miss_typed(made.line, made.prose)  # type: ignore[attr-defined]
    made.pressed = []  # type: ignore[attr-defined]
    made.add_button("取消", "plain", made.reject)
    made.default = made.add_button("归档", "primary", lambda: made.pressed.append(1))  # type: ignore[attr-defined]
    made.line.setFocus()  # type: ignore[attr-defined]
    made.open()
    return made


def faults_of(dialog: Dialog) -> list[str]:
    """Return the faults; the dialog is still there and nothing of it was done."""
    faults = key_faults(dialog)
    assert dialog.isVisible()
    assert dialog.pressed == []  # type: ignore[attr-defined]
    return faults


def test_what_is_well_made_has_none(dialog: Dialog) -> None:
    assert faults_of(dialog) == []
    assert dialog.focusWidget() is dialog.prose  # the last that was tried
    assert dialog.prose.toPlainText() == ""


def test_a_start_on_a_button_is_one(dialog: Dialog) -> None:
    next(button for button in dialog.findChildren(Button) if button.text() == "取消").setFocus()
    assert faults_of(dialog) == ["the keys begin on Button<QFrame “取消”> although there is QLineEdit<QWidget “”>"]


def test_a_text_that_keeps_tab_is_one(dialog: Dialog) -> None:
    dialog.prose.setTabChangesFocus(False)
    assert "Tab does not reach QCheckBox<QWidget “确认”>" in faults_of(dialog)


def test_an_enter_that_does_nothing_is_one(dialog: Dialog) -> None:
    Deaf(dialog.line, Qt.Key.Key_Return)
    assert faults_of(dialog) == ["Enter on QLineEdit<QWidget “”> does not press Button<QFrame “归档”>"]


def test_an_escape_that_does_nothing_is_one(dialog: Dialog) -> None:
    Deaf(dialog.line, Qt.Key.Key_Escape)
    assert faults_of(dialog) == ["Esc on QLineEdit<QWidget “”> does not leave"]


def test_an_escape_that_loses_words_is_one(dialog: Dialog) -> None:
    dialog.miss_typed()
    assert faults_of(dialog) == ["Esc loses what is typed into QPlainTextEdit<QWidget “”>"]

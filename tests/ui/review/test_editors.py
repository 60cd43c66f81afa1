"""What is written by hand: merged values are checked, reasons are taken as they are, keys stay inside."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from tracker.model.changeset import FieldChange
from tracker.model.enums import Outcome
from tracker.ui.review.editors import MergeEditor, ReasonEditor


def change_of(field: str, ours: Any, theirs: Any) -> FieldChange:
    return FieldChange("task", "u1", "A1", "任务", field, None, ours, theirs, Outcome.CONFLICT, "任务清单", "H5")


class Outside(QWidget):
    """Counts the keys that leave the editor."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.keys = 0
        QVBoxLayout(self).addWidget(inside)

    def keyPressEvent(self, _event: Any) -> None:
        self.keys += 1


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Space, Qt.Key.Key_F5])
def test_no_key_leaves_the_editor(qtbot: Any, key: Qt.Key) -> None:
    editor = ReasonEditor("")
    outside = Outside(editor)
    qtbot.addWidget(outside)
    outside.show()
    qtbot.keyClick(editor.editor, key)
    qtbot.keyClick(editor.confirm, key)
    assert outside.keys == 0


@pytest.mark.parametrize(("text", "reason"), [("  口径不同 ", "口径不同"), ("", "")])
def test_enter_confirms_a_reason_and_escape_leaves_it(qtbot: Any, text: str, reason: str) -> None:
    editor = ReasonEditor(text)
    qtbot.addWidget(editor)
    with qtbot.waitSignal(editor.confirmed) as confirmed:
        qtbot.keyClick(editor.editor, Qt.Key.Key_Return)
    assert confirmed.args == [reason]
    with qtbot.waitSignal(editor.cancelled):
        qtbot.keyClick(editor.editor, Qt.Key.Key_Escape)


def test_enter_on_cancel_is_cancel(qtbot: Any) -> None:
    editor = ReasonEditor("理由")
    qtbot.addWidget(editor)
    editor.show()
    editor.activateWindow()
    editor.drop.setFocus()
    qtbot.waitUntil(editor.drop.hasFocus)
    with qtbot.waitSignal(editor.cancelled), qtbot.assertNotEmitted(editor.confirmed):
        qtbot.keyClick(editor.drop, Qt.Key.Key_Return)


def test_prose_takes_line_breaks_and_ctrl_enter_confirms(qtbot: Any) -> None:
    editor = MergeEditor(change_of("progress_note", "甲", "乙"))
    qtbot.addWidget(editor)
    assert isinstance(editor.editor, QPlainTextEdit)
    qtbot.keyClick(editor.editor, Qt.Key.Key_Return)
    assert editor.text() == "甲\n乙\n"
    with qtbot.waitSignal(editor.confirmed) as confirmed:
        qtbot.keyClick(editor.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert confirmed.args == ["甲\n乙"]


def test_a_value_that_cannot_be_is_refused_below_the_field(qtbot: Any) -> None:
    editor = MergeEditor(change_of("progress", 55, 60))
    qtbot.addWidget(editor)
    assert isinstance(editor.editor, QLineEdit)
    editor.editor.setText("一半")
    with qtbot.assertNotEmitted(editor.confirmed):
        editor.confirm.click()
    assert "进度要填 0 到 100 的百分数，现在是“一半”。" in editor._form.error()

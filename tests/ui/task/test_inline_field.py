"""A value that is edited where it stands: Enter, Esc, leaving, errors."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tracker.ui.task.inline_field import InlineField
from tracker.ui.task.words import Shown
from tracker.ui.widgets.entry_checks import check_progress, check_text


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    QVBoxLayout(made)
    made.resize(328, 300)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def placed(window: QWidget, field: InlineField, shown: Shown) -> InlineField:
    layout = window.layout()
    assert layout is not None
    layout.addWidget(field)
    field.show_value(shown)
    field.show()
    return field


def line(field: InlineField) -> QLineEdit:
    assert isinstance(field.editor, QLineEdit)
    return field.editor


@pytest.fixture
def progress(window: QWidget) -> InlineField:
    return placed(window, InlineField("progress", "进度", check_progress), Shown("50%", "50", note="序时 60%"))


def test_a_click_opens_the_editor_with_the_raw_value(progress: InlineField) -> None:
    QTest.mouseClick(progress.view, Qt.MouseButton.LeftButton)
    assert line(progress).text() == "50"
    assert line(progress).selectedText() == "50"
    assert not progress.view.isVisible()


def test_enter_tells_the_checked_value(progress: InlineField, qtbot: QtBot) -> None:
    progress.begin()
    QTest.keyClicks(line(progress), "65%")
    with qtbot.waitSignal(progress.edited) as told:
        QTest.keyClick(line(progress), Qt.Key.Key_Return)
    assert told.args == ["progress", 65]
    assert not progress.editing
    assert progress.view.text() == "50%"  # the row shows the new value once it is saved


def test_an_unchanged_value_tells_nothing(progress: InlineField, qtbot: QtBot) -> None:
    progress.begin()
    with qtbot.assertNotEmitted(progress.edited):
        QTest.keyClick(line(progress), Qt.Key.Key_Return)


def test_esc_leaves_everything_as_it_was(progress: InlineField, qtbot: QtBot) -> None:
    progress.begin()
    QTest.keyClicks(line(progress), "99")
    with qtbot.assertNotEmitted(progress.edited):
        QTest.keyClick(line(progress), Qt.Key.Key_Escape)
    assert not progress.editing
    assert progress.view.hasFocus()


def test_a_wrong_value_stays_open_with_one_sentence(progress: InlineField, qtbot: QtBot) -> None:
    progress.begin()
    QTest.keyClicks(line(progress), "many")
    with qtbot.assertNotEmitted(progress.edited):
        QTest.keyClick(line(progress), Qt.Key.Key_Return)
    assert progress.sentence.text() == "进度要填 0 到 100 的百分数，现在是“many”。"
    assert line(progress).property("error") == "true"
    QTest.keyClick(line(progress), Qt.Key.Key_Escape)
    assert progress.sentence.isHidden()


def test_leaving_saves_what_is_right_and_drops_what_is_wrong(
    window: QWidget, progress: InlineField, qtbot: QtBot
) -> None:
    other = placed(window, InlineField("owner", "责任人", check_text("owner")), Shown("胡建平", "胡建平"))
    progress.begin()
    line(progress).setText("70")
    with qtbot.waitSignal(progress.edited):
        other.view.setFocus()
    progress.begin()
    line(progress).setText("700")
    with qtbot.assertNotEmitted(progress.edited):
        other.view.setFocus()
    assert not progress.editing


def test_several_lines_save_with_ctrl_enter(window: QWidget, qtbot: QtBot) -> None:
    field = placed(window, InlineField("remark", "备注", check_text("remark"), wrapped=True), Shown("—", ""))
    field.begin()
    assert isinstance(field.editor, QPlainTextEdit)
    QTest.keyClicks(field.editor, "one")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    QTest.keyClicks(field.editor, "two")
    with qtbot.waitSignal(field.edited) as told:
        QTest.keyClick(field.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["remark", "one\ntwo"]


def test_a_refusal_is_said_below_and_goes_with_the_next_edit(progress: InlineField) -> None:
    progress.refuse("刚刚被改过")
    assert progress.sentence.isVisible()
    progress.begin()
    progress.cancel()
    assert progress.sentence.isHidden()


def test_a_new_reading_does_not_disturb_an_open_editor(progress: InlineField) -> None:
    progress.begin()
    line(progress).setText("7")
    progress.show_value(Shown("55%", "55"))
    assert line(progress).text() == "7"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_Space])
def test_keys_open_the_editor(progress: InlineField, key: Qt.Key) -> None:
    progress.view.setFocus()
    QTest.keyClick(progress.view, key)
    assert progress.editing


def test_choices_are_offered(window: QWidget) -> None:
    field = placed(window, InlineField("lead_office", "牵头单位", check_text("lead_office")), Shown("", ""))
    field.set_choices(("市经信局", "市科技局"))
    field.begin()
    completer = line(field).completer()
    assert completer is not None
    completer.setCompletionPrefix("科")
    assert completer.currentCompletion() == "市科技局"

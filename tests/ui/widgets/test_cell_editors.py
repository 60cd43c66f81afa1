"""The editor in a cell: value, sentence below, and what keeps it open."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tracker.ui.widgets.cell_editors import CellEditor
from tracker.ui.widgets.entry_checks import Checked, check_due, check_progress


@pytest.fixture
def place(show: Callable[..., Any]) -> QWidget:
    return show(QWidget(), 600, 200)


def shown(editor: CellEditor, text: str) -> CellEditor:
    editor.setGeometry(20, 20, 100, 28)
    editor.start(text)
    editor.show()
    return editor


def test_starts_with_everything_selected_and_nothing_changed(place: QWidget) -> None:
    editor = shown(CellEditor(check_progress, place), "45")
    assert editor.selectedText() == "45"
    assert not editor.changed
    assert editor.valid


def test_a_wrong_value_is_framed_and_says_what_to_write(place: QWidget) -> None:
    editor = shown(CellEditor(check_progress, place), "45")
    QTest.keyClicks(editor, "160")
    assert editor.property("error") == "true"
    assert editor.sentence == "进度要填 0 到 100 的百分数，现在是“160”。"
    assert not editor.hasAcceptableInput()
    editor.setText("60")
    assert editor.property("error") == "false"
    assert editor.value() == 60


def test_a_deadline_says_below_what_it_means(place: QWidget) -> None:
    editor = shown(CellEditor(check_due(date(2023, 9, 15)), place), "")
    editor.setText("2024年6月底")
    assert editor.sentence == "按 2024-06-30 计"
    assert any(child.objectName() == "below" and child.isVisible() for child in place.findChildren(QWidget))


def test_the_sentence_goes_with_the_editor(place: QWidget, qtbot: QtBot) -> None:
    editor = shown(CellEditor(check_progress, place), "45")
    editor.setText("abc")
    editor.hide()
    below = [child for child in place.findChildren(QWidget) if child.objectName() == "below"]
    assert not any(child.isVisible() for child in below)


def test_choices_are_offered_and_an_unfinished_name_is_no_error_until_enter(place: QWidget) -> None:
    def check(text: str) -> Checked:
        return Checked(text) if text == "市科技局" else Checked(None, "没有这个单位")

    editor = shown(CellEditor(check, place, ("市经信局", "市科技局")), "市经信局")
    editor.setText("科技")
    assert editor.property("error") != "true"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.property("error") == "true"
    completer = editor.completer()
    assert completer is not None
    completer.setCompletionPrefix("科")
    assert completer.currentCompletion() == "市科技局"


@pytest.mark.parametrize("by", ["typed", "chosen"])
def test_enter_saves_while_the_list_is_open(place: QWidget, qtbot: QtBot, by: str) -> None:
    """The list hands its keys past the delegate, as here: without care Enter would do nothing."""

    def check(text: str) -> Checked:
        return Checked(text) if text == "市科技局" else Checked(None, "没有这个单位")

    editor = shown(CellEditor(check, place, ("市经信局", "市科技局", "市科协")), "市经信局")
    pressed: list[str] = []
    editor.returnPressed.connect(lambda: pressed.append(editor.text()))
    editor.setFocus()
    editor.selectAll()
    words = "科技" if by == "typed" else "科"
    QApplication.sendEvent(editor, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, words))
    popup = editor.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    if by == "chosen":
        QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pressed == ["市科技局"])
    assert not popup.isVisible()


def test_down_opens_the_whole_list(place: QWidget) -> None:
    editor = shown(CellEditor(Checked, place, ("市经信局", "市科技局")), "市经信局")
    QTest.keyClick(editor, Qt.Key.Key_Down)
    completer = editor.completer()
    assert completer is not None
    assert completer.completionCount() == 2

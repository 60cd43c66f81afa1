"""A value that asks for its editor: by mouse, by key, and never where it must not be edited."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tracker.ui.task.value_view import ValueView
from tracker.ui.theme import tokens


def view(qtbot: QtBot, **options: bool) -> ValueView:
    made = ValueView(**options)
    qtbot.addWidget(made)
    made.resize(240, 28)
    made.show_value("2023-09-03", "red", "“9月3日前”", "完整说明")
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def colours(made: ValueView) -> set[str]:
    image = made.grab().toImage()
    return {QColor(image.pixel(x, y)).name().upper() for x in range(image.width()) for y in range(image.height())}


def test_value_and_note_have_their_own_tones(qtbot: QtBot) -> None:
    made = view(qtbot)
    assert {tokens.current().red.text, tokens.current().text3} <= colours(made)
    assert (made.text(), made.note, made.toolTip()) == ("2023-09-03", "“9月3日前”", "完整说明")
    made.show_value("70%", note="落后30点", note_tone="amber")
    assert tokens.current().amber.text in colours(made)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space])
def test_keys_ask(qtbot: QtBot, key: Qt.Key) -> None:
    made = view(qtbot)
    made.setFocus()
    with qtbot.waitSignal(made.asked):
        QTest.keyClick(made, key)


def test_other_keys_and_buttons_do_not(qtbot: QtBot) -> None:
    made = view(qtbot)
    with qtbot.assertNotEmitted(made.asked):
        QTest.keyClick(made, Qt.Key.Key_A)
        QTest.mouseClick(made, Qt.MouseButton.RightButton)


def test_focus_is_framed_in_the_accent_colour(qtbot: QtBot) -> None:
    made = view(qtbot)
    made.clearFocus()
    assert tokens.current().accent not in colours(made)
    made.setFocus()
    assert tokens.current().accent in colours(made)

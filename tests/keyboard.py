"""Keys pressed where the program has put the keyboard: nothing but key events reaches the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tracker.desktop import Desktop

NONE = Qt.KeyboardModifier.NoModifier


class Keyboard:
    """Presses keys where the program has put the keyboard, and waits until the program is quiet."""

    def __init__(self, day: Desktop, qtbot: QtBot) -> None:
        self._day, self._qtbot = day, qtbot

    def _place(self) -> QWidget:
        shown = QApplication.activePopupWidget()
        if shown is not None:
            return shown
        window = QApplication.activeModalWidget() or self._day.window
        window.activateWindow()  # no window manager here does it
        self._qtbot.waitUntil(window.isActiveWindow)
        return window.focusWidget() or window

    def press(self, key: Qt.Key, mods: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(self._place(), key, mods)
            self.settle()

    def write(self, text: str) -> None:
        """Write as an input method does: a key event a character."""
        for char in text:
            QApplication.sendEvent(self._place(), QKeyEvent(QKeyEvent.Type.KeyPress, 0, NONE, char))
            self.settle()

    def settle(self) -> None:
        self._day.context.jobs.drain(30_000)
        QTest.qWait(30)
        self._day.context.jobs.drain(30_000)

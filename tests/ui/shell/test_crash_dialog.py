"""The last net: a stable number, a dialog that can be copied, both of Python's hooks."""

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tracker.ui.shell.crash_dialog import CrashDialog, CrashNet, number_of

DETAILS = (
    'Traceback (most recent call last):\n  File "a.py", line 3, in go\n    1 / 0\nZeroDivisionError: division by zero\n'
)


@pytest.fixture
def net(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[CrashNet]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    made = CrashNet(lambda: None)
    made.install()
    yield made
    made.deleteLater()


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (DETAILS, True),
        (DETAILS.replace("division by zero", "float division"), True),
        (DETAILS.replace("line 3", "line 4"), False),
        (DETAILS.replace("ZeroDivisionError", "KeyError"), False),
    ],
)
def test_the_number_names_place_and_kind(other: str, same: bool) -> None:
    assert (number_of(other) == number_of(DETAILS)) is same
    assert number_of(other).startswith("E-")
    assert len(number_of(other)) == 6


def test_no_details_still_have_a_number() -> None:
    assert len(number_of("")) == 6


def test_the_details_are_copied_with_their_number(qtbot: Any) -> None:
    dialog = CrashDialog(DETAILS)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(number_of(DETAILS))
    assert "ZeroDivisionError: division by zero" in copied
    assert dialog.copy_button.text() == "已复制"


def test_escape_leaves_the_dialog(qtbot: Any) -> None:
    dialog = CrashDialog(DETAILS)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def _fall() -> None:
    raise LookupError("postgresql://office:secret@10.0.0.8/ledger")


def test_an_unexpected_error_opens_the_dialog(net: CrashNet, qtbot: Any, expect_log: Callable[[str], None]) -> None:
    expect_log("unexpected error")
    try:
        _fall()
    except LookupError as error:
        with qtbot.waitSignal(net.caught) as caught:
            sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: net._shown is not None)
    assert "LookupError" in caught.args[0]
    assert "secret" not in caught.args[0]  # passwords never reach a mail
    net._shown.accept()  # type: ignore[union-attr]
    assert net._shown is None


def test_an_error_in_another_thread_is_caught_too(net: CrashNet, qtbot: Any, expect_log: Callable[[str], None]) -> None:
    expect_log("unexpected error")
    with qtbot.waitSignal(net.caught) as caught:
        threading.Thread(target=_fall).start()
    assert "in _fall" in caught.args[0]
    qtbot.waitUntil(lambda: net._shown is not None)
    net._shown.accept()  # type: ignore[union-attr]


def test_a_second_error_does_not_pile_up_dialogs(net: CrashNet, qtbot: Any) -> None:
    net.show(DETAILS)
    first = net._shown
    net.show(DETAILS)
    assert net._shown is first
    first.accept()  # type: ignore[union-attr]


def test_ctrl_c_in_the_terminal_is_no_crash(net: CrashNet, capsys: pytest.CaptureFixture[str]) -> None:
    caught: list[str] = []
    net.caught.connect(caught.append)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert caught == []
    assert "KeyboardInterrupt" in capsys.readouterr().err

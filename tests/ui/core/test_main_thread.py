"""Another thread asks for the window's: once for each time, in order, on the right thread."""

import threading
from collections import deque
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tracker.ui.core.main_thread import Waker


def test_each_wake_comes_on_the_thread_of_the_waker(qtbot: QtBot) -> None:
    waker, things, found = Waker(), deque[int](), list[tuple[int, bool]]()
    main = threading.current_thread()
    waker.woken.connect(lambda: found.append((things.popleft(), threading.current_thread() is main)))

    def work() -> None:
        for number in range(500):
            things.append(number)
            waker.wake()

    worker = threading.Thread(target=work)
    worker.start()
    qtbot.waitUntil(lambda: len(found) == 500)
    worker.join()
    assert found == [(number, True) for number in range(500)]


def test_it_comes_in_turn_with_what_else_is_posted(qtbot: QtBot) -> None:
    """Never inside the call that asks: whoever asks on the same thread is not surprised in the middle of its work."""
    waker, found = Waker(), list[str]()
    waker.woken.connect(lambda: found.append("woken"))
    waker.wake()
    found.append("asked")
    QTimer.singleShot(0, lambda: found.append("later"))
    qtbot.waitUntil(lambda: len(found) == 3)
    assert found[:2] == ["asked", "woken"]


def test_other_events_of_users_are_no_wakes(qapp: Any) -> None:
    waker, found = Waker(), list[int]()
    waker.woken.connect(lambda: found.append(1))
    QCoreApplication.sendEvent(waker, QEvent(QEvent.Type(QEvent.registerEventType())))
    assert found == []


def test_a_waker_that_is_gone_is_not_woken(qapp: Any) -> None:
    waker = Waker()
    delete(waker)
    waker.wake()
    QCoreApplication.processEvents()


def test_wakes_apart_leave_room_between_them(qapp: Any) -> None:
    waker, found = Waker(apart=True), list[str]()
    waker.woken.connect(lambda: found.append("woken"))
    clicked = QTimer(singleShot=True, interval=0)
    clicked.timeout.connect(lambda: found.append("clicked"))
    clicked.start()
    for _ in range(3):
        waker.wake()
    while len(found) < 4:
        qapp.processEvents()
    assert found.count("woken") == 3
    assert found.index("clicked") < 3, "somebody was answered before the last of them"

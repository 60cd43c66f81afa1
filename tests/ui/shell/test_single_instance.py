"""The second start: who is first, what is handed over, and that nobody is ever locked out."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tracker.ui.shell.single_instance import Instance, bring_forward

Make = Callable[..., Instance]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Make]:
    """Make starts with the same data folder; all are closed at the end."""
    made: list[Instance] = []

    def one(database: str = "") -> Instance:
        made.append(Instance(tmp_path, database))
        return made[-1]

    yield one
    for instance in made:
        instance.close()


def test_second_start_hands_its_files_over(start: Make, qtbot: QtBot, tmp_path: Path) -> None:
    first, second = start(), start()
    assert first.is_first()
    first.listen()
    assert not second.is_first()
    book = tmp_path / "反馈 表.xlsx"
    with qtbot.waitSignal(first.called, timeout=5_000) as caught:
        assert second.hand_over([book])
    assert caught.args == [(book,)]


def test_start_without_files_only_brings_forward(start: Make, qtbot: QtBot) -> None:
    first, second = start(), start()
    first.is_first()
    first.listen()
    with qtbot.waitSignal(first.called, timeout=5_000) as caught:
        assert second.hand_over()
    assert caught.args == [()]


def test_after_the_first_has_ended_the_next_is_first(start: Make) -> None:
    first = start()
    assert first.is_first()
    first.listen()
    first.close()
    following = start()
    assert following.is_first()
    following.listen()
    assert start().hand_over(), "its name is free again"


def test_nothing_of_it_lives_on_in_another_thread(start: Make) -> None:
    """The thread would be the one to destroy it: a Qt object goes on the main thread only."""
    for _ in range(20):
        one = start()
        assert one.is_first()
        one.listen()
        one.close()
        assert [thread.name for thread in threading.enumerate() if thread.name == "instance"] == []


def test_another_database_is_another_program(start: Make) -> None:
    assert start().is_first()
    assert start("postgresql+psycopg://server/db").is_first()


def test_nobody_answers(start: Make, expect_log: Callable[[str], None]) -> None:
    expect_log("does not answer")
    first, second = start(), start()
    assert first.is_first()
    assert second.hand_over(patience=0.2) is False


def test_a_start_while_the_first_one_ends_is_the_next_first(start: Make) -> None:
    """It is not left waiting, and a third start finds it."""
    first, second = start(), start()
    assert first.is_first()
    assert not second.is_first()
    threading.Timer(0.3, first.close).start()
    assert second.hand_over(patience=20) is False
    second.listen()
    third = start()
    assert not third.is_first()
    assert third.hand_over()


def test_lock_left_by_a_killed_program_is_taken(start: Make, tmp_path: Path) -> None:
    code = "import sys, os; from pathlib import Path; from tracker.ui.shell.single_instance import Instance\n"
    code += "one = Instance(Path(sys.argv[1])); assert one.is_first(); one.listen(); os._exit(1)"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert list(tmp_path.glob("running-*.lock"))
    after = start()
    assert after.is_first()
    after.listen()
    assert start().hand_over()


def test_folder_without_room_for_a_lock_keeps_nobody_out(tmp_path: Path) -> None:
    assert Instance(tmp_path / "gone").is_first()
    assert QLockFile.LockError.LockFailedError != QLockFile.LockError.PermissionError


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe of Windows has no file")
def test_socket_is_left_alone_by_other_folders(start: Make, tmp_path: Path) -> None:
    first = start()
    first.is_first()
    first.listen()
    other = tmp_path / "other"
    other.mkdir()
    assert Instance(other).hand_over(patience=0.0) is False
    assert os.path.exists(first._address)  # noqa: PTH110


def test_minimised_window_comes_forward(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setWindowState(Qt.WindowState.WindowMinimized)
    bring_forward(window)
    assert window.isVisible()
    assert not window.windowState() & Qt.WindowState.WindowMinimized

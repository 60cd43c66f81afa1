"""Backups of an open window: made on a thread of their own, told once where they cannot be, never in the way."""

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.store.backups.conftest import set_owner
from tracker import backing_up
from tracker.backing_up import BackingUp
from tracker.store.backups.automatic import Outcome
from tracker.store.backups.kept_folder import kept_backups
from tracker.ui.core.bus import Bus, Notice


@pytest.fixture
def file(sqlite_ledger_url: str, tmp_path: Path) -> Path:
    return tmp_path / "data" / "ledger.db"


@pytest.fixture
def notices(bus: Bus) -> list[Notice]:
    heard: list[Notice] = []
    bus.notified.connect(heard.append)
    return heard


@pytest.fixture
def bus(qapp: object) -> Bus:
    return Bus()


def kept(file: Path) -> int:
    return len(kept_backups(file.parent / "backups"))


def test_the_first_look_comes_soon_after_the_start(
    file: Path, bus: Bus, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a kill the backup of the last window is made up for."""
    monkeypatch.setattr(backing_up, "AFTER_START", 10)
    keeper = BackingUp(file, "a" * 12, str, bus)
    keeper.start()
    qtbot.waitUntil(lambda: kept(file) == 1, timeout=20_000)
    keeper.end()


def test_the_end_of_a_window_makes_the_last_one(file: Path, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backing_up, "LONGEST_END", 60.0)
    keeper = BackingUp(file, "a" * 12, str, bus)
    keeper.end()
    assert kept(file) == 1
    keeper.end()
    assert kept(file) == 1, "nothing changed"
    set_owner(file, "李四")
    keeper.end()
    assert kept(file) == 2


def test_the_end_does_not_wait_for_what_takes_long(file: Path, bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, begun = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> Outcome:
        begun.set()
        go_on.wait(30)
        return Outcome()

    monkeypatch.setattr(backing_up, "back_up_if_due", slow)
    monkeypatch.setattr(backing_up, "LONGEST_END", 0.05)
    keeper = BackingUp(file, "a" * 12, str, bus)
    keeper.end()
    assert begun.wait(10)
    assert not go_on.is_set(), "the end came first"
    keeper.begin()
    assert sum(thread.name == "backup" for thread in threading.enumerate()) == 1, "one at a time"
    go_on.set()


def test_what_keeps_backups_away_is_told_once(
    file: Path, bus: Bus, notices: list[Notice], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentences = iter(["磁盘满了。", "磁盘满了。", "", "备份没有存到第二份文件夹。"])
    outcomes: list[str] = []

    def due(*_: object, **__: object) -> Outcome:
        outcomes.append(next(sentences))
        return Outcome(sentence=outcomes[-1])

    monkeypatch.setattr(backing_up, "back_up_if_due", due)
    keeper = BackingUp(file, "a" * 12, str, bus)
    for number in range(1, 5):
        keeper.begin()
        qtbot.waitUntil(lambda number=number: len(outcomes) == number)
        keeper._thread.join()
        qtbot.wait(20)
    assert [notice.text for notice in notices] == ["磁盘满了。", "备份没有存到第二份文件夹。"]
    assert all(notice.warning for notice in notices)


def test_a_second_folder_gets_its_copy(file: Path, bus: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backing_up, "LONGEST_END", 60.0)
    (tmp_path / "stick").mkdir()
    BackingUp(file, "a" * 12, lambda: str(tmp_path / "stick"), bus).end()
    assert len(list((tmp_path / "stick").glob("台账_*.zip"))) == 1

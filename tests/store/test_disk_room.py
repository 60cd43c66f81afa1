"""A ledger on a disk that takes nothing any more is only read, with the reason; nobody calls it damaged."""

import shutil
import sqlite3
import subprocess
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import select

from tests.command_outcome import Outcome
from tracker import paths
from tracker.__main__ import main
from tracker.errors import ReadOnlyError, StoreError
from tracker.files.limits import LIMITS, MB
from tracker.model.tables import Batch, Task
from tracker.queries.app_state import read_state
from tracker.store.backups.automatic import back_up_if_due
from tracker.store.backups.raw_file import faults_of
from tracker.store.disk_room import is_still, low_words, why_still
from tracker.store.engine import Database, sqlite_url
from tracker.store.history import open_batch
from tracker.store.opening import open_ledger

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def file(sqlite_ledger_url: str, tmp_path: Path) -> Path:
    assert sqlite_ledger_url
    return tmp_path / "data" / "ledger.db"


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Have every disk say that it has so many bytes left."""

    def leave(free: int) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**12, 10**12 - free, free))

    return leave


def opened(file: Path) -> Database:
    return open_ledger(sqlite_url(file), paths.migrations_dir(), paths.seed_dir(), "测试员")


def edit(database: Database) -> None:
    with database.session() as session:
        open_batch(session, "改")
        session.get(Task, 1).owner = "李刚"


def test_a_full_disk_lets_the_ledger_be_read_and_says_why_not_written(file: Path, room: Callable[[int], None]) -> None:
    room(LIMITS.least_free_bytes - 1)
    before = file.read_bytes()
    database = opened(file)
    with database.reading() as session:
        assert session.get(Task, 1).code == "A1.1"
        state = read_state(session)
    assert state.read_only == "磁盘已满（只剩 4 MB），台账只能查看；请腾出空间后重新打开。"
    with pytest.raises(ReadOnlyError, match="磁盘已满"):
        edit(database)
    database.close()
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["ledger.db"], "no file beside it"


def test_a_disk_that_will_be_full_soon_is_told_and_worked_on(file: Path, room: Callable[[int], None]) -> None:
    room(LIMITS.low_free_bytes - MB)
    database = opened(file)
    with database.reading() as session:
        state = read_state(session)
    assert (state.read_only, state.notice) == ("", "磁盘只剩 199 MB，不久就不能保存了；请尽快腾出空间。")
    edit(database)
    database.close()
    room(LIMITS.low_free_bytes)
    assert low_words(file.parent) == why_still(file) == ""


def test_a_drive_that_tells_of_no_size_is_worked_on(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(0, 0, 0))
    assert low_words(file.parent) == why_still(file) == ""
    edit(database := opened(file))
    database.close()


def test_no_backup_by_itself_on_a_disk_with_less_than_three_ledgers(file: Path, room: Callable[[int], None]) -> None:
    edit(database := opened(file))
    database.close()
    room(3 * file.stat().st_size - 1)
    outcome = back_up_if_due(file, "a" * 12, ending=True)
    assert (outcome.kept, outcome.sentence) == (None, "磁盘空间不到台账的 3 倍，没有自动备份；请腾出空间。")
    room(3 * file.stat().st_size)
    assert back_up_if_due(file, "a" * 12, ending=True).kept is not None


def test_what_a_kill_left_in_the_log_is_seen_on_a_full_disk(file: Path, room: Callable[[int], None]) -> None:
    """It is written into the file, which has the room for it, without another file."""
    database = opened(file)
    edit(database)
    copies = [(path, path.read_bytes()) for path in file.parent.glob("ledger.db*") if not path.name.endswith("-shm")]
    database.close()
    for path, content in copies:
        path.write_bytes(content)
    assert file.with_name("ledger.db-wal").stat().st_size > 0
    room(0)
    assert not is_still(file)
    database = opened(file)
    with database.reading() as session:
        assert session.get(Task, 1).owner == "李刚"
        assert session.exec(select(Batch.label).order_by(Batch.id.desc())).first() == "改"
    database.close()


def test_a_log_that_cannot_be_written_is_told(
    file: Path, room: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    file.with_name("ledger.db-wal").write_bytes(b"x" * 64)
    room(0)
    monkeypatch.setattr(sqlite3, "connect", refuse)
    with pytest.raises(StoreError, match=r"没有收尾的修改.*没有打开，也没有改动"):
        opened(file)


def test_an_older_ledger_is_not_brought_up_on_a_full_disk(file: Path, room: Callable[[int], None]) -> None:
    with closing(sqlite3.connect(file)) as plain, plain:
        plain.execute("UPDATE alembic_version SET version_num = '0002'")
    before = file.read_bytes()
    room(0)
    with pytest.raises(StoreError, match=r"还是旧结构.*没有改动。磁盘已满"):
        opened(file)
    assert file.read_bytes() == before


def test_what_the_disk_says_is_no_damage(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __call__(self, *_: object, **__: object) -> object:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorname = "SQLITE_FULL"
            raise error

    monkeypatch.setattr(sqlite3, "connect", Full())
    with pytest.raises(StoreError, match="磁盘已满或写保护"):
        faults_of(file)


# --- real disks: a small one in memory, where this machine lets us have one --------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path, sqlite_template: Path) -> Iterator[Path]:
    """Return a disk of 3 MB with a ledger on it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    shutil.copyfile(sqlite_template, folder / "ledger.db")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def run(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> Outcome:
    capsys.readouterr()
    code = main(["--data", str(folder), "--today", "2026-03-02", *arguments])
    return Outcome(code, *capsys.readouterr())


@pytest.mark.parametrize("left", [0, 8_192, 65_536])
def test_a_disk_that_is_really_full(
    small_disk: Path, left: int, capsys: pytest.CaptureFixture[str], allow_log: Callable[[str], None]
) -> None:
    allow_log("settings not saved")
    before = (small_disk / "ledger.db").read_bytes()
    (small_disk / "filler").write_bytes(b"x" * (shutil.disk_usage(small_disk).free - left))
    shown = run(capsys, small_disk, "tasks", "--json")
    assert (shown.code, len(shown.json)) == (0, 88)
    refused = run(capsys, small_disk, "task", "set", "A1.1", "owner", "李刚")
    assert refused.sentence() == "磁盘已满（只剩 0 MB），台账只能查看；请腾出空间后重新打开。"
    assert (small_disk / "ledger.db").read_bytes() == before
    (small_disk / "filler").unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    assert run(capsys, small_disk, "task", "set", "A1.1", "owner", "李刚").code == 0


def test_a_medium_that_is_write_protected(
    small_disk: Path, capsys: pytest.CaptureFixture[str], allow_log: Callable[[str], None]
) -> None:
    allow_log("settings not saved")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    shown = run(capsys, small_disk, "tasks", "--json")
    assert (shown.code, len(shown.json)) == (0, 88)
    refused = run(capsys, small_disk, "task", "set", "A1.1", "owner", "李刚")
    assert refused.sentence() == "台账文件所在的磁盘写保护，只能查看。"
    assert [path.name for path in small_disk.iterdir()] == ["ledger.db"]

"""Which folders lie on another computer, by the table of mounts; what SQLite does there."""

import socket
from pathlib import Path
from typing import Any

import pytest

from tracker import paths
from tracker.errors import InUseError, ReadOnlyError
from tracker.files import network_drive
from tracker.files.held_file import hold
from tracker.files.network_drive import is_network_folder, remote_by_mounts, remote_by_windows
from tracker.store.desk_lock import LOCK_FILE
from tracker.store.engine import Database, sqlite_url
from tracker.store.opening import open_ledger

MOUNTS = r"""
/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
//server/share /mnt/share cifs rw 0 0
server:/export /home/nfs nfs4 rw 0 0
/dev/sdb1 /home/nfs/local ext4 rw 0 0
//server/two\040words /mnt/two\040words smb3 rw 0 0
host:/x /media/ssh fuse.sshfs rw 0 0
tmpfs /tmp tmpfs rw 0 0
odd line
"""


@pytest.mark.parametrize(
    ("folder", "remote"),
    [
        ("/home/zhang/data", False),
        ("/mnt/share", True),
        ("/mnt/share/deep/er", True),
        ("/mnt/shared", False),
        ("/home/nfs/data", True),
        ("/home/nfs/local/data", False),
        ("/mnt/two words/data", True),
        ("/media/ssh/x", True),
        ("/tmp/x", False),
        ("/", False),
    ],
)
def test_the_longest_mount_point_counts(folder: str, remote: bool) -> None:
    assert remote_by_mounts(folder, MOUNTS) is remote


def test_the_table_of_this_computer_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "mounts"
    table.write_text(f"/dev/sda1 / ext4 rw 0 0\n//s/x {tmp_path.resolve()} cifs rw 0 0\n")
    monkeypatch.setattr(network_drive, "_MOUNTS", table)
    monkeypatch.setattr(network_drive.sys, "platform", "linux")
    assert is_network_folder(tmp_path)
    assert is_network_folder(tmp_path / "data")


def test_where_nobody_can_say_it_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_drive, "_MOUNTS", tmp_path / "none")
    assert not is_network_folder(tmp_path)


@pytest.mark.parametrize(("remote", "mode"), [(False, "wal"), (True, "truncate")])
def test_there_is_no_shared_log_on_a_network_drive(
    sqlite_ledger_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, remote: bool, mode: str
) -> None:
    monkeypatch.setattr("tracker.store.engine.is_network_folder", lambda _folder: remote)
    open_ledger(sqlite_ledger_url, paths.migrations_dir(), paths.seed_dir()).close()
    database = Database(sqlite_url(tmp_path / "data" / "ledger.db"))
    database.use_journal()
    with database.reading() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == mode
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == (3 if remote else 2)
    database.close()


class Kernel:
    """Answers as Windows does: Z: is mapped, C: a disk, and what has no volume is refused."""

    def GetVolumePathNameW(self, folder: str, volume: Any, size: int) -> int:
        assert size == 1024
        volume.value = "\\\\server\\share\\" if folder.startswith("\\\\") else folder[:3]
        return int(folder[:1] != "?")

    def GetDriveTypeW(self, volume: str) -> int:
        return 4 if volume in ("Z:\\", "\\\\server\\share\\") else 3


@pytest.mark.parametrize(
    ("folder", "remote"),
    [("C:\\Users\\zhang", False), ("Z:\\台账", True), ("\\\\server\\share\\台账", True), ("?", False)],
)
def test_windows_is_asked_for_the_kind_of_the_drive(folder: str, remote: bool) -> None:
    assert remote_by_windows(folder, Kernel()) is remote


@pytest.fixture
def on_a_share(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The data folder lies on a network drive, by a faked table of mounts."""
    table = tmp_path / "mounts"
    table.write_text(f"/dev/sda1 / ext4 rw 0 0\n//s/x {tmp_path.resolve()} cifs rw 0 0\n")
    monkeypatch.setattr(network_drive, "_MOUNTS", table)


def opened(url: str, actor: str, desk: str, **more: Any) -> Database:
    return open_ledger(url, paths.migrations_dir(), paths.seed_dir(), actor, desk, **more)


def test_a_second_desk_is_refused_and_may_read(sqlite_ledger_url: str, on_a_share: None) -> None:
    first = opened(sqlite_ledger_url, "王敏", "a" * 12)
    computer = socket.gethostname()
    with pytest.raises(InUseError) as caught:
        opened(sqlite_ledger_url, "李刚", "b" * 12)
    assert caught.value.sentence == f"台账正由 王敏（{computer}）使用；请等对方关闭，或只读打开。"
    second = opened(sqlite_ledger_url, "李刚", "b" * 12, only_reading=True)
    with second.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM task").scalar() == 88
    with pytest.raises(ReadOnlyError, match="只读打开"), second.session():
        pass
    second.close()
    opened(sqlite_ledger_url, "王敏", "a" * 12).close()  # the command line beside the window of the same desk
    first.close()
    opened(sqlite_ledger_url, "李刚", "b" * 12).close()


def test_a_lock_file_that_says_nonsense_names_nobody(sqlite_ledger_url: str, on_a_share: None, tmp_path: Path) -> None:
    held = hold(tmp_path / "data" / LOCK_FILE)
    held.write("[")
    with pytest.raises(InUseError, match="台账正由 另一台电脑使用"):
        opened(sqlite_ledger_url, "李刚", "b" * 12)
    held.remove()


def test_a_local_folder_needs_no_lock(sqlite_ledger_url: str) -> None:
    database = opened(sqlite_ledger_url, "王敏", "a" * 12)
    assert database.lock is None
    database.close()

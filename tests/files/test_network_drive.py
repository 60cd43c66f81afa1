"""Which folders lie on another computer, by the table of mounts; what SQLite does there."""

from pathlib import Path

import pytest

from tracker import paths
from tracker.files import network_drive
from tracker.files.network_drive import is_network_folder, remote_by_mounts
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

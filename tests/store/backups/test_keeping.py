"""A copy is a backup only when it was checked, packed and read back; nothing else is left behind."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.store.backups.conftest import set_owner
from tracker.errors import DamagedError, InputError, StoreError
from tracker.model.tables import Task
from tracker.store.backups import keeping
from tracker.store.backups.container import read_manifest, unpack_container, verify_container
from tracker.store.backups.keeping import FOLDER, Reason, keep_backup, private_folder, write_backup
from tracker.store.backups.raw_file import faults_of, look_at, page_words
from tracker.store.engine import Database, sqlite_url
from tracker.store.history import open_batch
from tracker.store.opening import require_ours
from tracker.store.schema import HEAD


def owner_raw(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT owner FROM task WHERE id = 1").fetchone()[0]


def test_a_backup_holds_what_was_written_a_moment_ago(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "备份 100%#1?" / "台账.zip"
    manifest = write_backup(file, target, desk="a" * 12)
    set_owner(file, "李四")
    assert manifest == verify_container(target) == read_manifest(target)
    assert unpack_container(target, tmp_path / "out.db") == manifest
    assert owner_raw(tmp_path / "out.db") == "张三"
    assert [path.name for path in target.parent.iterdir()] == ["台账.zip"], "no draft is left"


def test_a_backup_says_what_it_holds(file: Path, tmp_path: Path) -> None:
    manifest = write_backup(file, tmp_path / "b.zip", Reason.DAILY, "a" * 12)
    said = look_at(file)
    assert manifest is not None
    assert (manifest.schema, manifest.desk, manifest.reason) == (HEAD, "a" * 12, "日常")
    assert (manifest.ledger_uid, manifest.seq, manifest.rows) == (said.ledger_uid, said.seq, said.rows)
    assert manifest.rows["task"] == 88
    assert manifest.seq > 1
    assert manifest.size > 100_000


def test_a_backup_is_taken_while_somebody_writes(file: Path, tmp_path: Path) -> None:
    database = Database(sqlite_url(file))
    database.use_journal()
    with database.session() as session:
        open_batch(session, "halb")
        session.get(Task, 1).owner = "未提交"
        session.flush()
        write_backup(file, tmp_path / "b.db")
    database.close()
    assert owner_raw(tmp_path / "b.db") == "张三"


def test_a_name_that_ends_in_db_gets_the_plain_copy(file: Path, tmp_path: Path) -> None:
    (tmp_path / "b.db").write_text("old")
    assert write_backup(file, tmp_path / "b.db") is None
    assert faults_of(tmp_path / "b.db") == []
    assert owner_raw(tmp_path / "b.db") == "张三"


def test_the_ledger_is_no_place_for_its_backup(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(InputError, match="不能写到台账自身"):
        write_backup(file, file)
    assert file.read_bytes() == before


def test_a_file_called_as_the_folder_of_the_backups_is_none(file: Path) -> None:
    with pytest.raises(InputError, match="不能写到台账自身或程序自己的文件"):
        write_backup(file, file.parent / FOLDER)
    assert not (file.parent / FOLDER).exists()


def test_a_place_that_cannot_be_written_is_a_sentence(file: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="备份没有写成"):
        write_backup(file, tmp_path / "file" / "b.zip")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match="备份没有写成"):
        write_backup(file, tmp_path / "folder")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "file", "folder"]


@pytest.mark.parametrize("name", ["old.zip", "old.db"])
def test_a_damaged_source_is_refused_and_the_old_backup_stays(file: Path, tmp_path: Path, name: str) -> None:
    data = bytearray(file.read_bytes())
    data[20 * 4096 : 24 * 4096] = b"\xff" * (4 * 4096)
    file.write_bytes(data)
    (tmp_path / name).write_text("the old backup")
    with pytest.raises(DamagedError, match=r"台账文件有损坏(（第 \d+ 页）)?，没有备份；原有备份都在。请看“恢复…”。"):
        write_backup(file, tmp_path / name)
    assert (tmp_path / name).read_text() == "the old backup"
    assert not list(tmp_path.glob(".draft-*"))


@pytest.mark.parametrize("content", [b"", b"no ledger at all" * 1000, b"SQLite format 3\x00" + b"\xff" * 9000])
def test_garbage_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ledger.db").write_bytes(content)
    with pytest.raises(StoreError):
        write_backup(tmp_path / "ledger.db", tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


def test_rows_that_refer_to_nothing_are_no_backup(file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE task SET lead_office_id = 999 WHERE id = 3")
        connection.commit()
    with pytest.raises(DamagedError, match="没有备份"):
        write_backup(file, tmp_path / "b.zip")


def test_whatever_sqlite_finds_wrong_is_no_backup(
    file: Path, tmp_path: Path, spoil: Callable[[bytes, int], bytes]
) -> None:
    """Of 400 damaged files the first 24 here; the rest in the bench."""
    good, bad = file.read_bytes(), tmp_path / "bad.db"
    refused = 0
    for number in range(24):
        bad.write_bytes(spoil(good, number))
        damaged = bool(faults_of(bad))
        try:
            write_backup(bad, tmp_path / "b.zip")
        except StoreError:
            refused += 1
        else:
            assert not damaged, number
    assert refused >= 10


def test_two_backups_of_a_minute_keep_their_names(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    first, second = (keep_backup(file, folder, Reason.DAILY) for _ in range(2))
    assert first != second
    assert all(path.name.startswith("台账_") and "_日常" in path.name for path in (first, second))
    assert keep_backup(file, folder, Reason.MIGRATION, tag="before-0007").name.endswith("_before-0007.zip")


@pytest.mark.skipif(os.name == "nt", reason="modes are Linux's")
def test_backups_are_this_user_s_alone(file: Path, tmp_path: Path) -> None:
    for name in ("b.zip", "b.db"):
        write_backup(file, tmp_path / name)
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_a_private_folder_is_gone_whatever_happens(tmp_path: Path) -> None:
    def fail() -> None:
        with keeping.private_folder(tmp_path) as folder:
            (folder / "x").write_text("x")
            assert os.name == "nt" or folder.stat().st_mode & 0o777 == 0o700
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("faults", "words"),
    [
        (["Tree 5 page 412: btreeInitPage() returns error code 11"], "（第 412 页）"),
        (["row 3 missing from index x", "On tree page 7 cell 2: Rowid 5 out of order"], "（第 7 页）"),
        (["database disk image is malformed"], ""),
        ([], ""),
    ],
)
def test_the_page_is_named_where_sqlite_names_it(faults: list[str], words: str) -> None:
    assert page_words(faults) == words


def test_a_ledger_on_a_disk_that_takes_nothing_is_backed_up_elsewhere(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opened as one that is written it could not be read there: its log has no room beside it."""
    asked: list[str] = []
    connect = sqlite3.connect

    def note(address: object, *more: Any, **named: Any) -> sqlite3.Connection:
        asked.append(str(address))
        return connect(address, *more, **named)

    monkeypatch.setattr("tracker.store.backups.raw_file.is_still", lambda path: path == file)
    monkeypatch.setattr(sqlite3, "connect", note)
    write_backup(file, tmp_path / "b.zip")
    of_it = [address for address in asked if str(file) in address]
    assert of_it
    assert all("immutable=1" in address for address in of_it)


def test_a_folder_for_drafts_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="里不能写入"), private_folder(tmp_path / "file" / "data"):
        pass


def test_a_ledger_nobody_may_read_is_not_called_damaged(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Path.open

    def refuse(path: Path, *how: Any, **more: Any) -> Any:
        if path == file:
            raise PermissionError(13, "Permission denied", str(path))
        return whole(path, *how, **more)

    monkeypatch.setattr(Path, "open", refuse)
    for look in (faults_of, lambda path: write_backup(path, path.parent / "b.zip"), require_ours):
        with pytest.raises(StoreError, match="没有权限读取") as caught:
            look(file)
        assert not isinstance(caught.value, DamagedError)


def test_what_keeps_a_backup_from_being_written_is_said_in_words(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(tmp_path / "small.db")) as small:
        small.execute("CREATE TABLE a (b)")
        small.commit()
        small.execute("PRAGMA max_page_count = 2")

        def fill(*_of: object) -> None:
            small.execute("INSERT INTO a VALUES (zeroblob(100000))")

        monkeypatch.setattr(keeping, "copy_file", fill)
        with pytest.raises(StoreError, match="（磁盘已满）"):
            write_backup(file, tmp_path / "b.zip")

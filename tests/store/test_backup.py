"""Copies of the ledger are whole, and a restore takes nothing that is no ledger of ours."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import select

from tracker import paths
from tracker.errors import InputError, StoreError
from tracker.model.tables import Task
from tracker.store import backup
from tracker.store.engine import Database, sqlite_url
from tracker.store.history import open_batch
from tracker.store.opening import open_ledger


@pytest.fixture
def ledger(sqlite_ledger_url: str) -> Iterator[Database]:
    """Backups are for SQLite; a server has its own tools."""
    database = open_ledger(sqlite_ledger_url, paths.migrations_dir(), paths.seed_dir())
    yield database
    database.close()


def set_owner(ledger: Database, name: str) -> None:
    with ledger.session() as session:
        open_batch(session, name)
        session.get(Task, 1).owner = name


def owner_in(path: Path) -> str:
    database = Database(sqlite_url(path))
    with database.reading() as session:
        found = session.exec(select(Task.owner).where(Task.id == 1)).one()
    database.close()
    return found


def test_a_backup_holds_what_was_written_a_moment_ago(ledger: Database, tmp_path: Path) -> None:
    set_owner(ledger, "张三")
    target = tmp_path / "备份 100%#1?" / "台账.db"
    assert backup.save_backup(ledger, target) == target
    set_owner(ledger, "李四")
    backup.check_backup(target)
    assert owner_in(target) == "张三"
    assert [one.name for one in target.parent.iterdir() if one.suffix == ".part"] == []


def test_a_backup_replaces_an_older_one(ledger: Database, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    target.write_text("old")
    backup.save_backup(ledger, target)
    backup.check_backup(target)


def test_a_backup_is_taken_while_somebody_writes(ledger: Database, tmp_path: Path) -> None:
    set_owner(ledger, "张三")
    with ledger.session() as session:
        open_batch(session, "halb")
        session.get(Task, 1).owner = "未提交"
        session.flush()
        backup.save_backup(ledger, tmp_path / "b.db")
    assert owner_in(tmp_path / "b.db") == "张三"


def test_the_ledger_is_no_place_for_its_backup(ledger: Database) -> None:
    assert ledger.file is not None
    with pytest.raises(InputError, match="不能写到台账自身"):
        backup.save_backup(ledger, ledger.file)


def test_a_place_that_cannot_be_written_is_a_sentence(ledger: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="备份没有写成"):
        backup.save_backup(ledger, tmp_path / "file" / "b.db")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match="备份没有写成"):
        backup.save_backup(ledger, tmp_path / "folder")
    assert not (tmp_path / "folder.part").exists()


def test_restore_brings_back_and_keeps_what_was(ledger: Database, tmp_path: Path) -> None:
    set_owner(ledger, "张三")
    backup.save_backup(ledger, tmp_path / "b.db")
    set_owner(ledger, "李四")
    kept = backup.restore_backup(ledger, tmp_path / "b.db")
    assert ledger.file is not None
    assert owner_in(ledger.file) == "张三"
    assert owner_in(kept) == "李四"
    assert kept.parent == ledger.file.parent / "backups"


def test_restoring_twice_keeps_both(ledger: Database, tmp_path: Path) -> None:
    backup.save_backup(ledger, tmp_path / "b.db")
    set_owner(ledger, "李四")
    first = backup.restore_backup(ledger, tmp_path / "b.db")
    second = backup.restore_backup(ledger, tmp_path / "b.db")
    assert first != second
    assert (owner_in(first), owner_in(second)) == ("李四", "")
    back = backup.restore_backup(ledger, first)
    assert ledger.file is not None
    assert owner_in(ledger.file) == "李四"
    assert owner_in(back) == ""


def test_a_restored_ledger_opens_like_any_other(ledger: Database, tmp_path: Path) -> None:
    backup.save_backup(ledger, tmp_path / "b.db")
    backup.restore_backup(ledger, tmp_path / "b.db")
    again = open_ledger(ledger.url, paths.migrations_dir(), paths.seed_dir())
    set_owner(again, "王五")
    again.close()


def broken(path: Path, good: Path) -> None:
    data = bytearray(good.read_bytes())
    data[4096:40_960] = b"\xff" * (40_960 - 4096)
    path.write_bytes(data)


def truncated(path: Path, good: Path) -> None:
    path.write_bytes(good.read_bytes()[:20_000])


def no_database(path: Path, good: Path) -> None:
    path.write_text("not a database, just text")


def empty(path: Path, good: Path) -> None:
    path.write_bytes(b"")


def missing(path: Path, good: Path) -> None:
    assert not path.exists()


def folder(path: Path, good: Path) -> None:
    path.mkdir()


def foreign(path: Path, good: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
        connection.commit()


def newer(path: Path, good: Path) -> None:
    shutil.copyfile(good, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (broken, "已损坏|不是完整的台账备份"),
        (truncated, "已损坏|不是完整的台账备份"),
        (no_database, "不是台账备份"),
        (empty, "不是台账备份"),
        (missing, "无法读取备份文件"),
        (folder, "无法读取备份文件"),
        (foreign, "不是完整的台账备份"),
        (newer, "由更新版本的程序备份"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_no_backup_is_not_restored(ledger: Database, tmp_path: Path, make, sentence: str) -> None:
    set_owner(ledger, "张三")
    good = backup.save_backup(ledger, tmp_path / "good.db")
    make(tmp_path / "b.db", good)
    with pytest.raises(InputError, match=sentence):
        backup.restore_backup(ledger, tmp_path / "b.db")
    with ledger.reading() as session:
        assert session.get(Task, 1).owner == "张三"
    assert ledger.file is not None
    assert not (ledger.file.parent / "backups").exists()


def test_the_ledger_is_not_restored_from_itself(ledger: Database) -> None:
    assert ledger.file is not None
    with pytest.raises(InputError, match="正在使用的台账"):
        backup.restore_backup(ledger, ledger.file)


@pytest.mark.postgres
@pytest.mark.parametrize("act", [backup.save_backup, backup.restore_backup])
def test_a_server_is_told_its_own_tools(postgres_ledger_url: str, tmp_path: Path, act) -> None:
    database = Database(postgres_ledger_url)
    with pytest.raises(InputError, match="pg_dump"):
        act(database, tmp_path / "b.db")
    database.close()

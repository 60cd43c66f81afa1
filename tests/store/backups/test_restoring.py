"""A restore works over whatever stands there, takes over rows only, and loses nothing."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import select

from tests.store.backups.conftest import SCRIPTS, owner_in, set_owner
from tracker import paths
from tracker.errors import InputError, StoreError
from tracker.model.tables import Batch
from tracker.store.backups.container import read_manifest
from tracker.store.backups.keeping import write_backup
from tracker.store.backups.raw_file import look_at
from tracker.store.backups.restoring import restore_backup
from tracker.store.engine import Database, sqlite_url
from tracker.store.opening import open_ledger


@pytest.fixture
def packed(file: Path, tmp_path: Path) -> Path:
    """Return a backup in which the first task belongs to 张三; the ledger went on to 李四."""
    write_backup(file, tmp_path / "b.zip")
    set_owner(file, "李四")
    return tmp_path / "b.zip"


def test_restore_brings_back_and_keeps_what_was(file: Path, packed: Path) -> None:
    restored = restore_backup(file, packed, SCRIPTS)
    assert owner_in(file) == "张三"
    assert restored.kept is not None
    assert restored.kept.parent == file.parent / "backups"
    assert not restored.damaged
    restore_backup(file, restored.kept, SCRIPTS)
    assert owner_in(file) == "李四"
    assert not list(file.parent.glob(".draft-*"))


def test_the_restore_is_an_act(file: Path, packed: Path) -> None:
    restore_backup(file, packed, SCRIPTS, actor="王敏", desk="b" * 12)
    database = Database(sqlite_url(file))
    with database.reading() as session:
        columns = Batch.label, Batch.actor, Batch.desk, Batch.seq
        newest = session.exec(select(*columns).order_by(Batch.id.desc())).first()
    database.close()
    assert tuple(newest) == ("恢复自 b.zip", "王敏", "b" * 12, read_manifest(packed).seq + 1)


@pytest.mark.parametrize("content", [b"", b"garbage" * 5000, b"SQLite format 3\x00" + b"\xfe" * 8192, None])
def test_garbage_in_place_of_the_ledger_gives_way(file: Path, packed: Path, content: bytes | None) -> None:
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    restored = restore_backup(file, packed, SCRIPTS)
    assert owner_in(file) == "张三"
    if content is None:
        assert restored.kept is None
    else:
        assert restored.damaged
        assert (restored.kept / "ledger.db").read_bytes() == content


def test_a_damaged_ledger_is_moved_with_its_log(file: Path, packed: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:40_960] = b"\xff" * (40_960 - 4096)
    file.write_bytes(data)
    file.with_name("ledger.db-wal").write_bytes(b"half a log")
    kept = restore_backup(file, packed, SCRIPTS).kept
    assert kept.name.startswith("damaged-")
    assert (kept / "ledger.db").read_bytes() == bytes(data)
    assert owner_in(file) == "张三"


def test_restore_over_many_damaged_files(file: Path, packed: Path, spoil: Callable[[bytes, int], bytes]) -> None:
    good = file.read_bytes()
    for number in range(8):
        file.write_bytes(spoil(good, number))
        restore_backup(file, packed, SCRIPTS)
        assert owner_in(file) == "张三", number


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
        (broken, "已损坏"),
        (truncated, "已损坏"),
        (no_database, "不是台账备份"),
        (empty, "不是台账备份"),
        (missing, "无法读取备份文件"),
        (folder, "无法读取备份文件"),
        (foreign, "不是完整的台账备份"),
        (newer, "由更新版本的程序备份"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_no_backup_is_not_restored(file: Path, tmp_path: Path, make, sentence: str) -> None:
    write_backup(file, tmp_path / "good.db")
    make(tmp_path / "b.db", tmp_path / "good.db")
    before = file.read_bytes()
    with pytest.raises(InputError, match=sentence):
        restore_backup(file, tmp_path / "b.db", SCRIPTS)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["ledger.db"]


def test_the_ledger_is_not_restored_from_itself(file: Path) -> None:
    with pytest.raises(InputError, match="正在使用的台账"):
        restore_backup(file, file, SCRIPTS)


def test_a_window_that_has_the_ledger_open_is_told_to_close(file: Path, packed: Path) -> None:
    window = open_ledger(sqlite_url(file), SCRIPTS, paths.seed_dir())
    with window.reading() as session:
        session.connection()
    with pytest.raises(StoreError, match="台账正在使用；请先关闭窗口。"):
        restore_backup(file, packed, SCRIPTS)
    window.close()
    assert owner_in(file) == "李四"
    restore_backup(file, packed, SCRIPTS)
    assert owner_in(file) == "张三"


def test_another_ledger_is_asked_about(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "ledger.db"
    other.parent.mkdir()
    open_ledger(sqlite_url(other), SCRIPTS, paths.seed_dir()).close()
    write_backup(other, tmp_path / "other.zip")
    questions: list[str] = []
    with pytest.raises(InputError, match=r"属于另一份台账，没有恢复.*--yes"):
        restore_backup(file, tmp_path / "other.zip", SCRIPTS, agreed=lambda asked: bool(questions.append(asked)))
    assert len(questions) == 1
    assert owner_in(file) == "张三"
    restore_backup(file, tmp_path / "other.zip", SCRIPTS)
    assert look_at(file).ledger_uid == look_at(other).ledger_uid
    restore_backup(other, tmp_path / "other.zip", SCRIPTS, agreed=lambda _: False), "the same ledger needs no question"


def test_a_ledger_nobody_worked_in_gives_way_unasked(file: Path, tmp_path: Path) -> None:
    write_backup(file, tmp_path / "b.zip")
    fresh = tmp_path / "fresh" / "ledger.db"
    fresh.parent.mkdir()
    open_ledger(sqlite_url(fresh), SCRIPTS, paths.seed_dir()).close()
    restore_backup(fresh, tmp_path / "b.zip", SCRIPTS, agreed=lambda _: False)
    assert owner_in(fresh) == "张三"


def test_a_plain_copy_comes_with_the_log_beside_it(file: Path, tmp_path: Path) -> None:
    database = Database(sqlite_url(file), "测试员")
    database.use_journal()
    set_owner(file, "还在日志里")
    shutil.copyfile(file, tmp_path / "copy.db")
    shutil.copyfile(file.with_name("ledger.db-wal"), tmp_path / "copy.db-wal")
    database.close()
    target = tmp_path / "into" / "ledger.db"
    target.parent.mkdir()
    restore_backup(target, tmp_path / "copy.db", SCRIPTS)
    assert owner_in(target) == "还在日志里"

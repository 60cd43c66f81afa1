"""A backup before a large act: of what stood there before it, never twice of one moment, and no hindrance."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Event, current_thread
from threading import enumerate as enumerate_threads
from typing import Any

import pytest
from sqlmodel import Session

from tracker import paths
from tracker.errors import DamagedError, InputError
from tracker.files import limits
from tracker.model.bulk_edits import BulkEdit
from tracker.model.tables import Task
from tracker.services.bulk import apply_edits
from tracker.services.undo import undo_batch
from tracker.store.backups import beforehand
from tracker.store.backups.beforehand import backed_up_beforehand
from tracker.store.backups.keeping import FOLDER, Reason
from tracker.store.backups.kept_folder import Kept, kept_backups
from tracker.store.backups.restoring import restore_backup
from tracker.store.engine import Database, sqlite_url

TODAY = date(2026, 3, 2)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five changes are many here."""
    monkeypatch.setattr(beforehand, "_MANY", {Reason.UNDO: 5, Reason.IMPORT: 5})


@pytest.fixture
def database(sqlite_ledger_url: str) -> Database:
    return Database(sqlite_ledger_url, "张敏", "a" * 12)


def rename(session: Session, owner: str, count: int) -> int | None:
    return apply_edits(session, [BulkEdit(number, "owner", owner) for number in range(1, count + 1)], TODAY).batch_id


def kept(database: Database) -> list[Kept]:
    assert database.file is not None
    return kept_backups(database.file.parent / FOLDER)


@pytest.mark.usefixtures("few")
def test_a_large_undo_is_backed_up_as_the_ledger_stood_before(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        rename(session, "李四", 6)
    with database.session() as session:
        undo_batch(session)
    (backup,) = kept(database)
    assert backup.manifest.reason == "撤销前"
    other = tmp_path / "other" / "ledger.db"
    other.parent.mkdir()
    restore_backup(other, backup.path, paths.migrations_dir())
    with Database(sqlite_url(other)).reading() as session:
        assert session.get_one(Task, 1).owner == "李四"
    with database.reading() as session:
        assert session.get_one(Task, 1).owner == ""


@pytest.mark.usefixtures("few")
def test_a_small_one_is_not(database: Database) -> None:
    with database.session() as session:
        rename(session, "李四", 5)
    with database.session() as session:
        undo_batch(session)
    assert kept(database) == []


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("expected", [0, 6], ids=["at its end", "beside the act"])
def test_a_large_import_is_backed_up_as_the_ledger_stood_before(
    database: Database, tmp_path: Path, expected: int
) -> None:
    with database.session() as session, backed_up_beforehand(session, Reason.IMPORT, expected):
        rename(session, "李四", 6)
    (backup,) = kept(database)
    assert backup.manifest.reason == "导入前"
    other = tmp_path / "other" / "ledger.db"
    other.parent.mkdir()
    restore_backup(other, backup.path, paths.migrations_dir())
    with Database(sqlite_url(other)).reading() as session:
        assert session.get_one(Task, 1).owner == ""
    with database.reading() as session:
        assert session.get_one(Task, 1).owner == "李四"


@pytest.mark.usefixtures("few")
def test_it_is_made_on_a_thread_beside_the_act_and_waited_for(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The act goes on while the backup is made; it cannot end before."""
    may_end, threads = Event(), []
    keep = beforehand.keep_backup

    def slow(*arguments: Any, **named: Any) -> Path:
        threads.append(current_thread())
        assert may_end.wait(60), "the act waited for its backup before its work was done"
        return keep(*arguments, **named)

    monkeypatch.setattr(beforehand, "keep_backup", slow)
    with database.session() as session:
        with backed_up_beforehand(session, Reason.IMPORT, 6):
            rename(session, "李四", 6)
            assert kept(database) == []
            may_end.set()
        assert len(kept(database)) == 1, "not committed yet, and kept already"
    assert threads[0] is not current_thread()


@pytest.mark.usefixtures("few")
def test_an_act_that_fails_beside_its_backup_says_its_own_fault(database: Database) -> None:
    def act() -> None:
        with database.session() as session, backed_up_beforehand(session, Reason.IMPORT, 6):
            rename(session, "李四", 6)
            raise InputError("不行")

    with pytest.raises(InputError, match="不行"):
        act()
    with database.reading() as session:
        assert session.get_one(Task, 1).owner == ""
    assert not [thread for thread in enumerate_threads() if thread.name.startswith("backup")]


@pytest.mark.usefixtures("few")
def test_without_a_log_beside_the_file_the_moment_is_held_before_the_act_writes(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a network drive an act that outgrows its memory locks the file: no copy could be begun after that."""
    with closing(sqlite3.connect(str(database.file))) as plain:
        plain.execute("PRAGMA journal_mode=TRUNCATE")
    with database.session() as session:
        session.connection().exec_driver_sql("PRAGMA cache_size=10")
        with backed_up_beforehand(session, Reason.IMPORT, 6):
            apply_edits(session, [BulkEdit(number, "remark", "很长的备注。" * 900) for number in range(1, 60)], TODAY)
    assert len(kept(database)) == 1
    with database.reading() as session:
        assert session.get_one(Task, 1).remark


@pytest.mark.usefixtures("few")
def test_never_twice_of_one_moment(database: Database) -> None:
    with database.session() as session:
        with backed_up_beforehand(session, Reason.IMPORT, 6):
            rename(session, "李四", 6)
        with backed_up_beforehand(session, Reason.IMPORT, 6):
            rename(session, "王五", 6)
    (backup,) = kept(database)
    assert backup.manifest.reason == "导入前"


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("expected", [0, 6])
def test_a_folder_that_takes_no_backup_hinders_nobody(
    database: Database, allow_log: Callable[[str], None], expected: int
) -> None:
    allow_log("no backup before an act of IMPORT")
    assert database.file is not None
    (database.file.parent / FOLDER).write_text("in the way")
    with database.session() as session, backed_up_beforehand(session, Reason.IMPORT, expected):
        rename(session, "李四", 6)
    with database.reading() as session:
        assert session.get_one(Task, 1).owner == "李四"


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("expected", [0, 6])
def test_a_damaged_ledger_takes_no_large_act(
    database: Database, monkeypatch: pytest.MonkeyPatch, expected: int
) -> None:
    def damaged(*_arguments: object, **_named: object) -> None:
        raise DamagedError("台账文件有损坏（第 412 页），没有备份。")

    monkeypatch.setattr(beforehand, "keep_backup", damaged)
    with (
        pytest.raises(DamagedError),
        database.session() as session,
        backed_up_beforehand(session, Reason.IMPORT, expected),
    ):
        rename(session, "李四", 6)
    with database.reading() as session:
        assert session.get_one(Task, 1).owner == ""


def test_no_act_and_the_numbers_of_the_rules(database: Database) -> None:
    with database.session() as session, backed_up_beforehand(session, Reason.UNDO, 500):
        pass
    assert kept(database) == []
    assert (limits.LIMITS.backed_up_undo, limits.LIMITS.backed_up_import) == (500, 200)

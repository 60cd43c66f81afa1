"""Opening a ledger twice is opening it once: nothing is written the second time."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tracker import paths
from tracker.errors import DamagedError, StoreError
from tracker.model.tables import Setting, metadata
from tracker.store.backups.keeping import FOLDER, Reason, keep_backup
from tracker.store.engine import sqlite_url
from tracker.store.opening import TOKEN_KEY, open_ledger


def opened(url: str, seed: Path | None = None):
    return open_ledger(url, paths.migrations_dir(), seed or paths.seed_dir(), "测试员")


def content(database) -> dict[str, list]:
    with database.reading() as session:
        connection = session.connection()
        return {
            name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key.columns))]
            for name, table in metadata.tables.items()
        }


def test_an_empty_database_becomes_a_ledger(database_url: str) -> None:
    database = opened(database_url)
    rows = content(database)
    assert len(rows["task"]) == 88
    assert len(rows["batch"]) == 1
    database.close()


def test_opening_again_changes_nothing(ledger_url: str) -> None:
    first = opened(ledger_url)
    before = content(first)
    first.close()
    second = opened(ledger_url)
    assert content(second) == before
    second.close()


def test_the_key_of_tokens_is_made_once_and_is_its_own(sqlite_template: Path, sqlite_url: str) -> None:
    keys = []
    for url in (sqlite_url, sqlite_url, f"sqlite:///{sqlite_template.as_posix()}"):
        database = opened(url)
        with database.reading() as session:
            keys.append(session.get(Setting, TOKEN_KEY).value)
        database.close()
    assert keys[0] == keys[1] != keys[2]
    assert len(bytes.fromhex(keys[0])) == 16


def test_readers_and_the_writer_work_side_by_side(sqlite_ledger_url: str) -> None:
    database = opened(sqlite_ledger_url)
    with database.reading() as session:
        assert session.connection().scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.connection().scalar(text("PRAGMA foreign_keys")) == 1
    database.close()


def test_a_broken_catalogue_is_a_sentence_and_writes_nothing(sqlite_url: str, edited_seed: Callable[..., Path]) -> None:
    seed = edited_seed()
    (seed / "goals.toml").write_text("[[goals", encoding="utf-8")
    with pytest.raises(StoreError, match=r"goals\.toml 无法读取"):
        opened(sqlite_url, seed)
    database = opened(sqlite_url)
    assert len(content(database)["goal"]) == 12
    database.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError):
        opened(sqlite_url(tmp_path / "ledger.db"))


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"无法访问数据库：.*请检查数据文件夹"):
        opened(sqlite_url(tmp_path / "nowhere" / "ledger.db"))


def test_a_server_that_is_not_there_is_a_sentence_without_the_password() -> None:
    with pytest.raises(StoreError) as caught:
        opened("postgresql+psycopg://nobody:secret@127.0.0.1:1/none")
    assert "secret" not in caught.value.sentence
    assert "\n" not in caught.value.sentence


@pytest.mark.parametrize(
    "statement",
    ["CREATE TRIGGER evil AFTER INSERT ON task BEGIN DELETE FROM task; END", "CREATE VIEW evil AS SELECT * FROM task"],
)
def test_what_this_program_never_makes_is_not_opened(sqlite_ledger_url: str, statement: str) -> None:
    path = Path(sqlite_ledger_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(DamagedError, match="不属于本程序的内容（evil），没有打开，也没有改动"):
        opened(sqlite_ledger_url)
    assert path.read_bytes() == before


def test_a_damaged_page_is_seen_before_anything_is_opened(sqlite_ledger_url: str) -> None:
    path = Path(sqlite_ledger_url.removeprefix("sqlite:///"))
    content = bytearray(path.read_bytes())
    content[8 * 4096 : 12 * 4096] = b"\xff" * (4 * 4096)
    path.write_bytes(content)
    with pytest.raises(DamagedError, match="不能直接打开，没有改动；请从备份恢复（restore），或尽量抢救"):
        opened(sqlite_ledger_url)
    assert path.read_bytes() == bytes(content)


@pytest.mark.parametrize("state", ["moved_to", "closed_for"])
def test_a_ledger_that_is_closed_to_writing_is_opened_for_reading(
    ledger_url: str, edited_seed: Callable[..., Path], state: str
) -> None:
    """A newer catalogue waits; nothing stops who only wants to look."""
    first = opened(ledger_url)
    with first.engine.begin() as connection:
        connection.execute(text(f"UPDATE ledger_state SET {state} = '别处'"))
        connection.execute(text("UPDATE setting SET value = '\"old\"' WHERE key = 'catalogue'"))
    first.close()
    second = opened(ledger_url, edited_seed())
    assert len(content(second)["task"]) == 88
    second.close()


def test_an_empty_file_beside_backups_is_no_new_ledger(sqlite_ledger_url: str) -> None:
    """A disk that failed left it: a fresh ledger in its place would look as if everything were lost."""
    file = Path(sqlite_ledger_url.removeprefix("sqlite:///"))
    keep_backup(file, file.parent / FOLDER, Reason.DAILY)
    file.write_bytes(b"")
    with pytest.raises(DamagedError, match="是空的，旁边却有备份，没有打开"):
        opened(sqlite_ledger_url)
    with pytest.raises(DamagedError, match="没有备份"):
        keep_backup(file, file.parent / FOLDER, Reason.DAILY)
    assert file.read_bytes() == b""


def test_a_missing_file_beside_backups_is_no_new_ledger(sqlite_ledger_url: str) -> None:
    """Somebody moved or deleted it: who works on in a new one notices too late."""
    file = Path(sqlite_ledger_url.removeprefix("sqlite:///"))
    keep_backup(file, file.parent / FOLDER, Reason.DAILY)
    file.unlink()
    with pytest.raises(DamagedError, match="台账文件不见了，旁边却有备份，没有新建台账"):
        opened(sqlite_ledger_url)
    assert not file.exists()

"""A file that holds much unused is made smaller; nothing of it is lost, and nobody may be at it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.backups.conftest import owner_in
from tracker.errors import DamagedError, StoreError
from tracker.store.backups.compacting import compact_ledger, is_worth_compacting
from tracker.store.backups.raw_file import faults_of


@pytest.fixture
def loose(file: Path) -> Path:
    """Return a ledger's file that holds some megabytes unused."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE filling (content BLOB)")
        connection.executemany("INSERT INTO filling VALUES (?)", [(b"x" * 100_000,)] * 30)
        connection.commit()
        connection.execute("DROP TABLE filling")
        connection.commit()
    return file


def test_a_loose_file_becomes_a_small_sound_one(loose: Path) -> None:
    size = loose.stat().st_size
    assert is_worth_compacting(size, 3_000_000)
    before, after = compact_ledger(loose)
    assert (before, after) == (size, loose.stat().st_size)
    assert after < before - 2_900_000
    assert faults_of(loose) == []
    assert owner_in(loose) == "张三"
    assert not list(loose.parent.glob(".draft-*"))


def test_only_what_is_a_quarter_empty_is_worth_it() -> None:
    assert not is_worth_compacting(1_000_000, 250_000)
    assert is_worth_compacting(1_000_000, 250_001)


def test_nobody_may_be_at_it(loose: Path) -> None:
    before = loose.read_bytes()
    with closing(sqlite3.connect(loose)) as window:
        window.execute("PRAGMA journal_mode=WAL")
        window.execute("BEGIN")
        window.execute("SELECT count(*) FROM task").fetchone()
        with pytest.raises(StoreError, match="台账正在使用；请先关闭窗口。"):
            compact_ledger(loose)
    assert len(loose.read_bytes()) == len(before)


def test_a_damaged_file_is_left_as_it_is(loose: Path) -> None:
    content = bytearray(loose.read_bytes())
    content[4096 * 5 : 4096 * 9] = b"\xff" * 4096 * 4
    loose.write_bytes(content)
    with pytest.raises(DamagedError):
        compact_ledger(loose)
    assert loose.read_bytes() == bytes(content)

"""The key of an installation: one for all its life, another for every ledger, and missed aloud."""

import subprocess
import sys

import pytest
from sqlmodel import delete

from tracker import paths
from tracker.errors import StoreError
from tracker.model.tables import Setting
from tracker.queries.token_key import token_secret
from tracker.store.engine import sqlite_url
from tracker.store.opening import TOKEN_KEY, open_ledger


def opened(folder):
    return open_ledger(sqlite_url(folder / "ledger.db"), paths.migrations_dir(), paths.seed_dir(), "测试员")


def key_of(folder) -> bytes:
    database = opened(folder)
    with database.reading() as session:
        found = token_secret(session)
    database.close()
    return found


def test_a_ledger_keeps_its_key_and_no_two_share_one(tmp_path) -> None:
    one, other = tmp_path / "一", tmp_path / "二"
    one.mkdir()
    other.mkdir()
    assert len(key_of(one)) == 16
    assert key_of(one) == key_of(one) != key_of(other)


def test_a_ledger_without_key_says_so(sqlite_ledger_url) -> None:
    from tracker.store.engine import Database

    database = Database(sqlite_ledger_url)
    with database.session() as session:
        session.connection().execute(delete(Setting).where(Setting.key == TOKEN_KEY))
        with pytest.raises(StoreError, match="密钥"):
            token_secret(session)
    database.close()


def test_looking_at_a_file_waits_for_no_library_that_writes_workbooks() -> None:
    seen = "import sys, tracker.cli.commands; print([m for m in ('openpyxl', 'numpy', 'PySide6') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

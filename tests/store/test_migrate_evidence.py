"""Migration 0007 on a ledger of version 0.1.0: a stamped form is a kind of evidence, files may wait for their task."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.old_ledgers import bring_up, lay_out

COLUMNS = "id, task_id, kind, name, text, size, sha256, added_at"
ROW = "INSERT INTO evidence (task_id, kind, name, text, size, added_at) VALUES (1, ?, 'a', '', 1, '2026-01-01')"


@pytest.fixture
def migrated(tmp_path: Path) -> Path:
    path = lay_out(tmp_path)
    before = evidence(path)
    bring_up(path)
    assert evidence(path) == before
    return path


def evidence(path: Path) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT {COLUMNS} FROM evidence ORDER BY id").fetchall()


def test_evidence_stays_and_a_stamped_form_is_one_of_its_kinds(migrated: Path) -> None:
    with closing(sqlite3.connect(migrated)) as connection:
        last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'evidence'").fetchone()
        connection.execute(ROW, ("stamped",))
        number = connection.execute("SELECT max(id) FROM evidence").fetchone()[0]
        assert number == (last[0] if last else 0) + 1  # no number is given twice
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(ROW, ("poster",))


def test_nothing_waits_for_its_task_at_first(migrated: Path) -> None:
    with closing(sqlite3.connect(migrated)) as connection:
        assert connection.execute("SELECT count(*) FROM unfiled_evidence").fetchone() == (0,)

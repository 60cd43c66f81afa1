"""Migration 0007 on a ledger of version 0.1.0: a stamped form is a kind of evidence, files may wait for their task."""

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tracker import paths
from tracker.services.integrity import find_faults
from tracker.store import migrate
from tracker.store.engine import Database, sqlite_url

KEPT = Path(__file__).resolve().parents[1] / "ledgers" / "schema2" / "ledger.db.xz"
COLUMNS = "id, task_id, kind, name, text, size, sha256, added_at"
ROW = "INSERT INTO evidence (task_id, kind, name, text, size, added_at) VALUES (1, ?, 'a', '', 1, '2026-01-01')"


@pytest.fixture
def migrated(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    path.write_bytes(lzma.decompress(KEPT.read_bytes()))
    before = evidence(path)
    database = Database(sqlite_url(path))
    assert migrate.ensure_schema(database, paths.migrations_dir())
    with database.reading() as session:
        assert find_faults(session) == []
    database.close()
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

"""Migration 0004 on a ledger that the last program kept for a year: nothing changes, a register can be kept."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.old_ledgers import bring_up, lay_out


def counts(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return lay_out(tmp_path)


def test_an_old_ledger_keeps_its_rows_and_gets_an_empty_register(old: Path) -> None:
    before = counts(old)
    bring_up(old)
    after = counts(old)
    assert (after["paper"], after["paper_task"]) == (0, 0)
    assert {name: after[name] for name in ("task", "progress_entry", "batch")} == {
        name: before[name] for name in ("task", "progress_entry", "batch")
    }


def test_a_number_is_given_once_in_a_year_and_kind(old: Path) -> None:
    bring_up(old)
    row = "INSERT INTO paper (kind, number, year, title, issued_on, to_on, task_codes, figures, file_name, sha256)"
    row += " VALUES (?, ?, 2026, '', '2026-11-28', '2026-11-28', '[]', '{}', '', '')"
    with closing(sqlite3.connect(old)) as connection:
        connection.executemany(row, [("circular", 3), ("brief", 3), ("ledger", None), ("ledger", None)])
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(row, ("circular", 3))
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(row, ("poster", 4))

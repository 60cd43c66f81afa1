"""Desks that never pause on the same rows: nothing that was saved is lost, and every act has its place in the order."""

import json
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import text

from tests.desks_at_work import FIELDS, HOT
from tracker.store.engine import Database

PROCESSES, DESKS, SECONDS = 2, 3, 5.0


def begin(url: str, number: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.desks_at_work", url, str(number * 100), str(DESKS), str(SECONDS)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def plain(value: Any) -> Any:
    """Return a recorded value; SQLite gives JSON as it is written."""
    return json.loads(value) if isinstance(value, str) and value.startswith('"') else value


def chains(database: Database) -> list[list[tuple[Any, Any]]]:
    """Return the changes of each hot field in their order."""
    wanted = "SELECT old, new FROM revision WHERE entity = 'task' AND entity_id = :row AND field = :field ORDER BY id"
    with database.reading() as session:
        connection = session.connection()
        return [
            [tuple(map(plain, row)) for row in connection.execute(text(wanted), {"row": row, "field": field})]
            for row in range(1, HOT + 1)
            for field in FIELDS
        ]


@pytest.fixture
def reports(ledger: Database) -> list[dict[str, Any]]:
    begun = [begin(ledger.url, number) for number in range(PROCESSES)]
    ended = [process.communicate() for process in begun]
    assert [process.returncode for process in begun] == [0] * PROCESSES, ended
    return [json.loads(out) for out, _ in ended]


def test_nothing_saved_is_lost(ledger: Database, reports: list[dict[str, Any]]) -> None:
    saved = sum(report["saved"] for report in reports)
    assert saved > 10
    written = chains(ledger)
    assert sum(map(len, written)) == saved, "every act that was told as saved is in the history once"
    for chain in written:
        assert all(later[0] == earlier[1] for earlier, later in pairwise(chain))
    with ledger.reading() as session:
        connection = session.connection()
        turns = connection.execute(text("SELECT seq FROM batch ORDER BY id")).scalars().all()
        assert turns == sorted(set(turns))
        for chain, (row, field) in zip(written, ((r, f) for r in range(1, HOT + 1) for f in FIELDS), strict=True):
            now = connection.execute(text(f"SELECT {field} FROM task WHERE id = {row}")).scalar_one()
            assert not chain or now == chain[-1][1], "the last value of the history stands in the row"

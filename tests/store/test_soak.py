"""Desks that never pause on the same rows: nothing that was saved is lost, and every act has its place in the order."""

import json
import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from tests.desks_at_work import FIELDS
from tests.whole_history import chains, is_in_order, lost_changes
from tracker.services.milestones import add_milestone
from tracker.store.engine import Database

PROCESSES, DESKS, SECONDS = 2, 3, 10.0
DAY = date(2026, 3, 2)


def begin(url: str, number: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.desks_at_work", url, str(number * 100), str(DESKS), str(SECONDS)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def reports(ledger: Database) -> list[dict[str, Any]]:
    for number in range(1, 4):
        with ledger.session() as session:
            add_milestone(session, number, "节点", date(2026, 6, 1), today=DAY)
    begun = [begin(ledger.url, number) for number in range(PROCESSES)]
    ended = [process.communicate() for process in begun]
    assert [process.returncode for process in begun] == [0] * PROCESSES, ended
    return [json.loads(out) for out, _ in ended]


def test_nothing_saved_is_lost(ledger: Database, reports: list[dict[str, Any]]) -> None:
    saved = sum(report["saved"] for report in reports)
    assert saved > 10
    assert [crash for report in reports for crash in report["crashes"]] == []
    with ledger.reading() as session:
        connection = session.connection()
        changes = chains(connection)
        of_tasks = {place: chain for place, chain in changes.items() if place[0] == "task" and place[2] in FIELDS}
        assert sum(map(len, of_tasks.values())) == saved, "every act that was told as saved is in the history once"
        assert {place[0] for place in changes} >= {"task", "observation", "milestone", "setting"}
        assert lost_changes(connection) == []
        assert is_in_order(connection)
        for (entity, number, field), chain in changes.items():
            if entity in ("task", "observation", "milestone"):
                now = connection.execute(text(f"SELECT {field} FROM {entity} WHERE id = {number}")).scalar_one()
                assert now == chain[-1][1], "the last value of the history stands in the row"

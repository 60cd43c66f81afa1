"""How long a turn keeps the others waiting, and what reading takes, at 20,000 tasks with 300,000 revisions.

TRACKER_BENCH_TASKS makes a smaller one.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker import paths
from tracker.queries.ledger import read_ledger
from tracker.services import exporting
from tracker.services.tasks import edit_task
from tracker.store.engine import Database, begin_turn, sqlite_url, when_ended
from tracker.store.moving import move_ledger

TASKS = int(os.environ.get("TRACKER_BENCH_TASKS", "20000"))
REVISIONS = 15  # a task
TODAY = date(2023, 9, 15)


@pytest.fixture(params=["file", "server"])
def large(
    request: pytest.FixtureRequest, tmp_path: Path, large_ledger: Callable[[Path, int, int], None]
) -> Iterator[Database]:
    """Return a large ledger in a file, then on a server."""
    folder = tmp_path / "data"
    folder.mkdir()
    large_ledger(folder, TASKS, REVISIONS)
    database = Database(sqlite_url(folder / paths.LEDGER_FILE), "王敏", "a" * 12)
    database.use_journal()
    if request.param == "server":
        server = Database(request.getfixturevalue("postgres_url"), "王敏", "a" * 12)
        move_ledger(database, server, paths.migrations_dir(), "dort")
        database.close()
        database = server
    yield database
    database.close()


def bench_turns_and_readings(
    large: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Callable[[str], None]
) -> None:
    stamps: list[float] = []

    def begin(session: Any) -> None:
        begin_turn(session)
        stamps.append(time.perf_counter())

    monkeypatch.setattr(exporting, "begin_turn", begin)
    kind = "file" if large.file else "server"
    out = tmp_path / "out"
    out.mkdir()
    began = time.perf_counter()
    with large.session(reads_first=True) as session:
        when_ended(session, lambda _: stamps.append(time.perf_counter()))
        _, files = exporting.export_all(session, out, TODAY)
    turn, whole = stamps[1] - stamps[0], time.perf_counter() - began
    size = f"{TASKS:,} tasks, {len(files)} workbooks"
    say(f"{kind}: export --all of {size}: {whole:.1f} s, its turn {turn * 1000:.0f} ms (300)")
    began = time.perf_counter()
    with large.session() as session:
        edit_task(session, 7, 0, "owner", "李刚", TODAY, seen={})
    edit = time.perf_counter() - began
    began = time.perf_counter()
    with large.reading() as session:
        read_ledger(session, TODAY)
    say(f"{kind}: an edit {edit * 1000:.0f} ms, the ledger read anew {time.perf_counter() - began:.2f} s (F5: 2 s)")
    if large.file:
        began = time.perf_counter()
        command = [sys.executable, "-m", "tracker", "--data", str(large.file.parent), "tasks", "--search", "产业"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        say(f"{kind}: tasks --search {time.perf_counter() - began:.1f} s (3 s)")

"""A ledger of 100,000 tasks with a million revisions: what a start and a bulk edit take, against plain ways.

Set TRACKER_BENCH_TASKS for a smaller one while working on it.
"""

import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

from tracker import paths
from tracker.model.bulk_edits import BulkEdit
from tracker.queries.decision_log import list_decisions
from tracker.queries.today import read_today
from tracker.services.bulk import apply_edits
from tracker.store import first_screen
from tracker.store.engine import Database, sqlite_url
from tracker.store.opening import open_ledger
from tracker.ui.ledger.reads import Reading, read_ledger

TODAY = date(2023, 9, 15)
TASKS = int(os.environ.get("TRACKER_BENCH_TASKS", "100000"))
BULK = min(10_000, TASKS)


def bench_bulk_edit(folder: Path, say: Callable[[str], None]) -> None:
    file = folder / paths.LEDGER_FILE
    database = Database(sqlite_url(file), "测试")
    database.use_journal()
    ours, raw = [], []
    for turn in range(5):
        started = time.perf_counter()
        with database.session() as session:
            edits = [BulkEdit(number, "owner", f"人{turn}") for number in range(1, BULK + 1)]
            changes = apply_edits(session, edits, TODAY)
        ours.append(time.perf_counter() - started)
        assert len(changes.tasks) == BULK
        started = time.perf_counter()
        with closing(sqlite3.connect(file)) as plain, plain:
            _raw_bulk(plain, f"别{turn}")
        raw.append(time.perf_counter() - started)
    mine, bare = statistics.median(ours), statistics.median(raw)
    say(f"bulk edit of {BULK:,}: {mine:.2f} s, raw sqlite3 {bare:.2f} s, ratio {mine / bare:.1f} (contract 4)")
    database.close()


def _raw_bulk(plain: sqlite3.Connection, name: str) -> None:
    old = plain.execute("SELECT id, owner FROM task WHERE id <= ?", (BULK,)).fetchall()
    columns = "at, actor, source, label, run, desk, key"
    plain.execute(f"INSERT INTO batch ({columns}) VALUES ('2023-01-01', '', 'manual', 'x', '', '', ?)", (name,))
    batch = plain.execute("SELECT max(id) FROM batch").fetchone()[0]
    plain.executemany(
        "UPDATE task SET owner = ?, version = version + 1 WHERE id = ?", ((name, number) for number, _ in old)
    )
    plain.executemany(
        "INSERT INTO revision (batch_id, entity, entity_id, field, old, new, task_id) "
        "VALUES (?,'task',?,'owner',?,?,?)",
        ((batch, number, f'"{was}"', f'"{name}"', number) for number, was in old),
    )


def bench_decisions(folder: Path, tmp_path: Path, timed: Callable[..., float], say: Callable[[str], None]) -> None:
    """Every task was assigned and its deadline moved without a row: the list shows the newest of them."""
    file = tmp_path / paths.LEDGER_FILE
    shutil.copy(folder / paths.LEDGER_FILE, file)
    with closing(sqlite3.connect(file)) as plain, plain:
        (batch,) = plain.execute("SELECT max(id) FROM batch").fetchone()
        moves = (("status", '"unassigned"', '"in_progress"'), ("due_on", '"2024-01-31"', '"2024-06-30"'))
        for field, old, new in moves:
            plain.execute(
                "INSERT INTO revision (batch_id, entity, entity_id, field, old, new, task_id) "
                "SELECT ?, 'task', id, ?, ?, ?, id FROM task",
                (batch, field, old, new),
            )
    database = Database(sqlite_url(file))

    def read(query: Callable[..., object]) -> None:
        with database.reading() as session:
            query(session, TODAY)

    decisions, day = (timed(lambda query=query: read(query), 3) for query in (list_decisions, read_today))
    say(f"{TASKS:,} tasks: 时限与状态变动 {decisions:.2f} s, 今日 {day:.2f} s")
    database.close()


def bench_opening(folder: Path, reading: Reading, tmp_path: Path, say: Callable[[str], None]) -> None:
    small = tmp_path / "small"
    small.mkdir()
    open_ledger(sqlite_url(small / paths.LEDGER_FILE), paths.migrations_dir(), paths.seed_dir(), "测试").close()
    for data in (small, folder):
        database = Database(sqlite_url(data / paths.LEDGER_FILE))
        with database.reading() as session:
            first_screen.keep(data, read_ledger(session, TODAY).view)
        database.close()
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TRACKER_QUIT_WHEN_PAINTED": "1"}
    starts: dict[Path, list[float]] = {small: [], folder: []}
    for _ in range(7):
        for data, times in starts.items():
            times.append(_start([sys.executable, "-m", "tracker", "--data", str(data), "--today", "2023-09-15"], env))
    few, many = (statistics.median(times) for times in starts.values())
    ratio = f"ratio {many / few:.2f} (contract 2)"
    say(f"opening {TASKS:,} tasks: {many:.2f} s to the first rows, 88 tasks {few:.2f} s, {ratio}")


def _start(command: list[str], env: dict[str, str]) -> float:
    started = time.perf_counter()
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "painted"
        painted = time.perf_counter() - started
        child.communicate()
    return painted

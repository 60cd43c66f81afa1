"""What the benchmarks share: folders with a ledger, repeated timing, one line per finding."""

import os
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tracker import paths
from tracker.settings import Settings
from tracker.store.engine import Database, sqlite_url
from tracker.store.opening import open_ledger
from tracker.ui.core.bus import Bus
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import Jobs
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.ledger.reads import Reading, read_ledger
from tracker.ui.theme import fonts, style

TODAY = date(2023, 9, 15)
TASKS = int(os.environ.get("TRACKER_BENCH_TASKS", "100000"))
REVISIONS = 10  # a task
SIZE = (1366, 768)


@pytest.fixture
def ledger_folder(tmp_path: Path) -> Path:
    """Return a data folder whose ledger holds the catalogue: 88 tasks, nobody has worked yet."""
    open_ledger(sqlite_url(tmp_path / paths.LEDGER_FILE), paths.migrations_dir(), paths.seed_dir(), "测试").close()
    return tmp_path


@pytest.fixture
def database(ledger_folder: Path) -> Database:
    """Return that ledger, open."""
    return open_ledger(sqlite_url(ledger_folder / paths.LEDGER_FILE), paths.migrations_dir(), paths.seed_dir(), "测试")


@pytest.fixture
def timed() -> Callable[..., float]:
    """Return the median seconds of a call: `timed(work, times=5)`."""

    def measure(work: Callable[[], object], times: int = 5) -> float:
        return statistics.median(_seconds(work) for _ in range(times))

    return measure


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Print a line whatever pytest captures."""

    def print_line(line: str) -> None:
        with capsys.disabled():
            print(f"\n  {line}", end="", flush=True)

    return print_line


# --- a ledger of 100,000 tasks with a million revisions; TRACKER_BENCH_TASKS makes a smaller one ----------------


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the large ledger: sentences of the catalogue in every text, ten revisions a task."""
    folder = tmp_path_factory.mktemp("scale")
    _fill(folder, TASKS, REVISIONS)
    return folder


@pytest.fixture
def large_ledger() -> Callable[[Path, int, int], None]:
    """Return what fills a data folder with a ledger of so many tasks, each with so many revisions."""
    return _fill


def _fill(folder: Path, tasks: int, revisions: int) -> None:
    file = folder / paths.LEDGER_FILE
    open_ledger(sqlite_url(file), paths.migrations_dir(), paths.seed_dir(), "测试").close()
    with closing(sqlite3.connect(file)) as plain, plain:
        _add_tasks(plain, tasks, revisions)


def _add_tasks(plain: sqlite3.Connection, wanted: int, revisions: int) -> None:
    chance = random.Random(1)
    first = plain.execute("SELECT * FROM task ORDER BY id").fetchall()
    names = [row[1] for row in plain.execute("PRAGMA table_info(task)")]
    at = {name: column for column, name in enumerate(names)}
    sentences = [row[at["content"]] for row in first if row[at["content"]]]
    rows = []
    for number in range(wanted - len(first)):
        row = list(chance.choice(first))
        row[at["id"]], row[at["uid"]], row[at["code"]] = len(first) + number + 1, f"Z{number}", f"Z{number}"
        row[at["content"]], row[at["progress_note"]] = chance.choice(sentences), chance.choice(sentences)
        row[at["status"]], row[at["progress"]] = "in_progress", number % 100
        row[at["due_kind"]], row[at["due_on"]] = "date", f"2024-{number % 12 + 1:02}-15"
        rows.append(row)
    plain.executemany(f"INSERT INTO task VALUES ({','.join('?' * len(names))})", rows)
    columns = "at, actor, source, label, run, desk, key"
    plain.execute(f"INSERT INTO batch ({columns}) VALUES ('2023-01-01', '', 'manual', '放大', '', '', '0')")
    batch = plain.execute("SELECT max(id) FROM batch").fetchone()[0]
    plain.executemany(
        "INSERT INTO revision (batch_id, entity, entity_id, field, old, new, task_id) VALUES (?,'task',?,?,?,?,?)",
        ((batch, t + 1, "progress", str(n), str(n + 1), t + 1) for t in range(wanted) for n in range(revisions)),
    )


@pytest.fixture(scope="session")
def reading(folder: Path) -> Reading:
    """Read the large ledger as the window does, pinyin included."""
    database = Database(sqlite_url(folder / paths.LEDGER_FILE))
    started = time.perf_counter()
    with database.reading() as session:
        reading = read_ledger(session, TODAY)
    read = time.perf_counter() - started
    reading.search.index.spell()
    spelled = time.perf_counter() - started - read
    print(f"\n  {TASKS:,} tasks read with their texts in {read:.1f} s, pinyin {spelled:.1f} s")
    database.close()
    return reading


@pytest.fixture
def page(reading: Reading, qapp: QApplication, tmp_path: Path) -> Iterator[LedgerPage]:
    fonts.register_fallback()
    style.apply(qapp, "light")
    jobs = Jobs(lambda: None, Bus())  # type: ignore[arg-type, return-value]
    jobs.hold()
    page = LedgerPage(Context(jobs, Bus(), Settings(), lambda: TODAY, tmp_path))
    page.resize(*SIZE)
    page.show()
    page.controller.show_ledger(reading)
    qapp.processEvents()
    yield page
    page.deleteLater()
    jobs.close()

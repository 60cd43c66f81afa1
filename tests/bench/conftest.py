"""What the benchmarks share: folders with a ledger, repeated timing, one line per finding."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tracker import paths
from tracker.store.engine import Database, sqlite_url
from tracker.store.opening import open_ledger


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

"""Moving a ledger to a server and back: seconds, and that both sides hold the same.

TRACKER_BENCH_SIZES sets the numbers of tasks (demo is the demonstration), e.g. `demo,5000,20000`.
"""

import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tracker import paths
from tracker.__main__ import main
from tracker.errors import InputError
from tracker.services.tasks import edit_task
from tracker.store.copy_rows import digests
from tracker.store.engine import Database, sqlite_url
from tracker.store.moving import move_ledger, open_target
from tracker.store.opening import open_ledger

SIZES = os.environ.get("TRACKER_BENCH_SIZES", "demo,5000,20000").split(",")
REVISIONS = 15  # a task
TODAY = date(2023, 9, 15)


def held(url: str) -> dict[str, tuple[int, str]]:
    database = Database(url)
    with database.reading() as session:
        rows = digests(session.connection())
    database.close()
    rows.pop("ledger_state")
    return rows


def move(source: str, target: str) -> tuple[float, int]:
    there, then = Database(source), open_target(target)
    began = time.perf_counter()
    rows = move_ledger(there, then, paths.migrations_dir(), "dort")
    there.close()
    then.close()
    return time.perf_counter() - began, rows


@pytest.mark.parametrize("size", SIZES)
def bench_there_and_back(
    size: str,
    tmp_path: Path,
    postgres_url: str,
    large_ledger: Callable[[Path, int, int], None],
    say: Callable[[str], None],
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    if size == "demo":
        assert main(["--data", str(folder), "demo"]) == 0
    else:
        large_ledger(folder, int(size), REVISIONS)
    file = sqlite_url(folder / paths.LEDGER_FILE)
    open_ledger(file, paths.migrations_dir(), paths.seed_dir()).close()
    before = held(file)
    there, rows = move(file, postgres_url)
    assert held(postgres_url) == before
    with pytest.raises(InputError, match="已移到"):
        move(file, str(tmp_path / "again.db"))
    back, _ = move(postgres_url, str(tmp_path / "back.db"))
    assert held(sqlite_url(tmp_path / "back.db")) == before
    database = Database(sqlite_url(tmp_path / "back.db"), "王敏")
    with database.session() as session:
        assert edit_task(session, 1, 0, "owner", "李刚", TODAY, seen={}).batch_id
    database.close()
    say(f"{size}: {rows:,} rows, to the server {there:.1f} s, back {back:.1f} s, digests equal, the next act works")

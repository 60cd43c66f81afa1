"""How long a turn keeps the others waiting, and what reading takes, at 20,000 tasks with 300,000 revisions.

TRACKER_BENCH_TASKS makes a smaller one.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tracker import paths
from tracker.model.enums import Unconfirmed
from tracker.queries.ledger import read_ledger
from tracker.services import exporting
from tracker.services.sending.sending import Roads, export_and_send
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


class TurnWatch:
    """Watches the turn of one session: seconds by the clock and of the processor, and its statements."""

    def __init__(self, database: Database, patch: pytest.MonkeyPatch) -> None:
        self._engine, self._patch = database.engine, patch
        self._began: tuple[float, float] | None = None
        self._started, self.words, self.statements = time.perf_counter(), "", 0

    def __enter__(self) -> "TurnWatch":
        self._patch.setattr(exporting, "begin_turn", self._begin)
        event.listen(self._engine, "before_cursor_execute", self._count)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._count)
        self._patch.undo()

    def _begin(self, session: Any) -> None:
        self._began = time.perf_counter(), time.process_time()
        begin_turn(session)

    def _count(self, *_: object) -> None:
        self.statements += self._began is not None

    def end(self, _database: Database) -> None:
        """Note how long the turn was; the first ending after the commit is that of the drafts, ours comes before."""
        if self._began is None or self.words:
            return
        clock, cpu = time.perf_counter() - self._began[0], time.process_time() - self._began[1]
        whole = time.perf_counter() - self._started
        turn = f"its turn {clock * 1000:.0f} ms by the clock (300), {cpu * 1000:.0f} ms of this processor"
        self.words = f"{whole:.1f} s, {turn}, {self.statements} statements"


def bench_turns_and_readings(
    large: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Callable[[str], None]
) -> None:
    kind = "file" if large.file else "server"
    for what, unconfirmed, mail in (
        ("export --all", Unconfirmed.MARK, False),
        ("export --all --eml", Unconfirmed.MARK, True),
        ("export --all with 确认单位", Unconfirmed.CONFIRM, False),
    ):
        out = tmp_path / what
        out.mkdir()
        roads = Roads(eml=out) if mail else Roads(out)
        with TurnWatch(large, monkeypatch) as watch, large.session(reads_first=True) as session:
            when_ended(session, watch.end)
            send = partial(exporting.export_all, session, today=TODAY, unconfirmed=unconfirmed)
            files = export_and_send(session, lambda out, ready, send=send: send(out, ready=ready), roads, TODAY).paths
        say(f"{kind}: {what}, {TASKS:,} tasks, {len(files)} workbooks: {watch.words}")
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

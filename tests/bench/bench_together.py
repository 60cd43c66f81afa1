"""What happens at the same moment on several desks, twenty times over: first starts, and exports of everything.

TRACKER_BENCH_TIMES sets how often (20).
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, func, select

from tracker.errors import ConflictError
from tracker.model.tables import Batch, Task, WorkbookExport
from tracker.services.exporting import export_all
from tracker.store.engine import Database

TIMES = int(os.environ.get("TRACKER_BENCH_TIMES", "20"))
DESKS = 6
TODAY = date(2026, 3, 2)


@pytest.fixture(params=["file", "server"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[int], str]]:
    """Return what makes an empty database, in a file, then on a server."""
    if request.param == "file":
        yield lambda number: f"sqlite:///{(tmp_path / f'{number}.db').as_posix()}"
        return
    server = request.getfixturevalue("postgres")
    begun: list[str] = []

    def create(_number: int) -> str:
        begun.append(server.create())
        return begun[-1]

    yield create
    for url in begun:
        server.drop(url)


def bench_first_starts(empty: Callable[[int], str], tmp_path: Path, say: Callable[[str], None]) -> None:
    codes: list[int] = []
    for number in range(TIMES):
        url = empty(number)
        head = [sys.executable, "-m", "tracker"]
        begun = [
            subprocess.Popen([*head, "--data", str(tmp_path / f"{number}-{desk}"), "--db", url, "returns"])
            for desk in range(DESKS)
        ]
        codes += [process.wait() for process in begun]
        database = Database(url)
        with database.reading() as session:
            seeds = session.exec(select(func.count()).select_from(Batch)).one()
            tasks = session.exec(select(func.count()).select_from(Task)).one()
        kind = "file" if database.file else "server"
        database.close()
        assert (seeds, tasks) == (1, 88), f"start {number}"
    say(f"{kind}: {codes.count(0)} of {len(codes)} first starts exit 0 ({TIMES} × {DESKS} processes), one seed each")
    assert set(codes) == {0}


def bench_exports_of_everything(ledger: Any, tmp_path: Path, say: Callable[[str], None]) -> None:
    other = Database(ledger.url, "王敏", "b" * 12)
    told: list[str] = []
    written: list[Path] = []

    def work(desk: Database, folder: Path, together: threading.Barrier) -> None:
        folder.mkdir()
        try:
            with desk.session(reads_first=True) as session:
                step = lambda done, *_: together.wait(60) if done == 0 else None  # noqa: E731
                written.extend(export_all(session, folder, TODAY, step=step)[1])
        except ConflictError as error:
            told.append(error.sentence)
            assert list(folder.iterdir()) == []

    for number in range(TIMES):
        together = threading.Barrier(2)
        desks = ((ledger, tmp_path / f"a{number}"), (other, tmp_path / f"b{number}"))
        threads = [threading.Thread(target=work, args=(*desk, together)) for desk in desks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    other.close()
    with ledger.reading() as session:
        sent = session.exec(select(WorkbookExport).order_by(col(WorkbookExport.id))).all()
        rounds = {row.round for row in sent}
        pairs = {(row.round, row.office_id) for row in sent}
        names = sorted(row.file_name for row in sent)
    assert len(told) == TIMES, told
    assert rounds == set(range(1, TIMES + 1))
    assert len(pairs) == len(sent) == len(written)
    assert names == sorted(path.name for path in written)
    assert all(path.is_file() for path in written)
    kind = "file" if ledger.file else "server"
    say(f"{kind}: {TIMES} times two exports of everything at once: {len(rounds)} rounds, {len(told)} desks told")

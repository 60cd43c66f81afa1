"""An act whose connection is cut at any message is there exactly once; silence ends in a sentence, a window in time."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import func, select

from tests.cut_line import CLIENT, SERVER, CutLine, cut_line
from tracker.errors import StoreError
from tracker.model.bulk_edits import BulkEdit
from tracker.model.tables import Batch, Task, WorkbookExport
from tracker.services.bulk import apply_edits
from tracker.services.exporting import RoundPlan, export_office
from tracker.services.tasks import edit_task
from tracker.services.undo import undo_batch
from tracker.store import patient_connection
from tracker.store.engine import Database
from tracker.ui.core import jobs as jobs_module
from tracker.ui.core.bus import Bus
from tracker.ui.core.jobs import Jobs

pytestmark = pytest.mark.postgres
TODAY = date(2026, 3, 2)
#: How many of the messages of an act are tried on each side, spread over all of them; a bench tries each.
STEPS = 10


@pytest.fixture(autouse=True)
def quiet_driver(allow_log: Callable[[str], None]) -> None:
    allow_log("psycopg: error ignored terminating")


@pytest.fixture
def line(postgres_ledger_url: str) -> Iterator[tuple[CutLine, str]]:
    with cut_line(postgres_ledger_url) as ends:
        yield ends


@pytest.fixture
def desk(line: tuple[CutLine, str], qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(jobs_module, "PAUSES", (0.01, 0.05, 0.1))
    monkeypatch.setattr("tracker.store.engine.RECONNECTING", (0.01, 0.1, 0.5))
    database = Database(line[1], "王敏", "a" * 12)
    jobs = Jobs(database.session, Bus(), readings=database.reading)
    yield database, jobs
    jobs.close(database.cancel, database.hang_up)
    database.close()


def edit(number: int, _out: Path) -> Callable[[Any], Any]:
    def work(session: Any) -> Any:
        version = session.get(Task, 1).version
        return edit_task(session, 1, version, "owner", f"第{number}次", TODAY)

    return work


def edit_many(number: int, _out: Path) -> Callable[[Any], Any]:
    edits = [BulkEdit(task, "owner", f"第{number}次") for task in range(1, 20)]
    return lambda session: apply_edits(session, edits, TODAY)


def acts_in(database: Database) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(Batch)).one()


def run(jobs: Jobs, service: Callable[[Any], Any], **more: Any) -> tuple[list[Any], list[str]]:
    results: list[Any] = []
    failures: list[str] = []
    jobs.write(service, on_result=results.append, failed=failures.append, **more)
    jobs.drain(60_000)
    return results, failures


def steps(line: CutLine, work: Callable[[int], Any]) -> Iterator[tuple[str, int]]:
    """Yield the messages at which to cut, spread over those of an act that is left alone; the last two always."""
    line.arm()
    work(0)
    for side in (CLIENT, SERVER):
        count = line.counts[side]
        assert count > 5
        chosen = {1 + count * step // STEPS for step in range(STEPS)} | {count - 1, count}
        yield from ((side, at) for at in sorted(chosen) if 1 <= at <= count)


@pytest.mark.parametrize("act", [edit, edit_many])
def test_an_edit_cut_anywhere_is_there_once(
    desk: Any, line: tuple[CutLine, str], postgres_ledger_url: str, tmp_path: Path, act: Any
) -> None:
    jobs = desk[1]
    beside = Database(postgres_ledger_url)
    acts = acts_in(beside) + 1
    for number, (side, at) in enumerate(steps(line[0], lambda n: run(jobs, act(n, tmp_path))), start=1):
        line[0].arm(side, at)
        results, failures = run(jobs, act(number, tmp_path))
        acts += 1
        where = f"{side} {at}"
        assert (len(results), failures) == (1, []), where
        assert acts_in(beside) == acts, where
        with beside.reading() as session:
            assert session.get(Task, 1).owner == f"第{number}次", where
    assert line[0].cuts >= STEPS
    beside.close()


def test_an_undo_cut_anywhere_takes_one_act_back(
    desk: Any, line: tuple[CutLine, str], postgres_ledger_url: str
) -> None:
    database, jobs = desk
    beside = Database(postgres_ledger_url, "王敏", "a" * 12)
    beside.run = database.run

    def prepare(number: int) -> None:
        for name in ("旧", "新"):
            with beside.session() as session:
                edit_task(session, 1, session.get(Task, 1).version, "owner", f"{name}{number}", TODAY)

    def work(number: int) -> Any:
        return run(jobs, lambda session: undo_batch(session))

    prepare(0)
    for number, (side, at) in enumerate(steps(line[0], work), start=1):
        prepare(number)
        line[0].arm(side, at)
        results, failures = work(number)
        assert (len(results), failures) == (1, []), f"{side} {at}"
        with beside.reading() as session:
            assert session.get(Task, 1).owner == f"旧{number}", f"{side} {at}"
    beside.close()


def test_an_export_cut_anywhere_is_one_round(
    desk: Any, line: tuple[CutLine, str], postgres_ledger_url: str, tmp_path: Path
) -> None:
    """The workbook is recorded once, and lies under the name that is recorded."""
    jobs = desk[1]
    beside = Database(postgres_ledger_url)

    def work(number: int) -> Any:
        out = tmp_path / f"out{number}"
        out.mkdir()
        plan = RoundPlan(new=True)
        return run(jobs, lambda s: export_office(s, "市教育局", out / "a.xlsx", TODAY, plan=plan), reads_first=True)

    for number, (side, at) in enumerate(steps(line[0], work), start=1):
        line[0].arm(side, at)
        results, failures = work(number)
        where = f"{side} {at}"
        assert (len(results), failures) == (1, []), where
        assert [path.name for path in (tmp_path / f"out{number}").iterdir()] == ["a.xlsx"], where
        with beside.reading() as session:
            rounds = session.exec(select(WorkbookExport.round)).all()
        assert sorted(rounds) == list(range(1, number + 2)), where
    beside.close()


def test_silence_ends_in_a_sentence(line: tuple[CutLine, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patient_connection, "SILENCE", 0.3)
    monkeypatch.setattr(patient_connection, "ANSWER", 2)  # libpq knows no less
    database = Database(line[1])
    with database.reading() as session:
        assert session.get(Task, 1).owner == ""
    line[0].swallowing = True
    began = time.monotonic()
    with pytest.raises(StoreError, match="服务器没有答复"), database.reading() as session:
        session.get(Task, 1)
    assert time.monotonic() - began < 15
    line[0].swallowing = False
    database.close()


def test_a_server_that_works_is_waited_for(line: tuple[CutLine, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patient_connection, "SILENCE", 0.1)
    database = Database(line[1])
    with database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT 7, pg_sleep(1)").one()[0] == 7
    database.close()


def test_a_window_closes_in_time_whatever_the_server_does(desk: Any, line: tuple[CutLine, str]) -> None:
    database, jobs = desk
    run(jobs, edit(1, Path()))
    begun = threading.Event()

    def never(session: Any) -> None:
        begun.set()
        session.connection().exec_driver_sql("SELECT pg_sleep(60)")

    jobs.read(never, on_result=lambda _: None)
    begun.wait(10)
    line[0].swallowing = True
    began = time.monotonic()
    assert jobs.close(database.cancel, database.hang_up)
    assert time.monotonic() - began < 2.5

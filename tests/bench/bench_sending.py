"""Workbooks with their mail drafts against the workbooks alone, and 500 files of evidence from a folder."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlmodel import col, select

from tracker.files.handed_in import gather
from tracker.model.tables import Office, Task
from tracker.services import exporting
from tracker.services.evidence.filing import plan_and_file
from tracker.services.evidence.importing import keep_files, slices
from tracker.services.sending.sending import Roads, export_and_send
from tracker.services.write_basics import begin
from tracker.store.engine import Database

TODAY = date(2026, 3, 2)
OFFICES, FILES, SIZE = 38, 500, 1024 * 1024


def bench_drafts(database: Database, tmp_path: Path, timed: Callable[..., float], say: Callable[[str], None]) -> None:
    """38 workbooks alone, then with 38 drafts and the list of them; every office leads at least two tasks."""
    _give_every_office_tasks(database)
    alone = timed(lambda: _send(database, _fresh(tmp_path), drafts=False), 3)
    with_drafts = timed(lambda: _send(database, _fresh(tmp_path), drafts=True), 3)
    say(
        f"{OFFICES} workbooks {alone:.2f} s, with {OFFICES} drafts {with_drafts:.2f} s, ratio {with_drafts / alone:.2f}"
    )


def bench_evidence(database: Database, tmp_path: Path, timed: Callable[..., float], say: Callable[[str], None]) -> None:
    """500 files of 1 MB from a folder into the ledger, with the longest single transaction."""
    (folder := tmp_path / "佐证材料").mkdir()
    for number in range(FILES):
        (folder / f"A1.1_{number}.pdf").write_bytes(b"%PDF" + os.urandom(SIZE - 4))
    longest: list[float] = []

    def work() -> None:
        files = [file for source in gather([folder]) for file in source.files]
        came = []
        for lot in slices(files):
            longest.append(timed(lambda lot=lot: came.extend(_kept(database, lot)), 1))
        with database.session() as session:
            changes, plan = plan_and_file(session, came)
        assert plan.counts["new"] == FILES
        assert changes.batch_id is not None

    seconds = timed(work, 1)
    say(f"{FILES} files of 1 MB: {seconds:.2f} s, the longest transaction {max(longest):.2f} s")


def _kept(database: Database, lot: object) -> list:
    with database.session() as session:
        return keep_files(session, lot)


def _fresh(folder: Path) -> Path:
    path = folder / f"out{len(list(folder.glob('out*')))}"
    path.mkdir()
    return path


def _send(database: Database, folder: Path, *, drafts: bool) -> None:
    roads = Roads(eml=folder) if drafts else Roads(folder)
    with database.session() as session:
        export_and_send(
            session, lambda out, ready: exporting.export_all(session, out, TODAY, ready=ready), roads, TODAY
        )
    assert len(list(folder.glob("*_第*.xlsx"))) == OFFICES
    assert len(list(folder.glob("*.eml"))) == (OFFICES if drafts else 0)


def _give_every_office_tasks(database: Database) -> None:
    with database.session() as session:
        begin(session, "分派")
        offices = list(session.exec(select(Office.id).order_by(col(Office.position))))[:OFFICES]
        for number, task in enumerate(session.exec(select(Task).order_by(col(Task.id)))):
            task.lead_office_id = offices[number % OFFICES]

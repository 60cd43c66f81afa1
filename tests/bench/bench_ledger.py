"""Reading the whole ledger, lights and all, against raw sqlite3 fetching the same rows."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from tracker import paths
from tracker.model.enums import DueKind, Status
from tracker.model.tables import Office, ProgressEntry, Recommendation, Task
from tracker.queries.ledger import read_ledger
from tracker.store.engine import Database
from tracker.store.history import open_batch

TODAY = date(2023, 9, 15)
RAW = (
    """SELECT t.*, o.name, r.code, r.section FROM task t LEFT JOIN office o ON o.id = t.lead_office_id
       LEFT JOIN recommendation r ON r.id = t.recommendation_id ORDER BY t.position, t.id""",
    "SELECT * FROM task_office",
    "SELECT * FROM task_indicator",
    "SELECT * FROM milestone",
    "SELECT * FROM extension",
    "SELECT task_id, max(entered_on), count(*) FROM progress_entry GROUP BY task_id",
    "SELECT * FROM recommendation",
    "SELECT * FROM article",
)


def _add_tasks(session: Session, number: int) -> None:
    """Add tasks under the catalogue's recommendations, each with a progress entry."""
    open_batch(session, "放大台账")
    sources = session.exec(select(Recommendation.id).order_by(col(Recommendation.id))).all()
    office = session.exec(select(Office.id)).first()
    made = [
        Task(
            code=f"Z{place}",
            recommendation_id=sources[place % len(sources)],
            title=f"第 {place} 项任务",
            lead_office_id=office,
            status=Status.IN_PROGRESS,
            start_on=TODAY - timedelta(days=200),
            due_text="2024年6月底前",
            due_kind=DueKind.DATE,
            due_on=date(2024, 6, 30),
            progress=place % 100,
        )
        for place in range(number)
    ]
    session.add_all(made)
    session.flush()
    entered_on = TODAY - timedelta(days=20)
    session.add_all(ProgressEntry(task_id=one.id, entered_on=entered_on, progress=one.progress) for one in made)


def _read(database: Database) -> int:
    with database.reading() as session:
        return len(read_ledger(session, TODAY).tasks)


def _fetch(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        tasks, *_ = [len(connection.execute(statement).fetchall()) for statement in RAW]
    return tasks


@pytest.mark.parametrize("tasks", [88, 5_000])
def bench_read_ledger(
    tasks: int, database: Database, ledger_folder: Path, timed: Callable[..., float], say: Callable[[str], None]
) -> None:
    with database.session() as session:
        _add_tasks(session, tasks - 88)
    file = ledger_folder / paths.LEDGER_FILE
    assert _read(database) == _fetch(file) == tasks
    ours, raw = timed(lambda: _read(database), 7), timed(lambda: _fetch(file), 7)
    say(f"ledger of {tasks:,} tasks: {ours * 1000:.1f} ms, raw sqlite3 {raw * 1000:.1f} ms, ratio {ours / raw:.1f}")
    database.close()

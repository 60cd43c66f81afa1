"""The whole ledger is read once for all who look at it, and again as soon as anybody has changed anything."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from tracker.model.rows import TaskRow
from tracker.model.tables import Task
from tracker.queries.ledger import find_tasks, read_ledger
from tracker.queries.task_rows import list_tasks
from tracker.queries.timeline import read_timeline
from tracker.queries.today import read_today
from tracker.queries.xray import find_findings
from tracker.store.engine import Database
from tracker.store.history import open_batch
from tracker.store.reading_cache import keep

from .conftest import TODAY, Desk


@pytest.fixture
def readings(desk: Desk) -> list[str]:
    """Return the statements so far that read the columns of all tasks."""
    seen: list[str] = []

    def note(_line: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "task.content" in statement and "WHERE" not in statement:
            seen.append(statement)

    event.listen(desk.ledger.engine, "before_cursor_execute", note)
    return seen


def test_all_pages_together_read_the_tasks_once(desk: Desk, readings: list[str]) -> None:
    queries: tuple[Callable[..., Any], ...] = (read_ledger, read_today, find_findings, read_timeline, find_tasks)
    for query in queries:
        desk.look(query, TODAY)
    assert len(readings) == 1


def test_another_day_is_read_for_itself(desk: Desk, readings: list[str]) -> None:
    first = desk.look(list_tasks, TODAY)
    later = desk.look(list_tasks, TODAY + timedelta(days=700))
    assert len(readings) == 2
    assert [row.light for row in first] != [row.light for row in later]
    assert desk.look(list_tasks, TODAY) == first
    assert len(readings) == 2


def test_what_is_kept_is_what_would_be_read(desk: Desk) -> None:
    some = desk.look(lambda session: session.exec(select(Task.code)).first())
    conditions = (
        (col(Task.code) == some,),
        (col(Task.lead_office_id).is_not(None), col(Task.progress) == 0),
        (col(Task.id) < 0,),
    )
    read = [desk.look(list_tasks, TODAY, *each) for each in conditions]
    whole = desk.look(list_tasks, TODAY)
    kept = [desk.look(list_tasks, TODAY, *each) for each in conditions]
    assert kept == read
    assert all(row in whole for rows in kept for row in rows)
    assert [len(rows) for rows in kept][::2] == [1, 0]


def test_an_act_is_seen_by_the_next_look(desk: Desk, readings: list[str]) -> None:
    code = desk.look(list_tasks, TODAY)[0].code
    desk.put(code, progress=37)
    assert _task(desk.ledger, code).progress == 37
    assert len(readings) == 2


def test_after_an_act_only_rows_that_say_something_else_are_new(desk: Desk) -> None:
    before = desk.look(list_tasks, TODAY)
    desk.put(before[0].code, progress=37)
    after = desk.look(list_tasks, TODAY)
    assert [now.progress for was, now in zip(before, after, strict=True) if now is not was] == [37]
    assert all(now is was for was, now in zip(after, desk.look(list_tasks, TODAY), strict=True))


def test_what_another_program_writes_past_all_rules_is_seen(lite: Desk) -> None:
    code = lite.look(list_tasks, TODAY)[0].code
    assert isinstance(lite.ledger.file, Path)
    with closing(sqlite3.connect(lite.ledger.file)) as stranger, stranger:
        stranger.execute("UPDATE task SET progress = 41 WHERE code = ?", (code,))
    assert _task(lite.ledger, code).progress == 41


def test_another_desk_is_seen(desk: Desk, ledger_url: str) -> None:
    code = desk.look(list_tasks, TODAY)[0].code
    other = Database(ledger_url, "另一人")
    try:
        Desk(other).put(code, progress=43)
        assert _task(desk.ledger, code).progress == 43
    finally:
        other.close()


def test_who_writes_reads_what_he_has_written_himself(desk: Desk, readings: list[str]) -> None:
    code = desk.look(list_tasks, TODAY)[0].code

    def write(session: Session) -> tuple[TaskRow, ...]:
        open_batch(session, "改进度")
        task = session.get(Task, before.id)
        assert task is not None
        task.progress = 47
        session.flush()
        rows = list_tasks(session, TODAY)
        session.rollback()
        return rows

    before = _task(desk.ledger, code)
    assert desk.act(write)[0].progress == 47
    assert len(readings) == 2
    assert _task(desk.ledger, code).progress == before.progress


def test_only_a_few_readings_are_kept(lite: Desk) -> None:
    counted: list[int] = []

    def look(number: int) -> None:
        lite.look(lambda session: keep(session, number, lambda: counted.append(number)))

    for number in (*range(8), 7, 0, 8, 8, 0):
        look(number)
    assert counted == [*range(9), 0]  # the ninth took the room of the oldest


def _task(ledger: Database, code: str) -> TaskRow:
    with ledger.reading() as session:
        return next(row for row in list_tasks(session, TODAY) if row.code == code)

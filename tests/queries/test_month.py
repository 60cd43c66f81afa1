"""Nodes and reports between two days."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session, select

from tracker.model.enums import Status
from tracker.model.tables import Milestone, Task
from tracker.queries.month import read_month
from tracker.services.deadlines import Decision, change_deadline
from tracker.services.status import change_status
from tracker.store.engine import Database
from tracker.store.history import open_batch

TODAY = date(2026, 11, 28)
FIRST, LAST = date(2026, 11, 30), date(2027, 1, 3)


@pytest.fixture
def session(ledger: Database) -> Iterator[Session]:
    with ledger.session() as session:
        yield session


def test_nodes_of_the_days_asked_for(session: Session) -> None:
    open_batch(session, "准备")
    task = session.exec(select(Task)).first()
    assert task is not None
    for title, day, done in (
        ("印发", date(2026, 12, 1), None),
        ("验收", date(2027, 1, 4), None),
        ("启动", FIRST, TODAY),
    ):
        session.add(Milestone(task_id=task.id, title=title, due_on=day, done_on=done))
    session.flush()
    nodes = read_month(session, FIRST, LAST, TODAY).nodes
    assert [(node.title, node.done) for node in nodes] == [("启动", True), ("印发", False)]


def test_reports_of_tasks_at_work(session: Session) -> None:
    task = session.exec(select(Task).where(Task.code == "A1.1")).one()
    change_deadline(session, task.id, "每月25日前", TODAY, Decision("按月调度", "王副市长", confirmed=True))
    assert read_month(session, FIRST, LAST, TODAY).reports == ()
    change_status(session, task.id, Status.IN_PROGRESS, TODAY, confirmed=True)
    reports = read_month(session, FIRST, LAST, TODAY).reports
    assert [(report.task_id, report.on) for report in reports] == [(task.id, date(2026, 12, 25))]

"""What the tests of queries share: an open ledger, looking and acting in one line each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from tracker.model.tables import Indicator, Office, Recommendation, StatusMove, Task
from tracker.store.engine import Database
from tracker.store.history import moment_of, open_batch

TODAY = date(2026, 3, 15)


@dataclass
class Desk:
    """A ledger and a day."""

    ledger: Database
    today: date = TODAY

    def look(self, query: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        """Run one query."""
        with self.ledger.reading() as session:
            return query(session, *arguments, **more)

    def act(self, service: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        """Run one service as one transaction."""
        with self.ledger.session() as session:
            return service(session, *arguments, **more)

    def write(self, work: Callable[[Session], Any], on: date | None = None) -> None:
        """Change rows past the rules; `on` is the day it is recorded under, noon UTC."""
        with self.ledger.session() as session:
            if on is not None:
                session.info["at"] = datetime.combine(on, time(12), UTC)
            open_batch(session, "准备")
            work(session)

    def put(self, which: str, on: date | None = None, **values: Any) -> None:
        """Set columns of a task; `lead` is an office's name, `until` the end of a pause; a status leaves its move."""
        until = values.pop("until", None)

        def change(session: Session) -> None:
            task = session.exec(select(Task).where(Task.code == which)).one()
            if values.get("status", task.status) is not task.status:
                at = moment_of(session)
                move = StatusMove(task_id=task.id, on=on or at.date(), at=at, until=until)
                move.from_status, move.to_status = task.status, values["status"]
                session.add(move)
            if "lead" in values:
                name = values.pop("lead")
                task.lead_office_id = session.exec(select(Office.id).where(Office.name == name)).one()
            for key, value in values.items():
                setattr(task, key, value)

        self.write(change, on)

    def number(self, code: str, kind: type = Task) -> int:
        """Return the id of a task (or recommendation, indicator) by its code."""
        assert kind in (Task, Recommendation, Indicator)
        return self.look(lambda session: session.exec(select(kind.id).where(kind.code == code)).one())


@pytest.fixture
def desk(ledger: Database) -> Desk:
    """A fresh ledger with its first content, once on SQLite and once on PostgreSQL."""
    return Desk(ledger)


@pytest.fixture
def lite(sqlite_ledger_url: str) -> Iterator[Desk]:
    """A fresh ledger on SQLite only, for what no database changes."""
    database = Database(sqlite_ledger_url, "测试员")
    yield Desk(database)
    database.close()


#: code: office, status, start, due, progress, closed; the light of each on TODAY
SIX: dict[str, tuple[Any, ...]] = {
    "A1.1": ("市经信局", "in_progress", date(2026, 1, 1), date(2026, 3, 10), 80, None),  # red: overdue
    "A1.2a": ("市经信局", "in_progress", date(2026, 1, 1), date(2026, 4, 1), 75, None),  # amber: due in 17 days
    "A1.2b": ("市科技局", "closed", date(2026, 1, 1), date(2026, 2, 28), 100, date(2026, 3, 5)),  # blue
    "B1.1": ("市科技局", "unassigned", None, date(2026, 6, 30), 0, None),  # grey
    "B1.2a": ("市科技局", "cancelled", date(2026, 1, 1), date(2026, 3, 1), 10, None),  # grey, not counted
    "B1.2b": ("市财政局", "in_progress", date(2026, 3, 1), date(2026, 12, 31), 10, None),  # green
}


@pytest.fixture
def small(desk: Desk) -> Desk:
    """A ledger of exactly six tasks to reckon by hand, made on 2025-11-01."""
    made_on = datetime(2025, 11, 1, 12)  # noqa: DTZ001 naive UTC is how moments are kept
    with desk.ledger.session() as session:
        session.connection().execute(text("UPDATE batch SET at = :at"), {"at": made_on})
    desk.write(_keep_six, date(2025, 11, 1))
    return desk


def _keep_six(session: Session) -> None:
    offices = dict(session.exec(select(Office.name, Office.id)).all())
    for task in session.exec(select(Task)).all():
        if task.code not in SIX:
            session.delete(task)
            continue
        office, task.status, task.start_on, task.due_on, task.progress, task.closed_on = SIX[task.code]
        task.lead_office_id, task.due_kind, task.due_text = offices[office], "date", task.due_on.isoformat()

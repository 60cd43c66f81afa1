"""A ledger filled once for all tests of the demonstration, and what reads it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from tracker import paths
from tracker.queries.ledger import read_ledger
from tracker.services import demo
from tracker.services.demo.script import Script, read_script
from tracker.store.engine import Database, sqlite_url
from tracker.store.opening import open_ledger

TODAY = date(2023, 9, 15)


@pytest.fixture(scope="session")
def demo_today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def script() -> Script:
    return read_script(paths.demo_dir())


@pytest.fixture(scope="session")
def fill(tmp_path_factory: pytest.TempPathFactory) -> Callable[[date], Database]:
    """Make a new ledger and fill it for a day."""

    def filled(today: date) -> Database:
        file = tmp_path_factory.mktemp("demo") / "ledger.db"
        database = open_ledger(sqlite_url(file), paths.migrations_dir(), paths.seed_dir(), "李静")
        with database.session() as session:
            demo.fill_demo(session, today)
        return database

    return filled


@pytest.fixture(scope="session")
def filled(fill: Callable[[date], Database]) -> Iterator[Database]:
    """Return the ledger filled for 2023-09-15; tests only read it."""
    database = fill(TODAY)
    yield database
    database.close()


@pytest.fixture
def session(filled: Database) -> Iterator[Session]:
    """Return a session on the filled ledger; whatever a test changes is thrown away."""
    with filled.reading() as reading:
        yield reading


@pytest.fixture
def tasks(session: Session) -> dict[str, Any]:
    """Return the rows of all tasks by code."""
    return {task.code: task for task in read_ledger(session, TODAY).tasks}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    """Return a ledger that holds only the catalogue."""
    file = sqlite_url(tmp_path / "ledger.db")
    database = open_ledger(file, paths.migrations_dir(), paths.seed_dir(), "李静")
    yield database
    database.close()


@pytest.fixture
def thrown_away(filled: Database) -> Callable[[], Any]:
    """Return a way to write in the filled ledger without keeping it."""

    class _Enough(Exception):  # noqa: N818
        pass

    @contextmanager
    def writing() -> Iterator[Session]:
        try:
            with filled.session() as session:
                yield session
                raise _Enough
        except _Enough:
            return

    return writing

"""The kept first screen is shown only while it is true, and only if it is nothing but rows."""

import pickle
from datetime import date
from pathlib import Path

import pytest

from tracker import paths
from tracker.queries.ledger import read_ledger
from tracker.services.tasks import edit_task
from tracker.store import first_screen
from tracker.store.engine import Database, sqlite_url
from tracker.store.opening import open_ledger

TODAY = date(2026, 11, 21)


@pytest.fixture
def ledger(tmp_path: Path):
    database = open_ledger(sqlite_url(tmp_path / "ledger.db"), paths.migrations_dir(), paths.seed_dir(), "张敏")
    yield database
    database.close()


def kept(database: Database, folder: Path):
    with database.reading() as session:
        view = read_ledger(session, TODAY)
    first_screen.keep(folder, view)
    return view


def recalled(database: Database, folder: Path, today: date = TODAY):
    assert database.file is not None
    return first_screen.recall(folder, database.file, today)


def test_a_kept_view_comes_back_whole(ledger: Database, tmp_path: Path) -> None:
    view = kept(ledger, tmp_path)
    again = recalled(ledger, tmp_path)
    assert again == view
    assert len(again.tasks) == 88


def test_nothing_kept_is_nothing_shown(ledger: Database, tmp_path: Path) -> None:
    assert recalled(ledger, tmp_path) is None


def test_another_day_needs_other_lights(ledger: Database, tmp_path: Path) -> None:
    kept(ledger, tmp_path)
    assert recalled(ledger, tmp_path, date(2026, 11, 22)) is None


def test_any_act_makes_it_old(ledger: Database, tmp_path: Path) -> None:
    kept(ledger, tmp_path)
    with ledger.session() as session:
        edit_task(session, 1, 1, "owner", "周立群", TODAY)
    assert recalled(ledger, tmp_path) is None


def test_an_act_of_another_program_makes_it_old(ledger: Database, tmp_path: Path) -> None:
    kept(ledger, tmp_path)
    other = Database(ledger.url, "李四")
    with other.session() as session:
        edit_task(session, 2, 1, "remark", "另一台", TODAY)
    other.close()
    assert recalled(ledger, tmp_path) is None


def test_another_database_is_not_shown_this_one(ledger: Database, tmp_path: Path) -> None:
    kept(ledger, tmp_path)
    elsewhere = tmp_path / "other"
    elsewhere.mkdir()
    other = open_ledger(sqlite_url(elsewhere / "ledger.db"), paths.migrations_dir(), paths.seed_dir())
    assert recalled(other, tmp_path) is None
    other.close()


@pytest.mark.parametrize("content", [b"", b"no pickle", pickle.dumps(["rows"]), b"\x80\x04."])
def test_a_damaged_file_is_ignored(ledger: Database, tmp_path: Path, content: bytes) -> None:
    (tmp_path / first_screen.FILE_NAME).write_bytes(content)
    assert recalled(ledger, tmp_path) is None


class _Attack:
    """Unpacking it would run a command."""

    def __reduce__(self):
        return (Path.touch, (Path("attacked"),))


def test_a_file_that_would_run_code_is_not_run(ledger: Database, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / first_screen.FILE_NAME).write_bytes(pickle.dumps(_Attack()))
    assert recalled(ledger, tmp_path) is None
    assert not (tmp_path / "attacked").exists()


@pytest.mark.parametrize(
    ("module", "name"), [("os", "system"), ("datetime", "datetime"), ("tracker.model.rows.lights", "x")]
)
def test_only_rows_enums_and_dates_are_unpacked(ledger: Database, tmp_path: Path, module: str, name: str) -> None:
    code = f"c{module}\n{name}\n.".encode()
    (tmp_path / first_screen.FILE_NAME).write_bytes(code)
    assert recalled(ledger, tmp_path) is None


def test_of_a_large_ledger_the_beginning_of_each_group_is_kept(ledger: Database, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(first_screen, "MOST_TASKS", 10)
    monkeypatch.setattr(first_screen, "SCREENFUL", 5)
    view = kept(ledger, tmp_path)
    again = recalled(ledger, tmp_path)
    assert again is not None
    assert again.total == len(view.tasks) == 88
    assert 5 <= len(again.tasks) <= 15
    assert again.tasks[:5] == view.tasks[:5]
    assert {one.code for one in again.tasks} <= {one.code for one in view.tasks}

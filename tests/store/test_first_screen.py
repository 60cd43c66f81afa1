"""The kept first screen is shown only while it is true, and only if it is nothing but rows."""

import json
import pickle
import random
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


@pytest.mark.parametrize(
    "content", [b"", b"no view", b"{}", b"\n[]", b"\xff" * 5000, b"[" * 200_000, pickle.dumps(["rows"])]
)
def test_a_damaged_file_is_ignored_and_removed(ledger: Database, tmp_path: Path, content: bytes) -> None:
    (tmp_path / first_screen.FILE_NAME).write_bytes(content)
    assert recalled(ledger, tmp_path) is None
    assert not (tmp_path / first_screen.FILE_NAME).exists()


def test_a_folder_in_its_place_stops_nothing(ledger: Database, tmp_path: Path) -> None:
    (tmp_path / first_screen.FILE_NAME).mkdir()
    assert recalled(ledger, tmp_path) is None
    with ledger.reading() as session:
        first_screen.keep(tmp_path, read_ledger(session, TODAY))


def spoilt(content: bytes, number: int) -> bytes:
    """Return the file with bytes exchanged, zeroed, doubled or cut off, another way for each number."""
    dice = random.Random(number)
    data, start = bytearray(content), dice.randrange(len(content))
    kind = number % 4
    if kind == 0:
        data[start] ^= 1 << dice.randrange(8)
    elif kind == 1:
        data[start : start + dice.randrange(1, 400)] = bytes(dice.randrange(1, 400))
    elif kind == 2:
        del data[start:]
    else:
        data[start:start] = data[start : start + 50]
    return bytes(data)


def test_two_hundred_spoilt_files_stop_no_start(ledger: Database, tmp_path: Path) -> None:
    view = kept(ledger, tmp_path)
    path = tmp_path / first_screen.FILE_NAME
    good = path.read_bytes()
    for number in range(200):
        path.write_bytes(bad := spoilt(good, number))
        assert recalled(ledger, tmp_path) == (view if bad == good else None), number


def signed(rows: object) -> bytes:
    """Return a file whose first line is right, whatever its rows are."""
    text = json.dumps(rows).encode()
    return f"{first_screen._head(text)}\n".encode() + text


@pytest.mark.parametrize(
    "rows",
    [None, 3, [], {}, ["2026-11-21", [], [], [], "x"], ["2026-11-21", [], [], [[]], "x", 0],
     ["2026-13-21", [], [], [], "x", 0],
     ["2026-11-21", [], [], [], "x", True], ["2026-11-21", [], [], [], 4, 0], [[["2026-11-21"]], [], [], [], "x", 0]],
)  # fmt: skip
def test_a_signed_file_that_holds_other_rows_is_not_read(ledger: Database, tmp_path: Path, rows: object) -> None:
    (tmp_path / first_screen.FILE_NAME).write_bytes(signed(rows))
    assert recalled(ledger, tmp_path) is None
    assert not (tmp_path / first_screen.FILE_NAME).exists()


def test_what_older_programs_kept_is_removed_unread(ledger: Database, tmp_path: Path) -> None:
    (tmp_path / first_screen.OLD_FILE_NAME).write_bytes(pickle.dumps(["rows"]))
    kept(ledger, tmp_path)
    assert not (tmp_path / first_screen.OLD_FILE_NAME).exists()


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

"""Migration 0006 on ledgers of before: co-offices confirmed with their task, a round for each number in use."""

from pathlib import Path

import pytest
from sqlmodel import select

from tests.old_ledgers import ALL_KEPT, bring_up, lay_out, rows, write
from tracker import paths
from tracker.model.exchange_words import EntryChannel, OfficeKind, OfficeState
from tracker.model.tables import Office, ProgressEntry, Round, TaskOffice
from tracker.services.undo import redo_batch, undo_batch
from tracker.store import migrate
from tracker.store.engine import Database, sqlite_url
from tracker.store.history import open_batch


@pytest.fixture(scope="module", params=ALL_KEPT, ids=lambda path: path.parent.name)
def old(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("old"), request.param)


@pytest.fixture(scope="module")
def new(old: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("new") / "ledger.db"
    path.write_bytes(old.read_bytes())
    bring_up(path)
    return path


@pytest.fixture
def changed(old: Path, tmp_path: Path) -> Path:
    """A copy that a test may change before it is brought up."""
    path = tmp_path / "ledger.db"
    path.write_bytes(old.read_bytes())
    return path


def test_every_number_in_use_is_a_round_and_only_the_newest_is_open(new: Path) -> None:
    sent = rows(
        new, "SELECT round, min(sent_on), max(return_due_on) FROM workbook_export GROUP BY round ORDER BY round"
    )
    assert len(sent) >= 2
    following = [day for _, day, _ in sent[1:]]
    wanted = [
        (number, f"第{number}批", day, due, "closed", closed)
        for (number, day, due), closed in zip(sent, following, strict=False)
    ]
    number, day, due = sent[-1]
    wanted.append((number, f"第{number}批", day, due, "open", None))
    assert rows(new, "SELECT number, name, sent_on, due_on, state, closed_on FROM round ORDER BY number") == wanted


def test_a_co_office_is_confirmed_as_its_task_is(new: Path) -> None:
    odd = """SELECT task.code FROM task_office JOIN task ON task.id = task_office.task_id
             WHERE task_office.confirmed <> task.offices_confirmed"""
    assert rows(new, odd) == []
    assert rows(new, "SELECT count(*) FROM task_office WHERE confirmed = 1")[0][0] > 0


def test_a_co_office_of_a_task_that_is_only_suggested_is_not_confirmed(changed: Path) -> None:
    write(changed, "UPDATE task SET offices_confirmed = 0 WHERE id = (SELECT min(task_id) FROM task_office)")
    bring_up(changed)
    assert rows(
        changed, "SELECT DISTINCT confirmed FROM task_office WHERE task_id = (SELECT min(task_id) FROM task_office)"
    ) == [(0,)]


def test_a_round_of_which_no_day_was_agreed_has_none(changed: Path) -> None:
    write(changed, "UPDATE workbook_export SET return_due_on = NULL WHERE round = 1")
    bring_up(changed)
    assert rows(changed, "SELECT due_on FROM round WHERE number = 1") == [(None,)]


def test_a_ledger_that_sent_nothing_has_no_round(changed: Path) -> None:
    for table in ("return_decision", "extension", "workbook_return", "workbook_export_row", "workbook_export"):
        write(changed, f"DELETE FROM {table}")
    bring_up(changed)
    assert rows(changed, "SELECT * FROM round") == []


def test_what_was_there_keeps_every_value(old: Path, new: Path) -> None:
    for table in ("office", "task_office", "progress_entry", "workbook_export", "workbook_return"):
        columns = [name for _, name, *_ in rows(old, f"PRAGMA table_info({table})")]
        kept = f"SELECT {', '.join(columns)} FROM {table} ORDER BY id"
        assert rows(new, kept) == rows(old, kept), table


def test_offices_and_entries_of_before_say_nothing_that_nobody_said(new: Path) -> None:
    database = Database(sqlite_url(new))
    with database.reading() as session:
        offices, entries = session.exec(select(Office)).all(), session.exec(select(ProgressEntry)).all()
        assert {(one.kind, one.state, one.leader, one.version) for one in offices} == {
            (OfficeKind.NONE, OfficeState.ACTIVE, "", 1)
        }
        assert {(one.filled_by, one.channel) for one in entries} == {("", EntryChannel.MANUAL)}
        assert {one.texts == {} for one in session.exec(select(Round))} == {True}
    database.close()


def test_a_co_office_that_an_old_act_took_away_comes_back(changed: Path) -> None:
    ((number, task, office),) = rows(changed, "SELECT id, task_id, office_id FROM task_office ORDER BY id LIMIT 1")
    ((act,),) = rows(changed, "SELECT max(id) FROM batch WHERE undoes_id IS NULL")
    write(
        changed,
        "INSERT INTO revision (batch_id, entity, entity_id, field, old, new, task_id)"
        " VALUES (?, 'task_office', ?, '', ?, 'null', ?)",
        *(act, number, f'{{"id": {number}, "task_id": {task}, "office_id": {office}}}', task),
    )
    write(changed, "DELETE FROM task_office WHERE id = ?", number)
    bring_up(changed)
    database = Database(sqlite_url(changed))
    with database.session() as session:
        undo_batch(session, act, others=True)
    assert rows(changed, "SELECT task_id, office_id, duty, state FROM task_office WHERE id = ?", number) == [
        (task, office, "", "none")
    ]
    database.close()


def test_a_round_is_recorded_by_its_number(new: Path, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(new.read_bytes())
    database = Database(sqlite_url(path))
    with database.session() as session:
        act = open_batch(session, "改批次名称").id
        number = max(session.exec(select(Round.number)))
        session.get_one(Round, number).name = "年末一批"
    with database.session() as session:
        undo_batch(session, act)
    assert rows(path, "SELECT name FROM round WHERE number = ?", number) == [(f"第{number}批",)]
    with database.session() as session:
        redo_batch(session)
        assert session.get_one(Round, number).name == "年末一批"
        assert session.exec(select(TaskOffice)).first() is not None
    database.close()


def test_going_back_and_coming_again_loses_only_what_is_new(new: Path, tmp_path: Path) -> None:
    from alembic import command

    path = tmp_path / "ledger.db"
    path.write_bytes(new.read_bytes())
    kept = "SELECT id, code, round, office_id, sent_on, return_due_on FROM workbook_export ORDER BY id"
    before, rounds = rows(path, kept), rows(path, "SELECT * FROM round ORDER BY number")
    database = Database(sqlite_url(path))
    with database.engine.connect() as connection, migrate._references_resting(connection):
        writing = connection.execution_options(tracker_write=True)
        with writing.begin():
            command.downgrade(migrate._config(writing, paths.migrations_dir()), "0005")
    database.close()
    assert "successor_id" not in [name for _, name, *_ in rows(path, "PRAGMA table_info(office)")]
    bring_up(path)
    assert rows(path, kept) == before
    assert rows(path, "SELECT * FROM round ORDER BY number") == rounds

"""Migration 0003 on a ledger that the last program kept for a year: what its history tells becomes rows."""

import json
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.old_ledgers import bring_up, lay_out, rows
from tracker import paths
from tracker.errors import StoreError
from tracker.model.enums import LightColour
from tracker.model.tables import Task
from tracker.queries.new_colours import read_new_colours
from tracker.queries.today import list_reports
from tracker.services.light_rules import forget_former_rules
from tracker.services.undo import redo_batch, undo_batch
from tracker.store import migrate
from tracker.store.engine import Database, sqlite_url


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("old"))


@pytest.fixture
def changed(old: Path, tmp_path: Path) -> Path:
    """A copy that a test may change before it is brought up."""
    path = tmp_path / "ledger.db"
    path.write_bytes(old.read_bytes())
    return path


@pytest.fixture(scope="module")
def new(old: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("new") / "ledger.db"
    path.write_bytes(old.read_bytes())
    bring_up(path)
    return path


def test_every_move_of_status_in_the_history_is_a_row(old: Path, new: Path) -> None:
    changes = "SELECT entity_id, old, new FROM revision WHERE entity = 'task' AND field = 'status' ORDER BY id"
    told = [(task, before.strip('"'), after.strip('"')) for task, before, after in rows(old, changes)]
    assert rows(new, "SELECT task_id, from_status, to_status FROM status_move ORDER BY id") == told
    assert len(told) == 230


def test_the_last_move_of_a_task_is_its_status(new: Path) -> None:
    newest = "SELECT task_id, to_status FROM status_move WHERE id IN (SELECT max(id) FROM status_move GROUP BY task_id)"
    status = dict(rows(new, "SELECT id, status FROM task"))
    assert all(status[task] == to for task, to in rows(new, newest))


def test_a_report_of_completion_knows_what_stood_before(new: Path) -> None:
    before = [number for (number,) in rows(new, "SELECT progress_before FROM status_move WHERE to_status = 'closing'")]
    assert before
    assert all(number is not None and 0 <= number <= 100 for number in before)
    assert any(number < 100 for number in before)


def test_a_pause_ends_after_ninety_days_and_says_why(new: Path) -> None:
    pauses = rows(new, "SELECT \"on\", until, reason FROM status_move WHERE to_status = 'paused'")
    assert pauses
    for on, until, reason in pauses:
        assert date.fromisoformat(until) == date.fromisoformat(on) + timedelta(days=90)
        assert reason


def test_an_extension_says_who_granted_it(new: Path) -> None:
    granted = rows(new, "SELECT kind, state, decided_by, late_days, counts FROM extension ORDER BY id")
    assert {(kind, state, late, counts) for kind, state, _, late, counts in granted} == {("extension", "granted", 0, 1)}
    assert [by for _, _, by, _, _ in granted] == ["张敏", "王磊", "王磊", "张敏", "张敏"]


def test_a_wording_without_a_year_gets_that_of_its_day(old: Path, new: Path) -> None:
    before, after = (dict(rows(path, "SELECT code, due_text FROM task")) for path in (old, new))
    changed = {code: (before[code], after[code]) for code in before if before[code] != after[code]}
    assert changed == {"A1.4": ("12月14日前", "2025年12月14日前")}


def test_days_numbers_and_texts_of_tasks_stay(old: Path, new: Path) -> None:
    columns = "code, status, due_on, first_due_on, progress, progress_note, remark, closed_on"
    kept = f"SELECT {columns} FROM task ORDER BY id"
    assert rows(old, kept) == rows(new, kept)


def test_every_act_has_a_key_of_its_own_and_the_same_wherever_it_is_migrated(new: Path, changed: Path) -> None:
    bring_up(changed)
    keys = dict(rows(new, "SELECT id, key FROM batch"))
    assert len(set(keys.values())) == len(keys)
    assert keys == dict(rows(changed, "SELECT id, key FROM batch"))


def test_what_was_taken_back_is_no_move(changed: Path) -> None:
    with closing(sqlite3.connect(changed)) as connection:
        (batch,) = connection.execute("SELECT max(batch_id) FROM revision WHERE field = 'status'").fetchone()
        connection.execute("UPDATE batch SET undone_by_id = id WHERE id = ?", (batch,))
        connection.commit()
    bring_up(changed)
    assert len(rows(changed, "SELECT id FROM status_move")) == 229


def test_a_deadline_that_moved_without_a_row_keeps_its_earliest_day(changed: Path) -> None:
    with closing(sqlite3.connect(changed)) as connection:
        (task,) = connection.execute("SELECT id FROM task WHERE code = 'A1.1'").fetchone()
        (batch,) = connection.execute("SELECT max(id) FROM batch WHERE undoes_id IS NULL").fetchone()
        columns = "batch_id, entity, entity_id, field, old, new, task_id"
        connection.execute(
            f"INSERT INTO revision ({columns}) VALUES (?, 'task', ?, ?, ?, ?, ?)",
            (batch, task, "due_on", '"2026-01-31"', '"2026-07-31"', task),
        )
        connection.execute("UPDATE task SET due_on = '2026-07-31', first_due_on = '2026-07-31' WHERE id = ?", (task,))
        connection.commit()
    bring_up(changed)
    assert rows(changed, "SELECT first_due_on FROM task WHERE code = 'A1.1'") == [("2026-01-31",)]


def test_what_the_new_rules_changed_is_said_once_with_its_reasons(changed: Path) -> None:
    """Both rules judge the same ledger, so acts since then do not blur it; said, it is forgotten."""
    bring_up(changed)
    database, today = Database(sqlite_url(changed)), date(2026, 11, 20)
    with database.reading() as session:
        colours = read_new_colours(session, today)
    assert colours is not None
    assert set(colours.groups) == {
        (LightColour.GREY, LightColour.RED, "无进展", 2),
        (LightColour.GREY, LightColour.AMBER, "暂缓到期", 1),
    }
    assert colours.total == 3
    with database.session() as session:
        forget_former_rules(session)
    with database.reading() as session:
        assert read_new_colours(session, today) is None
    database.close()


def test_a_new_ledger_has_nothing_to_say(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "ledger.db"))
    migrate.ensure_schema(database, paths.migrations_dir())
    with database.reading() as session:
        assert read_new_colours(session, date(2026, 11, 20)) is None
    database.close()


def test_undoing_an_old_act_takes_its_move_away_and_doing_it_again_brings_it_back(changed: Path) -> None:
    bring_up(changed)
    newest = "SELECT id, batch_id, entity_id FROM revision WHERE entity = 'status_move' ORDER BY id DESC LIMIT 1"
    ((_, act, number),) = rows(changed, newest)
    one = "SELECT * FROM status_move WHERE id = ?"
    (before,) = rows(changed, one, number)
    task = before[1]
    moves = "SELECT from_status, to_status FROM status_move WHERE task_id = ? ORDER BY id"
    *earlier, (came_from, went_to) = rows(changed, moves, task)
    database = Database(sqlite_url(changed))
    with database.session() as session:
        undo_batch(session, act, others=True)
    assert rows(changed, moves, task) == earlier
    assert rows(changed, "SELECT status FROM task WHERE id = ?", task) == [(came_from,)]
    with database.session() as session:
        redo_batch(session)
    assert rows(changed, one, number) == [before]
    assert rows(changed, "SELECT status FROM task WHERE id = ?", task) == [(went_to,)]
    database.close()


def test_an_old_act_that_was_undone_and_is_done_again_leaves_its_move(changed: Path) -> None:
    act, number, task, old, new = rows(
        changed,
        "SELECT batch_id, id, entity_id, old, new FROM revision WHERE field = 'status' ORDER BY id DESC LIMIT 1",
    )[0]
    with closing(sqlite3.connect(changed)) as connection:  # as the old program took it back
        undo = "INSERT INTO batch (at, actor, source, label, undoes_id) VALUES (?, '', 'undo', '撤销', ?)"
        undoing = connection.execute(undo, ("2025-11-18 09:00:00", act)).lastrowid
        columns, inverse = (f"entity, entity_id, field, {ends}, task_id" for ends in ("old, new", "new, old"))
        connection.execute(
            f"INSERT INTO revision (batch_id, {columns}) SELECT {undoing}, {inverse} FROM revision WHERE id = ?",
            (number,),
        )
        connection.execute("UPDATE batch SET undone_by_id = ? WHERE id = ?", (undoing, act))
        connection.execute("UPDATE task SET status = ? WHERE id = ?", (old.strip('"'), task))
        connection.commit()
    bring_up(changed)
    newest = "SELECT to_status FROM status_move WHERE task_id = ? ORDER BY id DESC LIMIT 1"
    assert rows(changed, newest, task) != [(new.strip('"'),)]
    database = Database(sqlite_url(changed))
    with database.session() as session:
        undo_batch(session, undoing, others=True)
    database.close()
    assert rows(changed, newest, task) == [(new.strip('"'),)]
    assert rows(changed, "SELECT status FROM task WHERE id = ?", task) == [(new.strip('"'),)]


def test_a_node_that_an_old_act_took_away_comes_back_with_its_first_date(changed: Path) -> None:
    names = ("id", "task_id", "title", "due_on", "done_on", "weight", "position")
    with closing(sqlite3.connect(changed)) as connection:
        node = connection.execute(f"SELECT {', '.join(names)} FROM milestone WHERE due_on IS NOT NULL").fetchone()
        (act,) = connection.execute("SELECT max(id) FROM batch WHERE undoes_id IS NULL").fetchone()
        columns = "batch_id, entity, entity_id, field, old, new, task_id"
        connection.execute(
            f"INSERT INTO revision ({columns}) VALUES (?, 'milestone', ?, '', ?, 'null', ?)",
            (act, node[0], json.dumps(dict(zip(names, node, strict=True))), node[1]),
        )
        connection.execute("DELETE FROM milestone WHERE id = ?", (node[0],))
        connection.commit()
    bring_up(changed)
    database = Database(sqlite_url(changed))
    with database.session() as session:
        undo_batch(session, act, others=True)
    database.close()
    assert rows(changed, "SELECT due_on, first_due_on FROM milestone WHERE id = ?", node[0]) == [(node[3], node[3])]


def test_every_entry_of_a_regular_report_keeps_the_period_it_was_written_for(new: Path) -> None:
    """The column and the rule agree: without it every period has the same first report."""
    recurring = "SELECT id FROM task WHERE due_kind = 'recurring' AND due_on IS NULL"
    kept = rows(new, "SELECT task_id, period_due_on FROM progress_entry WHERE period_due_on IS NOT NULL")
    assert kept
    assert len(set(kept)) == len(kept)
    assert {task for task, _ in kept} <= {task for (task,) in rows(new, recurring)}
    database, today = Database(sqlite_url(new)), date(2025, 11, 18)
    with database.reading() as session:
        tasks = [session.get(Task, number) for (number,) in rows(new, recurring)]
        with_column = {task.id: list_reports(session, task, today) for task in tasks if task}
        session.connection().exec_driver_sql("UPDATE progress_entry SET period_due_on = NULL")
        assert {task.id: list_reports(session, task, today) for task in tasks if task} == with_column
    database.close()


def test_a_ledger_with_broken_references_is_refused_before_anything_is_changed(changed: Path) -> None:
    with closing(sqlite3.connect(changed)) as connection:
        connection.execute("UPDATE milestone SET task_id = 99999 WHERE id = (SELECT min(id) FROM milestone)")
        connection.commit()
    database = Database(sqlite_url(changed))
    with pytest.raises(StoreError, match="升级前发现台账的数据不完整：1 条“节点”指向已经不在的“任务”"):
        migrate.ensure_schema(database, paths.migrations_dir())
    database.close()
    assert rows(changed, "SELECT version_num FROM alembic_version") == [("0002",)]

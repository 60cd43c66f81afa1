"""Of a hostile file nothing but rows comes in: each attack is refused or stays outside."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.store.backups.conftest import SCRIPTS, owner_in
from tracker.errors import InputError
from tracker.store.backups import rebuild as rebuilding
from tracker.store.backups.raw_file import faults_of
from tracker.store.backups.rebuild import rebuild
from tracker.store.engine import Database, sqlite_url


def contents(path: Path) -> dict[str, list]:
    """Return every row of every table of a ledger."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for name in sorted(names)}


def schema_of(path: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT type, name FROM sqlite_schema"))


def test_a_rebuilt_ledger_holds_the_same_rows(file: Path, tmp_path: Path) -> None:
    rebuild(file, tmp_path / "fresh.db", SCRIPTS, "b.zip")
    assert contents(tmp_path / "fresh.db") == contents(file)
    assert schema_of(tmp_path / "fresh.db") == schema_of(file)
    assert faults_of(tmp_path / "fresh.db") == []
    assert owner_in(tmp_path / "fresh.db") == "张三"


@pytest.mark.parametrize("begun", ["0002", "0003", "0005"])
def test_a_ledger_of_an_older_program_is_brought_up(file: Path, tmp_path: Path, begun: str) -> None:
    from alembic import command

    from tracker.store import migrate

    database = Database(sqlite_url(file))
    with database.engine.connect() as connection, migrate._references_resting(connection):
        writing = connection.execution_options(tracker_write=True)
        with writing.begin():
            command.downgrade(migrate._config(writing, SCRIPTS), begun)
    database.close()
    rebuild(file, tmp_path / "fresh.db", SCRIPTS, "b.db")
    assert owner_in(tmp_path / "fresh.db") == "张三"
    assert faults_of(tmp_path / "fresh.db") == []


STAYS_OUTSIDE = {
    "trigger": "CREATE TRIGGER evil AFTER INSERT ON task BEGIN DELETE FROM task; END",
    "trigger on update": "CREATE TRIGGER evil AFTER UPDATE ON batch BEGIN DELETE FROM revision; END",
    "view": "CREATE VIEW evil AS SELECT * FROM task",
    "view that fails": "CREATE VIEW evil AS SELECT abs(-9223372036854775808)",
    "table": "CREATE TABLE evil (x)",
    "index": "CREATE INDEX evil ON task (lower(title))",
    "column more": "ALTER TABLE task ADD COLUMN evil TEXT DEFAULT 'x'",
    "generated column more": "ALTER TABLE task ADD COLUMN evil TEXT AS (title || 'x')",
    "virtual table": "CREATE VIRTUAL TABLE evil USING fts5(x)",
    "endless view": "CREATE VIEW evil AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i FROM n",
}
REFUSED = {
    "a view for a table": "DROP TABLE tag; CREATE VIEW tag AS SELECT 1 AS id",
    "a virtual table for a table": "DROP TABLE tag; CREATE VIRTUAL TABLE tag USING fts5(id, name, position, retired)",
    "generated column": "DROP TABLE tag; CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT, position INT,"
    " retired INT, version INT AS (1))",
    "column missing": "DROP TABLE tag; CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT)",
    "table missing": "DROP TABLE tag",
    "text for a number": "UPDATE task SET position = 'x' WHERE id = 1",
    "bytes for text": "UPDATE task SET title = x'ff00' WHERE id = 1",
    "no text": "UPDATE task SET remark = CAST(x'ff41' AS TEXT) WHERE id = 1",
    "NUL in a text": "UPDATE task SET remark = 'a' || char(0) WHERE id = 1",
    "no day": "UPDATE task SET start_on = '2026-13-40' WHERE id = 1",
    "a day in words": "UPDATE task SET start_on = 'tomorrow' WHERE id = 1",
    "no moment": "UPDATE batch SET at = 'now' WHERE id = 1",
    "a moment with a zone": "UPDATE batch SET at = '2026-11-28 10:00:00+08:00' WHERE id = 1",
    "no JSON": "UPDATE setting SET value = '{' WHERE key = 'catalogue'",
    "NaN in JSON": "UPDATE setting SET value = '[NaN]' WHERE key = 'catalogue'",
    "deep JSON": "UPDATE setting SET value = '" + "[" * 60 + "]" * 60 + "' WHERE key = 'catalogue'",
    "very deep JSON": "UPDATE setting SET value = '" + "[" * 100_000 + "' WHERE key = 'catalogue'",
    "infinite": "UPDATE observation SET value = 9e999 WHERE id = 1",
    "neither true nor false": "UPDATE task SET offices_confirmed = 7 WHERE id = 1",
    "unknown status": "PRAGMA ignore_check_constraints=ON; UPDATE task SET status = 'done' WHERE id = 1",
    "above 100": "PRAGMA ignore_check_constraints=ON; UPDATE task SET progress = 101 WHERE id = 1",
    "nobody's office": "PRAGMA foreign_keys=OFF; UPDATE task SET lead_office_id = 999 WHERE id = 1",
    "two states": "PRAGMA ignore_check_constraints=ON; INSERT INTO ledger_state"
    " SELECT 2, ledger_uid, seq, at, schema, '', '', '' FROM ledger_state",
    "newer": "UPDATE alembic_version SET version_num = '9999'",
    "unknown schema": "UPDATE alembic_version SET version_num = 'x'",
    "no schema": "DELETE FROM alembic_version",
    "two schemas": "INSERT INTO alembic_version VALUES ('0001')",
}


def hostile(file: Path, script: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        try:
            connection.executescript(script)
        except sqlite3.OperationalError as error:
            pytest.skip(f"this SQLite has none of it: {error}")
        connection.commit()


@pytest.mark.parametrize("script", STAYS_OUTSIDE.values(), ids=STAYS_OUTSIDE)
def test_what_is_none_of_ours_stays_outside(file: Path, tmp_path: Path, script: str) -> None:
    good = tmp_path / "good.db"
    shutil.copyfile(file, good)
    hostile(file, script)
    rebuild(file, tmp_path / "fresh.db", SCRIPTS, "b.db")
    assert contents(tmp_path / "fresh.db") == contents(good)
    assert schema_of(tmp_path / "fresh.db") == schema_of(good)


@pytest.mark.parametrize("script", REFUSED.values(), ids=REFUSED)
def test_what_a_ledger_cannot_hold_is_refused(file: Path, tmp_path: Path, script: str) -> None:
    hostile(file, script)
    with pytest.raises(InputError, match=r"坏\.db"):
        rebuild(file, tmp_path / "fresh.db", SCRIPTS, "坏.db")


def test_the_highest_number_ever_given_is_carried_over(file: Path, tmp_path: Path) -> None:
    hostile(file, "UPDATE sqlite_sequence SET seq = 5000 WHERE name = 'milestone'; "
            "INSERT INTO sqlite_sequence (name, seq) VALUES ('evil', 7), ('tag', 'x')")  # fmt: skip
    rebuild(file, tmp_path / "fresh.db", SCRIPTS, "b.db")
    numbers = dict(contents(tmp_path / "fresh.db")["sqlite_sequence"])
    assert "evil" not in numbers
    assert numbers["task"] == 88
    assert numbers.get("milestone", 5000) == 5000


def test_many_damaged_files_end_in_a_sentence(file: Path, tmp_path: Path, spoil: Callable[[bytes, int], bytes]) -> None:
    good = file.read_bytes()
    for number in range(30):
        file.write_bytes(spoil(good, number))
        (tmp_path / "fresh.db").unlink(missing_ok=True)
        with suppress(InputError):
            rebuild(file, tmp_path / "fresh.db", SCRIPTS, "b.db")
            assert faults_of(tmp_path / "fresh.db") == []


def test_a_file_that_is_not_read_in_time_is_not_called_damaged(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile(
        file,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
        " INSERT INTO setting (key, value) SELECT 'k' || i, '1' FROM n",
    )
    monkeypatch.setattr(rebuilding, "PATIENCE", -60.0)
    with pytest.raises(InputError, match=r"还没有读完，没有恢复，现在的台账没有变化；请关掉别的程序") as caught:
        rebuild(file, tmp_path / "fresh.db", SCRIPTS, "备份.zip")
    assert "损坏" not in caught.value.sentence
    monkeypatch.undo()
    rebuild(file, tmp_path / "again.db", SCRIPTS, "备份.zip")


def test_a_full_disk_is_not_called_damage_of_the_backup(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    monkeypatch.setattr(rebuilding, "_copy_table", refuse)
    with pytest.raises(InputError, match=r"磁盘已满或写不进去，备份.zip 没有恢复，现在的台账没有变化"):
        rebuild(file, tmp_path / "fresh.db", SCRIPTS, "备份.zip")

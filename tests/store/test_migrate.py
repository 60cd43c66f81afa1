"""The schema grows by migrations: from nothing, with a backup first, never from a newer or a foreign one."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from tests.old_ledgers import ALL_KEPT, bring_up, lay_out, rows, write
from tracker import paths
from tracker.errors import StoreError
from tracker.model.tables import metadata
from tracker.services import task_links
from tracker.services.integrity import find_faults
from tracker.services.tasks import edit_task
from tracker.store import migrate
from tracker.store.backups.container import read_manifest
from tracker.store.engine import Database
from tracker.store.engine import sqlite_url as url_of
from tracker.store.opening import keep_before_migration, open_ledger
from tracker.store.schema import HEAD

SCRIPTS = paths.migrations_dir()
FOLLOWING = f"{int(HEAD) + 1:04}"


@pytest.fixture
def empty(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def test_head_is_what_alembic_finds() -> None:
    script = ScriptDirectory(str(SCRIPTS))
    assert script.get_heads() == [HEAD]
    assert migrate.known_revisions(SCRIPTS)[0] == HEAD


def test_revisions_are_numbered() -> None:
    """`restore` tells older from newer by comparing their names."""
    known = migrate.known_revisions(SCRIPTS)
    assert list(known) == sorted(known, reverse=True)
    assert all(len(one) == len(HEAD) and one.isdigit() for one in known)


def test_an_empty_database_gets_the_whole_schema_once(empty: Database) -> None:
    assert migrate.current_revision(empty) is None
    assert migrate.ensure_schema(empty, SCRIPTS) is True
    assert migrate.current_revision(empty) == HEAD
    assert migrate.ensure_schema(empty, SCRIPTS) is False
    with empty.reading() as session:
        assert set(inspect(session.connection()).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_migrations_build_exactly_what_the_classes_say(empty: Database) -> None:
    migrate.ensure_schema(empty, SCRIPTS)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []


def test_migrations_write_every_check_and_key_of_the_classes(empty: Database) -> None:
    """Alembic does not compare CHECK constraints; their names stand in what was really built."""
    migrate.ensure_schema(empty, SCRIPTS)
    with empty.reading() as session:
        seen = inspect(session.connection())
        for name, table in metadata.tables.items():
            wanted = {str(one.name) for one in table.constraints if type(one).__name__ == "CheckConstraint"}
            assert {one["name"] for one in seen.get_check_constraints(name)} == wanted, name
            assert len(seen.get_foreign_keys(name)) == len(table.foreign_key_constraints), name


def test_no_number_is_given_twice_after_the_migrations(sqlite_url: str) -> None:
    """A table that a migration built anew must still count on where rows were deleted."""
    database = Database(sqlite_url)
    migrate.ensure_schema(database, SCRIPTS)
    numbered = {name for name, table in metadata.tables.items() if table.autoincrement_column is not None}
    with database.reading() as session:
        tables = session.connection().execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
    assert {name for name, statement in tables if "AUTOINCREMENT" in (statement or "")} == numbered
    database.close()


@pytest.mark.parametrize("kept", ALL_KEPT, ids=lambda path: path.parent.name)
def test_no_number_of_a_deleted_row_is_given_again(kept: Path, tmp_path: Path) -> None:
    """Deleted rows leave only the counter behind, and a table built anew starts counting at its last row."""
    ledger = lay_out(tmp_path, kept)
    write(ledger, "UPDATE sqlite_sequence SET seq = seq + 1000")
    given = "SELECT name, seq FROM sqlite_sequence"
    before = dict(rows(ledger, given))
    bring_up(ledger)
    after = dict(rows(ledger, given))
    assert {name for name, number in before.items() if after.get(name, 0) < number} == set()
    assert len(before) > 5


def test_a_newer_schema_is_refused_and_not_touched(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    shutil.copyfile(sqlite_template, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"更新版本的程序.*9999.*请安装新版本") as caught:
        open_ledger(url_of(path), SCRIPTS, paths.seed_dir())
    assert caught.value.sentence.endswith("数据没有改动。")
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["ledger.db"]


@pytest.mark.postgres
def test_a_newer_schema_on_a_server_is_refused(postgres_ledger_url: str) -> None:
    database = Database(postgres_ledger_url)
    with database.session() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="更新版本的程序"):
        migrate.ensure_schema(database, SCRIPTS)
    assert migrate.current_revision(database) == "9999"
    database.close()


def test_a_foreign_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="不是本程序的台账，没有改动"):
        open_ledger(url_of(path), SCRIPTS, paths.seed_dir())
    assert path.read_bytes() == before


@pytest.mark.postgres
def test_a_foreign_database_on_a_server_is_refused(postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE customers (name TEXT)"))
    with pytest.raises(StoreError, match="不是本程序的台账"):
        migrate.ensure_schema(database, SCRIPTS)
    database.close()


def test_no_database_at_all_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"%PDF-1.7 no ledger")
    with pytest.raises(StoreError, match="已损坏或不是台账"):
        open_ledger(url_of(path), SCRIPTS, paths.seed_dir())
    assert path.read_bytes() == b"%PDF-1.7 no ledger"


SECOND = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{following}", "{head}"
branch_labels = depends_on = None

def upgrade():
    with op.batch_alter_table("task") as batch:
        batch.add_column(sa.Column("colour", sa.String(), server_default="", nullable=False))
    {more}
"""


@pytest.fixture
def next_scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Pretend that the program has one migration more than the ledgers of today."""

    def make(more: str = "") -> Path:
        scripts = tmp_path / "db"
        shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("seed", "__pycache__"))
        script = SECOND.format(more=more, following=FOLLOWING, head=HEAD)
        (scripts / "versions" / f"{FOLLOWING}_next.py").write_text(script)
        monkeypatch.setattr(migrate, "HEAD", FOLLOWING)
        return scripts

    return make


def test_an_older_schema_is_backed_up_then_migrated(sqlite_ledger_url: str, next_scripts) -> None:
    scripts = next_scripts()
    database = Database(sqlite_ledger_url)
    assert migrate.ensure_schema(database, scripts, lambda: keep_before_migration(database)) is True
    assert migrate.current_revision(database) == FOLLOWING
    with database.reading() as session:
        assert session.connection().scalar(text("SELECT count(*) FROM task WHERE colour = ''")) == 88
        assert session.connection().scalar(text("PRAGMA foreign_key_check")) is None
    assert database.file is not None
    (copy,) = (database.file.parent / "backups").iterdir()
    assert copy.name.endswith(f"_before-{HEAD}.zip")
    assert read_manifest(copy).schema == HEAD
    database.close()


def test_a_migration_that_fails_leaves_the_old_schema(ledger_url: str, next_scripts) -> None:
    scripts = next_scripts(more="raise ZeroDivisionError")
    database = Database(ledger_url)
    with pytest.raises(ZeroDivisionError):
        migrate.ensure_schema(database, scripts)
    assert migrate.current_revision(database) == HEAD
    with database.reading() as session:
        assert "colour" not in {one["name"] for one in inspect(session.connection()).get_columns("task")}
    database.close()


def test_reading_never_makes_a_schema(tmp_path: Path) -> None:
    database = Database(url_of(tmp_path / "ledger.db"))
    assert migrate.current_revision(database) is None
    assert migrate.current_revision(database) is None
    database.close()


@pytest.mark.parametrize("begun", ["0001", "0002", "0003"])
def test_a_ledger_of_an_older_program_is_brought_up_with_all_its_rows(ledger_url: str, begun: str) -> None:
    from alembic import command

    database = Database(ledger_url)
    with database.session() as session:
        edit_task(session, 1, 1, "owner", "周立群", date(2026, 3, 2))
    with database.engine.connect() as connection, migrate._references_resting(connection):
        writing = connection.execution_options(tracker_write=True)
        with writing.begin():
            command.downgrade(migrate._config(writing, SCRIPTS), begun)
    assert migrate.current_revision(database) == begun
    with database.reading() as session:
        there = inspect(session.connection()).get_table_names()
    assert "paper" not in there
    assert ("status_move" in there) is (begun >= "0003")
    assert migrate.ensure_schema(database, SCRIPTS, lambda: keep_before_migration(database)) is True
    with database.session() as session:
        assert session.connection().scalar(text("SELECT owner FROM task WHERE id = 1")) == "周立群"
        assert session.connection().scalar(text("SELECT count(*) FROM task")) == 88
        task_links.relate_tasks(session, (1, 2))
        assert find_faults(session) == []
    if database.file is not None:
        (copy,) = (database.file.parent / "backups").iterdir()
        assert copy.name.endswith(f"_before-{HEAD}.zip")
        assert read_manifest(copy).schema == begun
    database.close()

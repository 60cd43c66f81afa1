"""The turns on a ledger of version 0.1.0: acts keep their order, the ledger gets a name, rows a version."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import inspect, text

from tests.old_ledgers import lay_out
from tracker import paths
from tracker.services.integrity import find_faults
from tracker.store.backups.container import read_manifest
from tracker.store.engine import Database, sqlite_url
from tracker.store.opening import open_ledger
from tracker.store.schema import HEAD

VERSIONED = ("observation", "milestone", "office", "office_alias", "evidence", "progress_entry", "workbook_return")


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = lay_out(tmp_path_factory.mktemp("old"))
    database = open_ledger(sqlite_url(path), paths.migrations_dir(), paths.seed_dir())
    yield database
    database.close()


def rows(database: Database, statement: str) -> list[tuple]:
    with database.reading() as session:
        return [tuple(row) for row in session.connection().execute(text(statement))]


def test_the_ledger_has_one_state_and_a_name(old: Database) -> None:
    ((number, uid, seq, schema, closed, moved),) = rows(
        old, "SELECT id, ledger_uid, seq, schema, closed_for, moved_to FROM ledger_state"
    )
    assert (number, schema, closed, moved) == (1, HEAD, "", "")
    assert re.fullmatch("[0-9a-f]{32}", uid)
    assert seq >= rows(old, "SELECT max(seq) FROM batch")[0][0]


def test_acts_of_before_came_in_the_order_of_their_numbers(old: Database) -> None:
    before = rows(old, "SELECT id, seq FROM batch ORDER BY id")
    assert len(before) > 10
    turns = [seq for _, seq in before]
    assert turns == sorted(turns)
    assert all(seq == number for number, seq in before[:10])


@pytest.mark.parametrize("table", VERSIONED)
def test_every_row_that_people_edit_counts_its_writes(old: Database, table: str) -> None:
    assert set(rows(old, f"SELECT DISTINCT version FROM {table}")) <= {(1,)}


def test_what_went_out_stands_in_its_place(old: Database) -> None:
    assert rows(old, "SELECT DISTINCT file_state FROM workbook_export") == [("placed",)]
    assert rows(old, "SELECT count(*) FROM attachment WHERE emptied_on IS NOT NULL") == [(0,)]


def test_the_history_is_looked_up_by_field(old: Database) -> None:
    with old.reading() as session:
        names = {index["name"] for index in inspect(session.connection()).get_indexes("revision")}
    assert "ix_revision_entity_entity_id_field" in names


def test_the_old_ledger_was_backed_up_first_and_nothing_is_wrong(old: Database) -> None:
    (kept,) = (old.file.parent / "backups").glob("台账_*_before-*.zip")
    assert read_manifest(kept).schema == "0002"
    with old.reading() as session:
        assert find_faults(session) == []

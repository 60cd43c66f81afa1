"""Migration 0005 on a ledger of version 0.1.0: sources, answers, keys of indicators; then the corrected catalogue."""

import json
from pathlib import Path

import pytest

from tests.old_ledgers import bring_up, lay_out, rows
from tracker import paths
from tracker.services.integrity import find_faults
from tracker.store.engine import sqlite_url
from tracker.store.opening import open_ledger


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = lay_out(tmp_path_factory.mktemp("ledger"))
    bring_up(path)
    return path


@pytest.fixture(scope="module")
def opened(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same ledger after the program of today took its catalogue in."""
    path = tmp_path_factory.mktemp("opened") / "ledger.db"
    path.write_bytes(migrated.read_bytes())
    database = open_ledger(sqlite_url(path), paths.migrations_dir(), paths.seed_dir())
    with database.reading() as session:
        assert find_faults(session) == []
    database.close()
    return path


def test_every_task_of_a_recommendation_comes_from_its_article_and_answers_it(migrated: Path) -> None:
    odd = """SELECT task.code FROM task LEFT JOIN recommendation ON recommendation.id = task.recommendation_id
             WHERE task.source_id IS NOT recommendation.article_id"""
    assert rows(migrated, odd) == []
    answers = "SELECT task_id, recommendation_id FROM task_answer ORDER BY task_id"
    main = "SELECT id, recommendation_id FROM task WHERE recommendation_id IS NOT NULL ORDER BY id"
    assert rows(migrated, answers) == rows(migrated, main)
    assert len(rows(migrated, answers)) >= 88


def test_indicators_have_the_key_that_a_new_ledger_gives_them(migrated: Path, sqlite_template: Path) -> None:
    keys = "SELECT code, uid FROM indicator WHERE code LIKE 'I%' ORDER BY code"
    assert rows(migrated, keys) == rows(sqlite_template, keys)
    assert len({uid for _, uid in rows(migrated, keys)}) == len(rows(migrated, keys)) == 54


def test_the_corrections_of_the_catalogue_reach_a_ledger_of_before(migrated: Path, opened: Path) -> None:
    indicator = "SELECT kind, measure, role, baseline_value, note FROM indicator WHERE code = 'I38'"
    assert rows(migrated, indicator)[0][:3] == ("numeric", "level", "target")
    assert rows(opened, indicator) == [("context", None, "context", None, "“三类企业”是要抓好的对象，不是观测值")]
    values = """SELECT value FROM observation JOIN indicator ON indicator.id = indicator_id
                WHERE indicator.code = 'I38' AND from_catalogue"""

    assert rows(migrated, values)
    assert not rows(opened, values)
    assert rows(opened, "SELECT article FROM source_problem WHERE code = 'Q06'") == [("B",)]
    assert rows(opened, "SELECT deadline_text FROM recommendation WHERE code = 'B0.1'") == [("到2025年",)]
    ((themes,),) = rows(opened, "SELECT themes FROM recommendation WHERE code = 'A3.2a'")
    assert "职业教育" in json.loads(themes)


def test_a_deadline_that_an_office_has_is_not_corrected_by_the_catalogue(migrated: Path, opened: Path) -> None:
    given = "SELECT status, due_text, due_on, first_due_on FROM task WHERE code = 'B0.1'"
    assert rows(opened, given) == rows(migrated, given)
    assert rows(opened, given)[0][0] != "unassigned"

"""How the ledger is shown survives the program, whatever stands in the file."""

import json

import pytest

from tracker.model.counting import TaskCount
from tracker.settings import Settings
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.grouping import Grouping
from tracker.ui.ledger.status_line import count_words
from tracker.ui.ledger.view_settings import KEY, ViewSettings, read_view_settings, view_settings_text


def test_there_and_back() -> None:
    settings = ViewSettings({"OWNER": False, "LATEST": True}, Grouping.THEME, False)
    assert read_view_settings(Settings(states={KEY: view_settings_text(settings)})) == settings


@pytest.mark.parametrize(
    "stored",
    ["", "no json", "[]", "null", '{"columns": 3}', '{"columns": {"TITLE": false, "FAX": true}, "grouping": "X"}'],
)
def test_whatever_stands_there_is_survived(stored: str) -> None:
    assert read_view_settings(Settings(states={KEY: stored})) == ViewSettings()


@pytest.mark.parametrize(
    ("columns", "column", "wide", "shown"),
    [
        ({}, Column.LATEST, False, False),
        ({}, Column.LATEST, True, True),
        ({"LATEST": True}, Column.LATEST, False, True),
        ({"LATEST": False}, Column.LATEST, True, False),
        ({}, Column.OWNER, False, True),
        ({"OWNER": False}, Column.OWNER, True, False),
        ({"TITLE": False}, Column.TITLE, True, True),
    ],
)
def test_columns_follow_the_user_then_the_width(
    columns: dict[str, bool], column: Column, wide: bool, shown: bool
) -> None:
    assert ViewSettings(columns).shows(column, wide=wide) is shown


def test_one_more_decision() -> None:
    settings = ViewSettings({"OWNER": False}).with_column(Column.DUE, False)
    assert settings.columns == {"OWNER": False, "DUE": False}
    assert json.loads(view_settings_text(settings))["grouping"] == "ARTICLE"


@pytest.mark.parametrize(
    ("total", "shown", "chosen", "words"),
    [
        (TaskCount(96), 91, 1, "共 96 项任务，显示 91 项 · 已选 1 项"),
        (TaskCount(88), 88, 0, "共 88 项任务"),
        (TaskCount(88), 0, 0, "共 88 项任务，显示 0 项"),
        (TaskCount(95, 1), 96, 0, "共 96 项任务（含已取消 1 项）"),
    ],
)
def test_the_foot_says_only_what_says_something(total: TaskCount, shown: int, chosen: int, words: str) -> None:
    assert count_words(total, shown, chosen) == words

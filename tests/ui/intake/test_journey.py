"""An article from the drop to the ledger and back, by keys alone once it was let go over the window."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from tests.keyboard import Keyboard
from tracker.desktop import Desktop
from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.queries.intake_reviews import list_open_reviews
from tracker.queries.ledger import read_ledger
from tracker.queries.sources import list_recommendations

KEY, MODS = Qt.Key, Qt.KeyboardModifier
CTRL, NONE = MODS.ControlModifier, MODS.NoModifier


@pytest.fixture
def keys(day: Desktop, qtbot: QtBot) -> Keyboard:
    return Keyboard(day, qtbot)


def drop(day: Desktop, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    day.window.dropEvent(QDropEvent(QPointF(700, 400), copy, data, left, NONE))


def drafts(day: Desktop) -> list[TaskRow]:
    with day.ledger.reading() as session:
        return [task for task in read_ledger(session, day.context.today()).tasks if task.article.startswith("章")]


def under_way(day: Desktop) -> int:
    with day.ledger.reading() as session:
        return len(list_open_reviews(session))


def in_table(day: Desktop) -> list[str]:
    ledger: Any = day.window.page()
    return [task.code for task in ledger.table.rows.shown.tasks if task.code.startswith("章")]


def test_drop_review_accept_twelve_find_them_take_back_and_again(
    day: Desktop, keys: Keyboard, article: str, tmp_path: Path
) -> None:
    path = tmp_path / "园区焕新.txt"
    path.write_text(article, encoding="gb18030")
    drop(day, path)
    keys.settle()
    keys.press(KEY.Key_Return)  # what it is for: an article to be reviewed
    page: Any = day.window.page()
    keys.press(KEY.Key_A, times=12)
    assert len(page.intake.view.review.entering()) == 12
    keys.press(KEY.Key_Return, CTRL)
    keys.press(KEY.Key_Return, CTRL)
    assert page.intake.view is None
    assert page.articles.rows.rows[page.articles.currentIndex().row()].title == "关于加快园区焕新的若干建议"

    tasks = drafts(day)
    assert len(tasks) == 12
    assert {task.status for task in tasks} == {Status.UNASSIGNED}
    keys.press(KEY.Key_3, CTRL)
    assert sorted(in_table(day)) == sorted(task.code for task in tasks)
    with day.ledger.reading() as session:
        for task in tasks:
            (entry,) = list_recommendations(session, task.recommendation)
            assert entry.article == "章2026-01"
            assert "".join(entry.anchor.split()) in "".join(article.split())

    keys.press(KEY.Key_Z, CTRL)
    assert drafts(day) == []
    assert in_table(day) == []
    assert under_way(day) == 1
    keys.press(KEY.Key_Y, CTRL)
    assert [task.code for task in drafts(day)] == [task.code for task in tasks]
    assert len(in_table(day)) == 12
    assert under_way(day) == 0

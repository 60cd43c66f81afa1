"""Two desks on one ledger: what the other one writes is seen, an open editor is left alone, nothing typed is lost."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tracker.model.rows import TaskRow
from tracker.services.tasks import edit_task
from tracker.store.engine import Database
from tracker.ui.core.context import Context
from tracker.ui.ledger.columns import SPECS, Column
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.shell.watch import Watch
from tracker.ui.task.inline_field import InlineField

DAY = date(2026, 3, 2)


@pytest.fixture
def other(ledger: Database) -> Iterator[Database]:
    desk = Database(ledger.url, "王敏", "b" * 12)
    yield desk
    desk.close()


@pytest.fixture
def ask(page: LedgerPage, store_context: Context, settle: Callable[[], None]) -> Callable[[], None]:
    """Ask what others wrote, as the window does every two seconds, and wait until it is shown."""
    watch = Watch(store_context, page.window())

    def look() -> None:
        watch.ask()
        settle()

    look()
    return look


def edit(desk: Database, task: TaskRow, field: str, value: Any) -> None:
    with desk.session() as session:
        edit_task(session, task.id, task.version, field, value, DAY)


def owner_field(page: LedgerPage) -> InlineField:
    return next(field for field in page.panel.findChildren(InlineField) if field.field == "owner")


def test_the_row_and_the_panel_follow_and_the_choice_stays(page, other, ask, choose, task_of) -> None:
    task = choose(page, "A1.1")
    ask()
    edit(other, task, "owner", "周立群")
    ask()
    assert task_of(page, "A1.1").owner == "周立群"
    assert [row.code for row in page.table.chosen()] == ["A1.1"]
    assert owner_field(page).text() == "周立群"


def test_an_open_editor_is_left_alone_and_asks_before_it_overwrites(
    page, other, ask, choose, task_of, settle, qtbot: QtBot
) -> None:
    task = choose(page, "A1.1")
    settle()
    field = owner_field(page)
    field.begin()
    field.editor.setText("李刚")
    edit(other, task, "owner", "周立群")
    ask()
    assert field.text() == "李刚", "nobody touched what was typed"
    assert "刚被别人改为“周立群”" in field.sentence.text()
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    settle()
    assert field.editing
    assert "再按一次 Enter 用您的" in field.sentence.text()
    assert task_of(page, "A1.1").owner == "周立群"
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    settle()
    assert task_of(page, "A1.1").owner == "李刚"


def test_escape_takes_what_the_other_wrote(page, other, ask, choose, task_of, settle) -> None:
    task = choose(page, "A1.1")
    settle()
    field = owner_field(page)
    field.begin()
    field.editor.setText("李刚")
    edit(other, task, "owner", "周立群")
    ask()
    QTest.keyClick(field.editor, Qt.Key.Key_Escape)
    settle()
    assert not field.editing
    assert field.text() == "周立群"
    assert task_of(page, "A1.1").owner == "周立群"


def test_another_field_of_the_same_task_is_no_conflict(page, other, ask, choose, task_of, settle) -> None:
    task = choose(page, "A1.1")
    settle()
    field = owner_field(page)
    field.begin()
    field.editor.setText("李刚")
    edit(other, task, "remark", "两处都在")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    settle()
    now = task_of(page, "A1.1")
    assert (now.owner, now.remark) == ("李刚", "两处都在")


def test_a_change_nobody_has_seen_yet_is_refused_and_what_was_typed_is_offered(
    page, other, ask, choose, task_of, settle
) -> None:
    """The other desk was faster by less than the two seconds between two questions."""
    task = choose(page, "A1.1")
    settle()
    field = owner_field(page)
    field.begin()
    field.editor.setText("李刚")
    edit(other, task, "owner", "周立群")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    settle()
    assert "刚被 王敏" in field.sentence.text()
    assert "内容还在" in field.sentence.text()
    ask()
    assert task_of(page, "A1.1").owner == "周立群"
    assert any(draft.text == "李刚" for draft in page.context.drafts.all().values())


def test_a_cell_that_was_overtaken_says_so_and_writes_nothing(page, other, ask, choose, task_of, settle) -> None:
    refused: list[str] = []
    page.table.cells.refused.connect(refused.append)
    task = choose(page, "A1.1")
    column = next(column for column in Column if SPECS[column].field == "progress")
    index = page.table.model().index_of_task(task.id, column)
    editor = page.table.cells._make(page.table, index)
    editor.start("1")
    editor.setText("55")
    page.table.cells.setModelData(editor, page.table.model(), index)
    settle()
    assert len(refused) == 1
    assert "A1.1 进度刚被别人改为" in refused[0]
    assert task_of(page, "A1.1").progress == task.progress

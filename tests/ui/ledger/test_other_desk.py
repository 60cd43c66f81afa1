"""Two desks on one ledger: what the other one writes is seen, an open editor is left alone, nothing typed is lost."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot
from sqlmodel import select

from tracker.model.rows import TaskRow
from tracker.model.tables import Recommendation, Task
from tracker.services.tasks import add_task, edit_task
from tracker.services.undo import undo_batch
from tracker.store.engine import Database
from tracker.ui.core.context import Context
from tracker.ui.ledger.columns import SPECS, Column
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.shell.watch import Watch
from tracker.ui.task.inline_field import InlineField
from tracker.ui.widgets.cell_editors import CellEditor
from tracker.ui.widgets.conflict_dialog import MINE, OWN, THEIRS, ConflictDialog

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


def typed(page: LedgerPage, choose: Any, settle: Callable[[], None], text: str, code: str = "A1.1") -> InlineField:
    """Choose a task and type a name into its open editor."""
    choose(page, code)
    settle()
    field = owner_field(page)
    field.begin()
    field.editor.setText(text)
    return field


def question(page: LedgerPage, but: ConflictDialog | None = None) -> ConflictDialog:
    """Return the question that is open."""
    dialogs = page.window().findChildren(ConflictDialog)
    (shown,) = [dialog for dialog in dialogs if dialog.isVisible() and dialog is not but]
    return shown


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
    assert re.fullmatch(r"王敏 \d\d:\d\d 改为“周立群”；保存时会请您选择。", field.sentence.text())
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    settle()
    assert task_of(page, "A1.1").owner == "周立群", "nothing is written before somebody has chosen"
    (row,) = question(page).rows
    assert (row.clash.shown, row.clash.theirs, row.clash.mine) == ("", "周立群", "李刚")
    assert row.choice.value() == THEIRS
    QTest.keyClick(row.choice, Qt.Key.Key_Right)
    QTest.keyClick(row.choice, Qt.Key.Key_Return)
    settle()
    assert task_of(page, "A1.1").owner == "李刚"
    assert not page.context.drafts.all()


def test_what_the_other_wrote_may_stand(page, other, ask, choose, task_of, settle) -> None:
    field = typed(page, choose, settle, "李刚")
    edit(other, task_of(page, "A1.1"), "owner", "周立群")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    settle()
    question(page).confirm.click()
    settle()
    ask()
    assert task_of(page, "A1.1").owner == "周立群"
    assert not page.context.drafts.all()


def test_a_text_may_be_written_anew_out_of_both(page, other, choose, task_of, settle) -> None:
    field = typed(page, choose, settle, "李刚")
    edit(other, task_of(page, "A1.1"), "owner", "周立群")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    settle()
    (row,) = question(page).rows
    row.choice._choose(OWN)
    assert row.own.toPlainText() == "周立群\n李刚"
    row.own.setPlainText("周立群、李刚")
    question(page).confirm.click()
    settle()
    assert task_of(page, "A1.1").owner == "周立群、李刚"


def test_going_back_opens_the_editor_with_what_was_typed(page, other, choose, task_of, settle) -> None:
    field = typed(page, choose, settle, "李刚")
    edit(other, task_of(page, "A1.1"), "owner", "周立群")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    settle()
    question(page).reject()
    settle()
    assert field.editing
    assert field.text() == "李刚"
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    settle()
    assert question(page).rows[0].clash.theirs == "周立群", "it is asked again, not overwritten"


def test_changed_again_meanwhile_it_is_asked_again_with_the_newer_value(page, other, choose, task_of, settle) -> None:
    field = typed(page, choose, settle, "李刚")
    edit(other, task_of(page, "A1.1"), "owner", "周立群")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    settle()
    first = question(page)
    with other.reading() as session:
        version = session.get(Task, task_of(page, "A1.1").id).version
    with other.session() as session:
        edit_task(session, task_of(page, "A1.1").id, version, "owner", "第三人", DAY)
    first.rows[0].choice._choose(MINE)
    first.confirm.click()
    settle()
    (row,) = question(page, but=first).rows
    assert (row.clash.shown, row.clash.theirs, row.clash.mine) == ("周立群", "第三人", "李刚")


def test_a_task_that_is_gone_leaves_what_is_typed_to_be_copied(page, other, ask, choose, settle) -> None:
    with other.session() as session:
        number = session.exec(select(Recommendation.id).where(Recommendation.code == "A1.1")).one()
        made = add_task(session, number, "另一项")
    ask()
    field = typed(page, choose, settle, "李刚", "A1.1-2")
    with other.session() as session:
        undo_batch(session, made.batch_id)
    ask()
    assert field.editing
    assert field.text() == "李刚"
    assert field.sentence.text() == "这项任务已被 王敏 删除；可以复制内容后关闭。"


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


def test_what_others_changed_beside_it_is_said_in_the_toast(page, other, choose, task_of, settle) -> None:
    said: list[str] = []
    page.context.bus.notified.connect(lambda notice: said.append(notice.text))
    field = typed(page, choose, settle, "李刚")
    edit(other, task_of(page, "A1.1"), "remark", "两处都在")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    settle()
    assert said == ["已保存；王敏 同时改了本任务的 备注"]


def test_a_cell_that_was_overtaken_asks_as_well(page, other, ask, choose, task_of, settle) -> None:
    task = choose(page, "A1.1")
    column = next(column for column in Column if SPECS[column].field == "owner")
    index = page.table.model().index_of_task(task.id, column)
    editor = page.table.cells.createEditor(page.table, QStyleOptionViewItem(), index)
    page.table.cells.setEditorData(editor, index)
    editor.setText("李刚")
    edit(other, task, "owner", "周立群")
    ask()
    page.table.cells.setModelData(editor, page.table.model(), page.table.model().index_of_task(task.id, column))
    settle()
    (row,) = question(page).rows
    assert (row.clash.theirs, row.clash.mine) == ("周立群", "李刚")
    assert task_of(page, "A1.1").owner == "周立群"


def test_an_open_cell_is_left_alone_and_asks_before_it_overwrites(page, other, ask, choose, task_of, settle) -> None:
    task = choose(page, "A1.1")
    table = page.table
    table.setCurrentIndex(table.currentIndex().siblingAtColumn(Column.OWNER))
    table.edit_current()
    editor = table.findChild(CellEditor)
    QTest.keyClicks(editor, "ligang")
    edit(other, task, "owner", "周立群")
    ask()
    assert table.findChild(CellEditor) is editor
    assert editor.text() == "ligang", "nobody touched what was typed"
    assert re.fullmatch(r"王敏 \d\d:\d\d 改为“周立群”；保存时会请您选择。", editor.sentence)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert task_of(page, "A1.1").owner == "周立群", "nothing is written before somebody has chosen"
    (row,) = question(page).rows
    assert (row.clash.theirs, row.clash.mine) == ("周立群", "ligang")
    question(page).reject()


def test_a_change_of_another_cell_says_nothing_in_the_open_one(page, other, ask, choose, task_of) -> None:
    task = choose(page, "A1.1")
    table = page.table
    table.setCurrentIndex(table.currentIndex().siblingAtColumn(Column.OWNER))
    table.edit_current()
    editor = table.findChild(CellEditor)
    QTest.keyClicks(editor, "ligang")
    edit(other, task, "progress_note", "已开工")
    ask()
    assert (editor.text(), editor.sentence) == ("ligang", "")

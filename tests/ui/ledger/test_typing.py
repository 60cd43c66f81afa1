"""Typing in the window: what is taken and said, what is asked about, and how a reading is chosen; it is 2023-09-15."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tracker.model.rows import TaskRow
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.task import action_list
from tracker.ui.task.deadline_dialog import DeadlineDialog
from tracker.ui.widgets.cell_editors import CellEditor
from tracker.ui.widgets.form_dialog import FormDialog

Settle = Callable[[], None]
TaskOf = Callable[[LedgerPage, str], TaskRow]
EditorOf = Callable[[LedgerPage], CellEditor]
Assign = Callable[..., TaskRow]


@pytest.fixture
def told(page: LedgerPage) -> list[str]:
    """Return what the window says, as it comes."""
    said: list[str] = []

    def keep(notice: Notice) -> None:
        said.append(notice.text)

    page.context.bus.notified.connect(keep)
    return said


def type_into(page: LedgerPage, editor: EditorOf, column: Column, text: str) -> None:
    page.table.edit_column(column)
    editor(page).setText(text)
    QTest.keyClick(editor(page), Qt.Key.Key_Return)


def test_a_deadline_without_year_gets_it_and_the_window_says_so(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf, editor: EditorOf, told: list[str]
) -> None:
    choose(page, "A1.1")
    page.table.edit_column(Column.DUE)
    editor(page).setText("6月底")
    assert editor(page).sentence == "没有写年份，按 2024-06-30 计"
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    settle()
    task = task_of(page, "A1.1")
    assert (task.due_text, str(task.due_on)) == ("2024年6月底", "2024-06-30")
    assert told[-1] == "A1.1 完成时限：没有写年份，按 2024 年计"


def test_a_day_that_has_just_passed_is_asked_about_in_the_dialog_of_deadlines(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf, editor: EditorOf
) -> None:
    choose(page, "A1.1")
    type_into(page, editor, Column.DUE, "9/10")
    settle()
    dialog = page.acts.dialog
    assert isinstance(dialog, DeadlineDialog)
    settle()
    assert dialog.summary.text() == "2023-09-10已经过了；是指 2024-09-10 吗？"
    assert not dialog.confirm.isEnabled()
    assert task_of(page, "A1.1").due_text == ""
    later = next(link for link in dialog.answers.links if link.text() == "2024-09-10")
    later.setFocus()
    QTest.keyClick(later, Qt.Key.Key_Space)
    settle()
    assert dialog.confirm.isEnabled()
    dialog.submit()
    settle()
    assert (task_of(page, "A1.1").due_text, page.acts.dialog) == ("2024年9月10日", None)


def test_a_past_deadline_is_written_once_it_is_confirmed(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf, editor: EditorOf
) -> None:
    choose(page, "A1.1")
    type_into(page, editor, Column.DUE, "2023-06-30")
    settle()
    dialog = page.acts.dialog
    assert isinstance(dialog, DeadlineDialog)
    settle()
    dialog.answers.links[0].click()
    settle()
    dialog.submit()
    settle()
    assert task_of(page, "A1.1").due_text == "2023-06-30"


def test_what_cannot_be_read_stays_in_the_cell_with_its_sentence(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf, editor: EditorOf
) -> None:
    choose(page, "A1.1")
    type_into(page, editor, Column.DUE, "2024-02-30")
    settle()
    assert editor(page).sentence == "2024-02-30没有这一天，2024年2月只有 29 天。"
    assert task_of(page, "A1.1").due_text == ""


def test_half_a_word_stays_in_its_cell_while_another_window_is_used(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf, editor: EditorOf, qtbot: QtBot
) -> None:
    choose(page, "A1.1")
    before = task_of(page, "A1.1").owner
    page.table.edit_column(Column.OWNER)
    typed = editor(page)
    typed.setText("张")
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    settle()
    assert (task_of(page, "A1.1").owner, editor(page), typed.text()) == (before, typed, "张")
    page.window().activateWindow()
    QTest.keyClick(typed, Qt.Key.Key_Return)
    settle()
    assert task_of(page, "A1.1").owner == "张"


def test_a_share_in_a_cell_is_chosen_by_keys(
    page: LedgerPage,
    settle: Settle,
    ledger: Database,
    task_of: TaskOf,
    choose: TaskOf,
    editor: EditorOf,
    assign: Assign,
) -> None:
    assign(page, ledger, "A1.1")
    page.refresh()
    settle()
    choose(page, "A1.1")
    type_into(page, editor, Column.PROGRESS, "0.6")
    assert editor(page).sentence == "是 0.6% 还是 60%？"
    QTest.keyClick(editor(page), Qt.Key.Key_Down)
    QTest.keyClick(editor(page), Qt.Key.Key_Down)
    assert editor(page).text() == "60%"
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    settle()
    assert task_of(page, "A1.1").progress == 60


def test_a_form_reads_a_date_box_as_people_write_it(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, choose: TaskOf, assign: Assign
) -> None:
    assign(page, ledger, "A1.1")
    page.refresh()
    settle()
    page.acts.do([choose(page, "A1.1")], action_list.PROGRESS)
    dialog = page.acts.dialog
    assert isinstance(dialog, FormDialog)
    day, note = dialog.field("on"), dialog.field("note").editor
    assert isinstance(day.editor, QLineEdit)
    assert isinstance(note, QPlainTextEdit)
    note.setPlainText("方案已印发")
    day.editor.setText("9/16")
    dialog.submit()
    assert day.error() == "2023-09-16还没有到；请写已经发生的日期。"
    day.editor.setText("9/10")
    assert (day.error(), day._hint.text()) == ("", "没有写年份，按 2023-09-10 计")
    dialog.submit()
    settle()
    assert str(task_of(page, "A1.1").last_progress_on) == "2023-09-10"


def test_a_form_asks_which_year_is_meant_and_takes_the_one_that_is_chosen(
    page: LedgerPage, settle: Settle, choose: TaskOf
) -> None:
    page.acts.edit(choose(page, "A1.1"), "due_text", "2024年底")
    settle()
    page.acts.do([choose(page, "A1.1")], action_list.MILESTONE)
    dialog = page.acts.dialog
    assert isinstance(dialog, FormDialog)
    title, day = dialog.field("title").editor, dialog.field("due_on")
    assert isinstance(title, QLineEdit)
    assert isinstance(day.editor, QLineEdit)
    title.setText("印发方案")
    day.editor.setText("9/10")
    dialog.submit()
    assert day.error() == "2023-09-10已经过了；是指 2024-09-10 吗？"
    assert [link.text() for link in day.answers.links] == ["2023-09-10", "2024-09-10"]
    assert all(link.focusPolicy() & Qt.FocusPolicy.TabFocus for link in day.answers.links)
    QTest.mouseClick(day.answers.links[1], Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert (day.editor.text(), day.error()) == ("2024-09-10", "")
    dialog.submit()
    settle()
    assert page.acts.dialog is None

"""What was typed and not saved is offered again in its field: cell, panel, form, bulk; saving ends it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.store.engine import Database
from tracker.ui.core.drafts import Drafts, field_name
from tracker.ui.ledger.bulk_dialog import BulkDialog
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.task import action_list
from tracker.ui.task.inline_field import InlineField
from tracker.ui.widgets.cell_editors import CellEditor
from tracker.ui.widgets.draft_offer import DraftOffer

Settle = Callable[[], None]
TaskOf = Callable[[LedgerPage, str], TaskRow]
EditorOf = Callable[[LedgerPage], CellEditor]
Assign = Callable[..., TaskRow]


def offered(field: InlineField) -> str:
    """Return what a field offers, "" for nothing."""
    return "" if field.offer is None or field.offer.isHidden() else said(field.offer)


def said(offer: DraftOffer) -> str:
    return f"{offer.words.text()}：{offer.typed.text()}"


def restart(page: LedgerPage) -> Drafts:
    """Return the drafts as the next start reads them."""
    page.context.drafts.write()
    return Drafts(page.context.data_dir)


def test_a_cell_left_with_esc_is_offered_in_cell_and_panel(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf, editor: EditorOf
) -> None:
    task = choose(page, "A1.1")
    settle()
    owner = page.panel.basics.fields["owner"]
    page.table.edit_column(Column.OWNER)
    QTest.keyClicks(editor(page), "Zhang")
    assert offered(owner) == ""  # not while it is typed
    QTest.keyClick(editor(page), Qt.Key.Key_Escape)
    settle()
    assert task_of(page, "A1.1").owner == ""
    assert offered(owner) == "有未保存的草稿：Zhang"
    assert restart(page).all()[field_name(task.uid, "owner")].text == "Zhang"
    choose(page, "A1.2a")
    settle()
    assert offered(owner) == ""
    choose(page, "A1.1")
    page.table.edit_column(Column.OWNER)
    assert editor(page).text() == ""
    assert editor(page).sentence == "有未保存的草稿：Zhang（Alt+↓ 填入）"
    QTest.keyClick(editor(page), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert editor(page).text() == "Zhang"
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    settle()
    assert task_of(page, "A1.1").owner == "Zhang"
    assert offered(owner) == ""
    assert restart(page).all() == {}


def test_the_panels_field_takes_it_or_gives_it_up(
    page: LedgerPage, settle: Settle, task_of: TaskOf, choose: TaskOf
) -> None:
    choose(page, "A1.1")
    settle()
    remark = page.panel.basics.fields["remark"]
    remark.begin()
    assert isinstance(remark.editor, QPlainTextEdit)
    QTest.keyClicks(remark.editor, "typed for long")
    QTest.keyClick(remark.editor, Qt.Key.Key_Escape)
    assert offered(remark) == "有未保存的草稿：typed for long"
    assert remark.offer is not None
    remark.offer.fill_in.click()
    assert remark.text() == "typed for long"
    assert offered(remark) == ""
    assert task_of(page, "A1.1").remark == ""  # taken into the editor, not written
    remark.cancel()
    remark.offer.discard.click()
    assert offered(remark) == ""
    assert restart(page).all() == {}


def test_a_refused_value_is_a_draft(
    page: LedgerPage, settle: Settle, choose: TaskOf, ledger: Database, assign: Assign
) -> None:
    choose(page, "A1.1")
    settle()
    progress = page.panel.basics.fields["progress"]
    progress.begin()
    assert isinstance(progress.editor, QLineEdit)
    progress.editor.setText("45")
    QTest.keyClick(progress.editor, Qt.Key.Key_Return)
    settle()
    assert progress.sentence.text()  # 还没有交办，不能记进度
    assert offered(progress) == "有未保存的草稿：45"


def test_a_form_closed_with_esc_offers_what_was_typed(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, choose: TaskOf, assign: Assign
) -> None:
    assign(page, ledger, "A1.1")
    page.refresh()
    settle()
    choose(page, "A1.1")
    note = _form(page, "A1.1", task_of)
    note.setPlainText("方案已印发")
    QTest.keyClick(note, Qt.Key.Key_Escape)
    settle()
    assert task_of(page, "A1.1").progress_note == ""
    assert [draft.subject for draft in restart(page).all().values()] == ["A1.1 记录进展"]
    note = _form(page, "A1.1", task_of)
    dialog: Any = page.acts.dialog
    assert note.toPlainText() == ""
    assert said(dialog.drafts.line) == "有未保存的草稿：方案已印发"
    dialog.drafts.line.fill_in.click()
    assert note.toPlainText() == "方案已印发"
    dialog.submit()
    settle()
    assert task_of(page, "A1.1").progress_note == "方案已印发"
    assert restart(page).all() == {}


def _form(page: LedgerPage, code: str, task_of: TaskOf) -> QPlainTextEdit:
    page.acts.do([task_of(page, code)], action_list.PROGRESS)
    assert page.acts.dialog is not None
    note = page.acts.dialog.field("note").editor
    assert isinstance(note, QPlainTextEdit)
    return note


def test_a_bulk_dialog_keeps_its_reason(page: LedgerPage, settle: Settle, choose: TaskOf) -> None:
    choose(page, "A1.2a")
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    bulk = page.ledger_actions.bulk
    bulk.move(page.table.chosen(), Status.CANCELLED)
    dialog = bulk.dialog
    assert isinstance(dialog, BulkDialog)
    settle()
    dialog.reason.setText("并入年度计划")
    dialog.reject()
    bulk.move(page.table.chosen(), Status.CANCELLED)
    dialog = bulk.dialog
    assert isinstance(dialog, BulkDialog)
    assert dialog.drafts is not None
    assert said(dialog.drafts.line) == "有未保存的草稿：并入年度计划"
    dialog.drafts.discard()
    assert restart(page).all() == {}

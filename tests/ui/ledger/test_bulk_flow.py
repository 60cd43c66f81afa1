"""Many tasks at once on the ledger page: preview, write, undo; the clipboard both ways."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel, QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.services import progress, status, undo
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.ledger.bulk_dialog import BulkDialog, PreviewDialog
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.task.action_list import many_acts
from tracker.ui.widgets.form_dialog import FormDialog
from tracker.ui.widgets.paint import count_lines, line_height

Settle = Callable[[], None]
TaskOf = Callable[[LedgerPage, str], TaskRow]
ROWS = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


def stand(page: LedgerPage, codes: tuple[str, ...], column: Column = Column.OWNER) -> None:
    by_code = {task.code: task.id for task in page.controller.shown}
    page.table.setFocus()
    first = page.table.rows.index_of_task(by_code[codes[0]], column)
    page.table.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.Clear | ROWS)
    for code in codes[1:]:
        page.table.selectionModel().select(page.table.rows.index_of_task(by_code[code]), ROWS)


def press(page: LedgerPage, key: Qt.Key) -> None:
    QTest.keyClick(page.table, key, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()


def take_focus_back(page: LedgerPage, settle: Settle) -> None:
    """Do what a window manager does after a dialog closed; there is none here."""
    page.window().activateWindow()
    page.table.setFocus()
    settle()


def propose(page: LedgerPage, field: str, value: str) -> BulkDialog:
    """Write a value into the open dialog and ask what it would change."""
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, BulkDialog)
    dialog.field.setCurrentIndex(dialog.field.findData(field))
    if value.isascii():
        QTest.keyClicks(dialog.value, value)
    else:
        dialog.value.insert(value)  # as an input method does
    dialog.look()
    return dialog


def test_a_value_for_all_chosen_tasks_by_keyboard_and_back(
    page: LedgerPage, settle: Settle, task_of: TaskOf, ledger: Database
) -> None:
    stand(page, ("A1.1", "A1.2a", "A1.2b"))
    press(page, Qt.Key.Key_E)
    dialog = propose(page, "owner", "Zhou Liqun")
    settle()
    assert len(dialog.table.changes()) == 3
    assert dialog.confirm.text() == "应用 3 处修改"
    assert task_of(page, "A1.1").owner == ""
    dialog.submit()
    settle()
    assert page.ledger_actions.bulk.dialog is None
    assert [task_of(page, code).owner for code in ("A1.1", "A1.2a", "A1.2b")] == ["Zhou Liqun"] * 3
    with ledger.session() as session:
        undo.undo_batch(session)
    page.refresh()
    settle()
    assert [task_of(page, code).owner for code in ("A1.1", "A1.2a", "A1.2b")] == [""] * 3


def test_a_dialog_that_is_gone_is_not_answered(page: LedgerPage, settle: Settle, qtbot: QtBot) -> None:
    """Typed, and closed before the preview was asked for: the timer still runs until the dialog is deleted."""
    stand(page, ("A1.1", "A1.2a"))
    page.ledger_actions.bulk.edit(page.table.chosen())
    dialog = page.ledger_actions.bulk.dialog
    dialog.reject()
    dialog.value.setText("Zhou")
    dialog.look()
    with qtbot.captureExceptions() as raised:
        QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
        settle()
    assert raised == []


def test_what_cannot_be_is_said_and_skipped(page: LedgerPage, settle: Settle) -> None:
    stand(page, ("A1.1", "A1.2a"))
    page.ledger_actions.bulk.edit(page.table.chosen())
    dialog = propose(page, "progress", "160")
    settle()
    assert not dialog.confirm.isEnabled()
    assert dialog.foot_label.text() == "没有可应用的修改，2 处不能修改，原因写在各行"
    first = dialog.table.changes()[0]
    assert "160" in first.note
    left, room = dialog.table.places().note
    lines = count_lines(first.note, room - 12, "small")
    height = dialog.table.visualRect(dialog.table.lines.index(0, 0)).height()
    assert height >= lines * line_height("small"), "the reason is cut"
    assert left + room <= dialog.table.viewport().width()
    dialog.reject()


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("周立群\t2026年底前\r\n徐海燕\t长期坚持\r\n", ""),
        ("编号\t责任人\t完成时限\r\nA1.2a\t徐海燕\t长期坚持\r\nA1.1\t周立群\t2026年底前\r\nZ9\t谁\t\r\n", ""),
        ("", "<table><tr><td>周立群</td><td>2026年底前</td></tr><tr><td>徐海燕</td><td>长期坚持</td></tr></table>"),
    ],
)
def test_a_block_of_excel_is_pasted_with_a_preview(
    page: LedgerPage, settle: Settle, task_of: TaskOf, text: str, markup: str
) -> None:
    data = QMimeData()
    if text:
        data.setText(text)
    data.setHtml(markup)
    QGuiApplication.clipboard().setMimeData(data)
    stand(page, ("A1.1",))
    press(page, Qt.Key.Key_V)
    settle()
    dialog = page.ledger_actions.bulk.dialog
    assert dialog is not None
    assert dialog.shown is not None
    assert dialog.shown.tasks == 2
    assert ("Z9" in dialog.foot_label.text()) == ("Z9" in text)
    dialog.submit()
    settle()
    assert (task_of(page, "A1.1").owner, task_of(page, "A1.1").due_text) == ("周立群", "2026年底前")
    assert (task_of(page, "A1.2a").owner, task_of(page, "A1.2a").due_text) == ("徐海燕", "长期坚持")


def paste(page: LedgerPage, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)
    stand(page, ("A1.1",))
    press(page, Qt.Key.Key_V)


def test_shuffled_rows_with_their_numbers_reach_the_right_tasks(
    page: LedgerPage, settle: Settle, task_of: TaskOf
) -> None:
    paste(page, "任务编号\t负责人\t完成时间\r\nA1.2a\t徐海燕\t12月底\r\nZ9\t谁\t\r\nA1.1\t周立群\t/\r\n")
    settle()
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, PreviewDialog)
    assert dialog.shown is not None
    assert "台账中没有编号 Z9" in dialog.foot_label.text()
    assert [(line.code, line.new, line.note) for line in dialog.shown.lines] == [
        ("A1.2a", "徐海燕", ""),
        ("A1.2a", "2023年12月底", "没有写年份，按 2023 年计"),
        ("A1.1", "周立群", ""),
    ]
    dialog.submit()
    settle()
    assert (task_of(page, "A1.1").owner, task_of(page, "A1.1").due_text) == ("周立群", "")
    assert (task_of(page, "A1.2a").owner, task_of(page, "A1.2a").due_text) == ("徐海燕", "2023年12月底")


def test_an_empty_cell_clears_nothing(page: LedgerPage, settle: Settle, task_of: TaskOf) -> None:
    page.acts.edit(task_of(page, "A1.1"), "owner", "周立群")
    settle()
    paste(page, "编号\t负责人\t联系电话\r\nA1.1\t\t12345678\r\nA1.2a\t徐海燕\t\r\n")
    settle()
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, PreviewDialog)
    shown = [(line.subject, line.new) for line in dialog.table.changes()]
    assert shown == [("A1.1", "12345678"), ("A1.2a", "徐海燕")]
    dialog.submit()
    settle()
    assert (task_of(page, "A1.1").owner, task_of(page, "A1.1").phone) == ("周立群", "12345678")


def test_a_column_nobody_knows_is_asked_about_and_nothing_goes_by_position(
    page: LedgerPage, settle: Settle, task_of: TaskOf
) -> None:
    paste(page, "项目号\t责任人\r\nA1.2a\t徐海燕\r\n")
    asked = page.ledger_actions.bulk.dialog
    assert isinstance(asked, FormDialog)
    assert "不认识的列：项目号" in asked._note.text()
    asked.submit()
    settle()
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, PreviewDialog)
    assert dialog.shown is not None
    assert [(line.code, line.new) for line in dialog.shown.lines] == [("A1.2a", "徐海燕")]
    dialog.submit()
    settle()
    assert (task_of(page, "A1.1").owner, task_of(page, "A1.2a").owner) == ("", "徐海燕")


def test_what_is_unclear_in_a_pasted_block_is_not_counted_until_it_is_confirmed(
    page: LedgerPage, settle: Settle
) -> None:
    paste(page, "编号\t完成时限\r\nA1.1\t2023-06-30\r\nA1.2a\t2024年6月\r\nB1.1\t9月前\r\n")
    settle()
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, PreviewDialog)
    assert dialog.shown is not None
    assert [line.asks for line in dialog.shown.lines] == [
        "2023-06-30已经过了；是指 2024-06-30 吗？",
        "",
        "9月前是指 8月31日 还是 9月30日？",
    ]
    assert [edit.text for edit in dialog.shown.edits] == ["2024年6月"]
    assert "1 处写的日子已经过了、1 处写法不清，不计在内" in dialog.foot_label.text()
    dialog.confirmed.setChecked(True)
    dialog.look()
    settle()
    assert [edit.text for edit in dialog.shown.edits] == ["2023-06-30", "2024年6月"]


def test_rows_are_copied_as_a_table(page: LedgerPage) -> None:
    stand(page, ("A1.1", "A1.2a"))
    press(page, Qt.Key.Key_C)
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().split("\r\n")
    assert lines[0].split("\t")[:3] == ["编号", "任务", "牵头单位"]
    assert [line.split("\t")[0] for line in lines[1:3]] == ["A1.1", "A1.2a"]
    assert data.html().count("<tr>") == 3


def test_filling_down_gives_the_first_value_to_the_rest(page: LedgerPage, settle: Settle, task_of: TaskOf) -> None:
    page.acts.edit(task_of(page, "A1.1"), "owner", "周立群")
    settle()
    stand(page, ("A1.1", "A1.2a", "A1.2b"))
    press(page, Qt.Key.Key_D)
    settle()
    assert page.ledger_actions.bulk.dialog is not None
    page.ledger_actions.bulk.dialog.submit()
    settle()
    assert {task_of(page, code).owner for code in ("A1.1", "A1.2a", "A1.2b")} == {"周立群"}


FILLED = {
    Column.TITLE: "title",
    Column.OFFICE: "lead_office",
    Column.OWNER: "owner",
    Column.DUE: "due_text",
    Column.PROGRESS: "progress",
}


def test_later_deadlines_wait_for_reason_and_decider(page: LedgerPage, settle: Settle, task_of: TaskOf) -> None:
    """What asks for a decision is shown with its class and not counted until the fields above the list are filled."""
    codes = ("A1.1", "A1.4")
    for code in codes:
        page.acts.do([task_of(page, code)], "status:not_started")
        page.acts.dialog.submit()  # 照样交办
        settle()
        page.acts.edit(task_of(page, code), "due_text", "2023-12-31")
        settle()
    take_focus_back(page, settle)
    stand(page, codes)
    press(page, Qt.Key.Key_E)
    dialog = propose(page, "due_text", "2024-06-30")
    settle()
    assert (dialog.confirm.text(), dialog.confirm.isEnabled()) == ("无可修改项", False)
    assert "2 处还缺理由、批准人或确认，不计在内" in dialog.foot_label.text()
    assert dialog.reason_field.isVisible()
    assert dialog.decider_field.isVisible()
    dialog.reason.setText("资金下达推迟")
    dialog.decided_by.setText("王副市长")
    dialog.look()
    settle()
    assert dialog.confirm.text() == "应用 2 处修改"
    dialog.submit()
    settle()
    assert [(str(task_of(page, code).due_on), task_of(page, code).extensions) for code in codes] == [
        ("2024-06-30", 1),
        ("2024-06-30", 1),
    ]


def test_full_progress_ticked_for_a_closing_is_not_written_by_a_pause(
    page: LedgerPage, settle: Settle, task_of: TaskOf, assign: Callable[..., TaskRow], ledger: Database
) -> None:
    codes = ("A1.1", "A1.4")
    for code in codes:
        number = assign(page, ledger, code).id
        with ledger.session() as session:
            progress.record_progress(session, number, page.context.today(), 40, "设备到货过半")
            status.change_status(session, number, Status.CLOSING, page.context.today())
            progress.add_evidence(session, number, "", "市发改委组织验收，意见为合格")
    page.refresh()
    settle()
    stand(page, codes)
    press(page, Qt.Key.Key_E)
    dialog = propose(page, "status", "已销号")
    settle()
    assert dialog.reason.accessibleName().startswith("办结说明")
    dialog.full.click()
    settle()
    dialog.look()
    settle()
    assert dialog.table.changes()[0].note.endswith("进度 40% → 100%")
    dialog.value.selectAll()
    dialog.value.insert("已取消")
    dialog.look()
    settle()
    assert (dialog.full.isVisible(), dialog.full.isChecked()) == (False, False)
    dialog.reason.insert("上级另有安排")
    dialog.decided_by.insert("王副市长")
    dialog.look()
    settle()
    dialog.submit()
    settle()
    assert [(task_of(page, code).status, task_of(page, code).progress) for code in codes] == [
        (Status.CANCELLED, 40)
    ] * 2


def test_returning_several_shows_what_percent_comes_back(
    page: LedgerPage, settle: Settle, task_of: TaskOf, assign: Callable[..., TaskRow], ledger: Database
) -> None:
    for code, percent in (("A1.1", 40), ("A1.4", 55)):
        number = assign(page, ledger, code).id
        with ledger.session() as session:
            progress.record_progress(session, number, page.context.today(), percent, "设备到货过半")
        with ledger.session() as session:
            status.change_status(session, number, Status.CLOSING, page.context.today(), progress=100)
    page.refresh()
    settle()
    page.acts.do([task_of(page, code) for code in ("A1.1", "A1.4")], "status:in_progress")
    settle()
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, BulkDialog)
    assert dialog.reason.hasFocus()
    said = [line.note for line in dialog.table.changes()]
    assert said == [f"不能退回：还缺理由；进度 100% → {percent}%（报完成前的进度）" for percent in (40, 55)]
    dialog.reason.insert("佐证材料不齐")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)  # shows first
    settle()
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    settle()
    assert [task_of(page, code).progress for code in ("A1.1", "A1.4")] == [40, 55]


@pytest.mark.parametrize(("column", "field"), FILLED.items(), ids=lambda value: getattr(value, "name", value))
def test_each_column_is_filled_down_from_the_topmost_row(
    page: LedgerPage, settle: Settle, task_of: TaskOf, column: Column, field: str
) -> None:
    codes = ("A1.2a", "A1.1", "A1.4")  # chosen in another order than they stand
    values = {
        "title": "同一题目",
        "lead_office": "市财政局",
        "owner": "张三",
        "due_text": "2023年11月底",
        "progress": 35,
    }
    if field == "progress":  # nobody records progress of a task that was not assigned
        for code in codes:
            page.acts.do([task_of(page, code)], "status:not_started")
            page.acts.dialog.submit()  # 照样交办
        settle()
    first = task_of(page, "A1.1")
    page.acts.edit(first, field, values[field])
    settle()
    others = [getattr(task_of(page, code), field) for code in ("A1.2a", "A1.4")]
    take_focus_back(page, settle)
    stand(page, codes, column)
    press(page, Qt.Key.Key_D)
    settle()
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, PreviewDialog)
    assert dialog.shown is not None
    assert [line.code for line in dialog.shown.lines] == ["A1.2a", "A1.4"]
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle()
    assert [getattr(task_of(page, code), field) for code in ("A1.1", "A1.2a", "A1.4")] == [values[field]] * 3
    page.context.jobs.write(undo.undo_batch)
    settle()
    assert [getattr(task_of(page, code), field) for code in ("A1.2a", "A1.4")] == others


@pytest.mark.parametrize(
    ("codes", "column"),
    [(("A1.1",), Column.OWNER), (("A1.1", "A1.4"), Column.CODE), (("A1.1", "A1.4"), Column.LIGHT), ((), Column.OWNER)],
)
def test_what_cannot_be_filled_down_is_said(page: LedgerPage, codes: tuple[str, ...], column: Column) -> None:
    told: list[Notice] = []
    page.context.bus.notified.connect(told.append)
    if codes:
        stand(page, codes, column)
    else:
        page.table.clearSelection()
    press(page, Qt.Key.Key_D)
    assert page.ledger_actions.bulk.dialog is None
    assert [notice.text for notice in told if notice.warning] == [
        "请选择两行以上，并把光标放在要填充的列上，如 责任人、时限、进度。"
    ]


def test_an_act_on_several_takes_those_that_allow_it(
    page: LedgerPage, settle: Settle, task_of: TaskOf, assign: Callable[..., TaskRow], ledger: Database
) -> None:
    for code in ("A1.1", "A1.4"):
        assign(page, ledger, code)
    page.refresh()
    settle()
    chosen = [task_of(page, code) for code in ("A1.1", "A1.2a", "A1.4")]  # A1.2a still waits to be assigned
    words = {act.key: act.text for act in many_acts(chosen)}
    assert words["status:closing"] == "报完成（2 项）…"
    page.acts.do(chosen, "status:closing")
    settle()
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, BulkDialog)
    assert {change.subject for change in dialog.table.changes()} == {"A1.1", "A1.4"}
    dialog.reject()


def test_acts_that_lead_to_one_status_are_named_after_it(make_task: Callable[..., TaskRow]) -> None:
    tasks = [make_task(1, status=Status.CLOSED), make_task(2, status=Status.CLOSING), make_task(3)]
    words = {act.key: act.text for act in many_acts(tasks)}
    assert words["status:in_progress"] == "转为推进中（2 项）…"
    assert {act.key: act.text for act in many_acts(tasks[:1])}["status:in_progress"] == "重新打开…"

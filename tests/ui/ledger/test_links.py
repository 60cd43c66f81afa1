"""Journeys: duplicates merged and taken apart again, tasks related, from the ledger."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from sqlmodel import select

from tests.menus import entries_of
from tracker.model.enums import DueKind, Status
from tracker.model.rows import TaskRow
from tracker.model.tables import StatusMove, Task
from tracker.services import undo
from tracker.store.engine import Database
from tracker.store.history import open_batch
from tracker.ui.ledger.bulk_dialog import BulkDialog
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.merge_dialog import MergeDialog, gain_words
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.task import action_list
from tracker.ui.task.relate_dialog import RelateDialog
from tracker.ui.widgets.form_dialog import FormDialog

Settle = Callable[[], None]
TaskOf = Callable[[LedgerPage, str], TaskRow]
Assign = Callable[..., TaskRow]
ROWS = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


def choose(page: LedgerPage, *codes: str) -> None:
    by_code = {task.code: task.id for task in page.controller.shown}
    page.table.setFocus()
    first = page.table.rows.index_of_task(by_code[codes[0]], Column.OWNER)
    page.table.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.Clear | ROWS)
    for code in codes[1:]:
        page.table.selectionModel().select(page.table.rows.index_of_task(by_code[code]), ROWS)


def menu_of(page: LedgerPage) -> QMenu:
    page.table.menu_asked.emit(page.mapToGlobal(QPoint(300, 300)))
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    return popup


def entry(menu: QMenu, word: str) -> QAction:
    return next(action for action in entries_of(menu) if action.text().startswith(word))


def run(page: LedgerPage, word: str, settle: Settle) -> None:
    """Open the menu of the chosen rows, choose an entry and wait."""
    menu = menu_of(page)
    entry(menu, word).trigger()
    menu.close()
    settle()


def test_duplicates_are_merged_with_a_preview_and_undone(
    page: LedgerPage, settle: Settle, task_of: TaskOf, ledger: Database, grab: Callable[..., None]
) -> None:
    choose(page, "A1.1", "B1.1", "A1.2a")
    run(page, "合并重复", settle)
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, MergeDialog)
    assert [dialog.table.topLevelItem(n).text(5) for n in range(3)] == [  # type: ignore[union-attr]
        "保留", "已取消，并入 A1.1", "已取消，并入 A1.1",
    ]  # fmt: skip
    dialog.kept.setCurrentIndex(1)
    settle()
    assert dialog.confirm.text() == "合并 2 项"
    kept = dialog.kept.currentText().split()[0]
    assert dialog.shown is not None
    assert gain_words(dialog.shown).startswith(f"{kept} 将增加：")
    grab(dialog, "merge-dialog")
    dialog.confirm.click()
    settle()
    merged = [task_of(page, code) for code in ("A1.1", "B1.1", "A1.2a") if code != kept]
    assert {(task.status, task.merged_into) for task in merged} == {(Status.CANCELLED, kept)}
    choose(page, kept)
    settle()
    assert len(page.panel.basics.links.lines) == 2
    grab(page, "ledger-merged", (1238, 768))
    page.context.jobs.write(undo.undo_batch)
    settle()
    assert {task_of(page, code).merged_into for code in ("A1.1", "B1.1", "A1.2a")} == {""}


def test_a_red_task_is_not_merged_away_without_a_name(
    page: LedgerPage, settle: Settle, task_of: TaskOf, ledger: Database
) -> None:
    """A paused task is kept, an overdue one goes into it: the light is shown, and somebody decides."""
    day = page.context.today()
    columns = {"start_on": day - timedelta(days=90), "due_on": day - timedelta(days=9), "due_kind": DueKind.DATE}
    with ledger.session() as session:
        open_batch(session, "准备")
        for code, status in (("A1.1", Status.PAUSED), ("B1.1", Status.IN_PROGRESS)):
            task = session.get_one(Task, task_of(page, code).id)
            for name, value in {**columns, "status": status}.items():
                setattr(task, name, value)
    page.refresh()
    settle()
    choose(page, "A1.1", "B1.1")
    run(page, "合并重复", settle)
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, MergeDialog)
    dialog.kept.setCurrentIndex(0)
    settle()
    assert dialog.kept.currentText().startswith("A1.1")
    assert dialog.table.topLevelItem(1).text(6) == "红 · 逾期9天 → 不再亮灯"  # type: ignore[union-attr]
    assert "B1.1 的亮灯比合并后的更差" in dialog.foot_label.text()
    QTest.keyClick(dialog.kept, Qt.Key.Key_Return)
    settle()
    assert dialog.decision.decider_field.error() == "请写批准人"
    assert task_of(page, "B1.1").status is Status.IN_PROGRESS
    dialog.decision.reason.setText("是同一件事")
    dialog.decision.decided_by.setText("王副市长")
    QTest.keyClick(dialog.decision.decided_by, Qt.Key.Key_Return)
    settle()
    assert task_of(page, "B1.1").merged_into == "A1.1"
    with ledger.reading() as session:
        (move,) = (move for move in session.exec(select(StatusMove)) if move.to_status is Status.CANCELLED)
        assert (move.decided_by, move.reason.endswith("是同一件事")) == ("王副市长", True)


def test_from_a_merged_task_to_the_kept_one_and_back(
    page: LedgerPage, settle: Settle, task_of: TaskOf, grab: Callable[..., None]
) -> None:
    page.ledger_actions.bulk.merge([task_of(page, "A1.1"), task_of(page, "B1.1")])
    settle()
    assert isinstance(page.ledger_actions.bulk.dialog, MergeDialog)
    page.ledger_actions.bulk.dialog.submit()
    settle()
    choose(page, "B1.1")
    settle()
    basics = page.panel.basics
    assert basics.merged.text() == "已并入 A1.1，去看保留的任务"
    assert page.panel.task is not None
    assert page.panel.task.light.text == "灰 · 已并入"
    basics.merged.click()
    settle()
    assert page.panel.task.code == "A1.1"
    basics.ensureWidgetVisible(basics.links)
    grab(page, "ledger-links", (1792, 1080))
    basics.links.lines[task_of(page, "B1.1").id].click()
    settle()
    assert page.panel.task.code == "B1.1"


def test_what_cannot_be_merged_is_said_before(page: LedgerPage, settle: Settle, task_of: TaskOf) -> None:
    page.ledger_actions.bulk.merge([task_of(page, "A1.1"), task_of(page, "B1.1")])
    settle()
    assert isinstance(page.ledger_actions.bulk.dialog, MergeDialog)
    page.ledger_actions.bulk.dialog.submit()
    settle()
    page.ledger_actions.bulk.merge([task_of(page, "A1.4"), task_of(page, "B1.1")])
    settle()
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, MergeDialog)
    assert dialog.foot_label.text().startswith("B1.1 已并入 A1.1")
    assert not dialog.confirm.isEnabled()
    dialog.reject()


def test_related_by_keyboard_alone_and_parted(
    page: LedgerPage, settle: Settle, task_of: TaskOf, grab: Callable[..., None]
) -> None:
    choose(page, "A1.1")
    menu = menu_of(page)
    group = next(action for action in menu.actions() if action.text() == "关联与归类")
    while menu.activeAction() is not group:
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Right)
    below = group.menu()
    assert isinstance(below, QMenu)
    while below.activeAction() is None or below.activeAction().text() != "关联任务…":
        QTest.keyClick(below, Qt.Key.Key_Down)
    QTest.keyClick(below, Qt.Key.Key_Return)
    settle()
    dialog = page.acts.dialog
    assert isinstance(dialog, RelateDialog)
    QTest.keyClicks(dialog.search, "B1.1")
    settle()
    assert dialog.foot_label.text().startswith("找到")
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    QTest.keyClick(dialog.search, Qt.Key.Key_Up)
    other = dialog.chosen()
    assert other == task_of(page, "B1.1").id
    grab(dialog, "relate-dialog")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    settle()
    assert page.acts.dialog is None
    assert list(page.panel.basics.links.lines) == [other]
    assert page.panel.basics.links.heading.right.text() == "1 项"
    page.panel.link_parted.emit(1)
    settle()
    assert page.panel.basics.links.lines == {}


def test_several_are_related_from_the_menu(page: LedgerPage, settle: Settle, task_of: TaskOf) -> None:
    choose(page, "A1.1", "B1.1", "A1.4")
    run(page, "互相关联", settle)
    choose(page, "A1.4")
    settle()
    assert set(page.panel.basics.links.lines) == {task_of(page, code).id for code in ("A1.1", "B1.1")}


@pytest.mark.parametrize("reason", ["dengdai zijin"])
def test_several_are_paused_with_one_reason_by_keyboard_alone(
    page: LedgerPage, settle: Settle, task_of: TaskOf, ledger: Database, assign: Assign, reason: str,
    grab: Callable[..., None],
) -> None:  # fmt: skip
    for code in ("A1.1", "B1.1"):
        assign(page, ledger, code)
    page.refresh()
    settle()
    choose(page, "A1.1", "B1.1", "A1.4")
    offered = [act.key for act in action_list.foot_acts(task_of(page, "A1.1"))]
    place = offered.index("status:paused") + 1
    QTest.keyClick(page.table, Qt.Key(Qt.Key.Key_0 + place), Qt.KeyboardModifier.AltModifier)
    settle()
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, BulkDialog)
    assert dialog.reason_field.isVisible()
    assert "3 处还缺理由、批准人或确认" in dialog.foot_label.text()
    QTest.keyClicks(dialog.reason, reason)
    dialog.look()
    settle()
    assert (dialog.confirm.text(), dialog.decider_field.isVisible()) == ("无可修改项", True)
    QTest.keyClicks(dialog.decided_by, "wang")
    dialog.look()
    settle()
    assert dialog.confirm.text() == "应用 3 处修改"
    grab(dialog, "bulk-pause")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    settle()
    rows = [task_of(page, code) for code in ("A1.1", "B1.1", "A1.4")]
    assert {task.status for task in rows} == {Status.PAUSED}
    assert all(task.remark.endswith(f"暂缓：{reason}") for task in rows)
    page.context.jobs.write(undo.undo_batch)
    settle()
    assert task_of(page, "A1.1").status is Status.IN_PROGRESS


def test_every_act_of_a_state_is_one_key(page: LedgerPage, settle: Settle, task_of: TaskOf) -> None:
    """交办, 开始, 报完成 with Alt and a number; the reason of 退回 in its dialog; no mouse."""
    choose(page, "A1.1")
    settle()
    for word, status in (("交办", Status.NOT_STARTED), ("开始", Status.IN_PROGRESS), ("报完成…", Status.CLOSING)):
        offered = [act.text for act in action_list.foot_acts(task_of(page, "A1.1"))]
        key = Qt.Key(Qt.Key.Key_1 + offered.index(word))
        QTest.keyClick(page.table, key, Qt.KeyboardModifier.AltModifier)
        settle()
        if (asking := page.acts.dialog) is not None:
            assert isinstance(asking, FormDialog)
            assert asking.confirm.text() == ("照样交办" if word == "交办" else "报完成")
            assert word == "交办" or asking.text("progress") == "0%"
            QTest.keyClick(asking.focusWidget() or asking, Qt.Key.Key_Return)
            settle()
            page.window().activateWindow()  # no window manager here gives it the focus back by itself
            page.table.setFocus()
            settle()
        assert task_of(page, "A1.1").status is status
    QTest.keyClick(page.table, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)  # 退回
    settle()
    dialog = page.acts.dialog
    assert dialog is not None
    editor = dialog.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "zuozheng")
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    task = task_of(page, "A1.1")
    assert (task.status, task.remark) == (Status.IN_PROGRESS, "推进中：zuozheng")

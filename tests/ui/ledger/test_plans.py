"""Deadlines, starts and nodes in the window: what was seen is what is decided, and what eases a task asks why."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlmodel import select

from tests.forms import fill
from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.model.tables import Extension, Milestone
from tracker.queries.decision_log import list_decisions
from tracker.services import milestones
from tracker.services.deadlines import Decision, change_deadline
from tracker.services.status import change_status
from tracker.store.engine import Database
from tracker.ui.ledger.bulk_dialog import BulkDialog
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.task.action_list import BULK, EXTEND
from tracker.ui.task.deadline_dialog import DeadlineDialog
from tracker.ui.task.milestones import MilestoneLine
from tracker.ui.widgets.form_dialog import FormDialog

Settle = Callable[[], None]
TaskOf = Callable[[LedgerPage, str], TaskRow]
TODAY = date(2023, 9, 15)
DECIDED = Decision("等待上级批复", "王副市长", confirmed=True)


def asked(page: LedgerPage) -> FormDialog:
    dialog = page.acts.dialog
    assert isinstance(dialog, FormDialog)
    return dialog


@pytest.fixture
def begun(page: LedgerPage, settle: Settle, ledger: Database, choose: TaskOf, task_of: TaskOf) -> TaskRow:
    """A1.1 in hand since June with a deadline at the end of the year; chosen in the table."""
    number, begun_on = task_of(page, "A1.1").id, date(2023, 6, 1)
    with ledger.session() as session:
        change_deadline(session, number, "2023-12-31", begun_on, DECIDED)
    with ledger.session() as session:
        change_status(session, number, Status.IN_PROGRESS, begun_on, confirmed=True)
    page.refresh()
    settle()
    choose(page, "A1.1")
    settle()
    return task_of(page, "A1.1")


def test_a_dialog_left_open_does_not_write_another_class_than_it_showed(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, begun: TaskRow
) -> None:
    """An earlier day was seen; meanwhile the deadline was brought forward elsewhere, and the day is a later one."""
    page.acts.do([begun], EXTEND)
    dialog = asked(page)
    assert isinstance(dialog, DeadlineDialog)
    fill(dialog, to_text="2023-11-30")
    dialog.look()
    settle()
    assert "提前" in dialog.summary.text()
    with ledger.session() as session:
        change_deadline(session, begun.id, "2023-10-31", TODAY, DECIDED)
    QTest.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    settle()
    assert dialog.isVisible()
    assert "时限刚刚被改过，现在是 2023-10-31" in dialog.foot_label.text()
    assert "2023-10-31 → 2023-11-30 · 延期" in dialog.summary.text()
    assert dialog.field("reason").isVisible()
    with ledger.reading() as session:
        assert len(session.exec(select(Extension)).all()) == 1
    fill(dialog, reason="等待上级批复", decided_by="王副市长")
    QTest.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    settle()
    assert page.acts.dialog is None
    with ledger.reading() as session:
        assert [row.kind.word for row in session.exec(select(Extension))] == ["提前", "延期"]


def test_a_later_start_asks_why_and_who_decided(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, begun: TaskRow
) -> None:
    page.acts.edit(begun, "start_on", "2023-09-10")
    settle()
    dialog = asked(page)
    assert "请写原因和批准人" in dialog.field("reason").editor.accessibleName()
    dialog.submit()
    assert dialog.field("decided_by").error() == "请写批准人"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle()
    assert task_of(page, "A1.1").start_on == date(2023, 6, 1)
    page.acts.edit(task_of(page, "A1.1"), "start_on", "2023-09-10")
    settle()
    fill(asked(page), reason="场地交付推迟", decided_by="王副市长").submit()
    settle()
    assert task_of(page, "A1.1").start_on == date(2023, 9, 10)
    with ledger.reading() as session:
        rows = [row for row in list_decisions(session, TODAY) if row.kind == "启动日期变动"]
    assert [(row.reason, row.decided_by) for row in rows] == [("场地交付推迟", "王副市长")]


def test_a_later_start_of_several_asks_above_the_list(
    page: LedgerPage, settle: Settle, task_of: TaskOf, begun: TaskRow
) -> None:
    page.acts.do([begun, task_of(page, "A1.2a")], BULK)
    settle()
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, BulkDialog)
    dialog.preset("start_on", "2023-09-10")
    settle()
    assert dialog.reason_field.isVisible()
    assert dialog.decider_field.isVisible()
    assert not dialog.nodes_field.isVisible()
    assert dialog.edits() == (BulkEdit(task_of(page, "A1.2a").id, "start_on", "2023-09-10", seen=""),)
    dialog.reason.setText("场地交付推迟")
    dialog.decided_by.setText("王副市长")
    dialog.look()
    settle()
    QTest.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    settle()
    assert {task_of(page, code).start_on for code in ("A1.1", "A1.2a")} == {date(2023, 9, 10)}


def test_a_node_is_moved_and_removed_from_its_line(
    page: LedgerPage, settle: Settle, ledger: Database, begun: TaskRow
) -> None:
    with ledger.session() as session:
        milestones.add_milestone(session, begun.id, "初稿", date(2023, 8, 1), today=date(2023, 6, 1))
    page.refresh()
    settle()
    (line,) = page.panel.basics.milestones.findChildren(MilestoneLine)
    QTest.keyClick(line, Qt.Key.Key_F2)
    dialog = fill(asked(page), title="初稿送审", due_on="2023-10-20", weight="2")
    dialog.submit()
    settle()
    assert "序时进度由 100% 降到 0%" in dialog.foot_label.text()
    fill(dialog, reason="等待专家评审", decided_by="王副市长").submit()
    settle()
    with ledger.reading() as session:
        node = session.exec(select(Milestone)).one()
        assert (node.title, node.due_on, node.weight, node.first_due_on) == (
            "初稿送审", date(2023, 10, 20), 2, date(2023, 8, 1),
        )  # fmt: skip
    (line,) = page.panel.basics.milestones.findChildren(MilestoneLine)
    QTest.keyClick(line, Qt.Key.Key_Delete)
    assert asked(page).windowTitle() == "删除节点"
    asked(page).submit()
    settle()
    with ledger.reading() as session:
        assert session.exec(select(Milestone)).all() == []


def test_a_node_dragged_to_a_later_day_asks_why_where_the_schedule_falls(
    page: LedgerPage, settle: Settle, ledger: Database, begun: TaskRow
) -> None:
    was, day = date(2023, 8, 1), date(2023, 10, 20)
    with ledger.session() as session:
        milestones.add_milestone(session, begun.id, "印发方案", was, today=date(2023, 6, 1))
    with ledger.reading() as session:
        number = session.exec(select(Milestone)).one().id
    page.acts.nodes.move(begun, number, was, day)
    settle()
    dialog = asked(page)
    with ledger.reading() as session:
        assert session.exec(select(Milestone)).one().due_on == was
    fill(dialog, reason="会议推迟到年底召开", decided_by="王副市长")
    dialog.submit()
    settle()
    with ledger.reading() as session:
        assert session.exec(select(Milestone)).one().due_on == day

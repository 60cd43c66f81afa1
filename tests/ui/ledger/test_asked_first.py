"""What is asked before a task is assigned or resumed, and the lights that 时限变动 shows before anything is written."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlmodel import select

from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.model.tables import Extension
from tracker.services import deadlines, milestones, status
from tracker.services.tasks import confirm_offices
from tracker.store.engine import Database
from tracker.ui.ledger.bulk_dialog import BulkDialog
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.task.action_list import EXTEND
from tracker.ui.task.deadline_dialog import KEEP_NODES, DeadlineDialog
from tracker.ui.task.forms import EXTEND_TOO, KEEP_DEADLINE
from tracker.ui.widgets.form_dialog import FormDialog
from tracker.ui.widgets.textdiff import Prose

Settle = Callable[[], None]
TaskOf = Callable[[LedgerPage, str], TaskRow]
PAUSED_ON, DUE, TODAY = date(2023, 7, 1), date(2023, 9, 3), date(2023, 9, 15)


def asked(page: LedgerPage) -> FormDialog:
    dialog = page.acts.dialog
    assert isinstance(dialog, FormDialog)
    return dialog


def said(dialog: FormDialog) -> str:
    """Return what a question says before its button."""
    (prose,) = dialog.findChildren(Prose)
    return "".join(span.text for span in prose.spans())


def settle_first(page: LedgerPage, settle: Settle, ledger: Database, task: TaskRow, due: str, decision: Any) -> None:
    """Confirm the lead office of a task and give it a deadline, and read the page anew."""
    with ledger.session() as session:
        confirm_offices(session, [task.id])
    with ledger.session() as session:
        deadlines.change_deadline(session, task.id, due, TODAY, decision)
    page.refresh()
    settle()


def test_assigning_what_is_not_settled_asks_and_can_be_left(
    page: LedgerPage, settle: Settle, choose: TaskOf, task_of: TaskOf
) -> None:
    choose(page, "A1.1")
    settle()
    page.panel.foot.buttons["status:in_progress"].click()
    dialog = asked(page)
    assert said(dialog) == "还没有时限，牵头单位还是建议。可以先取消，补上以后再交办并开始。"
    assert dialog.confirm.text() == "照样交办并开始"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle()
    assert task_of(page, "A1.1").status is Status.UNASSIGNED
    page.panel.foot.buttons["status:in_progress"].click()
    QTest.mouseClick(asked(page).confirm, Qt.MouseButton.LeftButton)
    settle()
    assert page.acts.dialog is None
    assert task_of(page, "A1.1").status is Status.IN_PROGRESS


def test_assigning_what_is_late_already_says_that_it_turns_red(
    page: LedgerPage, settle: Settle, ledger: Database, choose: TaskOf, task_of: TaskOf
) -> None:
    late = deadlines.Decision("按原文", "王副市长", confirmed=True)
    settle_first(page, settle, ledger, task_of(page, "A1.1"), "2023-09-05", late)
    choose(page, "A1.1")
    settle()
    page.panel.foot.buttons["status:not_started"].click()
    assert said(asked(page)) == "时限已过 10 天，交办后即为红灯。可以先取消，补上以后再交办。"
    QTest.mouseClick(asked(page).confirm, Qt.MouseButton.LeftButton)
    settle()
    assert task_of(page, "A1.1").status is Status.NOT_STARTED


def test_assigning_what_is_settled_asks_nothing(
    page: LedgerPage, settle: Settle, ledger: Database, choose: TaskOf, task_of: TaskOf
) -> None:
    settle_first(page, settle, ledger, task_of(page, "A1.1"), "2023-12-31", deadlines.UNDECIDED)
    choose(page, "A1.1")
    settle()
    page.panel.foot.buttons["status:in_progress"].click()
    assert page.acts.dialog is None
    settle()
    assert task_of(page, "A1.1").status is Status.IN_PROGRESS


def test_several_are_assigned_after_the_box_is_ticked(page: LedgerPage, settle: Settle, task_of: TaskOf) -> None:
    chosen = [task_of(page, code) for code in ("A1.1", "A1.2a")]
    page.acts.do(chosen, f"status:{Status.NOT_STARTED.value}")
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, BulkDialog)
    settle()
    assert not dialog.confirm.isEnabled()
    assert dialog.confirmed.isVisible()
    dialog.confirmed.click()
    dialog.look()
    settle()
    QTest.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    settle()
    assert {task_of(page, task.code).status for task in chosen} == {Status.NOT_STARTED}


@pytest.fixture
def paused(page: LedgerPage, settle: Settle, ledger: Database, choose: TaskOf, task_of: TaskOf) -> TaskRow:
    """A1.1, paused in July, its deadline passed twelve days ago; chosen in the table."""
    number = task_of(page, "A1.1").id
    decision = deadlines.UNDECIDED
    with ledger.session() as session:
        deadlines.change_deadline(session, number, DUE.isoformat(), date(2023, 6, 1), decision)
    with ledger.session() as session:
        status.change_status(session, number, Status.IN_PROGRESS, date(2023, 6, 1), confirmed=True)
    with ledger.session() as session:
        status.change_status(session, number, Status.PAUSED, PAUSED_ON, "等待资金到位", decided_by="王副市长")
    page.refresh()
    settle()
    choose(page, "A1.1")
    settle()
    return task_of(page, "A1.1")


def test_a_deadline_that_passed_during_a_pause_is_kept_and_red(
    page: LedgerPage, settle: Settle, task_of: TaskOf, paused: TaskRow
) -> None:
    page.panel.foot.buttons["status:in_progress"].click()
    dialog = asked(page)
    assert dialog.field("deadline").editor.accessibleName() == "时限已过 12 天（2023-09-03）"
    assert dialog.text("deadline") == KEEP_DEADLINE
    QTest.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    settle()
    assert page.acts.dialog is None
    task = task_of(page, paused.code)
    assert (task.status, task.light.text, task.due_on) == (Status.IN_PROGRESS, "红 · 逾期12天", DUE)


def test_or_it_is_extended_in_the_same_breath(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, paused: TaskRow
) -> None:
    page.panel.foot.buttons["status:in_progress"].click()
    dialog = asked(page)
    choice = dialog.field("deadline").editor
    choice.setCurrentText(EXTEND_TOO)  # type: ignore[attr-defined]
    QTest.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    settle()
    assert task_of(page, paused.code).status is Status.IN_PROGRESS
    deadline = page.acts.dialog
    assert isinstance(deadline, DeadlineDialog)
    QTest.keyClicks(deadline.typed, "2024-06-30")
    deadline.look()
    settle()
    assert deadline.lights.accessibleName().startswith("红 · 逾期12天 → ")
    deadline.field("reason").editor.setPlainText("资金十月到位")  # type: ignore[attr-defined]
    deadline.field("decided_by").editor.setText("王副市长")  # type: ignore[attr-defined]
    QTest.mouseClick(deadline.confirm, Qt.MouseButton.LeftButton)
    settle()
    assert task_of(page, paused.code).light.marks == ("延1",)
    with ledger.reading() as session:
        assert [str(row.to_on) for row in session.exec(select(Extension))] == ["2024-06-30"]


def test_the_nodes_choice_shows_what_it_does_to_the_light(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, paused: TaskRow
) -> None:
    with ledger.session() as session:
        status.change_status(session, paused.id, Status.IN_PROGRESS, TODAY, confirmed=True)
    with ledger.session() as session:
        milestones.add_milestone(session, paused.id, "初稿", date(2023, 8, 20), today=TODAY)
    page.refresh()
    settle()
    page.acts.do([task_of(page, paused.code)], EXTEND)
    dialog = page.acts.dialog
    assert isinstance(dialog, DeadlineDialog)
    assert not dialog.lights.isVisible()
    QTest.keyClicks(dialog.typed, "2024-06-30")
    dialog.look()
    settle()
    moved = dialog.lights.accessibleName()
    assert dialog.lights.isVisible()
    assert dialog.schedule.text().startswith("序时 100% → ")
    dialog.nodes.setCurrentText(KEEP_NODES)
    assert dialog.lights.accessibleName() != moved
    QTest.keyClicks(dialog.typed, "x")
    settle()
    dialog.look()
    settle()
    assert not dialog.lights.isVisible()  # nobody can read that

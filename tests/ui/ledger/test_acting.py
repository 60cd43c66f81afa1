"""An act hits what the user sees chosen, once: double clicks, several rows, rows that leave the filter."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlmodel import col, select

from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.model.tables import Batch
from tracker.services.progress import record_progress
from tracker.store.engine import Database
from tracker.ui.ledger.bulk_dialog import BulkDialog
from tracker.ui.ledger.extension_dialog import ExtensionDialog
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.task.action_list import PROGRESS
from tracker.ui.task.filter import Facet, LedgerFilter

Settle = Callable[[], None]
TaskOf = Callable[[LedgerPage, str], TaskRow]
CodesOf = Callable[[LedgerPage], list[str]]
Assign = Callable[..., TaskRow]
WAITING = LedgerFilter({Facet.STATUS: frozenset({Status.UNASSIGNED.value})})
START = f"status:{Status.NOT_STARTED.value}"


def acts_of(ledger: Database) -> list[str]:
    """Return the labels of the acts, oldest first, without the catalogue."""
    with ledger.reading() as session:
        return [batch.label for batch in session.exec(select(Batch).order_by(col(Batch.id)))][1:]


def double_click(widget: QWidget) -> None:
    """Send what a hand sends that clicks twice, all at once."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(widget, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton)


def assign_all_the_same(page: LedgerPage) -> None:
    """Say 照样交办 to what is asked of a task without deadline."""
    assert page.acts.dialog is not None
    QTest.keyClick(page.acts.dialog, Qt.Key.Key_Return)


def test_a_double_click_acts_once_on_the_same_task(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, choose: TaskOf, shown_codes: CodesOf
) -> None:
    """The task leaves the filter by the act; the next row is not taken in its place."""
    page.toolbar.set_filter(WAITING)
    settle()
    choose(page, "A1.1")
    settle()
    after = shown_codes(page)[shown_codes(page).index("A1.1") + 1]
    button = page.panel.foot.buttons[START]
    double_click(button)
    asked = page.acts.dialog
    assert asked is not None  # neither a deadline nor a confirmed office
    assert acts_of(ledger) == []
    double_click(asked.confirm)
    assert not button.isEnabled()
    QTest.keyClick(page.table, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    settle()
    assert acts_of(ledger) == ["A1.1 已交办"]
    assert task_of(page, "A1.1").status is Status.NOT_STARTED
    assert task_of(page, after).status is Status.UNASSIGNED
    assert page.panel.task is not None
    assert page.panel.task.code == "A1.1"
    assert all(button.isEnabled() for button in page.panel.foot.buttons.values())


def test_a_double_click_on_report_complete_reports_once(
    page: LedgerPage, settle: Settle, ledger: Database, task_of: TaskOf, choose: TaskOf, assign: Assign
) -> None:
    task = assign(page, ledger, "A1.1")
    with ledger.session() as session:
        record_progress(session, task.id, page.context.today(), 55, "已完成初稿")
    page.refresh()
    settle()
    choose(page, "A1.1")
    settle()
    page.parts.side.setFixedWidth(420)  # else 明确时限… leaves it no room
    page.panel.foot.resize(420, 56)
    double_click(page.panel.foot.buttons["status:closing"])
    dialog = page.acts.dialog
    assert dialog is not None
    assert dialog.text("progress") == "55%"
    before = len(acts_of(ledger))
    double_click(dialog.confirm)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert len(acts_of(ledger)) == before + 1
    assert (task_of(page, "A1.1").status, task_of(page, "A1.1").progress) == (Status.CLOSING, 55)


def test_a_task_that_left_the_filter_stays_dimmed_until_the_selection_moves(
    page: LedgerPage, settle: Settle, choose: TaskOf, shown_codes: CodesOf
) -> None:
    page.toolbar.set_filter(WAITING)
    settle()
    task = choose(page, "A1.1")
    before = shown_codes(page)
    QTest.keyClick(page.table, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assign_all_the_same(page)
    settle()
    assert shown_codes(page) == before
    assert page.table.painting.dimmed == {task.id}
    assert [row.code for row in page.table.chosen()] == ["A1.1"]
    other = choose(page, before[-1])
    assert shown_codes(page) == before  # a second click may still be meant for a row that stands here
    QTest.qWait(QApplication.doubleClickInterval() + 50)
    assert shown_codes(page) == [code for code in before if code != "A1.1"]
    assert page.table.painting.dimmed == frozenset()
    assert [row.id for row in page.table.chosen()] == [other.id]


def test_another_filter_lets_such_a_task_go_at_once(
    page: LedgerPage, settle: Settle, choose: TaskOf, shown_codes: CodesOf
) -> None:
    page.toolbar.set_filter(WAITING)
    settle()
    choose(page, "A1.1")
    QTest.keyClick(page.table, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assign_all_the_same(page)
    settle()
    page.toolbar.set_filter(LedgerFilter(WAITING.chosen, "A1"))
    settle()
    assert "A1.1" not in shown_codes(page)
    assert page.table.painting.dimmed == frozenset()


@pytest.mark.parametrize(
    ("key", "modifier", "field"),
    [
        (Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier, "progress"),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, ""),  # leaves the field to be chosen
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, "status"),
        (Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier, "status"),
        (Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier, "延期"),
    ],
)
def test_several_rows_are_asked_for_together(
    page: LedgerPage, settle: Settle, choose: TaskOf, key: Qt.Key, modifier: Qt.KeyboardModifier, field: str
) -> None:
    choose(page, "A1.2a")
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = page.table.chosen()
    assert len(chosen) == 2
    QTest.keyClick(page.table, key, modifier)
    settle()
    dialog = page.ledger_actions.bulk.dialog
    if field == "延期":
        assert isinstance(dialog, ExtensionDialog)
    else:
        assert isinstance(dialog, BulkDialog)
        assert not field or dialog.field.currentData() == field
    assert page.acts.dialog is None
    dialog.reject()
    page.acts.do(chosen[:1], PROGRESS)
    assert page.acts.dialog is not None  # one alone has its own form


def test_enter_edits_the_selected_row_not_the_one_left(page: LedgerPage, choose: TaskOf, settle: Settle) -> None:
    """Ctrl+click may take the row with the keyboard out of the selection."""
    choose(page, "A1.1")
    first = page.table.currentIndex()
    choose(page, "A1.2a")
    control = Qt.KeyboardModifier.ControlModifier
    for row in (first, page.table.currentIndex()):
        place = page.table.visualRect(page.table.model().index(row.row(), 1)).center()
        QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, control, place)
    assert [row.code for row in page.table.chosen()] == ["A1.1"]
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    task = page.table.current_task()
    assert task is not None
    assert task.code == "A1.1"
    settle()

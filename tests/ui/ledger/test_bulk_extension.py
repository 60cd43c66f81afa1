"""Twenty deadlines put off with one reason: one act, twenty rows, 延1 everywhere, one undo."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlmodel import col, select

from tracker.model.enums import Status
from tracker.model.tables import Extension, Task
from tracker.queries.decisions import list_decisions
from tracker.services.deadlines import Decision, change_deadline
from tracker.services.status import change_status
from tracker.store.engine import Database
from tracker.ui.ledger.bulk_dialog import BulkDialog
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.task.action_list import EXTEND

Settle = Callable[[], None]
TWENTY = 20


def put_in_hand(ledger: Database, today: date) -> list[int]:
    """Give twenty tasks a deadline and begin them."""
    with ledger.session() as session:
        wanted = select(Task.id).where(col(Task.lead_office_id).is_not(None)).order_by(col(Task.id)).limit(TWENTY)
        ids = list(session.exec(wanted))
    for number in ids:
        with ledger.session() as session:
            change_deadline(session, number, "2023-08-31", today, Decision(confirmed=True))
        with ledger.session() as session:
            change_status(session, number, Status.IN_PROGRESS, today, confirmed=True)
    return ids


def test_one_reason_for_twenty(page: LedgerPage, ledger: Database, settle: Settle) -> None:
    ids = put_in_hand(ledger, page.context.today())
    page.refresh()
    settle()
    assert page.controller.view is not None
    chosen = [task for task in page.controller.view.tasks if task.id in ids]
    page.acts.do(chosen, EXTEND)
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, BulkDialog)
    QTest.keyClicks(dialog.value, "2023-12-31")
    dialog.look()
    settle()
    assert not dialog.confirm.isEnabled()  # reason and who decided are asked for and not given
    dialog.reason.setText("等待上级批复资金")
    dialog.decided_by.setText("王副市长")
    assert not dialog.confirm.isEnabled()  # what is shown is older than what is typed
    dialog.look()
    settle()
    QTest.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    settle()
    with ledger.reading() as session:
        of_these = select(Extension).where(col(Extension.task_id).in_(ids), col(Extension.counts))
        rows = [(row.reason, row.decided_by, str(row.to_on)) for row in session.exec(of_these)]
        listed = [row for row in list_decisions(session, page.context.today()) if row.kind == "延期"]
    assert set(rows) == {("等待上级批复资金", "王副市长", "2023-12-31")}
    assert len(rows) == len(listed) == TWENTY
    assert {row.word for row in listed} == {"延期 · 第 1 次"}
    assert all(row.before is not None and row.before.reason == "逾期15天" for row in listed)
    shown = [task for task in page.controller.view.tasks if task.id in ids]
    assert {task.light.marks for task in shown} == {("延1",)}

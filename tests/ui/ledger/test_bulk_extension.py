"""Twenty deadlines put off with one reason: one act, twenty rows, 延1 everywhere, one undo."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from sqlmodel import col, select

from tracker.model.enums import Status
from tracker.model.tables import Extension, Task
from tracker.queries.decision_log import list_decisions
from tracker.services.deadlines import UNDECIDED, Decision, change_deadline
from tracker.services.status import change_status
from tracker.store.engine import Database
from tracker.ui.ledger.extension_dialog import DAYS, MONTHS, ExtensionDialog
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.task.action_list import EXTEND
from tracker.ui.widgets.change_lines import ChangeLine

Settle = Callable[[], None]
TWENTY = 20
DECIDED = Decision("等待上级批复资金", "王副市长")


def put_in_hand(ledger: Database, today: date) -> list[int]:
    """Give twenty tasks a deadline and begin them."""
    with ledger.session() as session:
        wanted = select(Task.id).where(col(Task.lead_office_id).is_not(None)).order_by(col(Task.id)).limit(TWENTY)
        ids = list(session.exec(wanted))
    for number in ids:
        with ledger.session() as session:
            change_deadline(session, number, "2023-08-31", date(2023, 6, 1), UNDECIDED)
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
    assert isinstance(dialog, ExtensionDialog)
    dialog.value.setText("2023年底")
    dialog.look()
    assert dialog._value_field._hint.text() == "按 2023-12-31 计"
    dialog.value.clear()
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


def open_extension(page: LedgerPage, settle: Settle, ids: list[int]) -> ExtensionDialog:
    """Open 批量延期 as the menu of several rows does."""
    page.refresh()
    settle()
    assert page.controller.view is not None
    chosen = [task for task in page.controller.view.tasks if task.id in ids]
    words = [act.text for act in page.acts.offered(chosen)]
    assert "批量延期…" in words
    page.acts.do(chosen, next(act.key for act in page.acts.offered(chosen) if act.text == "批量延期…"))
    dialog = page.ledger_actions.bulk.dialog
    assert isinstance(dialog, ExtensionDialog)
    settle()
    return dialog


def shown(dialog: ExtensionDialog) -> list[ChangeLine]:
    """Return all lines."""
    return dialog.table.changes()


def test_by_months_with_what_is_no_extension_listed(page: LedgerPage, settle: Settle, ledger: Database) -> None:
    """One task is closed for changes and one has no day: both are listed and neither hinders the others."""
    today = page.context.today()
    ids = put_in_hand(ledger, today)[:4]
    with ledger.session() as session:
        change_status(session, ids[0], Status.CLOSING, today)
    with ledger.session() as session:
        change_deadline(session, ids[1], "长期坚持", today, DECIDED)
    dialog = open_extension(page, settle, ids)
    assert not dialog.confirm.isEnabled()
    dialog.way.setCurrentText(MONTHS)
    QTest.keyClicks(dialog.value, "x3")
    dialog.look()
    assert dialog.table.changes() == []  # nobody can read that, nothing is asked
    dialog.value.clear()
    QTest.keyClicks(dialog.value, "3")
    dialog.look()
    settle()
    lines = shown(dialog)
    assert len(lines) == 4
    assert sorted(line.note[:6] for line in lines[:2]) == ["待销号，不能", "没有具体日期"]
    assert all("要写明理由和批准人" in line.note for line in lines[2:])
    assert "没有可应用的修改" in dialog.foot_label.text()
    dialog.reason.setText("等待上级批复资金")
    dialog.decided_by.setText("王副市长")
    dialog.look()
    settle()
    assert [(line.old, line.new) for line in shown(dialog)[2:]] == [("2023-08-31", "2023-11-30")] * 2
    assert all(line.light_words.startswith("红 · 逾期15天 → ") for line in shown(dialog)[2:])
    assert dialog.table.shape.lights
    QTest.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    settle()
    with ledger.reading() as session:
        rows = list(session.exec(select(Extension).where(col(Extension.task_id).in_(ids), col(Extension.counts))))
        assert [(row.task_id, str(row.to_on)) for row in rows if row.to_on] == [
            (number, "2023-11-30") for number in ids[2:]
        ]


def test_a_line_can_be_left_out_by_key_and_by_mouse(page: LedgerPage, settle: Settle, ledger: Database) -> None:
    ids = put_in_hand(ledger, page.context.today())[:3]
    dialog = open_extension(page, settle, ids)
    dialog.way.setCurrentText(DAYS)
    QTest.keyClicks(dialog.value, "60")
    dialog.look()
    settle()
    dialog.table.setFocus()
    dialog.table.select_first()
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert "没有勾选" not in dialog.foot_label.text()  # a line that lacks a reason has nothing to leave out
    dialog.reason.setText("等待上级批复资金")
    dialog.decided_by.setText("王副市长")
    dialog.look()
    settle()
    assert dialog.confirm.text() == "应用 3 处修改"
    dialog.table.select_first()
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    second = dialog.table.visualRect(dialog.table.lines.index(1, 0))
    box = second.topLeft() + QPoint(dialog.table.places().box[0] + 8, 16)
    QTest.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert dialog.foot_label.text() == "1 项任务将有 1 处修改，2 处没有勾选"
    dialog.reason.setText("等待上级批复资金和用地")
    dialog.look()
    settle()
    assert dialog.confirm.text() == "应用 1 处修改"  # what was left out stays so in another preview
    QTest.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    QTest.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    settle()
    with ledger.reading() as session:
        rows = session.exec(select(Extension.task_id).where(col(Extension.counts)))
        assert sorted(rows) == sorted(ids[1:])

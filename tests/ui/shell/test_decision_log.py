"""The list 时限与状态变动 in the window: its kinds, the way to the task, and recording what nobody recorded."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlmodel import select

from tracker.model.enums import Status
from tracker.model.tables import Extension, Task
from tracker.services.deadlines import Decision, change_deadline
from tracker.services.status import change_status
from tracker.store.engine import Database
from tracker.store.history import open_batch
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.shell.decision_log import ALL, DecisionsDialog
from tracker.ui.shell.main_window import MainWindow


def prepare(ledger: Database, today: date) -> None:
    """An overdue task that was extended, and one whose deadline moved without a word."""
    with ledger.session() as session:
        tasks = {code: session.exec(select(Task).where(Task.code == code)).one() for code in ("A1.1", "A1.2a")}
        numbers = {code: task.id for code, task in tasks.items()}
    for number in numbers.values():
        with ledger.session() as session:
            change_deadline(session, number, "2023-08-31", today, Decision(confirmed=True))
        with ledger.session() as session:
            change_status(session, number, Status.IN_PROGRESS, today, confirmed=True)
    with ledger.session() as session:
        change_deadline(session, numbers["A1.1"], "2024-06-30", today, Decision("等待上级批复。", "王副市长"))
    with ledger.session() as session:
        open_batch(session, "A1.2a 完成时限")
        task = session.exec(select(Task).where(Task.code == "A1.2a")).one()
        task.due_on, task.due_text = date(2024, 3, 31), "2024-03-31"


@pytest.fixture
def dialog(window: MainWindow, ledger: Database, live: Context) -> DecisionsDialog:
    prepare(ledger, live.today())
    opened = window.commands.open_decisions()
    assert isinstance(opened, DecisionsDialog)
    live.jobs.drain()
    return opened


def lines(dialog: DecisionsDialog) -> set[tuple[str, ...]]:
    items = [dialog.table.topLevelItem(number) for number in range(dialog.table.topLevelItemCount())]
    return {tuple(item.text(column) for column in (1, 2, 3)) for item in items}


def test_all_and_one_kind(dialog: DecisionsDialog, qtbot: QtBot) -> None:
    extension = ("A1.1", "延期 · 第 1 次", "2023-08-31 → 2024-06-30")
    silent = ("A1.2a", "无记录的时限变动", "2023-08-31 → 2024-03-31")
    first = {row for row in lines(dialog) if row[1] == "明确时限"}
    assert lines(dialog) == {extension, silent} | first
    kinds = [dialog.kind.itemText(number) for number in range(dialog.kind.count())]
    assert kinds[0] == ALL
    dialog.kind.setCurrentText("延期")
    assert lines(dialog) == {extension}
    assert dialog.summary.text() == "1 条"
    assert not dialog.extend.isVisible()


def test_the_reason_of_the_chosen_line_stands_below_in_full(dialog: DecisionsDialog) -> None:
    dialog.kind.setCurrentText("延期")
    said = dialog.whole.text()
    assert said.startswith("A1.1 ")
    assert said.endswith("延期 · 第 1 次 2023-08-31 → 2024-06-30；理由：等待上级批复；批准人 王副市长")
    dialog.kind.addItem("没有的种类")
    dialog.kind.setCurrentText("没有的种类")
    assert dialog.whole.text() == ""
    assert not dialog.table.isVisible()  # it says in words that there is nothing
    dialog.kind.setCurrentText(ALL)
    assert dialog.table.isVisible()


@pytest.mark.parametrize("width", [1093, 1366])
def test_a_small_window_leaves_room_for_the_reason(dialog: DecisionsDialog, window: MainWindow, width: int) -> None:
    window.resize(width, 614)
    assert dialog.table.columnWidth(4) >= 150


def test_enter_goes_to_the_task(dialog: DecisionsDialog, window: MainWindow, live: Context, qtbot: QtBot) -> None:
    dialog.kind.setCurrentText("延期")
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    live.jobs.drain()
    page = window.page()
    assert isinstance(page, LedgerPage)
    assert [task.code for task in page.chosen_tasks()] == ["A1.1"]


def test_what_nobody_recorded_is_recorded_here(
    dialog: DecisionsDialog, ledger: Database, live: Context, qtbot: QtBot
) -> None:
    dialog.kind.setCurrentText("无记录的时限变动")
    assert dialog.extend.isVisible()
    qtbot.mouseClick(dialog.extend, Qt.MouseButton.LeftButton)
    form: Any = dialog.form
    live.jobs.drain()
    offered = form.field("decided_by").editor.completer()
    assert offered is not None
    assert offered.model().index(0, 0).data() == "王副市长", "who decided before is offered"
    form.field("reason").editor.setPlainText("会议推迟到三月")
    form.submit()
    assert form.field("decided_by").error() == "请写批准人"
    form.field("decided_by").editor.setText("王副市长")
    form.submit()
    live.jobs.drain()
    dialog.kind.setCurrentText(ALL)
    assert ("A1.2a", "延期 · 第 1 次", "2023-08-31 → 2024-03-31") in lines(dialog)
    with ledger.reading() as session:
        row = session.exec(select(Extension).where(Extension.reason == "会议推迟到三月")).one()
        assert (row.late_days > 0, row.counts) == (True, True)


def test_pictures(dialog: DecisionsDialog, grab: Any) -> None:
    grab(dialog, "decisions")


def test_the_next_start_says_what_was_not_saved(live: Context, show: Any, told: list[Notice]) -> None:
    live.drafts.keep("task/u1/owner", "A1.1 责任人", "", "张三")
    window = show(MainWindow(live), 1366, 768)
    live.jobs.drain()
    assert [(notice.text, notice.detail) for notice in told] == [("上次有 1 处没有保存的填写", "A1.1 责任人")]
    window.hide()

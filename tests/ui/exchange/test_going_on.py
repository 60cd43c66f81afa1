"""A review that goes on: by keys, after a pause, after a restart, after others changed the ledger."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from tracker import settings
from tracker.model.changeset import Decision
from tracker.model.enums import Choice, ReturnState
from tracker.store.engine import Database
from tracker.ui.core.bus import Bus
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import Jobs
from tracker.ui.core.page_requests import OpenReturn
from tracker.ui.exchange.page import ExchangePage
from tracker.ui.review.dialog import ReviewDialog
from tracker.ui.review.drafts import read_drafts


def decide_by_keys(dialog: ReviewDialog, qtbot: Any) -> None:
    """The first conflict theirs, the two others ours, one plain change refused; then apply."""
    keys, shift, control = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(dialog, keys.Key_2)
    qtbot.keyClick(dialog, keys.Key_Down, shift)
    for key in (keys.Key_1, keys.Key_Right):
        qtbot.keyClick(dialog, key)
    while dialog.list_view.group and dialog.list_view.group.key != "change":
        qtbot.keyClick(dialog, keys.Key_Right)
    qtbot.keyClick(dialog, keys.Key_A, control)
    qtbot.keyClick(dialog, keys.Key_1)
    qtbot.keyClick(dialog, keys.Key_Z, control)  # not all of them after all
    for key in (keys.Key_Down, keys.Key_1, keys.Key_Return):
        qtbot.keyClick(dialog, key)


def test_the_whole_review_by_keys_alone(desk: Any, qtbot: Any) -> None:
    """Open, move through groups and entries, decide one, many and a group, apply, undo."""
    desk.change_owners("甲", "乙", "丙")
    changed = [{"责任人": name, "存在问题": "缺资金"} for name in ("张三", "李四", "王五")]
    desk.fill(*changed, {"联系电话": "87180000"})
    desk.settle()
    desk.review().reject()
    desk.page.table.setFocus()
    desk.page.table.selectRow(0)
    qtbot.keyClick(desk.page.table, Qt.Key.Key_Return)
    desk.settle()
    dialog = desk.opened()
    qtbot.waitUntil(dialog.hasFocus)
    decide_by_keys(dialog, qtbot)
    desk.settle()
    assert desk.page.importing.dialog is None
    found = desk.tasks()[:3]
    assert [one.owner for one in found] == ["张三", "乙", "丙"]
    assert [one.problems for one in found].count("缺资金") == 2
    desk.undo()
    undone = desk.tasks()[:3]
    assert [(one.owner, one.problems) for one in undone] == [("甲", ""), ("乙", ""), ("丙", "")]


def test_what_is_left_undecided_is_taken_up_after_a_restart(
    desk: Any, ledger: Database, qtbot: Any, tmp_path: Path, tasks: Callable[[Context], list[Any]]
) -> None:
    desk.change_owners("我方的人")
    desk.fill({"责任人": "对方的人", "进度": 30}, {"责任人": "李四"})
    dialog = desk.review()
    dialog.list_view.current().give_reason()
    dialog.list_view.current().editor.editor.setText("已调整分工")
    dialog.list_view.current().editor.confirm.click()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)  # closing by whatever way loses nothing
    desk.page.context.jobs.close()
    bus = Bus()
    jobs = Jobs(ledger.session, bus, readings=ledger.reading)
    later = ExchangePage(Context(jobs, bus, settings.load(tmp_path), desk.page.context.today, tmp_path))
    qtbot.addWidget(later)
    later.show()
    jobs.drain()
    assert (later.model.rows[0].state, later.model.rows[0].pending) == (ReturnState.PENDING, 1)
    later.table.selectRow(0)
    qtbot.keyClick(later.table, Qt.Key.Key_Return)
    jobs.drain()
    again = later.importing.dialog
    assert again is not None
    assert list(again.books[0].decisions.all().values()) == [Decision(Choice.OURS, reason="已调整分工")]
    again.apply.click()
    jobs.drain()
    assert [one.owner for one in tasks(later.context)[:2]] == ["我方的人", "李四"]
    assert later.model.rows[0].state is ReturnState.APPLIED
    assert not (tmp_path / "review.json").exists() or read_drafts(tmp_path) == {}
    jobs.close()


def test_decisions_are_on_the_disk_before_anybody_closes(desk: Any, qtbot: Any) -> None:
    desk.fill({"责任人": "沈佳宁"})
    qtbot.keyClick(desk.review(), Qt.Key.Key_1)
    qtbot.waitUntil(lambda: bool(read_drafts(desk.page.context.data_dir)), timeout=5000)


def test_putting_off_keeps_the_decisions_for_the_next_time(desk: Any, qtbot: Any) -> None:
    desk.fill({"责任人": "沈佳宁"}, {"责任人": "李四"})
    dialog = desk.review()
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert "暂存" in desk.told[-1].text
    assert desk.tasks()[0].owner == ""
    desk.page.open_target(OpenReturn(desk.page.model.rows[0].return_id or 0))
    desk.settle()
    again = desk.opened()
    assert [one.choice for one in again.books[0].decisions.all().values()] == [Choice.OURS]
    qtbot.mouseClick(again.apply, Qt.MouseButton.LeftButton)
    desk.settle()
    assert [task.owner for task in desk.tasks()[:2]] == ["", "李四"]


def test_the_review_says_who_gave_us_our_value(desk: Any) -> None:
    desk.change_owners("我方的人")
    desk.fill({"责任人": "对方的人"})
    book = desk.review().books[0]
    (author,) = book.authors.values()
    day = datetime.now().astimezone()
    assert author.endswith(f"{day.month}月{day.day}日")
    assert book.unchanged == len(book.changes.rows) - 1


def test_what_changed_during_the_review_is_compared_again(desk: Any, qtbot: Any) -> None:
    desk.change_owners("先改")
    desk.fill({"责任人": "对方的人"})
    dialog = desk.review()
    qtbot.keyClick(dialog, Qt.Key.Key_2)
    desk.change_owners("又改")
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.tasks()[0].owner == "又改"
    assert desk.told[-1].warning
    again = desk.opened()
    assert again is not dialog
    assert again.books[0].changes.changes[0].ours == "又改"

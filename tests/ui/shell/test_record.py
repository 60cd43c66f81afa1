"""变更记录: every act, what it changed, and taking any of them back with the lights in sight."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from sqlmodel import select

from tracker.model.tables import Task
from tracker.services.tasks import edit_task
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.shell.record import RecordDialog
from tracker.ui.shell.undo_step import UndoDialog
from tracker.ui.widgets.states import EmptyState

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def give_owner(ledger: Database, owner: str, actor: str = "", desk: str = "") -> None:
    """Give A1.1 an owner, in a start of the program before this one, perhaps as somebody else."""
    earlier = Database(ledger.url, actor, desk)
    with earlier.session() as session:
        task = session.exec(select(Task).where(Task.code == "A1.1")).one()
        edit_task(session, task.id, task.version, "owner", owner, task.start_on)
    earlier.close()


def owner(ledger: Database) -> str:
    with ledger.reading() as session:
        name: str = session.exec(select(Task.owner).where(Task.code == "A1.1")).one()
    return name


def lines(dialog: RecordDialog) -> list[tuple[str, str, str]]:
    items = (dialog.table.topLevelItem(number) for number in range(dialog.table.topLevelItemCount()))
    return [(item.text(1), item.text(2), item.text(4)) for item in items]


@pytest.fixture
def record(window: MainWindow, ledger: Database, live: Context) -> RecordDialog:
    give_owner(ledger, "张三")
    dialog = window.commands.open_record()
    assert isinstance(dialog, RecordDialog)
    live.jobs.drain()
    return dialog


def test_without_an_act_it_says_so(window: MainWindow, live: Context) -> None:
    dialog = window.commands.open_record()
    assert isinstance(dialog, RecordDialog)
    live.jobs.drain()
    if not dialog.acts:
        assert not dialog.table.isVisible()
    dialog.show_acts([])
    assert [state._title.text() for state in dialog.findChildren(EmptyState) if state.isVisible()] == ["还没有操作"]
    assert not dialog.undo.isEnabled()


def opened(record: RecordDialog, live: Context) -> UndoDialog:
    live.jobs.drain()
    assert isinstance(record.undoing, UndoDialog)
    return record.undoing


def test_an_act_of_an_earlier_start_is_taken_back_here_only(
    window: MainWindow, record: RecordDialog, ledger: Database, live: Context, told: list[Notice], qtbot: QtBot
) -> None:
    """Ctrl+Z says so and changes nothing; by keys alone: the record, the act, 撤销, 重做."""
    window.undo()
    live.jobs.drain()
    assert owner(ledger) == "张三"
    assert lines(record) == [("A1.1 责任人", "— → 张三", "")]
    assert [line.words for line in record.changes.changes()] == ["A1.1 责任人 — → 张三"]
    qtbot.keyClick(record.table, Qt.Key.Key_Return)
    dialog = opened(record, live)
    assert dialog.tick.isHidden()
    assert dialog.changes.heads() == ["现在 → 撤销后"]
    assert [line.words for line in dialog.changes.changes()] == ["A1.1 责任人 张三 → —"]
    assert dialog.summary.text() == "没有任务的灯会变"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    live.jobs.drain()
    assert owner(ledger) == ""
    assert (told[-1].text, told[-1].undone) == ("已撤销：A1.1 责任人", True)
    assert lines(record) == [("撤销：A1.1 责任人", "张三 → —", ""), ("A1.1 责任人", "— → 张三", "已撤销")]
    window.undo(told[-1].batch_id)  # what 重做 of the toast does
    live.jobs.drain()
    assert owner(ledger) == "张三"
    assert (told[-1].text, told[-1].undone) == ("已重做：A1.1 责任人", False)


def test_an_act_of_another_desk_needs_a_tick(
    record: RecordDialog, ledger: Database, live: Context, qtbot: QtBot
) -> None:
    give_owner(ledger, "李四", "王敏", "b" * 12)
    record._read()
    live.jobs.drain()
    assert lines(record)[0] == ("A1.1 责任人", "张三 → 李四", "")
    record.table.setCurrentItem(record.table.topLevelItem(0))
    qtbot.mouseClick(record.undo, Qt.MouseButton.LeftButton)
    dialog = opened(record, live)
    assert dialog.tick.text().startswith("这是 王敏 ")
    assert dialog.tick.text().endswith(" 的操作")
    assert not dialog.confirm.isEnabled()
    dialog.submit()  # whoever gets here without the tick is refused by the rule itself
    live.jobs.drain()
    assert owner(ledger) == "李四"
    assert "没有撤销" in dialog.foot_label.text()
    dialog.tick.setChecked(True)
    qtbot.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    live.jobs.drain()
    assert owner(ledger) == "张三"


def test_what_cannot_be_taken_back_says_why(record: RecordDialog, ledger: Database, live: Context) -> None:
    give_owner(ledger, "李四")
    record._read()
    live.jobs.drain()
    record.table.setCurrentItem(record.table.topLevelItem(1))
    record.undo.click()
    dialog = opened(record, live)
    assert "又改过其中的责任人" in dialog.foot_label.text()
    assert not dialog.confirm.isEnabled()


def test_the_palette_and_its_key_open_it(window: MainWindow, live: Context, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_H, CTRL | SHIFT)
    live.jobs.drain()
    titles = [dialog.windowTitle() for dialog in window.findChildren(QDialog)]
    assert titles == ["变更记录"]
    assert any(command.word == "变更记录…" for command in window.commands.everywhere())


def test_pictures(window: MainWindow, record: RecordDialog, live: Context, grab: Any) -> None:
    record.undo.click()
    grab(record, "record")
    grab(opened(record, live), "undo-step")

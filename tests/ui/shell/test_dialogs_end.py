"""Closed dialogs are gone: neither their widgets nor what they have read stay with the window."""

import gc
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog

from tracker.model.rows import TaskRow
from tracker.ui.core.command import Command
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.shell.main_window import MainWindow

WORDS = (
    "新建任务…", "登记来源…", "对比两个日期…", "任务变更历史…", "时限与状态变动…", "变更记录…", "命令面板…", "快捷键…",
    "本页帮助…", "亮灯规则…", "节假日…", "主题名单…", "编号规则…", "设置…", "数据、备份与恢复…",
)  # fmt: skip


def settle(window: MainWindow) -> None:
    window.context.jobs.drain()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.context.jobs.drain()


def opened_and_closed(window: MainWindow, run: Callable[[], object]) -> list["weakref.ref[QDialog]"]:
    """Return the dialogs that came, after they were closed as by Esc and everything was read and drawn."""
    run()
    window.context.jobs.drain()
    dialogs = window.findChildren(QDialog)
    for dialog in dialogs:
        dialog.reject()
    return [weakref.ref(dialog) for dialog in dialogs]


def assert_gone(window: MainWindow, closed: list["weakref.ref[QDialog]"]) -> None:
    settle(window)
    assert closed, "no dialog came"
    assert not window.findChildren(QDialog)
    gc.unfreeze()
    gc.collect()
    assert [type(dialog()).__name__ for dialog in closed if dialog() is not None] == []


def stand_on_a_task(window: MainWindow) -> TaskRow:
    window.show_page("ledger")
    window.context.jobs.drain()
    page = window.page()
    assert isinstance(page, LedgerPage)
    task = page.controller.shown[0]
    page.table.choose_task(task.id)
    settle(window)
    return task


def command(window: MainWindow, word: str) -> Command:
    return next(command for command in window.commands.everywhere() if command.word == word)


@pytest.mark.parametrize("word", WORDS)
def test_nothing_stays_of_a_dialog_of_the_window(window: MainWindow, word: str) -> None:
    stand_on_a_task(window)
    assert_gone(window, opened_and_closed(window, command(window, word).run))


def test_nothing_stays_of_the_form_of_many_tasks(window: MainWindow) -> None:
    stand_on_a_task(window)
    page = window.page()
    assert isinstance(page, LedgerPage)
    tasks = page.controller.shown[:5]
    assert_gone(window, opened_and_closed(window, lambda: page.ledger_actions.bulk.edit(tasks)))


def test_a_closed_list_of_themes_reads_no_more(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.model.changes import Changes
    from tracker.ui.shell.themes import ThemeListDialog

    read: list[object] = []
    monkeypatch.setattr(ThemeListDialog, "reread", lambda dialog: read.append(id(dialog)))
    closed = opened_and_closed(window, command(window, "主题名单…").run)
    assert len(read) == 1
    window.context.bus.changed.emit(Changes("改了", 1))
    assert len(read) == 2
    read.clear()
    assert_gone(window, closed)
    window.context.bus.changed.emit(Changes("又改了", 2))
    assert read == []

"""A data folder that others may read is told once, and can be kept for its user there."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.shell import folder_warning
from tracker.ui.shell.folder_warning import TITLE, warn_of_readers
from tracker.ui.widgets.dialog import Message


@pytest.fixture
def warned(context: Context, empty_window: QWidget, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Message]]:
    """Return a start on a folder which these groups may read; it returns the questions that are open."""

    def start(*who: str, keeps: bool = True) -> list[Message]:
        monkeypatch.setattr(folder_warning, "open_to", lambda _folder: who)
        monkeypatch.setattr(folder_warning, "keep_for_owner", lambda _folder: keeps)
        warn_of_readers(context, empty_window)
        context.jobs.drain()
        return [each for each in empty_window.findChildren(Message) if each.isVisible()]

    return start


def test_it_is_said_once_and_done(context: Context, warned: Callable[..., list[Message]], grab: Any) -> None:
    said: list[Notice] = []
    context.bus.notified.connect(said.append)
    (question,) = warned("Users 组", "所有人")
    assert question.windowTitle() == TITLE
    grab(question, "folder-warning")
    question.confirm.click()
    context.jobs.drain()
    assert [(notice.text, notice.warning) for notice in said] == [("数据文件夹已改为仅本人", False)]
    assert warned("Users 组") == [], "who has been told is not told at every start"


def test_where_it_cannot_be_done_the_way_is_told(context: Context, warned: Callable[..., list[Message]]) -> None:
    said: list[Notice] = []
    context.bus.notified.connect(said.append)
    warned("Users 组", keeps=False)[0].confirm.click()
    context.jobs.drain()
    assert said[0].warning
    assert "右键数据文件夹" in said[0].text


def test_a_folder_of_one_s_own_and_a_backup_that_is_looked_at_need_none(
    context: Context, warned: Callable[..., list[Message]]
) -> None:
    assert warned() == []
    context.preview = "备份 11月28日 23:30 · 只读"
    assert warned("Users 组") == []

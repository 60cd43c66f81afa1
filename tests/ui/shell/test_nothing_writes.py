"""Every command and button of every page is pressed where one may only read: none of them tries to write."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui.shell.test_read_only import REASON
from tracker.cli.parser import parse
from tracker.desktop import Desktop, build
from tracker.ui.core.jobs import Jobs
from tracker.ui.shell.page_list import PAGES
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.saving_dialog import SavingDialog

#: What ends the program or a dialog, moves the ledger elsewhere, or only looks.
_LEFT = ("关闭", "取消", "返回", "改用服务器…", "退出")
#: Forms that save what is this computer's own.
_OWN = ("保存为视图", "视图改名", "改用服务器")


class Walk:
    """Presses what can be pressed and writes down what would have been written, with the way there."""

    def __init__(self, desktop: Desktop, patch: pytest.MonkeyPatch) -> None:
        self.window, self.jobs = desktop.window, desktop.context.jobs
        self.way, self.wrote, self.open_still = "", list[str](), list[str]()
        patch.setattr(Jobs, "write", lambda *_a, **_n: self.wrote.append(self.way))
        long = Jobs.long
        patch.setattr(Jobs, "long", lambda jobs, service, **named: self._long(long, jobs, service, named))
        patch.setattr(QDesktopServices, "openUrl", lambda _url: True)
        for name in ("getSaveFileName", "getOpenFileName", "getOpenFileNames"):
            patch.setattr(QFileDialog, name, lambda *_a, **_n: ("", ""))
        patch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_n: "")
        patch.setattr(QFileDialog, "open", lambda *_a: None)

    def _long(self, long: Callable[..., Any], jobs: Jobs, service: object, named: dict[str, Any]) -> Any:
        if not named.get("reads"):
            self.wrote.append(self.way)
        return long(jobs, lambda _session, _step: None, **{**named, "reads": True, "on_result": None})

    def press(self, way: str, run: Callable[[], object], depth: int = 0) -> None:
        """Do something and look at the dialogs it opens; all of them are closed again."""
        before = set(self._dialogs())
        self.way = way
        run()
        self.jobs.drain(60_000)
        for dialog in self._dialogs():
            if dialog not in before:
                self.look_into(dialog, depth)
            if isValid(dialog) and dialog not in before:
                dialog.reject()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()

    def look_into(self, dialog: QDialog, depth: int) -> None:
        """Press what a dialog offers; one that saves must be closed, with the reason."""
        if isinstance(dialog, SavingDialog) and dialog.windowTitle() not in _OWN:
            self._require_closed(dialog.confirm, f"{self.way} › {dialog.windowTitle()}")
        if depth < 2 and isinstance(dialog, Dialog):
            self.press_buttons(dialog, f"{self.way} › {dialog.windowTitle()}", depth + 1)

    def _require_closed(self, button: QAbstractButton, way: str) -> None:
        if button.isEnabled():
            self.open_still.append(f"{way} › {button.text()}")

    def press_buttons(self, over: QWidget, way: str, depth: int = 0) -> None:
        """Press every button that is seen and can be pressed."""
        for button in over.findChildren(QAbstractButton):
            if not isValid(over) or not over.isVisible():
                return
            if not isValid(button):
                continue  # what was pressed before has shown other buttons
            word = button.text() or button.toolTip() or button.accessibleName()
            if button.isVisible() and button.isEnabled() and word not in _LEFT and "关闭" not in word:
                self.press(f"{way} › {word}", button.click, depth)

    def _dialogs(self) -> list[QDialog]:
        return [each for each in self.window.findChildren(QDialog) if each.isVisible()]


@pytest.fixture
def walk(sqlite_ledger_url: str, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    opened = build(parse(["--data", str(tmp_path / "data"), "--today", "2026-03-02", "--preview", REASON]))
    opened.window.show()
    opened.context.jobs.drain(60_000)
    yield Walk(opened, monkeypatch)
    opened.close()


def test_no_command_writes_where_one_may_only_read(walk: Walk) -> None:
    commands = walk.window.commands
    for command in commands.everywhere():
        if not command.writes:
            walk.press(command.word, command.run)
    for entry in PAGES:
        walk.window.show_page(entry.key)
        walk.jobs.drain(60_000)
        for command in commands.here():
            if not command.writes:
                walk.press(f"{entry.word} › {command.word}", command.run)
    assert walk.wrote == []
    assert walk.open_still == []


@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
def test_no_button_of_a_page_writes_where_one_may_only_read(walk: Walk, key: str) -> None:
    walk.window.show_page(key)
    walk.jobs.drain(60_000)
    walk.press_buttons(walk.window.page(), key)
    assert walk.wrote == []
    assert walk.open_still == []


def test_the_lists_of_themes_and_numbers_say_why_they_are_closed(walk: Walk) -> None:
    themes = walk.window.commands.open_themes()
    walk.jobs.drain(60_000)
    assert isinstance(themes, Dialog)
    buttons = {button.text(): button for button in themes.findChildren(QAbstractButton) if button.isVisible()}
    for word in ("改名…", "合并到…", "停用"):
        assert (buttons[word].isEnabled(), buttons[word].toolTip()) == (False, REASON), word
    themes.reject()
    walk.window.commands.open_numbering()
    walk.jobs.drain(60_000)
    (form,) = [each for each in walk.window.findChildren(SavingDialog) if each.isVisible()]
    assert (form.confirm.isEnabled(), form.confirm.toolTip()) == (False, REASON)

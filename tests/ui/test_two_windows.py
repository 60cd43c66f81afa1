"""Two whole windows on one server: what one writes the other sees, and undo by keys is one's own."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tracker import settings
from tracker.cli.parser import parse
from tracker.desktop import Desktop, build
from tracker.model.rows import TaskRow
from tracker.queries.ledger import read_ledger
from tracker.settings import Settings
from tracker.ui.core.bus import Notice
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.shell.watch import EVERY, Watch
from tracker.ui.task.inline_field import InlineField

pytestmark = pytest.mark.postgres
TODAY = date(2026, 3, 2)


class Desk:
    """One window with its own data folder and name; `watch` asks when the test says so."""

    def __init__(self, folder: Path, url: str, actor: str) -> None:
        folder.mkdir()
        settings.save(folder, Settings(actor=actor))
        self.desktop: Desktop = build(parse(["--data", str(folder), "--db", url, "--today", TODAY.isoformat()]))
        self.jobs, self.window = self.desktop.context.jobs, self.desktop.window
        self.notices: list[Notice] = []
        self.desktop.context.bus.notified.connect(self.notices.append)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.show_page("ledger")
        self.settle()
        self.watch = Watch(self.desktop.context, self.window)
        self.look()

    @property
    def page(self) -> LedgerPage:
        page = self.window.page()
        assert isinstance(page, LedgerPage)
        return page

    def settle(self) -> None:
        self.jobs.drain(60_000)

    def look(self) -> None:
        """Do what the timer does every two seconds."""
        self.watch.ask()
        self.settle()

    def task(self, code: str) -> TaskRow:
        with self.desktop.ledger.reading() as session:
            return next(task for task in read_ledger(session, TODAY).tasks if task.code == code)

    def shown(self) -> Sequence[TaskRow]:
        """Return the tasks as the window has read them."""
        assert self.page.controller.reading is not None
        return self.page.controller.reading.view.tasks

    def open(self, code: str) -> None:
        self.window.show_page("ledger", OpenTask(self.task(code).id))
        self.settle()

    def field(self, name: str) -> InlineField:
        return self.page.panel.basics.fields[name]

    def type(self, name: str, text: str, qtbot: QtBot) -> QLineEdit:
        """Open the editor of a field of the panel and type over what stands there."""
        self.field(name).begin()
        editor = self.field(name).editor
        assert isinstance(editor, QLineEdit)
        editor.selectAll()
        qtbot.keyClicks(editor, text)
        return editor

    def save(self, name: str, qtbot: QtBot) -> None:
        qtbot.keyClick(self.field(name).editor, Qt.Key.Key_Return)
        self.settle()

    def write(self, name: str, code: str, text: str, qtbot: QtBot) -> None:
        self.open(code)
        self.type(name, text, qtbot)
        self.save(name, qtbot)


@pytest.fixture
def desks(postgres_ledger_url: str, tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[Desk, Desk]]:
    opened = [Desk(tmp_path / name, postgres_ledger_url, name) for name in ("王敏", "李刚")]
    yield opened[0], opened[1]
    for desk in opened:
        desk.desktop.close()


def test_what_one_writes_is_seen_where_the_other_is_looking(desks: tuple[Desk, Desk], qtbot: QtBot) -> None:
    """One question is enough, and there is one every two seconds: that is the whole way to the row."""
    mine, other = desks
    assert EVERY <= 2_000
    mine.open("A1.4")
    table = mine.page.table
    before, scrolled = table.current_task(), table.verticalScrollBar().value()
    changed = QSignalSpy(table.model().dataChanged)
    reset = QSignalSpy(table.model().modelReset)
    other.write("owner", "A1.5", "zhaoliu", qtbot)
    mine.look()
    assert next(task.owner for task in mine.shown() if task.code == "A1.5") == "zhaoliu"
    assert changed.count() > 0
    assert reset.count() == 0
    assert table.current_task() == before
    assert table.verticalScrollBar().value() == scrolled
    assert [notice.text for notice in mine.notices] == ["李刚 改了 1 项任务"]


def test_undo_by_keys_never_takes_back_an_act_of_the_other(desks: tuple[Desk, Desk], qtbot: QtBot) -> None:
    mine, other = desks
    mine.write("owner", "A1.1", "zhangsan", qtbot)
    other.write("owner", "A1.4", "lisi", qtbot)
    mine.look()
    for _ in range(2):
        mine.window.undo()
        mine.settle()
    assert mine.task("A1.1").owner == ""
    assert mine.task("A1.4").owner == "lisi"

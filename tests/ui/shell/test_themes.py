"""主题名单 by the mouse and the keys: what is renamed, merged or retired changes in the whole ledger at once."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.forms import fill
from tracker.queries.themes import read_themes
from tracker.services.undo import undo_batch
from tracker.ui.core.context import Context
from tracker.ui.shell.themes import ThemeListDialog


@pytest.fixture
def dialog(live: Context, qtbot: QtBot) -> ThemeListDialog:
    window = QWidget()
    qtbot.addWidget(window)
    shown = ThemeListDialog(live, window)
    shown.open()
    live.jobs.drain()
    return shown


def themes(context: Context) -> dict[str, Any]:
    read: list[Any] = []
    context.jobs.read(read_themes, on_result=read.append)
    context.jobs.drain()
    return {row.name: row for row in read[0]}


def choose(dialog: ThemeListDialog, name: str) -> None:
    number = [row.name for row in dialog.rows].index(name)
    dialog.table.setCurrentItem(dialog.table.topLevelItem(number))


def test_the_list_counts_where_a_theme_is_used(dialog: ThemeListDialog, live: Context) -> None:
    known = themes(live)
    assert [row.name for row in dialog.rows] == list(known)
    assert sum(row.tasks for row in known.values()) > 88
    shown = [dialog.table.topLevelItem(number).text(1) for number in range(len(known))]
    assert shown == [f"{row.tasks:,}" for row in known.values()]


def test_a_theme_is_renamed_and_taken_back(dialog: ThemeListDialog, live: Context, qtbot: QtBot) -> None:
    before = themes(live)
    choose(dialog, "人才")
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.form is not None
    fill(dialog.form, name="人才队伍")
    dialog.form.submit()
    live.jobs.drain()
    after = themes(live)
    assert after["人才队伍"].tasks == before["人才"].tasks > 0
    assert "人才" not in after
    live.jobs.write(undo_batch)
    live.jobs.drain()
    assert themes(live) == before
    assert [row.name for row in dialog.rows] == list(before)


def test_a_name_that_is_there_is_refused_in_the_form(dialog: ThemeListDialog, live: Context) -> None:
    choose(dialog, "人才")
    other = next(row.name for row in dialog.rows if row.name != "人才")
    dialog.rename()
    assert dialog.form is not None
    fill(dialog.form, name=other)
    dialog.form.submit()
    live.jobs.drain()
    assert dialog.form.isVisible()
    assert "请用“合并”" in dialog.form.foot_label.text()
    assert "人才" in themes(live)


def test_one_theme_goes_into_another(dialog: ThemeListDialog, live: Context) -> None:
    before = themes(live)
    choose(dialog, "人才")
    dialog.merge()
    assert dialog.form is not None
    into = dialog.form.text("into")
    assert into != "人才"
    dialog.form.submit()
    live.jobs.drain()
    after = themes(live)
    assert "人才" not in after
    most = before[into].tasks + before["人才"].tasks
    assert max(before[into].tasks, before["人才"].tasks) <= after[into].tasks <= most


def test_a_retired_theme_is_offered_again(dialog: ThemeListDialog, live: Context, qtbot: QtBot) -> None:
    before = themes(live)["人才"]
    for retired, word in ((True, "启用"), (False, "停用")):
        choose(dialog, "人才")
        qtbot.mouseClick(dialog.retiring, Qt.MouseButton.LeftButton)
        live.jobs.drain()
        assert themes(live)["人才"].retired is retired
        assert themes(live)["人才"].tasks == before.tasks
        choose(dialog, "人才")
        assert dialog.retiring.text() == word

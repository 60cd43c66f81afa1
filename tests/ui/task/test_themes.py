"""主题 of one task and of several: boxes that some of the tasks have stay as they are unless they are clicked."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.keyboard import Keyboard
from tracker.desktop import Desktop
from tracker.model.rows import TaskRow
from tracker.queries.ledger import read_ledger
from tracker.ui.task.action_list import THEMES
from tracker.ui.task.themes import ThemesDialog
from tracker.ui.widgets.saving_dialog import Reply

Saved = list[tuple[Sequence[str], Sequence[str]]]


@pytest.fixture
def saved() -> Saved:
    return []


@pytest.fixture
def asked(saved: Saved, make_task: Any, qtbot: QtBot) -> Callable[..., ThemesDialog]:
    def build(*themes: tuple[str, ...]) -> ThemesDialog:
        def keep(add: Sequence[str], drop: Sequence[str], reply: Reply) -> None:
            saved.append((tuple(add), tuple(drop)))
            reply.done()

        dialog = ThemesDialog([make_task(themes=names) for names in themes], ("人才", "金融", "海洋"), keep)
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    return build


def click(qtbot: QtBot, dialog: ThemesDialog, name: str) -> None:
    qtbot.mouseClick(dialog.boxes[name], Qt.MouseButton.LeftButton)


def test_one_task_gets_a_theme_and_loses_another(asked: Any, saved: Saved, qtbot: QtBot) -> None:
    dialog = asked(("人才",))
    assert dialog.boxes["人才"].isChecked()
    click(qtbot, dialog, "人才")
    click(qtbot, dialog, "海洋")
    qtbot.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    assert saved == [(("海洋",), ("人才",))]


def test_what_only_some_tasks_have_stays_with_them(asked: Any, saved: Saved, qtbot: QtBot) -> None:
    dialog = asked(("人才",), ("人才", "金融"))
    assert dialog.boxes["金融"].checkState() is Qt.CheckState.PartiallyChecked
    click(qtbot, dialog, "海洋")
    dialog.submit()
    assert saved == [(("海洋",), ())]


def test_a_half_ticked_box_gives_all_of_them_the_theme_or_takes_it_from_all(
    asked: Any, saved: Saved, qtbot: QtBot
) -> None:
    first = asked(("金融",), ())
    click(qtbot, first, "金融")
    first.submit()
    second = asked(("金融",), ())
    click(qtbot, second, "金融")
    click(qtbot, second, "金融")
    second.submit()
    assert saved == [(("金融",), ()), ((), ("金融",))]


def test_a_word_that_is_new_to_the_list_is_asked_about_once(asked: Any, saved: Saved) -> None:
    dialog = asked(())
    dialog.more.setText("量子、人才")
    dialog.submit()
    assert saved == []
    assert "“量子”是名单里没有的新主题" in dialog.foot_label.text()
    dialog.submit()
    assert saved == [(("人才", "量子"), ())]


def test_nothing_changed_is_no_act(asked: Any, saved: Saved) -> None:
    dialog = asked(("人才",))
    dialog.submit()
    assert (saved, dialog.isVisible()) == ([], False)


def test_themes_of_two_rows_of_the_ledger_are_changed_as_one_act(day: Desktop, qtbot: QtBot) -> None:
    keys = Keyboard(day, qtbot)
    ledger: Any = day.window.page()

    def rows() -> list[TaskRow]:
        with day.ledger.reading() as session:
            wanted = ("A1.1", "A1.2a")
            return [row for row in read_ledger(session, day.context.today()).tasks if row.code in wanted]

    before = [set(row.themes) for row in rows()]
    ledger.acts.do(rows(), THEMES)
    keys.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ThemesDialog)
    dialog.more.setText("量子")
    QTest.keyClick(dialog.more, Qt.Key.Key_Return)
    QTest.keyClick(dialog.more, Qt.Key.Key_Return)
    keys.settle()
    assert [set(row.themes) for row in rows()] == [themes | {"量子"} for themes in before]
    day.window.undo()
    keys.settle()
    assert [set(row.themes) for row in rows()] == before

"""Linked tasks in the panel: what they are to this one, and the way there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tracker.model.enums import Status, TaskLinkKind
from tracker.model.rows import LinkRow
from tracker.ui.task.links import LinksList, link_tip, relation_word
from tracker.ui.widgets.buttons import IconButton

DUPLICATE, RELATED = TaskLinkKind.DUPLICATE, TaskLinkKind.RELATED


def link(kind: TaskLinkKind = RELATED, *, kept: bool = False, number: int = 3) -> LinkRow:
    return LinkRow(
        number, 40 + number, "B1.1", "建设灯塔工厂", "市经信局", kind, kept, Status.IN_PROGRESS, "B1.1", "培育灯塔工厂"
    )


@pytest.fixture
def shown(qtbot: QtBot) -> LinksList:
    made = LinksList()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("row", "word"),
    [(link(), "相关"), (link(DUPLICATE), "并入的"), (link(DUPLICATE, kept=True), "已并入")],
)
def test_what_it_is_to_this_task(row: LinkRow, word: str) -> None:
    assert relation_word(row) == word
    assert "回应建议 B1.1 培育灯塔工厂" in link_tip(row)


def test_a_click_or_a_key_goes_there(shown: LinksList, qtbot: QtBot) -> None:
    shown.show_rows((link(),))
    assert shown.heading.right.text() == "1 项"
    with qtbot.waitSignal(shown.opened) as told:
        shown.lines[43].click()
    assert told.args == [43]
    shown.lines[43].setFocus()
    with qtbot.waitSignal(shown.opened):
        QTest.keyClick(shown.lines[43], Qt.Key.Key_Space)


def test_only_a_relation_is_parted_here(shown: LinksList, qtbot: QtBot) -> None:
    shown.show_rows((link(DUPLICATE, number=1), link(number=2)))
    (part,) = shown.findChildren(IconButton)
    assert part.accessibleName() == "解除与 B1.1 的关联"
    with qtbot.waitSignal(shown.parted) as told:
        part.click()
    assert told.args == [2]
    shown.show_rows(())
    assert shown.heading.right.text() == ""

"""The menu of values to tick: it stays open, searches, and tells what is ticked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tracker.ui.task.co_offices import CoOfficesField
from tracker.ui.task.multi_menu import MultiMenu

FEW = tuple((name, name) for name in ("市经信局", "市科技局", "市财政局"))
MANY = tuple((f"局{number}", f"局{number}") for number in range(20))


@pytest.fixture
def multi(qtbot: QtBot) -> MultiMenu:
    anchor = QWidget()
    qtbot.addWidget(anchor)
    anchor.show()
    return MultiMenu(anchor)


def test_ticking_by_mouse_and_key_leaves_it_open(multi: MultiMenu, qtbot: QtBot) -> None:
    menu = multi.open(FEW, ("市财政局",))
    assert multi.values() == ("市财政局",)
    first = menu.actions()[0]
    menu.setActiveAction(first)
    with qtbot.waitSignal(multi.ticked) as told:
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(first).center())
    assert told.args == [("市经信局", "市财政局")]
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_Space)
    assert multi.values() == ("市财政局",)
    assert menu.isVisible()
    with qtbot.waitSignal(multi.closed) as told:
        menu.close()
    assert told.args == [("市财政局",)]


def test_many_values_can_be_searched(multi: MultiMenu) -> None:
    menu = multi.build(MANY, ())
    field = menu.findChild(QLineEdit)
    assert field is not None
    field.setText("局1")
    shown = [action.text() for action in menu.actions() if action.text() and action.isVisible()]
    assert shown == ["局1", *(f"局{number}" for number in range(10, 20))]


def test_few_values_need_no_search(multi: MultiMenu) -> None:
    assert multi.build(FEW, ()).findChild(QLineEdit) is None


def test_co_offices_tell_only_a_change_and_in_ledger_order(qtbot: QtBot) -> None:
    field = CoOfficesField()
    qtbot.addWidget(field)
    field.names = [name for name, _ in FEW]
    from tracker.ui.task.words import Shown

    field.show_value(Shown("市科技局", "市科技局"), ("市科技局",), "市经信局")
    field.begin()
    with qtbot.assertNotEmitted(field.edited):
        field.choose(("市科技局",))
    with qtbot.waitSignal(field.edited) as told:
        field.choose(("市财政局", "市科技局"))
    assert told.args == ["co_offices", ("市科技局", "市财政局")]
    field.show()
    field.begin()
    assert "市经信局" not in field.menu._actions  # the leading office does not help itself

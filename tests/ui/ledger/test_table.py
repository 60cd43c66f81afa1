"""The table alone: painting, keys, mouse, speed with many rows."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tracker.model.rows import LedgerView
from tracker.ui.ledger.arrangement import RowSource
from tracker.ui.ledger.columns import ON_REQUEST, Column, Room
from tracker.ui.ledger.grouping import Grouping, arrange
from tracker.ui.ledger.table import LedgerTable
from tracker.ui.theme import style


def source(view: LedgerView, grouping: Grouping = Grouping.ARTICLE) -> RowSource:
    arrangement = arrange(view, view.tasks, grouping)
    return lambda closed: arrangement.rows(closed=closed)


@pytest.fixture
def table(qtbot: QtBot, small_ledger: LedgerView) -> LedgerTable:
    made = LedgerTable()
    qtbot.addWidget(made)
    made.resize(910, 500)
    made.widths.set({}, Room.NORMAL)
    for column in (Column.LATEST, *ON_REQUEST):
        made.setColumnHidden(column, True)
    made.show_rows(source(small_ledger))
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    made.setFocus()
    return made


def key_of(table: LedgerTable) -> str:
    index = table.currentIndex()
    return table.rows.shown.key(index.row()) if index.isValid() else ""


def test_it_paints_every_kind_of_row_in_both_themes(table: LedgerTable, qapp: QApplication) -> None:
    table.choose_task(1)
    QTest.keyClick(table, Qt.Key.Key_Down)
    pictures = []
    for theme in ("light", "dark"):
        style.apply(qapp, theme)  # type: ignore[arg-type]
        pictures.append(table.grab().toImage())
    style.apply(qapp, "light")
    assert pictures[0] != pictures[1]


def test_the_focus_frame_is_for_the_keyboard(table: LedgerTable) -> None:
    place = table.visualRect(table.rows.index_of_task(2)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    by_mouse = table.grab().toImage()
    QTest.keyClick(table, Qt.Key.Key_Up)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert key_of(table) == "t:2"
    assert table.grab().toImage() != by_mouse


def test_arrows_walk_through_headings_and_fields(table: LedgerTable) -> None:
    table.choose_task(1)
    walked = []
    for _ in range(3):
        QTest.keyClick(table, Qt.Key.Key_Down)
        walked.append(key_of(table))
    assert walked == ["h:A1.2", "t:2", "t:3"]
    for _ in range(9):
        QTest.keyClick(table, Qt.Key.Key_Right)
    assert table.currentIndex().column() == Column.STATUS
    QTest.keyClick(table, Qt.Key.Key_Left)
    assert table.currentIndex().column() == Column.PROGRESS


@pytest.mark.parametrize(("key", "signal"), [(Qt.Key.Key_Space, "details_asked"), (Qt.Key.Key_Delete, "cancel_asked")])
def test_keys_that_ask(table: LedgerTable, qtbot: QtBot, key: Qt.Key, signal: str) -> None:
    table.choose_task(1)
    with qtbot.waitSignal(getattr(table, signal)):
        QTest.keyClick(table, key)


def test_the_status_cell_offers_acts_instead_of_an_editor(table: LedgerTable, qtbot: QtBot) -> None:
    cell = table.visualRect(table.rows.index_of_task(1, Column.STATUS)).center()
    with qtbot.waitSignal(table.acts_asked) as asked:
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    assert asked.args is not None
    assert asked.args[0] == 1


def test_a_menu_is_asked_for_by_mouse_and_by_key(table: LedgerTable, qtbot: QtBot) -> None:
    table.choose_task(1)
    place = table.visualRect(table.rows.index_of_task(1)).center()
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        with qtbot.waitSignal(table.menu_asked):
            table.contextMenuEvent(QContextMenuEvent(reason, place, table.mapToGlobal(place)))
    with qtbot.assertNotEmitted(table.menu_asked):
        nowhere = QPoint(20, 480)
        table.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, nowhere, nowhere))


def test_several_rows_are_chosen_in_the_order_of_the_screen(table: LedgerTable) -> None:
    for task, modifier in ((3, Qt.KeyboardModifier.NoModifier), (1, Qt.KeyboardModifier.ControlModifier)):
        place = table.visualRect(table.rows.index_of_task(task)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)
    assert [task.id for task in table.chosen()] == [1, 3]


def test_double_click_on_a_heading_closes_it(table: LedgerTable) -> None:
    heading = table.rows.index_of("h:A1.2")
    QTest.mouseDClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(heading).center() + QPoint(100, 0)
    )
    assert not table.isExpanded(heading)


def test_the_order_of_a_chosen_row_survives_another_grouping(table: LedgerTable, small_ledger: LedgerView) -> None:
    table.choose_task(3)
    table.show_rows(source(small_ledger, Grouping.OFFICE), anew=True)
    assert key_of(table) == "t:3@市经信局"
    assert [task.id for task in table.chosen()] == [3]


def test_typing_letters_does_not_wander(table: LedgerTable) -> None:
    table.choose_task(1)
    QTest.keyClicks(table, "A2")
    assert key_of(table) == "t:1"


def test_five_thousand_tasks_are_shown_painted_and_read_again_quickly(
    table: LedgerTable, small_ledger: LedgerView, make_task: Callable[..., object]
) -> None:
    tasks = tuple(
        replace(small_ledger.tasks[number % 3], id=number + 10, code=f"A1.1-{number}") for number in range(5000)
    )
    view = replace(small_ledger, tasks=tasks)
    start = time.perf_counter()
    table.show_rows(source(view))
    QApplication.processEvents()
    shown = time.perf_counter() - start
    assert table.uniformRowHeights()
    start = time.perf_counter()
    changed = (replace(tasks[0], progress=77), *tasks[1:])
    table.show_rows(source(replace(view, tasks=changed)))
    table.viewport().repaint()
    again = time.perf_counter() - start
    assert shown < 1.5, f"{shown:.2f} s"
    assert again < 0.5, f"{again:.2f} s"

"""Boxes at the rows: near the left edge, and on all rows once several are selected; headings take all below them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tracker.model.rows import TaskRow
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.ledger.row_boxes import NEAR
from tracker.ui.ledger.rows import Heading
from tracker.ui.ledger.table import LedgerTable

Settle = Callable[[], None]
BOX = 22


@pytest.fixture
def table(page: LedgerPage) -> LedgerTable:
    page.table.choose_first()
    page.table.setFocus()
    return page.table


def row_of(table: LedgerTable, kind: type, number: int = 0) -> int:
    return [row for row, shown in enumerate(table.rows.shown.rows) if isinstance(shown, kind)][number]


def press(table: LedgerTable, qtbot: QtBot, row: int, x: int = BOX) -> None:
    at = QPoint(x, table.rowViewportPosition(row) + table.rowHeight(row) // 2)
    table._hover(at)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_the_box_of_a_row_appears_near_its_left_edge(table: LedgerTable) -> None:
    row = row_of(table, TaskRow, 2)
    top = table.rowViewportPosition(row) + 5
    table._hover(QPoint(NEAR + 1, top))
    assert not table.boxes.shown(row, several=False)
    table._hover(QPoint(NEAR - 1, top))
    assert table.boxes.shown(row, several=False)
    assert not table.boxes.shown(row + 1, several=False)
    table.grab()


def test_boxes_add_and_take_away_single_rows(table: LedgerTable, qtbot: QtBot) -> None:
    first, third = row_of(table, TaskRow), row_of(table, TaskRow, 2)
    press(table, qtbot, third)
    assert len(table.chosen()) == 2
    assert table.boxes.share(third) == 1
    table.grab()
    press(table, qtbot, first)
    assert [task.id for task in table.chosen()] == [table.rows.shown.rows[third].id]


def test_the_box_of_a_heading_takes_all_tasks_below_it(table: LedgerTable, qtbot: QtBot) -> None:
    row = row_of(table, Heading, 1)
    heading = table.rows.shown.rows[row]
    assert isinstance(heading, Heading)
    tasks = [r for r in table.rows.shown.rows[row + 1 : heading.end] if isinstance(r, TaskRow)]
    assert 0 < table.boxes.share(row) < 1  # the first task is chosen
    table._hover(QPoint(BOX, table.rowViewportPosition(row) + 5))
    table.grab()
    press(table, qtbot, row)
    assert {task.id for task in tasks} <= {task.id for task in table.chosen()}
    assert table.boxes.share(row) == 1
    press(table, qtbot, row)
    assert not {task.id for task in tasks} & {task.id for task in table.chosen()}


def test_the_chevron_still_folds(table: LedgerTable, qtbot: QtBot) -> None:
    row = row_of(table, Heading, 1)
    before = len(table.rows.shown)
    press(table, qtbot, row, 6)
    assert len(table.rows.shown) < before

"""A place that survives: what is open, chosen and in sight after another reading."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from tracker.model.rows import LedgerView
from tracker.ui.ledger.arrangement import RowSource
from tracker.ui.ledger.columns import ON_REQUEST, SPECS, Column, Room
from tracker.ui.ledger.grouping import Grouping, arrange
from tracker.ui.ledger.table import LedgerTable


def source(view: LedgerView, grouping: Grouping = Grouping.ARTICLE) -> RowSource:
    arrangement = arrange(view, view.tasks, grouping)
    return lambda closed: arrangement.rows(closed=closed)


@pytest.fixture
def rows(qtbot: QtBot, small_ledger: LedgerView) -> LedgerTable:
    table = LedgerTable()
    qtbot.addWidget(table)
    table.resize(900, 200)
    table.show_rows(source(small_ledger))
    table.show()
    qtbot.waitExposed(table)
    return table


def open_keys(rows: LedgerTable) -> set[str]:
    return {head.key for head in rows.rows.shown.headings if rows.isExpanded(rows.rows.index_at(head.row))}


def test_all_is_open_but_articles_without_tasks(rows: LedgerTable) -> None:
    assert open_keys(rows) == {"a:A", "s:A:一、创新", "h:A1.2", "s:A:二、融合", "r:A2.1"}


def test_closed_rows_stay_closed_and_others_open_when_rows_come(rows: LedgerTable, small_ledger: LedgerView) -> None:
    rows.setExpanded(rows.rows.index_of("h:A1.2"), False)
    more = replace(small_ledger.tasks[0], id=9, code="A1.1-2")
    rows.show_rows(source(replace(small_ledger, tasks=(*small_ledger.tasks, more))))
    assert "h:A1.2" not in open_keys(rows)
    assert "r:A1.1" in open_keys(rows)
    rows.setExpanded(rows.rows.index_of("h:A1.2"), True)
    rows.show_rows(source(small_ledger))
    assert "h:A1.2" in open_keys(rows)


def test_a_changed_value_moves_nothing(rows: LedgerTable, small_ledger: LedgerView, qtbot: QtBot) -> None:
    rows.choose_task(5)
    rows.setExpanded(rows.rows.index_of("s:A:一、创新"), False)
    scrolled = rows.verticalScrollBar().value()
    changed = tuple(replace(task, progress=1) for task in small_ledger.tasks)
    with qtbot.assertNotEmitted(rows.task_chosen), qtbot.assertNotEmitted(rows.rows.modelReset):
        rows.show_rows(source(replace(small_ledger, tasks=changed)))
    assert [task.progress for task in rows.chosen()] == [1]
    assert rows.verticalScrollBar().value() == scrolled
    assert "s:A:一、创新" not in open_keys(rows)


def test_rows_coming_above_do_not_lose_the_chosen_one(
    rows: LedgerTable, small_ledger: LedgerView, qtbot: QtBot
) -> None:
    rows.choose_task(5)
    first = replace(small_ledger.tasks[0], id=9, code="A1.1-0")
    with qtbot.assertNotEmitted(rows.task_chosen):
        rows.show_rows(source(replace(small_ledger, tasks=(first, *small_ledger.tasks))))
    current = rows.current_task()
    assert current is not None
    assert current.id == 5
    assert [task.id for task in rows.chosen()] == [5]


def test_a_chosen_row_that_is_gone_is_not_replaced_by_another(rows: LedgerTable, small_ledger: LedgerView) -> None:
    rows.choose_task(5)
    rows.show_rows(source(replace(small_ledger, tasks=small_ledger.tasks[:4])))
    assert rows.chosen() == []
    assert rows.current_task() is None
    assert not rows.choose_task(5)


def test_other_rows_on_wish_start_at_the_top_or_at_the_chosen_one(rows: LedgerTable, small_ledger: LedgerView) -> None:
    rows.verticalScrollBar().setValue(120)
    rows.show_rows(source(small_ledger, Grouping.LIGHT), anew=True)
    assert rows.verticalScrollBar().value() == 0
    rows.choose_task(5)
    rows.show_rows(source(small_ledger), anew=True)
    assert rows.visualRect(rows.rows.index_of_task(5)).intersects(rows.viewport().rect())


def test_the_first_task_is_found_below_its_headings(rows: LedgerTable) -> None:
    rows.choose_first()
    task = rows.current_task()
    assert task is not None
    assert task.id == 1


def test_nothing_to_choose_is_no_error(qtbot: QtBot) -> None:
    rows = LedgerTable()
    qtbot.addWidget(rows)
    rows.choose_first()
    assert rows.current_task() is None
    assert rows.chosen() == []


@pytest.mark.parametrize("wide", [False, True])
def test_widths_follow_the_window(rows: LedgerTable, wide: bool) -> None:
    rows.resize(1500, 400)
    rows.widths.set({}, Room.WIDE if wide else Room.NORMAL)
    for column in ON_REQUEST:
        rows.setColumnHidden(column, True)
    rows.widths.fit()
    for column in (Column.OFFICE, Column.LIGHT, Column.CODE):
        assert rows.columnWidth(column) == (SPECS[column].wide if wide else SPECS[column].width)
    assert sum(rows.columnWidth(column) for column in Column if column not in ON_REQUEST) == rows.viewport().width()


def test_heights_are_36_and_32(rows: LedgerTable) -> None:
    assert rows.visualRect(rows.rows.index_of("a:N")).height() == 36
    assert rows.visualRect(rows.rows.index_of("s:A:一、创新")).height() == 32
    assert not rows.uniformRowHeights()


@pytest.mark.parametrize("closed", [(), ("h:A1.2",), ("s:A:一、创新",), ("s:A:一、创新", "r:A2.1"), ("a:A",)])
@pytest.mark.parametrize("picked", [range(14), range(4, 9), (1, 2, 6, 7, 8, 12), (13, 3, 8)])
def test_the_chosen_tasks_are_those_of_the_chosen_rows(
    rows: LedgerTable, closed: tuple[str, ...], picked: Sequence[int]
) -> None:
    for key in closed:
        rows.setExpanded(rows.rows.index_of(key), False)
    flags = QItemSelectionModel.SelectionFlag
    rows.selectionModel().clear()
    for row in picked:
        rows.selectionModel().select(rows.rows.index(row, 0), flags.Select | flags.Rows)
    tasks = [rows.rows.task(rows.rows.index(row, 0)) for row in sorted(picked)]
    assert rows.chosen() == [task for task in tasks if task is not None]


@pytest.mark.parametrize("grouping", [Grouping.THEME, Grouping.NONE])
def test_a_task_that_stands_twice_is_chosen_once(
    rows: LedgerTable, small_ledger: LedgerView, grouping: Grouping
) -> None:
    many = replace(small_ledger, tasks=tuple(replace(t, themes=("数字化", "人才")) for t in small_ledger.tasks))
    rows.show_rows(source(many, grouping))
    rows.selectAll()
    assert rows.chosen() == list(many.tasks)


def test_the_header_has_a_selection_of_its_own(rows: LedgerTable, qtbot: QtBot) -> None:
    """With the rows' it would ask every chosen cell at each paint: nine seconds for 100,000 rows."""
    qtbot.keyClick(rows, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(rows.chosen()) == 5
    assert rows.header().selectionModel().model() is rows.rows
    assert not rows.header().selectionModel().hasSelection()

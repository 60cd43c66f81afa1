"""Every field a column: asked for, dragged, remembered, broken into lines, and typed over where it stands."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tracker.model.rows import TaskRow
from tracker.ui.core.context import Context
from tracker.ui.ledger.columns import LEAST_REST, ON_REQUEST, SPECS, Column, cell_text
from tracker.ui.ledger.grouping import Grouping
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.ledger.row_painting import ROW, TOP_ROW
from tracker.ui.ledger.rows import TOP_KINDS, Heading
from tracker.ui.ledger.table import WRAPPED_ROW
from tracker.ui.ledger.view_settings import read_view_settings
from tracker.ui.widgets.cell_editors import CellEditor
from tracker.ui.widgets.prose_cell import ProseCell

TaskOf = Callable[[LedgerPage, str], TaskRow]
Settle = Callable[[], None]


def show_column(page: LedgerPage, *columns: Column) -> None:
    for column in columns:
        page.toolbar.column_toggled.emit(column, True)


def stand_on(page: LedgerPage, column: Column) -> None:
    page.table.setCurrentIndex(page.table.currentIndex().siblingAtColumn(column))


def heights(page: LedgerPage) -> set[tuple[str, int]]:
    rows = page.table.rows.shown.rows
    kinds = ["top" if isinstance(r, Heading) and r.kind in TOP_KINDS else type(r).__name__ for r in rows]
    return {(kind, page.table.rowHeight(number)) for number, kind in enumerate(kinds)}


@pytest.mark.parametrize("column", [column for column in ON_REQUEST if column > Column.SOURCE_KIND])
def test_every_field_can_be_a_column(page: LedgerPage, column: Column) -> None:
    assert page.table.isColumnHidden(column)
    show_column(page, column)
    assert not page.table.isColumnHidden(column)
    page.parts.sort(((column, False),))
    page.table.grab()
    assert all(isinstance(cell_text(task, column), str) for task in page.controller.shown)


def test_a_dragged_column_keeps_its_width_over_another_start(
    page: LedgerPage, store_context: Context, qtbot: QtBot, show: Callable[..., Any], settle: Settle
) -> None:
    header = page.table.header()
    edge = header.sectionViewportPosition(Column.OFFICE) + header.sectionSize(Column.OFFICE) - 1
    before = page.table.columnWidth(Column.OFFICE)
    target = header.viewport()
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=QPoint(edge, 16))
    qtbot.mouseMove(target, QPoint(edge + 20, 16))
    qtbot.mouseMove(target, QPoint(edge + 40, 16))
    qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, pos=QPoint(edge + 40, 16))
    qtbot.waitUntil(lambda: "OFFICE" in page.parts.settings.widths)
    dragged = page.table.columnWidth(Column.OFFICE)
    assert dragged > before
    again = show(LedgerPage(store_context))
    settle()
    assert again.table.columnWidth(Column.OFFICE) == dragged
    again.table.header().sectionHandleDoubleClicked.emit(Column.OFFICE)
    assert again.table.columnWidth(Column.OFFICE) == SPECS[Column.OFFICE].width


def test_what_does_not_fit_scrolls_and_the_title_keeps_its_room(page: LedgerPage, settle: Settle) -> None:
    assert page.table.horizontalScrollBar().maximum() == 0
    show_column(page, Column.CONTENT, Column.PROBLEMS, Column.NEXT_STEPS)
    settle()
    assert page.table.columnWidth(Column.TITLE) == LEAST_REST
    assert page.table.horizontalScrollBar().maximum() > 0
    page.table.horizontalScrollBar().setValue(page.table.horizontalScrollBar().maximum())
    page.table.grab()


def test_lines_are_broken_on_wish_and_remembered(page: LedgerPage) -> None:
    page.toolbar.wrap_toggled.emit()
    assert heights(page) == {("top", TOP_ROW), ("Heading", ROW), ("TaskRow", WRAPPED_ROW)}
    page.table.grab()
    assert read_view_settings(page.context.settings).wrapped
    page.toolbar.wrap_toggled.emit()
    assert heights(page) == {("top", TOP_ROW), ("Heading", ROW), ("TaskRow", ROW)}


@pytest.mark.parametrize("words", ["智能", "zzz", "人才"])
def test_rows_keep_their_heights_over_searching_and_regrouping(page: LedgerPage, settle: Settle, words: str) -> None:
    right = {("top", TOP_ROW), ("Heading", ROW), ("TaskRow", ROW)}
    for grouping in (Grouping.OFFICE, Grouping.LIGHT, Grouping.ARTICLE):
        page.toolbar.set_grouping(grouping)
        page.toolbar.search.setText(words)
        settle()
        assert heights(page) <= right
        page.toolbar.search.clear()
        settle()
        assert heights(page) <= right


def test_typing_over_a_cell_edits_it(
    page: LedgerPage, choose: TaskOf, task_of: TaskOf, settle: Settle, qtbot: QtBot
) -> None:
    choose(page, "A1.1")
    stand_on(page, Column.OWNER)
    qtbot.keyClicks(page.table, "x")
    editor = page.table.findChild(CellEditor)
    assert editor is not None
    assert editor.text() == "x"
    qtbot.keyClicks(editor, "u")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert task_of(page, "A1.1").owner == "xu"


def test_a_text_of_lines_is_typed_over_and_keeps_its_lines(
    page: LedgerPage, choose: TaskOf, task_of: TaskOf, settle: Settle, qtbot: QtBot
) -> None:
    show_column(page, Column.REMARK)
    choose(page, "A1.1")
    stand_on(page, Column.REMARK)
    qtbot.keyClicks(page.table, "a")
    editor = page.table.findChild(ProseCell)
    assert editor is not None
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(editor, "b")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert task_of(page, "A1.1").remark == "a\nb"


def test_escape_leaves_the_cell_and_keeps_a_draft(
    page: LedgerPage, choose: TaskOf, task_of: TaskOf, settle: Settle, qtbot: QtBot
) -> None:
    show_column(page, Column.REMARK)
    choose(page, "A1.1")
    stand_on(page, Column.REMARK)
    qtbot.keyClicks(page.table, "a")
    editor = page.table.findChild(ProseCell)
    assert editor is not None
    qtbot.keyClicks(editor, "bc")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    settle()
    assert task_of(page, "A1.1").remark == ""
    assert [draft.text for draft in page.context.drafts.all().values()] == ["abc"]


def test_a_status_is_not_typed_over(page: LedgerPage, choose: TaskOf, qtbot: QtBot) -> None:
    choose(page, "A1.1")
    stand_on(page, Column.STATUS)
    qtbot.keyClicks(page.table, "x")
    assert page.table.findChild(CellEditor) is None


def test_with_several_rows_selected_nothing_is_typed_over(page: LedgerPage, choose: TaskOf, qtbot: QtBot) -> None:
    choose(page, "A1.1")
    stand_on(page, Column.OWNER)
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(page.table.letter_pressed) as pressed:
        qtbot.keyClicks(page.table, "q")
    assert pressed.args == ["Q"]
    assert page.table.findChild(CellEditor) is None
    event = QInputMethodEvent()
    event.setCommitString("徐")
    QApplication.sendEvent(page.table, event)
    assert page.table.findChild(CellEditor) is None


def test_chinese_is_typed_over_a_cell(page: LedgerPage, choose: TaskOf) -> None:
    choose(page, "A1.1")
    stand_on(page, Column.OWNER)
    QApplication.sendEvent(page.table, QInputMethodEvent("xuhaiyan", []))
    event = QInputMethodEvent()
    event.setCommitString("徐海燕")
    QApplication.sendEvent(page.table, event)
    editor = page.table.findChild(CellEditor)
    assert editor is not None
    assert editor.text() == "徐海燕"


def test_co_offices_are_written_in_their_cell(
    page: LedgerPage, choose: TaskOf, task_of: TaskOf, settle: Settle, qtbot: QtBot
) -> None:
    show_column(page, Column.CO_OFFICES)
    choose(page, "A1.1")
    page.table.edit_column(Column.CO_OFFICES)
    editor = page.table.findChild(CellEditor)
    assert editor is not None
    editor.setText("市科技局、市财政局")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert set(task_of(page, "A1.1").co_offices) == {"市科技局", "市财政局"}

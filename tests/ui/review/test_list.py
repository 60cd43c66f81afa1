"""The entries of a review as a list: thousands of them, marks, clicks, what is in sight, where Tab goes."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from tracker.model.changeset import ChangeSet, Decision, FieldChange, Problem
from tracker.model.enums import Choice, Outcome
from tracker.ui.review.columns import ValueColumns
from tracker.ui.review.dialog import ReviewDialog
from tracker.ui.review.entries import Book, Entry, Review


def progress(key: str, values: tuple[int, int, int], outcome: Outcome = Outcome.CONFLICT) -> FieldChange:
    return FieldChange("task", key, key, "引导研究机构加强基础研究", "progress", *values, outcome, "任务清单", "H12")


def review_of(*changes: FieldChange) -> Review:
    return Review([Book(ChangeSet("a.xlsx", "市科技局", "E", "x", len(changes), changes), NOTE, "8月25日", 1)])


CONFLICTS = tuple(progress(f"A1.{n}", (45, 55, 60)) for n in (1, 2, 3))
NOTE = "市科技局_反馈.xlsx · 第 7 批（8月25日发出）"


@pytest.fixture
def dialog(empty_window: QWidget) -> ReviewDialog:
    made = ReviewDialog(review_of(*CONFLICTS), empty_window)
    made.open()
    return made


def heading(dialog: ReviewDialog) -> str:
    return dialog._heading.text()


def click_line(dialog: ReviewDialog, qtbot: Any, place: int) -> None:
    table = dialog.list_view.table
    box = table.visualRect(dialog.list_view.model.index(place, 0))
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())


def line_text(dialog: ReviewDialog, place: int) -> str:
    text: str = dialog.list_view.model.index(place, 0).data()
    return text


def test_of_thousands_of_entries_only_open_ones_are_widgets(empty_window: QWidget, qtbot: Any) -> None:
    many = tuple(progress(f"D{n}", (1, 1, 2), Outcome.CHANGE) for n in range(5000))
    dialog = ReviewDialog(review_of(*many), empty_window)
    dialog.open()
    qtbot.keyClick(dialog, Qt.Key.Key_End)
    assert heading(dialog) == "对方修改 5000 / 5000"
    assert list(dialog.list_view.opened) == [4999]
    qtbot.keyClick(dialog, Qt.Key.Key_Home)
    for _ in range(7):
        qtbot.keyClick(dialog, Qt.Key.Key_PageDown)
    assert heading(dialog) == "对方修改 71 / 5000"
    assert list(dialog.list_view.opened) == [70]


def test_decided_conflicts_stay_open_only_for_a_while(empty_window: QWidget, qtbot: Any) -> None:
    many = tuple(progress(f"D{n}", (1, 2, 3)) for n in range(80))
    dialog = ReviewDialog(review_of(*many), empty_window)
    dialog.open()
    for _ in range(60):
        qtbot.keyClick(dialog, Qt.Key.Key_2)
    assert list(dialog.list_view.opened) == list(range(31, 61))
    assert dialog.list_view.table.rowHeight(0) == 44
    assert line_text(dialog, 0).endswith("采纳对方")


def test_taking_back_reaches_an_entry_that_is_not_built_yet(empty_window: QWidget, qtbot: Any) -> None:
    many = tuple(progress(f"D{n}", (1, 1, 2), Outcome.CHANGE) for n in range(150))
    dialog = ReviewDialog(review_of(*many), empty_window)
    dialog.review.decide([Entry(dialog.books[0], many[140])], Decision(Choice.OURS))
    dialog.open()
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert heading(dialog) == "对方修改 141 / 150"


def test_clicks_mark_with_ctrl_and_shift(dialog: ReviewDialog, qtbot: Any) -> None:
    table, model = dialog.list_view.table, dialog.list_view.model
    for place, key in ((1, Qt.KeyboardModifier.ControlModifier), (2, Qt.KeyboardModifier.ShiftModifier)):
        pos = table.visualRect(model.index(place, 0)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, key, pos)
    assert heading(dialog) == "冲突 1 / 3，已选 3 项"


def test_the_current_entry_is_wholly_in_sight(dialog: ReviewDialog, press: Callable[..., None], qtbot: Any) -> None:
    press(Qt.Key.Key_2, Qt.Key.Key_2, Qt.Key.Key_3)  # the editor makes the last entry higher
    table = dialog.list_view.table
    box = table.visualRect(dialog.list_view.model.index(2, 0))
    assert table.viewport().rect().contains(box)
    qtbot.waitUntil(lambda: dialog.list_view.opened[2].height() == box.height())


def test_tab_goes_from_the_groups_through_the_entry_to_the_foot(
    dialog: ReviewDialog, press: Callable[..., None]
) -> None:
    press(Qt.Key.Key_Down)
    chain, widget = [], dialog.list.entries["conflict"].nextInFocusChain()
    for _ in range(300):
        if isinstance(widget, QPushButton) and widget.isVisibleTo(dialog) and widget.focusPolicy():
            chain.append(widget.text())
        widget = widget.nextInFocusChain()
        if widget is dialog.list.entries["conflict"]:
            break
    entry = ["保留我方", "采纳对方", "合并编辑…", "以后再定", "看原表…", "写明理由…"]
    assert chain[chain.index("全部采纳对方") + 1 :][: len(entry)] == entry
    assert chain.index("写明理由…") < chain.index(dialog.apply.text())


def test_a_click_on_a_closed_line_opens_it(dialog: ReviewDialog, qtbot: Any) -> None:
    click_line(dialog, qtbot, 2)
    assert heading(dialog) == "冲突 3 / 3"
    assert list(dialog.list_view.opened) == [2]


def test_rows_without_change_are_counted(empty_window: QWidget, qtbot: Any) -> None:
    rows = tuple(("task", f"D{n}") for n in range(10))
    changes = (progress("D3", (1, 1, 2), Outcome.CHANGE),)
    problems = (Problem("任务清单", "H5", "读不出", "task", "D4"),)
    book = Book(ChangeSet("a.xlsx", "市科技局", "E", "x", 10, changes, problems, rows=rows), NOTE)
    book.settled = frozenset({("task", "D5")})
    dialog = ReviewDialog(Review([book]), empty_window)
    dialog.open()
    assert dialog.list.entries["unchanged"].accessibleName() == "没有变化 7"
    qtbot.keyClick(dialog, Qt.Key.Key_Left)
    assert heading(dialog) == "没有变化"
    assert dialog.current() is None
    qtbot.keyClick(dialog, Qt.Key.Key_1)
    qtbot.keyClick(dialog, Qt.Key.Key_Down)
    assert book.decisions.all() == {}
    qtbot.keyClick(dialog, Qt.Key.Key_Left)
    assert heading(dialog) == "对方修改 1 / 1"


def test_who_gave_us_our_value_stands_beside_it(empty_window: QWidget) -> None:
    book = Book(ChangeSet("a.xlsx", "市科技局", "E", "x", 1, CONFLICTS[:1]), NOTE, "8月25日")
    book.authors = {CONFLICTS[0].identity: "沈佳宁 9月8日"}
    dialog = ReviewDialog(Review([book]), empty_window)
    dialog.open()
    columns = dialog.list_view.opened[0].columns
    assert isinstance(columns, ValueColumns)
    captions = [one.accessibleName() for one in (columns.sent, columns.ours, columns.theirs)]
    assert captions == ["发出时 8月25日", "我方现在 沈佳宁 9月8日", "对方填报 任务清单 H12"]

"""核对反馈 as a person uses it: groups, keys, merged values, going back, applying, putting off."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from tracker.model.changeset import ChangeSet, Decision, FieldChange, Problem
from tracker.model.enums import Choice, Outcome
from tracker.ui.review.columns import RowColumns, ValueColumn, ValueColumns
from tracker.ui.review.dialog import ReviewDialog
from tracker.ui.review.entries import Book, Review
from tracker.ui.review.problem import ProblemEntry
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.textdiff import TextDiff

BASE = "已梳理基础研究方向 12 个，与甬江实验室签订合作协议。"


def field_change(key: str, field: str, values: tuple[Any, Any, Any], outcome: Outcome, **more: Any) -> FieldChange:
    sent, ours, theirs = values
    place = {"sheet": "任务清单", "cell": "H12"} | more
    return FieldChange("task", key, key, "引导研究机构加强基础研究", field, sent, ours, theirs, outcome, **place)


CHANGES = ChangeSet(
    "市科技局_反馈.xlsx",
    "市科技局",
    "E2",
    "x",
    21,
    (
        field_change("A1.2a", "progress", (45, 55, 60), Outcome.CONFLICT),
        field_change("A1.2a", "progress_note", (BASE, BASE + "我。", BASE + "他。"), Outcome.CONFLICT),
        field_change("D2.1a", "due_text", ("6月底", "9月底", "12月底"), Outcome.CONFLICT),
        field_change("D2.3c", "owner", ("沈佳宁", "沈佳宁", ""), Outcome.CLEARED),
        FieldChange(
            "task",
            "",
            "第 40 行",
            "建设培训基地",
            "",
            None,
            None,
            None,
            Outcome.UNKNOWN_ROW,
            "任务清单",
            "A40",
            row={"title": "建设培训基地", "owner": "王强", "progress": 10, "remark": ""},
        ),
        field_change("D3.1", "progress", (10, 10, 20), Outcome.CHANGE),
        field_change("D3.2", "progress", (20, 20, 30), Outcome.CHANGE),
        field_change("D5.1", "progress", (50, 60, 60), Outcome.SAME),
    ),
    (Problem("任务清单", "H14", "进度“百分之六十”读不出数字。"),),
)
NOTE = "市科技局_反馈.xlsx · 第 7 批（8月25日发出）"


@pytest.fixture
def dialog(empty_window: QWidget) -> ReviewDialog:
    made = ReviewDialog(Review([Book(CHANGES, NOTE, "8月25日", 1)]), empty_window)
    made.open()
    return made


def choice(dialog: ReviewDialog, number: int) -> Decision | None:
    return dialog.books[0].decisions.get(CHANGES.changes[number])


def heading(dialog: ReviewDialog) -> str:
    return dialog._heading.text()


def test_it_begins_with_the_first_conflict(dialog: ReviewDialog) -> None:
    assert dialog.windowTitle() == "核对反馈：市科技局"
    assert heading(dialog) == "冲突 1 / 3"
    assert dialog.list.entries["conflict"].isChecked()
    assert dialog.foot_label.text() == "采纳 2 项，保留 0 项，待决定 5 项。采纳后可整批撤销。"
    assert dialog.apply.text() == "采纳 2 项"
    assert dialog.sheet.width() == 1160


def test_keys_decide_and_go_on(dialog: ReviewDialog, press: Callable[..., None]) -> None:
    press(Qt.Key.Key_2)
    assert choice(dialog, 0) == Decision(Choice.THEIRS)
    assert heading(dialog) == "冲突 2 / 3"
    press(Qt.Key.Key_1, Qt.Key.Key_0)
    assert [choice(dialog, number) for number in (1, 2)] == [Decision(Choice.OURS), Decision(Choice.LATER)]
    assert dialog.foot_label.text() == "采纳 3 项，保留 1 项，待决定 3 项。采纳后可整批撤销。"


def test_arrows_go_to_the_neighbours_and_stop_at_the_ends(dialog: ReviewDialog, press: Callable[..., None]) -> None:
    press(Qt.Key.Key_Up)
    assert heading(dialog) == "冲突 1 / 3"
    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert heading(dialog) == "冲突 3 / 3"


def test_ctrl_z_takes_back_even_across_groups(dialog: ReviewDialog, press: Callable[..., None], qtbot: Any) -> None:
    press(Qt.Key.Key_2)
    qtbot.mouseClick(dialog.list.entries["change"], Qt.MouseButton.LeftButton)
    press(Qt.Key.Key_1)
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert choice(dialog, 5) is None
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert choice(dialog, 0) is None
    assert heading(dialog) == "冲突 1 / 3"
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dialog.books[0].decisions.all() == {}


def test_buttons_decide_as_the_keys_do(dialog: ReviewDialog, qtbot: Any) -> None:
    entry = dialog.current()
    assert entry is not None
    assert entry.bar is not None
    qtbot.mouseClick(entry.bar.buttons[Choice.THEIRS], Qt.MouseButton.LeftButton)
    assert choice(dialog, 0) == Decision(Choice.THEIRS)


def test_a_decided_conflict_keeps_its_columns_and_says_so(dialog: ReviewDialog, press: Callable[..., None]) -> None:
    press(Qt.Key.Key_2)
    opened = dialog.list_view.opened
    assert list(opened) == [0, 1]  # what was never opened was never built
    first, second = opened[0], opened[1]
    assert isinstance(first.columns, ValueColumns)
    assert first.columns.isVisible()
    assert first.columns.theirs.is_chosen()
    assert not first.columns.ours.is_chosen()
    assert first.line.accessibleName().endswith("采纳对方")
    assert first.bar is not None
    assert not first.bar.isVisible()
    assert second.bar is not None
    assert second.bar.isVisible()


def line_text(dialog: ReviewDialog, place: int) -> str:
    text: str = dialog.list_view.model.index(place, 0).data()
    return text


def test_prose_shows_its_differences_against_what_was_sent(dialog: ReviewDialog, press: Callable[..., None]) -> None:
    press(Qt.Key.Key_Down)
    columns = dialog.list_view.opened[1].columns
    assert isinstance(columns, ValueColumns)
    marks = {
        name: [(span.text, span.mark) for span in column.findChildren(TextDiff)[0].spans() if span.mark != "same"]
        for name, column in (("sent", columns.sent), ("ours", columns.ours), ("theirs", columns.theirs))
    }
    assert marks == {"sent": [], "ours": [("我。", "added")], "theirs": [("他。", "added")]}


def figures(column: ValueColumn) -> list[str]:
    return [label.text() for label in column.findChildren(TextLabel) if label.font().pixelSize() == 20]


def test_figures_are_big_and_emptied_cells_say_so(dialog: ReviewDialog) -> None:
    columns = dialog.list_view.opened[0].columns
    assert isinstance(columns, ValueColumns)
    assert [figures(column) for column in (columns.sent, columns.ours, columns.theirs)] == [["45%"], ["55%"], ["60%"]]
    dialog.show_group("cleared")
    cleared = dialog.list_view.opened[0].columns
    assert isinstance(cleared, ValueColumns)
    assert "已清空" in [label.text() for label in cleared.theirs.findChildren(TextLabel)]


def test_a_merged_value_is_written_by_hand(dialog: ReviewDialog, press: Callable[..., None], qtbot: Any) -> None:
    press(Qt.Key.Key_3)
    entry = dialog.list_view.opened[0]
    assert entry.merge is not None
    editor = entry.merge.editor
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "60%"
    editor.setText("160")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert "0 到 100" in entry.merge._form.error()
    assert choice(dialog, 0) is None
    editor.clear()
    qtbot.keyClicks(editor, "58")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert choice(dialog, 0) == Decision(Choice.MERGED, 58)
    assert dialog.list_view.opened[0].merge is None
    assert heading(dialog) == "冲突 2 / 3"


def test_digits_typed_into_the_editor_are_no_decisions(
    dialog: ReviewDialog, press: Callable[..., None], qtbot: Any
) -> None:
    press(Qt.Key.Key_Down, Qt.Key.Key_3)
    entry = dialog.list_view.opened[1]
    assert entry.merge is not None
    editor = entry.merge.editor
    assert isinstance(editor, QPlainTextEdit)
    assert editor.toPlainText() == f"{BASE}我。\n{BASE}他。"
    qtbot.keyClicks(editor, "120")
    assert dialog.books[0].decisions.all() == {}
    qtbot.mouseClick(entry.merge.confirm, Qt.MouseButton.LeftButton)
    assert choice(dialog, 1) == Decision(Choice.MERGED, f"{BASE}我。\n{BASE}他。120")


def test_leaving_an_entry_closes_its_editor(dialog: ReviewDialog, press: Callable[..., None]) -> None:
    press(Qt.Key.Key_3)
    assert dialog.list_view.opened[0].merge is not None
    dialog.list_view.go(1)
    assert list(dialog.list_view.opened) == [1]
    press(Qt.Key.Key_Up)
    assert dialog.list_view.opened[0].merge is None


def test_plain_changes_are_taken_unless_refused(dialog: ReviewDialog, press: Callable[..., None], qtbot: Any) -> None:
    qtbot.mouseClick(dialog.list.entries["change"], Qt.MouseButton.LeftButton)
    assert heading(dialog) == "对方修改 1 / 2"
    columns = dialog.list_view.opened[0].columns
    assert isinstance(columns, ValueColumns)
    assert columns.theirs.is_chosen()
    assert line_text(dialog, 1).endswith("20% → 30%")
    press(Qt.Key.Key_1)
    assert dialog.foot_label.text().startswith("采纳 1 项，保留 1 项")


def test_a_row_the_office_added_can_become_a_task(dialog: ReviewDialog, press: Callable[..., None]) -> None:
    dialog.show_group("unknown_row")
    entry = dialog.list_view.opened[0]
    assert isinstance(entry.columns, RowColumns)
    words = entry.columns.theirs.findChildren(TextDiff)[0].accessibleName()
    assert words == "任务名称：建设培训基地\n责任人：王强\n进度：10%"
    assert entry.bar is not None
    assert entry.bar.buttons[Choice.THEIRS].text() == "采纳为新任务"
    press(Qt.Key.Key_3)  # there is nothing to merge a new row with
    assert entry.merge is None
    press(Qt.Key.Key_2)
    assert choice(dialog, 4) == Decision(Choice.THEIRS)


def test_what_needs_nothing_offers_nothing(dialog: ReviewDialog, press: Callable[..., None]) -> None:
    dialog.show_group("same")
    press(Qt.Key.Key_2)
    assert dialog.list_view.opened[0].bar is None
    assert dialog.books[0].decisions.all() == {}


def test_problems_are_listed_with_their_places(dialog: ReviewDialog, press: Callable[..., None]) -> None:
    dialog.show_group("problems")
    assert heading(dialog) == "无法识别 1 / 1"
    current = dialog.current()
    assert isinstance(current, ProblemEntry)
    assert current.accessibleName() == "任务清单 H14 进度“百分之六十”读不出数字。"
    press(Qt.Key.Key_2, Qt.Key.Key_Down)
    assert dialog.books[0].decisions.all() == {}


def test_the_primary_button_hands_over_every_decision(
    dialog: ReviewDialog, press: Callable[..., None], qtbot: Any
) -> None:
    press(Qt.Key.Key_2, Qt.Key.Key_1)
    with qtbot.waitSignal(dialog.applied):
        qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    assert {identity[2]: one.choice for identity, one in dialog.books[0].decisions.all().items()} == {
        "progress": Choice.THEIRS,
        "progress_note": Choice.OURS,
    }
    assert dialog.isVisible()  # it closes when the write went well


def test_putting_off_hands_over_what_there_is(dialog: ReviewDialog, press: Callable[..., None], qtbot: Any) -> None:
    press(Qt.Key.Key_2)
    with qtbot.waitSignal(dialog.kept):
        qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert [one.choice for one in dialog.books[0].decisions.all().values()] == [Choice.THEIRS]
    assert not dialog.isVisible()


def test_a_file_without_changes_says_so(empty_window: QWidget) -> None:
    dialog = ReviewDialog(Review([Book(ChangeSet("a.xlsx", "市科技局", "E", "x", 3), NOTE)]), empty_window)
    dialog.open()
    assert dialog.apply.text() == "完成核对"
    assert dialog.apply.isEnabled()
    assert dialog.current() is None


def test_only_problems_are_shown_at_once(empty_window: QWidget) -> None:
    changes = ChangeSet("a.xlsx", "", "", "x", 3, (), (Problem("任务清单", "", "没有任务行。"),))
    dialog = ReviewDialog(Review([Book(changes, NOTE)]), empty_window)
    assert heading(dialog) == "无法识别 1 / 1"
    assert dialog.windowTitle() == "核对反馈：a.xlsx"


def test_conflicts_alone_cannot_be_applied_undecided(empty_window: QWidget, qtbot: Any) -> None:
    changes = ChangeSet("a.xlsx", "市科技局", "E", "x", 3, CHANGES.changes[:1])
    dialog = ReviewDialog(Review([Book(changes, NOTE)]), empty_window)
    dialog.open()
    assert not dialog.apply.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_2)
    assert dialog.apply.isEnabled()


def test_a_reason_goes_with_keeping_ours(dialog: ReviewDialog, press: Callable[..., None], qtbot: Any) -> None:
    press(Qt.Key.Key_5)
    editor = dialog.list_view.opened[0].editor
    assert editor is not None
    editor.editor.insert("以统计局数据为准")
    qtbot.keyClick(editor.editor, Qt.Key.Key_1)
    assert dialog.books[0].decisions.all() == {}
    qtbot.keyClick(editor.editor, Qt.Key.Key_Return)
    assert choice(dialog, 0) == Decision(Choice.OURS, reason="以统计局数据为准1")
    assert heading(dialog) == "冲突 2 / 3"
    press(Qt.Key.Key_Up, Qt.Key.Key_5)
    again = dialog.list_view.opened[0].editor
    assert again is not None
    assert again.text() == "以统计局数据为准1"
    qtbot.keyClick(again.editor, Qt.Key.Key_Escape)
    assert dialog.list_view.opened[0].editor is None
    assert dialog.isVisible()
    assert dialog.focusWidget() is dialog, "the keys are the review's again, not those of the list of groups"

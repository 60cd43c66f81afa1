"""The value of an indicator that nobody can read: typed in the review it is taken with its date and note."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.model.changeset import ChangeSet, Decision, FieldChange
from tracker.model.enums import Choice, Outcome
from tracker.ui.review.dialog import ReviewDialog
from tracker.ui.review.editors import UnreadValueEditor
from tracker.ui.review.entries import Book, Review
from tracker.ui.review.entry import ReviewEntry

DAY = FieldChange(
    "indicator", "I07", "小巨人企业数", "小巨人企业数", "indicator_on", "", "", "2026-06-30", Outcome.CHANGE,
    "指标填报", "F5", notes=("本期值读不出，日期和说明先不导入",), review=True, unread="见附件",
)  # fmt: skip
NOTE = replace(DAY, field="indicator_note", theirs="快报数", cell="G5")
OTHER = replace(DAY, key="I08", task="产业规模")
DOUBTFUL = replace(DAY, key="I09", field="indicator_value", theirs=12.0, notes=("约 12",), unread="")


@pytest.fixture
def dialog(empty_window: QWidget) -> ReviewDialog:
    made = ReviewDialog(
        Review([Book(ChangeSet("a.xlsx", "市经信局", "E1", "x", 9, (DAY, NOTE, OTHER, DOUBTFUL)))]), empty_window
    )
    made.open()
    return made


def decided(dialog: ReviewDialog) -> list[Decision | None]:
    return [dialog.books[0].decisions.get(change) for change in (DAY, NOTE, OTHER, DOUBTFUL)]


def editor_of(dialog: ReviewDialog) -> UnreadValueEditor:
    entry = dialog.current()
    assert isinstance(entry, ReviewEntry)
    assert isinstance(entry.editor, UnreadValueEditor)
    return entry.editor


def fill_in(dialog: ReviewDialog, qtbot: Any, text: str) -> None:
    editor = editor_of(dialog).editor
    assert isinstance(editor, QLineEdit)
    editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_the_value_is_typed_once_for_date_and_note(
    dialog: ReviewDialog, press: Callable[..., None], qtbot: Any
) -> None:
    entry = dialog.current()
    assert isinstance(entry, ReviewEntry)
    assert entry.bar is not None
    assert [button.text() for button in entry.bar.buttons.values()] == ["保留我方", "填写本期值…", "以后再定"]
    press(Qt.Key.Key_3)
    fill_in(dialog, qtbot, "见附件")
    assert "不是数值" in editor_of(dialog)._form.error()
    fill_in(dialog, qtbot, "")
    assert editor_of(dialog)._form.error() == "请写本期值，如 6997.2"
    assert decided(dialog) == [None] * 4
    fill_in(dialog, qtbot, "6,997.2")
    taken = Decision(Choice.THEIRS, 6997.2)
    assert decided(dialog) == [taken, taken, None, None]
    assert dialog.list_view.position == 2, "the entries that were decided with it are passed over"
    press(Qt.Key.Key_Up)
    shown = dialog.current()
    assert isinstance(shown, ReviewEntry)
    assert [span.text for span in shown._note.spans()] == ["本期值填写为：6,997.2"]
    press(Qt.Key.Key_3)
    assert editor_of(dialog).text() == "6,997.2", "it can be typed again"


def test_keeping_ours_settles_both_and_one_step_takes_it_back(
    dialog: ReviewDialog, press: Callable[..., None], qtbot: Any
) -> None:
    press(Qt.Key.Key_Down, Qt.Key.Key_1)
    assert decided(dialog) == [Decision(Choice.OURS), Decision(Choice.OURS), None, None]
    dialog.setFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert decided(dialog) == [None] * 4


def test_nothing_without_its_value_is_taken_with_the_whole_group(dialog: ReviewDialog) -> None:
    dialog.decide_group(Choice.THEIRS)
    assert decided(dialog) == [None, None, None, Decision(Choice.THEIRS)]
    dialog.decide_group(Choice.OURS)
    assert decided(dialog) == [Decision(Choice.OURS)] * 4


def test_a_typed_value_goes_to_no_other_indicator_that_is_marked(
    dialog: ReviewDialog, press: Callable[..., None], qtbot: Any
) -> None:
    dialog.list_view.mark((0, 1, 2, 3), on=True)
    press(Qt.Key.Key_3)
    fill_in(dialog, qtbot, "190")
    taken = Decision(Choice.THEIRS, 190.0)
    assert decided(dialog) == [taken, taken, None, None]


def test_what_was_typed_is_there_again_after_a_look_at_another_entry(
    dialog: ReviewDialog, press: Callable[..., None], qtbot: Any
) -> None:
    press(Qt.Key.Key_3)
    qtbot.keyClicks(editor_of(dialog).editor, "19")
    dialog.list_view.go(2)
    dialog.list_view.go(0)
    assert editor_of(dialog).text() == "19"
    assert decided(dialog) == [None] * 4

"""One entry of a review: its line, its buttons, its editor, its states."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from tracker.model.changeset import Decision, FieldChange
from tracker.model.enums import Choice, Outcome
from tracker.ui.review.columns import ValueColumns
from tracker.ui.review.editors import MergeEditor
from tracker.ui.review.entry import DecisionBar, EntryLine, ReviewEntry
from tracker.ui.review.line import face_of_change


def change_of(field: str, sent: object, ours: object, theirs: object, **more: Any) -> FieldChange:
    values = {"outcome": Outcome.CONFLICT, "sheet": "任务清单", "cell": "H12"} | more
    return FieldChange("task", "A1.2a", "A1.2a", "引导研究机构加强基础研究", field, sent, ours, theirs, **values)  # type: ignore[arg-type]


def test_a_line_tells_which_keys_were_held(qtbot: Any) -> None:
    line = EntryLine(face_of_change(change_of("progress", 45, 55, 60), None))
    qtbot.addWidget(line)
    for width in (900, 300, 120):
        line.resize(width, 36)
        assert not line.grab().isNull()
    with qtbot.waitSignal(line.clicked) as clicked:
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, pos=QPoint(10, 10))
    assert clicked.args == [Qt.KeyboardModifier.ControlModifier]
    with qtbot.assertNotEmitted(line.clicked):
        qtbot.mouseClick(line, Qt.MouseButton.RightButton, pos=QPoint(10, 10))


def test_the_bar_of_a_new_row_has_no_merging(qtbot: Any) -> None:
    bar = DecisionBar(change_of("", None, None, None, outcome=Outcome.UNKNOWN_ROW))
    qtbot.addWidget(bar)
    assert list(bar.buttons) == [Choice.OURS, Choice.THEIRS, Choice.LATER]


def test_merging_can_be_cancelled(qtbot: Any) -> None:
    editor = MergeEditor(change_of("progress_note", "甲", "乙", "丙"))
    qtbot.addWidget(editor)
    with qtbot.waitSignal(editor.cancelled):
        qtbot.mouseClick(editor.drop, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("field", "values", "draft"),
    [
        ("progress_note", ("甲", "乙", "丙"), "乙\n丙"),
        ("progress_note", ("甲", "", "丙"), "丙"),
        ("progress_note", ("甲", "乙", ""), "乙"),
        ("progress_note", ("甲", "同", "同"), "同"),
        ("owner", ("甲", "乙", "丙"), "丙"),
        ("status", ("in_progress", "closing", "closed"), "已销号"),
        ("co_offices", ((), ("市财政局",), ("市财政局", "市科技局")), "市财政局、市科技局"),
    ],
)
def test_merging_begins_with_what_both_wrote(qtbot: Any, field: str, values: tuple[Any, Any, Any], draft: str) -> None:
    editor = MergeEditor(change_of(field, *values))
    qtbot.addWidget(editor)
    assert editor.text() == draft


def test_tab_leaves_the_prose_editor(qtbot: Any) -> None:
    editor = MergeEditor(change_of("problems", "甲", "乙", "丙"))
    qtbot.addWidget(editor)
    assert isinstance(editor.editor, QPlainTextEdit)
    assert editor.editor.tabChangesFocus()


def entry_of(qtbot: Any, change: FieldChange, *, decidable: bool = True) -> ReviewEntry:
    made = ReviewEntry(change, "8月25日", decidable=decidable)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_merged_value_is_shown_below_the_columns(qtbot: Any) -> None:
    entry = entry_of(qtbot, change_of("progress", 45, 55, 60))
    entry.show_state(Decision(Choice.MERGED, 58), current=False)
    assert entry._note.accessibleName() == "合并为：58%"
    entry.show_state(Decision(Choice.MERGED, None), current=False)
    assert entry._note.accessibleName() == "合并为：（清空）"


def test_the_reason_for_a_doubt_is_told(qtbot: Any) -> None:
    doubt = change_of("progress", 40, 40, 4, outcome=Outcome.CHANGE, review=True, notes=("进度从 40 减为 4。",))
    entry = entry_of(qtbot, doubt)
    entry.show_state(None, current=True)
    assert entry._note.isVisible()
    assert entry._note.accessibleName() == "进度从 40 减为 4。"
    assert isinstance(entry.columns, ValueColumns)
    assert not entry.columns.theirs.is_chosen()  # a doubt is taken by a person only


def test_an_entry_that_needs_nothing_cannot_be_decided(qtbot: Any) -> None:
    entry = entry_of(qtbot, change_of("progress", 45, 60, 60, outcome=Outcome.SAME), decidable=False)
    entry.show_state(None, current=True)
    with qtbot.assertNotEmitted(entry.decided):
        entry.choose(Choice.THEIRS)
    assert entry.bar is None


def test_a_missing_row_has_nothing_to_compare(qtbot: Any) -> None:
    entry = entry_of(qtbot, change_of("", None, None, None, outcome=Outcome.MISSING_ROW), decidable=False)
    entry.show_state(None, current=True)
    assert entry.columns is None
    assert entry.line.accessibleName().endswith("保持不变")


def test_an_entry_takes_no_more_room_than_it_needs(qtbot: Any) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    box = QVBoxLayout(frame)
    entry = ReviewEntry(change_of("progress", 45, 55, 60), "8月25日", decidable=True)
    box.addWidget(entry)
    box.addStretch()
    frame.resize(900, 700)
    frame.show()
    entry.show_state(None, current=True)
    qtbot.waitUntil(lambda: entry.columns is not None and 60 < entry.columns.height() < 84)

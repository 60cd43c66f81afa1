"""What a reviewer typed and did not confirm is there again when its entry is looked at again."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.model.changeset import ChangeSet, Decision, FieldChange
from tracker.model.enums import Choice, Outcome
from tracker.ui.review.dialog import ReviewDialog
from tracker.ui.review.entries import Book, Review


def conflict(key: str) -> FieldChange:
    return FieldChange("task", key, key, "加强基础研究", "progress", 45, 55, 60, Outcome.CONFLICT, "任务清单", "H12")


def plain(key: str) -> FieldChange:
    return FieldChange("task", key, key, "加强基础研究", "progress", 45, 45, 60, Outcome.CHANGE, "任务清单", "H13")


@pytest.fixture
def dialog(empty_window: QWidget) -> ReviewDialog:
    changes = (conflict("A1.1"), conflict("A1.2"), plain("A1.3"))
    made = ReviewDialog(
        Review([Book(ChangeSet("a.xlsx", "市科技局", "E", "x", 3, changes), "", "8月25日", 1)]), empty_window
    )
    made.open()
    return made


def choice(dialog: ReviewDialog, place: int) -> Decision | None:
    book = dialog.books[0]
    return book.decisions.get(book.changes.changes[place])


def test_what_was_typed_is_there_again_when_its_entry_is(
    dialog: ReviewDialog, press: Callable[..., None], qtbot: Any
) -> None:
    press(Qt.Key.Key_3)
    editor = dialog.list_view.opened[0].merge.editor
    assert dialog.focusWidget() is editor
    editor.clear()
    qtbot.keyClicks(editor, "57")
    dialog.list_view.go(1)
    assert dialog.focusWidget() is dialog
    press(Qt.Key.Key_Up)
    again = dialog.list_view.opened[0].merge
    assert again is not None
    assert again.text() == "57"
    assert dialog.focusWidget() is dialog, "an editor that is only shown again does not take the keys"
    press(Qt.Key.Key_Down)
    assert dialog.list_view.position == 1
    dialog.show_group("change")
    dialog.show_group("conflict")
    assert dialog.list_view.opened[0].merge.text() == "57"
    dialog.list_view.refresh()
    press(Qt.Key.Key_3)
    qtbot.keyClick(dialog.list_view.opened[0].merge.editor, Qt.Key.Key_Return)
    assert choice(dialog, 0) == Decision(Choice.MERGED, 57)
    assert all(shown.editor is None for shown in dialog.list_view.opened.values())


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_a_reason_that_was_left_is_cancelled_or_given_as_any_other(
    dialog: ReviewDialog, press: Callable[..., None], qtbot: Any, key: Qt.Key
) -> None:
    press(Qt.Key.Key_5)
    dialog.list_view.opened[0].editor.editor.insert("口径不同")
    press(Qt.Key.Key_Down, Qt.Key.Key_Up)
    entry = dialog.list_view.opened[0]
    assert entry.editor.text() == "口径不同"
    qtbot.keyClick(entry.editor.editor, key)
    given = Decision(Choice.OURS, reason="口径不同") if key == Qt.Key.Key_Return else None
    assert choice(dialog, 0) == given
    dialog.list_view.go(1)
    dialog.list_view.go(0)
    assert dialog.list_view.opened[0].editor is None

"""Several files in common groups: decided one, many, all; taken back in steps; counted together."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.model.changeset import ChangeSet, Decision, FieldChange, Problem
from tracker.model.enums import Choice, Outcome
from tracker.ui.review.dialog import ReviewDialog
from tracker.ui.review.entries import Book, Review

THEIRS, OURS = Decision(Choice.THEIRS), Decision(Choice.OURS)


def change(key: str, outcome: Outcome, field: str = "progress") -> FieldChange:
    return FieldChange("task", key, key, f"任务{key}", field, 10, 20, 30, outcome, "任务清单", "K9")


def book(office: str, number: int, **more: Any) -> Book:
    changes = (change("A1", Outcome.CONFLICT), change("A2", Outcome.CONFLICT), change("A3", Outcome.CHANGE))
    problems = (Problem("任务清单", "K12", f"{office}的进度读不出来"),)
    return Book(ChangeSet(f"{office}.xlsx", office, "E1", "x", 3, changes, problems), return_id=number, **more)


@pytest.fixture
def books() -> tuple[Book, Book]:
    return book("市科技局", 1, answers=True), book("市经信局", 2)


@pytest.fixture
def dialog(books: tuple[Book, Book], empty_window: QWidget) -> ReviewDialog:
    made = ReviewDialog(Review(books), empty_window)
    made.open()
    return made


def test_groups_hold_the_entries_of_all_files(books: tuple[Book, Book]) -> None:
    review = Review(books)
    assert [(g.key, len(g.entries)) for g in review.groups()] == [("conflict", 4), ("problems", 2), ("change", 2)]
    assert [(g.key, len(g.entries)) for g in review.groups(books[1])] == [
        ("conflict", 2),
        ("problems", 1),
        ("change", 1),
    ]
    assert tuple(review.tally()) == (2, 0, 4)


def test_the_same_cell_of_two_files_is_two_decisions(books: tuple[Book, Book]) -> None:
    review = Review(books)
    first, other = review.groups()[0].entries[0], review.groups()[0].entries[2]
    review.decide([first], OURS)
    assert (review.get(first), review.get(other)) == (OURS, None)
    assert not review.is_open(first)
    assert review.is_open(other)


def test_a_decision_about_many_is_one_step_back(books: tuple[Book, Book]) -> None:
    review = Review(books)
    conflicts = review.groups()[0].entries
    review.decide(conflicts[:1], OURS)
    review.decide(conflicts, THEIRS)
    assert tuple(review.tally()) == (6, 0, 0)
    assert review.take_back() == conflicts[0]
    assert [review.get(one) for one in conflicts] == [OURS, None, None, None]
    assert review.take_back() == conflicts[0]
    assert review.take_back() is None
    assert tuple(review.tally()) == (2, 0, 4)


def test_all_of_a_group_by_one_click(dialog: ReviewDialog, qtbot: Any, press: Callable[..., None]) -> None:
    assert dialog.windowTitle() == "核对反馈：2 份工作簿"
    qtbot.mouseClick(dialog.whole[Choice.THEIRS], Qt.MouseButton.LeftButton)
    assert tuple(dialog.review.tally()) == (6, 0, 0)
    press(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert tuple(dialog.review.tally()) == (2, 0, 4)


def test_many_by_keys_alone(dialog: ReviewDialog, press: Callable[..., None]) -> None:
    press(Qt.Key.Key_Down, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert dialog._heading.text() == "冲突 2 / 4，已选 2 项"
    press(Qt.Key.Key_1)
    assert tuple(dialog.review.tally()) == (2, 2, 2)
    assert dialog.list_view.marked() == 0
    press(Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_2)
    assert tuple(dialog.review.tally()) == (6, 0, 0)


def test_marks_are_taken_away_before_the_dialog_closes(dialog: ReviewDialog, press: Callable[..., None]) -> None:
    press(Qt.Key.Key_Space)
    assert dialog.list_view.marked() == 1
    press(Qt.Key.Key_Escape)
    assert dialog.list_view.marked() == 0
    assert dialog.isVisible()
    press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_left_and_right_turn_to_other_groups(dialog: ReviewDialog, press: Callable[..., None]) -> None:
    places = []
    for _ in range(4):
        places.append(dialog.list_view.group.key)  # type: ignore[union-attr]
        press(Qt.Key.Key_Right)
    assert places == ["conflict", "problems", "change", "conflict"]
    press(Qt.Key.Key_Left)
    assert dialog.list_view.group.key == "conflict"  # type: ignore[union-attr]


def test_a_problem_leads_to_its_cell_and_nothing_can_be_decided(
    dialog: ReviewDialog, press: Callable[..., None], qtbot: Any
) -> None:
    dialog.show_group("problems")
    press(Qt.Key.Key_Down)
    with qtbot.waitSignal(dialog.look_asked) as asked:
        press(Qt.Key.Key_4)
    assert asked.args[0].location == ("任务清单", "K12")
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_Space)
    assert tuple(dialog.review.tally()) == (2, 0, 4)
    assert not any(button.isVisible() for button in dialog.whole.values())


def test_one_office_alone(dialog: ReviewDialog, books: tuple[Book, Book]) -> None:
    dialog.file.set_value(1)
    assert [len(group.entries) for group in dialog.groups] == [2, 1, 1]
    assert not dialog.send_back.isVisible()
    dialog.file.set_value(0)
    assert dialog.send_back.isVisible()
    assert dialog.send_back.text() == "退回市科技局…"
    dialog.file.set_value(None)
    assert [len(group.entries) for group in dialog.groups] == [4, 2, 2]


def test_sending_back_names_the_file(dialog: ReviewDialog, books: tuple[Book, Book], qtbot: Any) -> None:
    with qtbot.waitSignal(dialog.return_asked) as asked:
        qtbot.mouseClick(dialog.send_back, Qt.MouseButton.LeftButton)
    assert asked.args[0] is books[0]
    assert dialog.isVisible()


def test_one_decision_about_all_passes_over_what_it_cannot_decide(asked: Book) -> None:
    review = Review([asked])
    everything = [entry for group in review.groups() for entry in group.entries]
    review.decide(everything, THEIRS)
    assert [entry.change.key for entry in everything if review.get(entry)] == ["D5"]  # type: ignore[union-attr]
    assert review.answers() == (0, 0, 4)
    review.decide(everything[:5], THEIRS)  # none of these: no step that could be taken back
    assert review.take_back() == everything[5]
    assert review.take_back() is None


def test_different_answers_are_one_step(asked: Book) -> None:
    review = Review([asked])
    first, second, *_ = review.groups()[0].entries
    grant = Decision(Choice.THEIRS, None, "", "王市长")
    review.decide_each([(first, grant), (second, replace(grant, reason="审查需要时间"))])
    assert review.answers() == (2, 0, 2)
    assert review.take_back() == first
    assert review.answers() == (0, 0, 4)
    review.decide_each([])
    assert review.take_back() is None


def test_what_was_granted_can_be_sent_back(asked: Book) -> None:
    for change in asked.changes.changes:
        asked.decisions.decide(change, Decision(Choice.THEIRS, None, "", "王市长"))
    assert (asked.decisions.tally().kept, asked.decisions.tally().open) == (0, 0)
    assert asked.returnable


def indicator(field: str, **more: Any) -> FieldChange:
    wanted = change("I01", Outcome.CHANGE, field)
    return replace(wanted, kind="indicator", ours=None, review=True, follows=field != "indicator_value", **more)


@pytest.mark.parametrize("choice", [Choice.THEIRS, Choice.OURS, Choice.MERGED])
def test_date_and_note_are_decided_with_the_value_they_wait_for(choice: Choice) -> None:
    fields = ("indicator_value", "indicator_on", "indicator_note")
    entries = tuple(indicator(field) for field in fields)
    review = Review((Book(ChangeSet("a.xlsx", "市经信局", "E1", "x", 1, entries, ())),))
    (group,) = review.groups()
    assert tuple(review.tally()) == (0, 0, 3)
    review.decide([group.entries[0]], Decision(choice, 12.5 if choice is Choice.MERGED else None))
    assert tuple(review.tally()) == ((0, 3, 0) if choice is Choice.OURS else (3, 0, 0))
    assert review.take_back() == group.entries[0]
    assert tuple(review.tally()) == (0, 0, 3)

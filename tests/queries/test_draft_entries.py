"""What was noted of a task before anybody was charged with it is no report of an office."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import DueKind, Status
from tracker.model.tables import ProgressEntry
from tracker.queries.draft_entries import list_draft_entries
from tracker.queries.task_rows import list_tasks
from tracker.services import progress
from tracker.services.bulk import apply_edits
from tracker.services.status import change_status
from tracker.services.undo import undo_batch

ASSIGNED = date(2025, 9, 5)
BEFORE = date(2025, 9, 2)
JUDGED = date(2025, 9, 26)
WORDS = "已走访二十家企业"
OVERDUE, REPORTED = "红 · 逾期1天", "绿"


def draft(desk: Any) -> int:
    """Make a draft whose reports are due on the 25th of each month, and return its number."""
    desk.put("A1.1", date(2025, 9, 1), due_kind=DueKind.RECURRING, due_text="每月25日前", due_on=None)
    return int(desk.number("A1.1"))


def light(desk: Any) -> str:
    return next(task.light.text for task in desk.look(list_tasks, JUDGED) if task.code == "A1.1")


def note(desk: Any, number: int, on: date, words: str = WORDS) -> None:
    desk.act(progress.record_progress, number, on, 0, words)


def assign(desk: Any, number: int, on: date = ASSIGNED) -> None:
    desk.act(change_status, number, Status.NOT_STARTED, on, confirmed=True)


@pytest.mark.parametrize("on", [BEFORE, ASSIGNED])
def test_a_note_of_a_draft_reports_nothing_though_it_was_assigned_on_that_day(desk: Any, on: date) -> None:
    number = draft(desk)
    note(desk, number, on)
    assign(desk, number)
    assert light(desk) == OVERDUE
    note(desk, number, date(2025, 9, 20), "已走访三十家企业")
    assert light(desk) == REPORTED


def test_what_comes_on_the_day_of_the_assignment_but_after_it_reports(desk: Any) -> None:
    number = draft(desk)
    assign(desk, number)
    note(desk, number, ASSIGNED)
    assert light(desk) == REPORTED


def test_the_words_of_the_draft_again_are_no_news(lite: Any) -> None:
    number = draft(lite)
    note(lite, number, BEFORE)
    assign(lite, number)
    note(lite, number, date(2025, 9, 20))
    assert light(lite) == OVERDUE


def test_a_cell_of_a_draft_reports_nothing_either(lite: Any) -> None:
    number = draft(lite)
    lite.act(apply_edits, [BulkEdit(number, "progress_note", WORDS)], BEFORE)
    assign(lite, number)
    assert light(lite) == OVERDUE


def test_a_deadline_that_became_regular_later_makes_no_report_of_a_note(lite: Any) -> None:
    number = int(lite.number("A1.1"))
    note(lite, number, BEFORE)
    draft(lite)
    assign(lite, number)
    assert light(lite) == OVERDUE


def test_what_was_reported_before_the_task_was_taken_back_stays_a_report(lite: Any) -> None:
    number = draft(lite)
    assign(lite, number, BEFORE)
    note(lite, number, ASSIGNED)
    lite.act(change_status, number, Status.UNASSIGNED, date(2025, 9, 8), "单位不对，重新分派", confirmed=True)
    note(lite, number, date(2025, 9, 9), "这一句写在待交办的时候")
    assign(lite, number, date(2025, 9, 10))
    entries = lite.look(lambda session: {entry.note: entry.id for entry in session.exec(select(ProgressEntry))})
    drafts = lite.look(list_draft_entries, [number])
    assert drafts == {entries["这一句写在待交办的时候"]}


def test_an_assignment_that_was_undone_makes_its_reports_notes_of_a_draft(lite: Any) -> None:
    number = draft(lite)
    assign(lite, number, BEFORE)
    lite.act(undo_batch)
    note(lite, number, BEFORE)
    assign(lite, number)
    assert light(lite) == OVERDUE

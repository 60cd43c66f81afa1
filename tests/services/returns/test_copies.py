"""Several people of one office: copies of one export, one after the other or in one drop."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.model.changeset import ChangeSet, Decision
from tracker.model.enums import Choice, Outcome
from tracker.model.tables import ProgressEntry, WorkbookReturn
from tracker.queries.exports import list_all_exports
from tracker.services.returns import apply
from tracker.services.returns.copies import compared_copies, shared_cells

TODAY, LATER = date(2026, 3, 2), date(2026, 3, 20)
Filled = dict[str, dict[str, str]]


class Hands:
    """Two copies of the workbook of 市经信局, in two people's hands."""

    def __init__(self, sent: Any, folder: Path) -> None:
        self.books = []
        for name in ("甲", "乙"):
            shutil.copy(sent.path, path := folder / f"{name}.xlsx")
            self.books.append(type(sent)(path))

    def fill(self, first: Filled, other: Filled) -> None:
        """Fill in both copies: by number of a task the values of its row, by field."""
        for book, person, values in zip(self.books, ("张三", "李四"), (first, other), strict=True):
            for code, cells in values.items():
                book.edit(code, filled_by=person, **cells)


@pytest.fixture
def hands(sent_lite: Any, tmp_path: Path) -> Hands:
    (tmp_path / "copies").mkdir()
    return Hands(sent_lite, tmp_path / "copies")


def together(desk: Any, books: list[Any]) -> tuple[Any, list[ChangeSet]]:
    """Receive files in one drop and apply what is clean, as the window does."""
    numbers = [desk.receive(book) for book in books]
    seen = compared_copies([desk.look(apply.preview_return, number) for number in numbers])
    parts = [apply.Part(number, {}, preview) for number, preview in zip(numbers, seen, strict=True)]
    return desk.act(apply.apply_returns, parts, LATER), seen


DISJOINT: tuple[Filled, Filled] = (
    {"A1.1": {"progress_note": "甲写的进展"}},
    {"A2.1a": {"progress_note": "乙写的进展", "owner": "李四"}},
)
SHARED: tuple[Filled, Filled] = (
    {"A1.1": {"progress_note": "甲写的进展"}, "A2.1a": {"owner": "王五"}},
    {"A1.1": {"progress_note": "乙写的进展", "owner": "赵六"}},
)
ORDERS = pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["first first", "other first"])


@ORDERS
def test_disjoint_rows_need_no_question(lite: Any, hands: Hands, order: tuple[int, int]) -> None:
    hands.fill(*DISJOINT)
    for place in order:
        lite.apply(lite.receive(hands.books[place]))
    assert [row.pending for row in lite.rows(WorkbookReturn)] == [0, 0]
    assert (lite.task().progress_note, lite.task("A2.1a").progress_note) == ("甲写的进展", "乙写的进展")
    assert {row.note: row.filled_by for row in lite.rows(ProgressEntry) if row.note} == {
        "甲写的进展": "张三", "乙写的进展": "李四",
    }  # fmt: skip


def test_the_second_copy_names_both_files_and_people(lite: Any, hands: Hands) -> None:
    hands.fill(*SHARED)
    lite.apply(lite.receive(hands.books[0]))
    (conflict,) = [each for each in lite.preview(hands.books[1]).changes if each.outcome is Outcome.CONFLICT]
    assert (conflict.ours, conflict.theirs) == ("甲写的进展", "乙写的进展")
    assert "我方现在：甲.xlsx（张三）填报" in conflict.note
    assert "乙.xlsx（李四）" in conflict.note
    lite.apply(lite.receive(hands.books[1]))
    assert lite.task().owner == "赵六"
    assert lite.rows(WorkbookReturn)[1].pending == 1


@ORDERS
def test_two_files_in_one_drop_are_compared_first(lite: Any, hands: Hands, order: tuple[int, int]) -> None:
    hands.fill(*SHARED)
    _, seen = together(lite, [hands.books[place] for place in order])
    (conflict,) = [each for preview in seen for each in preview.changes if each.outcome is Outcome.CONFLICT]
    assert all(word in conflict.note for word in ("甲.xlsx（张三）", "乙.xlsx（李四）", "甲写的进展", "乙写的进展"))
    assert any("这两份是同一批发出的，重叠 1 处" in problem.message for problem in seen[1].problems)
    assert lite.task().progress_note == ""  # whichever came first: nobody's word is taken unseen
    assert (lite.task().owner, lite.task("A2.1a").owner) == ("赵六", "王五")
    assert [row.pending for row in lite.rows(WorkbookReturn)] == [1, 1]
    for received in lite.rows(WorkbookReturn):
        (waiting,) = lite.look(apply.preview_return, received.id).changes
        wanted = Choice.THEIRS if waiting.theirs == "乙写的进展" else Choice.OURS
        lite.apply(received.id, {waiting.identity: Decision(wanted)})
    assert lite.task().progress_note == "乙写的进展"
    assert [row.pending for row in lite.rows(WorkbookReturn)] == [0, 0]


def test_the_same_words_in_both_are_no_question(lite: Any, hands: Hands) -> None:
    hands.fill({"A1.1": {"progress_note": "一样的进展"}}, {"A1.1": {"progress_note": "一样的进展"}})
    _, seen = together(lite, hands.books)
    assert not any(change.needs_decision for preview in seen for change in preview.changes)
    assert lite.task().progress_note == "一样的进展"
    assert [row.pending for row in lite.rows(WorkbookReturn)] == [0, 0]


def test_copies_of_two_exports_are_no_copies() -> None:
    one, other = (ChangeSet(f"{code}.xlsx", "市经信局", code, code, 1) for code in ("E1", "E2"))
    assert compared_copies([one, other]) == [one, other]
    assert shared_cells([one, other]) == [frozenset(), frozenset()]


def test_a_workbook_answered_in_part_says_so(lite: Any, hands: Hands) -> None:
    (row,) = lite.look(list_all_exports, LATER)
    assert (row.part, row.filled, row.rows) == (False, 0, row.tasks)
    hands.fill(*DISJOINT)
    for filled, book in enumerate(hands.books, start=1):
        lite.apply(lite.receive(book))
        (row,) = lite.look(list_all_exports, LATER)
        assert (row.part, row.filled) == (True, filled)

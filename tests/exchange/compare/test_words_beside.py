"""What an office writes beside its values comes with every change of the row, and is no change of its own."""

from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from tracker.model.changeset import ChangeSet
from tracker.model.enums import Outcome

COLUMNS = {"due_text": "J", "extension_reason": "K", "first_due": "L", "progress": "N", "evidence_names": "S"}
COLUMNS |= {"filled_by": "U", "assign_note": "V"}
ROWS = {"uid-1": 5, "uid-2": 6}
NO_OTHER = "填了延期理由，完成时限没有改"


@pytest.fixture
def filled(came_back: Callable[..., ChangeSet]) -> Callable[..., ChangeSet]:
    """Compare the workbook after an office filled in cells of a row by field name."""

    def compare(row: int = 5, with_ours: dict[str, Any] | None = None, **cells: Any) -> ChangeSet:
        def edit(book: openpyxl.Workbook) -> None:
            for name, value in cells.items():
                book["任务清单"][f"{COLUMNS[name]}{row}"] = value

        return came_back(edit, **with_ours or {})

    return compare


def test_the_words_are_with_every_change_of_their_row(filled: Callable[..., ChangeSet]) -> None:
    reason = "设备进口审批\n推迟两个月"
    found = filled(due_text="2026年3月底前", progress=0.5, extension_reason=reason, filled_by=" 王 五")
    assert {c.field for c in found.changes} == {"due_text", "progress"}
    words = {"extension_reason": reason, "evidence_names": "", "filled_by": "王 五"}
    assert [dict(c.row) for c in found.changes] == [words, words]
    assert found.problems == ()


def test_a_row_without_words_says_so(filled: Callable[..., ChangeSet]) -> None:
    (change,) = filled(due_text="2026年3月底前").changes
    assert set(change.row.values()) == {""}


@pytest.mark.parametrize("name", ["evidence_names", "filled_by"])
def test_words_alone_are_no_change(filled: Callable[..., ChangeSet], name: str) -> None:
    found = filled(**{name: "实施方案.pdf"})
    assert (found.changes, found.problems) == ((), ())


@pytest.mark.parametrize("due", ["2025年12月底前", "2025-12-31", None], ids=["untouched", "another wording", "untyped"])
def test_a_reason_without_another_deadline_is_told(filled: Callable[..., ChangeSet], due: str | None) -> None:
    found = filled(extension_reason="审批推迟", **({"due_text": due} if due else {}))
    assert found.changes == ()
    assert [(p.message, p.cell, p.field, p.raw) for p in found.problems] == [
        (NO_OTHER, "K5", "extension_reason", "审批推迟")
    ]


def test_a_reason_for_what_was_granted_already_is_not_told_of(filled: Callable[..., ChangeSet]) -> None:
    asked = "2026年3月底前"
    found = filled(due_text=asked, extension_reason="审批推迟", with_ours={"due_text": asked})
    assert [c.outcome for c in found.changes] == [Outcome.SAME]
    assert found.problems == ()


def test_a_reason_for_a_deadline_nobody_can_read_is_not_told_of_twice(filled: Callable[..., ChangeSet]) -> None:
    found = filled(due_text="#N/A", extension_reason="审批推迟")
    assert [p.field for p in found.problems] == ["due_text"]


def test_an_error_in_a_cell_for_words_is_named(filled: Callable[..., ChangeSet]) -> None:
    found = filled(extension_reason="#REF!", progress=0.5)
    (change,) = found.changes
    assert change.row["extension_reason"] == ""
    assert [p.message for p in found.problems] == ["延期理由：单元格是错误值 #REF!，按未提供处理"]


@pytest.mark.parametrize("name", ["first_due", "assign_note"])
def test_what_only_tells_is_never_taken(filled: Callable[..., ChangeSet], name: str) -> None:
    found = filled(**{name: "2030-12-31"})
    assert found.changes == ()
    assert "是供核对的列，改动不会导入" in found.problems[0].message


def test_two_rows_keep_their_own_words(came_back: Callable[..., ChangeSet]) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        for row in ROWS.values():
            book["任务清单"][f"N{row}"], book["任务清单"][f"U{row}"] = 0.5, f"第{row}行的人"

    assert {c.key: c.row["filled_by"] for c in came_back(edit).changes} == {
        key: f"第{row}行的人" for key, row in ROWS.items()
    }


def test_one_person_may_be_merged_down_the_rows(came_back: Callable[..., ChangeSet]) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["任务清单"]
        sheet["U5"], sheet["N5"], sheet["N6"] = "王五", 0.5, 0.6
        sheet.merge_cells("U5:U6")

    found = came_back(edit)
    assert [c.row["filled_by"] for c in found.changes] == ["王五", "王五"]


def test_a_workbook_without_these_columns_is_read_as_before(came_back: Callable[..., ChangeSet]) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["任务清单"]
        sheet["N5"] = 0.5
        for name in [name for name in book.defined_names if name.startswith("ZC_")]:
            del book.defined_names[name]
        for number in (22, 21, 19, 13, 12, 11):
            sheet.delete_cols(number)

    found = came_back(edit)
    assert [(c.field, c.theirs, c.needs_decision) for c in found.changes] == [("progress", 50, False)]
    assert found.problems == ()

"""Which sheet is taken: case 26 of the zoo of hostile workbooks, and its neighbours."""

from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from tracker.model.changeset import ChangeSet
from tracker.model.enums import Outcome

Make = Callable[..., Any]
HONEST = ("uid-2", "owner", "赵六", Outcome.CHANGE, False)


def tasks(book: openpyxl.Workbook) -> Any:
    return book["任务清单"]


def told(found: ChangeSet) -> list[tuple[str, str, Any, Outcome, bool]]:
    return [(c.key, c.field, c.theirs, c.outcome, c.needs_decision) for c in found.changes]


def said(found: ChangeSet) -> str:
    return "\n".join(f"{p.cell} {p.message} {p.raw}" for p in found.problems)


def without_codes(book: openpyxl.Workbook) -> None:
    """Delete the codes as an office program would: the anchors of what follows are gone with them here."""
    tasks(book).delete_cols(1)
    for name in [name for name in book.defined_names if name.startswith("ZC_") and name != "ZC_export"]:
        del book.defined_names[name]


def test_case_26_sheets_added_renamed_and_doubled(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        tasks(book)["H6"] = "赵六"
        copy = book.copy_worksheet(tasks(book))
        copy.title, copy["H6"] = "备份", "张三"
        tasks(book).title = "3月汇总"
        book.create_sheet("说明", 0)["A1"] = "填表说明"

    found = came_back(change)
    assert told(found) == [(*HONEST[:4], True)], "of two copies that differ a person takes one"
    assert "工作表「说明」不是发出的表，未导入" in said(found)


def copy_of_the_sheet(book: openpyxl.Workbook, *columns: int) -> Any:
    """Copy what can be seen of some columns to a new sheet, as people do with a values-only paste."""
    sheet = book.create_sheet("反馈")
    for row in tasks(book).iter_rows(min_row=4):
        sheet.append([row[place - 1].value for place in columns])
    return sheet


@pytest.mark.parametrize("columns", [range(2, 23), (2, 3, 4, 6, 7, 8, 9, 10, 14, 15)], ids=["all", "some columns"])
@pytest.mark.parametrize("edited", ["任务清单", "反馈"])
def test_case_26_two_sheets_without_codes_are_asked_about(came_back: Make, columns: Any, edited: str) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = copy_of_the_sheet(book, *columns)
        without_codes(book)
        head = next(row for row in book[edited].iter_rows() if any(c.value == "责任人" for c in row))
        place = next(c.column for c in head if c.value == "责任人")
        book[edited].cell(head[0].row + 2, place, "赵六")
        assert sheet.max_row == 5

    found = came_back(change)
    assert [one[:4] for one in told(found)] == [HONEST[:4]]
    assert all(one.needs_decision for one in found.changes)
    assert "工作表「反馈」也像同一张表" in said(found)
    assert "工作表「任务清单」也像同一张表" in said(found)


def test_case_26_a_copy_beside_the_sheet_with_codes_is_named(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        copy_of_the_sheet(book, *range(2, 23))["G3"] = "赵六"

    found = came_back(change)
    assert told(found) == []
    assert "工作表「反馈」也像「任务清单」，但没有行编码，未导入；若填在这张表上，请把内容移到「任务清单」再发" in said(
        found
    )

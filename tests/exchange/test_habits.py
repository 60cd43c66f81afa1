"""What people do in a spreadsheet besides the seventy-two cases: right, or before a person, never silently wrong."""

from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table

from tracker.exchange.read.open_book import read_raw
from tracker.exchange.read.xlsx_comments import OUR_AUTHOR
from tracker.model.changeset import ChangeSet
from tracker.model.enums import Outcome

Make = Callable[..., Any]
OWNER = ("uid-2", "owner", "赵六", Outcome.CHANGE, False)
HEADS = {"title": 3, "owner": 8, "due_text": 10, "progress": 14, "status": 15, "progress_note": 16, "remark": 20}


def tasks(book: openpyxl.Workbook) -> Any:
    return book["任务清单"]


def told(found: ChangeSet) -> list[tuple[str, str, Any, Outcome, bool]]:
    return [(c.key, c.field, c.theirs, c.outcome, c.needs_decision) for c in found.changes]


def said(found: ChangeSet) -> str:
    return "\n".join(f"{p.cell} {p.message}" for p in found.problems)


def as_table(sheet: Any) -> None:
    sheet.auto_filter.ref = None
    sheet.add_table(Table(displayName="表1", ref=f"A4:V{sheet.max_row}"))


def arranged(sheet: Any) -> None:
    sheet.row_dimensions.group(6, 7, hidden=True)
    sheet.column_dimensions.group("C", "E", hidden=True)
    sheet.freeze_panes, sheet.protection.sheet, sheet.protection.password = "C6", True, "1"


def group_titles(sheet: Any) -> None:
    sheet.insert_rows(4)
    sheet["H4"] = "责任落实"
    sheet.merge_cells("H4:I4")


def pivot(sheet: Any) -> None:
    other = sheet.parent.create_sheet("透视", 0)
    for row in (["行标签", "计数项:任务名称", "平均值项:进度"], ["推进中", 7, 0.3], ["总计", 31, 0.1]):
        other.append(row)


def overview(sheet: Any) -> None:
    other = sheet.parent.create_sheet("汇总", 0)
    other.append(["编号", "任务名称", "状态", "进度"])
    for row in range(5, 9):
        other.append([sheet.cell(row, 2).value, sheet.cell(row, 3).value, "已销号", 1])


def blanks_behind_codes(sheet: Any) -> None:
    for row in range(5, 9):
        sheet.cell(row, 2).value = f"{sheet.cell(row, 2).value}\xa0"


def columns_gone_but_not_their_anchors(sheet: Any) -> None:
    sheet.delete_cols(4, 2)


@pytest.mark.parametrize(
    "arrange",
    [as_table, arranged, group_titles, pivot, overview, blanks_behind_codes, columns_gone_but_not_their_anchors],
)
def test_an_arrangement_says_nothing(came_back: Make, arrange: Callable[[Any], None]) -> None:
    def change(book: openpyxl.Workbook) -> None:
        tasks(book)["H6"] = "赵六"
        arrange(tasks(book))

    assert told(came_back(change)) == [OWNER]


def test_numbers_begun_anew_are_told_and_change_nothing(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        tasks(book)["H6"] = "赵六"
        for row in range(5, 9):
            tasks(book).cell(row, 2).value = row - 4

    found = came_back(change)
    assert told(found) == [OWNER]
    assert said(found).count("「编号」是供核对的列") == 4


@pytest.mark.parametrize(
    ("field", "value", "theirs", "review"),
    [
        ("due_text", "2027.12.31", "2027.12.31", False),
        ("due_text", "12月底", "2025年12月底", False),
        ("due_text", 20271231, "2027-12-31", False),
        ("progress", "50", 50, False),
        ("progress", "50％\u3000", 50, False),
        ("progress", "0.5", 1, True),
        ("progress", "1", 1, True),
        ("status", "已完成", "closing", True),
        ("owner", "李四\xa0", "李四", False),
        ("owner", "同上", "同上", True),
        ("progress_note", '"', '"', True),
        ("remark", "〃", "〃", True),
        ("progress_note", "一\n\n\n二  \n", "一\n\n\n二", False),
    ],
)
def test_a_way_of_writing_is_read_or_asked_about(
    came_back: Make, field: str, value: object, theirs: object, review: bool
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        tasks(book).cell(6, HEADS[field]).value = value

    assert told(came_back(change)) == [("uid-2", field, theirs, Outcome.CHANGE, review)]


@pytest.mark.parametrize(
    ("field", "value"),
    [("progress", text) for text in ("五成", "过半", "30-40%", ">50%", "50/100", "80分", "#####")]
    + [("status", text) for text in ("√", "正在做", "基本完成", "未完成", "推进中（滞后）")],
)
def test_what_says_nothing_certain_is_a_problem_of_its_cell(came_back: Make, field: str, value: str) -> None:
    def change(book: openpyxl.Workbook) -> None:
        tasks(book).cell(6, HEADS[field]).value = value

    found = came_back(change)
    assert told(found) == []
    assert [(p.key, p.field, p.raw) for p in found.problems] == [("uid-2", field, value)]


@pytest.mark.parametrize("value", ["26-12-31", "2026/13/45", "尽快办理"])
def test_a_deadline_nobody_can_read_is_asked_about_with_what_to_write(came_back: Make, value: str) -> None:
    """Words in place of a day ask for another deadline as much as a day does (TRUTH §3)."""

    def change(book: openpyxl.Workbook) -> None:
        tasks(book).cell(6, HEADS["due_text"]).value = value

    found = came_back(change)
    assert told(found) == [("uid-2", "due_text", value, Outcome.CHANGE, True)]
    assert "请写成" in found.changes[0].note


def test_a_dash_over_a_value_is_asked_about_as_emptied(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        tasks(book).cell(6, HEADS["progress"]).value = "-"

    assert told(came_back(change)) == [("uid-2", "progress", None, Outcome.CLEARED, True)]


def test_headers_exchanged_are_asked_about(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        tasks(book)["H6"], tasks(book)["H4"], tasks(book)["T4"] = "赵六", "分管领导", "责任人"

    assert [one for one in told(came_back(change)) if one[1] == "owner"] == [(*OWNER[:4], True)]


def test_an_answer_that_goes_on_in_the_next_row_is_kept_and_told(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        tasks(book).insert_rows(6)
        tasks(book)["P6"] = "第二段接着写"

    found = came_back(change)
    assert told(found) == []
    assert "第二段接着写" in said(found)


def test_an_answer_in_a_comment_is_told_and_our_own_comments_are_not(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        tasks(book)["P5"].comment = Comment("已完成第一阶段", "王五")
        tasks(book)["P6"].comment = Comment("请核对", OUR_AUTHOR)

    found = came_back(change)
    assert told(found) == []
    assert "单元格 P5 有批注「已完成第一阶段」" in said(found)
    assert "P6" not in said(found)


def test_of_many_comments_the_first_are_told_and_the_rest_counted(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in range(5, 35):
            tasks(book).cell(row, 13).comment = Comment(f"批注{row}", "王五")

    assert "另有 10 条批注没有列出" in said(came_back(change))


def test_damaged_comments_do_not_stop_the_data(xlsx: Make) -> None:
    relation = '<r><Relationship Id="rId1" Type="x/comments" Target="../comments1.xml"/></r>'
    parts = {"xl/worksheets/_rels/sheet1.xml.rels": relation, "xl/comments1.xml": "<comments><comment"}
    (sheet,) = read_raw(xlsx(parts=parts)).sheets
    assert (sheet.text(1, 1), sheet.notes) == ("ok", ())


def test_a_struck_text_is_still_its_text_and_said(came_back: Make) -> None:
    def change(book: openpyxl.Workbook) -> None:
        tasks(book)["P5"].font = Font(strike=True)

    found = came_back(change)
    assert told(found) == []
    assert "进展情况：整格加了删除线，请核对是否作废" in said(found)

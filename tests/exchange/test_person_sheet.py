"""联系方式: who sits in an office goes out with its workbook, and what it says of that comes back as proposals."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.cells.columns import PERSON_SHEET, TASK_SHEET
from tracker.exchange.table import meta_sheet
from tracker.exchange.write.content import ContentRow
from tracker.exchange.write.workbook import write_workbook
from tracker.model.changeset import ChangeSet
from tracker.model.enums import Outcome

WANG = {
    "person_name": "王海",
    "person_post": "综合处处长",
    "person_role": "liaison",
    "person_phone": "0574-87650001转12",
    "person_mobile": "13800000002",
    "person_email": "wanghai@nb.gov.cn",
    "person_note": "",
}
LI = WANG | {
    "person_name": "李青",
    "person_role": "deputy",
    "person_mobile": "",
    "person_email": "",
    "person_note": "每周三接访",
}
PEOPLE = (ContentRow("P00000000000a", WANG), ContentRow("P00000000000b", LI))
Sent = Callable[..., ChangeSet]


@pytest.fixture
def known(new_exchange: Any) -> Any:
    """An export to an office of which two people are known."""
    return new_exchange(people=PEOPLE)


@pytest.fixture
def came_back(known: Any, tmp_path: Path, book_of: Callable[[Path], RawBook]) -> Sent:
    """Compare the workbook after an edit; `ours` are our values of the first person now."""

    def compare(edit: Callable[[openpyxl.Workbook], object], exchange: Any = known, **ours: Any) -> ChangeSet:
        write_workbook(path := tmp_path / "交办.xlsx", exchange.content)
        book = openpyxl.load_workbook(path)
        edit(book)
        book.save(path)
        if ours:
            exchange = exchange.with_ours("P00000000000a", "person", **ours)
        return exchange.compare(book_of(path))

    return compare


def cell(book: openpyxl.Workbook, field: str, row: int = 5) -> Any:
    """Return the cell of a field of 联系方式."""
    header = PERSON_SHEET.by_field[field].header
    sheet = book["联系方式"]
    return sheet.cell(row, next(each.column for each in sheet[4] if each.value == header))


def put(row: int = 5, **values: Any) -> Callable[[openpyxl.Workbook], None]:
    """Return an edit that fills in cells of a row."""

    def edit(book: openpyxl.Workbook) -> None:
        for field, value in values.items():
            cell(book, field, row).value = value

    return edit


def said(found: ChangeSet) -> str:
    return "\n".join(problem.message for problem in found.problems)


def test_the_sheet_as_it_is_sent(known: Any, tmp_path: Path) -> None:
    write_workbook(path := tmp_path / "交办.xlsx", known.content)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["任务清单", "联系方式", "指标填报", "_meta"]
    sheet = book["联系方式"]
    assert [each.value for each in sheet[4]][1:] == ["姓名", "职务", "角色", "办公电话", "手机", "邮箱", "备注"]
    assert sheet.column_dimensions["A"].hidden
    assert str(sheet["A5"].value).startswith("PP00000000000a~EXP7F3A~")
    assert [each.value for each in sheet[6]][1:] == [
        "李青",
        "综合处处长",
        "分管领导",
        "0574-87650001转12",
        None,
        None,
        "每周三接访",
    ]
    assert [[each.value for each in sheet[row]] for row in (7, 8, 9)] == [[None] * 8] * 3
    assert sheet["B9"].fill.fgColor.rgb == sheet["B5"].fill.fgColor.rgb != "00000000"
    assert sheet.max_row == 9
    (roles,) = (rule for rule in sheet.data_validations.dataValidation if rule.type == "list")
    assert (roles.formula1, str(roles.sqref)) == ('"联络员,主要负责人,分管领导,其他"', "D5:D9")


def test_an_office_of_which_nobody_is_known_gets_three_empty_rows(new_exchange: Any, came_back: Sent) -> None:
    nobody = new_exchange(people=())
    assert came_back(lambda book: None, nobody).changes == ()
    (new,) = came_back(put(person_name="陈一", person_mobile="13900000000"), nobody).changes
    assert (new.kind, new.key, new.title, new.outcome) == ("person", "", "陈一", Outcome.UNKNOWN_ROW)


def test_nothing_changes_by_itself(came_back: Sent) -> None:
    found = came_back(lambda book: None)
    assert (found.changes, found.problems) == ((), ())
    assert [key for key in found.rows if key[0] == "person"] == [("person", row.key) for row in PEOPLE]


FILLED = [
    ("person_post", "综合处二级调研员", "综合处二级调研员"),
    ("person_role", "主要负责人", "head"),
    ("person_role", "一把手", "head"),
    ("person_phone", "87650002", "87650002"),
    ("person_phone", 87650002, "87650002"),
    ("person_mobile", "13900000009", "13900000009"),
    ("person_email", "wh@nb.gov.cn", "wh@nb.gov.cn"),
    ("person_note", "月底在", "月底在"),
    ("person_name", "王海波", "王海波"),
]


@pytest.mark.parametrize(("field", "written", "theirs"), FILLED)
def test_one_filled_cell_is_exactly_that_proposal(field: str, written: Any, theirs: str, came_back: Sent) -> None:
    found = came_back(put(**{field: written}))
    (change,) = found.changes
    assert (change.kind, change.key, change.task, change.field, change.theirs, change.outcome) == (
        "person", "P00000000000a", "王海", field, theirs, Outcome.CHANGE,
    )  # fmt: skip
    assert (change.needs_decision, change.one_by_one, change.note, found.problems) == (True, True, "", ())


@pytest.mark.parametrize("field", ["person_mobile", "person_email", "person_phone", "person_post"])
def test_an_emptied_cell_waits(field: str, came_back: Sent) -> None:
    (change,) = came_back(put(**{field: None})).changes
    assert (change.outcome, change.needs_decision, change.one_by_one) == (Outcome.CLEARED, True, True)


def test_an_emptied_row_says_that_somebody_left(came_back: Sent) -> None:
    (change,) = came_back(put(**dict.fromkeys(WANG))).changes
    assert (change.field, change.outcome, change.note) == (
        "person_name", Outcome.CLEARED, "整行清空了：采纳后按今天离任登记，人员记录保留",
    )  # fmt: skip
    kept = came_back(put(person_name=None, person_post="调走了")).changes
    assert [(c.field, c.needs_decision) for c in kept] == [("person_name", True), ("person_post", True)]
    assert "其他栏还有内容" in kept[0].note


def test_another_name_in_a_row_says_who_came_for_whom(came_back: Sent) -> None:
    (change,) = came_back(put(person_name="赵敏")).changes
    assert change.note == "换了人：采纳后王海按今天离任登记，赵敏接任这一行"


def test_a_row_that_was_copied_for_a_new_person_is_a_new_row(came_back: Sent) -> None:
    """With the hidden column and all, as people do who want its format."""

    def copy(book: openpyxl.Workbook) -> None:
        sheet = book["联系方式"]
        for column in range(1, 9):
            sheet.cell(7, column).value = sheet.cell(5, column).value
        cell(book, "person_name", 7).value = "赵敏"

    found = came_back(copy)
    assert [(c.title, c.outcome, c.needs_decision) for c in found.changes] == [("赵敏", Outcome.UNKNOWN_ROW, True)]
    assert said(found) == "行编码是连同另一行复制来的，名称却是另一个，按新的一行处理"


def test_both_sides_wrote(came_back: Sent) -> None:
    (change,) = came_back(put(person_mobile="13900000009"), person_mobile="13700000000").changes
    assert (change.outcome, change.ours, change.needs_decision) == (Outcome.CONFLICT, "13700000000", True)
    (same,) = came_back(put(person_mobile="13900000009"), person_mobile="13900000009").changes
    assert (same.outcome, same.needs_decision) == (Outcome.SAME, False)


def test_a_role_nobody_knows_is_a_problem(came_back: Sent) -> None:
    found = came_back(put(person_role="门卫"))
    assert found.changes == ()
    assert "角色「门卫」不在下列之中：联络员、主要负责人、分管领导、其他" in said(found)


def test_a_new_row_is_one_proposal_with_what_stands_in_it(came_back: Sent) -> None:
    (new,) = came_back(put(7, person_name="陈一", person_role="联络员", person_email="cy@nb.gov.cn")).changes
    assert (new.outcome, new.needs_decision, new.one_by_one) == (Outcome.UNKNOWN_ROW, True, True)
    assert {name: value for name, value in new.row.items() if value} == {
        "person_name": "陈一", "person_role": "liaison", "person_email": "cy@nb.gov.cn",
    }  # fmt: skip


def test_a_number_without_a_name_is_told(came_back: Sent) -> None:
    found = came_back(put(8, person_mobile="13900000000"))
    assert found.changes == ()
    assert said(found) == "第 8 行没有姓名，未导入：13900000000"


def test_a_deleted_row_takes_nobody_away(came_back: Sent) -> None:
    (change,) = came_back(lambda book: book["联系方式"].delete_rows(6)).changes
    assert (change.outcome, change.key, change.needs_decision) == (Outcome.MISSING_ROW, "P00000000000b", False)


def test_a_sheet_that_did_not_come_back_says_nothing(came_back: Sent) -> None:
    found = came_back(lambda book: book.remove(book["联系方式"]))
    assert found.changes == ()
    assert said(found) == "文件里没有「联系方式」表，其中 2 行按未反馈处理"


def test_rows_of_people_and_of_tasks_do_not_pass_for_each_other(came_back: Sent) -> None:
    def swap(book: openpyxl.Workbook) -> None:
        people, tasks = book["联系方式"]["A5"], book["任务清单"]["A5"]
        people.value, tasks.value = tasks.value, people.value

    found = came_back(swap)
    assert [change.outcome for change in found.changes if change.outcome is not Outcome.MISSING_ROW] == []
    assert "第 5 行是「联系方式」的行，不能放在「任务清单」里" in said(found)
    assert "第 5 行是「任务清单」或「指标填报」的行，不能放在「联系方式」里" in said(found)


def test_a_list_of_people_that_we_did_not_send_is_not_read(new_exchange: Any, came_back: Sent) -> None:
    """A workbook of an earlier form, with a sheet that the office added for itself."""

    def add(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("值班表")
        for line in (("姓名", "职务", "手机", "备注"), ("周一", "处长", "13800000000", "早班")):
            sheet.append(line)

    found = came_back(add, new_exchange())
    assert found.changes == ()
    assert said(found) == "工作表「值班表」不是发出的表，未导入"


def test_sorted_moved_and_renamed_as_the_other_sheets(came_back: Sent) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["联系方式"]
        first, second = ([each.value for each in sheet[row]] for row in (5, 6))
        for column, (one, other) in enumerate(zip(first, second, strict=True), 1):
            sheet.cell(5, column).value, sheet.cell(6, column).value = other, one
        cell(book, "person_mobile", 4).value = "联系手机"
        sheet.title = "通讯录"

    found = came_back(edit)
    assert (found.changes, said(found)) == ((), "")


def test_the_snapshot_in_the_file_has_a_column_that_former_versions_do_not_read(known: Any) -> None:
    lines = meta_sheet.later_lines(known.sent, known.content.secret)
    assert list(lines) == [3]
    assert meta_sheet.meta_lines(known.sent, known.content.secret)[5] == "4,1"


def test_people_do_not_go_to_another_ledger(known: Any) -> None:
    """What another installation reads of our workbook is what stands in the first column of the hidden sheet."""
    kinds = {row.kind for row in known.sent.rows}
    assert kinds == {"task", "person", "indicator"}
    first = meta_sheet.meta_lines(known.sent, known.content.secret)
    without = replace(known.sent, rows=tuple(row for row in known.sent.rows if row.kind != "person"))
    assert first == meta_sheet.meta_lines(without, known.content.secret)


def test_every_editable_column_is_there() -> None:
    assert [column.field for column in PERSON_SHEET.editable] == list(WANG)
    assert {column.anchor for column in PERSON_SHEET.columns}.isdisjoint(each.anchor for each in TASK_SHEET.columns)


def test_a_row_below_about_somebody_who_is_listed_is_a_proposal_of_its_own(came_back: Sent) -> None:
    """It empties nothing of the row that was sent, though it says less."""
    (new,) = came_back(put(7, person_name="王海", person_role="联络员", person_mobile="13900000009")).changes
    assert (new.outcome, new.key, new.row["person_mobile"]) == (Outcome.UNKNOWN_ROW, "", "13900000009")


def test_two_copies_of_a_row_that_differ_are_said_of_a_person(came_back: Sent) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["联系方式"]
        for column in range(1, 9):
            sheet.cell(7, column).value = sheet.cell(5, column).value
        cell(book, "person_mobile", 7).value = "13900000009"

    found = came_back(edit)
    assert [change.field for change in found.changes] == ["person_mobile"]
    assert "同一人在文件里出现了 2 行（第 5、7 行）且内容不同" in said(found)


def test_an_address_in_wide_letters_is_the_same(came_back: Sent) -> None:
    assert came_back(put(person_email="ｗａｎｇｈａｉ＠ｎｂ．ｇｏｖ．ｃｎ")).changes == ()

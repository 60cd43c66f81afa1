"""联系方式 that came back: nothing without a decision, what is taken stands in the directory, undone as one act."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.exchange.cells.columns import FIELDS
from tracker.model.changeset import Decision, FieldChange
from tracker.model.contacts import PersonDraft
from tracker.model.enums import Choice, Outcome, ReturnState, SplitBy
from tracker.model.exchange_words import PersonRole
from tracker.model.tables import Office, OfficePerson, WorkbookExport, WorkbookExportRow, WorkbookReturn
from tracker.queries.exports import list_all_exports
from tracker.services import exporting, office_changes, office_people, undo
from tracker.services.returns import apply
from tracker.services.returns.send_back import return_to_sender

TODAY, LATER = date(2026, 3, 2), date(2026, 3, 20)
OFFICE = "市经信局"
TAKE = Decision(Choice.THEIRS)


class ContactBook:
    """The workbook of an office whose 联系方式 somebody fills in."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self, row: int, **values: Any) -> "ContactBook":
        """Write cells of a row of the sheet, counted from 1, by field without person_."""
        book = openpyxl.load_workbook(self.path)
        sheet = book["联系方式"]
        columns = {cell.value: cell.column for cell in sheet[4]}
        for name, value in values.items():
            sheet.cell(4 + row, columns[FIELDS[f"person_{name}"].header]).value = value
        book.save(self.path)
        return self

    def rows(self) -> list[tuple[Any, ...]]:
        """Return what stands in the sheet, without the token."""
        sheet = openpyxl.load_workbook(self.path)["联系方式"]
        return [values[1:] for values in sheet.iter_rows(min_row=5, max_col=8, values_only=True)]


def number(desk: Any, name: str = OFFICE) -> int:
    return desk.rows(Office, Office.name == name)[0].id


def add(desk: Any, draft: PersonDraft, office: str = OFFICE) -> None:
    desk.act(office_people.add_person, number(desk, office), draft, TODAY)


def person(desk: Any, name: str) -> OfficePerson:
    (row,) = desk.rows(OfficePerson, OfficePerson.name == name)
    return row


def send(desk: Any, path: Path, office: str = OFFICE) -> ContactBook:
    desk.act(exporting.export_office, office, path, TODAY, LATER)
    return ContactBook(path)


def people_of(preview: Any) -> list[FieldChange]:
    return [change for change in preview.changes if change.kind == "person"]


def decide(desk: Any, book: ContactBook, *fields: str, value: Any = None) -> int:
    """Receive a workbook and take the entries of these fields (a whole row: "")."""
    received = desk.receive(book)
    choice = Decision(Choice.MERGED, value) if value is not None else TAKE
    taken = {c.identity: choice for c in people_of(desk.preview(book)) if c.field in fields}
    desk.apply(received, taken)
    return received


@pytest.fixture
def book(lite: Any, tmp_path: Path) -> ContactBook:
    """The workbook of an office with a liaison and a head."""
    add(lite, PersonDraft("王海", PersonRole.HEAD, "局长", "0574-87650000"))
    add(lite, PersonDraft("张三", post="科员", phone="87654321", mobile="13800138000", email="zs@nb.gov.cn"))
    return send(lite, tmp_path / "市经信局.xlsx")


def test_the_sheet_holds_who_is_there(lite: Any, book: ContactBook) -> None:
    assert book.rows()[:2] == [
        ("张三", "科员", "联络员", "87654321", "13800138000", "zs@nb.gov.cn", None),
        ("王海", "局长", "主要负责人", "0574-87650000", None, None, None),
    ]
    assert len(book.rows()) == 5
    kept = lite.rows(WorkbookExportRow, WorkbookExportRow.kind == "person")
    assert {row.key for row in kept} == {person(lite, "张三").uid, person(lite, "王海").uid}


def test_every_office_gets_the_sheet_also_those_that_only_help(lite: Any, tmp_path: Path) -> None:
    add(lite, PersonDraft("外办人", mobile="13900000000"), "市外办")
    _, paths = lite.act(exporting.export_all, tmp_path, TODAY, LATER)
    assert len(paths) > 1
    mobiles = set()
    for path in paths:
        sheet = openpyxl.load_workbook(path)["联系方式"]
        mobiles |= {(path.name.split("_")[0], cell.value) for cell in sheet["F"][4:] if cell.value}
    assert mobiles <= {("市外办", "13900000000")}, "mobile numbers go to nobody but their own office"


def test_who_left_is_not_sent(lite: Any, book: ContactBook, tmp_path: Path) -> None:
    lite.act(office_people.leave_person, person(lite, "王海").uid, TODAY)
    assert [row[0] for row in send(lite, tmp_path / "again.xlsx").rows() if row[0]] == ["张三"]


def test_nothing_is_taken_before_somebody_decided(lite: Any, book: ContactBook) -> None:
    book.fill(1, mobile="13900000001", email=None).fill(3, name="陈一", mobile="13900000002")
    preview = lite.preview(book)
    assert [(c.field, c.outcome, c.needs_decision) for c in people_of(preview)] == [
        ("person_mobile", Outcome.CHANGE, True),
        ("person_email", Outcome.CLEARED, True),
        ("", Outcome.UNKNOWN_ROW, True),
    ]
    received = lite.receive(book)
    before = [row.model_dump() for row in lite.rows(OfficePerson)]
    lite.apply(received)
    assert [row.model_dump() for row in lite.rows(OfficePerson)] == before
    assert (lite.returned().state, lite.returned().pending) == (ReturnState.PENDING, 3)


def test_what_was_decided_stands_in_the_directory_and_can_be_undone(lite: Any, book: ContactBook) -> None:
    book.fill(1, mobile="139 0000 0001", email=None, role="分管领导").fill(3, name="陈一", email="cy@nb.gov.cn")
    decide(lite, book, "person_mobile", "person_role", "")
    zhang = person(lite, "张三")
    assert (zhang.mobile, zhang.role, zhang.email) == ("13900000001", PersonRole.DEPUTY, "zs@nb.gov.cn")
    new = person(lite, "陈一")
    assert (new.role, new.email, new.main, new.from_on) == (PersonRole.LIAISON, "cy@nb.gov.cn", True, LATER)
    assert lite.returned().pending == 1
    lite.act(undo.undo_batch, lite.returned().batch_id, others=True)
    assert (person(lite, "张三").mobile, person(lite, "张三").role) == ("13800138000", PersonRole.LIAISON)
    assert not lite.rows(OfficePerson, OfficePerson.name == "陈一")
    assert lite.returned().pending == 4


def test_a_value_written_in_the_review_is_what_stands(lite: Any, book: ContactBook) -> None:
    decide(lite, book.fill(1, phone="87650000"), "person_phone", value="0574-87650000转8")
    assert person(lite, "张三").phone == "0574-87650000转8"


def test_an_emptied_row_is_one_who_left(lite: Any, book: ContactBook) -> None:
    book.fill(1, **dict.fromkeys(("name", "post", "role", "phone", "mobile", "email")))
    decide(lite, book, "person_name")
    zhang = person(lite, "张三")
    assert (zhang.to_on, zhang.main, zhang.mobile) == (LATER, False, "13800138000"), "the row stays"
    assert lite.returned().pending == 0


def test_another_name_is_another_person(lite: Any, book: ContactBook) -> None:
    book.fill(1, name="李四平", mobile="13700000000")
    decide(lite, book, "person_name", "person_mobile")
    old, new = person(lite, "张三"), person(lite, "李四平")
    assert (old.to_on, old.mobile) == (LATER, "13800138000")
    assert (new.from_on, new.mobile, new.phone, new.role, new.main) == (
        LATER, "13700000000", "87654321", PersonRole.LIAISON, True,
    )  # fmt: skip


def test_a_corrected_name_is_the_same_person(lite: Any, book: ContactBook) -> None:
    uid = person(lite, "张三").uid
    decide(lite, book.fill(1, name="张三丰"), "person_name")
    assert (person(lite, "张三丰").uid, person(lite, "张三丰").to_on) == (uid, None)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"email": "张三@局里"}, "“张三@局里”不像邮箱地址，如 zhangsan@nb.gov.cn。"),
        ({"email": "a@b.cn\r\nBcc: x@y.cn"}, "不像邮箱地址"),
        ({"mobile": "见通讯录"}, "“见通讯录”不像电话号码"),
        ({"role": None}, "角色“”不在可选范围，请从联络员、主要负责人、分管领导、其他中选择。"),
        ({"post": "长" * 300}, "职务“长长长长长长长长长长长长…”有 300 个字，最多 200 个字。"),
    ],
)
def test_what_the_directory_cannot_hold_is_not_to_be_taken(
    values: dict[str, Any], sentence: str, lite: Any, book: ContactBook
) -> None:
    (change,) = people_of(lite.preview(book.fill(1, **values)))
    assert change.forbidden
    assert sentence in change.note
    before = person(lite, "张三").model_dump()
    decide(lite, book, change.field)
    assert person(lite, "张三").model_dump() == before
    assert lite.returned().pending == 1


def test_a_new_row_with_a_bad_address_waits(lite: Any, book: ContactBook) -> None:
    (change,) = people_of(lite.preview(book.fill(3, name="陈一", email="没有")))
    assert (change.outcome, change.forbidden) == (Outcome.UNKNOWN_ROW, True)
    assert "“没有”不像邮箱地址" in change.note
    decide(lite, book, "")
    assert not lite.rows(OfficePerson, OfficePerson.name == "陈一")


def test_somebody_who_is_known_by_now_is_not_there_twice(lite: Any, book: ContactBook) -> None:
    add(lite, PersonDraft("陈一", mobile="13900000002", email="old@nb.gov.cn"))
    (same,) = people_of(lite.preview(book.fill(3, name="陈一", mobile="13900000002")))
    assert (same.outcome, same.needs_decision) == (Outcome.SAME, False)
    (news,) = people_of(lite.preview(book.fill(3, mobile="13900000003", post="科长")))
    assert news.note.endswith("名录里已有联络员陈一：采纳后只改职务、手机，空着的栏不改")
    decide(lite, book, "")
    chen = person(lite, "陈一")
    assert (chen.mobile, chen.post, chen.email) == ("13900000003", "科长", "old@nb.gov.cn")


def test_one_who_left_meanwhile_is_not_brought_back(lite: Any, book: ContactBook) -> None:
    lite.act(office_people.leave_person, person(lite, "张三").uid, TODAY)
    assert people_of(lite.preview(book)) == []
    (change,) = people_of(lite.preview(book.fill(1, post="科长")))
    assert (change.forbidden, "张三已于 2026-03-02 离任" in change.note) == (True, True)


def test_both_sides_wrote(lite: Any, book: ContactBook) -> None:
    book.fill(1, mobile="13900000001")
    seen = lite.preview(book)
    received = lite.receive(book)
    draft = office_people.draft_of(person(lite, "张三"))
    lite.act(office_people.edit_person, person(lite, "张三").uid, replace(draft, mobile="13600000000"), TODAY)
    (change,) = people_of(lite.look(apply.preview_return, received))
    assert (change.outcome, change.ours) == (Outcome.CONFLICT, "13600000000")
    with pytest.raises(Exception, match="又被改过"):
        lite.apply(received, {change.identity: TAKE}, seen)
    assert person(lite, "张三").mobile == "13600000000"


def test_a_row_of_another_office_says_nothing(lite: Any, book: ContactBook, tmp_path: Path) -> None:
    add(lite, PersonDraft("科技人", mobile="13500000000"), "市科技局")
    other = send(lite, tmp_path / "市科技局.xlsx", "市科技局")
    theirs = openpyxl.load_workbook(other.path)["联系方式"]
    mine = openpyxl.load_workbook(book.path)
    for column in range(1, 9):
        mine["联系方式"].cell(7, column).value = theirs.cell(5, column).value
    mine["联系方式"].cell(7, 6).value = "13511111111"
    mine.save(book.path)
    preview = lite.preview(book)
    assert people_of(preview) == []
    assert any("请核对是不是抄错了行，这一行不导入" in problem.message for problem in preview.problems)


def test_after_a_merger_people_come_to_the_office_there_is_now(lite: Any, book: ContactBook) -> None:
    lite.act(office_changes.merge_offices, OFFICE, "市科技局", TODAY, TODAY, move_tasks=True)
    decide(lite, book.fill(3, name="陈一", mobile="13900000002"), "")
    assert person(lite, "陈一").office_id == number(lite, "市科技局")


def test_people_are_no_rows_that_an_answer_is_counted_by(lite: Any, book: ContactBook) -> None:
    (row,) = lite.look(list_all_exports, LATER)
    asked = row.rows
    lite.receive(book.fill(1, mobile="13900000001"))
    (row,) = lite.look(list_all_exports, LATER)
    assert (row.rows, row.filled, row.part) == (asked, 0, True)


def test_a_workbook_that_goes_back_keeps_what_the_office_wrote(lite: Any, book: ContactBook, tmp_path: Path) -> None:
    book.fill(1, mobile="13900000001").fill(3, name="陈一", email="没有")
    received = lite.receive(book)
    lite.act(return_to_sender, received, tmp_path / "back.xlsx", LATER, LATER)
    back = ContactBook(tmp_path / "back.xlsx")
    assert back.rows()[0][4] == "13900000001"
    assert ("陈一", None, None, None, None, "没有", None) in back.rows()
    assert [row[0] for row in back.rows()].count(None) == 3
    sheet = openpyxl.load_workbook(back.path)["联系方式"]
    assert sheet["F5"].comment is not None
    (first, again) = lite.rows(WorkbookExport)
    assert (first.round, again.replaces_id) == (again.round, first.id)
    preview = lite.preview(back)
    assert preview.export == again.code
    assert {c.field for c in people_of(preview)} == {"person_mobile", ""}


def test_the_first_part_of_a_split_workbook_has_the_people(lite: Any, book: ContactBook, tmp_path: Path) -> None:
    _, paths = lite.act(exporting.export_split, OFFICE, tmp_path, TODAY, LATER, SplitBy.THEME)
    assert len(paths) > 1
    assert ["联系方式" in openpyxl.load_workbook(path).sheetnames for path in paths] == [True] + [False] * (
        len(paths) - 1
    )


def test_returned_rows_stay_when_the_same_file_comes_again(lite: Any, book: ContactBook) -> None:
    decide(lite, book.fill(3, name="陈一"), "")
    preview = lite.preview(book)
    assert preview.already_imported
    assert [c.outcome for c in people_of(preview)] == [Outcome.SAME]
    assert len(lite.rows(WorkbookReturn)) == 1

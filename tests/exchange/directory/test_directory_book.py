"""Tables of offices and people in the layouts in which offices keep them, and our own."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from tracker.errors import WorkbookError
from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.directory.directory_book import (
    COLUMNS,
    SHEET,
    is_main,
    kind_of,
    person_row,
    read_directory_book,
    write_directory,
)
from tracker.exchange.read.reader_pool import BookReader, load_file
from tracker.model.exchange_words import OfficeKind, PersonRole

Cells = Sequence[Sequence[object]]


def book_of(path: Path, rows: Cells, merges: Sequence[str] = (), title: str = "名单", before: Cells = ()) -> RawBook:
    book = openpyxl.Workbook()
    sheet = book.active
    if before:
        for row in before:
            sheet.append(row)
        sheet = book.create_sheet()
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for area in merges:
        sheet.merge_cells(area)
    book.save(path)
    with BookReader() as reader:
        return reader.read(load_file(path))


def read(path: Path, rows: Cells, **more: object) -> list[tuple[str, str, PersonRole | None]]:
    entries = read_directory_book(book_of(path, rows, **more), path.name)
    return [(entry.office, entry.said("name"), entry.role) for entry in entries]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "名单.xlsx"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("联络员", "name"),
        ("联系人", "name"),
        ("姓名", "name"),
        ("职务", "post"),
        ("办公电话", "phone"),
        ("联系电话", "phone"),
        ("座机", "phone"),
        ("手机", "mobile"),
        ("手机号码", "mobile"),
        ("电子邮箱", "email"),
        ("邮箱", "email"),
        ("备注", "note"),
        ("简称", "short_name"),
        ("类别", "kind"),
        ("分管市领导", "leader"),
        (" 联 系 电 话 ", "phone"),
    ],
)
def test_a_column_is_known_by_its_word(path: Path, header: str, field: str) -> None:
    (entry,) = read_directory_book(book_of(path, [("单位", header), ("市科技局", "甲")]), path.name)
    assert entry.values == {field: "甲"}


@pytest.mark.parametrize("word", ["单位", "单位全称", "单位名称", "部门", "责任单位"])
def test_the_column_of_offices_has_several_words(path: Path, word: str) -> None:
    assert read(path, [(word, "姓名"), ("市科技局", "张三")]) == [("市科技局", "张三", None)]


@pytest.mark.parametrize(
    ("word", "role"), [("联络员", PersonRole.LIAISON), ("联络人", PersonRole.LIAISON), ("联系人", None), ("姓名", None)]
)
def test_the_heading_may_say_the_role(path: Path, word: str, role: PersonRole | None) -> None:
    assert read(path, [("单位", word), ("市科技局", "张三")]) == [("市科技局", "张三", role)]


def test_a_role_in_its_own_column_goes_first(path: Path) -> None:
    rows = [("单位", "联络员", "角色"), ("市科技局", "张三", "分管领导"), ("市科技局", "李四", "")]
    assert read(path, rows) == [
        ("市科技局", "张三", PersonRole.DEPUTY),
        ("市科技局", "李四", PersonRole.LIAISON),
    ]


def test_titles_above_the_table_are_passed_over(path: Path) -> None:
    rows = [("2026年联络员名单",), (), ("（2026年3月）",), ("序号", "单位", "联络员"), (1, "市科技局", "张三")]
    assert read(path, rows) == [("市科技局", "张三", PersonRole.LIAISON)]


def test_an_office_stands_once_for_several_people(path: Path) -> None:
    rows = [("单位", "姓名"), ("市科技局", "张三"), (None, "李四"), ("市经信局", "王五"), (None, None), (None, "赵六")]
    assert [entry[:2] for entry in read(path, rows)] == [
        ("市科技局", "张三"),
        ("市科技局", "李四"),
        ("市经信局", "王五"),
        ("市经信局", "赵六"),
    ]


def test_a_merged_office_stands_for_all_its_rows(path: Path) -> None:
    rows = [("单位", "姓名", "手机"), ("市科技局", "张三", "1"), (None, "李四", "2"), ("市经信局", "王五", "3")]
    assert [entry[:2] for entry in read(path, rows, merges=["A2:A3"])] == [
        ("市科技局", "张三"),
        ("市科技局", "李四"),
        ("市经信局", "王五"),
    ]


def test_an_office_without_people_is_a_row_of_its_own(path: Path) -> None:
    rows = [("单位", "类别", "姓名"), ("市科技局", "政府部门", None)]
    (entry,) = read_directory_book(book_of(path, rows), path.name)
    assert (entry.office, dict(entry.values)) == ("市科技局", {"kind": "政府部门"})


def test_leaders_have_columns_of_their_own(path: Path) -> None:
    rows = [("单位", "主要负责人", "分管领导", "联络员"), ("市科技局", "王局", "陈局、刘局", "张三")]
    assert read(path, rows) == [
        ("市科技局", "张三", PersonRole.LIAISON),
        ("市科技局", "王局", PersonRole.HEAD),
        ("市科技局", "陈局", PersonRole.DEPUTY),
        ("市科技局", "刘局", PersonRole.DEPUTY),
    ]


def test_the_first_sheet_with_a_directory_is_read(path: Path) -> None:
    book = book_of(path, [("单位", "姓名"), ("市科技局", "张三")], before=[("说明",), ("请于周五前填报",)])
    assert [entry.office for entry in read_directory_book(book, path.name)] == ["市科技局"]


@pytest.mark.parametrize(
    "rows", [[], [("单位",), ("市科技局",)], [("姓名", "电话"), ("张三", "1")], [("说明", "时限")]]
)
def test_what_is_no_directory_is_refused_with_what_is_missing(path: Path, rows: Cells) -> None:
    with pytest.raises(WorkbookError, match="没有一行表头同时写着"):
        read_directory_book(book_of(path, rows), path.name)


def test_row_numbers_are_those_of_the_sheet(path: Path) -> None:
    rows = [("名单",), ("单位", "姓名"), ("市科技局", "张三"), (), ("市经信局", "李四")]
    assert [entry.row for entry in read_directory_book(book_of(path, rows), path.name)] == [3, 5]


# --- our own table ------------------------------------------------------------------------------------


def test_what_is_written_is_read_back(path: Path) -> None:
    said = {
        "office": "市科技局", "short_name": "科技局", "kind": "政府部门", "leader": "王副市长", "region": "宁波",
        "name": "张三", "post": "科长", "phone": "0574-87654321", "mobile": "013800138000", "email": "zs@nb.gov.cn",
        "note": "周三不在",
    }  # fmt: skip
    write_directory(path, [person_row(said, PersonRole.DEPUTY, main=True)])
    with BookReader() as reader:
        (entry,) = read_directory_book(reader.read(load_file(path)), path.name)
    assert entry.office == "市科技局"
    assert dict(entry.values) == {name: text for name, text in said.items() if name != "office"} | {
        "role": "分管领导",
        "main": "是",
    }
    assert entry.role is PersonRole.DEPUTY


def test_the_sheet_has_its_name_its_headings_and_text_cells(path: Path) -> None:
    write_directory(path, [{"office": "市科技局", "mobile": "013800138000"}])
    sheet = openpyxl.load_workbook(path).active
    assert sheet.title == SHEET
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    mobile = sheet.cell(2, list(COLUMNS.values()).index("mobile") + 1)
    assert (mobile.value, mobile.number_format) == ("013800138000", "@")
    assert sheet.freeze_panes == "B2"


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(1)", "=市科技局"])
def test_a_text_like_a_formula_stays_a_text(path: Path, text: str) -> None:
    write_directory(path, [{"office": "市科技局", "note": text}])
    cell = next(cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row if cell.value == text)
    assert cell.data_type == "s"


@pytest.mark.parametrize(
    ("text", "main"), [("是", True), ("√", True), ("主要", True), ("1", True), ("", False), ("否", False), ("0", False)]
)
def test_a_mark_of_the_main_person(text: str, main: bool) -> None:
    assert is_main(text) is main


@pytest.mark.parametrize(("text", "kind"), [("政府部门", OfficeKind.GOVERNMENT), ("", None), ("火星机关", None)])
def test_a_kind_of_body(text: str, kind: OfficeKind | None) -> None:
    assert kind_of(text) is kind

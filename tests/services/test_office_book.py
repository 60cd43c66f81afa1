"""The directory as a workbook: out and back without a change, and in from tables as offices keep them."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tracker.errors import InputError, WorkbookError
from tracker.model.contacts import PersonDraft
from tracker.model.exchange_words import OfficeKind, PersonRole
from tracker.model.tables import Office
from tracker.queries.directory import read_directory
from tracker.services import office_book, undo
from tracker.services import office_people as people
from tracker.services.office_book import DirectoryOutcome
from tracker.services.office_changes import describe_body, merge_offices

DAY = date(2026, 3, 2)
HEADER = ("单位", "联络员", "职务", "办公电话", "手机", "电子邮箱", "备注")


def number(desk, name: str) -> int:
    return desk.rows(Office, Office.name == name)[0].id


def table(path: Path, *rows: tuple[str | None, ...], header: tuple[str, ...] = HEADER, above: int = 0) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for _ in range(above):
        sheet.append(["全市联络员名单"])
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def preview(desk, path: Path):
    return desk.look(office_book.preview_directory, path, DAY)


def take_in(desk, path: Path):
    with desk.ledger.session() as session:
        changes = office_book.preview_directory(session, path, DAY)
        return office_book.take_in_directory(session, changes, path.name, DAY)


def outcomes(desk, path: Path) -> list[str]:
    return [change.outcome.word for change in preview(desk, path)]


@pytest.fixture
def filled(lite):
    lite.act(people.add_person, number(lite, "市科技局"), PersonDraft("张三", phone="87654321", email="zs@nb.cn"), DAY)
    lite.act(people.add_person, number(lite, "市科技局"), PersonDraft("李四", mobile="13800138000"), DAY)
    lite.act(people.add_person, number(lite, "市经信局"), PersonDraft("王局", PersonRole.HEAD, "局长"), DAY)
    lite.act(describe_body, "市经信局", OfficeKind.GOVERNMENT, "王副市长", "宁波", "")
    return lite


def test_what_is_written_and_read_back_changes_nothing(filled, tmp_path: Path) -> None:
    path = tmp_path / "单位名录.xlsx"
    rows = filled.look(office_book.export_directory, path, DAY)
    changes = preview(filled, path)
    assert len(changes) == rows == 38 + 1  # an office with two people has two rows
    assert {change.outcome for change in changes} == {DirectoryOutcome.SAME}
    before = filled.content(memory=True)
    take_in(filled, path)
    assert filled.content(memory=True) == before


def test_a_table_of_liaisons_is_taken_in(lite, tmp_path: Path) -> None:
    path = table(
        tmp_path / "联络员.xlsx",
        ("市科技局", "张三", "科长", "0574-87654321", "13800138000", "zs@nb.gov.cn", None),
        ("市经济和信息化局", "李四", None, None, None, None, "周三不在"),
        above=2,
    )
    assert outcomes(lite, path) == ["新增", "新增"]
    done = take_in(lite, path)
    person = lite.look(read_directory, DAY, "市科技局")[0].liaison(DAY)
    assert (person.name, person.post, person.email) == ("张三", "科长", "zs@nb.gov.cn")
    assert lite.look(read_directory, DAY, "市经信局")[0].liaison(DAY).note == "周三不在"
    assert outcomes(lite, path) == ["相同", "相同"]
    lite.act(undo.undo_batch, done.batch_id)
    assert outcomes(lite, path) == ["新增", "新增"]


def test_an_office_merged_over_rows_has_all_its_people(lite, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for name in ("张三", "李四", "王五"):
        book.active.append(("市科技局" if name == "张三" else None, name))
    book.active.append(("市经信局", "赵六"))
    book.active.merge_cells("A2:A4")
    book.save(path)
    assert [(change.office, change.name) for change in preview(lite, path)] == [
        ("市科技局", "张三"),
        ("市科技局", "李四"),
        ("市科技局", "王五"),
        ("市经信局", "赵六"),
    ]


def test_leaders_in_columns_of_their_own_are_people(lite, tmp_path: Path) -> None:
    path = table(tmp_path / "名单.xlsx", ("市科技局", "张三", "王局、陈局"), header=("单位", "联络员", "分管领导"))
    assert [(change.name, change.role) for change in preview(lite, path)] == [
        ("张三", PersonRole.LIAISON),
        ("王局", PersonRole.DEPUTY),
        ("陈局", PersonRole.DEPUTY),
    ]


def test_a_change_is_shown_and_an_empty_cell_never_empties(filled, tmp_path: Path) -> None:
    path = table(tmp_path / "名单.xlsx", ("市科技局", "张三", None, None, None, "zhangsan@nb.cn", None))
    (change,) = preview(filled, path)
    assert change.outcome is DirectoryOutcome.CHANGED
    assert change.changes == {"电子邮箱": ("zs@nb.cn", "zhangsan@nb.cn")}
    take_in(filled, path)
    person = filled.look(read_directory, DAY, "市科技局")[0].liaison(DAY)
    assert (person.phone, person.email) == ("87654321", "zhangsan@nb.cn")


@pytest.mark.parametrize(
    ("row", "outcome", "message"),
    [
        (("市科技居", "张三"), "单位不认识", "第2行：没有名为“市科技居”的单位，是不是市科技局？"),
        (("火星局", "张三"), "单位不认识", "第2行：没有名为“火星局”的单位。"),
        (("市科技局", "钱七", None, "无"), "不能读入", "第2行：“无”不像电话号码"),
        (("市科技局", "钱七", None, None, None, "钱七@nb.cn"), "不能读入", "不像邮箱地址"),
        (("市科技局", "钱\n七"), "不能读入", "换行"),
        (("市科技局", "字" * 41), "不能读入", "最多 40 个字"),
    ],
)
def test_a_row_nobody_can_place_is_said_and_left_out(filled, tmp_path: Path, row, outcome: str, message: str) -> None:
    path = table(tmp_path / "名单.xlsx", row)
    (change,) = preview(filled, path)
    assert change.outcome.word == outcome
    assert message in change.message
    before = filled.content(memory=True)
    assert take_in(filled, path).batch_id is None
    assert filled.content(memory=True) == before


def test_one_person_twice_in_a_table_is_said(lite, tmp_path: Path) -> None:
    path = table(tmp_path / "名单.xlsx", ("市科技局", "张三"), ("市科技局", "张三"))
    assert outcomes(lite, path) == ["新增", "不能读入"]


def test_an_office_that_exists_no_more_takes_no_people(lite, tmp_path: Path) -> None:
    lite.act(merge_offices, "市科技局", "市经信局", DAY, DAY)
    path = table(tmp_path / "名单.xlsx", ("市科技局", "张三"))
    assert [(change.office, change.outcome.word) for change in preview(lite, path)] == [("市经信局", "新增")]


@pytest.mark.parametrize(
    ("header", "row", "sentence"),
    [
        (("单位", "联络员", "类别"), ("市科技局", "张三", "火星机关"), "没有“火星机关”这种单位类别"),
        (("单位", "联络员", "简称"), ("市科技局", "张三", "市经信局"), "已经是市经信局的名称"),
    ],
)
def test_what_is_said_of_an_office_is_checked(lite, tmp_path: Path, header, row, sentence: str) -> None:
    (change,) = preview(lite, table(tmp_path / "名单.xlsx", row, header=header))
    assert change.outcome is DirectoryOutcome.REFUSED
    assert sentence in change.message


def test_what_is_said_of_an_office_is_written(lite, tmp_path: Path) -> None:
    path = table(
        tmp_path / "名单.xlsx",
        ("市科技局", "科技", "政府部门", "王副市长"),
        header=("单位", "简称", "类别", "分管市领导"),
    )
    take_in(lite, path)
    row = lite.look(read_directory, DAY, "市科技局")[0]
    assert (row.short_name, row.kind, row.leader, row.people) == ("科技", OfficeKind.GOVERNMENT, "王副市长", ())


@pytest.mark.parametrize("header", [("任务", "时限"), ("单位", "任务"), ("姓名", "电话")])
def test_a_table_of_something_else_is_refused(lite, tmp_path: Path, header) -> None:
    path = table(tmp_path / "别的.xlsx", ("市科技局", "张三"), header=header)
    with pytest.raises(WorkbookError, match=r"“别的\.xlsx”里没有找到单位名录"):
        preview(lite, path)


def test_a_place_that_cannot_be_written_is_said(lite, tmp_path: Path) -> None:
    with pytest.raises((WorkbookError, InputError), match="写不进去"):
        lite.look(office_book.export_directory, tmp_path / "没有的文件夹" / "名录.xlsx", DAY)


def test_a_text_that_begins_like_a_formula_stays_a_text(lite, tmp_path: Path) -> None:
    lite.act(people.add_person, number(lite, "市科技局"), PersonDraft("张三", note="=1+1"), DAY)
    path = tmp_path / "名录.xlsx"
    lite.look(office_book.export_directory, path, DAY)
    cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] != ["f"]
    assert set(outcomes(lite, path)) == {"相同"}

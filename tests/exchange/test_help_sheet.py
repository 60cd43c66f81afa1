"""配合事项: what a co-office is told, what it may fill in, and rows that stand on the wrong sheet."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.exchange.book.raw_book import RawBook
from tracker.exchange.cells.columns import HELP_SHEET, TASK_SHEET
from tracker.exchange.table import meta_sheet
from tracker.exchange.write.content import ContentRow
from tracker.exchange.write.workbook import write_workbook
from tracker.model.changeset import ChangeSet
from tracker.model.enums import Outcome

HELP = {
    "help_code": "C3.1",
    "help_title": "建设公共算力平台",
    "help_content": "统筹算力资源，\n面向企业开放",
    "help_lead": "市科技局",
    "help_contact": "李四　0574-87654321",
    "help_due": "2025年12月底前",
    "help_progress": 35,
    "help_progress_note": "完成选址",
    "help_duty": "落实用能指标",
    "help_state": "in_progress",
    "help_note": "已与供电公司会商",
    "help_problems": "",
    "help_owner": "王五",
    "help_phone": "87650001",
    "help_remark": "",
    "filled_by": "",
}
SECOND = {
    **HELP,
    "help_code": "C3.2",
    "help_title": "开放场景清单",
    "help_duty": "",
    "help_state": "none",
    "help_note": "",
}
Sent = Callable[..., ChangeSet]


@pytest.fixture
def helping(new_exchange: Any) -> Any:
    """An export to an office that leads four tasks and helps in two others."""
    return new_exchange(helps=(ContentRow("uid-8", HELP), ContentRow("uid-9", SECOND)))


@pytest.fixture
def came_back(helping: Any, tmp_path: Path, book_of: Callable[[Path], RawBook]) -> Sent:
    """Compare the workbook after an edit; `ours` are our values of the first row now, `exchange` another export."""

    def compare(edit: Callable[[openpyxl.Workbook], object], exchange: Any = helping, **ours: Any) -> ChangeSet:
        write_workbook(path := tmp_path / "交办.xlsx", exchange.content)
        book = openpyxl.load_workbook(path)
        edit(book)
        book.save(path)
        if ours:
            exchange = exchange.with_ours("uid-8", "help", **ours)
        return exchange.compare(book_of(path))

    return compare


def cell(book: openpyxl.Workbook, field: str, row: int = 5) -> Any:
    """Return the cell of a field of 配合事项."""
    header = HELP_SHEET.by_field[field].header
    sheet = book["配合事项"]
    return sheet.cell(row, next(each.column for each in sheet[4] if each.value == header))


def put(**values: Any) -> Callable[[openpyxl.Workbook], None]:
    """Return an edit that fills in cells of the first row."""

    def edit(book: openpyxl.Workbook) -> None:
        for field, value in values.items():
            cell(book, field).value = value

    return edit


def said(found: ChangeSet) -> str:
    return "\n".join(problem.message for problem in found.problems)


def test_nothing_changes_by_itself(came_back: Sent) -> None:
    found = came_back(lambda book: None)
    assert (found.changes, found.problems) == ((), ())
    assert [key for key in found.rows if key[0] == "help"] == [("help", "uid-8"), ("help", "uid-9")]


FILLED = [
    ("help_state", "已完成", "done", False),
    ("help_state", "进行中 ", None, False),
    ("help_state", "未开始", "none", False),
    ("help_state", "不涉及", "not_ours", True),
    ("help_note", "已供电", "已供电", False),
    ("help_problems", "电价未定", "电价未定", False),
    ("help_owner", "赵六", "赵六", False),
    ("help_phone", "87650002", "87650002", False),
    ("help_remark", "月底再报", "月底再报", False),
    ("help_duty", "落实用能指标并督促建设", "落实用能指标并督促建设", True),
]


@pytest.mark.parametrize(("field", "written", "theirs", "asked"), FILLED)
def test_one_filled_cell_is_exactly_that_change(
    field: str, written: str, theirs: str | None, asked: bool, came_back: Sent
) -> None:
    found = came_back(put(**{field: written}))
    expected = [] if theirs is None else [("help", "uid-8", "C3.1", field, theirs, Outcome.CHANGE, asked)]
    changes = [(c.kind, c.key, c.task, c.field, c.theirs, c.outcome, c.needs_decision) for c in found.changes]
    assert (changes, found.problems) == (expected, ())


@pytest.mark.parametrize("field", ["help_state", "help_note", "help_duty", "help_owner"])
def test_an_emptied_cell_waits(field: str, came_back: Sent) -> None:
    (change,) = came_back(put(**{field: None})).changes
    assert (change.outcome, change.needs_decision) == (Outcome.CLEARED, True)


def test_a_duty_that_nobody_gave_may_be_proposed(came_back: Sent) -> None:
    (change,) = came_back(lambda book: setattr(cell(book, "help_duty", 6), "value", "提供场景")).changes
    assert (change.key, change.theirs, change.needs_decision) == ("uid-9", "提供场景", True)
    assert change.note == "单位提出的配合内容，请确认"


def test_both_sides_wrote(came_back: Sent) -> None:
    (change,) = came_back(put(help_note="已供电"), help_note="电话里说已会商两次").changes
    assert (change.outcome, change.ours, change.theirs) == (Outcome.CONFLICT, "电话里说已会商两次", "已供电")
    (same,) = came_back(put(help_note="已供电"), help_note="已供电").changes
    assert same.outcome is Outcome.SAME


def test_the_words_of_the_lead_are_read_only(came_back: Sent) -> None:
    found = came_back(put(help_progress=0.9, help_progress_note="我们看是快完成了", help_lead="市财政局"))
    assert found.changes == ()
    assert said(found).count("供核对的列，改动不会导入") == 3
    assert {problem.key for problem in found.problems} == {"uid-8"}


def test_all_of_a_lead_without_its_percent_format_is_as_sent(came_back: Sent, new_exchange: Any) -> None:
    whole = new_exchange(helps=(ContentRow("uid-8", HELP | {"help_progress": 100}),))

    def unformat(book: openpyxl.Workbook) -> None:
        cell(book, "help_progress").value = 1
        cell(book, "help_progress").number_format = "General"

    found = came_back(unformat, whole)
    assert (found.changes, found.problems, found.touched) == ((), (), ())


def test_a_state_nobody_knows_is_a_problem(came_back: Sent) -> None:
    found = came_back(put(help_state="差不多了"))
    assert found.changes == ()
    assert "配合状态「差不多了」不在下列之中：未开始、配合中、已完成、不涉及" in said(found)


def test_who_filled_it_in_is_kept_with_the_row(came_back: Sent) -> None:
    (change,) = came_back(put(help_note="已供电", filled_by="小周")).changes
    assert change.row["filled_by"] == "小周"
    assert came_back(put(filled_by="小周")).changes == ()


def move_row(source: str, target: str) -> Callable[[openpyxl.Workbook], None]:
    """Return an edit that cuts the first row of a sheet and pastes it below another one."""

    def edit(book: openpyxl.Workbook) -> None:
        row = book[target].max_row + 1
        for each in list(book[source][5]):
            book[target].cell(row, each.column, each.value)
        book[source].delete_rows(5)

    return edit


@pytest.mark.parametrize(
    ("source", "target", "kind"), [("配合事项", "任务清单", "help"), ("任务清单", "配合事项", "task")]
)
def test_a_row_on_the_other_sheet_is_a_problem(source: str, target: str, kind: str, came_back: Sent) -> None:
    found = came_back(move_row(source, target))
    assert [change.outcome for change in found.changes] == [Outcome.MISSING_ROW]
    assert [change.kind for change in found.changes] == [kind]
    assert f"行是「{source}" in said(found)
    assert f"不能放在「{target}」里，未导入" in said(found)


@pytest.mark.parametrize(("source", "target"), [("配合事项", "任务清单"), ("任务清单", "配合事项")])
def test_a_token_pasted_over_another_ones_writes_nothing(source: str, target: str, came_back: Sent) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book[target]["A5"] = book[source]["A5"].value
        book[target]["L5"] = "写错了地方"

    found = came_back(edit)
    assert [change.outcome for change in found.changes] == [Outcome.MISSING_ROW]
    assert "未导入；请移回原来的表再发" in said(found)


def test_sorted_and_renamed_it_is_still_known(came_back: Sent) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["配合事项"]
        rows = [[each.value for each in sheet[number]] for number in (6, 5)]
        for number, values in zip((5, 6), rows, strict=True):
            for column, value in enumerate(values, start=1):
                sheet.cell(number, column).value = value
        cell(book, "help_note").value = "新的一行在上面"
        cell(book, "help_note", 4).value = "这个月做了什么"

    found = came_back(edit)
    assert [(c.key, c.field, c.theirs) for c in found.changes] == [("uid-9", "help_note", "新的一行在上面")]


def test_without_names_and_hidden_sheet_the_headers_tell_the_sheet(came_back: Sent) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book.defined_names.clear()
        book.remove(book["_meta"])
        book["配合事项"].title = "Sheet2"
        cell_of = next(each for each in book["Sheet2"][4] if each.value == "配合情况")
        book["Sheet2"].cell(5, cell_of.column).value = "已供电"

    assert [(c.kind, c.field, c.sheet) for c in came_back(edit).changes] == [("help", "help_note", "Sheet2")]


def test_an_added_row_is_no_task_and_no_help(came_back: Sent) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["配合事项"].cell(7, 2, "C9")
        book["配合事项"].cell(7, 3, "我们还想配合的一件事")

    found = came_back(edit)
    assert found.changes == ()
    assert "第 7 行不是发给对方的「配合事项」，未导入：我们还想配合的一件事" in said(found)


def test_an_office_that_only_helps_gets_no_list_of_tasks(new_exchange: Any, came_back: Sent, tmp_path: Path) -> None:
    only = new_exchange(helps=(ContentRow("uid-8", HELP),))
    only = replace(only, content=replace(only.content, tasks=(), indicators=()))
    found = came_back(put(help_note="已供电"), exchange=only)
    assert openpyxl.load_workbook(tmp_path / "交办.xlsx").sheetnames == ["配合事项", "_meta"]
    assert [(c.field, c.theirs) for c in found.changes] == [("help_note", "已供电")]
    assert found.problems == ()


def test_the_part_of_another_office_is_not_taken(
    helping: Any, new_exchange: Any, tmp_path: Path, book_of: Callable[[Path], RawBook]
) -> None:
    other = new_exchange(helps=(ContentRow("uid-8", HELP),), office="市财政局", export_code="EXPOTHER")
    paths = [tmp_path / f"{each.content.office}.xlsx" for each in (helping, other)]
    for each, path in zip((helping, other), paths, strict=True):
        write_workbook(path, each.content)
    own, theirs = map(openpyxl.load_workbook, paths)
    own["配合事项"]["A5"] = theirs["配合事项"]["A5"].value
    cell(own, "help_note").value = "替别人写的"
    own.save(paths[0])
    found = helping.compare(book_of(paths[0]), sent={each.content.export_code: each.sent for each in (helping, other)})
    assert [change.outcome for change in found.changes] == [Outcome.MISSING_ROW] * len(found.changes)
    assert "这一行来自发给市财政局的批次 EXPOTHER" in said(found)
    assert "这一行不导入" in said(found)


def test_a_former_version_finds_its_own_rows_in_the_hidden_sheet(
    helping: Any, tmp_path: Path, book_of: Callable[[Path], RawBook], secret: bytes
) -> None:
    write_workbook(path := tmp_path / "a.xlsx", helping.content)
    book = book_of(path)
    first = meta_sheet.read_meta(book)
    assert first is not None
    assert {row.kind for row in first.rows} == {"task", "indicator"}
    assert meta_sheet.read_own_meta(book, secret) == helping.sent
    assert meta_sheet.raw_meta_lines(book) == meta_sheet.meta_lines(helping.sent, secret)


def test_what_is_beside_in_the_hidden_sheet_counts_only_signed(
    helping: Any, tmp_path: Path, book_of: Callable[[Path], RawBook], secret: bytes
) -> None:
    write_workbook(path := tmp_path / "a.xlsx", helping.content)
    book = openpyxl.load_workbook(path)
    book["_meta"]["B1"] = "0" * 64
    book.save(path)
    own = meta_sheet.read_own_meta(book_of(path), secret)
    assert own is not None
    assert {row.kind for row in own.rows} == {"task", "indicator"}


def test_the_reports_of_co_offices_are_read_only(new_exchange: Any, task: Any, came_back: Sent) -> None:
    exchange = new_exchange({**task, "help_reports": "市财政局：配合中，资金已拨付"})

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["任务清单"]
        column = next(each.column for each in sheet[4] if each.value == TASK_SHEET.by_field["help_reports"].header)
        assert sheet.cell(5, column).value == "市财政局：配合中，资金已拨付"
        sheet.cell(5, column).value = "都很好"

    found = came_back(edit, exchange=exchange)
    assert found.changes == ()
    assert "「配合单位反馈」是供核对的列" in said(found)

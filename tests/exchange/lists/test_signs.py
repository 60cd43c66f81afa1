"""Signs in lists that are no part of what they stand beside: numbers, the foot of a form, a header that comes again."""

import pytest

from tests.exchange.lists.test_layouts import N, fields, only, skipped
from tracker.exchange.book.raw_book import DATE, RawCell
from tracker.exchange.lists.cell_texts import cell_text


@pytest.mark.parametrize(
    ("cell", "lead", "co"),
    [
        ("1.市教育局\n2.市财政局", "市教育局", ("市财政局",)),
        ("1.市教育局2.市财政局", "市教育局", ("市财政局",)),
        ("①市教育局②市财政局", "市教育局", ("市财政局",)),
        ("配合单位：（1）市科技局（2）市财政局\n牵头单位：市教育局", "市教育局", ("市科技局", "市财政局")),
    ],
)
def test_numbers_before_offices_are_no_part_of_their_names(cell: str, lead: str, co: tuple[str, ...]) -> None:
    (task,) = only([["序号", "任务", "责任单位"], [1, "新增学位", cell]]).tasks
    assert (task.lead_office, tuple(task.co_offices), task.unknown_offices) == (lead, co, ())


@pytest.mark.parametrize(
    ("text", "ref", "title"),
    [
        ("1.1 扩大技改投资", "1.1", "扩大技改投资"),
        ("2.3.1、扩大技改投资", "2.3.1", "扩大技改投资"),
        ("3.5万亩农田建设", "", "3.5万亩农田建设"),
        ("3.5 万亩农田建设", "", "3.5 万亩农田建设"),
    ],
)
def test_a_number_of_several_parts_is_the_number_of_the_task(text: str, ref: str, title: str) -> None:
    (task,) = only([["任务", "责任单位"], [text, "市教育局"]]).tasks
    assert (task.ref, task.title) == (ref, title)


def test_the_foot_of_a_form_is_no_task() -> None:
    foot = ["填表人：张三", "审核人：", "联系电话：88886666", "日期：2026年1月"]
    table = only([["序号", "任务", "责任单位", "完成时限"], [1, "新增学位", "市教育局", "2026年底"], foot])
    assert [task.title for task in table.tasks] == ["新增学位"]
    assert skipped(table) == {3: "note"}


def test_no_and_yaoqiu_are_headers() -> None:
    table = only([["No.", "事项", "要求"], [7, "公园增设直饮水点", "年底前完成"]])
    assert fields(table) == {"A": "ref", "B": "title", "C": "content"}


def test_two_tables_below_each_other_with_one_header_are_one_list() -> None:
    header = ["序号", "任务", "责任单位"]
    table = only([header, [1, "新增学位", "市教育局"], [N], ["第二部分"], header, [1, "推进技改", "市经信局"]])
    assert [task.title for task in table.tasks] == ["新增学位", "推进技改"]
    assert table.problems == []


def test_goals_of_quarters_are_neither_title_nor_content() -> None:
    table = only(
        [
            ["序号", "重点项目", "责任单位", "一季度目标", "二季度目标", "年度目标", "完成年限"],
            [1, "建设园区综合体", "市经信局", "完成立项", "开工", "竣工", "2026年底"],
        ]
    )
    assert fields(table) == {
        "A": "ref", "B": "title", "C": "offices", "D": None, "E": None, "F": "content", "G": "due_text"
    }  # fmt: skip
    assert (table.tasks[0].title, table.tasks[0].content) == ("建设园区综合体", "竣工")


@pytest.mark.parametrize("hour", ["", "T00:00:00", "T17:30:00"])
def test_a_day_is_the_same_whatever_kind_of_file_keeps_its_hour(hour: str) -> None:
    assert cell_text(RawCell(DATE, f"2026-06-30{hour}")) == "2026-06-30"

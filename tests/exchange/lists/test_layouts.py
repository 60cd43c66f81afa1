"""Lists of every layout that offices send, written here, give their tasks."""

from datetime import date
from typing import Any

import pytest

from tests.exchange.lists.list_books import fields, only, read, skipped
from tracker.exchange.lists.list_header import ColumnWish
from tracker.model.task_lists import ListTask

N = None


def test_headings_of_three_levels_stand_over_their_tasks() -> None:
    table = only(
        [
            ["附件1"],
            ["2026年度重点工作责任分解表"],
            ["序号", "目标任务", "工作要求", "分管领导", "责任单位", "完成时限"],
            ["第一部分 经济工作"],
            ["一、工业"],
            ["（一）稳增长"],
            [1, "稳住工业增长", "增速6%", "赵明", "市经信局", "12月底前"],
            ["（二）促投资"],
            [2, "扩大投资", "增长5%", N, "市发改委", "全年"],
            ["二、农业"],
            [3, "粮食生产", "稳定", N, "各区（县、市）政府", "10月底"],
            ["第二部分 民生工作"],
            [4, "办好学校", "10所", "钱进", "市教育局", "2026年8月底前"],
            ["注：完成时限为最后时限"],
        ],
        "A2:F2", "A4:F4", "A5:F5", "A6:F6", "A8:F8", "A10:F10", "A12:F12", "A14:F14", "D7:D9",
    )  # fmt: skip
    assert table.header == (3, 3)
    assert [task.section for task in table.tasks] == [
        ("第一部分 经济工作", "一、工业", "（一）稳增长"),
        ("第一部分 经济工作", "一、工业", "（二）促投资"),
        ("第一部分 经济工作", "二、农业"),
        ("第二部分 民生工作",),
    ]
    assert [task.leader for task in table.tasks] == ["赵明", "赵明", "", "钱进"]
    assert table.tasks[1].filled == ("leader",)
    assert skipped(table) == {
        4: "heading",
        5: "heading",
        6: "heading",
        8: "heading",
        10: "heading",
        12: "heading",
        14: "note",
    }
    assert table.above == [(1, "附件1"), (2, "2026年度重点工作责任分解表")]


def test_a_heading_may_have_its_number_in_a_cell_of_its_own() -> None:
    table = only(
        [
            ["序号", "工作任务", "牵头单位", "完成时限"],
            ["一", "经济发展"],
            [1, "推进甲工程", "市经信局", "6月底"],
            ["（一）", "小类"],
            [2, "推进乙工程", "市科技局", "6月底"],
        ]
    )
    assert [task.section for task in table.tasks] == [("一、经济发展",), ("一、经济发展", "（一）小类")]


def test_a_header_of_three_rows_is_read_by_its_parts() -> None:
    table = only(
        [
            ["年度计划表"],
            ["序号", "工作任务", "责任分工", N, N, N, "时间要求", N, "备注"],
            [N, N, "牵头", N, "配合", N, N, N, N],
            [N, N, "单位", "责任人", "单位", "电话", "开始", "完成", N],
            [1, "甲项工程", "市经信局", "张三", "市科技局", 87180001, "2026年3月", "2026年9月", N],
        ],
        "A2:A4", "B2:B4", "C2:F2", "C3:D3", "E3:F3", "G2:H3", "I2:I4", "A1:I1",
    )  # fmt: skip
    assert table.header == (2, 4)
    assert fields(table) == {
        "A": "ref", "B": "title", "C": "lead_office", "D": "owner", "E": "co_offices", "F": "phone", "G": "start_on",
        "H": "due_text", "I": "remark",
    }  # fmt: skip
    assert table.columns[2].header == "责任分工/牵头/单位"
    task = table.tasks[0]
    assert (task.start_on, task.due_on, task.phone) == ("2026-03-01", "2026-09-30", "87180001")


def test_two_header_rows_without_merged_cells_below_a_group() -> None:
    table = only(
        [
            ["编号", "重点任务", "责任落实", N, "完成时限"],
            [N, N, "牵头单位", "配合单位", N],
            ["1", "甲项任务", "市经信局", "市科技局", "6月底"],
        ],
        "C1:D1",
    )
    assert table.header == (1, 2)
    assert [task.row for task in table.tasks] == [3]


@pytest.mark.parametrize(
    ("header", "rows", "merges"),
    [
        (
            ["重点任务", "序号", "具体举措", "牵头单位", "完成时限"],
            [["优化环境", 1, "推进一件事", "市大数据局", "6月底"], [N, 2, "压缩时间", "市司法局", "9月底"]],
            ["A2:A3"],
        ),
        (
            ["序号", "重点任务", "举措序号", "具体举措", "牵头单位"],
            [[1, "优化环境", 1, "推进一件事", "市大数据局"], [N, N, 2, "压缩时间", "市司法局"]],
            ["A2:A3", "B2:B3"],
        ),
        (
            ["重点任务", "工作目标", "推进措施", "牵头单位"],
            [["优化环境", "前列", "推进一件事", "市大数据局"], [N, N, "压缩时间", "市司法局"]],
            ["A2:A3", "B2:B3"],
        ),
        (
            ["重点工作", "工作任务", "牵头单位", "序号"],
            [["优化环境", "推进一件事", "市大数据局", 1], [N, "压缩时间", "市司法局", 2]],
            ["A2:A3"],
        ),
    ],
    ids=["own numbers", "two numbers", "no number", "two titles"],
)
def test_measures_with_numbers_of_their_own_are_the_tasks(
    header: list[str], rows: list[list[Any]], merges: list[str]
) -> None:
    table = only([header, *rows], *merges)
    assert [task.title for task in table.tasks] == ["推进一件事", "压缩时间"]
    assert [task.section for task in table.tasks] == [("优化环境",)] * 2
    assert [task.lead_office for task in table.tasks] == ["市大数据局", "市司法局"]
    assert [task.rows for task in table.tasks] == [(2,), (3,)]


def test_one_task_over_several_rows_is_one_task() -> None:
    table = only(
        [
            ["序号", "工作任务", "责任单位", "完成时限", "备注"],
            [1, "推进数字化改造", "市经信局", "2026年6月底", N],
            [N, N, "市财政局", "2026年12月底", "分阶段"],
            [N, N, "市科技局", N, "滚动"],
            [2, "建设人才房", "市财政局", "年底", N],
            [N, N, "市人社局（牵头）", N, N],
            [3, "普通任务", "市教育局、市人社局", "尽快", N],
        ],
        "A2:A4", "B2:B4", "A5:A6", "B5:B6",
    )  # fmt: skip
    first, second, third = table.tasks
    assert (first.row, first.rows, first.ref) == (2, (2, 3, 4), "1")
    assert (first.lead_office, first.co_offices) == ("市经信局", ("市科技局", "市财政局"))
    assert (first.due_text, first.due_on, first.remark) == ("2026年6月底；2026年12月底", None, "分阶段\n滚动")
    assert second.rows == (5, 6)
    assert (third.lead_office, third.co_offices) == ("市教育局", ("市人社局",))


def test_labelled_lines_are_tasks_with_their_labels_in_them_or_below() -> None:
    table = only(
        [
            ["关于2026年重点工作任务分工的通知"],
            ["一、张伟副市长牵头重点工作"],
            ["1、推进甲工程（牵头单位：市经信局；配合单位：市科技局、市财政局；完成时限：6月底）"],
            ["2．推进乙工程，"],
            ["力争年内完工"],
            ["责任单位：市科技局、市教育局"],
            ["完成时间：12月底"],
            ["二、王芳市长负责的工作"],
            ["（3）推进丙工程"],
            ["牵头部门：市发改委（负责人：赵六，电话：13800001111）"],
            ["注：以上任务每月报送"],
        ]
    )
    assert table.header is None
    first, second, third = table.tasks
    assert (first.title, first.lead_office, first.due_on, first.leader) == (
        "推进甲工程",
        "市经信局",
        "2026-06-30",
        "张伟副市长",
    )
    assert (second.title, second.rows) == ("推进乙工程，力争年内完工", (4, 5, 6, 7))
    assert (second.lead_office, second.co_offices) == ("市科技局", ("市教育局",))
    assert (third.ref, third.leader, third.owner, third.phone) == ("3", "王芳市长", "赵六", "13800001111")
    assert skipped(table) == {1: "title", 2: "heading", 8: "heading", 11: "note"}


def test_a_numbered_heading_followed_by_labels_is_a_task() -> None:
    table = only([["方案"], ["（一）做甲工程"], ["牵头单位：市经信局"], ["（二）做乙工程"], ["牵头单位：市财政局"]])
    assert [(task.ref, task.title) for task in table.tasks] == [("一", "做甲工程"), ("二", "做乙工程")]


DIRTY_HEADER = ["序号", "任务名称", "工作内容", "主办单位", "协办单位", "办结时限", "状态", "年度投资"]
DIRTY = (
    ("填表说明", [["填表说明"], ["1. 请认真填写"], ["牵头单位：填规范全称"], ["完成时限：写到月"]], []),
    (
        "Sheet2",
        [
            [],
            [N, "重点任务清单"],
            [],
            [N, *DIRTY_HEADER],
            [N, 1, "任务甲", "内容甲", "市经信局", "市科技局", 46387, "推进中", 12.5],
            [N, 2, "任务乙", "内容乙", "同上", "〃", "2026-02-30", "已完成", N],
            [N, N, "小计", "2项"],
            [N, "重点任务清单（续）"],
            [N, *DIRTY_HEADER],
            [N, 3, "任务丙", "内容丙", "=NOPE(1)", "#N/A", date(2026, 1, 31), N, N],
            [N, "合计", "3项"],
            [N, "填表人：张三", N, N, "审核人：李四"],
        ],
        ["B2:I2", "B8:I8"],
    ),
    ("名单", [["单位", "联系人", "电话"], ["市经信局", "张三", "1"]], []),
)


def test_several_sheets_and_dirt_between_the_rows() -> None:
    (table,) = read(*DIRTY)
    assert table.sheet == "Sheet2"
    assert table.header == (4, 4)
    first, second, third = table.tasks
    assert (first.due_text, first.due_on) == ("2026-12-31", "2026-12-31")
    assert "数值46387按日期读作2026-12-31" in first.problems
    assert (first.said, first.rest) == ({"status": "推进中"}, {"年度投资": "12.5"})
    assert (second.lead_office, second.co_offices, set(second.filled)) == (
        "市经信局",
        ("市科技局",),
        {"lead_office", "co_offices"},
    )
    assert (second.due_on, second.due_text) == (None, "2026-02-30")
    assert (third.lead_office, third.due_on) == (None, "2026-01-31")
    assert any("已经过了" in problem for problem in third.problems)
    assert third.raw["F10"] == "#N/A"
    assert [(problem.row, problem.column) for problem in table.problems] == [(10, "E"), (10, "F")]
    assert skipped(table) == {7: "total", 8: "title", 9: "header", 11: "total", 12: "note"}


def test_a_blank_cell_without_a_merged_one_is_never_filled() -> None:
    table = only([["任务", "牵头单位"], ["甲项工程", "市经信局"], ["乙项工程", N]])
    assert [task.lead_office for task in table.tasks] == ["市经信局", None]


@pytest.mark.parametrize(
    ("cell", "lead", "co", "unknown", "groups"),
    [
        ("市经信局牵头，市科技局、市财政局配合", "市经信局", ("市科技局", "市财政局"), (), ()),
        ("市科技局、市经信局（牵头）", "市经信局", ("市科技局",), (), ()),
        ("市发改委会同市财政局", "市发改委", ("市财政局",), (), ()),
        ("由市经信局负责", "市经信局", (), (), ()),
        ("市科技局和市财政局", "市科技局", ("市财政局",), (), ()),
        ("各区（县、市）政府，各有关部门", "各区（县、市）", (), (), ("各有关部门",)),
        ("市财政局等有关单位", "市财政局", (), (), ("等有关单位",)),
        ("某某管委会、市财政局", None, ("市财政局",), ("某某管委会",), ()),
        ("市财政局、某某管委会", "市财政局", (), ("某某管委会",), ()),
        ("市经济和信息化局；市人力社保局", "市经信局", ("市人社局",), (), ()),
        ("牵头单位：市经信局\n配合单位：市财政局", "市经信局", ("市财政局",), (), ()),
        ("/", None, (), (), ()),
    ],
)  # fmt: skip
def test_who_leads_and_who_helps(
    cell: str, lead: str | None, co: tuple[str, ...], unknown: tuple[str, ...], groups: tuple[str, ...]
) -> None:
    task = only([["工作任务", "责任单位", "时限"], ["甲项工程", cell, "年底"]]).tasks[0]
    assert (task.lead_office, task.co_offices, task.unknown_offices, task.groups) == (lead, co, unknown, groups)


def test_a_second_name_in_the_column_of_leads_helps_and_is_asked_about() -> None:
    task = only([["工作任务", "牵头单位"], ["甲项工程", "市经信局、市科技局"]]).tasks[0]
    assert (task.lead_office, task.co_offices, task.doubtful_lead) == ("市经信局", ("市科技局",), True)


LONG = "牵头推进产业大脑建设；加快培育未来工厂，全年新增未来工厂5家，推动规上企业数字化改造全覆盖，力争走在全省前列"


@pytest.mark.parametrize(
    ("text", "title", "content", "ref"),
    [
        ("推进制造业数字化改造，做强产业链", "推进制造业数字化改造，做强产业链", "", ""),
        (LONG, "加快培育未来工厂", LONG, ""),
        ("3、推进甲工程", "推进甲工程", "", "3"),
        ("（12）推进甲工程", "推进甲工程", "", "12"),
        ("5G应用推广", "5G应用推广", "", ""),
        ("2.5亿元基金组建", "2.5亿元基金组建", "", ""),
    ],
)
def test_one_column_of_prose_gives_title_and_content(text: str, title: str, content: str, ref: str) -> None:
    task = only([["工作任务", "牵头单位"], [text, "市经信局"]]).tasks[0]
    assert (task.title, task.content, task.ref) == (title, content, ref)


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ("序号 任务名称 工作内容 责任单位", "ref title content offices"),
        ("序号 工作内容 责任单位 完成时限", "ref title offices due_text"),
        ("建议号 案由 提出人 主办单位 会办单位 答复期限", "ref title None lead_office co_offices due_text"),
        ("编号 重点工作任务 第一责任单位 其他责任单位 联系人及电话", "ref title lead_office co_offices contact"),
        ("项目名称 建设内容 牵头市领导 责任人 联系电话", "title content leader owner phone"),
        ("任务来源 任务类别 工作任务 任务进展情况 计划完成时间", "source themes title progress_note due_text"),
        ("任务 责任单位（第一个为牵头单位） 是否重点 年度投资（亿元）", "title offices priority None"),
        ("工作任务 牵头单位 任务数 完成率", "title lead_office None progress"),
        ("编号 实事项目 牵头部门 协办部门 重点", "ref title lead_office co_offices priority"),
        ("序号 督办内容 督办要求 第一责任单位 完成节点", "ref title content lead_office due_text"),
        ("序号 整改事项 整改措施 整改责任单位 整改情况 是否销号", "ref title content offices progress_note None"),
        ("序号 议定事项 承办单位 办结时限 启动时间 下一步工作打算", "ref title offices due_text start_on next_steps"),
    ],
)  # fmt: skip
def test_headers_are_known_by_their_words(headers: str, found: str) -> None:
    words = headers.split()
    table = only([words, ["甲项工程"] * len(words)])
    assert [str(column.field) for column in table.columns] == found.split()


def test_columns_may_be_named_where_no_header_is_known() -> None:
    rows = [["名", "谁", "甲"], ["甲项工程", "市经信局", "x"], ["乙项工程", "市科技局", "y"]]
    assert read(("表", rows, [])) == []
    (table,) = read(("表", rows, []), wish=ColumnWish({"title": "A", "lead_office": "B"}))
    assert [(task.title, task.lead_office) for task in table.tasks] == [
        ("甲项工程", "市经信局"),
        ("乙项工程", "市科技局"),
    ]


def texts(task: ListTask) -> str:
    return "\n".join([*task.raw.values()])


def test_nothing_of_the_sheet_is_lost() -> None:
    rows = [
        ["总表"],
        ["序号", "工作任务", "牵头单位", "经费"],
        [1, "甲项工程", "某某委", 3.5],
        ["合计", "一项"],
        ["说明：无"],
    ]
    table = only(rows, "A1:D1")
    heap = "\n".join(
        [
            *(text for _, text in table.above),
            *table.headers,
            *map(texts, table.tasks),
            *(row.text for row in table.skipped),
        ]
    )
    assert all(str(value) in heap for row in rows for value in row)


def test_numbered_lines_may_hold_their_labels() -> None:
    rows = [
        ["2026年重点工作安排"],
        ["一、产业"],
        ["1、推进5G应用。牵头领导：王副市长；责任单位：市经信局、市科技局；完成时限：6月底前。"],
        ["2、建设数字车间100个。责任单位：市经信局；完成时限：年底前。"],
    ]
    table = only(rows)
    assert [(task.ref, task.title, task.lead_office, task.due_text) for task in table.tasks] == [
        ("1", "推进5G应用", "市经信局", "6月底前"),
        ("2", "建设数字车间100个", "市经信局", "年底前"),
    ]
    assert (table.tasks[0].leader, table.tasks[0].co_offices) == ("王副市长", ("市科技局",))


def test_instructions_with_labels_are_no_list() -> None:
    rows = [["关于报送的通知"], ["1.责任单位：填写全称。"], ["2.完成时限：写到日。"], ["3.联系人：写手机。"]]
    assert read(("通知", rows, [])) == []

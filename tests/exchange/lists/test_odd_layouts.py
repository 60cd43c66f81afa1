"""Forms of one task each, tables side by side, three levels of tasks, districts as columns, inner offices."""

import pytest

from tests.exchange.lists.list_books import NAMES, TODAY, fields, only, workbook
from tracker.exchange.lists.read_lists import header_down, read_lists
from tracker.exchange.read.open_book import read_raw

_CARD = [
    ["督办事项", "推进老旧小区改造", "督办编号", "督〔2026〕1号"],
    ["牵头单位", "市经信局", "配合单位", "市财政局"],
    ["完成时限", "2026年6月底", "交办日期", "2026年3月1日"],
    ["办理要求", "加快开工建设，确保质量"],
]


def test_forms_below_each_other_are_a_task_each() -> None:
    second = [["督办事项", "化解历史遗留办证", "督办编号", "督〔2026〕2号"], ["牵头单位", "市司法局"]]
    table = only([["督办单"], *_CARD, [], *second, ["填表人：张三"]], "A1:D1")
    assert table.header is None
    first, other = table.tasks
    assert (first.ref, first.title, first.content) == ("督〔2026〕1号", "推进老旧小区改造", "加快开工建设，确保质量")
    assert (first.lead_office, first.co_offices, first.due_on) == ("市经信局", ("市财政局",), "2026-06-30")
    assert (first.rows, first.rest) == ((2, 3, 4, 5), {"交办日期": "2026年3月1日"})
    assert (other.title, other.lead_office, other.row) == ("化解历史遗留办证", "市司法局", 7)
    assert [(row.row, row.why) for row in table.skipped] == [(1, "title"), (9, "note")]


def test_a_list_on_its_side_is_no_form() -> None:
    rows = [
        ["任务名称", "推广数字车间", "建设培育库"],
        ["牵头单位", "市经信局", "市科技局"],
        ["完成时限", "6月底", "9月底"],
    ]
    book = read_raw(workbook(("清单", rows, ())))
    assert read_lists(book, NAMES, TODAY) == []
    assert header_down(book) == "A"


def test_a_table_right_of_another_is_told_and_not_mixed_into_it() -> None:
    head = ["序号", "任务", "牵头单位", "时限"]
    table = only(
        [[*head, None, *head], [1, "左边的任务", "市经信局", "6月底", None, 1, "右边的任务", "市科技局", "9月底"]]
    )
    (task,) = table.tasks
    assert (task.title, task.content, task.lead_office, task.co_offices) == ("左边的任务", "", "市经信局", ())
    assert [fields(table)[column] for column in "FGHI"] == [None] * 4
    assert (table.problems[0].row, table.problems[0].column) == (1, "F")
    assert "右边另一张表" in table.problems[0].message


def test_the_last_of_three_levels_is_the_task() -> None:
    table = only(
        [
            ["一级任务", "二级任务", "三级任务", "牵头单位", "完成时限"],
            ["科技强市", "平台建设", "建设重点实验室", "市科技局", "2026年6月"],
            [None, None, "建设技术创新中心", "市科技局", "2026年9月"],
            [None, "人才引育", "引进顶尖人才", "市人社局", "2026年10月"],
        ],
        "A2:A4", "B2:B3",
    )  # fmt: skip
    assert [(task.section, task.title) for task in table.tasks] == [
        (("科技强市", "平台建设"), "建设重点实验室"),
        (("科技强市", "平台建设"), "建设技术创新中心"),
        (("科技强市", "人才引育"), "引进顶尖人才"),
    ]


def test_districts_as_columns_are_unknown_offices() -> None:
    table = only(
        [
            ["序号", "任务", "责任地区", None, None, "时限"],
            [None, None, "海曙区", "江北区", "慈溪市", None],
            [1, "开展园区提质改造", "√", None, "√", "2026年6月"],
        ],
        "A1:A2", "B1:B2", "C1:E1", "F1:F2",
    )  # fmt: skip
    assert table.tasks[0].unknown_offices == ("海曙区", "慈溪市")


def test_months_with_ticks_are_no_offices() -> None:
    table = only(
        [["任务", "责任单位", "1月", "2月", "3月", "时限"], ["编制总体规划", "市发改委", "√", "√", None, "2026年3月底"]]
    )
    assert table.tasks[0].rest == {"1月": "√", "2月": "√"}
    assert table.tasks[0].lead_office == "市发改委"


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        (["任务", "牵头处室", "时限"], {"A": "title", "B": "lead_office", "C": "due_text"}),
        (["任务", "牵头处室", "牵头单位"], {"A": "title", "B": None, "C": "lead_office"}),
    ],
)
def test_offices_inside_an_office_lead_where_nothing_else_does(head: list[str], wanted: dict[str, str | None]) -> None:
    assert fields(only([head, ["起草年度工作报告", "综合处", "市经信局"]])) == wanted


def test_a_person_below_an_office_is_no_office() -> None:
    (task,) = only([["任务", "承办单位"], ["起草年度工作报告", "市经信局\n（张三 87180000）"]]).tasks
    assert (task.lead_office, task.unknown_offices) == ("市经信局", ())


def test_a_person_behind_an_office_is_who_answers_for_the_task() -> None:
    head = ["任务", "牵头单位及责任人", "配合单位"]
    table = only([head, ["起草年度报告", "市经信局：张三", "市科技局"], ["开展执法监督", "市司法局 李四", None]])
    assert [(task.lead_office, task.owner, task.unknown_offices) for task in table.tasks] == [
        ("市经信局", "张三", ()), ("市司法局", "李四", ()),
    ]  # fmt: skip


def test_the_day_of_reporting_is_the_deadline_only_where_no_other_is() -> None:
    head = ["任务", "牵头单位", "上报时限", "要求完成时间"]
    table = only([head, ["报送年度总结材料", "市发改委", "每月25日前", "2026年12月"]])
    assert (table.tasks[0].due_on, table.tasks[0].rest) == ("2026-12-31", {"上报时限": "每月25日前"})
    assert fields(only([head[:3], ["报送年度总结材料", "市发改委", "2026年12月"]]))["C"] == "due_text"

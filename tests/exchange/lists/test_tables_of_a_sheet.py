"""Several tables below each other in one sheet, one that stands on its side, offices set apart by blanks."""

import pytest

from tests.exchange.lists.list_books import only, read, skipped, workbook
from tracker.exchange.lists.read_lists import header_down
from tracker.exchange.read.open_book import read_raw


@pytest.mark.parametrize("first", [True, False])
def test_two_tables_of_a_sheet_are_read_each_by_its_own_header(first: bool) -> None:
    short = [["序号", "任务", "牵头单位"], [1, "推广数字车间", "市经信局"], [2, "改造产业园区", "市经信局"]]
    long = [["序号", "主要措施", "责任单位", "完成时限"], [1, "加强资金保障", "市财政局", "年底"]]
    sheet = [*short, *long] if first else [*long, *short]
    tables = read(("清单", [["二〇二六年工作"], *sheet], ()))
    titles = [["推广数字车间", "改造产业园区"], ["加强资金保障"]]
    assert [[task.title for task in table.tasks] for table in tables] == (titles if first else titles[::-1])
    assert [table.header for table in tables] == [(2, 2), (5, 5) if first else (4, 4)]
    assert [text for table in tables for _, text in table.above] == ["二〇二六年工作"]
    assert [task.due_text for table in tables for task in table.tasks if task.due_text] == ["年底"]
    assert not any(table.skipped or table.problems for table in tables)


def test_headings_right_above_a_second_table_are_its_own() -> None:
    one, two = read(
        (
            "清单",
            [
                ["一、改革"], ["序号", "改革任务", "牵头单位"], [1, "推广数字车间", "市经信局"], ["合计：1项"],
                ["二、项目"], ["编号", "项目名称", "责任单位", "年度目标"], ["X1", "改造产业园区", "市财政局", "完工"],
                ["说明：无"],
            ],
            (),
        )
    )  # fmt: skip
    assert (one.above, two.above) == ([(1, "一、改革")], [(5, "二、项目")])
    assert [task.title for task in (*one.tasks, *two.tasks)] == ["推广数字车间", "改造产业园区"]
    assert (skipped(one), skipped(two)) == ({4: "total"}, {8: "note"})
    assert [task.section for task in two.tasks] == [()]


def test_a_second_table_may_have_a_header_of_two_rows() -> None:
    one, two = read(
        (
            "清单",
            [
                ["序号", "改革任务", "牵头单位", "配合单位", "完成时限", "备注", "联系人", "联系电话"],
                [1, "推广数字车间", "市经信局"],
                ["编号", "责任单位", None, "项目名称", "完成时限"], [None, "牵头单位", "配合单位", None, "时间节点"],
                ["X1", "市财政局", "市教育局", "改造产业园区", "年底"],
            ],
            ("B3:C3",),
        )
    )  # fmt: skip
    assert (one.header, two.header) == ((1, 1), (3, 4))
    (task,) = two.tasks
    assert (task.title, task.lead_office, task.co_offices) == ("改造产业园区", "市财政局", ("市教育局",))


def test_what_a_cell_cannot_say_is_named_with_its_own_table() -> None:
    one, two = read(
        (
            "清单",
            [
                ["序号", "改革任务", "牵头单位"], [1, "推广数字车间", "#N/A"],
                ["编号", "项目名称", "责任单位", "年度目标"], ["X1", "改造产业园区", "市财政局", "=A1"],
            ],
            (),
        )
    )  # fmt: skip
    assert [(problem.row, problem.column) for problem in (*one.problems, *two.problems)] == [(2, "C"), (4, "D")]
    assert [len(table.problems) for table in (one, two)] == [1, 1]


def test_a_second_table_that_is_no_list_is_named_and_never_read_by_the_wrong_header() -> None:
    table = only(
        [
            ["序号", "主要措施", "责任单位", "完成时限"], [1, "加强资金保障", "市财政局", "年底"],
            ["序号", "责任人", "联系电话"], [1, "张三", "87180001"],
        ]
    )  # fmt: skip
    assert [task.title for task in table.tasks] == ["加强资金保障"]
    (problem,) = table.problems
    assert (problem.row, "另一张表的表头" in problem.message) == (3, True)
    assert "87180001" in "".join(row.text for row in table.skipped)


def test_a_header_that_stands_in_a_column_is_named() -> None:
    rows = [
        ["任务卡"],
        ["任务名称", "推广数字车间", "建培育库"],
        ["牵头单位", "市经信局", "市科技局"],
        ["完成时限", "年底", "6月"],
    ]
    assert read(("清单", rows, ())) == []
    assert header_down(read_raw(workbook(("清单", rows, ())))) == "A"
    assert header_down(read_raw(workbook(("清单", [["任务名称", "推广数字车间"], ["说明", "无"]], ())))) == ""


def test_offices_with_nothing_but_blanks_between_them_are_several() -> None:
    table = only([["任务", "牵头单位", "配合单位"], ["推广数字车间", "市经信局", "市财政局 市教育局　某某中心"]])
    assert table.tasks[0].co_offices == ("市财政局", "市教育局")
    assert table.tasks[0].unknown_offices == ("某某中心",)

"""A header of two rows whose merged cells are lost, as in pasted text and CSV."""

import pytest

from tests.exchange.lists.list_books import fields, only


def test_words_below_a_group_belong_to_it() -> None:
    table = only(
        [
            ["序号", "任务", "责任单位", None, "时限"],
            [None, None, "牵头", "配合", None],
            [1, "推进绿电直供", "市经信局", "市财政局", "2026年6月底"],
        ]
    )
    assert table.header == (1, 2)
    assert fields(table) == {"A": "ref", "B": "title", "C": "lead_office", "D": "co_offices", "E": "due_text"}
    assert [(task.lead_office, task.co_offices) for task in table.tasks] == [("市经信局", ("市财政局",))]


def test_offices_below_a_group_are_columns_of_marks() -> None:
    table = only(
        [
            ["任务", "责任单位", None, None, "时限"],
            [None, "市经信局", "市科技局", "市财政局", None],
            ["推进绿电直供", None, "▲", "△", "2026年6月底"],
        ]
    )
    assert (table.header, table.tasks[0].lead_office, table.tasks[0].co_offices) == ((1, 2), "市科技局", ("市财政局",))


@pytest.mark.parametrize(
    "second",
    [
        [1, "推进绿电直供", "市经信局", None, "2026年6月"],  # a task
        [None, None, "市经信局", None, None],  # a row that only goes on
        ["一、", "扩大投资", None, None, None],
    ],
)
def test_other_rows_below_a_header_are_no_part_of_it(second: list[object]) -> None:
    table = only(
        [["序号", "任务", "牵头单位", "配合单位", "时限"], second, [2, "组建创新联合体", "市科技局", None, "9月"]]
    )
    assert table.header == (1, 1)

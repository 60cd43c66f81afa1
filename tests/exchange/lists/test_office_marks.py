"""Lists whose columns are offices: signs and words below a name say who leads and who helps."""

import pytest

from tests.exchange.lists.list_books import fields, only
from tracker.model.task_lists import ListTask

_HEAD = ["序号", "工作任务", "市经信局", "市科技局", "市财政局", "完成时限"]


def _offices(task: ListTask) -> tuple[str | None, tuple[str, ...]]:
    return task.lead_office, task.co_offices


def test_full_signs_lead_and_open_ones_help() -> None:
    table = only(
        [
            ["序号", "工作任务", "责任单位", None, None, "完成时限"],
            [None, None, "市经信局", "市科技局", "市财政局", None],
            [1, "编制产业链图谱", "▲", "△", None, "2026年6月底"],
            [2, "设立数字化改造专项资金", "△", None, "▲", "2026年9月底"],
            ["注：▲为牵头单位，△为配合单位。"],
        ],
        "A1:A2", "B1:B2", "C1:E1", "F1:F2",
    )  # fmt: skip
    assert table.header == (1, 2)
    assert fields(table) == {
        "A": "ref", "B": "title", "C": "offices", "D": "offices", "E": "offices", "F": "due_text",
    }  # fmt: skip
    assert [_offices(task) for task in table.tasks] == [("市经信局", ("市科技局",)), ("市财政局", ("市经信局",))]
    assert [task.due_on for task in table.tasks] == ["2026-06-30", "2026-09-30"]
    assert not any(task.rest or task.unknown_offices or task.problems for task in table.tasks)


@pytest.mark.parametrize(
    ("legend", "lead", "helping"),
    [
        ("（●配合 ○牵头）", "市科技局", ("市经信局",)),  # the legend, not the habit
        ("牵头单位用“○”标注，配合单位用“●”标注", "市科技局", ("市经信局",)),
        ("工作任务分工", "市经信局", ("市科技局",)),
    ],
)
def test_a_legend_says_what_signs_mean(legend: str, lead: str, helping: tuple[str, ...]) -> None:
    table = only([[legend], _HEAD, [1, "推行一照多址登记改革", "●", "○", None, "2026.6"]], "A1:F1")
    assert _offices(table.tasks[0]) == (lead, helping)


def test_words_stand_for_signs_and_a_lone_tick_leads() -> None:
    table = only(
        [
            _HEAD,
            [1, "实施青年人才托举工程", "配合", "牵头", "协办", "2026年12月"],
            [2, "落实研发投入后补助政策", None, None, "√", "2026年9月"],
        ]
    )
    assert [_offices(task) for task in table.tasks] == [("市科技局", ("市经信局", "市财政局")), ("市财政局", ())]
    assert not table.tasks[1].doubtful_lead


def test_equal_ticks_do_not_say_who_leads() -> None:
    (task,) = only([_HEAD, [1, "推进校企联合培养工程师", "√", "√", None, "2026年9月"]]).tasks
    assert _offices(task) == ("市经信局", ("市科技局",))
    assert task.doubtful_lead
    assert "分不出牵头和配合" in task.problems[0]


def test_ticks_help_beside_a_column_that_names_who_leads() -> None:
    table = only(
        [
            ["工作任务", "牵头单位", "市经信局", "市科技局"],
            ["建设未来产业先导区", "市发改委", "√", "√"],
            ["布局中试平台", "市科技局", "√", None],
        ]
    )
    assert [_offices(task) for task in table.tasks] == [
        ("市发改委", ("市经信局", "市科技局")), ("市科技局", ("市经信局",)),
    ]  # fmt: skip


def test_words_over_groups_of_offices_give_ticks_their_part() -> None:
    table = only(
        [
            ["工作任务", "牵头单位", None, "配合单位", None],
            [None, "市经信局", "市科技局", "市财政局", "市教育局"],
            ["推进产教融合试点城市建设", None, "√", "√", "√"],
        ],
        "A1:A2", "B1:C1", "D1:E1",
    )  # fmt: skip
    assert _offices(table.tasks[0]) == ("市科技局", ("市财政局", "市教育局"))


def test_two_who_lead_wait_for_a_person() -> None:
    (task,) = only([_HEAD, [1, "建设惠企政策直达平台", "▲", "▲", "△", "2026年底前"]]).tasks
    assert _offices(task) == ("市经信局", ("市科技局", "市财政局"))
    assert task.doubtful_lead
    assert task.problems == ["标为牵头的单位不止一个（市经信局、市科技局），按第一个牵头、其余配合"]


def test_an_office_nobody_knows_is_told_and_no_other_moves_up() -> None:
    head = ["工作任务", "市经信局", "市科技局", "市数据集团", "纳入考核"]
    (task,) = only([head, ["开展招投标隐性壁垒清理", "△", None, "▲", "√"]]).tasks
    assert (task.lead_office, task.lead_text, task.unknown_offices) == (None, "市数据集团", ("市数据集团",))
    assert task.co_offices == ("市经信局",)
    assert task.rest == {"纳入考核": "√"}


def test_figures_below_an_office_are_no_marks() -> None:
    table = only([["指标任务", "市经信局", "市科技局", "完成时限"], ["新增规上企业", "120", "30", "2026年12月"]])
    assert fields(table)["B"] is None
    assert table.tasks[0].rest == {"市经信局": "120", "市科技局": "30"}


def test_sums_below_offices_do_not_hide_them() -> None:
    table = only([_HEAD, [1, "推进绿电直供试点", "▲", "△", None, "2026年9月"], ["合计", None, 1, 1, 0, None]])
    assert _offices(table.tasks[0]) == ("市经信局", ("市科技局",))
    assert table.skipped[0].why == "total"

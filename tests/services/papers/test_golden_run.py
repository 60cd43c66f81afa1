"""The golden run: `report circular --from 2026-11-01` on the demonstration ledger of 2026-11-28, figure by figure."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

STATUSES = {"已销号": 17, "待销号": 4, "推进中": 68, "未启动": 2, "待交办": 3, "暂缓": 1}
LIGHTS = {"red": 8, "amber": 22, "green": 37, "blue": 21, "grey": 7}


@pytest.fixture(scope="module")
def golden(demonstration: Any) -> Any:
    from contextlib import redirect_stdout
    from io import StringIO
    from json import loads

    from tracker.__main__ import main

    said = StringIO()
    with redirect_stdout(said):
        head = ["--data", str(demonstration), "--today", "2026-11-28"]
        assert main([*head, "report", "circular", "--from", "2026-11-01", "--json"]) == 0
    return loads(said.getvalue())


def test_days(golden: Any) -> None:
    assert [golden[name] for name in ("paper", "from", "to", "before", "compared")] == [
        "circular", "2026-11-01", "2026-11-28", "2026-10-31", True,
    ]  # fmt: skip


def test_statuses_and_their_shares(golden: Any) -> None:
    assert (golden["tasks"], golden["assigned"], golden["cancelled"]) == (95, 92, 1)
    assert golden["statuses"] == STATUSES
    assert list(golden["shares"]["statuses"].values()) == [17.9, 4.2, 71.6, 2.1, 3.2, 1.0]
    assert golden["done_share"] == 17.9


def test_lights_and_their_shares(golden: Any) -> None:
    assert golden["lights"] == LIGHTS
    assert list(golden["shares"]["lights"].values()) == [8.4, 23.2, 38.9, 22.1, 7.4]


def test_changes(golden: Any) -> None:
    changes = golden["changes"]
    assert (changes["finished"], changes["extended"], changes["tasks"], changes["added"]) == (4, 2, 0, 0)
    assert (changes["was"]["red"], changes["was"]["amber"]) == (13, 31)
    assert (changes["red"], changes["amber"]) == (-5, -9)


def test_what_is_red_and_why(golden: Any) -> None:
    assert sorted(task["code"] for task in golden["late"]) == ["A1.2b", "A4.4a", "D2.3e", "D5.3"]
    assert sorted(task["code"] for task in golden["behind"]) == ["A2.1c-2", "D3.3c", "D4.1c-2"]
    assert [(task["code"], task["reason"]) for task in golden["periodic"]] == [("B3.3", "连缺2期")]
    assert golden["silent"] == []


def test_workbooks(golden: Any) -> None:
    assert (golden["round"]["number"], golden["round"]["sent"]) == (4, 13)
    assert [row["office"] for row in golden["missing"]] == ["市教育局", "市委宣传部", "市总工会"]


def test_ranks(golden: Any) -> None:
    ranked = [(line["name"], line["rank"], line["gap"]) for line in golden["offices"] if line["rank"]]
    assert ranked[0] == ("市教育局", 1, 5.0)
    assert ranked[4:6] == [("市商务局", 5, -3.0), ("市委人才办", 5, -3.0)]
    assert ranked[6][:2] == ("市经信局", 7)
    assert ranked[8] == ("市地方金融监管局", 9, -10.7)
    assert sum(line["rank"] is None for line in golden["offices"]) == 4


def test_offices_add_up_to_the_assigned(golden: Any) -> None:
    assert sum(line["tasks"] for line in golden["offices"]) == golden["assigned"] == 92
    biggest = next(line for line in golden["offices"] if line["name"] == "市经信局")
    assert (biggest["tasks"], biggest["done"], biggest["waiting"], biggest["done_share"]) == (33, 7, 2, 21.2)


# --- sums ------------------------------------------------------------------------------------------


def test_shares_add_up_and_figures_are_those_of_the_task_list(golden: Any, report: Callable[..., Any]) -> None:
    for part in golden["shares"].values():
        assert round(sum(part.values()), 1) == 100.0
    tasks = [task for task in report("tasks", "--json").json if task["status"] != "已取消"]
    assert golden["tasks"] == len(tasks)
    assert golden["statuses"] == dict(Counter(task["status"] for task in tasks))
    assert golden["lights"] == dict(Counter(task["light"] for task in tasks))
    assert len(golden["late"]) + len(golden["behind"]) + len(golden["periodic"]) + len(golden["silent"]) == 8


def test_sentences_say_the_same_figures(golden: Any) -> None:
    said = golden["sentences"]
    assert said["总体_任务"] == (
        "台账现有任务95项，已交办92项。其中已销号17项，占17.9%；待审核4项，占4.2%；推进中68项，占71.6%；"
        "未启动2项，占2.1%；待交办3项，占3.2%；暂缓1项，占1.0%。"
    )
    assert said["总体_亮灯"] == (
        "从亮灯看，红灯8项，占8.4%；黄灯22项，占23.2%；绿灯37项，占38.9%；蓝灯（已销号、待审核）21项，占22.1%；"
        "灰灯7项，占7.4%。"
    )
    assert said["总体_变化"] == "与10月31日相比，红灯减少5项，黄灯减少9项，新增销号4项，延期2项。"
    assert said["排名_说明"] == (
        "按任务平均进度与序时进度之差排列，前三位为市教育局、市科技局、市人社局，"
        "后三位为市经信局、市发改委、市地方金融监管局。"
    )
    assert [part["题"] for part in said["问题清单"]] == [
        "部分任务逾期未完成。", "部分任务严重落后序时进度。", "个别单位反馈不及时。", "部分任务未按期报送。",
    ]  # fmt: skip


def test_waiting_for_approval_is_never_called_done(golden: Any) -> None:
    said = golden["sentences"]
    assert "已完成" not in str(said)
    assert "21项" not in said["总体_任务"]
    assert "待审核4项" in said["总体_任务"]


# --- other papers of the same ledger ---------------------------------------------------------------


def test_the_brief_names_the_five_worst(report: Callable[..., Any]) -> None:
    brief = report("report", "brief", "--from", "2026-11-01", "--json").json
    assert brief["sentences"]["总体_任务"] == "台账现有任务95项，已销号17项，占17.9%；红灯8项。"
    assert [line["code"] for line in brief["lines"]] == ["A1.2b", "D2.3e", "D5.3", "A4.4a", "A2.1c-2"]
    assert (brief["rest"], brief["weekly"], brief["title"]) == (3, False, "11月份推进情况")
    assert brief["third"]["title"] == "风险指标"


def test_a_week_is_a_digest_of_its_own(report: Callable[..., Any]) -> None:
    week = report("report", "brief", "--from", "2026-11-23", "--json").json
    assert (week["weekly"], week["title"], week["before"]) == (True, "11月23日—11月28日推进情况", "2026-11-22")
    assert week["third"]["title"] == "需协调解决的事项"
    assert all("延期至" in line["situation"] for line in week["lines"])
    assert week["sentences"]["总体_任务"].startswith("本周没有任务销号；没有新增红灯；待审核4项，如")
    assert "〔残〕" not in str(week)


def test_the_closing_list_tells_late_by_the_day_of_the_report(report: Callable[..., Any]) -> None:
    closing = report("report", "closing", "--from", "2026-11-01", "--json").json
    assert [task["code"] for task in closing["done"]] == ["A1.3a", "A1.5", "A3.2b", "A4.2"]
    assert all(task["evidence"] == len(task["evidence_names"]) for task in closing["done"])
    assert [task["code"] for task in closing["waiting"]] == ["A2.1c", "B0.1-2", "B2.1", "D5.1b"]
    assert all("有效佐证" in task["missing"] for task in closing["waiting"])


def test_the_title_breaks_after_the_word_task(golden: Any) -> None:
    assert golden["title"] == "关于全球智造创新之都政策建议任务\n11月份推进情况的通报"
    assert (golden["number"], golden["issue"]) == (1, "第1期")

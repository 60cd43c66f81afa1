"""Sources, their tasks and indicators on the command line: what is registered, and what each refusal says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
NUMBER = ("--number", "甬政办〔2026〕12号", "--sender", "市政府办公室")


@pytest.fixture
def source(run: Run) -> Run:
    """Return a way to run commands in a ledger with one instruction of a leader and two tasks made of it."""
    dates = ("--received", "2026-02-20", "--report-by", "2026-04-30", "--urgency", "急件")
    assert run("source", "add", "--kind", "批示", "--title", "加快培育专精特新", *NUMBER, *dates).out == "批2026-01\n"
    first = ("--lead", "市经信局", "--co", "市科技局", "--due", "2026年12月底前", "--priority", "重点")
    assert run("task", "add", "--source", "批2026-01", "--title", "建立梯度培育库", *first).out == "批2026-01.1\n"
    assert run("task", "add", "--source", "批2026-01", "--title", "完善奖补办法").out == "批2026-01.2\n"
    return run


def task(run: Run, code: str) -> dict[str, Any]:
    """Return a task as it is printed."""
    (row,) = [row for row in run("tasks", "--json").json if row["code"] == code]
    return row  # type: ignore[no-any-return]


def test_a_task_of_a_source_is_a_draft_with_what_was_given(source: Run) -> None:
    row = task(source, "批2026-01.1")
    assert (row["status"], row["lead_office"], row["co_offices"]) == ("待交办", "市经信局", ["市科技局"])
    assert (row["due_on"], row["priority"], row["source"]) == ("2026-12-31", "重点", "批2026-01")
    other = task(source, "批2026-01.2")
    assert (other["due_on"], other["lead_office"], other["light"]) == (None, "", "grey")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("文章", "章2026-01"),
        ("批示", "批2026-02"),
        ("会议", "会2026-01"),
        ("建议", "建2026-01"),
        ("提案", "提2026-01"),
        ("上级文件", "文2026-01"),
        ("信访", "信2026-01"),
        ("热线", "热2026-01"),
        ("自立", "自2026-01"),
    ],
)
def test_every_kind_has_a_row_of_numbers_of_its_own(source: Run, kind: str, code: str) -> None:
    assert source("source", "add", "--kind", kind, "--title", "一件事").out == f"{code}\n"


def test_the_year_of_a_number_is_that_of_the_day_it_came_in(source: Run) -> None:
    came = ("--received", "2025-12-30")
    assert source("source", "add", "--kind", "会议", "--title", "常务会议", *came).out == "会2025-01\n"
    assert source("source", "add", "--kind", "会议", "--title", "常务会议").out == "会2026-01\n"


def test_a_number_once_given_is_never_given_again(source: Run) -> None:
    assert source("source", "add", "--kind", "批示", "--title", "另一件").out == "批2026-02\n"
    assert source("undo").code == 0
    assert source("source", "add", "--kind", "批示", "--title", "又一件").out == "批2026-03\n"


def test_a_printed_number_is_registered_twice_only_where_that_is_meant(source: Run) -> None:
    again = ("source", "add", "--kind", "批示", "--title", "又一次", *NUMBER)
    assert source(*again).sentence().startswith("文号“甬政办〔2026〕12号”已登记为 批2026-01")
    assert source(*again, "--again").out == "批2026-02\n"


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("source", "add", "--kind", "会议", "--title", " "), "来源要有名称"),
        (
            (
                "source",
                "add",
                "--kind",
                "会议",
                "--title",
                "甲",
                "--received",
                "2026-03-01",
                "--report-by",
                "2026-02-01",
            ),
            "应报日期 2026-02-01 早于收文日期 2026-03-01",
        ),
        (("source", "edit", "批2026-01", "应报日期", "2026-02-01"), "早于收文日期 2026-02-20"),
        (("source", "edit", "批2026-01", "名称", ""), "来源要有名称"),
        (("source", "edit", "批2026-09", "名称", "甲"), "没有编号为“批2026-09”的来源"),
        (("source", "report", "批2026-09"), "没有编号为“批2026-09”的来源"),
        (("source", "edit", "批2026-01", "颜色", "红"), "可以改：名称、文号"),
        (("source", "delete", "批2026-01"), "这个来源下有2项任务，不能删除，只能归档"),
        (("source", "retire", "批2026-01", "--reason", "工作已结束", "--cancel-tasks"), "要写批准人"),
        (("source", "attach", "批2026-01", "/nowhere/a.pdf"), "读不出来"),
        (("task", "add", "--source", "批2026-09", "--title", "甲"), "没有编号为“批2026-09”的来源"),
        (("task", "add", "--source", "批2026-01", "--title", " "), "任务要有名称"),
        (("task", "add", "--source", "批2026-01", "--title", "甲", "--lead", "市没有局"), "没有名为“市没有局”的单位"),
        (("task", "answer", "批2026-01.1", "--add", "ZZ"), "没有编号为“ZZ”的建议"),
        (("indicator", "link", "I01", "--tasks", "没有"), "没有编号为“没有”的任务"),
        (("indicator", "edit", "I01", "频率", "每旬"), "没有“每旬”这种频率；可用的有：每月"),
    ],
)
def test_a_refusal_is_one_sentence_and_changes_nothing(source: Run, command: tuple[str, ...], sentence: str) -> None:
    before = source("tasks", "--json").json, source("source", "list").out, source("indicators", "--json").json
    assert sentence in source(*command).sentence()
    assert (source("tasks", "--json").json, source("source", "list").out, source("indicators", "--json").json) == before


def test_a_source_with_tasks_is_reported_and_its_tasks_go_on(source: Run) -> None:
    assert source("source", "report", "批2026-01", "--note", "已书面报告").code == 0
    assert task(source, "批2026-01.1")["status"] == "待交办"
    (line,) = [line for line in source("source", "list").out.splitlines() if line.startswith("批2026-01\t")]
    assert "已报" in line


def test_retiring_cancels_tasks_only_with_a_name_and_undo_brings_them_back(source: Run) -> None:
    retire = ("source", "retire", "批2026-01", "--reason", "机构调整不再办理", "--cancel-tasks")
    assert source(*retire, "--decided-by", "王副市长").code == 0
    assert {task(source, code)["status"] for code in ("批2026-01.1", "批2026-01.2")} == {"已取消"}
    assert source("undo").code == 0
    assert {task(source, code)["status"] for code in ("批2026-01.1", "批2026-01.2")} == {"待交办"}


def test_a_retired_source_takes_no_new_tasks(source: Run) -> None:
    assert source("source", "retire", "批2026-01", "--reason", "工作已经结束").code == 0
    assert "归档" in source("task", "add", "--source", "批2026-01", "--title", "再加一项").sentence()
    assert source("source", "reopen", "批2026-01").code == 0
    assert source("task", "add", "--source", "批2026-01", "--title", "再加一项").out == "批2026-01.3\n"


def test_a_file_of_a_source_is_kept(source: Run, tmp_path: Path) -> None:
    paper = tmp_path / "批示.txt"
    paper.write_text("请经信局牵头研究。", encoding="utf-8")
    assert source("source", "attach", "批2026-01", paper).code == 0
    assert source("source", "attach", "批2026-01", tmp_path).sentence()


def test_one_task_answers_several_recommendations(source: Run) -> None:
    assert source("task", "answer", "批2026-01.1", "--add", "A1.1").code == 0
    assert "A1.1" in task(source, "批2026-01.1")["recommendations"]
    assert source("undo").code == 0
    assert task(source, "批2026-01.1")["recommendations"] == []


def test_an_indicator_is_made_linked_and_retired(source: Run) -> None:
    made = source("indicator", "add", "--name", "梯度培育库入库企业数", "--unit", "家", "--target", 500)
    assert made.out == "指2026-01\n"
    assert (
        "已有名为“梯度培育库入库企业数”的指标"
        in source("indicator", "add", "--name", "梯度培育库入库企业数").sentence()
    )
    assert source("indicator", "link", "指2026-01", "--tasks", "批2026-01.1").code == 0
    assert task(source, "批2026-01.1")["indicators"] == ["指2026-01"]
    assert source("indicator", "unlink", "指2026-01", "--tasks", "批2026-01.1").code == 0
    assert task(source, "批2026-01.1")["indicators"] == []
    assert source("indicator", "retire", "指2026-01", "--reason", "口径取消").code == 0


@pytest.mark.parametrize(
    ("field", "text", "key", "value"),
    [
        ("分管领导", "王副市长", "leader", "王副市长"),
        ("重点", "一般", "priority", "一般"),
        ("责任人", "周立群", "owner", "周立群"),
        ("完成时限", "2026年9月底前", "due_on", "2026-09-30"),
    ],
)
def test_a_field_of_a_task_of_a_source_is_set_and_undone(
    source: Run, field: str, text: str, key: str, value: str
) -> None:
    before = task(source, "批2026-01.1")
    assert source("task", "set", "批2026-01.1", field, text, "--yes").code == 0
    assert task(source, "批2026-01.1")[key] == value
    assert source("undo").code == 0
    assert task(source, "批2026-01.1") == before

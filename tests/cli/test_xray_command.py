"""`xray`: what is missing is counted as the list of tasks shows it."""

from typing import Any

import pytest


def findings(run, *options: str) -> dict[str, dict[str, Any]]:
    seen = run("xray", "--json", *options)
    assert seen.code == 0
    return {finding["code"]: finding for finding in seen.json["findings"]}


def test_a_fresh_ledger(run) -> None:
    seen = findings(run)
    counts = {code: seen[code]["count"] for code in ("no_indicator", "unconfirmed", "co_unsent", "never_sent")}
    assert counts == {"no_indicator": 55, "unconfirmed": 88, "co_unsent": 25, "never_sent": 88}
    assert seen["no_indicator"]["sentence"] == "55 项任务没有指标"
    assert not {"no_lead", "no_owner", "silent", "unanswered", "source_empty"} & seen.keys()
    assert all(len(finding["items"]) == finding["count"] for finding in seen.values())


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        ("no_indicator", lambda task: not task["indicators"]),
        ("no_due", lambda task: not task["due_text"]),
        ("no_lead", lambda task: not task["lead_office"]),
    ],
)
def test_counts_are_those_of_the_tasks(run, code: str, missing: Any) -> None:
    run("source", "add", "--kind", "会议", "--title", "专题会")
    run("task", "add", "--source", "会2026-01", "--title", "研究新办法")
    codes = [task["code"] for task in run("tasks", "--json").json if missing(task)]
    assert findings(run)[code]["items"] == codes


def test_coverage_counts_what_is_answered_by_a_task_that_goes_on(run) -> None:
    (first, *_) = run("xray", "--json").json["coverage"]
    assert (first["article"], first["leaves"], first["answered"], first["share"]) == ("A", 24, 24, 100.0)
    run("task", "set", "A1.2b", "status", "已取消", "--reason", "已经另行部署", "--decided-by", "周市长")
    (first, *_) = run("xray", "--json").json["coverage"]
    assert (first["answered"], first["share"]) == (23, 95.8)
    assert findings(run)["unanswered"]["items"] == ["A1.2b"]
    assert run("task", "answer", "B3.1", "--add", "A1.2b").code == 0
    (first, *_) = run("xray", "--json").json["coverage"]
    assert first["answered"] == 24


def test_sources_that_lack_something(run) -> None:
    run(
        "source",
        "add",
        "--kind",
        "批示",
        "--title",
        "一件批示",
        "--received",
        "2026-01-01",
        "--report-by",
        "2026-02-01",
    )
    seen = findings(run)
    assert seen["source_due"]["items"] == seen["source_empty"]["items"] == seen["unfiled"]["items"] == ["批2026-01"]
    run("source", "report", "批2026-01")
    assert "source_due" not in findings(run)
    run("source", "retire", "批2026-01", "--reason", "已经办理完毕")
    assert not {"source_empty", "unfiled"} & findings(run).keys()


def test_a_retired_source_takes_its_tasks_with_it(run) -> None:
    run("source", "retire", "A", "--reason", "换用新的目录")
    seen = findings(run)
    assert not any(code.startswith("A") for code in seen["unconfirmed"]["items"])
    assert [row["article"] for row in run("xray", "--json").json["coverage"]] == ["B", "D"]


def test_one_source_alone(run) -> None:
    seen = findings(run, "--article", "B")
    assert {code[0] for code in seen["unconfirmed"]["items"]} == {"B"}
    assert [row["article"] for row in run("xray", "--article", "B", "--json").json["coverage"]] == ["B"]
    assert "没有编号为“没有”的来源" in run("xray", "--article", "没有").sentence()


def test_silence_begins_when_it_is_said_to(run) -> None:
    run("task", "set", "A1.1", "start_on", "2026-02-20")
    run("task", "set", "A1.1", "due_text", "2026年12月底")
    assert "请确认后再交办" in run("task", "set", "A1.1", "status", "未启动").sentence()
    assert run("task", "set", "A1.1", "status", "未启动", "--yes").code == 0
    assert findings(run, "--silent", "5")["silent"]["items"] == ["A1.1"]
    assert "silent" not in findings(run)
    assert "不是天数" in run("xray", "--silent", "多").sentence()


def test_offices_that_nobody_can_write_to(run) -> None:
    """Without a liaison or without an address, as long as the office leads or helps; each goes once it has both."""
    (named, whom) = ("市经信局", "张三")
    before = findings(run)["no_contact"]
    assert (before["count"], before["sentence"]) == (38, "38 个单位没有联络员或邮箱")
    assert named in before["items"]
    run("office", "person", named, "--add", whom, "--main")
    assert findings(run)["no_contact"]["count"] == 38  # a person, and no address
    run("office", "person", named, "--edit", whom, "--email", "zs@nb.gov.cn")
    after = findings(run)["no_contact"]
    assert (after["count"], named in after["items"]) == (37, False)
    run("office", "person", named, "--leave", whom)
    assert findings(run)["no_contact"]["count"] == 38

"""An indicator made here goes out with a workbook and comes back, whatever its number is written with."""

from datetime import date
from pathlib import Path


def test_the_value_of_an_indicator_with_a_chinese_number_comes_back(run, fill, tmp_path: Path) -> None:
    code = run("indicator", "add", "--name", "规上企业数", "--unit", "家", "--measure", "存量").out.strip()
    assert code == "指2026-01"
    assert run("indicator", "link", code, "--tasks", "A1.1").code == 0
    path = tmp_path / "市经信局.xlsx"
    assert run("export", "--office", "市经信局", "--out", path).code == 0
    fill(path, "规上企业数", 本期值=512, 统计日期=date(2026, 2, 28))
    assert run("import", path).code == 0
    (row,) = [row for row in run("indicators", "--json").json if row["code"] == code]
    assert (row["value"], row["on"], row["tasks"]) == (512, "2026-02-28", ["A1.1"])


def test_what_is_missing_is_said(run) -> None:
    assert "没有编号为“指2026-09”的指标" in run("indicator", "edit", "指2026-09", "unit", "家").sentence()
    assert "没有可以修改的“颜色”" in run("indicator", "edit", "I05", "颜色", "红").sentence()
    assert "--tasks 或 --recommendations" in run("indicator", "link", "I05").sentence()
    assert "不是数值" in run("indicator", "edit", "I05", "target_value", "很多").sentence()


def test_an_eased_goal_is_refused_without_reason_and_decider(run) -> None:
    (row,) = [row for row in run("indicators", "--json").json if row["code"] == "I07"]
    sentence = run("indicator", "edit", "I07", "目标值", str(row["value"])).sentence()
    assert "完成程度由" in sentence
    assert "请写理由和批准人" in sentence
    why = ("--reason", "省里下调了年度目标", "--decided-by", "王副市长")
    assert run("indicator", "edit", "I07", "目标值", str(row["value"]), *why).code == 0
    (after,) = [row for row in run("indicators", "--json").json if row["code"] == "I07"]
    assert after["target"] == row["value"]

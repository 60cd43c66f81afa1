"""A workbook that came back without anything filled in, on the command line: said, kept, and still asked for."""

from pathlib import Path
from typing import Any

import pytest

from tests.saved_again import saved_again


def test_a_file_without_anything_filled_in_is_said_and_still_asked_for(run: Any, fill: Any, tmp_path: Path) -> None:
    sent = tmp_path / "市经信局.xlsx"
    run("export", "--office", "市经信局", "--out", sent, "--due", "2026-03-20")
    saved_again(sent)
    sentence = f"{sent.name} 里没有填写任何内容，只登记收到，不算反馈；请该单位填好后再交。"
    assert run("preview", sent, "--json").json["note"] == sentence
    assert f"\n  {sentence}\n" in run("preview", sent).out
    done = run("import", sent, "--json")
    assert (done.code, done.json["message"], done.json["note"]) == (0, sentence, sentence)
    assert (done.json["batch"], done.json["pending"]) == (None, 0)
    assert run("import", sent).out == f"{sent.name}：已经导入过\n"
    (row,) = run("returns", "--json").json
    assert (row["returned"], row["answered_on"], row["part"], row["filled"]) == (True, None, True, 0)
    (row,) = run("--today", "2026-04-30", "returns", "--json").json
    assert (row["timing"], row["overdue_days"] > 0) == ("missing", True)
    assert f"\t部分反馈 0/{row['rows']}\t逾期41天\t未交" in run("--today", "2026-04-30", "returns").out
    run("import", fill(sent, "A1.1", 责任人="张三"))
    (row,) = run("--today", "2026-04-30", "returns", "--json").json
    assert (row["answered_on"], row["timing"], row["overdue_days"]) == ("2026-03-02", "on_time", 0)


def test_a_name_alone_fills_nothing_in(run: Any, fill: Any, tmp_path: Path) -> None:
    sent = tmp_path / "市经信局.xlsx"
    run("export", "--office", "市经信局", "--out", sent, "--due", "2026-03-20")
    assert "里没有填写任何内容" in run("import", fill(sent, "A1.1", 填报人="王敏")).out
    (row,) = run("returns", "--json").json
    assert (row["answered_on"], row["part"], row["filled"]) == (None, True, 0)


@pytest.mark.parametrize(
    "cells",
    [{"进展情况": "1111"}, {"存在问题": "。。"}, {"佐证材料": "无无无", "备注": "aaaa"}, {"任务名称": "另一个名称"}],
)
def test_padding_and_what_is_not_to_be_filled_in_answer_nothing(
    run: Any, fill: Any, tmp_path: Path, cells: dict[str, str]
) -> None:
    sent = tmp_path / "市经信局.xlsx"
    run("export", "--office", "市经信局", "--out", sent, "--due", "2026-03-20")
    sentence = f"{sent.name} 里没有可以算作反馈的内容，该单位仍算未交；请填好后再交。"
    assert run("preview", fill(sent, "A1.1", **cells), "--json").json["note"] == sentence
    assert sentence in run("import", sent).out
    (row,) = run("--today", "2026-04-30", "returns", "--json").json
    assert (row["answered_on"], row["timing"], row["filled"]) == (None, "missing", 0)


@pytest.mark.parametrize(
    "cells",
    [
        {"进展情况": "本期无新进展"},
        {"联系电话": "13912345678"},
        {"进度": 0.3},
        {"完成时限": "等上级定"},
        {"存在问题": None},
    ],
)
def test_that_nothing_is_new_a_number_and_what_nobody_can_read_answer(
    run: Any, fill: Any, tmp_path: Path, cells: dict[str, Any]
) -> None:
    sent = tmp_path / "市经信局.xlsx"
    run("task", "set", "A1.1", "problems", "缺少资金")
    run("task", "set", "A1.1", "status", "推进中")
    run("export", "--office", "市经信局", "--out", sent, "--due", "2026-03-20")
    run("import", fill(sent, "A1.1", **cells))
    (row,) = run("returns", "--json").json
    assert (row["answered_on"], row["filled"]) == ("2026-03-02", 1)

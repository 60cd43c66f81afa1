"""`task report` and whom `export` asks beside the leads: written down, or refused with one sentence."""

import json
from typing import Any

import pytest

CALL = ("--office", "市经信局", "--by", "张三", "--channel", "电话")
HELPER = ("--office", "商务局", "--by", "钱七", "--channel", "微信")


def task_of(run: Any, code: str = "A1.1") -> dict[str, Any]:
    return next(task for task in json.loads(run("tasks", "--json").out) if task["code"] == code)


def test_a_call_is_written_down(run: Any) -> None:
    assert run("task", "set", "A1.1", "status", "推进中", "--yes").code == 0
    outcome = run("task", "report", "A1.1", *CALL, "--progress", "60", "--note", "完成选址和环评", "--on", "2026-03-01")
    assert (outcome.code, outcome.out.strip()) == (0, "A1.1 登记市经信局反馈（电话）")
    assert task_of(run)["progress"] == 60
    assert run("undo").code == 0
    assert task_of(run)["progress"] == 0


def test_a_co_office_stands_in_the_json(run: Any) -> None:
    said = ("--state", "配合中", "--note", "已对接", "--problems", "缺翻译")
    assert run("task", "report", "A1.1", *HELPER, *said).code == 0
    told = {row["office"]: row for row in task_of(run)["help"]}
    assert list(told) == ["市科技局", "市商务局"]
    assert told["市商务局"] == {
        "office": "市商务局", "duty": "", "state": "配合中", "note": "已对接", "problems": "缺翻译", "on": "2026-03-02",
    }  # fmt: skip
    assert (told["市科技局"]["state"], told["市科技局"]["on"]) == ("未开始", None)


BAD = [
    (("A9.9", *CALL, "--note", "做了"), "没有编号为“A9.9”的任务"),
    (("A1.1", "--office", "市不存在局", *CALL[2:], "--note", "做了"), "没有名为“市不存在局”的单位"),
    (("A1.1", *CALL), "没有可以登记的内容"),
    (("A1.1", *CALL, "--progress", "六成"), "进度要填 0 到 100 的百分数，现在是“六成”"),
    (("A1.1", *CALL, "--progress", "101"), "进度要填 0 到 100 的百分数"),
    (("A1.1", *CALL[:4], "--channel", "托梦", "--note", "做了"), "托梦"),
    (("A1.1", *CALL, "--note", "做了", "--on", "2026-03-03"), "2026-03-03 还没有到"),
]


@pytest.mark.parametrize(("arguments", "sentence"), BAD, ids=lambda value: str(value)[-30:])
def test_bad_input_is_one_sentence(run: Any, content: Any, arguments: tuple[str, ...], sentence: str) -> None:
    before = content()
    outcome = run("task", "report", *arguments)
    assert outcome.code == 2
    assert sentence in outcome.err
    assert content() == before


def test_export_says_who_is_asked_beside_the_leads(run: Any, tmp_path: Any) -> None:
    assert run("export", "--all", "--out", tmp_path / "a", "--lead-only").code == 0
    assert len(list((tmp_path / "a").iterdir())) == 13
    assert run("export", "--all", "--out", tmp_path / "b", "--suggested-helpers").code == 0
    assert len(list((tmp_path / "b").iterdir())) == 38
    both = run("export", "--all", "--out", tmp_path / "c", "--lead-only", "--suggested-helpers")
    assert both.code == 2

"""What is said to an office about its cells."""

from dataclasses import replace
from typing import Any

import pytest

from tracker.exchange.write.feedback_notes import Answer, Level, remarks_of
from tracker.model.changeset import ChangeSet, FieldChange, Problem
from tracker.model.enums import Outcome


def change(outcome: Outcome, field: str = "owner", **more: Any) -> FieldChange:
    values: dict[str, Any] = {"snapshot": "张三", "ours": "王五", "theirs": "李四", "raw": "李四"} | more
    return FieldChange("task", "k1", "B1", "题", field, outcome=outcome, sheet="任务清单", cell="H5", **values)


def told(*changes: FieldChange, problems: tuple[Problem, ...] = ()) -> Any:
    found = ChangeSet("f", "局", "E1", "", 1, changes, problems, rows=(("task", "k1"),))
    return remarks_of(found)


CASES = [
    (change(Outcome.CONFLICT), Level.CONFLICT, "责任人：与台账不一致，台账现值「王五」", "只保留正确的一种"),
    (change(Outcome.CONFLICT, ours=""), Level.CONFLICT, "台账现值「（空）」", "只保留正确的一种"),
    (change(Outcome.CLEARED, theirs="", raw=""), Level.DECISION, "责任人：内容被清空，发出时「张三」", "备注"),
    (change(Outcome.CHANGE, review=True, notes=("只有 1",)), Level.DECISION, "责任人：需要确认；只有 1", "请核对"),
    (change(Outcome.MISSING_ROW, "", notes=("没有这一行",)), Level.DECISION, "没有这一行", "补填"),
]


@pytest.mark.parametrize(("given", "level", "sentence", "advice"), CASES)
def test_a_change_that_waits(given: FieldChange, level: Level, sentence: str, advice: str) -> None:
    (remark,) = told(given)
    assert remark.level is level
    assert sentence in remark.sentence
    assert advice in remark.advice


@pytest.mark.parametrize("outcome", [Outcome.CHANGE, Outcome.SAME])
def test_what_is_settled_is_not_mentioned(outcome: Outcome) -> None:
    assert told(change(outcome)) == ()


def test_problems_of_a_cell_and_of_the_file() -> None:
    cell = Problem("任务清单", "K5", "进度：不是百分数", "task", "k1", "progress", "一半")
    file = Problem("Sheet2", "", "工作表不是发出的表")
    first, second = told(problems=(cell, file))
    assert (first.header, first.theirs, first.sentence, bool(first.advice)) == (
        "进度",
        "一半",
        "进度：不是百分数",
        True,
    )
    assert (second.key, second.field, second.advice) == ("", "", "")
    assert second.sentence.startswith("工作表「Sheet2」")


def test_a_cell_is_spoken_of_once_with_the_advice_of_what_is_gravest() -> None:
    cell = Problem("任务清单", "O5", "状态是「待销号」，进度却只有 80%", "task", "k1", "status", "待销号")
    waiting = replace(change(Outcome.CHANGE, "status"), review=True, notes=("请由交办方销号",))
    (remark,) = told(waiting, problems=(cell,))
    assert (remark.level, remark.advice) == (Level.PROBLEM, "请改正后再反馈")
    assert remark.sentence == "状态是「待销号」，进度却只有 80%；状态：需要确认；请由交办方销号"


def test_an_answer_joins_what_else_is_said_of_the_deadline() -> None:
    problem = Problem("任务清单", "J5", "完成时限：读不出", "task", "k1", "due_text", "某天")
    seen = ChangeSet("a", "b", "c", "d", 1, (), (problem,), rows=(("task", "k1"),))
    answers = (Answer("k1", "某天", "不同意延期：不行；时限仍为 6月底", "6月底"), Answer("k2", "x", "同意延至 x", "x"))
    first, second = remarks_of(seen, answers)
    assert (first.sentence, first.ours) == ("完成时限：读不出；不同意延期：不行；时限仍为 6月底", "6月底")
    assert (second.level, second.key, second.header) == (Level.ANSWER, "k2", "完成时限")

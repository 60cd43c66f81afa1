"""The table of transitions: what leads where, what it needs, and who may do it."""

import pytest

from tracker.errors import RuleError
from tracker.model.enums import Status
from tracker.model.rules import (
    TRANSITIONS,
    Given,
    TaskFacts,
    Transition,
    acts_from,
    check_lead_office,
    check_office_transition,
    check_transition,
    transition,
)

S = Status
READY = {"lead_office": "市经信局", "closing_statement": "生产线建成，九月起投入使用。", "evidence": 1}
REASON = Given("市领导要求")
DECIDED = Given("市领导要求", "王副市长")


@pytest.mark.parametrize(
    ("source", "acts"),
    [
        (S.UNASSIGNED, ["交办", "交办并开始", "暂缓", "取消"]),
        (S.NOT_STARTED, ["开始", "报完成", "收回", "暂缓", "取消"]),
        (S.IN_PROGRESS, ["报完成", "改回未启动", "暂缓", "取消"]),
        (S.CLOSING, ["销号", "退回", "取消"]),
        (S.CLOSED, ["重新打开"]),
        (S.PAUSED, ["恢复", "恢复为未启动", "恢复为待交办", "取消"]),
        (S.CANCELLED, ["重新打开", "重新交办"]),
    ],
)
def test_acts_from_a_status_in_menu_order(source: Status, acts: list[str]) -> None:
    assert [t.act for t in acts_from(source)] == acts


def test_every_move_is_listed_once_and_leads_somewhere_else() -> None:
    ends = [(t.source, t.target) for t in TRANSITIONS]
    assert len(ends) == len(set(ends))
    assert all(source is not target for source, target in ends)


def test_every_status_can_be_reached_from_the_first() -> None:
    reached, edge = {S.UNASSIGNED}, [S.UNASSIGNED]
    while edge:
        found = {t.target for t in acts_from(edge.pop())} - reached
        reached |= found
        edge += found
    assert reached == set(Status)


CHARACTERS = "说得清楚的理由（至少 4 个字）"
STATEMENT = "办结说明（至少 10 个字）"


@pytest.mark.parametrize(
    ("source", "target", "facts", "given", "missing"),
    [
        (S.UNASSIGNED, S.NOT_STARTED, {}, Given(), "牵头单位"),
        (S.UNASSIGNED, S.NOT_STARTED, {"lead_office": "  "}, Given(), "牵头单位"),
        (S.UNASSIGNED, S.IN_PROGRESS, {}, Given(), "牵头单位"),
        (S.UNASSIGNED, S.PAUSED, {}, Given(), "理由、批准人"),
        (S.UNASSIGNED, S.CANCELLED, {}, REASON, "批准人"),
        (S.NOT_STARTED, S.IN_PROGRESS, {}, Given(), "牵头单位"),
        (S.NOT_STARTED, S.CLOSING, {}, Given(), "牵头单位"),
        (S.NOT_STARTED, S.UNASSIGNED, READY, Given(), "理由"),
        (S.NOT_STARTED, S.PAUSED, READY, REASON, "批准人"),
        (S.NOT_STARTED, S.CANCELLED, READY, Given("", "王副市长"), "理由"),
        (S.IN_PROGRESS, S.CLOSING, {}, Given(), "牵头单位"),
        (S.IN_PROGRESS, S.NOT_STARTED, READY | {"progress": 0}, Given(), "理由"),
        (S.IN_PROGRESS, S.NOT_STARTED, READY | {"progress": 5}, REASON, "进度 0%（现在是 5%）"),
        (S.IN_PROGRESS, S.PAUSED, READY, Given(), "理由、批准人"),
        (S.IN_PROGRESS, S.PAUSED, READY, Given("市领导要求", "  "), "批准人"),
        (S.IN_PROGRESS, S.CANCELLED, READY, Given(), "理由、批准人"),
        (S.CLOSING, S.CLOSED, {"lead_office": "市经信局"}, Given(), f"{STATEMENT}、有效佐证"),
        (S.CLOSING, S.CLOSED, READY | {"evidence": 0}, Given(), "有效佐证"),
        (S.CLOSING, S.CLOSED, READY | {"closing_statement": "\n"}, Given(), STATEMENT),
        (S.CLOSING, S.CLOSED, READY | {"closing_statement": "已建成、投用，验收了。！"}, Given(), STATEMENT),
        (S.CLOSING, S.CLOSED, READY | {"progress": 99}, Given(), "进度 100%（现在是 99%）"),
        (S.CLOSING, S.IN_PROGRESS, READY, Given(), "理由"),
        (S.CLOSING, S.CANCELLED, READY, REASON, "批准人"),
        (S.CLOSED, S.IN_PROGRESS, READY, Given(" "), "理由、批准人"),
        (S.CLOSED, S.IN_PROGRESS, READY, Given("有遗漏"), f"{CHARACTERS}、批准人"),
        (S.PAUSED, S.IN_PROGRESS, {}, Given(), "牵头单位"),
        (S.PAUSED, S.NOT_STARTED, {}, Given(), "牵头单位"),
        (S.PAUSED, S.CANCELLED, READY, REASON, "批准人"),
        (S.CANCELLED, S.UNASSIGNED, READY, Given(), "理由"),
        (S.CANCELLED, S.IN_PROGRESS, {}, Given(), "牵头单位、理由"),
        (S.CANCELLED, S.IN_PROGRESS, READY, Given("重办。。。"), CHARACTERS),
        (S.CANCELLED, S.IN_PROGRESS, READY, Given("重 - 办 ！？"), CHARACTERS),
    ],
)
def test_what_is_missing_is_named(
    source: Status, target: Status, facts: dict[str, object], given: Given, missing: str
) -> None:
    with pytest.raises(RuleError) as caught:
        check_transition(TaskFacts(source, **facts), target, given)  # type: ignore[arg-type]
    move = transition(source, target)
    assert move is not None
    assert caught.value.sentence == f"不能{move.act}：还缺{missing}。"


@pytest.mark.parametrize("move", TRANSITIONS, ids=lambda t: f"{t.source}-{t.target}")
def test_every_move_works_when_nothing_is_missing(move: Transition) -> None:
    facts = TaskFacts(move.source, **READY | {"progress": 0 if move.needs_zero else 100})  # type: ignore[arg-type]
    assert check_transition(facts, move.target, DECIDED) is move


def test_who_decides_is_asked_where_the_table_says_so() -> None:
    acts = {(t.source, t.act) for t in TRANSITIONS if t.needs_decider}
    pausing = {(source, "暂缓") for source in (S.UNASSIGNED, S.NOT_STARTED, S.IN_PROGRESS)}
    cancelling = {(source, "取消") for source in Status if source not in (S.CLOSED, S.CANCELLED)}
    assert acts == pausing | cancelling | {(S.CLOSED, "重新打开")}


@pytest.mark.parametrize(
    ("source", "target", "sentence"),
    [
        (
            S.CLOSED,
            S.CANCELLED,
            "“已销号”的任务不能直接改为“已取消”；可以重新打开（推进中）。",
        ),
        (
            S.CANCELLED,
            S.CLOSED,
            "“已取消”的任务不能直接改为“已销号”；可以重新打开（推进中）、重新交办（待交办）。",
        ),
        (S.PAUSED, S.PAUSED, "任务已经是“暂缓”。"),
    ],
)
def test_a_move_that_does_not_exist_says_which_do(source: Status, target: Status, sentence: str) -> None:
    with pytest.raises(RuleError) as caught:
        check_transition(TaskFacts(source, **READY), target, DECIDED)  # type: ignore[arg-type]
    assert caught.value.sentence == sentence


OFFICE_MOVES = {
    (S.UNASSIGNED, S.NOT_STARTED),
    (S.UNASSIGNED, S.IN_PROGRESS),
    (S.NOT_STARTED, S.IN_PROGRESS),
    (S.NOT_STARTED, S.CLOSING),
    (S.IN_PROGRESS, S.CLOSING),
    (S.CLOSING, S.IN_PROGRESS),
    (S.PAUSED, S.IN_PROGRESS),
    (S.PAUSED, S.NOT_STARTED),
}


@pytest.mark.parametrize("source", Status)
@pytest.mark.parametrize("target", Status)
def test_an_office_may_do_its_own_work_and_nothing_else(source: Status, target: Status) -> None:
    facts = TaskFacts(source, **READY)  # type: ignore[arg-type]
    if (source, target) in OFFICE_MOVES:
        assert check_office_transition(facts, target, "设备未到货").target is target
    else:
        with pytest.raises(RuleError):
            check_office_transition(facts, target, "设备未到货")


@pytest.mark.parametrize(
    ("source", "target", "sentence"),
    [
        (S.CLOSING, S.CLOSED, "单位反馈不能把任务由“待销号”改为“已销号”，请由交办方销号。"),
        (S.IN_PROGRESS, S.PAUSED, "单位反馈不能把任务由“推进中”改为“暂缓”，请由交办方暂缓。"),
        (S.NOT_STARTED, S.CANCELLED, "单位反馈不能把任务由“未启动”改为“已取消”，请由交办方取消。"),
        (S.CLOSED, S.IN_PROGRESS, "单位反馈不能把任务由“已销号”改为“推进中”，请由交办方重新打开。"),
    ],
)
def test_an_office_that_decides_is_told_who_can(source: Status, target: Status, sentence: str) -> None:
    with pytest.raises(RuleError) as caught:
        check_office_transition(TaskFacts(source, **READY), target, "设备未到货")  # type: ignore[arg-type]
    assert caught.value.sentence == sentence


def test_an_office_that_takes_its_report_back_says_why() -> None:
    with pytest.raises(RuleError, match="不能退回：还缺理由。"):
        check_office_transition(TaskFacts(S.CLOSING, "市经信局"), S.IN_PROGRESS)


@pytest.mark.parametrize("status", [S.NOT_STARTED, S.IN_PROGRESS, S.CLOSING, S.CLOSED])
def test_an_assigned_task_keeps_its_lead_office(status: Status) -> None:
    check_lead_office(status, "市经信局")
    with pytest.raises(RuleError, match=f"“{status.word}”的任务必须有牵头单位"):
        check_lead_office(status, " ")


@pytest.mark.parametrize("status", [S.UNASSIGNED, S.PAUSED, S.CANCELLED])
def test_a_task_nobody_works_on_may_have_no_lead_office(status: Status) -> None:
    check_lead_office(status, "")


def test_needs_are_words_for_a_tooltip() -> None:
    closing = transition(S.CLOSING, S.CLOSED)
    assert closing is not None
    assert closing.needs == ("办结说明", "有效佐证", "进度 100%")
    assert transition(S.CLOSED, S.PAUSED) is None

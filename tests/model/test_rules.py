"""The table of transitions: what leads where, what it needs, and who may do it."""

import pytest

from tracker.errors import RuleError
from tracker.model.enums import Status
from tracker.model.rules import (
    TRANSITIONS,
    TaskFacts,
    acts_from,
    check_lead_office,
    check_office_transition,
    check_transition,
    transition,
)

S = Status
READY = {"lead_office": "市经信局", "closing_statement": "已建成投用。", "evidence": 1}


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


@pytest.mark.parametrize(
    ("source", "target", "facts", "reason", "missing"),
    [
        (S.UNASSIGNED, S.NOT_STARTED, {}, "", "牵头单位"),
        (S.UNASSIGNED, S.NOT_STARTED, {"lead_office": "  "}, "", "牵头单位"),
        (S.CLOSING, S.CLOSED, {"lead_office": "市经信局"}, "", "办结说明、至少一份佐证"),
        (S.CLOSING, S.CLOSED, READY | {"evidence": 0}, "", "至少一份佐证"),
        (S.CLOSING, S.CLOSED, READY | {"closing_statement": "\n"}, "", "办结说明"),
        (S.CLOSING, S.IN_PROGRESS, READY, "", "理由"),
        (S.CLOSED, S.IN_PROGRESS, READY, " ", "理由"),
        (S.CANCELLED, S.UNASSIGNED, READY, "", "理由"),
        (S.IN_PROGRESS, S.PAUSED, READY, "", "理由"),
        (S.IN_PROGRESS, S.CANCELLED, READY, "", "理由"),
        (S.PAUSED, S.IN_PROGRESS, {}, "", "牵头单位"),
        (S.CANCELLED, S.IN_PROGRESS, {}, "", "牵头单位、理由"),
    ],
)
def test_what_is_missing_is_named(
    source: Status, target: Status, facts: dict[str, object], reason: str, missing: str
) -> None:
    with pytest.raises(RuleError) as caught:
        check_transition(TaskFacts(source, **facts), target, reason)  # type: ignore[arg-type]
    move = transition(source, target)
    assert move is not None
    assert caught.value.sentence == f"不能{move.act}：还缺{missing}。"


@pytest.mark.parametrize("move", TRANSITIONS, ids=lambda t: f"{t.source}-{t.target}")
def test_every_move_works_when_nothing_is_missing(move: object) -> None:
    facts = TaskFacts(move.source, **READY)  # type: ignore[attr-defined, arg-type]
    assert check_transition(facts, move.target, "市领导要求") is move  # type: ignore[attr-defined]


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
        check_transition(TaskFacts(source, **READY), target, "理由")  # type: ignore[arg-type]
    assert caught.value.sentence == sentence


OFFICE_MOVES = {
    (S.UNASSIGNED, S.NOT_STARTED),
    (S.UNASSIGNED, S.IN_PROGRESS),
    (S.NOT_STARTED, S.IN_PROGRESS),
    (S.NOT_STARTED, S.CLOSING),
    (S.NOT_STARTED, S.PAUSED),
    (S.IN_PROGRESS, S.CLOSING),
    (S.IN_PROGRESS, S.PAUSED),
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


def test_an_office_that_closes_is_told_who_can() -> None:
    with pytest.raises(RuleError, match="单位反馈不能把任务由“待销号”改为“已销号”，请由交办方在台账中销号。"):
        check_office_transition(TaskFacts(S.CLOSING, **READY), S.CLOSED)  # type: ignore[arg-type]


def test_an_office_that_pauses_needs_a_reason_too() -> None:
    with pytest.raises(RuleError, match="不能暂缓：还缺理由。"):
        check_office_transition(TaskFacts(S.IN_PROGRESS, "市经信局"), S.PAUSED)


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
    assert closing.needs == ("办结说明", "至少一份佐证")
    assert transition(S.CLOSED, S.PAUSED) is None

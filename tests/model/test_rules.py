"""The table of transitions: what leads where, what it needs, and who may do it."""

import pytest

from tracker.errors import RuleError, UndecidedError
from tracker.model.enums import Status
from tracker.model.rules import (
    TRANSITIONS,
    Given,
    TaskFacts,
    Transition,
    acts_from,
    can_be_checked,
    check_decider,
    check_lead_office,
    check_office_transition,
    check_open,
    check_progress_by_hand,
    check_reason,
    check_transition,
    is_frozen,
    is_name,
    says_why,
    transition,
    without_done,
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


@pytest.mark.parametrize(
    ("text", "why", "name"),
    [
        ("等待批复", True, True),
        (" 等 待 批 复 ", True, True),
        ("待批复", False, True),
        ("张", False, True),
        ("——。！", False, False),
        ("", False, False),
    ],
)
def test_what_is_a_reason_and_what_a_name(text: str, why: bool, name: bool) -> None:
    assert (says_why(text), is_name(text)) == (why, name)
    for enough, check, need in ((why, check_reason, "reason"), (name, check_decider, "decided_by")):
        if enough:
            assert check(text, "延期") == text.strip()
            continue
        with pytest.raises(UndecidedError, match="延期要写") as missing:
            check(text, "延期")
        assert missing.value.needs == (need,)


def test_which_moves_ask_and_which_write_a_percent() -> None:
    asking = {(move.source, move.target) for move in TRANSITIONS if move.asks}
    writing = {(move.source, move.target) for move in TRANSITIONS if move.writes_progress}
    reports = {(S.NOT_STARTED, S.CLOSING), (S.IN_PROGRESS, S.CLOSING)}
    assert writing == {*reports, (S.CLOSING, S.CLOSED), (S.CLOSING, S.IN_PROGRESS), (S.CLOSED, S.IN_PROGRESS)}
    assert asking - {(move.source, move.target) for move in TRANSITIONS if move.needs_reason} == {
        *reports, (S.CLOSING, S.CLOSED),
    }  # fmt: skip


def test_what_staff_can_check() -> None:
    assert [status for status in Status if can_be_checked(status)] == [
        S.NOT_STARTED, S.IN_PROGRESS, S.CLOSING, S.CLOSED, S.PAUSED,
    ]  # fmt: skip


def test_no_percent_is_noted_before_the_assignment() -> None:
    check_progress_by_hand(S.UNASSIGNED, 0)
    check_progress_by_hand(S.NOT_STARTED, 1)
    with pytest.raises(RuleError, match="还没有交办，不能记进度"):
        check_progress_by_hand(S.UNASSIGNED, 1)


@pytest.mark.parametrize(
    ("status", "field", "after", "way"),
    [
        (S.CLOSED, "owner", None, "重新打开"),
        (S.CLOSED, "remark", None, ""),
        (S.CLOSED, "progress", S.IN_PROGRESS, ""),
        (S.CLOSING, "due_text", S.IN_PROGRESS, "退回"),
        (S.CLOSING, "progress", S.IN_PROGRESS, ""),
        (S.CLOSING, "progress", S.CLOSED, "退回"),
        (S.PAUSED, "start_on", None, "恢复"),
        (S.PAUSED, "due_text", None, ""),
        (S.IN_PROGRESS, "progress", None, ""),
    ],
)
def test_a_frozen_field_says_how_it_is_opened(status: Status, field: str, after: Status | None, way: str) -> None:
    assert is_frozen(status, field) is (bool(way) or after is not None)
    if not way:
        check_open("A1.1", status, field, "这一项", after)
        return
    with pytest.raises(RuleError, match=f"A1.1 {status.word}，不能改这一项；请先{way}。"):
        check_open("A1.1", status, field, "这一项", after)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("A1.1 已交办", "A1.1 交办"),
        ("已交办 1,088 项", "交办 1,088 项"),
        ("A1.1 转为推进中", "A1.1 转为推进中"),
        ("批2026-01 标为背景：已交办的事项要按时报", "批2026-01 标为背景：已交办的事项要按时报"),
        ("A1.1 备注改为“已交办”", "A1.1 备注改为“已交办”"),
    ],
)
def test_only_the_name_of_the_act_itself_loses_that_it_is_done(label: str, name: str) -> None:
    assert without_done(label) == name

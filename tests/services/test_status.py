"""Moving a task through its states with every guard."""

from datetime import date, timedelta

import pytest

from tracker.errors import RuleError
from tracker.model.enums import Status
from tracker.model.rules import TRANSITIONS
from tracker.model.tables import StatusMove, Task
from tracker.queries.evidence import count_evidence
from tracker.services import progress
from tracker.services import status as states
from tracker.store.history import open_batch

TODAY = date(2026, 3, 2)
S = Status


def put(desk, code: str = "A1.1", **values) -> None:
    """Bring a task into a state, past the rules."""
    with desk.ledger.session() as session:
        open_batch(session, "准备")
        task = session.get(Task, desk.number(code))
        for key, value in values.items():
            setattr(task, key, value)


STATEMENT = "生产线建成，九月起投入使用。"
PROOF = "市发改委组织验收，意见为合格。"


def move(desk, to: Status, reason: str = "", code: str = "A1.1", decided_by: str = "王副市长", **more):
    return desk.act(
        states.change_status, desk.number(code), to, TODAY, reason, decided_by=decided_by, **more, confirmed=True
    )


def prove(desk, code: str = "A1.1", text: str = PROOF) -> None:
    desk.act(progress.add_evidence, desk.number(code), "验收意见", text=text)


@pytest.mark.parametrize("rule", TRANSITIONS, ids=lambda rule: f"{rule.source.word}→{rule.target.word}")
def test_every_allowed_move_is_made(lite, rule) -> None:
    share = 100 if rule.target is S.CLOSED else 0 if rule.needs_zero else 50
    put(lite, status=rule.source, closing_statement=STATEMENT, due_text="", progress=share)
    prove(lite)
    changes = move(lite, rule.target, "因故调整" if rule.needs_reason else "", progress=30 if rule.restores else None)
    row = lite.task()
    assert row.status is rule.target
    assigned = (rule.source, rule.target) == (S.UNASSIGNED, S.NOT_STARTED)
    assert changes.label == ("A1.1 已交办" if assigned else f"A1.1 转为{rule.target.word}")
    assert row.offices_confirmed == rule.needs_lead
    assert ("因故调整" in row.remark) == rule.needs_reason
    assert row.progress == (30 if rule.restores else share)
    (written,) = lite.rows(StatusMove)
    assert (written.from_status, written.to_status, written.on) == (rule.source, rule.target, TODAY)
    assert written.reason == ("因故调整" if rule.needs_reason else "")
    assert (written.decided_by, written.progress_before) == ("王副市长", share)
    assert written.until == (TODAY + timedelta(days=90) if rule.target is S.PAUSED else None)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (a, b)
        for a in Status
        for b in Status
        if a is not b and not any((rule.source, rule.target) == (a, b) for rule in TRANSITIONS)
    ],
    ids=lambda one: one.word,
)
def test_no_other_move_is_made(lite, source: Status, target: Status) -> None:
    put(lite, status=source, closing_statement=STATEMENT, progress=100)
    prove(lite)
    before = lite.content(memory=True)
    with pytest.raises(RuleError, match="不能直接改为"):
        move(lite, target, "因故调整")
    assert lite.content(memory=True) == before


@pytest.mark.parametrize("rule", [rule for rule in TRANSITIONS if rule.needs_reason], ids=lambda r: r.act)
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_not_left_out(lite, rule, reason: str) -> None:
    put(lite, status=rule.source, remark="旧的备注还在这里", problems="旧的问题还在这里")
    with pytest.raises(RuleError, match="还缺理由"):
        move(lite, rule.target, reason)


@pytest.mark.parametrize("rule", [rule for rule in TRANSITIONS if rule.needs_lead], ids=lambda r: r.act)
def test_who_works_on_it_is_not_left_open(lite, rule) -> None:
    put(lite, status=rule.source, lead_office_id=None)
    with pytest.raises(RuleError, match="牵头单位"):
        move(lite, rule.target, "因故调整")


def test_assigning_starts_the_clock_once(desk) -> None:
    move(desk, S.NOT_STARTED)
    assert desk.task().start_on == TODAY
    desk.today = date(2026, 4, 1)
    desk.act(states.change_status, desk.number("A1.1"), S.IN_PROGRESS, desk.today, confirmed=True)
    assert desk.task().start_on == TODAY


@pytest.mark.parametrize("to", [S.PAUSED, S.CANCELLED])
def test_setting_aside_starts_no_clock(lite, to: Status) -> None:
    move(lite, to, "上级调整")
    assert lite.task().start_on is None


def test_moving_to_where_it_is_changes_nothing(lite) -> None:
    before = lite.content(memory=True)
    assert move(lite, S.UNASSIGNED).batch_id is None
    assert lite.content(memory=True) == before


def test_a_reason_is_kept_once_in_the_remark(lite) -> None:
    put(lite, remark="原有备注")
    move(lite, S.PAUSED, " 等上级文件 ")
    assert lite.task().remark == "原有备注\n暂缓：等上级文件"
    move(lite, S.UNASSIGNED)
    move(lite, S.PAUSED, "等上级文件")
    assert lite.task().remark == "原有备注\n暂缓：等上级文件"


@pytest.mark.parametrize(
    ("statement", "proof", "share", "missing"),
    [
        ("", PROOF, 100, "办结说明（至少 10 个字）"),
        ("已办结。已落实，无。", PROOF, 100, "办结说明（至少 10 个字）"),
        (STATEMENT, "", 100, "有效佐证"),
        (STATEMENT, "已完成、已落实，详见附件", 100, "有效佐证"),
        (STATEMENT, PROOF, 99, "进度 100%（现在是 99%）"),
        (" ", "", 0, "办结说明（至少 10 个字）、有效佐证、进度 100%（现在是 0%）"),
    ],
)
def test_closing_needs_a_statement_evidence_and_all_of_the_work(
    desk, statement: str, proof: str, share: int, missing: str
) -> None:
    put(desk, status=S.CLOSING, progress=share)
    if proof:
        prove(desk, text=proof)
    with pytest.raises(RuleError) as caught:
        desk.act(states.close_task, desk.number("A1.1"), statement, TODAY)
    assert caught.value.sentence == f"不能销号：还缺{missing}。"
    row = desk.task()
    assert (row.status, row.closing_statement, row.progress) == (S.CLOSING, "", share)


@pytest.mark.parametrize("proof", [{"text": PROOF}, {"data": b"%PDF-1.7" * 128}], ids=["note", "file of 1,024 bytes"])
def test_closing_with_everything(desk, proof: dict) -> None:
    put(desk, status=S.CLOSING, progress=80)
    desk.act(progress.add_evidence, desk.number("A1.1"), "验收.pdf", **proof)
    changes = desk.act(states.close_task, desk.number("A1.1"), f" {STATEMENT} ", TODAY, progress=100)
    row = desk.task()
    assert (row.status, row.closing_statement, row.progress) == (S.CLOSED, STATEMENT, 100)
    assert changes.label == "A1.1 销号"
    assert desk.rows(Task, Task.code == "A1.1")[0].closed_on == TODAY
    assert [(entry.progress, entry.on) for entry in desk.detail().progress] == [(100, TODAY)]


@pytest.mark.parametrize("size", [0, 1, 1023])
def test_a_file_of_less_than_a_kilobyte_proves_nothing(lite, size: int) -> None:
    put(lite, status=S.CLOSING, progress=100)
    lite.act(progress.add_evidence, lite.number("A1.1"), "验收.pdf", text="空" if not size else "", data=bytes(size))
    with pytest.raises(RuleError, match="还缺有效佐证。"):
        lite.act(states.close_task, lite.number("A1.1"), STATEMENT, TODAY)


# --- the progress before a report of completion ---------------------------------------------------------------


def reported(desk, share: int = 55, told: int | None = None) -> None:
    """Bring A1.1 into work with some progress and report it complete."""
    put(desk, status=S.IN_PROGRESS, progress=share)
    move(desk, S.CLOSING, progress=told)


def test_a_report_of_completion_writes_only_what_is_written(lite) -> None:
    reported(lite)
    assert lite.task().progress == 55
    assert [row.progress_before for row in lite.rows(StatusMove)] == [55]
    assert lite.detail().progress == ()


def test_a_report_may_carry_its_progress(lite) -> None:
    reported(lite, told=100)
    assert lite.task().progress == 100
    assert [entry.progress for entry in lite.detail().progress] == [100]
    assert [row.progress_before for row in lite.rows(StatusMove)] == [55]


@pytest.mark.parametrize(("given", "share"), [(None, 55), (70, 70)])
def test_returning_restores_what_stood_there(desk, given: int | None, share: int) -> None:
    reported(desk, told=100)
    move(desk, S.IN_PROGRESS, "佐证不全", progress=given)
    assert desk.task().progress == share
    assert [entry.progress for entry in desk.detail().progress] == [share, 100]


@pytest.mark.parametrize(("given", "share"), [(None, 55), (90, 90)])
def test_opening_again_restores_what_stood_there_and_asks_for_new_evidence(desk, given: int | None, share: int) -> None:
    reported(desk, told=100)
    prove(desk)
    desk.act(states.close_task, desk.number("A1.1"), STATEMENT, TODAY)
    move(desk, S.IN_PROGRESS, "发现遗漏", progress=given)
    assert (desk.task().progress, desk.look(count_evidence)) == (share, {})
    (piece,) = desk.detail().evidence
    assert piece.refusal == "上次销号前"
    move(desk, S.CLOSING, progress=100)
    with pytest.raises(RuleError, match="还缺有效佐证。"):
        desk.act(states.close_task, desk.number("A1.1"), STATEMENT, TODAY)
    prove(desk, text="补充整改后的验收意见，结论为合格。")
    desk.act(states.close_task, desk.number("A1.1"), STATEMENT, TODAY)


@pytest.mark.parametrize("source", [S.CLOSING, S.CLOSED])
def test_what_nobody_knows_is_asked(lite, source: Status) -> None:
    put(lite, status=source, progress=100)
    with pytest.raises(RuleError, match=r"A1\.1 报完成前的进度没有记录"):
        move(lite, S.IN_PROGRESS, "佐证不全")


def test_a_pause_ends_on_the_day_given(lite) -> None:
    move(lite, S.PAUSED, "等待上级文件", until=date(2026, 4, 30))
    assert lite.rows(StatusMove)[0].until == date(2026, 4, 30)


def test_a_pause_does_not_end_before_it_begins(lite) -> None:
    with pytest.raises(RuleError, match="暂缓至要晚于今天（2026-03-02），现在是 2026-03-02"):
        move(lite, S.PAUSED, "等待上级文件", until=TODAY)


def test_reopening_forgets_the_day_of_closing(lite) -> None:
    put(lite, status=S.CLOSED, closed_on=date(2026, 2, 1), closing_statement=STATEMENT)
    move(lite, S.IN_PROGRESS, "发现遗漏", progress=80)
    assert lite.rows(Task, Task.code == "A1.1")[0].closed_on is None


def test_closing_only_from_where_it_was_reported(lite) -> None:
    lite.act(progress.add_evidence, lite.number("A1.1"), "", text="验收意见")
    with pytest.raises(RuleError, match="“待交办”的任务不能直接改为“已销号”"):
        lite.act(states.close_task, lite.number("A1.1"), STATEMENT, TODAY)

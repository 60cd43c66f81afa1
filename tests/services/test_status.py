"""Moving a task through its states with every guard, and extensions."""

from datetime import date

import pytest

from tracker.errors import InputError, RuleError
from tracker.model.enums import DueKind, Status
from tracker.model.rules import TRANSITIONS
from tracker.model.tables import Extension, Task
from tracker.services import progress, tasks
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


def move(desk, to: Status, reason: str = "", code: str = "A1.1"):
    return desk.act(states.change_status, desk.number(code), to, TODAY, reason)


@pytest.mark.parametrize("rule", TRANSITIONS, ids=lambda rule: f"{rule.source.word}→{rule.target.word}")
def test_every_allowed_move_is_made(lite, rule) -> None:
    put(lite, status=rule.source, closing_statement="已办结", due_text="", progress=50)
    lite.act(progress.add_evidence, lite.number("A1.1"), "文号", text="甬政发〔2026〕1号")
    changes = move(lite, rule.target, "因故调整" if rule.needs_reason else "")
    row = lite.task()
    assert row.status is rule.target
    assert changes.label == f"A1.1 转为{rule.target.word}"
    assert row.offices_confirmed == rule.needs_lead
    assert ("因故调整" in row.remark) == rule.needs_reason
    assert row.progress == (100 if rule.target in (S.CLOSING, S.CLOSED) else 50)


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
    put(lite, status=source, closing_statement="已办结")
    with pytest.raises(RuleError, match="不能直接改为"):
        move(lite, target, "因故调整")
    assert lite.task().status is source


@pytest.mark.parametrize("rule", [rule for rule in TRANSITIONS if rule.needs_reason], ids=lambda r: r.act)
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_not_left_out(lite, rule, reason: str) -> None:
    put(lite, status=rule.source, remark="旧的备注", problems="旧的问题")
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
    desk.act(states.change_status, desk.number("A1.1"), S.IN_PROGRESS, desk.today)
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
    ("statement", "evidence", "missing"),
    [
        ("", True, "办结说明"),
        ("已办结", False, "至少一份佐证"),
        (" ", False, "办结说明、至少一份佐证"),
    ],
)
def test_closing_needs_a_statement_and_evidence(desk, statement: str, evidence: bool, missing: str) -> None:
    put(desk, status=S.CLOSING)
    if evidence:
        desk.act(progress.add_evidence, desk.number("A1.1"), "", text="验收意见")
    with pytest.raises(RuleError, match=f"还缺{missing}"):
        desk.act(states.close_task, desk.number("A1.1"), statement, TODAY)
    row = desk.task()
    assert (row.status, row.closing_statement) == (S.CLOSING, "")


@pytest.mark.parametrize("proof", [{"text": "验收意见"}, {"data": b"%PDF-1.7"}], ids=["note", "file"])
def test_closing_with_everything(desk, proof: dict) -> None:
    put(desk, status=S.CLOSING, progress=80)
    desk.act(progress.add_evidence, desk.number("A1.1"), "验收.pdf", **proof)
    changes = desk.act(states.close_task, desk.number("A1.1"), " 已办结 ", TODAY)
    row = desk.task()
    assert (row.status, row.closing_statement, row.progress) == (S.CLOSED, "已办结", 100)
    assert changes.label == "A1.1 销号"
    assert desk.rows(Task, Task.code == "A1.1")[0].closed_on == TODAY


def test_reopening_forgets_the_day_of_closing(lite) -> None:
    put(lite, status=S.CLOSED, closed_on=date(2026, 2, 1), closing_statement="已办结")
    move(lite, S.IN_PROGRESS, "发现遗漏")
    assert lite.rows(Task, Task.code == "A1.1")[0].closed_on is None


def test_closing_only_from_where_it_was_reported(lite) -> None:
    lite.act(progress.add_evidence, lite.number("A1.1"), "", text="验收意见")
    with pytest.raises(RuleError, match="“待交办”的任务不能直接改为“已销号”"):
        lite.act(states.close_task, lite.number("A1.1"), "已办结", TODAY)


# --- extensions ---------------------------------------------------------------------------------------------


def extend(desk, text: str, reason: str = "审批推迟", today: date = TODAY):
    return desk.act(states.extend_deadline, desk.number("A1.1"), text, reason, today)


def due(desk, text: str) -> None:
    row = desk.task()
    desk.act(tasks.edit_task, row.id, row.version, "due_text", text, TODAY)


def test_an_extension_keeps_the_first_deadline(desk) -> None:
    due(desk, "2026年6月底前")
    extend(desk, "9月底前")
    extend(desk, "2026-12-31", "再次推迟", date(2026, 8, 1))
    row = desk.task()
    assert (row.due_text, row.due_on, row.due_kind) == ("2026-12-31", date(2026, 12, 31), DueKind.DATE)
    assert (row.first_due_on, row.extensions) == (date(2026, 6, 30), 2)
    first, second = desk.detail().extensions
    assert (first.from_on, first.to_on, first.to_text) == (date(2026, 6, 30), date(2026, 9, 30), "9月底前")
    assert (first.reason, first.decided_on) == ("审批推迟", TODAY)
    assert (second.from_on, second.decided_on) == (date(2026, 9, 30), date(2026, 8, 1))


def test_the_first_date_of_a_task_without_one_is_its_first_deadline(lite) -> None:
    due(lite, "视情况而定")
    extend(lite, "2026年底")
    row = lite.task()
    assert (row.due_on, row.first_due_on) == (date(2026, 12, 31), date(2026, 12, 31))
    assert lite.rows(Extension)[0].from_text == "视情况而定"


@pytest.mark.parametrize(
    ("text", "reason", "error", "sentence"),
    [
        ("2026年9月底", "", RuleError, "延期要写明理由"),
        ("2026年9月底", "  ", RuleError, "延期要写明理由"),
        ("长期坚持", "推迟", InputError, "看不出日期"),
        ("以后再说", "推迟", InputError, "看不出日期"),
        ("", "推迟", InputError, "看不出日期"),
        ("2026年6月底", "推迟", RuleError, "不晚于现在的时限"),
        ("2026-06-29", "推迟", RuleError, "延期只能往后"),
    ],
)
def test_an_extension_goes_forward_with_a_reason(lite, text: str, reason: str, error, sentence: str) -> None:
    due(lite, "2026年6月底")
    before = lite.content(memory=True)
    with pytest.raises(error, match=sentence):
        extend(lite, text, reason)
    assert lite.content(memory=True) == before

from datetime import date

import pytest
from sqlmodel import select

from tracker.errors import InputError, RuleError
from tracker.model.enums import CoordinationStatus, Status
from tracker.model.tables import Coordination
from tracker.services import coordination, status, undo

TODAY = date(2026, 3, 2)
OPEN, UNDER_WAY, SOLVED, DROPPED = CoordinationStatus


def matters(desk) -> list[Coordination]:
    with desk.ledger.session() as session:
        return list(session.exec(select(Coordination)).all())


@pytest.fixture
def matter(desk) -> int:
    desk.act(
        coordination.raise_matter,
        desk.number("A1.1"),
        "用地指标需市里统筹",
        "市资规局",
        TODAY,
        needed_by=date(2026, 4, 1),
    )
    (row,) = matters(desk)
    assert (row.status, row.solver, row.raised_on, row.raised_by) == (OPEN, "市资规局", TODAY, "测试员")
    return row.id


def test_it_says_what_and_who(desk) -> None:
    with pytest.raises(InputError, match="需要协调什么"):
        desk.act(coordination.raise_matter, desk.number("A1.1"), " ", "市资规局", TODAY)
    with pytest.raises(InputError, match="由谁协调"):
        desk.act(coordination.raise_matter, desk.number("A1.1"), "用地指标", "", TODAY)


def test_a_solved_matter_says_how(desk, matter: int) -> None:
    desk.act(coordination.move_matter, matter, UNDER_WAY, TODAY)
    with pytest.raises(RuleError, match="协调结果"):
        desk.act(coordination.move_matter, matter, SOLVED, TODAY)
    desk.act(coordination.move_matter, matter, SOLVED, TODAY, "已调剂指标 30 亩")
    (row,) = matters(desk)
    assert (row.status, row.outcome, row.closed_on) == (SOLVED, "已调剂指标 30 亩", TODAY)


def test_dropping_and_opening_again_need_a_reason(desk, matter: int) -> None:
    with pytest.raises(RuleError, match="要写明理由"):
        desk.act(coordination.move_matter, matter, DROPPED, TODAY, "不用")
    desk.act(coordination.move_matter, matter, DROPPED, TODAY, "项目已改址，不再需要")
    with pytest.raises(RuleError, match="要写明理由"):
        desk.act(coordination.move_matter, matter, OPEN, TODAY)
    desk.act(coordination.move_matter, matter, OPEN, TODAY, "改址未获批准")
    assert matters(desk)[0].closed_on is None


def test_a_matter_never_goes_back_to_waiting_by_itself(desk, matter: int) -> None:
    desk.act(coordination.move_matter, matter, UNDER_WAY, TODAY)
    with pytest.raises(RuleError, match="“协调中”的协调事项不能改为“待协调”"):
        desk.act(coordination.move_matter, matter, OPEN, TODAY, "退回重来一次")


def test_it_is_undone_like_any_act(desk, matter: int) -> None:
    desk.act(undo.undo_batch)
    assert matters(desk) == []


def test_a_closed_task_gets_none(desk) -> None:
    number = desk.number("A1.1")
    desk.act(status.change_status, number, Status.CANCELLED, TODAY, "省里已经取消该事项", decided_by="王副市长")
    with pytest.raises(RuleError, match="已取消，不能新增协调事项"):
        desk.act(coordination.raise_matter, number, "用地指标", "市资规局", TODAY)


def test_on_a_task_that_has_ended_a_matter_can_only_be_settled(desk, matter: int) -> None:
    number = desk.number("A1.1")
    cancel = (number, Status.CANCELLED, TODAY, "省里已经取消该事项")
    desk.act(status.change_status, *cancel, decided_by="王副市长", confirmed=True)
    with pytest.raises(RuleError, match=r"A1\.1 已取消，协调事项只能了结"):
        desk.act(coordination.move_matter, matter, UNDER_WAY, TODAY)
    desk.act(coordination.move_matter, matter, DROPPED, TODAY, "任务已经取消")
    with pytest.raises(RuleError, match="协调事项只能了结"):
        desk.act(coordination.move_matter, matter, OPEN, TODAY, "又需要协调了")

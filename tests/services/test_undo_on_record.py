"""Taking back what an earlier run did betters no light in silence, and makes no draft of what an office had."""

from datetime import date
from typing import Any

import pytest

from tracker.errors import UndecidedError
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import Status, VerdictOutcome
from tracker.model.tables import Batch, StatusMove, Task
from tracker.queries.decision_log import list_decisions
from tracker.services import undo, verdicts
from tracker.services.deadlines import UNDECIDED, Decision, change_deadline
from tracker.services.status import change_status
from tracker.services.undo_on_record import undo_on_record
from tracker.store.draft_plans import assigned_days
from tracker.store.history import open_batch

TODAY = date(2026, 3, 2)
START = date(2026, 2, 1)


@pytest.fixture
def number(lite: Any) -> int:
    """A1.1 at work until the end of the year, on schedule."""
    number: int = lite.number("A1.1")
    with lite.ledger.session() as session:
        open_batch(session, "准备")
        task, due = session.get(Task, number), parse_deadline("2026年12月底", TODAY)
        task.due_text, task.due_kind, task.due_on, task.first_due_on = due.text, due.kind, due.on, due.on
    lite.act(change_status, number, Status.IN_PROGRESS, START, confirmed=True)
    return number


def advance(lite: Any, number: int) -> None:
    lite.act(change_deadline, number, "2026-03-01", TODAY, Decision(confirmed=True))


def refute(lite: Any, number: int) -> None:
    lite.act(verdicts.record_verdict, number, TODAY, VerdictOutcome.REFUTED, TODAY, note="现场没有设备")


ACTS = {"advance": (advance, "红 · 逾期1天", "提前"), "verdict": (refute, "黄 · 核查不属实", "核查不属实")}


def listed(lite: Any) -> list[tuple[str, ...]]:
    rows = lite.look(list_decisions, TODAY)
    return [(row.code, row.ends, row.reason, row.decided_by) for row in rows if row.kind == "撤销"]


@pytest.mark.parametrize("act", ACTS)
def test_a_light_that_gets_better_stands_among_the_decisions(lite: Any, number: int, act: str) -> None:
    do, light, label = ACTS[act]
    do(lite, number)
    assert lite.task().light.text == light
    lite.ledger.run = "another"
    changes = lite.act(undo_on_record, lite.rows(Batch)[-1].id, TODAY)
    assert lite.task().light.text == "绿"
    assert listed(lite) == [("A1.1", f"{light} → 绿", f"撤销：A1.1 {label}", "测试员")]
    lite.act(undo.undo_batch, changes.batch_id)  # done again: nothing is better any more
    assert (lite.task().light.text, listed(lite)) == (light, [])


@pytest.mark.parametrize("act", ACTS)
def test_a_slip_of_the_hand_needs_no_record(lite: Any, number: int, act: str) -> None:
    ACTS[act][0](lite, number)
    lite.act(undo_on_record, None, TODAY)
    assert (lite.task().light.text, listed(lite)) == ("绿", [])


def test_what_betters_nothing_needs_no_record(lite: Any, number: int) -> None:
    lite.edit("owner", "张三")
    lite.ledger.run = "another"
    lite.act(undo_on_record, lite.rows(Batch)[-1].id, TODAY)
    assert (lite.task().owner, listed(lite)) == ("", [])


@pytest.mark.parametrize("run", ["same", "another"])
def test_an_assignment_that_was_taken_back_later_leaves_no_draft(lite: Any, number: int, run: str) -> None:
    assigned = lite.rows(Batch)[-1].id
    lite.ledger.run = lite.ledger.run if run == "same" else "another"
    lite.act(undo_on_record, assigned, TODAY)
    assert (lite.task().status, lite.rows(StatusMove)) == (Status.UNASSIGNED, [])
    known = lite.look(assigned_days, [number])
    if run == "same":
        assert known == {}
        lite.act(change_deadline, number, "2027年6月底", TODAY, UNDECIDED)
        return
    assert known == lite.look(assigned_days, None) == {number: START}
    with pytest.raises(UndecidedError, match="属于“延期”，要写明理由和批准人"):
        lite.act(change_deadline, number, "2027年6月底", TODAY, UNDECIDED)


def test_the_end_of_a_pause_stands_among_the_decisions(lite: Any, number: int) -> None:
    lite.act(
        change_status, number, Status.PAUSED, TODAY, "等待上级批复", decided_by="王副市长", until=date(2026, 3, 10)
    )
    lite.act(change_status, number, Status.UNASSIGNED, date(2026, 3, 20))
    rows = [(row.kind, row.ends, row.lights) for row in lite.look(list_decisions, date(2026, 3, 20))]
    assert rows[0] == ("恢复为待交办", "暂缓 → 待交办", "黄 · 暂缓到期 → 灰 · 待交办")

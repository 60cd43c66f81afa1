"""Why more or fewer tasks are red or amber: each cause against a history reckoned by hand; TODAY is 2026-03-15.

Of the six tasks (see SIX in conftest) A1.1 was amber on 1 March, due on the 10th, and is overdue; A1.2a was green and
is due in 17 days. The others keep their lights, so that on its own time makes one red one of no step and one 临近到期.
"""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tracker.model.enums import DueKind, Status, VerdictOutcome
from tracker.model.light_cause import WaterfallBar
from tracker.model.rows import Movements
from tracker.model.tables import Milestone, ProgressEntry, Task
from tracker.model.thresholds import Thresholds
from tracker.queries.movements import movements_in_history, read_movements
from tracker.queries.tallies import Scope
from tracker.queries.task_rows import list_tasks
from tracker.services import light_rules, verdicts

SINCE, TODAY = date(2026, 3, 1), date(2026, 3, 15)
MID = date(2026, 3, 9)
BEFORE = date(2026, 2, 20)
#: Started on 20 January, due on 1 May: 40 of 101 days on 1 March, 54 (53 %) on 15 March.
COURSE = {"start_on": date(2026, 1, 20), "due_on": date(2026, 5, 1), "status": Status.IN_PROGRESS}


def look(desk: Any, office: str = "", article: str = "", day: date = TODAY, since: date = SINCE) -> Movements:
    moved: Movements = desk.look(read_movements, Scope(TODAY, day, office, article), since)
    assert moved.before + sum(step.change for step in moved.steps) == moved.after
    return moved


def found(moved: Movements, code: str) -> tuple[str, int, str] | None:
    """Return cause, step and figure of one task, None where its light did not turn."""
    task = next((task for task in moved.turned if task.code == code), None)
    return None if task is None else (task.cause.value, task.step, task.figure)


def test_time_alone(small) -> None:
    moved = look(small)
    assert (moved.red_before, moved.amber_before, moved.red, moved.amber, moved.still_red) == (0, 1, 1, 1, 0)
    assert [(step.cause, step.change) for step in moved.steps] == [(WaterfallBar.DUE, 1)]
    assert [task.code for task in moved.worse] == ["A1.1", "A1.2a"]
    assert found(moved, "A1.1") == ("逾期", 0, "逾期5天")
    assert found(moved, "A1.2a") == ("临近到期", 1, "17天后到期")


def test_the_same_where_the_ledger_was_read_before(small) -> None:
    moved = look(small)
    small.look(list_tasks, TODAY)
    assert look(small) == moved


def test_what_was_decided_since_is_seen_from_its_day_on(small) -> None:
    small.put("A1.1", date(2026, 3, 7), status=Status.PAUSED, until=date(2026, 6, 1))
    assert found(look(small, day=date(2026, 3, 8)), "A1.1") == ("搁置、移交", -1, "暂缓")
    assert found(look(small, day=date(2026, 3, 6)), "A1.1") is None


@pytest.mark.parametrize(
    ("values", "cause"),
    [
        ({"status": Status.CLOSING}, "销号、报完成"),
        ({"status": Status.CLOSED, "closed_on": MID, "progress": 100}, "销号、报完成"),
        ({"status": Status.CLOSED, "closed_on": MID, "due_on": date(2026, 12, 31)}, "销号、报完成"),
        ({"status": Status.CANCELLED}, "搁置、移交"),
        ({"status": Status.PAUSED}, "搁置、移交"),
        ({"status": Status.PAUSED, "due_on": date(2026, 12, 31)}, "搁置、移交"),
        ({"status": Status.UNASSIGNED, "due_on": date(2026, 12, 31)}, "搁置、移交"),
        ({"due_on": date(2026, 12, 31)}, "调整时限"),
        ({"due_on": date(2026, 12, 31), "progress": 99}, "调整时限"),
        ({"due_on": None, "due_kind": DueKind.LONG_TERM, "due_text": "长期坚持"}, "调整时限"),
    ],
)
def test_how_an_amber_task_gets_away(small, values: dict[str, Any], cause: str) -> None:
    """A1.1 is overdue by its first plan, whatever progress it makes: only what is done counts before its plan."""
    small.put("A1.1", BEFORE, start_on=date(2026, 2, 1))  # else its silence alone would keep it amber
    small.put("A1.1", MID, **values)
    told = found(look(small), "A1.1")
    assert told is not None
    assert told[:2] == (cause, -1)


@pytest.mark.parametrize(
    ("values", "cause", "figure"),
    [
        ({"progress": 50}, "追上序时", "5% → 50%"),
        ({"progress": 50, "due_on": date(2026, 6, 30)}, "追上序时", "5% → 50%"),  # the progress would have been enough
        ({"progress": 6, "due_on": date(2027, 12, 31)}, "调整时限", "延至 2027-12-31"),
        ({"start_on": date(2026, 3, 14)}, "调整时限", "调整时限"),
    ],
)
def test_progress_counts_before_a_change_of_the_plan_that_was_not_needed(small, values, cause, figure) -> None:
    small.put("B1.2b", BEFORE, **COURSE, progress=5)
    assert look(small).red_before == 1
    small.put("B1.2b", MID, **values)
    assert found(look(small), "B1.2b") == (cause, -1, figure)


def test_a_red_task_that_is_amber_now_is_better_but_no_step(small) -> None:
    small.put("B1.2b", BEFORE, **COURSE, progress=5)
    small.put("B1.2b", MID, progress=30)
    moved = look(small)
    assert found(moved, "B1.2b") == ("追上序时", 0, "5% → 30%")
    assert "B1.2b" in [task.code for task in moved.better]
    assert moved.still_red == 0


def _node(session: Session, **values: Any) -> None:
    task = session.exec(select(Task).where(Task.code == "B1.2b")).one()
    step = session.exec(select(Milestone).where(Milestone.task_id == task.id)).first()
    if step is None:
        session.add(Milestone(task_id=task.id, title="初稿", weight=1, **values))
        session.add(Milestone(task_id=task.id, title="定稿", weight=99, due_on=date(2026, 12, 31)))
        return
    for name, value in values.items():
        setattr(step, name, value)


@pytest.mark.parametrize(
    ("values", "cause"), [({"done_on": MID}, "追上序时"), ({"due_on": date(2026, 6, 30)}, "调整时限")]
)
def test_a_node_done_is_work_and_a_node_moved_is_not(small, values, cause) -> None:
    small.write(lambda session: _node(session, due_on=date(2026, 2, 25)), BEFORE)
    assert look(small).amber_before == 2
    small.write(lambda session: _node(session, **values), MID)
    told = found(look(small), "B1.2b")
    assert told is not None
    assert told[:2] == (cause, -1)


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        ({"status": Status.CLOSED, "closed_on": BEFORE}, {"status": Status.IN_PROGRESS}, "退回、重开"),
        ({"status": Status.CLOSING}, {"status": Status.IN_PROGRESS}, "退回、重开"),
        ({"status": Status.PAUSED}, {"status": Status.IN_PROGRESS}, "恢复"),
        ({"status": Status.CANCELLED}, {"status": Status.IN_PROGRESS}, "恢复"),
        ({"due_on": date(2026, 12, 31)}, {"due_on": date(2026, 3, 10)}, "调整时限"),
    ],
)
def test_how_a_task_becomes_of_concern(small, before, after, cause) -> None:
    small.put("A1.1", BEFORE, **before)
    small.put("A1.1", MID, **after)
    told = found(look(small), "A1.1")
    assert told is not None
    assert told[:2] == (cause, 1)


def test_less_progress_than_before_lags_behind(small) -> None:
    small.put("B1.2b", BEFORE, **COURSE, progress=60)
    small.put("B1.2b", MID, progress=30)
    assert found(look(small), "B1.2b") == ("落后序时", 1, "落后23点")


def test_silence_and_a_missing_deadline(small) -> None:
    """B1.2b starts on 5 January: on 1 March it is silent for 55 days, on the 15th for 69."""
    small.put("B1.2b", BEFORE, start_on=date(2026, 1, 5), due_on=date(2027, 12, 31))
    assert found(look(small), "B1.2b") == ("久无进展", 1, "69天无进展")
    small.put("B1.1", MID, status=Status.IN_PROGRESS, due_on=None, due_kind=DueKind.NONE, due_text="", start_on=MID)
    assert found(look(small), "B1.1") == ("调整时限", 1, "未定时限")  # by its first deadline it would be green


def test_a_first_deadline_that_has_passed_is_overdue_and_no_change_of_the_plan(small) -> None:
    none = {"due_on": None, "due_kind": DueKind.NONE, "due_text": ""}
    small.put("B1.1", BEFORE, **none)
    dated = {"due_on": date(2026, 3, 12), "due_kind": DueKind.DATE, "due_text": "3月12日"}
    small.put("B1.1", MID, status=Status.IN_PROGRESS, start_on=MID, **dated)
    assert found(look(small), "B1.1") == ("逾期", 1, "逾期3天")


def test_a_verdict(small) -> None:
    number = small.number("B1.2b")
    small.act(
        verdicts.record_verdict, number, TODAY, VerdictOutcome.WANTING, TODAY, progress=10, note="现场缺少验收材料"
    )
    assert found(look(small), "B1.2b") == ("核查不属实", 1, "待补证")


def test_a_rule_that_was_loosened_is_no_progress(small) -> None:
    """A1.2a, due in 17 days, is green again where only 10 days count as near: for it nothing was done."""
    small.put("A1.2a", BEFORE, start_on=date(2026, 2, 1))
    assert found(look(small, since=date(2026, 3, 14)), "A1.2a") is None
    small.act(light_rules.set_thresholds, Thresholds(due_soon_days=10), "统一口径从严掌握", "王市长")
    assert found(look(small, since=date(2026, 3, 14)), "A1.2a") == ("调整规则", -1, "调整规则")


def test_a_new_task_and_one_that_went_to_another_office(small) -> None:
    small.put("A1.1", MID, lead="市财政局")
    assert found(look(small), "A1.1") == ("逾期", 0, "逾期5天")
    assert found(look(small, office="市经信局"), "A1.1") == ("搁置、移交", -1, "搁置、移交")
    assert found(look(small, office="市财政局"), "A1.1") == ("新增、移入", 1, "逾期5天")
    assert look(small, office="市财政局").red_before == 0
    assert {task.code for task in look(small, article="B").turned} == set()


def test_a_task_made_since_was_not_there(small) -> None:
    small.write(lambda session: session.add(_copy(session, "B1.2b", "B1.9")), MID)
    told = found(look(small), "B1.9")
    assert told is not None
    assert told[:2] == ("新增、移入", 1)


def _copy(session: Session, code: str, new: str) -> Task:
    of = session.exec(select(Task).where(Task.code == code)).one()
    return Task(
        uid="copy", code=new, title="新的一项", source_id=of.source_id, lead_office_id=of.lead_office_id,
        status=Status.IN_PROGRESS, start_on=MID, due_on=date(2026, 3, 20), due_kind=DueKind.DATE, due_text="3月20日",
        progress=0, position=999,
    )  # fmt: skip


def test_what_was_written_down_later_is_not_known_on_the_day(small) -> None:
    """An entry of 5 March that came on the 12th: on the 10th the task was silent still."""
    small.put("B1.2b", BEFORE, start_on=date(2026, 1, 5), due_on=date(2027, 12, 31))

    def report(session: Session) -> None:
        task = session.exec(select(Task).where(Task.code == "B1.2b")).one()
        session.add(ProgressEntry(task_id=task.id, entered_on=date(2026, 3, 5), progress=12, note="完成调研"))
        task.progress = 12

    small.write(report, date(2026, 3, 12))
    assert found(look(small, day=date(2026, 3, 10)), "B1.2b") == ("久无进展", 1, "64天无进展")
    assert found(look(small), "B1.2b") is None
    assert found(look(small, since=date(2026, 3, 10)), "B1.2b") == ("追上序时", -1, "10% → 12%")


def test_a_day_before_the_ledger_is_its_first_day(small) -> None:
    seen = small.look(movements_in_history, Scope(TODAY, TODAY), date(2020, 1, 1))
    assert seen.since == date(2025, 11, 1)
    assert small.look(movements_in_history, Scope(TODAY, date(2025, 11, 1)), date(2020, 1, 1)) is None
    assert small.look(movements_in_history, Scope(TODAY, TODAY), TODAY) is None


def test_undoing_the_making_of_a_task_leaves_nothing_behind(small) -> None:
    small.write(lambda session: session.delete(session.exec(select(Task).where(Task.code == "A1.1")).one()), MID)
    moved = look(small)
    assert found(moved, "A1.1") is None
    assert moved.before == moved.after - 1

"""The list of the day, by cases: why a task is on it, and what stands beside it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from tracker.model.enums import BatchSource, DueKind, Status, VerdictOutcome
from tracker.model.rows import Concern, TaskRow, Today
from tracker.model.tables import Milestone, ProgressEntry, Task
from tracker.queries.task_rows import list_tasks
from tracker.queries.today import read_today
from tracker.services.coordination import raise_matter
from tracker.services.exporting import export_office
from tracker.services.verdicts import record_verdict
from tracker.store.history import open_batch

TODAY = date(2023, 9, 15)  # a Friday
WORKING = {"status": Status.IN_PROGRESS, "due_kind": DueKind.DATE, "start_on": date(2023, 9, 1)}


@pytest.fixture
def task(ledger: Any) -> Callable[..., int]:
    """Set columns of a task, dated entries and steps; return its id."""

    def change(code: str = "A1.1", entries: tuple[date, ...] = (), steps: tuple[date, ...] = (), **values: Any) -> int:
        with ledger.session() as session:
            open_batch(session, "准备", BatchSource.MANUAL)
            found = session.exec(select(Task).where(Task.code == code)).one()
            for key, value in (WORKING | values).items():
                setattr(found, key, value)
            session.add_all(
                ProgressEntry(task_id=found.id, entered_on=day, progress=0, note=f"{day} 进展情况") for day in entries
            )
            session.add_all(Milestone(task_id=found.id, title="印发", due_on=day) for day in steps)
            return int(found.id)

    return change


@pytest.fixture
def look(ledger: Any) -> Callable[[], Today]:
    def read() -> Today:
        with ledger.reading() as session:
            return read_today(session, TODAY)

    return read


def lines(view: Today) -> list[tuple[Concern, str, str]]:
    return [(concern, line.task.code, line.reason) for concern, found in view.sections.items() for line in found]


CASES: list[tuple[dict[str, Any], Concern, str]] = [
    ({"due_on": date(2023, 9, 3), "progress": 70}, Concern.OVERDUE, "逾期12天，进度 70%"),
    ({"due_on": date(2023, 9, 14), "status": Status.UNASSIGNED}, Concern.OVERDUE, "逾期1天，还没有交办"),
    ({"due_on": date(2023, 9, 15), "progress": 90}, Concern.WEEK, "今天到期，进度 90%"),
    ({"due_on": date(2023, 9, 22), "progress": 80}, Concern.WEEK, "7天后到期，进度 80%"),
    ({"due_on": date(2023, 9, 23), "progress": 80}, Concern.MONTH, "8天后到期，进度 80%"),
    ({"due_on": date(2023, 10, 15), "progress": 80}, Concern.MONTH, "30天后到期，进度 80%"),
    ({"due_on": date(2023, 9, 29), "progress": 10}, Concern.BEHIND, "落后序时 40 点"),
    ({"due_on": date(2023, 12, 31), "start_on": date(2023, 1, 1)}, Concern.BEHIND, "落后序时 71 点"),
    (
        {"due_on": date(2025, 12, 31), "start_on": date(2023, 7, 1), "progress": 50},
        Concern.SILENT,
        "76天无进展",
    ),
    ({"due_on": date(2023, 9, 3), "status": Status.CLOSING}, Concern.CLOSING, "申请销号，佐证 0 份"),
]


@pytest.mark.parametrize(("values", "concern", "reason"), CASES, ids=lambda value: str(value)[:40])
def test_why_a_task_is_on_the_list(
    task: Callable[..., int], look: Callable[[], Today], values: dict[str, Any], concern: Concern, reason: str
) -> None:
    task(**values)
    assert (concern, "A1.1", reason) in lines(look())
    assert sum(code == "A1.1" for _, code, _ in lines(look())) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"due_on": date(2023, 10, 16), "progress": 60},
        {"due_on": date(2023, 9, 3), "status": Status.CLOSED},
        {"due_on": date(2023, 9, 3), "status": Status.PAUSED},
        {"due_on": date(2023, 9, 3), "status": Status.CANCELLED},
        {"due_on": date(2024, 9, 3), "status": Status.UNASSIGNED},
        {"due_on": None, "due_kind": DueKind.NONE},
    ],
)
def test_what_is_not_on_the_list(task: Callable[..., int], look: Callable[[], Today], values: dict[str, Any]) -> None:
    task(**values)
    assert "A1.1" not in [code for _, code, _ in lines(look())]


REPORTS: list[tuple[str, tuple[date, ...], str | None]] = [
    ("每月28日前", (), "逾期18天未报"),
    ("每月28日前", (date(2023, 8, 20),), None),  # the next one is 13 days away
    ("每月20日前", (date(2023, 8, 20),), "5天后报送"),
    ("每月20日前", (date(2023, 8, 20), date(2023, 9, 10)), None),
    ("每周五", (date(2023, 9, 8),), "今天报送"),
    ("每季度末", (), "逾期77天未报"),
    ("每季度末", (date(2023, 6, 20),), None),
]


@pytest.mark.parametrize(("text", "entries", "reason"), REPORTS)
def test_recurring_tasks_owe_their_reports(
    task: Callable[..., int], look: Callable[[], Today], text: str, entries: tuple[date, ...], reason: str | None
) -> None:
    task(due_text=text, due_kind=DueKind.RECURRING, start_on=date(2023, 1, 1), entries=entries)
    found = [line for line in lines(look()) if line[1] == "A1.1"]
    assert found == ([(Concern.REPORT, "A1.1", reason)] if reason else [])


def test_the_worst_comes_first(task: Callable[..., int], look: Callable[[], Today]) -> None:
    task("A1.1", due_on=date(2023, 9, 10))
    task("A1.2a", due_on=date(2023, 9, 1))
    assert [line.task.code for line in look().sections[Concern.OVERDUE]] == ["A1.2a", "A1.1"]


def test_two_weeks_from_monday_with_what_falls_on_them(task: Callable[..., int], look: Callable[[], Today]) -> None:
    task("A1.1", due_on=date(2023, 9, 20), steps=(date(2023, 9, 18), date(2023, 9, 30)))
    task("A1.2a", due_text="每周五", due_kind=DueKind.RECURRING, entries=(date(2023, 9, 8),))
    task("A1.2b", due_on=date(2023, 9, 20), status=Status.CLOSED, steps=(date(2023, 9, 19),))
    days = {mark.day: (mark.due, mark.milestones, mark.reports) for mark in look().days}
    assert (min(days), max(days), len(days)) == (date(2023, 9, 11), date(2023, 9, 24), 14)
    assert {day.day: found for day, found in days.items() if any(found)} == {
        15: (0, 0, 1),
        18: (0, 1, 0),
        20: (1, 0, 0),
    }


def test_an_untouched_ledger_has_an_empty_list(look: Callable[[], Today]) -> None:
    view = look()
    assert view.sections == {}
    assert (view.tasks, view.red, view.round, view.sent, view.last_label) == (88, 0, None, 0, "")


def test_workbooks_that_are_not_back(ledger: Any, look: Callable[[], Today], tmp_path: Path) -> None:
    with ledger.session() as session:
        for name in ("市科技局", "市发改委"):
            export_office(session, name, tmp_path / f"{name}.xlsx", date(2023, 9, 1), date(2023, 9, 10))
    view = look()
    assert (view.round, view.sent) == (1, 2)
    assert {(row.office, row.overdue_days) for row in view.missing} == {("市科技局", 5), ("市发改委", 5)}
    assert view.pending == ()


def decide(ledger: Any, service: Any, *arguments: Any, **more: Any) -> None:
    with ledger.session() as session:
        service(session, *arguments, **more)


def test_matters_stand_under_who_must_solve_them_the_most_urgent_first(
    ledger: Any, task: Callable[..., int], look: Callable[[], Today]
) -> None:
    first, second = (
        task("A1.1", due_on=date(2023, 12, 31), progress=60),
        task("A1.2a", due_on=date(2023, 12, 31), progress=60),
    )
    before = [row.light for row in rows(ledger)]
    for number, what, solver, needed_by in (
        (first, "用地指标", "王副市长", date(2023, 12, 1)),
        (second, "资金渠道", "市财政局", date(2023, 9, 10)),
        (second, "省厅批复", "王副市长", None),
    ):
        decide(ledger, raise_matter, number, what, solver, TODAY, needed_by=needed_by)
    found = look().sections[Concern.COORDINATION]
    assert [(line.solver, line.what, line.task.code, line.day, line.reason) for line in found] == [
        ("市财政局", "资金渠道", "A1.2a", date(2023, 9, 10), "协调逾期5天"),
        ("王副市长", "用地指标", "A1.1", date(2023, 12, 1), "待协调"),
        ("王副市长", "省厅批复", "A1.2a", None, "待协调"),
    ]
    after = [row.light for row in rows(ledger)]
    assert [(light.colour, light.reason) for light in before] == [(light.colour, light.reason) for light in after]
    assert [light.marks for light in after if light.marks] == [("难",), ("难",)]


def rows(ledger: Any) -> tuple[TaskRow, ...]:
    with ledger.reading() as session:
        return list_tasks(session, TODAY)


@pytest.mark.parametrize(
    ("next_on", "words"),
    [(date(2023, 9, 16), None), (TODAY, "今天核查"), (date(2023, 9, 12), "核查到期3天")],
)
def test_a_check_comes_back_on_its_day(
    ledger: Any, task: Callable[..., int], look: Callable[[], Today], next_on: date, words: str | None
) -> None:
    number, on = task(due_on=date(2023, 12, 31), progress=60), date(2023, 9, 1)
    decide(ledger, record_verdict, number, on, VerdictOutcome.CONFIRMED, TODAY, next_on=next_on)
    found = [(line.task.code, line.reason) for line in look().sections.get(Concern.CHECK, ())]
    assert found == ([("A1.1", words)] if words else [])
    decide(ledger, record_verdict, number, TODAY, VerdictOutcome.CONFIRMED, TODAY)
    assert Concern.CHECK not in look().sections  # the newest check says when the next one is


def test_what_is_refuted_after_its_closing_stays_blue_and_is_asked_about(
    ledger: Any, task: Callable[..., int], look: Callable[[], Today]
) -> None:
    number = task(status=Status.CLOSED, closed_on=date(2023, 9, 1), due_on=date(2023, 9, 30), progress=100)
    decide(ledger, record_verdict, number, TODAY, VerdictOutcome.REFUTED, TODAY, note="验收材料与现场不符")
    (line,) = look().sections[Concern.REFUTED]
    assert (line.task.code, line.task.light.text, line.reason) == ("A1.1", "蓝 · 核查不属实", "请考虑重新打开")
    decide(ledger, record_verdict, number, TODAY, VerdictOutcome.CONFIRMED, TODAY)
    assert Concern.REFUTED not in look().sections


def test_what_a_check_saw_is_behind_schedule(ledger: Any, task: Callable[..., int], look: Callable[[], Today]) -> None:
    number = task(start_on=date(2023, 6, 1), due_on=date(2023, 12, 31), progress=50)
    assert Concern.BEHIND not in look().sections
    decide(ledger, record_verdict, number, TODAY, VerdictOutcome.PARTLY, TODAY, progress=20, note="只做了两成")
    assert [line.reason for line in look().sections[Concern.BEHIND]] == ["落后序时 30 点"]

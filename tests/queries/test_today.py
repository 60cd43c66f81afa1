"""The list of the day, by cases: why a task is on it, and what stands beside it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from tracker.model.enums import BatchSource, DueKind, Status
from tracker.model.rows import Concern, Today
from tracker.model.tables import Milestone, ProgressEntry, Task
from tracker.queries.today import read_today
from tracker.services.exporting import export_office
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

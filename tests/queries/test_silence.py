"""Silence is counted alike by the light, the database, 今日 and 体检: from the last sign of work."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.rows import Concern
from tracker.model.tables import ProgressEntry, Task
from tracker.queries.tallies import Scope, read_tallies
from tracker.queries.task_rows import list_tasks
from tracker.queries.today import read_today, silent_days
from tracker.queries.xray import find_findings

TODAY = date(2026, 3, 15)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@dataclass(frozen=True)
class Case:
    """Days ago: the start, the assignment, an entry with a percent, one with words alone; and the silence."""

    silent: int | None
    start: int | None = None
    assigned: int | None = None
    entry: int | None = None
    words: int | None = None
    due_kind: DueKind = DueKind.LONG_TERM
    due_text: str = "长期坚持"


CASES = {
    "the start": Case(100, start=100),
    "the entry after the start": Case(70, start=100, entry=70),
    "the start after the entry": Case(61, start=61, entry=90),
    "the assignment where no start is known": Case(80, assigned=80),
    "the start and not the assignment": Case(90, start=90, assigned=70),
    "problems alone are no sign of work": Case(100, start=100, words=5),
    "nothing says since when": Case(None),
    "a day less is none": Case(59, start=59),
    "regular reports are judged by their days": Case(
        None, start=100, due_kind=DueKind.RECURRING, due_text="每年12月25日前"
    ),
}


def put(desk: Any, case: Case) -> None:
    """Bring A1.1 to work as a case has it."""
    status = Status.IN_PROGRESS
    if case.assigned is not None:
        desk.put("A1.1", ago(case.assigned), status=status)
    start = ago(case.start) if case.start is not None else None
    desk.put("A1.1", ago(400), due_kind=case.due_kind, due_text=case.due_text, due_on=None, start_on=start)
    if case.assigned is None:
        desk.write(lambda session: setattr(session.get_one(Task, desk.number("A1.1")), "status", status))
    for days, percent in ((case.entry, 10), (case.words, None)):
        if days is not None:
            entry = {
                "task_id": desk.number("A1.1"),
                "entered_on": ago(days),
                "progress": percent,
                "problems": "缺少资金",
            }
            desk.write(lambda session, entry=entry: session.add(ProgressEntry(**entry)))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_same_silence_everywhere(lite: Any, case: Case) -> None:
    put(lite, case)
    row = next(task for task in lite.look(list_tasks, TODAY) if task.code == "A1.1")
    silent = case.silent is not None and case.silent >= 60
    assert silent_days(row, TODAY) == case.silent
    assert (row.light.reason == f"{case.silent}天无进展") is silent
    concerned = lite.look(read_today, TODAY).sections.get(Concern.SILENT, ())
    assert [line.reason for line in concerned] == ([f"{case.silent}天无进展"] if silent else [])
    findings = [finding.items for finding in lite.look(find_findings, TODAY) if finding.code == "silent"]
    assert findings == ([("A1.1",)] if silent else [])
    amber = sum(each.tasks for each in lite.look(read_tallies, Scope(TODAY, TODAY)) if each.light is LightColour.AMBER)
    assert amber == (row.light.colour is LightColour.AMBER)


@pytest.mark.parametrize(
    ("start", "reason"), [(31, "逾期1天，进度 100%"), (30, "今天到期，进度 100%"), (27, "3天后到期，进度 100%")]
)
def test_what_is_to_be_done_at_once_is_due_thirty_days_after_its_start(lite: Any, start: int, reason: str) -> None:
    lite.put(
        "A1.1",
        status=Status.IN_PROGRESS,
        progress=100,
        start_on=ago(start),
        due_kind=DueKind.IMMEDIATE,
        due_text="立行立改",
    )
    view = lite.look(read_today, TODAY)
    lines = [line for lines in view.sections.values() for line in lines]
    mine = [(line.day, line.reason) for line in lines if line.task.code == "A1.1"]
    assert mine == [(ago(start - 30), reason)]
    marked = sum(day.due for day in view.days if day.day == ago(start - 30))
    assert marked == 1
    soon = sum(tally.soon for tally in lite.look(read_tallies, Scope(TODAY, TODAY)))
    assert soon == (start <= 30)

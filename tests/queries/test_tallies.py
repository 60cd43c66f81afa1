"""What the database counts is what the rules say, task by task: light, schedule, groups, today and in the past."""

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from tracker.model.enums import DueKind, Status
from tracker.model.tables import Milestone, Office, ProgressEntry, Recommendation, Setting, Task
from tracker.queries.as_of import closed_as_of, later_tasks, tasks_as_of
from tracker.queries.tallies import Scope, due_soon, read_tallies, total
from tracker.queries.task_rows import list_tasks
from tracker.queries.thresholds import THRESHOLDS_KEY

TODAY = date(2026, 3, 15)
UNDATED = (DueKind.RECURRING, DueKind.LONG_TERM, DueKind.IMMEDIATE, DueKind.TEXT, DueKind.NONE)
TEXTS = ("每季度末", "每月底", "长期坚持", "尽快", "")


def near(dice: random.Random) -> date | None:
    """Return a day around the borders of every rule, or none."""
    borders = (0, 1, -1, 29, 30, 31, -59, -60, -61, 200, -200, -400, 400)
    return None if dice.random() < 0.15 else TODAY + timedelta(days=dice.choice(borders))


def add_tasks(session, number: int, seed: int) -> None:
    """Add tasks of every kind, in all statuses, with and without milestones and entries."""
    dice = random.Random(seed)
    offices = [*session.exec(select(Office.id).order_by(Office.id).limit(4)), None]
    sources = [*session.exec(select(Recommendation.id).order_by(Recommendation.id).limit(40)), None]
    for place in range(number):
        due = near(dice)
        kind = DueKind.DATE if due else dice.choice(UNDATED)
        task = Task(
            code=f"R{place}", title="试", recommendation_id=dice.choice(sources), lead_office_id=dice.choice(offices),
            status=dice.choice(list(Status)), start_on=near(dice), due_on=due, due_kind=kind,
            due_text=dice.choice(TEXTS), progress=dice.choice((0, 10, 37, 50, 70, 89, 90, 100)),
        )  # fmt: skip
        session.add(task)
        session.flush()
        for step in range(dice.choice((0, 0, 1, 3))):
            weight = dice.choice((1, 2, 3))
            done = dice.choice((None, near(dice)))
            session.add(Milestone(task_id=task.id, title=f"{step}", due_on=near(dice), done_on=done, weight=weight))
        if (on := near(dice)) is not None:
            note = dice.choice(("", "已报送本期进展"))
            session.add(ProgressEntry(task_id=task.id, entered_on=min(on, TODAY), progress=5, note=note))


def expected(tasks, day) -> Counter:
    """Count rows as the rules see them, one by one."""
    found: Counter = Counter()
    for task in tasks:
        key = (task.article, task.lead_office, task.status, task.light.colour)
        found[(*key, "tasks")] += 1
        found[(*key, "progress")] += task.effective_progress if task.scheduled is not None else 0
        found[(*key, "scheduled")] += task.scheduled or 0
        found[(*key, "known")] += task.scheduled is not None
        found[(*key, "soon")] += due_soon(task, day)
    return +found


def counted(tallies) -> Counter:
    found: Counter = Counter()
    for one in tallies:
        key = (one.article, one.office, one.status, one.light)
        found[(*key, "tasks")] += one.tasks
        found[(*key, "progress")] += one.progress
        found[(*key, "scheduled")] += one.scheduled
        found[(*key, "known")] += one.scheduled_tasks
        found[(*key, "soon")] += one.soon
    return +found


@pytest.mark.parametrize("seed", [1, 2])
def test_the_database_counts_what_the_rules_say(desk, seed) -> None:
    desk.write(lambda session: add_tasks(session, 300, seed))
    tallies = desk.look(read_tallies, Scope(TODAY, TODAY))
    assert total(tallies) == 388
    assert counted(tallies) == expected(desk.look(list_tasks, TODAY), TODAY)


def test_other_thresholds_count_otherwise(desk) -> None:
    limits = {"behind_red": 5, "behind_amber": 0, "due_soon_days": 1, "stale_days": 3}
    desk.write(lambda session: add_tasks(session, 200, 3))
    before = counted(desk.look(read_tallies, Scope(TODAY, TODAY)))
    desk.write(lambda session: session.merge(Setting(key=THRESHOLDS_KEY, value=limits)))
    after = counted(desk.look(read_tallies, Scope(TODAY, TODAY)))
    assert after == expected(desk.look(list_tasks, TODAY), TODAY)
    assert after != before


def test_an_earlier_day_is_counted_as_it_stood(desk) -> None:
    desk.write(lambda session: add_tasks(session, 120, 4), date(2026, 1, 10))
    for place, code in enumerate(("R1", "R2", "R3", "R4", "R5")):
        desk.put(code, date(2026, 3, 1), status=Status.CLOSED, progress=100, closed_on=date(2026, 3, 1))
        desk.put(code, date(2026, 3, 10), lead="市教育局", progress=place)
    for day in (date(2026, 2, 1), date(2026, 3, 5), date(2026, 3, 12)):
        rows = desk.look(lambda session, on=day: tasks_as_of(session, list_tasks(session, TODAY), on))
        assert counted(desk.look(read_tallies, Scope(TODAY, day))) == expected(rows, day)
    seen = desk.look(read_tallies, Scope(TODAY, date(2026, 3, 5), office="市教育局"))
    then = desk.look(lambda session: tasks_as_of(session, list_tasks(session, TODAY), date(2026, 3, 5)))
    mine = [task for task in then if task.lead_office == "市教育局"]
    assert counted(seen) == expected(mine, date(2026, 3, 5)), "five tasks came to the office only on 10 March"


def test_tasks_that_were_read_before_are_counted_as_the_database_counts_them(desk) -> None:
    desk.write(lambda session: add_tasks(session, 300, 6))
    scopes = [Scope(TODAY, TODAY, **asked) for asked in ({}, {"office": "市经信局"}, {"article": "A"})]
    by_database = [counted(desk.look(read_tallies, scope)) for scope in scopes]
    desk.look(list_tasks, TODAY)
    statements: list[str] = []
    event.listen(desk.ledger.engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    assert [counted(desk.look(read_tallies, scope)) for scope in scopes] == by_database
    assert not any("FROM task" in statement for statement in statements)


def test_what_changed_since_a_day_is_reached_by_the_acts_since(lite) -> None:
    """Nearly all revisions are of tasks, few are younger than a day that is looked back at."""
    found: list[tuple[Any, ...]] = []
    event.listen(lite.ledger.engine, "before_cursor_execute", lambda *seen: found.append(seen[2:4]))

    def plan(session: Session) -> list[str]:
        session.connection().execute(later_tasks(date(2026, 3, 1))).all()
        statement, values = found[-1]
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [row[3] for row in rows if "revision" in row[3]]

    steps = lite.look(plan)
    assert len(steps) == 3
    assert all("ix_revision_batch_id" in step for step in steps)


def test_the_day_of_closing_as_it_was_known(desk) -> None:
    number = desk.number("A1.1")
    desk.put("A1.1", date(2026, 2, 1), status=Status.CLOSED, closed_on=date(2026, 2, 1))
    desk.put("A1.1", date(2026, 3, 1), status=Status.IN_PROGRESS, closed_on=None)
    assert desk.look(closed_as_of, [number], date(2026, 2, 10)) == {number: date(2026, 2, 1)}
    assert desk.look(closed_as_of, [number], date(2026, 3, 10)) == {number: None}
    assert desk.look(closed_as_of, [number], date(2026, 1, 1)) == {number: None}


def test_a_scope_narrows(desk) -> None:
    desk.write(lambda session: add_tasks(session, 100, 5))
    rows = desk.look(list_tasks, TODAY)
    seen = desk.look(read_tallies, Scope(TODAY, TODAY, office="市经信局", article="A"))
    mine = [task for task in rows if (task.lead_office, task.article) == ("市经信局", "A")]
    assert mine
    assert counted(seen) == expected(mine, TODAY)

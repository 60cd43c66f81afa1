"""Two days compared: what was added, finished, slipped, changed; TODAY is 2026-03-15."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tracker.errors import InputError
from tracker.model.enums import LightColour, Status
from tracker.model.rows import Comparison
from tracker.model.tables import Evidence, Milestone, ProgressEntry, Task
from tracker.queries.compare import compare_dates
from tracker.services import tasks, undo

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)


def compare(desk, before: date = date(2026, 3, 1), after: date = date(2026, 3, 8)) -> Comparison:
    return desk.look(compare_dates, before, after, desk.today)


def codes(tasks: Any) -> list[str]:
    return [task.code for task in tasks]


def test_nothing_happened(small) -> None:
    found = compare(small)
    assert [tasks for _, tasks in found.sections] == [(), (), (), (), ()]
    assert found.lights_before[LightColour.BLUE] == 1
    assert sum(found.lights_after.values()) == 6


def test_a_change_is_net(small) -> None:
    small.put("B1.2b", MONDAY, owner="张三", progress=20)
    small.put("B1.2b", FRIDAY, owner="李四")
    (task,) = compare(small).changed
    assert (task.code, task.office) == ("B1.2b", "市财政局（待确认）")
    assert {(one.field, one.old, one.new) for one in task.shifts} == {("责任人", "", "李四"), ("进度", "10%", "20%")}


def test_there_and_back_again_is_no_change(small) -> None:
    small.put("B1.2b", MONDAY, owner="张三")
    small.put("B1.2b", FRIDAY, owner="")
    assert compare(small).changed == ()
    assert codes(compare(small, after=date(2026, 3, 4)).changed) == ["B1.2b"]


@pytest.mark.parametrize(
    ("before", "after", "seen"),
    [
        (date(2026, 3, 1), date(2026, 3, 2), True),
        (date(2026, 3, 2), date(2026, 3, 3), False),
        (date(2026, 2, 1), date(2026, 3, 1), False),
        (date(2025, 12, 1), date(2026, 3, 31), True),
    ],
)
def test_the_days_bound_what_is_seen(small, before: date, after: date, seen: bool) -> None:
    small.put("B1.2b", MONDAY, owner="张三")
    assert bool(compare(small, before, after).changed) is seen


def test_finished_tasks(small) -> None:
    small.put("B1.2b", FRIDAY, status=Status.CLOSED, closed_on=FRIDAY, progress=100)
    (task,) = compare(small).finished
    assert (task.code, task.note) == ("B1.2b", "已销号")
    assert task.before is not None
    assert (task.before.colour, task.after and task.after.colour) == (LightColour.GREEN, LightColour.BLUE)
    assert compare(small, FRIDAY, date(2026, 3, 9)).finished == ()


def test_a_later_deadline_slipped(small) -> None:
    small.put("B1.2b", MONDAY, due_on=date(2027, 6, 30), due_text="2027-06-30")
    (task,) = compare(small).slipped
    assert (task.code, task.note) == ("B1.2b", "延期，2026-12-31 改为 2027-06-30")


def test_an_earlier_deadline_did_not_slip(small) -> None:
    small.put("B1.2b", MONDAY, due_on=date(2026, 6, 30), due_text="2026-06-30")
    assert compare(small).slipped == ()


@pytest.mark.parametrize(
    ("before", "after", "slipped"),
    [
        (date(2026, 3, 1), date(2026, 3, 11), ["A1.1"]),
        (date(2026, 3, 10), date(2026, 3, 11), ["A1.1"]),
        (date(2026, 3, 1), date(2026, 3, 10), []),  # due on its last day is not late
        (date(2026, 3, 11), date(2026, 3, 15), []),
    ],
)
def test_a_deadline_that_went_by_slipped(small, before: date, after: date, slipped: list[str]) -> None:
    found = compare(small, before, after).slipped
    assert codes(found) == slipped
    assert all(task.note == "2026-03-10 到期，未完成，进度 80%" for task in found)


def test_new_tasks_and_what_became_of_them(small) -> None:
    def add(session: Any) -> None:
        session.add(Task(code="Z1", title="新任务", status=Status.CLOSED, progress=100))

    small.write(add, MONDAY)
    found = compare(small)
    assert [(task.code, task.before, task.note) for task in found.added] == [("Z1", None, "已销号")]
    assert codes(found.finished) == ["Z1"]
    assert codes(found.changed) == []


def test_a_task_that_was_taken_back(small) -> None:
    small.write(lambda session: session.add(Task(code="Z1", title="新任务")), MONDAY)
    small.write(lambda session: session.delete(session.exec(select(Task).where(Task.code == "Z1")).one()), FRIDAY)
    assert codes(compare(small, MONDAY, date(2026, 3, 8)).removed) == ["Z1"]
    whole = compare(small)
    assert (whole.added, whole.removed) == ((), ())


def test_rows_that_hang_on_a_task(small) -> None:
    number = small.number("B1.2b")

    def hang(session: Any) -> None:
        session.add(Milestone(task_id=number, title="印发方案", due_on=FRIDAY))
        session.add(ProgressEntry(task_id=number, entered_on=MONDAY, progress=30, note="已部署"))
        session.add(Evidence(task_id=number, kind="note", name="纪要", text="同意"))

    small.write(hang, MONDAY)
    (task,) = compare(small).changed
    found = {(one.field, one.new) for one in task.shifts}
    assert found == {("节点", "印发方案"), ("进展记录", "30% 已部署"), ("佐证", "纪要")}


def test_undone_acts_leave_no_trace(lite) -> None:
    task_id = lite.number("A1.1")
    day = date.today()  # noqa: DTZ011 the services write now
    lite.act(tasks.edit_task, task_id, 1, "owner", "张三", lite.today)
    lite.act(undo.undo_batch)
    found = lite.look(compare_dates, date(2020, 1, 1), day, day)
    assert found.changed == ()


@pytest.mark.parametrize("after", [date(2026, 3, 1), date(2026, 2, 28)])
def test_the_first_day_comes_first(lite, after: date) -> None:
    with pytest.raises(InputError, match="起始日期要早于截止日期"):
        compare(lite, after=after)

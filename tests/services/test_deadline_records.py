"""The day of 立行立改 is one day, whoever asks: from the start, else from the assignment, else as if from today."""

from datetime import date
from typing import Any

import pytest

from tracker.errors import RuleError
from tracker.model.deadlines import deadline_of, parse_deadline
from tracker.model.enums import DueKind, Status
from tracker.model.tables import Extension, StatusMove, Task
from tracker.services import milestones
from tracker.services.bulk_extension import Shift, preview_extension
from tracker.services.deadline_outlooks import preview_with_outlook
from tracker.services.deadline_records import DeadlineRecords
from tracker.services.deadlines import Decision, change_deadline
from tracker.store.history import open_batch

TODAY, ASSIGNED, START = date(2026, 3, 2), date(2026, 2, 10), date(2026, 2, 1)
DECIDED = Decision("审批时间推迟", "王副市长", confirmed=True)


def put(desk: Any, start: date | None, assigned: date | None) -> int:
    """Bring A1.1 to work at once, as an older program left it."""
    number: int = desk.number("A1.1")
    with desk.ledger.session() as session:
        open_batch(session, "准备")
        task = session.get(Task, number)
        task.due_text, task.due_kind, task.due_on = "立行立改", DueKind.IMMEDIATE, None
        task.status, task.start_on = Status.IN_PROGRESS, start
        if assigned is not None:
            move = {"from_status": Status.UNASSIGNED, "to_status": Status.IN_PROGRESS}
            session.add(StatusMove(task_id=number, on=assigned, **move))
    return number


CASES = [
    (START, ASSIGNED, date(2026, 3, 3)),
    (None, ASSIGNED, date(2026, 3, 12)),
    (None, None, date(2026, 4, 1)),
]


@pytest.mark.parametrize(("start", "assigned", "day"), CASES)
def test_every_road_counts_from_the_same_day(lite: Any, start: date | None, assigned: date | None, day: date) -> None:
    number = put(lite, start, assigned)
    lite.today = TODAY
    task = lite.rows(Task, Task.id == number)[0]
    assert lite.look(lambda session: DeadlineRecords(session, [task]).day(task, TODAY)) == day
    (line,) = lite.look(preview_extension, [number], Shift(days=1), TODAY, DECIDED).lines
    assert line.new == date.fromordinal(day.toordinal() + 1).isoformat()
    preview = lite.look(preview_with_outlook, number, "2026-12-31", TODAY)
    assert preview.days == f"推后 {(date(2026, 12, 31) - day).days} 天"
    assert preview.outlook is not None
    assert preview.outlook.now_on == day
    with pytest.raises(RuleError, match=f"晚于 A1.1 的完成时限 {day}"):
        lite.act(milestones.add_milestone, number, "初稿", date(2026, 6, 1), today=TODAY)
    lite.act(change_deadline, number, "2026-12-31", TODAY, DECIDED)
    (row,) = lite.rows(Extension)
    assert row.late_days == 0
    assert lite.task().first_due_on == day


def test_another_deadline_of_a_task_means_its_own_day(lite: Any) -> None:
    task = lite.rows(Task, Task.id == put(lite, None, ASSIGNED))[0]

    def day(text: str) -> date | None:
        return lite.look(lambda session: DeadlineRecords(session, [task]).day(task, TODAY, parse_deadline(text, TODAY)))

    assert [day(text) for text in ("2026-06-30", "长期坚持", "每月25日前", "立行立改")] == [
        date(2026, 6, 30), None, None, date(2026, 3, 12),
    ]  # fmt: skip
    assert deadline_of(task).kind is DueKind.IMMEDIATE

"""The way of a new ledger, counted from the ledger itself."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from tracker.model.enums import ReturnState, Status
from tracker.model.rows.first_run import FirstRun, Step, is_done, present_step, waits_for
from tracker.model.tables import Attachment, Task, WorkbookExport, WorkbookReturn
from tracker.queries.first_run import read_first_run
from tracker.services.deadlines import Decision, change_deadline
from tracker.services.exporting import export_office
from tracker.services.status import change_status
from tracker.services.tasks import confirm_offices
from tracker.store.engine import Database

TODAY = date(2026, 11, 28)


@pytest.fixture
def session(ledger: Database) -> Session:
    with ledger.session() as session:
        yield session


def codes(session: Session, *wanted: str) -> list[int]:
    rows = {task.code: task.id for task in session.exec(select(Task))}
    return [rows[code] for code in wanted]


def test_a_new_ledger_waits_for_offices_and_deadlines(session: Session) -> None:
    counts = read_first_run(session)
    assert (counts.articles, counts.recommendations, counts.tasks) == (7, 88, 88)
    assert [counts.counts(step) for step in tuple(Step)[1:]] == [(0, 88), (2, 88), (0, 88), (0, 13), (0, 13)]
    assert counts.waiting_for == "88 项待确认牵头单位，86 项没有时限"
    assert not counts.over
    assert sum(len(tasks) for *_, tasks in counts.suggested) == 88
    sizes = [len(tasks) for *_, tasks in counts.suggested]
    assert sizes == sorted(sizes, reverse=True)


def test_what_is_done_is_counted_wherever_it_was_done(session: Session, tmp_path: Path) -> None:
    one, two = codes(session, "A1.1", "A1.2a")
    confirm_offices(session, [one, two])
    change_deadline(session, one, "2027-06-30", TODAY, Decision("按会议要求", "王副市长", confirmed=True))
    change_status(session, one, Status.NOT_STARTED, TODAY)
    export_office(session, "市经信局", tmp_path / "out.xlsx", TODAY)
    counts = read_first_run(session)
    assert (counts.confirmed, counts.dated, counts.assigned, counts.sent, counts.returned) == (2, 3, 1, 1, 0)


def test_words_that_name_no_day_are_no_deadline_as_everywhere_else(session: Session) -> None:
    """D3.3a says 五年（起算年未写明）: assigning asks for its deadline, so the steps wait for it as well."""
    wordy = session.exec(select(Task).where(Task.code == "D3.3a")).one()
    assert wordy.due_kind.undecided
    before = read_first_run(session).dated
    change_deadline(session, wordy.id, "2027-06-30", TODAY, Decision("按会议要求", "王副市长", confirmed=True))
    assert read_first_run(session).dated == before + 1


def test_a_cancelled_task_is_asked_about_no_more(session: Session) -> None:
    (one,) = codes(session, "A1.1")
    change_status(session, one, Status.CANCELLED, TODAY, reason="不再需要", decided_by="王副市长")
    assert read_first_run(session).tasks == 87


@pytest.mark.parametrize(("state", "over"), [(ReturnState.PENDING, False), (ReturnState.APPLIED, True)])
def test_only_a_return_that_was_taken_in_ends_the_way(
    session: Session, tmp_path: Path, state: ReturnState, over: bool
) -> None:
    export_office(session, "市经信局", tmp_path / "out.xlsx", TODAY)
    export = session.exec(select(WorkbookExport)).one()
    session.add(Attachment(sha256="0", size=1, data=b"0"))
    session.flush()
    session.add(WorkbookReturn(export_id=export.id, file_name="a.xlsx", sha256="0", received_on=TODAY, state=state))
    session.flush()
    assert read_first_run(session).over is over


def counted(**given: int) -> FirstRun:
    names = ("articles", "recommendations", "tasks", "indicators", "doubts", "confirmed", "dated", "assigned")
    values = dict.fromkeys((*names, "offices", "sent", "returned"), 0) | {"tasks": 10, "offices": 2} | given
    return FirstRun(**values, suggested=())


@pytest.mark.parametrize(
    ("given", "named", "present"),
    [
        ({}, False, Step.NAME),
        ({}, True, Step.OFFICES),
        ({"confirmed": 10}, True, Step.DEADLINES),
        ({"confirmed": 10, "dated": 10}, True, Step.ASSIGN),
        ({"confirmed": 10, "dated": 10, "assigned": 10}, True, Step.EXPORT),
        ({"confirmed": 10, "dated": 10, "assigned": 10, "sent": 2}, True, Step.IMPORT),
        ({"confirmed": 10, "dated": 10, "assigned": 10, "sent": 2, "returned": 1}, True, None),
    ],
)
def test_the_present_step_is_the_first_one_that_can_be_done(
    given: dict[str, int], named: bool, present: Step | None
) -> None:
    assert present_step(counted(**given), named=named) is present


def test_a_later_step_says_which_ones_it_waits_for() -> None:
    assert waits_for(counted(), Step.ASSIGN) == "等第 2、3 步"
    assert waits_for(counted(), Step.EXPORT) == "等第 4 步"
    assert waits_for(counted(), Step.IMPORT) == "等第 5 步"
    assert not waits_for(counted(sent=1), Step.IMPORT)


def test_a_ledger_without_tasks_has_no_way_to_go() -> None:
    counts = counted(tasks=0)
    assert counts.over
    assert not is_done(counts, Step.OFFICES, named=True)
    assert counts.waiting_for == ""

"""The workbooks of the year: real files that came back, late ones, and what waits for a person."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from sqlmodel import Session, col, select

from tracker.model.changeset import ChangeSet
from tracker.model.enums import BatchSource, Choice, Outcome, ReturnState
from tracker.model.tables import (
    Attachment,
    Batch,
    Office,
    ProgressEntry,
    ReturnDecision,
    Task,
    WorkbookExport,
    WorkbookReturn,
)
from tracker.queries.exports import list_all_exports, list_exports
from tracker.services.returns import apply


def preview(session: Session, office: str) -> ChangeSet:
    """Return what the newest workbook of an office would still do."""
    mine = (
        select(WorkbookReturn.id).join(Office, col(Office.id) == WorkbookReturn.office_id).where(Office.name == office)
    )
    newest = session.exec(mine.order_by(col(WorkbookReturn.id).desc())).first()
    assert newest is not None
    return apply.preview_return(session, newest)


def outcomes(found: ChangeSet) -> set[Outcome]:
    return {one.outcome for one in found.changes}


def test_four_rounds_went_to_thirteen_offices(session: Session, demo_today: date) -> None:
    rows = list_all_exports(session, demo_today)
    assert sorted({row.round for row in rows}) == [1, 2, 3, 4]
    assert len(rows) == 4 * 13
    assert all(row.return_due_on and row.return_due_on > row.sent_on for row in rows)


def test_the_last_round_shows_every_state(session: Session, demo_today: date) -> None:
    rows = {row.office: row for row in list_exports(session, demo_today)}
    late = {name for name, row in rows.items() if row.overdue_days}
    waiting = {name for name, row in rows.items() if row.state is ReturnState.PENDING}
    assert late == {"市教育局", "市委宣传部", "市总工会"}
    assert waiting == {"市科技局", "市商务局", "市发改委"}
    assert sum(row.state is ReturnState.APPLIED for row in rows.values()) == 7


def test_an_unread_workbook_holds_one_of_everything(session: Session) -> None:
    found = preview(session, "市科技局")
    assert {Outcome.CHANGE, Outcome.CONFLICT, Outcome.CLEARED, Outcome.UNKNOWN_ROW} <= outcomes(found)
    assert [one.message for one in found.problems if "市智能制造协会" in one.message] != []
    assert [one.message for one in found.problems if "行编码" in one.message] == []
    conflicts = [one for one in found.changes if one.outcome is Outcome.CONFLICT]
    assert {one.task for one in conflicts} == {"D1.1b", "D2.3b", "D3.1c"}
    assert all(one.snapshot != one.ours != one.theirs for one in conflicts)
    added = [one for one in found.changes if one.outcome is Outcome.UNKNOWN_ROW]
    assert [one.title for one in added] == ["筹办长三角科技成果竞价拍卖会"]


def test_a_partly_read_workbook_waits_for_its_conflicts_only(session: Session) -> None:
    waiting = [one for one in preview(session, "市发改委").changes if one.needs_decision]
    assert {one.task for one in waiting} == {"D5.2a"}
    assert {one.outcome for one in waiting} == {Outcome.CONFLICT}


@pytest.mark.parametrize("office", ["市科技局", "市商务局"])
def test_what_nobody_has_read_changed_nothing(session: Session, office: str) -> None:
    mine = select(WorkbookReturn).join(Office, col(Office.id) == WorkbookReturn.office_id).where(Office.name == office)
    newest = session.exec(mine.order_by(col(WorkbookReturn.id).desc())).first()
    assert newest is not None
    assert newest.batch_id is None
    assert newest.pending > 0 or newest.counts["change"] > 0


def test_earlier_conflicts_were_decided(session: Session) -> None:
    codes = dict(session.exec(select(Task.uid, Task.code)).all())
    decided = [(codes.get(one.key), one.field, one.choice) for one in session.exec(select(ReturnDecision))]
    for code in ("A1.2a", "A2.1b", "D2.1a"):
        assert (code, "progress_note", Choice.THEIRS) in decided
    kept = {(code, field) for code, field, choice in decided if choice is Choice.OURS}
    assert (None, "") in kept, "a row added by hand was not made a task"
    assert {field for _, field in kept} == {"", "phone"}, "a telephone number that was wiped out stays"


def test_the_returned_files_are_workbooks_as_they_came(session: Session) -> None:
    for received in session.exec(select(WorkbookReturn).order_by(col(WorkbookReturn.id).desc()).limit(3)):
        kept = session.get_one(Attachment, received.sha256)
        book = openpyxl.load_workbook(io.BytesIO(kept.data), read_only=True)
        assert book.sheetnames[:2] == ["任务清单", "指标填报"]
        assert received.file_name.endswith(".xlsx")


def test_imports_are_acts_of_their_day(session: Session) -> None:
    pairs: Any = select(Batch, WorkbookReturn).where(WorkbookReturn.batch_id == Batch.id)
    taken = session.exec(pairs).all()
    assert len(taken) >= 40
    for batch, received in taken:
        assert batch.source is BatchSource.IMPORT
        assert batch.at.astimezone().date() == received.received_on
        made = select(ProgressEntry.entered_on).join(Task, col(Task.id) == ProgressEntry.task_id)
        made = made.where(ProgressEntry.source == BatchSource.IMPORT, Task.lead_office_id == received.office_id)
        assert received.received_on in set(session.exec(made)) or received.counts["change"] < 5


def test_exports_were_made_on_the_day_they_were_sent(session: Session) -> None:
    for export in session.exec(select(WorkbookExport)):
        assert export.created_at.astimezone().date() == export.sent_on

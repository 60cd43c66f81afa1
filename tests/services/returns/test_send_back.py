"""Back to the sender: an office's own words with what must be settled, and the answer to another ledger."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tracker.errors import InputError
from tracker.model.changeset import Decision
from tracker.model.enums import Choice, Outcome, ReturnState
from tracker.model.tables import Setting, Task, WorkbookExport
from tracker.services import exporting
from tracker.services.returns import apply, send_back
from tracker.services.undo import undo_batch
from tracker.store.engine import Database

LATER = date(2026, 3, 20)


def cell_of(path: Path, code: str, header: str) -> object:
    sheet = openpyxl.load_workbook(path)["任务清单"]
    heads = {str(cell.value).strip(): cell.column for cell in sheet[4]}
    row = next(row for row in range(5, sheet.max_row + 1) if sheet.cell(row, heads["编号"]).value == code)
    return sheet.cell(row, heads[header]).value


# --- back to the office -----------------------------------------------------------------------------------


def test_the_office_gets_its_words_back_with_the_problem_and_may_answer_again(desk, sent, tmp_path: Path) -> None:
    sent.edit("A1.1", progress="大部分", owner="李四")
    number = desk.receive(sent)
    desk.apply(number)
    back = tmp_path / "退回.xlsx"
    changes = desk.act(send_back.return_to_sender, number, back, LATER, date(2026, 3, 30))
    first, second = desk.rows(WorkbookExport)
    assert changes.exports == {second.id}
    assert (second.round, second.office_id, second.tasks) == (first.round, first.office_id, first.tasks)
    assert second.return_due_on == date(2026, 3, 30)
    assert cell_of(back, "A1.1", "进度") == "大部分"
    assert cell_of(back, "A1.1", "责任人") == "李四"
    assert "进度" in str(cell_of(back, "A1.1", "系统反馈"))
    sent.path = back
    sent.edit("A1.1", progress=0.6)
    seen = desk.preview(sent)
    assert seen.export == second.code
    assert [(one.field, one.outcome, one.theirs) for one in seen.changes] == [("progress", Outcome.CHANGE, 60)]


def test_a_workbook_with_nothing_to_settle_is_not_sent_back(lite, sent_lite, tmp_path: Path) -> None:
    number = lite.receive(sent_lite.edit("A1.1", owner="李四"))
    with pytest.raises(InputError, match="不用退回"):
        lite.act(send_back.return_to_sender, number, tmp_path / "退回.xlsx", LATER)
    assert not (tmp_path / "退回.xlsx").exists()
    assert len(lite.rows(WorkbookExport)) == 1


def test_what_was_settled_already_is_not_asked_again(lite, sent_lite, tmp_path: Path) -> None:
    lite.edit("owner", "王五")
    sent_lite.edit("A1.1", owner="李四").edit("A2.1a", progress="不少")
    number = lite.receive(sent_lite)
    waiting = [one for one in lite.look(apply.preview_return, number).changes if one.needs_decision]
    lite.apply(number, {one.identity: Decision(Choice.OURS) for one in waiting})
    lite.act(send_back.return_to_sender, number, tmp_path / "退回.xlsx", LATER)
    assert cell_of(tmp_path / "退回.xlsx", "A1.1", "系统反馈") is None
    assert cell_of(tmp_path / "退回.xlsx", "A2.1a", "系统反馈")


# --- another ledger ---------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(sqlite_template: Path, tmp_path: Path, request: pytest.FixtureRequest):
    """Another installation: its own key, none of our tasks."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shutil.copyfile(sqlite_template, folder / "ledger.db")
    database = Database(f"sqlite:///{(folder / 'ledger.db').as_posix()}", "对方")
    with database.session() as session:
        session.get(Setting, "token_key").value = "11" * 16
        for table in ("revision", "task_office", "task_indicator", "task"):
            session.connection().exec_driver_sql(f"DELETE FROM {table}")
    yield type(request.getfixturevalue("lite"))(database)
    database.close()


def test_a_workbook_goes_to_another_ledger_and_comes_back_with_its_identities(
    lite, sent_lite, elsewhere, tmp_path: Path
) -> None:
    asked = elsewhere.preview(sent_lite)
    assert {one.outcome for one in asked.changes} == {Outcome.UNKNOWN_ROW}
    number = elsewhere.receive(sent_lite)
    elsewhere.take_in(sent_lite, Choice.THEIRS)
    theirs, ours = elsewhere.task("A1.1"), lite.task("A1.1")
    assert (theirs.uid, theirs.title, theirs.status) == (ours.uid, ours.title, ours.status)
    assert theirs.lead_office == "市经信局"
    assert elsewhere.returned().state is ReturnState.APPLIED
    elsewhere.edit("owner", "沈佳宁")
    elsewhere.edit("progress", 35)
    answer = tmp_path / "答复.xlsx"
    elsewhere.act(send_back.answer_assignment, number, answer, LATER)
    sent_lite.path = answer
    seen = lite.preview(sent_lite)
    told = {(one.task, one.field, one.theirs) for one in seen.changes}
    assert told == {("A1.1", "owner", "沈佳宁"), ("A1.1", "progress", 35)}
    assert not any(one.needs_decision for one in seen.changes)
    lite.take_in(sent_lite)
    assert lite.task("A1.1").owner == "沈佳宁"


def test_a_second_assignment_changes_only_what_the_sender_changed(lite, sent_lite, elsewhere, tmp_path: Path) -> None:
    elsewhere.take_in(sent_lite, Choice.THEIRS)
    elsewhere.edit("owner", "沈佳宁")
    lite.edit("due_text", "2027年3月底前")
    lite.act(exporting.export_office, "市经信局", tmp_path / "第二批.xlsx", LATER)
    sent_lite.path = tmp_path / "第二批.xlsx"
    seen = elsewhere.preview(sent_lite)
    assert [(one.task, one.field, one.outcome) for one in seen.changes] == [("A1.1", "due_text", Outcome.CHANGE)]


def test_taking_an_assignment_in_is_one_act_that_undo_takes_back(lite, sent_lite, elsewhere) -> None:
    before = elsewhere.content()
    changes = elsewhere.take_in(sent_lite, Choice.THEIRS)
    assert len(elsewhere.rows(Task)) > 20
    elsewhere.act(undo_batch, changes.batch_id)
    assert elsewhere.content() == before


def test_only_an_assignment_is_answered(lite, sent_lite, tmp_path: Path) -> None:
    number = lite.receive(sent_lite)
    with pytest.raises(InputError, match="不是另一台账"):
        lite.act(send_back.answer_assignment, number, tmp_path / "答复.xlsx", LATER)

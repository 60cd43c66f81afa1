"""A lot of files as one batch: kept slice by slice, applied as one act, taken back at once."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import update

from tests.saved_again import saved_again
from tracker.errors import ConflictError
from tracker.exchange.compare.changed_rows import ChangedRows
from tracker.exchange.read.reader_pool import load_file, read_file, read_or_compare
from tracker.model.changeset import Decision
from tracker.model.enums import Choice, Outcome, ReturnState
from tracker.model.tables import Batch, Office, Task, WorkbookExport, WorkbookReturn
from tracker.queries.exports import exports_of_returns, list_all_exports, list_assignments, pending_returns
from tracker.queries.token_key import token_secret
from tracker.services import exporting, undo
from tracker.services.returns import apply
from tracker.services.returns.apply import Part, receive_file
from tracker.services.returns.preview import Comparison
from tracker.services.returns.read_ahead import ReadAhead
from tracker.services.returns.receive import Slice, compare_ready, keep_compared, read_originals

TODAY = date(2026, 3, 2)
LATER = date(2026, 3, 20)


def fill(path: Path, **values: object) -> None:
    """Write into the first row of 任务清单 by header."""
    book = openpyxl.load_workbook(path)
    sheet = book["任务清单"]
    heads = {str(cell.value).strip(): cell.column for cell in sheet[4]}
    for word, value in values.items():
        sheet.cell(5, heads[word]).value = value
    book.save(path)


@pytest.fixture
def lot(desk, tmp_path: Path) -> list[Path]:
    """The workbooks of all offices, each with another person in charge of its first task."""
    _, paths = desk.act(exporting.export_all, tmp_path, TODAY)
    for number, path in enumerate(paths):
        fill(path, 责任人=f"负责人{number}")
    return list(paths)


def receive_slice(desk, reading: ReadAhead) -> Slice:
    """Compare what is read by now, then keep it, as the window does."""
    files = desk.look(compare_ready, reading, LATER)
    step = desk.act(keep_compared, files, LATER)
    reading.let_go(len(files))
    return step


def receive(desk, sources) -> tuple[list, list]:
    received, refused = [], []
    with ReadAhead(sources) as reading:
        while not reading.finished:
            step = receive_slice(desk, reading)
            received += step.received
            refused += step.refused
    return received, refused


def parts_of(received) -> list[Part]:
    return [Part(one.return_id, {}, one.preview) for one in received]


def test_a_lot_is_one_act_and_one_undo(desk, lot: list[Path]) -> None:
    before = desk.content()
    received, refused = receive(desk, lot)
    assert (len(received), refused) == (len(lot), [])
    assert desk.content() == before, "receiving changes nothing of the ledger"
    changes = desk.act(apply.apply_returns, parts_of(received), LATER)
    assert desk.rows(Batch)[-1].label == f"{len(lot)} 份反馈导入"
    assert len(changes.tasks) == len(lot) == len(changes.returns)
    assert {one.state for one in desk.rows(WorkbookReturn)} == {ReturnState.APPLIED}
    desk.act(undo.undo_batch, changes.batch_id)
    assert desk.content() == before
    assert desk.look(pending_returns) == tuple(one.return_id for one in received)


def test_a_bad_file_is_named_and_the_rest_go_in(lite, tmp_path: Path) -> None:
    _, paths = lite.act(exporting.export_all, tmp_path, TODAY)
    bad = tmp_path / "坏的.xlsx"
    bad.write_bytes(b"nothing")
    foreign = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(foreign)
    received, refused = receive(lite, [saved_again(paths[0]), bad, foreign, saved_again(paths[1])])
    assert [one.preview.file for one in received] == [paths[0].name, paths[1].name]
    assert [(one.name, one.path) for one in refused] == [("坏的.xlsx", bad), ("别的.xlsx", foreign)]
    assert all(one.sentence for one in refused)
    assert len(lite.rows(WorkbookReturn)) == 2


def test_stopping_an_apply_writes_nothing(lite, tmp_path: Path) -> None:
    _, paths = lite.act(exporting.export_all, tmp_path, TODAY)
    for path in paths[:3]:
        fill(path, 责任人="李四")
    received, _ = receive(lite, paths[:3])
    before = lite.content(memory=True)

    def stop(done: int, total: int, name: str) -> None:
        assert (total, name) == (3, paths[done].name)
        if done == 2:
            raise ConflictError("停")

    with pytest.raises(ConflictError):
        lite.act(apply.apply_returns, parts_of(received), LATER, stop)
    assert lite.content(memory=True) == before


def test_of_two_copies_that_disagree_neither_is_taken_unseen(lite, sent_lite, tmp_path: Path) -> None:
    other = tmp_path / "另一份.xlsx"
    other.write_bytes(sent_lite.path.read_bytes())
    sent_lite.edit("A1.1", owner="李四", remark="一样")
    first = sent_lite.path
    sent_lite.path = other
    sent_lite.edit("A1.1", owner="王五", remark="一样")
    received, _ = receive(lite, [first, other])
    changes = lite.act(apply.apply_returns, parts_of(received), LATER)
    assert (lite.task("A1.1").owner, lite.task("A1.1").remark) == ("", "一样")
    states = [(one.state, one.pending) for one in lite.rows(WorkbookReturn)]
    assert states == [(ReturnState.PENDING, 1), (ReturnState.PENDING, 1)]
    left = [
        [(one.field, one.outcome, one.ours, one.theirs) for one in changes if one.needs_decision]
        for changes in (lite.look(apply.preview_return, each.return_id).changes for each in received)
    ]
    assert left == [[("owner", Outcome.CHANGE, "", "李四")], [("owner", Outcome.CONFLICT, "", "王五")]]
    assert changes.batch_id is not None


def test_what_we_changed_meanwhile_stops_a_decided_entry(lite, sent_lite) -> None:
    lite.edit("owner", "我方")
    sent_lite.edit("A1.1", owner="李四")
    ((received,), _) = receive(lite, [sent_lite.path])
    (clash,) = received.preview.changes
    lite.edit("owner", "又改")
    part = Part(received.return_id, {clash.identity: Decision(Choice.THEIRS)}, received.preview)
    with pytest.raises(ConflictError, match=r"A1\.1 又被改过"):
        lite.act(apply.apply_returns, [part], LATER)
    assert lite.task("A1.1").owner == "又改"


@pytest.mark.parametrize("meanwhile", ["nothing", "office renamed", "task gone", "export gone"])
def test_a_file_compared_in_reading_gives_what_the_whole_comparison_gives(lite, sent_lite, meanwhile: str) -> None:
    sent_lite.edit("A1.1", owner="李四", progress=0.9)
    key = lite.preview(sent_lite).changes[0].key
    change = {
        "office renamed": update(Office).where(Office.name == "市经信局").values(name="市经济局"),
        "task gone": update(Task).where(Task.uid == key).values(uid="gone"),
        "export gone": update(WorkbookExport).values(code="E0"),
    }
    if meanwhile in change:
        lite.act(lambda session: session.connection().execute(change[meanwhile]))
    file = load_file(sent_lite.path)

    def both(session) -> tuple:
        changed = read_or_compare(file, token_secret(session))
        assert isinstance(changed, ChangedRows)
        comparison = Comparison(session, TODAY)
        return comparison.of(file, changed), comparison.of(file, read_file(file))

    here, whole = lite.look(both)
    assert here == whole
    assert here.office == ("市经济局" if meanwhile == "office renamed" else "市经信局")
    assert bool(here.changes) is (meanwhile != "task gone")


def test_what_was_kept_is_compared_again_from_its_bytes(lite, sent_lite) -> None:
    sent_lite.edit("A1.1", owner="李四")
    ((first,), _) = receive(lite, [sent_lite.path])
    sent_lite.path.unlink()
    lite.edit("owner", "我方")
    ((again,), refused) = receive(lite, lite.look(read_originals, [first.return_id]))
    assert (again.return_id, refused) == (first.return_id, [])
    assert [(one.ours, one.needs_decision) for one in again.preview.changes] == [("我方", True)]
    (row,) = lite.look(exports_of_returns, LATER, [first.return_id]).values()
    assert row.office == "市经信局"
    assert lite.look(list_assignments) == ()


def test_what_is_as_it_was_sent_was_returned_by_nobody(desk, tmp_path: Path) -> None:
    """Originals that are dropped back, one by one or as a folder, make nobody punctual; the others are taken."""
    _, paths = desk.act(exporting.export_all, tmp_path, TODAY)
    fill(paths[0], 责任人="张三")
    with ReadAhead(paths) as reading:
        steps = []
        while not reading.finished:
            steps.append(receive_slice(desk, reading))
    assert [one.preview.file for step in steps for one in step.received] == [paths[0].name]
    said = [sentence for step in steps for sentence in step.originals]
    assert said == [
        f"{path.name} 与发出的文件一字不差，没有填写，未登记为反馈；请导入单位填好后交回的那一份。"
        for path in paths[1:]
    ]
    assert len(desk.rows(WorkbookReturn)) == 1
    rows = desk.look(list_all_exports, LATER)
    assert sum(row.return_id is not None or row.part for row in rows) == 1


def test_one_that_was_only_saved_again_came_back_and_answers_nothing(desk, tmp_path: Path) -> None:
    _, paths = desk.act(exporting.export_all, tmp_path, TODAY)
    openpyxl.load_workbook(paths[0]).save(paths[0])
    _, number = desk.act(receive_file, paths[0], LATER)
    (row,) = [row for row in desk.look(list_all_exports, LATER) if row.return_id == number]
    assert (row.filled, row.part) == (0, True)


def test_an_original_that_a_former_version_took_for_a_return_stays_one(desk, tmp_path: Path, monkeypatch) -> None:
    _, paths = desk.act(exporting.export_all, tmp_path, TODAY)
    with monkeypatch.context() as former:
        former.setattr("tracker.services.returns.apply.as_sent_words", lambda *_: "")
        _, number = desk.act(receive_file, paths[0], LATER)
    assert desk.act(receive_file, paths[0], LATER)[1] == number
    assert [problem.message for problem in desk.look_at_file(paths[0], LATER).problems] == []


def test_files_come_again_until_they_are_dealt_with(desk, lot: list[Path]) -> None:
    """A look or a turn that has to be done once more, because the connection went, leaves no file out."""
    with ReadAhead(lot[:3]) as reading:
        reading.ready()
        first = desk.look(compare_ready, reading, LATER)
        again = desk.look(compare_ready, reading, LATER)
        assert [file.read.name for file in again] == [file.read.name for file in first] == [one.name for one in lot[:3]]
        assert not reading.finished
        reading.let_go(2)
        assert [file.read.name for file in desk.look(compare_ready, reading, LATER)] == [lot[2].name]
        reading.let_go(1)
        assert reading.finished

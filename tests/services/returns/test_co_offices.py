"""What co-offices send back: entries of their own, never a word of the task itself, and undone one by one."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.exchange.cells.columns import FIELDS
from tracker.model.changeset import Decision
from tracker.model.enums import BatchSource, Choice, Outcome, Status
from tracker.model.evidence_plan import CameFile
from tracker.model.exchange_words import HelpState
from tracker.model.tables import HelpEntry, Office, ProgressEntry, Task, TaskOffice, WorkbookReturn
from tracker.queries.xray import find_findings
from tracker.services import exporting, tasks, undo
from tracker.services.evidence.matching import plan_evidence
from tracker.services.returns import apply
from tracker.services.status import change_status

TODAY = date(2026, 3, 2)
LATER = date(2026, 3, 20)


class HelpBook:
    """The workbook of an office that helps, in its hands."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self, code: str = "A1.1", **values: Any) -> "HelpBook":
        """Write cells of the row of a task on 配合事项, by field."""
        book = openpyxl.load_workbook(self.path)
        sheet = book["配合事项"]
        headers = {cell.value: cell.column for cell in sheet[4]}
        row = next(n for n in range(5, sheet.max_row + 1) if sheet.cell(n, headers["编号"]).value == code)
        for field, value in values.items():
            sheet.cell(row, headers[FIELDS[field].header]).value = value
        book.save(self.path)
        return self

    def by(self, person: str) -> "HelpBook":
        """Save the file as a person does whose name stands in the properties."""
        book = openpyxl.load_workbook(self.path)
        book.properties.lastModifiedBy = person
        book.save(self.path)
        return self


@pytest.fixture
def sent(lite: Any, tmp_path: Path) -> Any:
    """Return the workbooks that co-offices of A1.1 got, by office; a third one helps as well."""
    number = lite.number("A1.1")
    lite.edit("co_offices", ("市科技局", "市商务局", "市外办"))
    lite.act(tasks.confirm_offices, [number])
    books = {}
    for name in ("市科技局", "市商务局", "市外办"):
        lite.act(exporting.export_office, name, path := tmp_path / f"{name}.xlsx", TODAY, LATER)
        books[name] = HelpBook(path)
    return books


def link(desk: Any, office: str, code: str = "A1.1") -> TaskOffice:
    (found,) = desk.rows(Office, Office.name == office)
    (row,) = desk.rows(TaskOffice, TaskOffice.office_id == found.id, TaskOffice.task_id == desk.number(code))
    return row


def entries(desk: Any) -> list[tuple[str, str, str, str]]:
    names = {office.id: office.name for office in desk.rows(Office)}
    return [(names[row.office_id], row.state.word, row.note, row.filled_by) for row in desk.rows(HelpEntry)]


def undo_file(desk: Any, number: int) -> Any:
    (received,) = desk.rows(WorkbookReturn, WorkbookReturn.id == number)
    return desk.act(undo.undo_batch, received.batch_id, others=True)


def test_three_co_offices_are_three_entries(lite: Any, sent: Any) -> None:
    """EXCHANGE2 §11.3."""
    before = {row.id: row.model_dump(exclude={"version"}) for row in lite.rows(Task)}
    numbers = []
    for name, note in (("市科技局", "已立项"), ("市商务局", "已对接外商"), ("市外办", "已联系领馆")):
        sent[name].fill(help_state="配合中", help_note=note, filled_by=f"{name}小王")
        preview = lite.preview(sent[name])
        assert [(c.kind, c.field, c.outcome) for c in preview.changes] == [
            ("help", "help_state", Outcome.CHANGE), ("help", "help_note", Outcome.CHANGE),
        ]  # fmt: skip
        numbers.append(lite.receive(sent[name]))
        lite.apply(numbers[-1])
    assert entries(lite) == [
        ("市科技局", "配合中", "已立项", "市科技局小王"),
        ("市商务局", "配合中", "已对接外商", "市商务局小王"),
        ("市外办", "配合中", "已联系领馆", "市外办小王"),
    ]
    assert {row.source for row in lite.rows(HelpEntry)} == {BatchSource.IMPORT}
    assert {row.id: row.model_dump(exclude={"version"}) for row in lite.rows(Task)} == before
    assert lite.rows(ProgressEntry) == []
    assert all(row.state.value == "applied" and row.pending == 0 for row in lite.rows(WorkbookReturn))
    undo_file(lite, numbers[1])
    assert [office for office, *_ in entries(lite)] == ["市科技局", "市外办"]
    assert (link(lite, "市商务局").state, link(lite, "市商务局").note) == (HelpState.NONE, "")
    assert link(lite, "市外办").note == "已联系领馆"


def test_the_panel_shows_who_helps_and_what_was_said(lite: Any, sent: Any) -> None:
    lite.apply(
        lite.receive(
            sent["市商务局"].fill(help_state="已完成", help_note="办结", help_owner="钱七", help_phone="8765432")
        )
    )
    detail = lite.detail()
    helping = {row.office: row for row in detail.helping}
    assert list(helping) == ["市科技局", "市商务局", "市外办"]
    done = helping["市商务局"]
    assert (done.state, done.note, done.owner, done.phone, done.confirmed) == (
        HelpState.DONE, "办结", "钱七", "8765432", True,
    )  # fmt: skip
    assert done.on == LATER
    assert [(row.office, row.note) for row in detail.help_entries] == [("市商务局", "办结")]
    assert (detail.task.co_done, detail.task.co_counted) == (1, 3)


def test_the_lead_office_is_told(lite: Any, sent: Any, tmp_path: Path) -> None:
    long = "配合情况" * 30
    lite.apply(lite.receive(sent["市商务局"].fill(help_state="配合中", help_note=long)))
    lite.act(exporting.export_office, "市经信局", path := tmp_path / "lead.xlsx", LATER)
    sheet = openpyxl.load_workbook(path)["任务清单"]
    column = next(cell.column for cell in sheet[4] if cell.value == "配合单位反馈")
    told = {sheet.cell(row, 2).value: sheet.cell(row, column).value for row in range(5, sheet.max_row + 1)}
    assert told["A1.1"] == f"市商务局：配合中，{long[:60]}…"
    assert [value for code, value in told.items() if code != "A1.1" and value] == []


def test_a_co_office_that_was_asked_and_stays_silent_is_found(lite: Any, sent: Any) -> None:
    def silent(day: date) -> list[Any]:
        findings = lite.look(find_findings, day)
        return [(each.count, each.items, each.sentence) for each in findings if each.code == "co_silent"]

    lite.act(change_status, lite.number("A1.1"), Status.IN_PROGRESS, TODAY, confirmed=True)
    assert silent(TODAY + timedelta(days=59)) == []
    (found,) = silent(TODAY + timedelta(days=60))
    assert found == (1, ("A1.1",), "1 项任务的配合单位超过60天没有反馈")
    for name in sent:  # who has done its part, or has spoken since, is not chased
        state = "已完成" if name == "市外办" else "配合中"
        lite.apply(lite.receive(sent[name].fill(help_state=state, help_note="有进展")))
    assert silent(TODAY + timedelta(days=60)) == []
    assert silent(LATER + timedelta(days=60))


def test_nothing_written_is_nothing_done(lite: Any, sent: Any) -> None:
    number = lite.receive(sent["市商务局"])
    assert lite.apply(number).label == "没有变化"
    assert lite.rows(HelpEntry) == []


ASKED = [("help_duty", "负责外资招引", "duty"), ("help_state", "不涉及", "state")]


@pytest.mark.parametrize(("field", "value", "column"), ASKED)
def test_what_an_office_cannot_decide_waits(lite: Any, sent: Any, field: str, value: str, column: str) -> None:
    number = lite.receive(sent["市商务局"].fill(**{field: value}))
    lite.apply(number)
    (received,) = lite.rows(WorkbookReturn)
    assert (received.state.value, received.pending) == ("pending", 1)
    assert getattr(link(lite, "市商务局"), column) in ("", HelpState.NONE)
    (change,) = lite.look(apply.preview_return, number).changes
    lite.apply(number, {change.identity: Decision(Choice.THEIRS)})
    assert getattr(link(lite, "市商务局"), column) in (value, HelpState.NOT_OURS)
    (received,) = lite.rows(WorkbookReturn)
    assert (received.state.value, received.pending) == ("applied", 0)


def test_keeping_ours_settles(lite: Any, sent: Any) -> None:
    number = lite.receive(sent["市商务局"].fill(help_state="不涉及", help_note="与我局无关"))
    (asked,) = [change for change in lite.look(apply.preview_return, number).changes if change.needs_decision]
    lite.apply(number, {asked.identity: Decision(Choice.OURS)})
    (received,) = lite.rows(WorkbookReturn)
    assert (received.state.value, received.pending) == ("applied", 0)
    assert link(lite, "市商务局").state is HelpState.NONE
    assert [note for _, _, note, _ in entries(lite)] == ["与我局无关"]


def test_a_closed_task_is_closed_for_co_offices_too(lite: Any, sent: Any) -> None:
    lite.act(change_status, lite.number("A1.1"), Status.CANCELLED, TODAY, "不再办理这一项", decided_by="王主任")
    number = lite.receive(sent["市商务局"].fill(help_note="还在办"))
    (change,) = lite.look(apply.preview_return, number).changes
    assert (change.forbidden, change.needs_decision) == (True, True)
    assert "A1.1 已取消，不能改配合情况；请先重新打开。" in change.note
    lite.apply(number, {change.identity: Decision(Choice.THEIRS)})
    assert lite.rows(HelpEntry) == []
    lite.apply(number, {change.identity: Decision(Choice.OURS)})
    (received,) = lite.rows(WorkbookReturn)
    assert (received.state.value, received.pending) == ("applied", 0)


def test_an_office_that_helps_no_more_is_told(lite: Any, sent: Any) -> None:
    lite.edit("co_offices", ("市科技局",))
    preview = lite.preview(sent["市商务局"].fill(help_note="已对接"))
    assert preview.changes == ()
    assert "已不由市商务局配合，这一行不导入" in "".join(problem.message for problem in preview.problems)


def test_removing_and_adding_a_co_office_loses_no_entry(lite: Any, sent: Any) -> None:
    lite.apply(lite.receive(sent["市商务局"].fill(help_note="已对接")))
    lite.edit("co_offices", ("市科技局",))
    lite.edit("co_offices", ("市科技局", "市商务局"))
    assert [note for _, _, note, _ in entries(lite)] == ["已对接"]
    assert [row.note for row in lite.detail().help_entries] == ["已对接"]


def test_a_co_office_named_in_a_workbook_arrives_unconfirmed(lite: Any, sent: Any, tmp_path: Path) -> None:
    lite.act(exporting.export_office, "市经信局", path := tmp_path / "lead.xlsx", TODAY)
    book = openpyxl.load_workbook(path)
    sheet = book["任务清单"]
    column = next(cell.column for cell in sheet[4] if cell.value == "配合单位")
    row = next(n for n in range(5, sheet.max_row + 1) if sheet.cell(n, 2).value == "A1.1")
    sheet.cell(row, column).value += "、市财政局"
    book.save(path)
    lite.take_in(HelpBook(path), Choice.THEIRS)
    assert (link(lite, "市财政局").confirmed, link(lite, "市商务局").confirmed) == (False, True)
    lite.act(tasks.confirm_offices, [lite.number("A1.1")])
    assert link(lite, "市财政局").confirmed


def test_both_sides_wrote(lite: Any, sent: Any) -> None:
    lite.apply(lite.receive(sent["市商务局"].fill(help_note="先办了一件")))
    lite.act(exporting.export_office, "市商务局", path := sent["市商务局"].path.with_name("again.xlsx"), LATER)
    first = HelpBook(path).fill(help_note="又办了一件")
    lite.apply(lite.receive(first))
    late = sent["市商务局"].fill(help_note="迟到的说法")  # the first workbook once more, with other words
    (change,) = lite.preview(late).changes
    assert (change.outcome, change.ours, change.theirs) == (Outcome.CONFLICT, "又办了一件", "迟到的说法")


def test_who_saved_the_file_speaks_where_no_row_names_anybody(lite: Any, sent: Any) -> None:
    lite.apply(lite.receive(sent["市商务局"].fill(help_note="已对接").by("孙科长")))
    assert entries(lite) == [("市商务局", "未开始", "已对接", "孙科长（文件属性）")]


def test_an_entry_of_the_lead_keeps_who_filled_it_in(lite: Any, sent_lite: Any) -> None:
    sent_lite.edit("A1.1", progress_note="本月完成选址", filled_by="李会计")
    sent_lite.edit("A2.1a", progress_note="本月完成招标", due_text="长期坚持", extension_reason="一直要做")
    lite.take_in(HelpBook(sent_lite.path).by("孙科长"), Choice.LATER)
    assert {row.note: row.filled_by for row in lite.rows(ProgressEntry) if row.note} == {
        "本月完成选址": "李会计", "本月完成招标": "孙科长（文件属性）",
    }  # fmt: skip
    assert [row.filled_by for row in lite.detail().progress if row.note] == ["李会计"]


def test_rows_somebody_filled_in_are_counted(lite: Any, sent: Any) -> None:
    lite.receive(sent["市商务局"].fill(help_note="已对接"))
    lite.receive(sent["市科技局"].fill(filled_by="小周"))
    lite.receive(sent["市外办"])
    uid = lite.task().uid
    # Who only signs has filled nothing in.
    assert [row.touched for row in lite.rows(WorkbookReturn)] == [[f"help {uid}"], [], []]


def test_a_co_office_lists_its_evidence_beside_its_row(lite: Any, sent: Any) -> None:
    sent["市科技局"].fill(help_state="配合中", evidence_names="合作协议.pdf\n见邮件")
    number = lite.receive(sent["市科技局"])
    (received,) = lite.rows(WorkbookReturn, WorkbookReturn.id == number)
    assert received.listed == {lite.task("A1.1").uid: ["合作协议.pdf"]}
    lite.apply(number)
    files = [CameFile("合作协议.pdf", "合作协议.pdf", 2000, sha256="a" * 64)]
    (file,) = lite.look(plan_evidence, files, "市科技局").files
    assert (file.task, file.how, file.outcome.value) == ("A1.1", "listed", "new")

"""Evidence beside the workbook: filed by code or list, asked about where it is not certain, one act, undone as one."""

import hashlib
from pathlib import Path

import pytest
from sqlmodel import select

from tests.zips import Entry, zip_bytes
from tracker.errors import InputError
from tracker.files.handed_in import gather
from tracker.model.enums import EvidenceKind, Status
from tracker.model.evidence_plan import CameFile, EvidenceOutcome, EvidencePlan
from tracker.model.tables import Attachment, Batch, Evidence, UnfiledEvidence
from tracker.queries.evidence_lists import (
    latest_lists,
    list_evidence,
    list_unfiled,
    listed_evidence,
    offices_missing_evidence,
)
from tracker.queries.offices import list_offices
from tracker.services.evidence import importing
from tracker.services.evidence.dropped_evidence import files_beside
from tracker.services.evidence.importing import drop_unfiled, file_evidence, file_unfiled, keep_files, slices
from tracker.services.evidence.matching import plan_evidence
from tracker.services.progress import close_with_note
from tracker.services.returns import apply
from tracker.services.status import change_status
from tracker.services.undo import redo_batch, undo_batch

PDF = b"%PDF-1.7 " + b"x" * 2000


def came_file(path: Path) -> CameFile:
    return CameFile(path.name, path.name, 1, sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def kept(desk) -> list[str]:
    return desk.look(lambda session: session.exec(select(Attachment.sha256)).all())


def outcomes(plan: EvidencePlan) -> dict[str, tuple[str, str]]:
    return {file.path: (file.task, file.outcome.value) for file in plan.files}


def test_files_are_filed_by_code_as_one_act(desk, drop, take_in) -> None:
    plan = take_in(desk, drop({"A1.1_方案.pdf": PDF, "A2.1a 照片/1.jpg": b"\xff\xd8" + PDF, "~$a.docx": b"x"}))
    assert outcomes(plan) == {
        "A1.1_方案.pdf": ("A1.1", "new"),
        "A2.1a 照片/1.jpg": ("A2.1a", "new"),
        "~$a.docx": ("", "skipped"),
    }
    assert [(line.task, line.name, line.kind) for line in desk.look(list_evidence)] == [
        ("A1.1", "A1.1_方案.pdf", "文件"),
        ("A2.1a", "1.jpg", "文件"),
    ]
    batch = desk.rows(Batch)[-1]
    assert (batch.label, batch.source.word) == ("导入佐证 2 份", "反馈导入")
    assert desk.detail("A1.1").evidence[0].refusal == ""  # it counts
    before = desk.content()
    desk.act(undo_batch)
    assert desk.rows(Evidence) == []
    assert len(kept(desk)) == 2  # the bytes stay
    desk.act(redo_batch)
    assert desk.content() == before


def test_the_same_zip_twice_brings_nothing_new(desk, tmp_path: Path, take_in) -> None:
    entries = [Entry("A1.1_方案.pdf".encode("gbk"), PDF), Entry("说明.txt".encode("gbk"), b"text")]
    (path := tmp_path / "材料.zip").write_bytes(zip_bytes(entries))
    assert take_in(desk, path).counts == {
        "new": 1, "same": 0, "version": 0, "question": 1, "refused": 0, "skipped": 0,
    }  # fmt: skip
    before = desk.content()
    again = take_in(desk, path)
    assert (again.counts["new"], again.counts["same"]) == (0, 1)
    assert desk.content() == before  # nor does the question wait twice


@pytest.mark.parametrize(
    ("name", "task", "outcome"),
    [
        ("A4.4a_样板.pdf", "A4.4a", "new"),
        ("ａ４．４ａ＿样板.pdf", "A4.4a", "new"),
        ("A4.4_样板.pdf", "A4.4a", "question"),  # the code of two tasks
        ("A1.1、A4.4a总结.pdf", "A1.1", "question"),
        ("没有编号.pdf", "", "question"),
        ("A1.1.exe", "", "refused"),
    ],
)
def test_what_a_name_says(lite, drop, take_in, name: str, task: str, outcome: str) -> None:
    plan = take_in(lite, drop({name: PDF}))
    assert outcomes(plan) == {name: (task, outcome)}
    assert len(lite.rows(UnfiledEvidence)) == (outcome == "question")


def test_the_same_bytes_twice_and_the_same_name_with_others(lite, drop, take_in) -> None:
    first = drop({"A1.1/佐证.pdf": PDF, "A1.1_again.pdf": PDF, "A2.1a/佐证.pdf": PDF})
    plan = take_in(lite, first)
    assert plan.counts["new"] == 2  # one Attachment, two pieces of evidence
    assert plan.counts["same"] == 1
    assert len(kept(lite)) == 1
    drop({"A1.1/佐证.pdf": PDF + b"other"})
    (version,) = take_in(lite, first).of(EvidenceOutcome.VERSION)
    assert (version.name, version.message) == ("佐证.pdf（2）", "A1.1 已有同名文件，作为第 2 份保留")
    assert sorted(piece.name for piece in lite.detail("A1.1").evidence) == ["佐证.pdf", "佐证.pdf（2）"]
    drop({"A1.1/佐证.pdf": PDF + b"third"})
    assert take_in(lite, first).of(EvidenceOutcome.VERSION)[0].name == "佐证.pdf（3）"


def test_a_cancelled_task_asks(lite, drop, take_in) -> None:
    lite.act(change_status, lite.number("A1.1"), Status.CANCELLED, lite.today, "不再需要做了", decided_by="张三")
    (file,) = take_in(lite, drop({"A1.1_a.pdf": PDF})).of(EvidenceOutcome.QUESTION)
    assert (file.task, file.message) == ("A1.1", "A1.1 已取消，请确认是否仍归到这一项")


def test_a_closed_task_takes_evidence_and_says_so(lite, drop, take_in) -> None:
    number = lite.number("A1.1")
    lite.act(change_status, number, Status.IN_PROGRESS, lite.today, confirmed=True)
    lite.act(change_status, number, Status.CLOSING, lite.today)
    lite.act(
        close_with_note, number, "已按要求建成并通过验收", "验收会议纪要第三号已经印发", lite.today, 100, confirmed=True
    )
    (file,) = take_in(lite, drop({"A1.1_a.pdf": PDF})).files
    assert (file.outcome, file.message) == (EvidenceOutcome.NEW, "A1.1 已销号，佐证照收")


def test_a_task_of_another_office_is_asked_about(lite, drop, take_in) -> None:
    co_offices, lead = lite.task("A1.1").co_offices, lite.task("A1.1").lead_office
    stranger = next(row.name for row in lite.look(list_offices) if row.name not in (lead, *co_offices))
    folder = drop({"A1.1_a.pdf": PDF})
    (file,) = lite.look(plan_evidence, [came_file(folder / "A1.1_a.pdf")], stranger).files
    assert (file.task, file.outcome, file.office) == ("A1.1", EvidenceOutcome.QUESTION, stranger)
    assert file.message == f"A1.1 不是{stranger}牵头或配合的任务，请确认"
    for sender in (lead, *co_offices):
        assert take_in(lite, folder, sender).files[0].outcome in (EvidenceOutcome.NEW, EvidenceOutcome.SAME)
    with pytest.raises(InputError, match="没有名为“火星局”的单位"):
        lite.look(plan_evidence, [], "火星局")


def test_a_stamped_form_is_a_kind_of_its_own(lite, drop, take_in) -> None:
    take_in(lite, drop({"A1.1_反馈表.pdf": PDF, "A2.1a盖章扫描.jpg": b"\xff\xd8" + PDF}))
    assert {piece.kind for piece in lite.rows(Evidence)} == {EvidenceKind.STAMPED}
    assert lite.detail("A1.1").evidence[0].refusal == ""


def test_what_a_file_says_it_is_and_is_not_is_told(lite, drop, take_in) -> None:
    (file,) = take_in(lite, drop({"A1.1_a.pdf": b"PK\x03\x04" * 500})).files
    assert (file.outcome, "不像 pdf 文件" in file.message) == (EvidenceOutcome.NEW, True)


# --- what the workbook lists ----------------------------------------------------------------------------


def test_a_listed_file_is_filed_and_a_missing_one_is_told(lite, sent_lite, drop, take_in) -> None:
    sent_lite.edit("A1.1", evidence_names="专班方案.pdf、会议纪要.docx", progress=0.3)
    sent_lite.edit("A2.1a", evidence_names="见邮件")
    number = lite.receive(sent_lite)
    lite.apply(number)
    assert lite.look(latest_lists) == {lite.task("A1.1").uid: ["专班方案.pdf", "会议纪要.docx"]}
    plan = take_in(lite, drop({"专班方案.PDF": PDF}), "市经信局")
    (file,) = plan.files
    assert (file.task, file.how, file.outcome) == ("A1.1", "listed", EvidenceOutcome.NEW)
    assert plan.missing == (("A1.1", "会议纪要.docx"),)
    (lists,) = lite.look(listed_evidence).values()
    assert (lists.listed, lists.arrived) == (2, 1)
    assert lists.sentences == ("“会议纪要.docx”列在A1.1，但没有随附",)
    assert lite.look(offices_missing_evidence) == {"市经信局": lists}
    take_in(lite, drop({"会议纪要.docx": PDF + b"2"}), "市经信局")
    assert lite.look(offices_missing_evidence) == {}


def test_a_row_that_only_lists_evidence_is_no_change(lite, sent_lite) -> None:
    sent_lite.edit("A1.1", evidence_names="专班方案.pdf")
    preview = lite.preview(sent_lite)
    assert [change for change in preview.changes if change.field] == []
    assert preview.listed == {lite.task("A1.1").uid: "专班方案.pdf"}
    assert lite.apply(lite.receive(sent_lite)).batch_id is None
    assert lite.returned().listed == {lite.task("A1.1").uid: ["专班方案.pdf"]}


def test_the_workbook_and_its_evidence_are_one_act(lite, sent_lite, drop) -> None:
    sent_lite.edit("A1.1", progress=0.3)
    number = lite.receive(sent_lite)
    files = [file for source in gather([drop({"A1.1_方案.pdf": PDF})]) for file in source.files]
    came = lite.act(keep_files, files)
    before = len(lite.rows(Batch))
    with lite.ledger.session() as session:
        changes = apply.apply_return(session, number, {}, lite.today.replace(day=20))
        changes |= file_evidence(session, plan_evidence(session, came, "市经信局"), "市经信局")
    assert len(lite.rows(Batch)) == before + 1
    assert changes.batch_id is not None
    lite.act(undo_batch)
    assert (lite.task("A1.1").progress, lite.rows(Evidence)) == (0, [])


# --- the box 未归档 ---------------------------------------------------------------------------------------


def test_a_file_of_the_box_goes_to_the_task_a_person_names(desk, drop, take_in) -> None:
    take_in(desk, drop({"扫描1.pdf": PDF, "扫描2.pdf": PDF + b"2", "A1.1、A4.4a.pdf": PDF + b"3"}), "市经信局")
    rows = desk.look(list_unfiled)
    assert {(row.name, row.office, row.proposals) for row in rows} == {
        ("扫描1.pdf", "市经信局", ()),
        ("扫描2.pdf", "市经信局", ()),
        ("A1.1、A4.4a.pdf", "市经信局", ("A1.1", "A4.4a")),
    }
    by_name = {row.name: row.id for row in rows}
    desk.act(file_unfiled, {by_name["扫描1.pdf"]: "A1.1", by_name["扫描2.pdf"]: "A2.1a"})
    assert [(line.task, line.name) for line in desk.look(list_evidence)] == [
        ("A1.1", "扫描1.pdf"),
        ("A2.1a", "扫描2.pdf"),
    ]
    assert len(desk.look(list_unfiled)) == 1
    desk.act(undo_batch)
    assert (desk.look(list_evidence), len(desk.look(list_unfiled))) == ((), 3)
    desk.act(drop_unfiled, [by_name["扫描1.pdf"]])
    assert len(desk.look(list_unfiled)) == 2
    desk.act(undo_batch)
    assert desk.look(list_unfiled) == rows


def test_a_file_that_was_filed_by_hand_is_not_asked_about_again(lite, drop, take_in) -> None:
    folder = drop({"扫描1.pdf": PDF})
    take_in(lite, folder)
    lite.act(file_unfiled, {row.id: "A1.1" for row in lite.look(list_unfiled)})
    (file,) = take_in(lite, folder).files
    assert (file.task, file.outcome) == ("A1.1", EvidenceOutcome.SAME)


def test_the_same_file_from_the_box_is_kept_once(lite, drop, take_in) -> None:
    take_in(lite, drop({"A1.1_a.pdf": PDF}))
    take_in(lite, drop({"扫描.pdf": PDF}, "other"))
    lite.act(file_unfiled, {row.id: "A1.1" for row in lite.look(list_unfiled)})
    assert len(lite.rows(Evidence)) == 1
    assert len(lite.look(list_unfiled)) == 0


def test_what_is_gone_or_unknown_is_a_sentence(lite, drop, take_in) -> None:
    take_in(lite, drop({"扫描1.pdf": PDF}))
    (row,) = lite.look(list_unfiled)
    with pytest.raises(InputError, match="没有任务 Z9"):
        lite.act(file_unfiled, {row.id: "Z9"})
    for service, argument in ((file_unfiled, {999: "A1.1"}), (drop_unfiled, [999])):
        with pytest.raises(InputError, match="已不在“未归档”里"):
            lite.act(service, argument)
    assert len(lite.look(list_unfiled)) == 1


def test_questions_may_be_left_out(lite, drop, take_in) -> None:
    plan = take_in(lite, drop({"扫描1.pdf": PDF}), questions=False)
    assert plan.counts["question"] == 1
    assert len(lite.look(list_unfiled)) == 0
    assert [batch.label for batch in lite.rows(Batch)] == ["初始目录"]


# --- all or none ------------------------------------------------------------------------------------------


def test_killed_in_the_middle_is_all_or_none(lite, drop, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = drop({f"A1.1_{n}.pdf": PDF + bytes([n]) for n in range(5)})
    files = [file for source in gather([folder]) for file in source.files]
    came = lite.act(keep_files, files)
    plan = lite.look(plan_evidence, came)
    calls = iter(range(10))

    def dies(session, task_id, file) -> None:
        if next(calls) == 3:
            raise KeyboardInterrupt
        session.add(Evidence(task_id=task_id, kind=EvidenceKind.FILE, name=file.name, sha256=file.sha256))

    monkeypatch.setattr(importing, "_add", dies)
    with pytest.raises(KeyboardInterrupt):
        lite.act(file_evidence, plan)
    assert lite.rows(Evidence) == []
    assert len(kept(lite)) == 5  # harmless: nobody points to them
    monkeypatch.undo()
    lite.act(file_evidence, plan)
    assert len(lite.rows(Evidence)) == 5


def test_bytes_go_in_a_few_at_a_time(lite, drop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_AT_ONCE", 5000)
    folder = drop({f"A1.1_{n}.pdf": PDF + bytes([n]) for n in range(5)})
    files = [file for source in gather([folder]) for file in source.files]
    assert [len(lot) for lot in slices(files)] == [2, 2, 1]
    monkeypatch.setattr(importing, "_AT_ONCE", 1)
    assert [len(lot) for lot in slices(files)] == [1] * 5
    assert list(slices([])) == []


def test_a_file_that_goes_away_while_it_is_read_is_refused_alone(lite, drop) -> None:
    folder = drop({"A1.1_1.pdf": PDF, "A1.1_2.pdf": PDF + b"2"})
    files = [file for source in gather([folder]) for file in source.files]
    (folder / "A1.1_1.pdf").unlink()
    came = lite.act(keep_files, files)
    plan = lite.look(plan_evidence, came)
    assert [file.outcome.value for file in plan.files] == ["refused", "new"]
    assert "读不到“A1.1_1.pdf”" in plan.files[0].message
    assert plan.files[1].sha256 == hashlib.sha256(PDF + b"2").hexdigest()
    with lite.ledger.reading() as session:
        assert len(session.exec(select(Attachment)).all()) == 1


# --- beside workbooks --------------------------------------------------------------------------------------


def test_what_lies_beside_workbooks(tmp_path: Path) -> None:
    def write(name: str, content: bytes = PDF) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    for name in ("U/01_甲/a.xlsx", "U/01_甲/佐证材料/A1.1.xlsx", "U/01_甲/佐证材料/b.exe", "U/01_甲/A1.2a.pdf"):
        write(name)
    for name in ("U/01_甲/填表说明.txt", "U/交接清单.xlsx", "U/甲_第3批交办.eml", "U/ledger.db", "U/01_甲/~$a.xlsx"):
        write(name)
    book, evidence = write("单份/b.xlsx"), write("单份/佐证材料/c.pdf")
    loose = write("d.jpg", b"\xff\xd8")
    names = {file.name for file in files_beside([tmp_path / "U"])}
    assert names == {"A1.1.xlsx", "b.exe", "A1.2a.pdf"}  # the program is refused, and that is said
    assert [file.name for file in files_beside([book])] == [evidence.name]
    assert [file.name for file in files_beside([book, loose])] == ["d.jpg", "c.pdf"]
    assert files_beside([loose.parent / "单份" / "佐证材料"])[0].folders == ()


def test_two_people_may_answer_one_workbook(lite, sent_lite, tmp_path: Path) -> None:
    other = type(sent_lite)(tmp_path / "另一份.xlsx")
    other.path.write_bytes(sent_lite.path.read_bytes())
    lite.receive(sent_lite.edit("A1.1", evidence_names="甲.pdf"))
    lite.receive(other.edit("A2.1a", evidence_names="乙.pdf"))
    uids = {code: lite.task(code).uid for code in ("A1.1", "A2.1a")}
    assert lite.look(latest_lists) == {uids["A1.1"]: ["甲.pdf"], uids["A2.1a"]: ["乙.pdf"]}
    lite.receive(other.edit("A1.1", evidence_names="丙.pdf"))
    assert lite.look(latest_lists)[uids["A1.1"]] == ["丙.pdf"]  # the newest word on a task
    (lists,) = lite.look(listed_evidence).values()
    assert lists.listed == 2

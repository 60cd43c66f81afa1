"""Progress entries, milestones and evidence."""

import hashlib
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlmodel import select

from tracker import paths
from tracker.errors import InputError
from tracker.files.limits import LIMITS, MB
from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import BatchSource, EvidenceKind, Status, VerdictOutcome
from tracker.model.tables import Attachment, Evidence, Milestone, ProgressEntry, Task
from tracker.queries.light_sql import reported
from tracker.services import bulk, milestones, progress, verdicts
from tracker.services.fields import set_fields
from tracker.services.status import change_status
from tracker.services.tasks import edit_task
from tracker.services.undo import undo_batch
from tracker.services.write_basics import begin

DAY = date(2026, 3, 2)


def assign(desk) -> int:
    """Charge the office with A1.1 and return its number."""
    number = desk.number("A1.1")
    desk.act(change_status, number, Status.IN_PROGRESS, DAY, confirmed=True)
    return int(number)


def test_a_progress_entry_is_the_task_s_present_state(desk) -> None:
    number = assign(desk)
    changes = desk.act(progress.record_progress, number, DAY, 35, "已起草", "缺资金", "报市政府")
    row = desk.task()
    assert (row.progress, row.progress_note, row.problems, row.next_steps) == (35, "已起草", "缺资金", "报市政府")
    assert (row.last_progress_on, row.status) == (DAY, Status.IN_PROGRESS)
    (entry,) = desk.detail().progress
    assert (entry.on, entry.progress, entry.note, entry.problems, entry.next_steps) == (
        DAY, 35, "已起草", "缺资金", "报市政府",
    )  # fmt: skip
    assert (entry.author, entry.source.word) == ("测试员", "手工")
    assert (changes.label, changes.tasks) == ("A1.1 新增进展", {number})


def test_entries_are_only_added_and_shown_newest_first(desk) -> None:
    number = assign(desk)
    for day, share in ((5, 20), (9, 40), (7, 30)):
        desk.act(progress.record_progress, number, date(2026, 3, day), share, f"完成百分之{share}")
    assert [entry.progress for entry in desk.detail().progress] == [40, 30, 20]
    assert [entry.progress for entry in desk.rows(ProgressEntry)] == [20, 40, 30]


def test_the_same_report_again_is_kept_and_tells_of_no_progress(lite) -> None:
    assign(lite)
    for day in (date(2026, 3, 2), date(2026, 4, 2)):
        lite.act(progress.record_progress, lite.number("A1.1"), day, 20, "照旧推进中")
    newest, first = lite.detail().progress
    assert (newest.on, newest.progress, newest.note) == (date(2026, 4, 2), None, "照旧推进中")
    assert (first.on, first.progress, first.note) == (date(2026, 3, 2), 20, "照旧推进中")
    assert lite.task().last_progress_on == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("written", "tells"),
    [
        ({"problems": "缺资金"}, False),
        ({"next_steps": "报市政府"}, False),
        ({"progress_note": "已经开工", "problems": "缺资金"}, False),  # what was said last
        ({"progress_note": "—", "problems": "缺资金"}, False),
        ({"progress_note": "主体已经封顶"}, True),
        ({"progress": 21}, True),
    ],
)
@pytest.mark.parametrize("road", ["cell", "form", "bulk", "workbook"])
def test_only_new_words_or_another_percent_are_progress(lite, road: str, written: dict[str, Any], tells: bool) -> None:
    """They end a silence and let a claim count again over a verdict; whatever the road."""
    number, later = assign(lite), date(2026, 3, 20)
    lite.act(progress.record_progress, number, date(2026, 3, 3), 20, "已经开工")
    lite.act(
        verdicts.record_verdict, number, date(2026, 3, 5), VerdictOutcome.PARTLY, later, progress=5, note="只挖了基坑"
    )
    write(lite, road, number, written, later)
    lite.today = later
    row = lite.task()
    assert (row.last_progress_on, row.effective_progress) == (
        (later, written.get("progress", 20)) if tells else (date(2026, 3, 3), 5)
    )
    counted = lite.look(lambda session: session.execute(select(reported(later).c.last_on)).scalar_one())
    assert counted == row.last_progress_on
    for field, text in written.items():
        assert getattr(row, field) == text  # nothing is lost


def write(desk, road: str, number: int, written: dict[str, Any], on: date) -> None:
    """Write fields of A1.1 as a person does by one of the roads."""
    if road == "form":
        texts = {"note": "", "progress": 20} | {name.replace("progress_note", "note"): v for name, v in written.items()}
        texts = {"problems": "", "next_steps": "", **texts}
        desk.act(progress.record_progress, number, on, **texts)
        return
    for field, value in written.items():
        if road == "cell":
            desk.act(edit_task, number, desk.task().version, field, value, on)
        elif road == "bulk":
            desk.act(bulk.apply_edits, [BulkEdit(number, field, str(value))], on)
    if road == "workbook":
        with desk.ledger.session() as session:
            begin(session, "反馈", BatchSource.IMPORT)
            task = session.get_one(Task, number)
            set_fields(session, task, written, on=on, source=BatchSource.IMPORT, by_office=True)


def test_words_that_were_cleared_and_written_again_are_not_new(lite) -> None:
    lite.edit("due_text", "每月25日前")
    number = assign(lite)
    lite.act(progress.record_progress, number, date(2026, 3, 10), 20, "已经开工")
    lite.today = date(2026, 4, 20)
    assert [(one.due_on.month, one.reported_on) for one in lite.detail().reports] == [(4, None), (3, date(2026, 3, 10))]
    for text in ("", "已经开工"):
        lite.act(edit_task, number, lite.task().version, "progress_note", text, lite.today)
    assert [(one.due_on.month, one.reported_on) for one in lite.detail().reports] == [(4, None), (3, date(2026, 3, 10))]
    assert lite.task().last_progress_on == date(2026, 3, 10)
    lite.act(edit_task, number, lite.task().version, "progress_note", "主体已经封顶", lite.today)
    assert lite.detail().reports[0].reported_on == lite.today


@pytest.mark.parametrize("share", [101, -1, 1.5, "30"])
def test_progress_is_a_whole_percentage(lite, share) -> None:
    assign(lite)
    with pytest.raises(InputError, match="进度"):
        lite.act(progress.record_progress, lite.number("A1.1"), DAY, share, "")
    assert lite.rows(ProgressEntry) == []


def test_milestones_come_in_order_of_their_days(desk) -> None:
    number = desk.number("A1.1")
    for title, due in (("验收", date(2026, 12, 1)), (" 印发方案 ", date(2026, 4, 1)), ("签约", date(2026, 6, 1))):
        changes = desk.act(milestones.add_milestone, number, title, due, 2, today=DAY)
    assert changes.label == "A1.1 新增节点"
    found = desk.detail().milestones
    assert [one.title for one in found] == ["印发方案", "签约", "验收"]
    assert {one.weight for one in found} == {2}


@pytest.mark.parametrize(
    ("title", "weight", "sentence"), [(" ", 1, "节点要有名称"), ("x", 0, "权重要大于 0"), ("x", -3, "权重要大于 0")]
)
def test_a_milestone_needs_a_name_and_a_weight(lite, title: str, weight: int, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        lite.act(milestones.add_milestone, lite.number("A1.1"), title, DAY, weight, today=DAY)


def test_a_milestone_is_done_and_open_again(desk) -> None:
    desk.act(milestones.add_milestone, desk.number("A1.1"), "印发方案", DAY, today=DAY)
    (stone,) = desk.rows(Milestone)
    assert desk.act(milestones.complete_milestone, stone.id, DAY).label == "A1.1 节点完成"
    assert desk.detail().milestones[0].done_on == DAY
    assert desk.act(milestones.complete_milestone, stone.id, None).label == "A1.1 节点恢复未完成"
    assert desk.detail().milestones[0].done_on is None


@pytest.mark.parametrize(
    ("act", "arguments"),
    [
        (progress.record_progress, (99_999, DAY, 10, "")),
        (partial(milestones.add_milestone, today=DAY), (99_999, "x", DAY)),
        (milestones.complete_milestone, (99_999, DAY)),
        (progress.add_evidence, (99_999, "x", "y")),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_gone_is_a_sentence(lite, act, arguments: tuple) -> None:
    with pytest.raises(InputError, match="已不在台账中"):
        lite.act(act, *arguments)


def test_a_file_and_a_note_are_evidence(desk) -> None:
    number, data = desk.number("A1.1"), bytes(range(256)) * 10
    desk.act(progress.add_evidence, number, "验收意见.pdf", data=data)
    desk.act(progress.add_evidence, number, "", text="  甬政发〔2026〕1号文件第三条第二款明确了分工安排 ")
    file, note = desk.detail().evidence
    assert (file.kind, file.name, file.size) == (EvidenceKind.FILE, "验收意见.pdf", 2560)
    assert (note.kind, note.size) == (EvidenceKind.NOTE, 0)
    assert note.name == "甬政发〔2026〕1号文件第三条第二款明"[:20]
    stored = desk.rows(Evidence)[0]
    assert stored.sha256 == hashlib.sha256(data).hexdigest()
    with desk.ledger.reading() as session:
        assert session.get(Attachment, stored.sha256).data == data


def test_the_same_bytes_are_kept_once(desk) -> None:
    for code in ("A1.1", "A1.2a"):
        desk.act(progress.add_evidence, desk.number(code), "同一份.pdf", data=b"same")
    assert len(desk.rows(Evidence)) == 2
    assert len(desk.content(memory=True)["attachment"]) == 1


def test_evidence_is_something(lite) -> None:
    with pytest.raises(InputError, match="一个文件或一段说明"):
        lite.act(progress.add_evidence, lite.number("A1.1"), "空", text=" ")


def test_evidence_is_at_most_50_megabytes(lite) -> None:
    limit = LIMITS.kept_bytes
    lite.act(progress.add_evidence, lite.number("A1.1"), "正好.mp4", data=bytes(limit))
    with pytest.raises(InputError, match=r"“太大\.mp4”有 50\.0 MB，超过 50 MB"):
        lite.act(progress.add_evidence, lite.number("A1.1"), "太大.mp4", data=bytes(limit + 1))
    assert [one.size for one in lite.rows(Evidence)] == [limit]


def test_the_manual_names_the_size_in_force() -> None:
    manual = (paths.resources_dir() / "help" / "ledger.md").read_text(encoding="utf-8")
    assert f"每份最多 {LIMITS.kept_bytes // MB} MB" in manual


def test_files_of_the_closing_dialog_are_kept_with_it_as_one_act(desk) -> None:
    number = assign(desk)
    desk.act(change_status, number, Status.CLOSING, DAY)
    files = [("验收意见.pdf", b"%PDF" + bytes(2000)), ("A1.1_反馈表.jpg", b"\xff\xd8" + bytes(2000))]
    words = "已按要求建成并通过验收", ""
    changes = desk.act(progress.close_with_note, number, *words, DAY, 100, files=files, confirmed=True)
    assert changes.label == "A1.1 销号"
    assert [(piece.name, piece.kind) for piece in desk.detail().evidence] == [
        ("验收意见.pdf", EvidenceKind.FILE),
        ("A1.1_反馈表.jpg", EvidenceKind.STAMPED),
    ]
    desk.act(undo_batch)
    assert (desk.task().status, desk.detail().evidence) == (Status.CLOSING, ())


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [("a.exe", b"x", "可执行文件"), ("a.pdf", b"MZ", "可执行文件"), ("a.dwg", b"x", "类型不收")],
)
def test_a_file_that_is_not_kept_closes_nothing(lite, name: str, data: bytes, sentence: str) -> None:
    number = assign(lite)
    lite.act(change_status, number, Status.CLOSING, DAY)
    words = "已按要求建成并通过验收", "验收会议纪要第三号已经印发"
    with pytest.raises(InputError, match=sentence):
        lite.act(progress.close_with_note, number, *words, DAY, 100, files=[(name, data)], confirmed=True)
    assert (lite.task().status, lite.rows(Evidence)) == (Status.CLOSING, [])


def test_a_file_that_is_not_what_it_says_is_kept_and_that_is_said(lite) -> None:
    number = lite.number("A1.1")
    changes = lite.act(progress.add_evidence, number, "方案.pdf", data=b"PK\x03\x04" * 500)
    assert changes.label == "A1.1 新增佐证，“方案.pdf”的内容不像 pdf 文件，请打开看一看"
    assert lite.act(progress.add_evidence, number, "方案2.pdf", data=b"%PDF" * 500).label == "A1.1 新增佐证"
    assert len(lite.rows(Evidence)) == 2

"""A returned workbook: the preview says every change, apply takes in what is clean and leaves the rest pending."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tracker.errors import ConflictError, InputError, WorkbookError
from tracker.model.changeset import ChangeSet, Decision
from tracker.model.enums import BatchSource, Choice, Outcome, ReturnState, Status
from tracker.model.tables import Batch, ProgressEntry, ReturnDecision, Setting, Task
from tracker.queries.history import list_revisions
from tracker.services import exporting, undo
from tracker.services.returns import apply
from tracker.services.status import change_status

TODAY = date(2026, 3, 2)
LATER = date(2026, 3, 20)
NAME = "国家级专精特新“小巨人”企业数"


def found(changes: ChangeSet) -> list[tuple]:
    return [(one.task, one.field, one.outcome.value, one.snapshot, one.ours, one.theirs) for one in changes.changes]


# --- preview ------------------------------------------------------------------------------------------------


def test_an_untouched_workbook_brings_nothing(desk, sent) -> None:
    seen = desk.preview(sent)
    assert (seen.changes, seen.problems) == ((), ())
    assert seen.rows_read > 20
    assert desk.take_in(sent).batch_id is None
    assert desk.returned().state is ReturnState.APPLIED


def test_an_office_with_a_comma_in_its_name_comes_back_unchanged(lite, tmp_path: Path) -> None:
    """各区（县、市） stands among the co-offices of many tasks."""
    helped = [row for row in (lite.task(one.code) for one in lite.rows(Task)) if "各区（县、市）" in row.co_offices]
    assert helped
    lite.act(exporting.export_office, helped[0].lead_office, tmp_path / "a.xlsx", TODAY)
    seen = lite.look_at_file(tmp_path / "a.xlsx", LATER)
    assert (seen.changes, seen.problems) == ((), ())


def test_every_office_s_untouched_workbook_brings_nothing(lite, tmp_path: Path) -> None:
    _, paths = lite.act(exporting.export_all, tmp_path, TODAY)
    for path in paths:
        seen = lite.look_at_file(path, LATER)
        assert (seen.changes, seen.problems) == ((), ()), path.name


def test_three_edited_cells_are_exactly_three_changes(desk, sent) -> None:
    sent.edit("A1.1", progress=0.35).edit("A2.1a", owner="李四").edit(NAME, indicator_value=190)
    seen = desk.preview(sent)
    assert found(seen) == [
        ("A1.1", "progress", "change", 0, 0, 35),
        ("A2.1a", "owner", "change", "", "", "李四"),
        (NAME, "indicator_value", "change", None, None, 190.0),
    ]
    assert [(one.sheet, one.cell) for one in seen.changes] == [
        ("任务清单", sent.cell("A1.1", "progress")),
        ("任务清单", sent.cell("A2.1a", "owner")),
        ("指标填报", sent.cell(NAME, "indicator_value")),
    ]
    assert (seen.office, seen.problems, seen.already_imported) == ("市经信局", (), False)
    assert not any(one.needs_decision for one in seen.changes)


def test_the_preview_writes_nothing(desk, sent) -> None:
    sent.edit("A1.1", progress=0.35)
    before = desk.content(memory=True)
    desk.preview(sent)
    assert desk.content(memory=True) == before


def test_each_outcome_has_its_place(desk, sent) -> None:
    desk.edit("owner", "王五", "A2.1a")
    desk.edit("remark", "已定", "A1.1")
    desk.edit("next_steps", "我们的", "A1.1")
    sent.edit("A1.1", remark="已定", next_steps="他们的", problems="缺资金", co_offices=None)
    sent.remove("A2.1b").append(title="新增的一项", owner="赵六", progress_note="刚开始")
    outcomes = {(one.task, one.field): one.outcome for one in desk.preview(sent).changes}
    assert outcomes == {
        ("A1.1", "remark"): Outcome.SAME,
        ("A1.1", "next_steps"): Outcome.CONFLICT,
        ("A1.1", "problems"): Outcome.CHANGE,
        ("A1.1", "co_offices"): Outcome.CLEARED,
        ("A2.1b", ""): Outcome.MISSING_ROW,
        ("", ""): Outcome.UNKNOWN_ROW,
    }
    assert desk.preview(sent).counts == {
        "change": 1, "conflict": 1, "cleared": 1, "same": 1, "unknown_row": 1, "missing_row": 1, "problems": 0,
    }  # fmt: skip


def test_what_only_we_changed_is_no_change_of_theirs(desk, sent) -> None:
    desk.edit("owner", "王五")
    assert desk.preview(sent).changes == ()


def test_columns_for_reading_are_told_and_never_taken(desk, sent) -> None:
    sent.edit("A1.1", title="换个题目", lead_office="市财政局")
    seen = desk.preview(sent)
    assert seen.changes == ()
    assert len(seen.problems) == 2
    desk.take_in(sent)
    assert desk.task().title == "引进技术改良创新缩小差距"


@pytest.mark.parametrize(
    ("word", "sentence"),
    [("已销号", "不能直接改为“已销号”"), ("已取消", "请由交办方取消"), ("待交办", "不能直接改为")],
)
def test_a_move_that_is_not_an_office_s_waits_with_the_reason(lite, sent_lite, word: str, sentence: str) -> None:
    sent_lite.edit("A1.1", status=word)
    (change,) = lite.preview(sent_lite).changes
    assert change.needs_decision
    assert sentence in change.note


def test_a_move_without_its_reason_waits_and_with_it_goes(lite, sent_lite, tmp_path: Path) -> None:
    """An office takes back its own report; a reason that stood in the row before is as good as a new one."""
    lite.act(change_status, lite.number("A1.1"), Status.CLOSING, lite.today)
    lite.act(exporting.export_office, "市经信局", sent_lite.path, lite.today)
    sent_lite.edit("A1.1", status="推进中")
    (change,) = lite.preview(sent_lite).changes
    assert (change.needs_decision, "还缺理由" in change.note) == (True, True)
    sent_lite.edit("A1.1", problems="材料还要补充")
    assert not any(one.needs_decision for one in lite.preview(sent_lite).changes)
    lite.take_in(sent_lite)
    assert lite.task().status is Status.IN_PROGRESS


# --- receive and apply --------------------------------------------------------------------------------------


def test_apply_is_one_act_with_one_entry_per_task(desk, sent) -> None:
    sent.edit("A1.1", progress=0.35, progress_note="已起草", owner="张三", due_text="12月底前", status="待销号")
    sent.edit("A2.1a", phone="0574-87181234", co_offices="市财政局、市教育局")
    batches = len(desk.rows(Batch))
    number = desk.receive(sent)
    (deadline,) = (one for one in desk.look(apply.preview_return, number).changes if one.request)
    changes = desk.apply(number, {deadline.identity: Decision(Choice.THEIRS, decided_by="王副市长")})
    assert len(desk.rows(Batch)) == batches + 1
    assert changes.label == "市经信局反馈导入"
    assert changes.tasks == {desk.number("A1.1"), desk.number("A2.1a")}
    assert changes.returns == {desk.returned().id}
    row, other = desk.task(), desk.task("A2.1a")
    assert (row.owner, row.progress_note, row.due_text, row.due_on) == (
        "张三",
        "已起草",
        "2026年12月底前",
        date(2026, 12, 31),
    )
    assert (row.status, row.progress) == (Status.CLOSING, 35)
    assert (other.phone, other.co_offices) == ("0574-87181234", ("市教育局", "市财政局"))
    (entry,) = desk.rows(ProgressEntry)
    assert (entry.entered_on, entry.note, entry.source) == (LATER, "已起草", BatchSource.IMPORT)


def test_history_names_the_file_of_every_import(desk, sent) -> None:
    desk.edit("remark", "我们的")
    sent.edit("A1.1", owner="张三", remark="他们的")
    desk.take_in(sent)
    number = desk.number("A1.1")
    left = desk.look(apply.preview_return, desk.returned().id)
    desk.apply(desk.returned().id, {one.identity: Decision(Choice.THEIRS) for one in left.changes})
    rows = {one.field: one for one in reversed(desk.look(list_revisions, number))}
    assert (rows["责任人"].file, rows["责任人"].source) == ("市经信局.xlsx", BatchSource.IMPORT)
    assert rows["备注"].file == "市经信局.xlsx"
    assert (rows["备注"].old, rows["备注"].new) == ("我们的", "他们的")
    assert rows["状态"].file == ""


def test_the_original_bytes_are_kept(desk, sent) -> None:
    sent.edit("A1.1", owner="张三")
    desk.take_in(sent)
    kept = {one["sha256"]: bytes(one["data"]) for one in desk.content(memory=True)["attachment"]}
    assert kept[desk.returned().sha256] == sent.path.read_bytes()


def test_a_received_file_waits_until_it_is_applied(desk, sent) -> None:
    sent.edit("A1.1", owner="张三")
    number = desk.receive(sent)
    assert desk.receive(sent) == number
    one = desk.returned()
    assert (one.state, one.counts["change"], one.received_on, one.file_name) == (
        ReturnState.PENDING, 1, LATER, "市经信局.xlsx",
    )  # fmt: skip
    assert desk.task().owner == ""
    sent.path.unlink()
    desk.apply(number)
    assert desk.task().owner == "张三"


def test_a_plain_change_that_was_put_off_waits(desk, sent) -> None:
    sent.edit("A1.1", owner="张三", remark="他们的")
    number = desk.receive(sent)
    owner, _ = desk.look(apply.preview_return, number).changes
    desk.apply(number, {owner.identity: Decision(Choice.LATER)})
    assert (desk.task().owner, desk.task().remark) == ("", "他们的")
    assert (desk.returned().state, desk.returned().pending) == (ReturnState.PENDING, 1)
    assert [one.identity for one in desk.look(apply.preview_return, number).changes] == [owner.identity]
    desk.apply(number)
    assert (desk.task().owner, desk.returned().state) == ("张三", ReturnState.APPLIED)


def test_a_file_that_was_taken_in_whole_has_nothing_left_whatever_is_edited_later(desk, sent) -> None:
    sent.edit("A1.1", owner="张三", remark="他们的").edit("A2.1a", progress=0.4)
    number = desk.receive(sent)
    applied = desk.apply(number)
    assert desk.returned().state is ReturnState.APPLIED
    assert desk.rows(ReturnDecision) == [], "nobody had to decide anything"
    desk.edit("owner", "李四")
    assert desk.look(apply.preview_return, number).changes == ()
    assert desk.apply(number).batch_id is None
    assert desk.task().owner == "李四"
    desk.act(undo.undo_batch)
    desk.act(undo.undo_batch, applied.batch_id)
    assert desk.returned().state is ReturnState.PENDING
    left = desk.look(apply.preview_return, number).changes
    assert [(one.task, one.field) for one in left] == [("A1.1", "owner"), ("A1.1", "remark"), ("A2.1a", "progress")]


def test_pending_entries_are_taken_up_later(desk, sent) -> None:
    desk.edit("remark", "我们的")
    sent.edit("A1.1", remark="他们的", owner="张三").edit("A2.1a", co_offices=None)
    number = desk.receive(sent)
    desk.apply(number)
    left = desk.look(apply.preview_return, number)
    assert [(one.task, one.field) for one in left.changes] == [("A1.1", "remark"), ("A2.1a", "co_offices")]
    desk.apply(number, {left.changes[0].identity: Decision(Choice.THEIRS)})
    assert (desk.task().remark, desk.returned().pending, desk.returned().state) == ("他们的", 1, ReturnState.PENDING)
    left = desk.look(apply.preview_return, number)
    desk.apply(number, {left.changes[0].identity: Decision(Choice.OURS)})
    assert (desk.returned().pending, desk.returned().state) == (0, ReturnState.APPLIED)
    assert desk.look(apply.preview_return, number).changes == ()


def test_what_was_taken_in_is_not_taken_in_again_with_the_rest(desk, sent) -> None:
    """A person corrects what came clean; taking up the rest of the file leaves that alone."""
    desk.edit("remark", "我们的")
    sent.edit("A1.1", remark="他们的", owner="张三", phone="87181234")
    number = desk.receive(sent)
    desk.apply(number)
    desk.edit("owner", "李四")
    desk.edit("phone", "")
    left = desk.look(apply.preview_return, number)
    assert [one.field for one in left.changes] == ["remark"]
    desk.apply(number, {left.changes[0].identity: Decision(Choice.THEIRS)})
    row = desk.task()
    assert (row.owner, row.phone, row.remark) == ("李四", "", "他们的")


def test_the_same_file_a_second_time_changes_nothing(desk, sent) -> None:
    sent.edit("A1.1", owner="张三", progress=0.35).edit(NAME, indicator_value=190, indicator_on="2025-12-31")
    desk.take_in(sent)
    desk.edit("owner", "李四")
    desk.edit("progress", 60)
    before = desk.content(memory=True)
    assert desk.preview(sent).already_imported
    for choice in (None, Choice.OURS, Choice.THEIRS):
        assert desk.take_in(sent, choice).batch_id is None
    assert desk.content(memory=True) == before


def test_our_value_moved_between_preview_and_apply(desk, sent) -> None:
    desk.edit("remark", "我们的")
    sent.edit("A1.1", remark="他们的", owner="张三")
    number = desk.receive(sent)
    seen = desk.look(apply.preview_return, number)
    desk.edit("remark", "我们的新说法")
    decisions = {one.identity: Decision(Choice.THEIRS) for one in seen.changes if one.needs_decision}
    with pytest.raises(ConflictError, match=r"核对期间 A1\.1 又被改过，没有导入"):
        desk.apply(number, decisions, seen)
    assert (desk.task().remark, desk.task().owner) == ("我们的新说法", "")
    again = desk.look(apply.preview_return, number)
    desk.apply(number, {one.identity: Decision(Choice.THEIRS) for one in again.changes if one.needs_decision}, again)
    assert desk.task().remark == "他们的"


def test_a_clean_change_that_became_a_conflict_is_not_taken_silently(desk, sent) -> None:
    sent.edit("A1.1", owner="张三")
    number = desk.receive(sent)
    seen = desk.look(apply.preview_return, number)
    desk.edit("owner", "李四")
    with pytest.raises(ConflictError):
        desk.apply(number, {}, seen)
    assert desk.task().owner == "李四"


def test_another_task_s_edit_in_between_disturbs_nothing(lite, sent_lite) -> None:
    sent_lite.edit("A1.1", owner="张三")
    number = lite.receive(sent_lite)
    seen = lite.look(apply.preview_return, number)
    lite.edit("owner", "李四", "A2.1a")
    lite.apply(number, {}, seen)
    assert (lite.task().owner, lite.task("A2.1a").owner) == ("张三", "李四")


# --- files that are none ------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"], ids=["empty", "text", "zip"])
def test_a_broken_file_is_a_sentence_and_changes_nothing(lite, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "坏文件.xlsx"
    path.write_bytes(content)
    before = lite.content(memory=True)
    with pytest.raises(WorkbookError):
        lite.look_at_file(path)
    with pytest.raises(WorkbookError):
        lite.act(apply.receive_file, path, LATER)
    assert lite.content(memory=True) == before


def test_a_workbook_of_another_ledger_without_its_snapshot_is_refused(lite, sent_lite) -> None:
    """Another installation has neither this export nor the key that signed its rows."""
    with lite.ledger.session() as session:
        session.get(Setting, "token_key").value = "00" * 16
        session.connection().exec_driver_sql("DELETE FROM workbook_export_row")
        session.connection().exec_driver_sql("DELETE FROM workbook_export")
    book = openpyxl.load_workbook(sent_lite.path)
    del book["_meta"]
    book.save(sent_lite.path)
    with pytest.raises(WorkbookError, match=r"没有|不能比对"):
        lite.preview(sent_lite)


def test_a_return_that_is_gone_is_a_sentence(lite) -> None:
    with pytest.raises(InputError, match="这份反馈已不在台账中"):
        lite.apply(99_999)

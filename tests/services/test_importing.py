"""A returned workbook: the preview says every change, apply takes in what is clean and decided, undo takes it back."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.errors import ConflictError, InputError, WorkbookError
from tracker.model.changeset import ChangeSet, Decision
from tracker.model.enums import BatchSource, Choice, Outcome, ReturnState, Status
from tracker.model.tables import Batch, ProgressEntry, ReturnDecision, Task, WorkbookReturn
from tracker.queries.history import list_revisions
from tracker.queries.indicators import list_indicators
from tracker.services import exporting, importing, indicators, progress, states, tasks, undoing
from tracker.store.history import open_batch

TODAY = date(2026, 3, 2)
LATER = date(2026, 3, 20)
NAME = "国家级专精特新“小巨人”企业数"


@pytest.fixture
def sent(desk, workbook, tmp_path: Path) -> Any:
    """The workbook of 市经信局, with its tasks in hand."""
    return send(desk, workbook, tmp_path)


@pytest.fixture
def sent_lite(lite, workbook, tmp_path: Path) -> Any:
    return send(lite, workbook, tmp_path)


def send(desk, workbook, tmp_path: Path, office: str = "市经信局") -> Any:
    for code in ("A1.1", "A2.1a"):
        desk.act(states.change_status, desk.number(code), Status.IN_PROGRESS, TODAY)
    path = tmp_path / "市经信局.xlsx"
    desk.act(exporting.export_office, office, path, TODAY, LATER)
    return workbook(path)


def edit(desk, field: str, value: Any, code: str = "A1.1") -> None:
    row = desk.task(code)
    desk.act(tasks.edit_task, row.id, row.version, field, value, TODAY)


def preview(desk, book: Any) -> ChangeSet:
    return desk.look(importing.preview_file, book.path)


def receive(desk, book: Any) -> int:
    return desk.act(importing.receive_file, book.path, LATER)[1]


def apply(desk, number: int, decisions: dict | None = None, seen: ChangeSet | None = None) -> Any:
    return desk.act(importing.apply_return, number, decisions or {}, LATER, seen)


def take_in(desk, book: Any, choice: Choice | None = None, value: Any = None) -> Any:
    """Receive and apply; a choice is made for everything that waits for one."""
    number = receive(desk, book)
    left = desk.look(importing.preview_return, number)
    decisions = {} if choice is None else {
        one.identity: Decision(choice, value) for one in left.changes if one.needs_decision
    }  # fmt: skip
    return apply(desk, number, decisions)


def found(changes: ChangeSet) -> list[tuple]:
    return [(one.task, one.field, one.outcome.value, one.snapshot, one.ours, one.theirs) for one in changes.changes]


def returned(desk) -> WorkbookReturn:
    (one,) = desk.rows(WorkbookReturn)
    return one


# --- preview ------------------------------------------------------------------------------------------------


def test_an_untouched_workbook_brings_nothing(desk, sent) -> None:
    seen = preview(desk, sent)
    assert (seen.changes, seen.problems) == ((), ())
    assert seen.rows_read > 20
    assert take_in(desk, sent).batch_id is None
    assert returned(desk).state is ReturnState.APPLIED


def test_an_office_with_a_comma_in_its_name_comes_back_unchanged(lite, workbook, tmp_path: Path) -> None:
    """各区（县、市） stands among the co-offices of many tasks."""
    helped = [row for row in (lite.task(one.code) for one in lite.rows(Task)) if "各区（县、市）" in row.co_offices]
    assert helped
    book = send(lite, workbook, tmp_path, helped[0].lead_office)
    assert preview(lite, book).problems == ()
    assert preview(lite, book).changes == ()


def test_every_office_s_untouched_workbook_brings_nothing(lite, tmp_path: Path) -> None:
    _, paths = lite.act(exporting.export_all, tmp_path, TODAY)
    for path in paths:
        seen = lite.look(importing.preview_file, path)
        assert (seen.changes, seen.problems) == ((), ()), path.name


def test_three_edited_cells_are_exactly_three_changes(desk, sent) -> None:
    sent.edit("A1.1", progress=0.35).edit("A2.1a", owner="李四").edit(NAME, indicator_value=190)
    seen = preview(desk, sent)
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
    preview(desk, sent)
    assert desk.content(memory=True) == before


def test_each_outcome_has_its_place(desk, sent) -> None:
    edit(desk, "owner", "王五", "A2.1a")
    edit(desk, "remark", "已定", "A1.1")
    edit(desk, "next_steps", "我们的", "A1.1")
    sent.edit("A1.1", remark="已定", next_steps="他们的", problems="缺资金", co_offices=None)
    sent.remove("A2.1b").append(title="新增的一项", owner="赵六", progress_note="刚开始")
    outcomes = {(one.task, one.field): one.outcome for one in preview(desk, sent).changes}
    assert outcomes == {
        ("A1.1", "remark"): Outcome.SAME,
        ("A1.1", "next_steps"): Outcome.CONFLICT,
        ("A1.1", "problems"): Outcome.CHANGE,
        ("A1.1", "co_offices"): Outcome.CLEARED,
        ("A2.1b", ""): Outcome.MISSING_ROW,
        ("", ""): Outcome.UNKNOWN_ROW,
    }
    assert preview(desk, sent).counts == {
        "change": 1, "conflict": 1, "cleared": 1, "same": 1, "unknown_row": 1, "missing_row": 1, "problems": 0,
    }  # fmt: skip


def test_what_only_we_changed_is_no_change_of_theirs(desk, sent) -> None:
    edit(desk, "owner", "王五")
    assert preview(desk, sent).changes == ()


def test_columns_for_reading_are_told_and_never_taken(desk, sent) -> None:
    sent.edit("A1.1", title="换个题目", lead_office="市财政局")
    seen = preview(desk, sent)
    assert seen.changes == ()
    assert len(seen.problems) == 2
    take_in(desk, sent)
    assert desk.task().title == "引进技术改良创新缩小差距"


@pytest.mark.parametrize(
    ("word", "sentence"),
    [("已销号", "不能直接改为“已销号”"), ("已取消", "请由交办方在台账中取消"), ("待交办", "不能直接改为")],
)
def test_a_move_that_is_not_an_office_s_waits_with_the_reason(lite, sent_lite, word: str, sentence: str) -> None:
    sent_lite.edit("A1.1", status=word)
    (change,) = preview(lite, sent_lite).changes
    assert change.needs_decision
    assert sentence in change.note


def test_a_move_without_its_reason_waits_and_with_it_goes(lite, sent_lite) -> None:
    sent_lite.edit("A1.1", status="暂缓")
    (change,) = preview(lite, sent_lite).changes
    assert (change.needs_decision, "还缺理由" in change.note) == (True, True)
    sent_lite.edit("A1.1", problems="等上级文件")
    assert not any(one.needs_decision for one in preview(lite, sent_lite).changes)
    take_in(lite, sent_lite)
    assert lite.task().status is Status.PAUSED


# --- receive and apply --------------------------------------------------------------------------------------


def test_apply_is_one_act_with_one_entry_per_task(desk, sent) -> None:
    sent.edit("A1.1", progress=0.35, progress_note="已起草", owner="张三", due_text="12月底前", status="待销号")
    sent.edit("A2.1a", phone="0574-87181234", co_offices="市财政局、市教育局")
    batches = len(desk.rows(Batch))
    changes = take_in(desk, sent)
    assert len(desk.rows(Batch)) == batches + 1
    assert changes.label == "市经信局反馈导入"
    assert changes.tasks == {desk.number("A1.1"), desk.number("A2.1a")}
    assert changes.returns == {returned(desk).id}
    row, other = desk.task(), desk.task("A2.1a")
    assert (row.owner, row.progress_note, row.due_text, row.due_on) == (
        "张三",
        "已起草",
        "12月底前",
        date(2026, 12, 31),
    )
    assert (row.status, row.progress) == (Status.CLOSING, 100)
    assert (other.phone, other.co_offices) == ("0574-87181234", ("市教育局", "市财政局"))
    (entry,) = desk.rows(ProgressEntry)
    assert (entry.entered_on, entry.note, entry.source) == (LATER, "已起草", BatchSource.IMPORT)


def test_history_names_the_file_of_every_import(desk, sent) -> None:
    edit(desk, "remark", "我们的")
    sent.edit("A1.1", owner="张三", remark="他们的")
    take_in(desk, sent)
    number = desk.number("A1.1")
    left = desk.look(importing.preview_return, returned(desk).id)
    apply(desk, returned(desk).id, {one.identity: Decision(Choice.THEIRS) for one in left.changes})
    rows = {one.field: one for one in reversed(desk.look(list_revisions, number))}
    assert (rows["责任人"].file, rows["责任人"].source) == ("市经信局.xlsx", BatchSource.IMPORT)
    assert rows["备注"].file == "市经信局.xlsx"
    assert (rows["备注"].old, rows["备注"].new) == ("我们的", "他们的")
    assert rows["状态"].file == ""


def test_the_original_bytes_are_kept(desk, sent) -> None:
    sent.edit("A1.1", owner="张三")
    take_in(desk, sent)
    kept = {one["sha256"]: bytes(one["data"]) for one in desk.content(memory=True)["attachment"]}
    assert kept[returned(desk).sha256] == sent.path.read_bytes()


def test_a_received_file_waits_until_it_is_applied(desk, sent) -> None:
    sent.edit("A1.1", owner="张三")
    number = receive(desk, sent)
    assert receive(desk, sent) == number
    one = returned(desk)
    assert (one.state, one.counts["change"], one.received_on, one.file_name) == (
        ReturnState.PENDING, 1, LATER, "市经信局.xlsx",
    )  # fmt: skip
    assert desk.task().owner == ""
    sent.path.unlink()
    apply(desk, number)
    assert desk.task().owner == "张三"


@pytest.mark.parametrize(
    ("choice", "value", "after"),
    [
        (Choice.OURS, None, "我们的"),
        (Choice.THEIRS, None, "他们的"),
        (Choice.MERGED, "合起来的", "合起来的"),
        (Choice.LATER, None, "我们的"),
        (None, None, "我们的"),
    ],
)
def test_a_conflict_is_what_a_person_decides(desk, sent, choice: Choice | None, value: Any, after: str) -> None:
    edit(desk, "remark", "我们的")
    sent.edit("A1.1", remark="他们的", owner="张三")
    take_in(desk, sent, choice, value)
    row = desk.task()
    assert (row.remark, row.owner) == (after, "张三")
    waits = choice in (Choice.LATER, None)
    assert returned(desk).state is (ReturnState.PENDING if waits else ReturnState.APPLIED)
    assert returned(desk).pending == waits
    if choice is Choice.MERGED:
        assert [one.value for one in desk.rows(ReturnDecision) if one.field == "remark"] == ["合起来的"]


def test_a_merged_list_of_offices_is_taken(desk, sent) -> None:
    edit(desk, "co_offices", ("市教育局",))
    sent.edit("A1.1", co_offices="市财政局")
    take_in(desk, sent, Choice.MERGED, ("市财政局", "市教育局"))
    assert desk.task().co_offices == ("市教育局", "市财政局")


@pytest.mark.parametrize(
    ("choice", "after"),
    [(Choice.OURS, ("市科技局", "市商务局")), (Choice.THEIRS, ()), (None, ("市科技局", "市商务局"))],
)
def test_an_emptied_cell_empties_only_when_a_person_says_so(
    lite, sent_lite, choice: Choice | None, after: tuple
) -> None:
    sent_lite.edit("A1.1", co_offices=None)
    take_in(lite, sent_lite, choice)
    assert lite.task().co_offices == after


def test_a_missing_row_deletes_nothing_whatever_is_decided(lite, sent_lite) -> None:
    before = lite.content()
    sent_lite.remove("A2.1a")
    number = receive(lite, sent_lite)
    (gone,) = lite.look(importing.preview_return, number).changes
    assert apply(lite, number, {gone.identity: Decision(Choice.THEIRS)}).batch_id is None
    assert lite.content()["task"] == before["task"]
    assert returned(lite).state is ReturnState.APPLIED


def test_an_unknown_row_becomes_a_task_when_a_person_says_so(desk, sent) -> None:
    sent.append(title="新增的一项", content="内容", owner="赵六", progress=0.2, due_text="6月底", status="推进中")
    take_in(desk, sent)
    assert returned(desk).pending == 1
    left = desk.look(importing.preview_return, returned(desk).id)
    changes = apply(desk, returned(desk).id, {one.identity: Decision(Choice.THEIRS) for one in left.changes})
    row = desk.task("新1")
    assert changes.tasks == {row.id}
    assert (row.title, row.content, row.owner, row.progress) == ("新增的一项", "内容", "赵六", 20)
    assert (row.lead_office, row.offices_confirmed, row.recommendation) == ("市经信局", True, "")
    assert (row.status, row.due_on) == (Status.UNASSIGNED, date(2026, 6, 30))
    assert desk.rows(Task)[-1].position > max(one.position for one in desk.rows(Task)[:-1])
    assert desk.look(importing.preview_return, returned(desk).id).changes == ()


def test_pending_entries_are_taken_up_later(desk, sent) -> None:
    edit(desk, "remark", "我们的")
    sent.edit("A1.1", remark="他们的", owner="张三").edit("A2.1a", co_offices=None)
    number = receive(desk, sent)
    apply(desk, number)
    left = desk.look(importing.preview_return, number)
    assert [(one.task, one.field) for one in left.changes] == [("A1.1", "remark"), ("A2.1a", "co_offices")]
    apply(desk, number, {left.changes[0].identity: Decision(Choice.THEIRS)})
    assert (desk.task().remark, returned(desk).pending, returned(desk).state) == ("他们的", 1, ReturnState.PENDING)
    left = desk.look(importing.preview_return, number)
    apply(desk, number, {left.changes[0].identity: Decision(Choice.OURS)})
    assert (returned(desk).pending, returned(desk).state) == (0, ReturnState.APPLIED)
    assert desk.look(importing.preview_return, number).changes == ()


def test_what_was_taken_in_is_not_taken_in_again_with_the_rest(desk, sent) -> None:
    """A person corrects what came clean; taking up the rest of the file leaves that alone."""
    edit(desk, "remark", "我们的")
    sent.edit("A1.1", remark="他们的", owner="张三", phone="87181234")
    number = receive(desk, sent)
    apply(desk, number)
    edit(desk, "owner", "李四")
    edit(desk, "phone", "")
    left = desk.look(importing.preview_return, number)
    assert [one.field for one in left.changes] == ["remark"]
    apply(desk, number, {left.changes[0].identity: Decision(Choice.THEIRS)})
    row = desk.task()
    assert (row.owner, row.phone, row.remark) == ("李四", "", "他们的")


def test_the_same_file_a_second_time_changes_nothing(desk, sent) -> None:
    sent.edit("A1.1", owner="张三", progress=0.35).edit(NAME, indicator_value=190, indicator_on="2025-12-31")
    take_in(desk, sent)
    edit(desk, "owner", "李四")
    edit(desk, "progress", 0)
    before = desk.content(memory=True)
    assert preview(desk, sent).already_imported
    for choice in (None, Choice.OURS, Choice.THEIRS):
        assert take_in(desk, sent, choice).batch_id is None
    assert desk.content(memory=True) == before


def test_our_value_moved_between_preview_and_apply(desk, sent) -> None:
    edit(desk, "remark", "我们的")
    sent.edit("A1.1", remark="他们的", owner="张三")
    number = receive(desk, sent)
    seen = desk.look(importing.preview_return, number)
    edit(desk, "remark", "我们的新说法")
    decisions = {one.identity: Decision(Choice.THEIRS) for one in seen.changes if one.needs_decision}
    with pytest.raises(ConflictError, match=r"核对期间 A1\.1 又被改过，没有导入"):
        apply(desk, number, decisions, seen)
    assert (desk.task().remark, desk.task().owner) == ("我们的新说法", "")
    again = desk.look(importing.preview_return, number)
    apply(desk, number, {one.identity: Decision(Choice.THEIRS) for one in again.changes if one.needs_decision}, again)
    assert desk.task().remark == "他们的"


def test_a_clean_change_that_became_a_conflict_is_not_taken_silently(desk, sent) -> None:
    sent.edit("A1.1", owner="张三")
    number = receive(desk, sent)
    seen = desk.look(importing.preview_return, number)
    edit(desk, "owner", "李四")
    with pytest.raises(ConflictError):
        apply(desk, number, {}, seen)
    assert desk.task().owner == "李四"


def test_another_task_s_edit_in_between_disturbs_nothing(lite, sent_lite) -> None:
    sent_lite.edit("A1.1", owner="张三")
    number = receive(lite, sent_lite)
    seen = lite.look(importing.preview_return, number)
    edit(lite, "owner", "李四", "A2.1a")
    apply(lite, number, {}, seen)
    assert (lite.task().owner, lite.task("A2.1a").owner) == ("张三", "李四")


def test_a_forbidden_move_stays_pending_and_the_rest_goes(desk, sent) -> None:
    sent.edit("A1.1", status="已销号", owner="张三", progress=1)
    take_in(desk, sent)
    row = desk.task()
    assert (row.status, row.owner, row.progress) == (Status.IN_PROGRESS, "张三", 100)
    assert (returned(desk).pending, returned(desk).state) == (1, ReturnState.PENDING)
    take_in(desk, sent, Choice.THEIRS)  # even a person cannot close without a statement and proof
    assert (desk.task().status, returned(desk).pending) == (Status.IN_PROGRESS, 1)
    take_in(desk, sent, Choice.OURS)
    assert returned(desk).state is ReturnState.APPLIED


def test_a_person_may_allow_what_an_office_may_not(desk, sent) -> None:
    sent.edit("A1.1", status="已取消", remark="与A2.1a合并")
    take_in(desk, sent, Choice.THEIRS)
    assert desk.task().status is Status.CANCELLED


def test_nothing_refused_leaves_no_empty_act(lite, sent_lite) -> None:
    sent_lite.edit("A1.1", status="已销号")
    batches = len(lite.rows(Batch))
    take_in(lite, sent_lite)
    assert take_in(lite, sent_lite, Choice.THEIRS).batch_id is None
    assert len(lite.rows(Batch)) == batches
    assert returned(lite).pending == 1


# --- indicators ---------------------------------------------------------------------------------------------


def observed(desk) -> list[tuple]:
    (row,) = desk.look(list_indicators, TODAY, ["I07"])
    return [(one.value, one.on, one.note, one.source) for one in row.observations if one.source != "来源文章"]


def observe(desk, value: float, on: date, note: str = "") -> None:
    (row,) = desk.look(list_indicators, TODAY, ["I07"])
    desk.act(indicators.add_observation, row.id, on, value, note)


YEAR_END = date(2025, 12, 31)


def test_a_value_becomes_an_observation_and_undo_removes_it(desk, sent) -> None:
    before = desk.content()
    sent.edit(NAME, indicator_value=190, indicator_on="2025-12-31", indicator_note="快报数")
    changes = take_in(desk, sent)
    assert observed(desk) == [(190.0, YEAR_END, "快报数", "市经信局反馈")]
    assert len(changes.indicators) == 1
    desk.act(undoing.undo_batch)
    assert desk.content() == before


def test_a_value_without_a_day_is_of_the_day_it_came(lite, sent_lite) -> None:
    sent_lite.edit(NAME, indicator_value=190)
    take_in(lite, sent_lite)
    assert observed(lite) == [(190.0, LATER, "", "市经信局反馈")]


def test_a_note_without_a_value_stays_pending(lite, sent_lite) -> None:
    sent_lite.edit(NAME, indicator_note="下月公布").edit("A1.1", owner="张三")
    take_in(lite, sent_lite)
    assert observed(lite) == []
    assert (lite.task().owner, returned(lite).pending) == ("张三", 1)


def test_one_value_at_one_date(desk, sent) -> None:
    observe(desk, 190, YEAR_END)
    sent.edit(NAME, indicator_value=190, indicator_on="2025-12-31", indicator_note="核实")
    take_in(desk, sent)
    assert observed(desk) == [(190.0, YEAR_END, "核实", "市经信局反馈")]


@pytest.mark.parametrize(
    ("choice", "after", "pending"),
    [
        (None, [(188.0, YEAR_END, "", "手工录入")], 2),
        (Choice.OURS, [(188.0, YEAR_END, "快报", "市经信局反馈")], 0),
        (Choice.THEIRS, [(190.0, YEAR_END, "快报", "市经信局反馈")], 0),
    ],
    ids=["undecided", "ours", "theirs"],
)
def test_a_contested_value_is_never_taken_with_its_note(desk, sent, choice, after: list, pending: int) -> None:
    """The note is clean, the value is not: nobody decided yet, so our value must stand."""
    observe(desk, 188, YEAR_END)
    sent.edit(NAME, indicator_value=190, indicator_on="2025-12-31", indicator_note="快报")
    seen = {one.field: one.outcome for one in preview(desk, sent).changes}
    assert seen == {
        "indicator_value": Outcome.CONFLICT, "indicator_on": Outcome.SAME, "indicator_note": Outcome.CHANGE,
    }  # fmt: skip
    take_in(desk, sent, choice)
    assert observed(desk) == after
    assert returned(desk).pending == pending


def test_a_contested_value_can_be_taken_up_later(desk, sent) -> None:
    observe(desk, 188, YEAR_END)
    sent.edit(NAME, indicator_value=190, indicator_on="2025-12-31", indicator_note="快报")
    take_in(desk, sent)
    take_in(desk, sent, Choice.THEIRS)
    assert observed(desk) == [(190.0, YEAR_END, "快报", "市经信局反馈")]
    assert returned(desk).state is ReturnState.APPLIED


# --- undo ---------------------------------------------------------------------------------------------------


def test_an_undone_import_can_be_imported_again(desk, sent) -> None:
    edit(desk, "remark", "我们的")
    sent.edit("A1.1", owner="张三", remark="他们的", progress=0.4)
    sent.edit(NAME, indicator_value=190, indicator_on="2025-12-31").append(title="新增的一项")
    before = desk.content()
    take_in(desk, sent, Choice.THEIRS)
    after = desk.content()
    undone = desk.act(undoing.undo_batch)
    assert desk.content() == before
    assert (returned(desk).state, returned(desk).batch_id) == (ReturnState.PENDING, None)
    assert not preview(desk, sent).already_imported
    assert len(preview(desk, sent).changes) == 6
    desk.act(undoing.undo_batch, undone.batch_id)
    assert desk.content() == after
    desk.act(undoing.undo_batch)
    take_in(desk, sent, Choice.THEIRS)
    assert (desk.task().owner, desk.task().remark, desk.task("新1").title) == ("张三", "他们的", "新增的一项")


def test_an_import_that_was_worked_on_is_not_undone(desk, sent) -> None:
    sent.edit("A1.1", progress=0.4)
    done = take_in(desk, sent)
    desk.act(progress.record_progress, desk.number("A1.1"), LATER, 60, "又有进展")
    with pytest.raises(Exception, match=r"“市经信局反馈导入”不能撤销：.*A1\.1 新增进展"):
        desk.act(undoing.undo_batch, done.batch_id)


# --- files that are none ------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"], ids=["empty", "text", "zip"])
def test_a_broken_file_is_a_sentence_and_changes_nothing(lite, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "坏文件.xlsx"
    path.write_bytes(content)
    before = lite.content(memory=True)
    for act in (importing.preview_file, lambda session, path: importing.receive_file(session, path, LATER)):
        with pytest.raises(WorkbookError):
            lite.act(act, path)
    assert lite.content(memory=True) == before


def test_a_workbook_of_another_ledger_is_refused(lite, sent_lite) -> None:
    with lite.ledger.session() as session:
        open_batch(session, "准备")
        session.connection().exec_driver_sql("DELETE FROM workbook_export_row")
        session.connection().exec_driver_sql("DELETE FROM workbook_export")
    with pytest.raises(WorkbookError, match="没有这个批次"):
        preview(lite, sent_lite)


def test_a_return_that_is_gone_is_a_sentence(lite) -> None:
    with pytest.raises(InputError, match="这份反馈已不在台账中"):
        apply(lite, 99_999)

"""What is accepted of a returned workbook is written as one act that undo takes back whole."""

from datetime import date
from typing import Any

import pytest

from tracker.errors import RuleError
from tracker.model.changeset import Decision
from tracker.model.enums import Choice, Outcome, ReturnState, Status
from tracker.model.tables import Batch, Indicator, Observation, ReturnDecision, Task
from tracker.queries.indicators import list_indicators
from tracker.services import indicators, progress, undo
from tracker.services.returns import apply

TODAY = date(2026, 3, 2)
LATER = date(2026, 3, 20)
NAME = "国家级专精特新“小巨人”企业数"


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
    desk.edit("remark", "我们的")
    sent.edit("A1.1", remark="他们的", owner="张三")
    desk.take_in(sent, choice, value)
    row = desk.task()
    assert (row.remark, row.owner) == (after, "张三")
    waits = choice in (Choice.LATER, None)
    assert desk.returned().state is (ReturnState.PENDING if waits else ReturnState.APPLIED)
    assert desk.returned().pending == waits
    if choice is Choice.MERGED:
        assert [one.value for one in desk.rows(ReturnDecision) if one.field == "remark"] == ["合起来的"]


def test_a_merged_list_of_offices_is_taken(desk, sent) -> None:
    desk.edit("co_offices", ("市教育局",))
    sent.edit("A1.1", co_offices="市财政局")
    desk.take_in(sent, Choice.MERGED, ("市财政局", "市教育局"))
    assert desk.task().co_offices == ("市教育局", "市财政局")


@pytest.mark.parametrize(
    ("choice", "after"),
    [(Choice.OURS, ("市科技局", "市商务局")), (Choice.THEIRS, ()), (None, ("市科技局", "市商务局"))],
)
def test_an_emptied_cell_empties_only_when_a_person_says_so(
    lite, sent_lite, choice: Choice | None, after: tuple
) -> None:
    sent_lite.edit("A1.1", co_offices=None)
    lite.take_in(sent_lite, choice)
    assert lite.task().co_offices == after


def test_a_missing_row_deletes_nothing_whatever_is_decided(lite, sent_lite) -> None:
    before = lite.content()
    sent_lite.remove("A2.1a")
    number = lite.receive(sent_lite)
    (gone,) = lite.look(apply.preview_return, number).changes
    assert lite.apply(number, {gone.identity: Decision(Choice.THEIRS)}).batch_id is None
    assert lite.content()["task"] == before["task"]
    assert lite.returned().state is ReturnState.APPLIED


def test_an_unknown_row_becomes_a_task_when_a_person_says_so(desk, sent) -> None:
    sent.append(title="新增的一项", content="内容", owner="赵六", progress=0.2, due_text="6月底", status="推进中")
    desk.take_in(sent)
    assert desk.returned().pending == 1
    left = desk.look(apply.preview_return, desk.returned().id)
    changes = desk.apply(desk.returned().id, {one.identity: Decision(Choice.THEIRS) for one in left.changes})
    row = desk.task("新1")
    assert changes.tasks == {row.id}
    assert (row.title, row.content, row.owner, row.progress) == ("新增的一项", "内容", "赵六", 20)
    assert (row.lead_office, row.offices_confirmed, row.recommendation) == ("市经信局", True, "")
    assert (row.status, row.due_on) == (Status.UNASSIGNED, date(2026, 6, 30))
    assert desk.rows(Task)[-1].position > max(one.position for one in desk.rows(Task)[:-1])
    assert desk.look(apply.preview_return, desk.returned().id).changes == ()


def test_an_unknown_indicator_becomes_an_indicator_and_no_task(desk, sent) -> None:
    def add(book) -> None:
        sheet = book["指标填报"]
        heads = {str(cell.value).strip(): cell.column for cell in sheet[4]}
        row = sheet.max_row + 1
        for header, value in {
            "指标": "新设的指标",
            "单位": "户",
            "上期值": 80,
            "本期值": 95,
            "统计日期": "2026-02-28",
        }.items():
            sheet.cell(row, heads[header], value)

    tasks, before = len(desk.rows(Task)), desk.content()
    changes = desk.take_in(sent._change(add), Choice.THEIRS)
    made = desk.rows(Indicator)[-1]
    assert (made.code, made.name, made.unit, made.note) == ("新指标1", "新设的指标", "户", "来文上期值：80")
    assert [(one.value, one.observed_on) for one in desk.rows(Observation, Observation.indicator_id == made.id)] == [
        (95, date(2026, 2, 28))
    ]
    assert (changes.tasks, changes.indicators, len(desk.rows(Task))) == (frozenset(), {made.id}, tasks)
    desk.act(undo.undo_batch, changes.batch_id)
    assert desk.content() == before


def test_a_forbidden_move_stays_pending_and_the_rest_goes(desk, sent) -> None:
    sent.edit("A1.1", status="已销号", owner="张三", progress=1)
    desk.take_in(sent)
    row = desk.task()
    assert (row.status, row.owner, row.progress) == (Status.IN_PROGRESS, "张三", 0)  # the percent waits with the move
    assert (desk.returned().pending, desk.returned().state) == (2, ReturnState.PENDING)
    desk.take_in(sent, Choice.THEIRS)  # even a person cannot close without a statement and proof
    assert (desk.task().status, desk.returned().pending) == (Status.IN_PROGRESS, 1)
    desk.take_in(sent, Choice.OURS)
    assert desk.returned().state is ReturnState.APPLIED


def test_nobody_takes_a_decision_out_of_a_workbook(desk, sent) -> None:
    """Cancelling needs who decided; the workbook can only ask for it, staff cancel in the ledger."""
    sent.edit("A1.1", status="已取消", remark="与A2.1a合并")
    desk.take_in(sent, Choice.THEIRS)
    assert (desk.task().status, desk.returned().pending) == (Status.IN_PROGRESS, 1)


def test_nothing_refused_leaves_no_empty_act(lite, sent_lite) -> None:
    sent_lite.edit("A1.1", status="已销号")
    batches = len(lite.rows(Batch))
    lite.take_in(sent_lite)
    assert lite.take_in(sent_lite, Choice.THEIRS).batch_id is None
    assert len(lite.rows(Batch)) == batches
    assert lite.returned().pending == 1


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
    changes = desk.take_in(sent)
    assert observed(desk) == [(190.0, YEAR_END, "快报数", "市经信局反馈")]
    assert len(changes.indicators) == 1
    desk.act(undo.undo_batch)
    assert desk.content() == before


def test_a_value_without_a_day_is_of_the_day_it_came(lite, sent_lite) -> None:
    sent_lite.edit(NAME, indicator_value=190)
    lite.take_in(sent_lite)
    assert observed(lite) == [(190.0, LATER, "", "市经信局反馈")]


def test_a_note_without_a_value_is_told_and_nothing_of_it_waits(lite, sent_lite) -> None:
    sent_lite.edit(NAME, indicator_note="下月公布").edit("A1.1", owner="张三")
    assert [problem.message for problem in lite.preview(sent_lite).problems] == ["说明：没有填本期值，说明不单独导入"]
    lite.take_in(sent_lite)
    assert observed(lite) == []
    assert (lite.task().owner, lite.returned().pending) == ("张三", 0)


def test_one_value_at_one_date(desk, sent) -> None:
    observe(desk, 190, YEAR_END)
    sent.edit(NAME, indicator_value=190, indicator_on="2025-12-31", indicator_note="核实")
    desk.take_in(sent)
    assert observed(desk) == [(190.0, YEAR_END, "核实", "市经信局反馈")]


@pytest.mark.parametrize(
    ("choice", "after", "pending"),
    [
        (None, [(188.0, YEAR_END, "", "手工录入")], 2),
        (Choice.OURS, [(188.0, YEAR_END, "", "手工录入")], 0),
        (Choice.THEIRS, [(190.0, YEAR_END, "快报", "市经信局反馈")], 0),
    ],
    ids=["undecided", "ours", "theirs"],
)
def test_a_contested_value_is_never_taken_with_its_note(desk, sent, choice, after: list, pending: int) -> None:
    """The note waits with the value: nobody decided yet, so our value must stand, and what is kept ours is all ours."""
    observe(desk, 188, YEAR_END)
    sent.edit(NAME, indicator_value=190, indicator_on="2025-12-31", indicator_note="快报")
    seen = {one.field: one.outcome for one in desk.preview(sent).changes}
    assert seen == {
        "indicator_value": Outcome.CONFLICT, "indicator_on": Outcome.SAME, "indicator_note": Outcome.CHANGE,
    }  # fmt: skip
    desk.take_in(sent, choice)
    assert observed(desk) == after
    assert desk.returned().pending == pending


def test_a_note_beside_a_value_that_is_kept_ours_belongs_to_ours(desk, sent) -> None:
    """Decided about the value alone: its date and note follow."""
    observe(desk, 188, YEAR_END)
    sent.edit(NAME, indicator_value=190, indicator_on="2025-12-31", indicator_note="快报")
    (value,) = (one for one in desk.preview(sent).changes if one.field == "indicator_value")
    desk.apply(desk.receive(sent), {value.identity: Decision(Choice.OURS)})
    assert observed(desk) == [(188.0, YEAR_END, "快报", "市经信局反馈")]
    assert desk.returned().pending == 0


@pytest.mark.parametrize(
    ("choice", "after"), [(Choice.OURS, []), (Choice.THEIRS, [(12.5, YEAR_END, "快报", "市经信局反馈")])]
)
def test_a_doubtful_value_takes_its_date_and_note_along(desk, sent, choice, after: list) -> None:
    sent.edit(NAME, indicator_value="12,5", indicator_on="2025-12-31", indicator_note="快报")
    changes = desk.preview(sent).changes
    assert [(one.field, one.needs_decision) for one in changes] == [
        ("indicator_value", True), ("indicator_on", True), ("indicator_note", True)
    ]  # fmt: skip
    desk.apply(desk.receive(sent), {changes[0].identity: Decision(choice)})
    assert (observed(desk), desk.returned().pending) == (after, 0)


def test_a_contested_value_can_be_taken_up_later(desk, sent) -> None:
    observe(desk, 188, YEAR_END)
    sent.edit(NAME, indicator_value=190, indicator_on="2025-12-31", indicator_note="快报")
    desk.take_in(sent)
    desk.take_in(sent, Choice.THEIRS)
    assert observed(desk) == [(190.0, YEAR_END, "快报", "市经信局反馈")]
    assert desk.returned().state is ReturnState.APPLIED


@pytest.mark.parametrize(
    ("choice", "typed", "after", "pending"),
    [
        (None, None, [(188.0, YEAR_END, "", "手工录入")], 2),
        (Choice.THEIRS, None, [(188.0, YEAR_END, "", "手工录入")], 2),
        (Choice.OURS, None, [(188.0, YEAR_END, "", "手工录入")], 0),
        (Choice.THEIRS, 190.0, [(188.0, YEAR_END, "", "手工录入"), (190.0, LATER, "快报", "市经信局反馈")], 0),
    ],
    ids=["undecided", "theirs", "ours", "typed"],
)
def test_a_value_that_cannot_be_read_is_typed_with_its_date_and_note(
    desk, sent, choice, typed: float | None, after: list, pending: int
) -> None:
    """Without a value neither our old one gets their date, nor their note."""
    observe(desk, 188, YEAR_END)
    before = desk.content()
    sent.edit(NAME, indicator_value="见附件", indicator_on=LATER.isoformat(), indicator_note="快报")
    desk.take_in(sent, choice, typed)
    assert observed(desk) == after
    assert desk.returned().pending == pending
    if typed is not None:
        assert {(one.field, one.value) for one in desk.rows(ReturnDecision)} == {
            ("indicator_on", 190.0), ("indicator_note", 190.0),
        }  # fmt: skip
        assert {one.outcome for one in desk.preview(sent).changes} <= {Outcome.SAME}
        desk.act(undo.undo_batch)
        assert desk.content() == before


# --- undo ---------------------------------------------------------------------------------------------------


def test_an_undone_import_can_be_imported_again(desk, sent) -> None:
    desk.edit("remark", "我们的")
    sent.edit("A1.1", owner="张三", remark="他们的", progress=0.4)
    sent.edit(NAME, indicator_value=190, indicator_on="2025-12-31").append(title="新增的一项")
    before = desk.content()
    desk.take_in(sent, Choice.THEIRS)
    after = desk.content()
    undone = desk.act(undo.undo_batch)
    assert desk.content() == before
    assert (desk.returned().state, desk.returned().batch_id) == (ReturnState.PENDING, None)
    assert not desk.preview(sent).already_imported
    assert len(desk.preview(sent).changes) == 6
    desk.act(undo.undo_batch, undone.batch_id)
    assert desk.content() == after
    desk.act(undo.undo_batch)
    desk.take_in(sent, Choice.THEIRS)
    assert (desk.task().owner, desk.task().remark, desk.task("新1").title) == ("张三", "他们的", "新增的一项")


def test_an_import_that_was_worked_on_is_not_undone(desk, sent) -> None:
    sent.edit("A1.1", progress=0.4)
    done = desk.take_in(sent)
    desk.act(progress.record_progress, desk.number("A1.1"), LATER, 60, "又有进展")
    with pytest.raises(RuleError, match=r"“市经信局反馈导入”不能撤销：.*A1\.1 新增进展"):
        desk.act(undo.undo_batch, done.batch_id)

"""Duplicates merged into one task, and related tasks."""

from datetime import date

import pytest

from tracker.errors import InputError, RuleError, UndecidedError
from tracker.model.changeset import Decision
from tracker.model.enums import Choice, DeadlineChange, DueKind, LightColour, Status, TaskLinkKind
from tracker.model.tables import Extension, StatusMove, Task, TaskLink
from tracker.queries.overview import read_overview
from tracker.services import milestones, progress, task_links, undo
from tracker.services import status as states
from tracker.services.deadlines import UNDECIDED
from tracker.services.deadlines import Decision as DeadlineDecision
from tracker.services.integrity import find_faults
from tracker.services.returns import apply
from tracker.store.history import open_batch

KEPT, DUPLICATE, THIRD = "A1.1", "B1.1", "A1.2a"


DECIDED = DeadlineDecision("是同一件事", "王副市长")


def merge(desk, kept: str = KEPT, *merged: str, decision: DeadlineDecision = UNDECIDED):
    ids = [desk.number(code) for code in merged]
    return desk.act(task_links.merge_tasks, desk.number(kept), ids, desk.today, decision)


def relate(desk, *codes: str):
    return desk.act(task_links.relate_tasks, [desk.number(code) for code in codes])


def links(desk) -> list[tuple[str, str, str]]:
    codes = {row.id: row.code for row in desk.rows(Task)}
    return [(codes[row.from_id], codes[row.to_id], row.kind.value) for row in desk.rows(TaskLink)]


def furnish(desk, code: str) -> None:
    """Give a task something of everything that must not be lost."""
    number = desk.number(code)
    desk.act(states.change_status, number, Status.IN_PROGRESS, desk.today, confirmed=True)
    desk.act(progress.record_progress, number, desk.today, 40, "已开工")
    desk.act(milestones.add_milestone, number, "印发方案", None, today=desk.today)
    desk.act(progress.add_evidence, number, "批文", "甬政发〔2026〕1号文件第三条明确分工")


def test_nothing_of_a_duplicate_is_lost_and_nothing_counts_twice(desk) -> None:
    furnish(desk, DUPLICATE)
    before, counted = desk.detail(DUPLICATE), desk.look(read_overview, desk.today).tasks
    own = desk.detail(KEPT)
    changes = merge(desk, KEPT, DUPLICATE, decision=DECIDED)
    merged, kept = desk.detail(DUPLICATE), desk.detail(KEPT)
    assert changes.tasks == {merged.task.id, kept.task.id}
    assert (merged.task.status, merged.task.merged_into) == (Status.CANCELLED, KEPT)
    assert (merged.task.light.colour, merged.task.light.reason) == (LightColour.GREY, "已并入")
    assert f"并入 {KEPT}" in merged.task.remark
    assert (merged.progress, merged.milestones, merged.evidence) == (
        before.progress, before.milestones, before.evidence,
    )  # fmt: skip
    assert [(one.code, one.note) for one in kept.progress] == [(DUPLICATE, "已开工")]
    assert [(one.code, one.name) for one in kept.evidence] == [(DUPLICATE, "批文")]
    assert set(kept.task.indicators) == {*own.task.indicators, *before.task.indicators}
    assert set(kept.task.themes) == {*own.task.themes, *before.task.themes}
    assert {before.task.lead_office, *before.task.co_offices} <= {kept.task.lead_office, *kept.task.co_offices}
    assert [(one.code, one.kind, one.kept, one.recommendation) for one in kept.links] == [
        (DUPLICATE, TaskLinkKind.DUPLICATE, False, before.task.recommendation)
    ]
    assert [(one.code, one.kept) for one in merged.links] == [(KEPT, True)]
    assert desk.look(read_overview, desk.today).tasks == counted - 1
    assert desk.look(find_faults) == []


def test_one_undo_takes_a_merge_back_and_redo_makes_it_again(desk) -> None:
    for code in (DUPLICATE, THIRD):
        furnish(desk, code)
    before = desk.content()
    changes = merge(desk, KEPT, DUPLICATE, THIRD, decision=DECIDED)
    after = desk.content()
    undone = desk.act(undo.undo_batch)
    assert undone.tasks == changes.tasks
    assert desk.content() == before
    desk.act(undo.redo_batch)
    assert desk.content() == after


def test_history_tells_it_on_both_sides(desk) -> None:
    merge(desk, KEPT, DUPLICATE)
    relate(desk, KEPT, THIRD)
    told = {code: [one.new for one in desk.detail(code).history if one.field == "关联任务"] for code in
            (KEPT, DUPLICATE, THIRD)}  # fmt: skip
    assert f"{DUPLICATE} 并入 {KEPT}" in told[KEPT]
    assert told[DUPLICATE] == [f"{DUPLICATE} 并入 {KEPT}"]
    assert len(told[THIRD]) == 1
    assert told[THIRD][0] in told[KEPT]


def test_evidence_of_a_duplicate_closes_the_kept_task_and_is_held_then(desk) -> None:
    desk.act(states.change_status, desk.number(KEPT), Status.IN_PROGRESS, desk.today, confirmed=True)
    desk.act(progress.add_evidence, desk.number(DUPLICATE), "批文", "甬政发〔2026〕1号文件第三条明确分工")
    act = merge(desk, KEPT, DUPLICATE)
    desk.act(states.change_status, desk.number(KEPT), Status.CLOSING, desk.today)
    desk.act(states.close_task, desk.number(KEPT), "全部措施落地见效，转入常态", desk.today, progress=100)
    assert desk.task(KEPT).status is Status.CLOSED
    with pytest.raises(RuleError, match=f"{KEPT} 已凭它销号"):
        desk.act(undo.undo_batch, act.batch_id)


def test_a_reopened_duplicate_is_a_task_of_its_own(desk) -> None:
    merge(desk, KEPT, DUPLICATE)
    desk.act(states.change_status, desk.number(DUPLICATE), Status.UNASSIGNED, desk.today, "是两件事情")
    assert links(desk) == []
    assert desk.task(DUPLICATE).merged_into == ""
    assert desk.detail(KEPT).links == ()


def test_merging_the_kept_one_takes_its_duplicates_along(desk) -> None:
    relate(desk, DUPLICATE, THIRD, KEPT)
    merge(desk, DUPLICATE, THIRD)
    merge(desk, KEPT, DUPLICATE)
    assert sorted(links(desk)) == [(THIRD, KEPT, "duplicate"), (DUPLICATE, KEPT, "duplicate")]
    assert desk.task(THIRD).merged_into == KEPT
    undone = desk.act(undo.undo_batch)
    assert desk.number(THIRD) in undone.tasks
    assert desk.task(THIRD).merged_into == DUPLICATE


@pytest.mark.parametrize(
    ("kept", "merged", "sentence"),
    [
        (KEPT, (), "两项以上"),
        (KEPT, (KEPT,), "两项以上"),
        ("A1.4", (KEPT,), "A1.4 已取消，不能作为保留的任务"),
        (KEPT, ("A1.5",), "A1.5 已销号，不能并入别的任务"),
        (THIRD, (DUPLICATE,), f"{DUPLICATE} 已并入 {KEPT}"),
    ],
)
def test_what_cannot_be_merged(lite, kept: str, merged: tuple[str, ...], sentence: str) -> None:
    lite.act(states.change_status, lite.number("A1.4"), Status.CANCELLED, lite.today, "不再需要", decided_by="王副市长")
    furnish(lite, "A1.5")
    lite.act(states.change_status, lite.number("A1.5"), Status.CLOSING, lite.today)
    lite.act(states.close_task, lite.number("A1.5"), "全部措施落地见效，转入常态", lite.today, progress=100)
    merge(lite, KEPT, DUPLICATE)
    before = lite.content()
    with pytest.raises((InputError, RuleError), match=sentence):
        merge(lite, kept, *merged)
    assert lite.content() == before
    assert lite.look(task_links.preview_merge, lite.number(kept), [lite.number(m) for m in merged], lite.today).refusal


def test_a_preview_says_what_comes_and_writes_nothing(desk) -> None:
    furnish(desk, DUPLICATE)
    before, task = desk.content(), desk.task(DUPLICATE)
    found = desk.look(task_links.preview_merge, desk.number(KEPT), [desk.number(DUPLICATE)], desk.today)
    assert desk.content() == before
    assert (found.kept.task.code, found.refusal) == (KEPT, "")
    (part,) = found.merged
    assert (part.task.code, part.entries, part.evidence, part.milestones) == (DUPLICATE, 1, 1, 1)
    merge(desk, KEPT, DUPLICATE, decision=DECIDED)
    kept = desk.detail(KEPT)
    assert set(found.offices) <= set(kept.task.co_offices)
    assert {one.name for one in kept.indicators} >= set(found.indicators)
    assert set(found.themes) == set(kept.task.themes) - set(found.kept.task.themes)
    assert task.lead_office in (kept.task.lead_office, *found.offices)


def test_relating_is_symmetric_and_done_once(desk) -> None:
    changes = relate(desk, THIRD, KEPT, DUPLICATE)
    assert len(links(desk)) == 3
    assert changes.tasks == {desk.number(code) for code in (THIRD, KEPT, DUPLICATE)}
    assert {one.code for one in desk.detail(KEPT).links} == {THIRD, DUPLICATE}
    assert {one.code for one in desk.detail(THIRD).links} == {KEPT, DUPLICATE}
    assert relate(desk, KEPT, THIRD).batch_id is None
    (link,) = [one for one in desk.detail(KEPT).links if one.code == THIRD]
    desk.act(task_links.unrelate_tasks, link.id)
    assert {one.code for one in desk.detail(THIRD).links} == {DUPLICATE}
    desk.act(undo.undo_batch)
    assert len(links(desk)) == 3


def test_what_cannot_be_related(lite) -> None:
    with pytest.raises(InputError, match="两项以上"):
        relate(lite, KEPT, KEPT)
    codes = [row.code for row in lite.rows(Task)][: task_links.MOST_RELATED + 1]
    with pytest.raises(InputError, match="一次最多互相关联 20 项"):
        relate(lite, *codes)
    with pytest.raises(InputError, match="已不在台账中"):
        lite.act(task_links.unrelate_tasks, 99)
    merge(lite, KEPT, DUPLICATE)
    (link,) = lite.rows(TaskLink)
    with pytest.raises(RuleError, match=f"重新打开 {DUPLICATE} 即恢复"):
        lite.act(task_links.unrelate_tasks, link.id)


def test_a_workbook_that_still_has_the_duplicate_goes_to_review(desk, sent) -> None:
    merge(desk, "A1.1", "A2.1a")
    sent.edit("A2.1a", progress_note="另有进展", progress=70)
    found = desk.preview(sent)
    told = {one.field: (one.forbidden, one.note) for one in found.changes if one.task == "A2.1a"}
    assert told["progress_note"] == (True, "A2.1a 已并入 A1.1，不再单独办理；需要的内容请记在 A1.1 上。")
    number = desk.receive(sent)
    waiting = desk.look(apply.preview_return, number).changes
    desk.apply(number, {one.identity: Decision(Choice.THEIRS) for one in waiting if one.needs_decision})
    assert (desk.task("A2.1a").status, desk.task("A2.1a").progress_note) == (Status.CANCELLED, "")
    left = desk.look(apply.preview_return, number).changes
    assert {one.field for one in left} == {"progress_note"}
    desk.apply(number, {one.identity: Decision(Choice.OURS) for one in left})
    assert desk.returned().pending == 0


def test_a_duplicate_is_not_sent_again(desk, sent, tmp_path) -> None:
    from tracker.services import exporting

    merge(desk, "A1.1", "A2.1a")
    desk.act(exporting.export_office, "市经信局", tmp_path / "again.xlsx", desk.today)
    again = type(sent)(tmp_path / "again.xlsx")
    again.edit("A1.1", progress=50)
    with pytest.raises(StopIteration):
        again.edit("A2.1a", progress=50)


# --- the deadline of the kept task ------------------------------------------------------------------------------


def dated(desk, kept: str, duplicate: str) -> None:
    for code, typed in ((KEPT, kept), (DUPLICATE, duplicate)):
        desk.edit("due_text", typed, code)
        desk.act(states.change_status, desk.number(code), Status.IN_PROGRESS, desk.today, confirmed=True)


def rows(desk) -> list[tuple]:
    return [(row.task_id, row.kind, row.counts, row.decided_by) for row in desk.rows(Extension)]


def test_the_kept_task_takes_the_earlier_deadline(desk) -> None:
    dated(desk, "2026年9月底", "2026年6月底")
    number = desk.number(KEPT)
    assert desk.look(task_links.preview_merge, number, [desk.number(DUPLICATE)], desk.today).deadline == "2026年6月底"
    merge(desk, KEPT, DUPLICATE)
    assert (desk.task(KEPT).due_text, desk.task(KEPT).first_due_on) == ("2026年6月底", date(2026, 9, 30))
    assert rows(desk) == [(number, DeadlineChange.ADVANCE, False, "")]
    desk.act(undo.undo_batch)
    assert (desk.task(KEPT).due_text, rows(desk)) == ("2026年9月底", [])


def test_a_later_deadline_is_kept_as_an_extension_that_somebody_decides(desk) -> None:
    dated(desk, "2026年9月底", "2026年6月底")
    number, merged = desk.number(KEPT), [desk.number(DUPLICATE)]
    with pytest.raises(UndecidedError, match="理由和批准人"):
        desk.act(task_links.merge_tasks, number, merged, desk.today, DeadlineDecision("以大项目为准"))
    decided = DeadlineDecision("以大项目为准", "王副市长")
    desk.act(task_links.merge_tasks, number, merged, desk.today, decided)
    assert (desk.task(KEPT).due_text, desk.task(KEPT).extensions) == ("2026年9月底", 1)
    assert rows(desk) == [(number, DeadlineChange.EXTENSION, True, "王副市长")]
    cancelled = [move for move in desk.rows(StatusMove) if move.to_status is Status.CANCELLED]
    assert [move.decided_by for move in cancelled] == ["王副市长"]


@pytest.mark.parametrize(("kept", "duplicate"), [("2026年6月底", "2026年9月底"), ("2026年6月底", "长期坚持")])
def test_an_earlier_deadline_of_the_kept_task_stays(lite, kept: str, duplicate: str) -> None:
    dated(lite, kept, duplicate)
    merge(lite, KEPT, DUPLICATE)
    assert (lite.task(KEPT).due_text, rows(lite)) == (kept, [])


#: How the kept task stands that hides the red light of an overdue duplicate.
HIDES = {
    "待销号": {"status": Status.CLOSING, "due_on": date(2026, 9, 30), "due_kind": DueKind.DATE},
    "已销号": {"status": Status.CLOSED, "closed_on": date(2026, 2, 1)},
    "暂缓": {"status": Status.PAUSED, "due_on": date(2026, 9, 30), "due_kind": DueKind.DATE},
    "定期报告": {
        "status": Status.IN_PROGRESS,
        "start_on": date(2026, 2, 26),
        "due_text": "每月25日前",
        "due_kind": DueKind.RECURRING,
    },
}


def stand(desk, code: str, **columns) -> None:
    """Bring a task to a state, past the rules."""
    with desk.ledger.session() as session:
        open_batch(session, "准备")
        task = session.get_one(Task, desk.number(code))
        for name, value in {"start_on": date(2026, 1, 1), **columns}.items():
            setattr(task, name, value)


@pytest.mark.parametrize("kept", HIDES)
def test_no_red_light_goes_out_without_reason_and_decider(lite, kept: str) -> None:
    stand(lite, KEPT, **HIDES[kept])
    stand(lite, DUPLICATE, status=Status.IN_PROGRESS, due_on=date(2026, 2, 20), due_kind=DueKind.DATE)
    before, light = lite.content(), lite.task(DUPLICATE).light
    assert light.colour is LightColour.RED
    found = lite.look(task_links.preview_merge, lite.number(KEPT), [lite.number(DUPLICATE)], lite.today)
    assert found.hidden_taking == (DUPLICATE,)
    for decision in (UNDECIDED, DeadlineDecision("是同一件事"), DeadlineDecision("", "王副市长"),
                     DeadlineDecision("是同一件事", "——"), DeadlineDecision("……", "王副市长")):  # fmt: skip
        with pytest.raises(UndecidedError) as asked:
            merge(lite, KEPT, DUPLICATE, decision=decision)
        assert asked.value.needs
    with pytest.raises(UndecidedError) as asked:
        merge(lite, KEPT, DUPLICATE)
    assert asked.value.sentence == f"B1.1（{light.text}）并入后不再亮灯，要写明理由和批准人。"
    assert lite.content() == before
    merge(lite, KEPT, DUPLICATE, decision=DECIDED)
    (gone,) = [move for move in lite.rows(StatusMove) if move.to_status is Status.CANCELLED]
    assert (gone.decided_by, gone.reason.endswith("：是同一件事")) == ("王副市长", True)


def test_a_light_that_is_no_worse_than_the_one_that_stays_asks_nothing(lite) -> None:
    stand(lite, KEPT, status=Status.IN_PROGRESS, due_on=date(2026, 9, 30), due_kind=DueKind.DATE)
    stand(lite, DUPLICATE, status=Status.IN_PROGRESS, due_on=date(2026, 2, 20), due_kind=DueKind.DATE)
    number, other = lite.number(KEPT), lite.number(DUPLICATE)
    found = lite.look(task_links.preview_merge, number, [other], lite.today)
    assert (found.taking.colour, found.keeping.colour) == (LightColour.RED, lite.task(KEPT).light.colour)
    assert (found.hidden_taking, found.hidden_keeping) == ((), (DUPLICATE,))
    assert found.earlier == DUPLICATE
    merge(lite, KEPT, DUPLICATE)
    assert lite.task(KEPT).light == found.taking
    (gone,) = [move for move in lite.rows(StatusMove) if move.to_status is Status.CANCELLED]
    assert gone.decided_by == ""  # nobody decided: no name is made up


def test_the_earlier_deadline_can_be_taken_with_a_decision_too(lite) -> None:
    stand(lite, KEPT, **HIDES["暂缓"])
    stand(lite, DUPLICATE, status=Status.IN_PROGRESS, due_on=date(2026, 2, 20), due_kind=DueKind.DATE)
    ids = lite.number(KEPT), [lite.number(DUPLICATE)]
    lite.act(task_links.merge_tasks, *ids, lite.today, DECIDED, keeps_deadline=False)
    assert (lite.task(KEPT).due_on, lite.task(KEPT).extensions) == (date(2026, 2, 20), 0)


def test_an_earlier_deadline_before_the_start_is_refused(lite) -> None:
    stand(lite, KEPT, status=Status.IN_PROGRESS, start_on=date(2026, 2, 25), due_on=date(2026, 9, 30),
          due_kind=DueKind.DATE)  # fmt: skip
    stand(lite, DUPLICATE, status=Status.IN_PROGRESS, due_on=date(2026, 2, 20), due_kind=DueKind.DATE)
    ids = lite.number(KEPT), [lite.number(DUPLICATE)]
    refusal = lite.look(task_links.preview_merge, *ids, lite.today).refusal
    assert refusal == "A1.1 的新时限 2026-02-20 早于启动日期 2026-02-25；请先改启动日期。"
    with pytest.raises(RuleError, match="早于启动日期"):
        merge(lite, KEPT, DUPLICATE, decision=DECIDED)

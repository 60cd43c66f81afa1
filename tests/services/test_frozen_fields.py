"""What is frozen in a status is frozen on every road, with one sentence; what is open stays open."""

import re
from datetime import date

import pytest

from tracker.errors import RuleError, UndecidedError
from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import Status
from tracker.model.tables import Milestone, Task
from tracker.services import bulk, milestones, progress
from tracker.services.tasks import edit_task
from tracker.store.history import open_batch

TODAY = date(2026, 3, 2)
S = Status
#: What is typed for each field, by hand and in bulk.
TYPED = {
    "title": ("新的名称", "新的名称"),
    "content": ("新的内容", "新的内容"),
    "lead_office": ("市财政局", "市财政局"),
    "co_offices": (("市教育局",), "市教育局"),
    "owner": ("周立群", "周立群"),
    "phone": ("0574-87180000", "0574-87180000"),
    "start_on": ("2025-12-29", "2025-12-29"),  # a later one would ask why
    "due_text": ("2026年9月底", "2026年9月底"),
    "progress": (70, "70%"),
    "progress_note": ("已经完成招标", "已经完成招标"),
    "problems": ("缺少资金", "缺少资金"),
    "next_steps": ("报市政府", "报市政府"),
    "remark": ("另行通知", "另行通知"),
    "leader": ("王副市长", "王副市长"),
    "priority": ("重点", "重点"),
}
WORDS = {
    "title": "任务名称", "content": "工作内容", "lead_office": "牵头单位", "co_offices": "配合单位", "owner": "责任人",
    "phone": "联系电话", "start_on": "启动日期", "due_text": "完成时限", "progress": "进度",
    "progress_note": "进展情况", "problems": "存在问题", "next_steps": "下一步措施", "remark": "备注",
    "leader": "分管领导", "priority": "重点",
}  # fmt: skip
FROZEN = {
    S.UNASSIGNED: set(),
    S.NOT_STARTED: set(),
    S.IN_PROGRESS: set(),
    S.CLOSING: {"title", "content", "lead_office", "start_on", "due_text", "progress"},
    S.PAUSED: {"progress", "start_on"},
    S.CLOSED: set(TYPED) - {"remark"},
    S.CANCELLED: set(TYPED) - {"remark"},
}
WAY_OUT = {S.CLOSING: "退回", S.PAUSED: "恢复", S.CLOSED: "重新打开", S.CANCELLED: "重新打开"}


def put(desk, status: Status) -> None:
    with desk.ledger.session() as session:
        open_batch(session, "准备")
        task = session.get(Task, desk.number("A1.1"))
        task.status, task.progress, task.start_on = status, 60, date(2026, 1, 1)


def by_hand(desk, field: str) -> None:
    row = desk.task()
    desk.act(edit_task, row.id, row.version, field, TYPED[field][0], TODAY)


def in_bulk(desk, field: str) -> None:
    given = {"reason": "审批时间推迟", "decided_by": "王副市长", "confirmed": True}
    desk.act(bulk.apply_edits, [BulkEdit(desk.number("A1.1"), field, TYPED[field][1], **given)], TODAY)


def sentence(status: Status, word: str) -> str:
    return f"A1.1 {status.word}，不能改{word}；请先{WAY_OUT[status]}。"


@pytest.mark.parametrize(
    ("status", "field"),
    [
        pytest.param(status, field, id=f"{status}-{field}")
        for status in Status
        for field in TYPED
        if field in FROZEN[status]
    ],
)
def test_what_is_frozen_is_refused_alike_on_every_road(lite, status: Status, field: str) -> None:
    put(lite, status)
    before = lite.content(memory=True)
    with pytest.raises(RuleError) as hand:
        by_hand(lite, field)
    with pytest.raises(RuleError) as many:
        in_bulk(lite, field)
    expected = sentence(status, WORDS[field])
    assert hand.value.sentence == expected
    assert many.value.sentence == expected
    (line,) = lite.look(bulk.preview_edits, [BulkEdit(lite.number("A1.1"), field, TYPED[field][1])], TODAY).lines
    assert line.error == expected.removeprefix("A1.1 ")
    assert lite.content(memory=True) == before


@pytest.mark.parametrize("road", [by_hand, in_bulk], ids=["hand", "bulk"])
@pytest.mark.parametrize(
    ("status", "field"),
    [
        pytest.param(status, field, id=f"{status}-{field}")
        for status in Status
        for field in TYPED
        if field not in FROZEN[status] and (status, field) != (S.UNASSIGNED, "progress")
    ],
)
def test_what_is_open_is_written_on_every_road(lite, status: Status, field: str, road) -> None:
    put(lite, status)
    road(lite, field)
    value = lite.task().value(field)
    assert getattr(value, "word", value) in (TYPED[field][0], date(2025, 12, 29))


def test_nobody_notes_progress_before_a_task_is_assigned(lite) -> None:
    put(lite, S.UNASSIGNED)
    for road in (by_hand, in_bulk):
        with pytest.raises(RuleError, match="还没有交办，不能记进度"):
            road(lite, "progress")
    with pytest.raises(RuleError, match="还没有交办，不能记进度"):
        lite.act(progress.record_progress, lite.number("A1.1"), TODAY, 70, "已经完成招标")


@pytest.mark.parametrize("status", WAY_OUT, ids=lambda status: status.value)
def test_progress_noted_in_the_form_is_frozen_too(lite, status: Status) -> None:
    put(lite, status)
    before = lite.content(memory=True)
    with pytest.raises(RuleError) as caught:
        lite.act(progress.record_progress, lite.number("A1.1"), TODAY, 70, "已经完成招标")
    assert caught.value.sentence in {sentence(status, word) for word in ("进度", "进展情况")}
    assert lite.content(memory=True) == before


@pytest.mark.parametrize("status", [S.CLOSING, S.PAUSED], ids=lambda status: status.value)
def test_words_without_another_percent_may_be_noted_meanwhile(lite, status: Status) -> None:
    put(lite, status)
    lite.act(progress.record_progress, lite.number("A1.1"), TODAY, 60, "补充验收材料")
    assert [(entry.progress, entry.note) for entry in lite.detail().progress] == [(60, "补充验收材料")]


@pytest.mark.parametrize("status", [S.CLOSING, S.CLOSED, S.CANCELLED], ids=lambda status: status.value)
def test_nodes_are_frozen(lite, status: Status) -> None:
    lite.act(milestones.add_milestone, lite.number("A1.1"), "印发方案", date(2026, 4, 1), today=TODAY)
    (node,) = lite.rows(Milestone)
    put(lite, status)
    before = lite.content(memory=True)
    for act, arguments, more in (
        (milestones.add_milestone, (lite.number("A1.1"), "验收", TODAY), {"today": TODAY}),
        (milestones.change_milestone, (node.id, TODAY), {"title": "另一名称"}),
        (milestones.remove_milestone, (node.id, TODAY, "不再需要了"), {}),
        (milestones.complete_milestone, (node.id, TODAY), {}),
    ):
        with pytest.raises(RuleError) as caught:
            lite.act(act, *arguments, **more)
        assert caught.value.sentence == sentence(status, "节点")
    assert lite.content(memory=True) == before


def test_nodes_are_not_done_during_a_pause(lite) -> None:
    lite.act(milestones.add_milestone, lite.number("A1.1"), "印发方案", date(2026, 4, 1), today=TODAY)
    (node,) = lite.rows(Milestone)
    put(lite, S.PAUSED)
    with pytest.raises(RuleError) as caught:
        lite.act(milestones.complete_milestone, node.id, TODAY)
    assert caught.value.sentence == sentence(S.PAUSED, "节点完成情况")
    lite.act(milestones.change_milestone, node.id, TODAY, title="印发新方案")
    assert [node.title for node in lite.rows(Milestone)] == ["印发新方案"]


@pytest.mark.parametrize("status", [S.CLOSED, S.CANCELLED], ids=lambda status: status.value)
def test_evidence_may_be_added_at_any_time(lite, status: Status) -> None:
    put(lite, status)
    lite.act(progress.add_evidence, lite.number("A1.1"), "意见", text="市发改委组织验收，意见为合格。")
    assert len(lite.detail().evidence) == 1


# --- asking less of a task says why ----------------------------------------------------------------------------


def with_nodes(desk) -> list[int]:
    desk.edit("due_text", "2026年底")
    put(desk, S.IN_PROGRESS)
    for title, day in (("初稿", date(2026, 2, 1)), ("定稿", date(2026, 6, 1))):
        desk.act(milestones.add_milestone, desk.number("A1.1"), title, day, today=date(2025, 12, 1))
    return [node.id for node in desk.rows(Milestone)]


@pytest.mark.parametrize(
    ("act", "more"),
    [
        (milestones.change_milestone, {"due_on": date(2026, 9, 1)}),
        (milestones.remove_milestone, {}),
    ],
    ids=["later", "removed"],
)
def test_less_due_by_now_asks_why_and_keeps_it(lite, act, more: dict) -> None:
    first, _ = with_nodes(lite)
    assert lite.task().scheduled == 50
    with pytest.raises(RuleError, match=r"A1\.1 的节点变动使序时进度由 50% 降到 0%，请写原因。"):
        lite.act(act, first, TODAY, **more)
    with pytest.raises(RuleError, match="至少 4 个字"):
        lite.act(act, first, TODAY, reason="推迟", **more)
    changes = lite.act(act, first, TODAY, reason="上级改变分工", **more)
    assert changes.label.endswith("：上级改变分工")
    assert lite.task().scheduled == 0


def test_weights_and_new_nodes_ask_as_well(lite) -> None:
    _, second = with_nodes(lite)
    with pytest.raises(RuleError, match="由 50% 降到 25%"):
        lite.act(milestones.change_milestone, second, TODAY, weight=3)
    with pytest.raises(RuleError, match="由 50% 降到 33%"):
        lite.act(milestones.add_milestone, lite.number("A1.1"), "验收", date(2026, 9, 1), today=TODAY)
    lite.act(milestones.change_milestone, second, TODAY, due_on=date(2026, 2, 20))
    assert lite.task().scheduled == 100


def test_the_first_date_of_a_node_stays(lite) -> None:
    first, _ = with_nodes(lite)
    lite.act(milestones.change_milestone, first, TODAY, due_on=date(2026, 9, 1), reason="上级改变分工")
    node = lite.rows(Milestone)[0]
    assert (node.due_on, node.first_due_on) == (date(2026, 9, 1), date(2026, 2, 1))


def test_a_node_comes_not_after_the_deadline(lite) -> None:
    first, _ = with_nodes(lite)
    for work, arguments, more in (
        (milestones.change_milestone, (first, TODAY), {"due_on": date(2027, 1, 1)}),
        (milestones.add_milestone, (lite.number("A1.1"), "验收", date(2027, 1, 1)), {"today": TODAY}),
    ):
        with pytest.raises(RuleError, match=r"晚于 A1\.1 的完成时限 2026-12-31"):
            lite.act(work, *arguments, **more)


def test_a_later_start_asks_why_on_every_road(lite) -> None:
    lite.edit("due_text", "2026年底")
    put(lite, S.IN_PROGRESS)
    row = lite.task()
    words = "启动日期变动使序时进度由 16% 降到 3%，亮灯由“黄 · 60天无进展”变为“绿”，.*请写原因和批准人。"
    with pytest.raises(RuleError, match=words):
        lite.act(edit_task, row.id, row.version, "start_on", "2026-02-20", TODAY)
    bare = BulkEdit(row.id, "start_on", "2026-02-20")
    (line,) = lite.look(bulk.preview_edits, [bare], TODAY).lines
    assert re.search(words, line.asks)
    with pytest.raises(RuleError, match=words):
        lite.act(bulk.apply_edits, [bare], TODAY)
    with pytest.raises(UndecidedError, match="请写原因和批准人"):
        lite.act(edit_task, row.id, row.version, "start_on", "2026-02-20", TODAY, "场地交付推迟")
    why = ("场地交付推迟", "王副市长")
    changes = lite.act(edit_task, row.id, row.version, "start_on", "2026-02-20", TODAY, *why)
    assert changes.label == "A1.1 启动日期：场地交付推迟（批准人 王副市长）"
    with pytest.raises(RuleError, match="启动日期 2027-01-01 晚于完成时限 2026-12-31"):
        lite.edit("start_on", "2027-01-01")


def test_lower_progress_by_hand_asks_why(lite) -> None:
    put(lite, S.IN_PROGRESS)
    row = lite.task()
    words = "进度由 60% 降到 45%，请写原因。"
    for work in (
        lambda: lite.act(edit_task, row.id, row.version, "progress", 45, TODAY),
        lambda: lite.act(progress.record_progress, row.id, TODAY, 45, ""),
    ):
        with pytest.raises(RuleError, match=words):
            work()
    lite.act(edit_task, row.id, row.version, "progress", 45, TODAY, "上期多报了一批设备")
    lite.act(progress.record_progress, row.id, TODAY, 40, "又核减了一批设备")
    assert [(entry.progress, entry.note) for entry in lite.detail().progress] == [
        (40, "又核减了一批设备"),
        (45, "上期多报了一批设备"),
    ]

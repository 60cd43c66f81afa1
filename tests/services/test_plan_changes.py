"""Another start and other nodes: what eases a task asks for a reason, and for a name where its light gets better."""

from datetime import date
from typing import Any

import pytest

from tracker.errors import RuleError, UndecidedError
from tracker.model.bulk_edits import BulkEdit
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import Status
from tracker.model.tables import Milestone, ProgressEntry, Task
from tracker.queries.decision_log import list_decisions
from tracker.services import bulk, milestones, undo
from tracker.services.deadlines import Decision, change_deadline, preview_change
from tracker.services.status import change_status
from tracker.services.tasks import edit_task
from tracker.store.history import open_batch

TODAY = date(2026, 3, 2)
S = Status
WHY = ("场地交付推迟", "王副市长")


def put(desk: Any, due: str = "", start: date | None = date(2025, 1, 1), code: str = "A1.1", **values: Any) -> None:
    """Bring a task into a state past the rules."""
    with desk.ledger.session() as session:
        open_batch(session, "准备")
        task, to = session.get(Task, desk.number(code)), parse_deadline(due, TODAY)
        values = {"status": S.IN_PROGRESS, "start_on": start, **values}
        values |= {"due_text": to.text, "due_kind": to.kind, "due_on": to.on, "first_due_on": to.on}
        for key, value in values.items():
            setattr(task, key, value)


def report(desk: Any, day: date) -> None:
    def write(session: Any) -> None:
        open_batch(session, "进展")
        session.add(ProgressEntry(task_id=desk.number("A1.1"), entered_on=day, progress=0, note="会签已经完成"))

    desk.act(write)


def by_hand(desk: Any, start: str, reason: str = "", decided_by: str = "") -> Any:
    row = desk.task()
    return desk.act(edit_task, row.id, row.version, "start_on", start, TODAY, reason, decided_by)


def by_bulk(desk: Any, start: str, reason: str = "", decided_by: str = "") -> Any:
    edit = BulkEdit(desk.number("A1.1"), "start_on", start, None, reason, decided_by)
    (line,) = desk.look(bulk.preview_edits, [edit], TODAY).lines
    if line.asks:
        with pytest.raises(UndecidedError) as missing:
            desk.act(bulk.apply_edits, [edit], TODAY)
        raise UndecidedError(line.asks) from missing.value
    return desk.act(bulk.apply_edits, [edit], TODAY)


ROADS = {"hand": by_hand, "bulk": by_bulk}
#: The deadline, the start that stands, the day of the last entry, the new start, and what has to be said with it.
CASES = [
    ("长期坚持", "2025-01-01", "", "2026-03-01", "亮灯由“红 · 1年无进展”变为“灰 · 长期坚持”.*请写原因和批准人"),
    ("长期坚持", "2026-01-10", "", "2026-02-01", "无进展的时间由 51 天减到 29 天，请写原因和批准人"),
    ("长期坚持", "2026-01-10", "2026-02-20", "2026-02-01", ""),
    ("长期坚持", "2026-01-10", "", "2025-12-01", ""),
    ("", "2025-01-01", "", "2026-02-01", "亮灯由“红 · 1年无进展”变为“黄 · 未定时限”.*请写原因和批准人"),
    ("", "2026-01-10", "2026-02-20", "2026-06-01", "任务到 2026-06-01 才启动.*请写原因和批准人"),
    ("", "2026-06-10", "2026-02-20", "2026-06-01", ""),
    ("每月25日前", "2025-10-01", "", "2026-03-01", "应报未报由 6 期减到 1 期.*请写原因和批准人"),
    ("每月25日前", "2025-10-01", "", "2025-09-01", ""),
    ("2026年底", "2025-01-01", "2026-02-20", "2025-03-01", "序时进度由 58% 降到 55%，请写原因。"),
    ("2026年底", "2025-01-01", "2026-02-20", "2026-02-01", "亮灯由“红 · 落后58点”变为“绿”，请写原因和批准人"),
    ("2030年底", "2026-01-10", "", "2026-02-01", "由 3% 降到 2%，无进展的时间由 51 天减到 29 天，请写原因和批准人"),
    ("2026年底", "2025-01-01", "2026-02-20", "2024-12-01", ""),
    ("2026年底", "", "2026-02-20", "2025-01-01", ""),
]


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize(("due", "start", "entered", "later", "asks"), CASES)
def test_what_a_start_eases_must_be_said(
    lite: Any, road: str, due: str, start: str, entered: str, later: str, asks: str
) -> None:
    put(lite, due, date.fromisoformat(start) if start else None)
    if entered:
        report(lite, date.fromisoformat(entered))
    before = lite.content(memory=True)
    if not asks:
        ROADS[road](lite, later)
    else:
        with pytest.raises(UndecidedError, match=asks):
            ROADS[road](lite, later)
        if "批准人" in asks:
            with pytest.raises(UndecidedError, match="请写原因和批准人"):
                ROADS[road](lite, later, WHY[0])
        assert lite.content(memory=True) == before
        changes = ROADS[road](lite, later, *WHY)
        assert changes.label.endswith("：场地交付推迟（批准人 王副市长）")
        (row,) = lite.look(list_decisions, TODAY)
        assert (row.kind, row.old, row.new) == ("启动日期变动", start, later or "—")
        assert (row.reason, row.decided_by) == WHY
        lite.act(undo.undo_batch)
        assert lite.look(list_decisions, TODAY) == ()
        return
    assert lite.task().start_on == date.fromisoformat(later)


@pytest.mark.parametrize("road", ROADS)
def test_what_is_frozen_is_said_before_anything_else(lite: Any, road: str) -> None:
    put(lite, "2026年底", status=S.PAUSED)
    with pytest.raises(RuleError, match=r"A1\.1.*暂缓，不能改启动日期；请先恢复。"):
        ROADS[road](lite, "2027-06-01")


@pytest.mark.parametrize("road", ROADS)
def test_a_start_does_not_put_off_what_is_to_be_done_at_once(lite: Any, road: str) -> None:
    put(lite, "立行立改", date(2026, 2, 1))
    with pytest.raises(RuleError, match=r"(A1\.1.*)?时限“立行立改”从启动日期算起；要推后请改完成时限。"):
        ROADS[road](lite, "2026-02-20", *WHY)
    ROADS[road](lite, "2026-01-20")
    assert lite.task().start_on == date(2026, 1, 20)


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("due", ["长期坚持", "", "每月25日前", "2026年底", "立行立改"])
def test_the_start_of_what_was_assigned_is_not_cleared(lite: Any, road: str, due: str) -> None:
    put(lite, due)
    before, light = lite.content(memory=True), lite.task().light.text
    with pytest.raises(RuleError, match=r"A1\.1.*已经交办，启动日期不能清空；请改为实际的启动日期。"):
        ROADS[road](lite, "", *WHY)
    assert (lite.content(memory=True), lite.task().light.text) == (before, light)
    put(lite, due, status=S.UNASSIGNED)
    ROADS[road](lite, "")
    assert lite.task().start_on is None


@pytest.mark.parametrize("road", ROADS)
def test_what_was_sent_out_is_no_draft(lite: Any, sent_lite: Any, road: str) -> None:
    put(lite, "长期坚持", date(2026, 1, 1), status=S.UNASSIGNED)
    with pytest.raises(UndecidedError, match="任务到 2026-05-01 才启动"):
        ROADS[road](lite, "2026-05-01")


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("status", [S.UNASSIGNED, S.IN_PROGRESS])
def test_no_start_comes_after_its_deadline(lite: Any, road: str, status: Status) -> None:
    put(lite, "2026年底", date(2026, 1, 1), status=status)
    with pytest.raises(RuleError, match="的启动日期 2027-01-01 晚于完成时限 2026-12-31；请先改完成时限"):
        ROADS[road](lite, "2027-01-01", *WHY)
    assert lite.task().start_on == date(2026, 1, 1)


DECIDED = Decision(*WHY, confirmed=True)
DEADLINE_ROADS = {
    "form": lambda desk, typed: desk.act(change_deadline, desk.number("A1.1"), typed, TODAY, DECIDED),
    "bulk": lambda desk, typed: desk.act(
        bulk.apply_edits, [BulkEdit(desk.number("A1.1"), "due_text", typed, None, *WHY, confirmed=True)], TODAY
    ),
    "cell": lambda desk, typed: desk.act(edit_task, desk.number("A1.1"), desk.task().version, "due_text", typed, TODAY),
}


@pytest.mark.parametrize("road", DEADLINE_ROADS)
@pytest.mark.parametrize("status", [S.UNASSIGNED, S.IN_PROGRESS, S.PAUSED])
def test_no_deadline_comes_before_the_start(lite: Any, road: str, status: Status) -> None:
    put(lite, "", date(2026, 7, 1), status=status)
    before, words = lite.content(memory=True), "新时限 2026-06-30 早于启动日期 2026-07-01；请先改启动日期"
    with pytest.raises(RuleError, match=words):
        DEADLINE_ROADS[road](lite, "2026年6月底")
    assert lite.content(memory=True) == before
    (line,) = lite.look(bulk.preview_edits, [BulkEdit(lite.number("A1.1"), "due_text", "2026年6月底")], TODAY).lines
    assert words in line.error
    assert words in lite.look(preview_change, lite.number("A1.1"), "2026年6月底", TODAY).error


@pytest.mark.parametrize("road", ROADS)
def test_a_draft_may_start_on_any_day_and_what_was_assigned_once_may_not(lite: Any, road: str) -> None:
    number = lite.number("A1.1")
    put(lite, "长期坚持", date(2026, 1, 1), status=S.UNASSIGNED)
    ROADS[road](lite, "2026-02-01")
    lite.act(change_status, number, S.NOT_STARTED, TODAY, confirmed=True)
    lite.act(change_status, number, S.UNASSIGNED, TODAY, "重新研究分工")
    with pytest.raises(UndecidedError, match="任务到 2026-05-01 才启动"):
        ROADS[road](lite, "2026-05-01")


def test_the_reasons_of_many_stand_in_one_act(lite: Any) -> None:
    put(lite, "长期坚持")
    other = lite.number("A1.2a")
    edits = [
        BulkEdit(lite.number("A1.1"), "start_on", "2026-03-01", None, *WHY),
        BulkEdit(other, "start_on", "2026-03-01", None, "不用写的理由"),
    ]
    changes = lite.act(bulk.apply_edits, edits, TODAY)
    assert changes.label == "批量修改 2 项任务的启动日期：场地交付推迟（批准人 王副市长）"
    assert {(row.reason, row.decided_by) for row in lite.look(list_decisions, TODAY)} == {WHY}


def test_different_reasons_of_many_each_stand_with_their_task(lite: Any) -> None:
    numbers = [lite.number(code) for code in ("A1.1", "A1.2a")]
    for code in ("A1.1", "A1.2a"):
        put(lite, "长期坚持", code=code)
    edits = [
        BulkEdit(numbers[0], "start_on", "2026-03-01", None, *WHY),
        BulkEdit(numbers[1], "start_on", "2026-03-01", None, "资金尚未到位", "李市长"),
    ]
    changes = lite.act(bulk.apply_edits, edits, TODAY)
    words = "A1.1 场地交付推迟（批准人 王副市长）；A1.2a 资金尚未到位（批准人 李市长）"
    assert changes.label == f"批量修改 2 项任务的启动日期：{words}"
    listed = {row.code: (row.reason, row.decided_by) for row in lite.look(list_decisions, TODAY)}
    assert listed == {"A1.1": WHY, "A1.2a": ("资金尚未到位", "李市长")}


def test_only_what_was_eased_stands_among_the_decisions(lite: Any) -> None:
    put(lite, "长期坚持")
    put(lite, "长期坚持", None, code="A1.2a")
    edits = [BulkEdit(lite.number(code), "start_on", "2026-03-01", None, *WHY) for code in ("A1.1", "A1.2a")]
    lite.act(bulk.apply_edits, edits, TODAY)
    assert [row.code for row in lite.look(list_decisions, TODAY)] == ["A1.1"]


@pytest.mark.parametrize("reason", ["依据“市政府：清单”（批准人 张三）", "会签：（批准人 张三）甲（批准人 李四）"])
def test_nothing_is_read_out_of_a_reason(lite: Any, reason: str) -> None:
    put(lite, "长期坚持")
    by_hand(lite, "2026-03-01", reason, "王副市长")
    (row,) = lite.look(list_decisions, TODAY)
    assert (row.reason, row.decided_by) == (reason, "王副市长")


# --- nodes -----------------------------------------------------------------------------------------------------


@pytest.fixture
def late_node(lite: Any) -> int:
    """Return the node of a task that is amber only because the node is late."""
    put(lite, "2026年底", date(2026, 1, 1), progress=100)
    report(lite, date(2026, 2, 28))
    lite.act(milestones.add_milestone, lite.number("A1.1"), "初稿", date(2026, 2, 1), today=TODAY)
    lite.act(milestones.add_milestone, lite.number("A1.1"), "定稿", date(2026, 12, 1), today=TODAY, reason="分步推进")
    return int(lite.rows(Milestone)[0].id)


@pytest.mark.parametrize(
    ("act", "more"),
    [(milestones.change_milestone, {"due_on": date(2026, 9, 1)}), (milestones.remove_milestone, {})],
    ids=["moved", "removed"],
)
def test_nodes_that_better_the_light_ask_who_decided(lite: Any, late_node: int, act: Any, more: dict) -> None:
    words = "亮灯由“黄 · 节点逾期29天”变为“绿”，请写原因和批准人"
    for given in ({}, {"reason": WHY[0]}, {"decided_by": WHY[1]}):
        with pytest.raises(UndecidedError, match=words):
            lite.act(act, late_node, TODAY, **given, **more)
    with pytest.raises(RuleError, match="至少 4 个字"):
        lite.act(act, late_node, TODAY, reason="推迟", decided_by=WHY[1], **more)
    lite.act(act, late_node, TODAY, reason=WHY[0], decided_by=WHY[1], **more)
    listed = [(row.kind, row.reason, row.decided_by) for row in lite.look(list_decisions, TODAY)]
    assert ("节点变动", *WHY) in listed

"""Corrections (更正) and drafts: neither gives a deadline more time than somebody decided, on any road."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tracker.errors import ConflictError, InputError, RuleError, UndecidedError
from tracker.model.bulk_edits import BulkEdit
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import Choice, DeadlineChange, DecisionState, Status
from tracker.model.tables import Attachment, Extension, ReturnDecision, Task, WorkbookReturn
from tracker.queries.decision_log import list_decisions
from tracker.services import bulk, exporting, undo
from tracker.services.deadlines import Decision, change_deadline, preview_change
from tracker.services.status import change_status
from tracker.store.history import open_batch

TODAY = date(2026, 3, 2)
C, S = DeadlineChange, Status
DECIDED = Decision("审批时间推迟", "王副市长", confirmed=True)
CORRECTED = Decision("录入时看错了", correct=True, confirmed=True)


def on(desk: Any, day: date, service: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
    """Act on a day: the history dates by the clock."""
    with desk.ledger.session() as session:
        session.info["at"] = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        return service(session, *arguments, **more)


def stand(session: Any, number: int, due: str, status: Status = S.IN_PROGRESS) -> None:
    """Bring a task into a state past the rules, as it was entered once."""
    open_batch(session, "准备")
    task, to = session.get(Task, number), parse_deadline(due, TODAY)
    task.status, task.first_due_on = status, to.on
    task.due_text, task.due_kind, task.due_on = to.text, to.kind, to.on


def change(desk: Any, typed: str, decision: Decision = DECIDED, day: date = TODAY) -> None:
    on(desk, day, change_deadline, desk.number("A1.1"), typed, day, decision)


def can_correct(desk: Any, typed: str, day: date = TODAY) -> bool:
    return bool(desk.look(preview_change, desk.number("A1.1"), typed, day).can_correct)


@pytest.fixture
def old(lite: Any, tmp_path: Path) -> Any:
    """A ledger in which A1.1 has had its deadline since January, and stands in a workbook that was sent."""
    on(lite, date(2026, 1, 5), stand, lite.number("A1.1"), "2026年6月底")
    lite.act(exporting.export_office, "市经信局", tmp_path / "市经信局.xlsx", date(2026, 1, 6))
    return lite


# --- what opens the time for corrections ---------------------------------------------------------------------


def test_another_wording_enters_no_deadline(old: Any) -> None:
    assert can_correct(old, "2026年9月底", date(2026, 2, 4))
    assert not can_correct(old, "2026年9月底", date(2026, 2, 5))
    change(old, "2026-06-30")
    assert old.task().due_text == "2026-06-30"
    assert not can_correct(old, "2026年9月底")
    with pytest.raises(RuleError, match="录入已超过 30 天"):
        change(old, "2026年9月底", CORRECTED)


def test_another_wording_of_a_period_enters_none_and_another_period_does(lite: Any, tmp_path: Path) -> None:
    on(lite, date(2026, 1, 5), stand, lite.number("A1.1"), "每季度末")
    lite.act(exporting.export_office, "市经信局", tmp_path / "市经信局.xlsx", date(2026, 1, 6))
    change(lite, "每季度底")
    assert not can_correct(lite, "每月25日前")
    change(lite, "每月25日前")
    assert can_correct(lite, "每季度末")


@pytest.mark.parametrize(
    ("entered", "typed", "allowed"),
    [
        ("2026年5月底", "2026年6月底", True),
        ("2026年5月底", "2026年6月15日", True),
        ("2026年5月底", "2026年5月20日", True),
        ("2026年5月底", "2026年7月1日", False),
        ("2026年5月底", "长期坚持", False),
        ("2026年5月底", "每月25日前", False),
        ("2026年5月底", "", False),
        ("2026年9月底", "2026年8月底", True),
        ("2026年9月底", "2026年6月底", True),
        ("2026年9月底", "2026年12月底", False),
        ("2026年9月底", "", False),
        ("长期坚持", "2026年12月底", True),
        ("长期坚持", "每季度末", True),
        ("长期坚持", "", False),
    ],
)
def test_a_correction_never_exceeds_what_was_allowed_before(old: Any, entered: str, typed: str, allowed: bool) -> None:
    change(old, entered)
    assert can_correct(old, typed) is allowed
    if allowed:
        change(old, typed, CORRECTED)
        assert (old.task().due_text, old.rows(Extension)[-1].kind) == (typed, C.CORRECTION)
        return
    before = old.content(memory=True)
    with pytest.raises(RuleError, match="更正不能比录入以前的时限“2026年6月底”更宽；要推后请用“延期”。"):
        change(old, typed, CORRECTED)
    assert old.content(memory=True) == before


@pytest.mark.parametrize(
    ("typed", "allowed"), [("每季度末", True), ("每月10日前", True), ("每半年", False), ("", False)]
)
def test_a_denser_report_is_not_corrected_into_a_rarer_one_than_before(lite: Any, typed: str, allowed: bool) -> None:
    lite.act(stand, lite.number("A1.1"), "每季度末")
    change(lite, "每月25日前", Decision(confirmed=True))
    assert can_correct(lite, typed) is allowed


def test_a_first_deadline_is_corrected_freely_once(lite: Any) -> None:
    lite.act(stand, lite.number("A1.1"), "")
    change(lite, "2026年5月底", Decision())
    change(lite, "2026年9月底", CORRECTED)
    assert lite.task().first_due_on == date(2026, 9, 30)
    assert not can_correct(lite, "2026年12月底")


def test_words_correct_nothing(lite: Any) -> None:
    lite.act(stand, lite.number("A1.1"), "2026年6月底")
    assert not can_correct(lite, "以后再说")
    with pytest.raises(InputError, match="以后再说读不出日期"):
        change(lite, "以后再说", CORRECTED)


# --- what was corrected away still binds ---------------------------------------------------------------------


def by_form(desk: Any, typed: str, decision: Decision) -> None:
    desk.act(change_deadline, desk.number("A1.1"), typed, TODAY, decision)


def by_cell(desk: Any, typed: str, _decision: Decision) -> None:
    desk.today = TODAY
    desk.edit("due_text", typed)


def by_bulk(desk: Any, typed: str, decision: Decision) -> None:
    edit = BulkEdit(
        desk.number("A1.1"), "due_text", typed, None, decision.reason, decision.decided_by, confirmed=decision.confirmed
    )
    desk.act(bulk.apply_edits, [edit], TODAY)


ROADS = {"form": by_form, "bulk": by_bulk, "cell": by_cell}
DECIDING = ("form", "bulk")


@pytest.mark.parametrize("emptied", ["", "长期坚持"])
@pytest.mark.parametrize("road", ROADS)
def test_after_a_correction_to_nothing_a_later_day_is_an_extension(lite: Any, road: str, emptied: str) -> None:
    lite.act(stand, lite.number("A1.1"), "2026-02-10")
    by_form(lite, emptied, CORRECTED)
    assert (lite.task().due_on, lite.task().first_due_on) == (None, date(2026, 2, 10))
    with pytest.raises(UndecidedError, match="属于“延期”，要写明理由和批准人"):
        ROADS[road](lite, "2026年12月底", Decision())
    if road not in DECIDING:
        return
    ROADS[road](lite, "2026年12月底", DECIDED)
    row, task = lite.rows(Extension)[-1], lite.task()
    assert (row.kind, row.counts, row.from_on, row.late_days) == (C.EXTENSION, True, date(2026, 2, 10), 20)
    assert (task.due_on, task.first_due_on, task.extensions) == (date(2026, 12, 31), date(2026, 2, 10), 1)
    listed = {row.kind: row for row in lite.look(list_decisions, TODAY)}
    assert (listed["延期"].old, listed["延期"].new) == ("2026-02-10", "2026-12-31")


def test_after_a_correction_to_nothing_an_earlier_day_asks_to_be_confirmed(lite: Any) -> None:
    lite.act(stand, lite.number("A1.1"), "2026年6月底")
    by_form(lite, "", CORRECTED)
    with pytest.raises(UndecidedError, match="属于“提前”，请确认后再保存"):
        by_form(lite, "2026年5月底", Decision())
    by_form(lite, "2026年6月底", Decision())
    assert [row.kind for row in lite.rows(Extension)] == [C.CORRECTION, C.FIRST]
    assert (lite.task().first_due_on, lite.task().extensions) == (date(2026, 6, 30), 0)


def test_words_do_not_take_the_place_of_what_was_corrected_away(lite: Any) -> None:
    lite.act(stand, lite.number("A1.1"), "2026年6月底")
    by_form(lite, "", CORRECTED)
    with pytest.raises((RuleError, InputError), match="读不出日期"):
        by_form(lite, "按协议约定时间", DECIDED)


def test_the_preview_says_so_as_well(lite: Any) -> None:
    lite.act(stand, lite.number("A1.1"), "2026年6月底")
    by_form(lite, "", CORRECTED)
    shown = lite.look(preview_change, lite.number("A1.1"), "2026年12月底", TODAY)
    assert (shown.word, shown.number, shown.days, shown.needs_decision) == ("延期", "第 1 次延期", "推后 184 天", True)


# --- drafts ------------------------------------------------------------------------------------------------------


def assign(desk: Any) -> None:
    by_form(desk, "2026年6月底", Decision())
    desk.act(change_status, desk.number("A1.1"), S.NOT_STARTED, TODAY, confirmed=True)


def withdrawn(desk: Any) -> None:
    assign(desk)
    desk.act(change_status, desk.number("A1.1"), S.UNASSIGNED, TODAY, "重新研究分工")


def resumed(desk: Any) -> None:
    assign(desk)
    desk.act(change_status, desk.number("A1.1"), S.PAUSED, TODAY, "等待资金到位", decided_by="王副市长")
    desk.act(change_status, desk.number("A1.1"), S.UNASSIGNED, TODAY, confirmed=True)


def assigned_anew(desk: Any) -> None:
    assign(desk)
    desk.act(change_status, desk.number("A1.1"), S.CANCELLED, TODAY, "不再需要了", decided_by="王副市长")
    desk.act(change_status, desk.number("A1.1"), S.UNASSIGNED, TODAY, "仍然需要办")


WAYS_BACK = {"收回": withdrawn, "恢复为待交办": resumed, "重新交办": assigned_anew}


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("way", WAYS_BACK)
def test_a_task_that_was_assigned_once_is_no_draft(lite: Any, way: str, road: str) -> None:
    WAYS_BACK[way](lite)
    with pytest.raises(UndecidedError, match="属于“延期”，要写明理由和批准人"):
        ROADS[road](lite, "2026年9月底", Decision())
    with pytest.raises(RuleError, match="已有时限的任务不能清空时限"):
        ROADS[road](lite, "", DECIDED)
    if road in DECIDING:
        ROADS[road](lite, "2026年9月底", DECIDED)
        task = lite.task()
        assert (task.first_due_on, task.extensions) == (date(2026, 6, 30), 1)


def test_an_assignment_that_was_taken_back_was_none(lite: Any) -> None:
    assign(lite)
    lite.act(undo.undo_batch)
    by_cell(lite, "2026年9月底", Decision())
    assert (lite.task().first_due_on, lite.rows(Extension)) == (date(2026, 9, 30), [])


# --- what another ledger assigned ------------------------------------------------------------------------------


def taken_in(session: Any, uid: str) -> None:
    """Say that a task came in from another ledger, as taking it in does."""
    open_batch(session, "接收")
    session.add(Attachment(sha256="a" * 64, size=1, data=b"x"))
    session.flush()
    received = WorkbookReturn(file_name="市政府.xlsx", sha256="a" * 64, received_on=TODAY)
    session.add(received)
    session.flush()
    session.add(ReturnDecision(return_id=received.id, kind="task", key=uid, field="", choice=Choice.THEIRS))


@pytest.mark.parametrize("status", [S.UNASSIGNED, S.IN_PROGRESS])
@pytest.mark.parametrize("road", DECIDING)
def test_the_deadline_that_another_ledger_gave_is_neither_a_draft_nor_corrected_here(
    lite: Any, road: str, status: Status
) -> None:
    lite.act(stand, lite.number("A1.1"), "2026年6月底", status)
    lite.act(lambda session: taken_in(session, session.get_one(Task, lite.number("A1.1")).uid))
    assert not can_correct(lite, "2026年9月底")
    with pytest.raises(RuleError, match=r"A1\.1 的时限由交办方决定，这里不能更正；请用“延期”申请。"):
        by_form(lite, "2026年9月底", CORRECTED)
    ROADS[road](lite, "2026年9月底", DECIDED)
    assert [row.state for row in lite.rows(Extension)] == [DecisionState.REQUESTED]
    assert lite.task().due_on == date(2026, 6, 30)


# --- a dialog that was left open -------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", [DECIDED, CORRECTED])
def test_a_decision_on_another_deadline_than_the_one_seen_is_refused(lite: Any, decision: Decision) -> None:
    number = lite.number("A1.1")
    lite.act(stand, number, "2026年9月底")
    seen = lite.look(preview_change, number, "2026年8月底", TODAY)
    assert seen.word == "提前"
    lite.act(change_deadline, number, "2026年6月底", TODAY, DECIDED)
    before = lite.content(memory=True)
    with pytest.raises(ConflictError, match="时限刚刚被改过，现在是 2026-06-30（2026年6月底）；没有保存"):
        lite.act(change_deadline, number, "2026年8月底", TODAY, decision, seen)
    assert lite.content(memory=True) == before
    again = lite.look(preview_change, number, "2026年8月底", TODAY)
    lite.act(change_deadline, number, "2026年8月底", TODAY, DECIDED, again)
    assert lite.rows(Extension)[-1].kind is C.EXTENSION


def test_what_was_a_draft_when_it_was_seen_is_judged_anew(lite: Any) -> None:
    number = lite.number("A1.1")
    by_form(lite, "2026年6月底", Decision())
    seen = lite.look(preview_change, number, "2026年9月底", TODAY)
    lite.act(change_status, number, S.NOT_STARTED, TODAY, confirmed=True)
    with pytest.raises(ConflictError, match="时限刚刚被改过"):
        lite.act(change_deadline, number, "2026年9月底", TODAY, DECIDED, seen)


# --- the first deadline of 立行立改 ----------------------------------------------------------------------------


def test_the_first_deadline_of_at_once_is_the_day_it_meant(lite: Any) -> None:
    number = lite.number("A1.1")
    by_form(lite, "立行立改", Decision())
    lite.act(change_status, number, S.IN_PROGRESS, TODAY, confirmed=True)
    by_form(lite, "2026年6月底", DECIDED)
    assert lite.task().first_due_on == date(2026, 4, 1)
    assert lite.rows(Extension)[-1].state is DecisionState.GRANTED


def test_at_once_without_a_start_counts_from_the_day_it_was_assigned(lite: Any) -> None:
    number = lite.number("A1.1")
    by_form(lite, "立行立改", Decision())
    lite.act(change_status, number, S.IN_PROGRESS, date(2026, 1, 5), confirmed=True)

    def forget_start(session: Any) -> None:
        open_batch(session, "准备")
        session.get_one(Task, number).start_on = None

    lite.act(forget_start)
    shown = lite.look(preview_change, number, "2026-04-01", TODAY)  # 30 days from today, 86 from 交办
    assert (shown.word, shown.days, shown.needs_decision) == ("延期", "推后 56 天", True)
    by_form(lite, "2026-04-01", DECIDED)
    assert (lite.rows(Extension)[-1].late_days, lite.task().first_due_on) == (26, date(2026, 2, 4))

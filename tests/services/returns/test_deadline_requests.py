"""A returned workbook can ask for another deadline; only somebody with a name can give it (TRUTH §3)."""

from datetime import date
from typing import Any

import pytest

from tracker.model.changeset import Decision, FieldChange
from tracker.model.enums import Choice, DeadlineChange, DecisionState, NodesChoice, Outcome, Status
from tracker.model.tables import Extension, Milestone, Task
from tracker.services import deadlines, exporting, milestones, undo
from tracker.services.returns import apply
from tracker.services.status import change_status

TODAY = date(2026, 3, 2)  # the workbook is sent
LATER = date(2026, 3, 20)  # and comes back
GIVEN = deadlines.Decision("上级要求调整", "王副市长", confirmed=True)


@pytest.fixture
def at_work(lite, send_workbook, tmp_path) -> Any:
    """Return a way to send a workbook in which A1.1 has the given deadline."""

    def send(due: str = "2026-06-30", extended: str = "") -> Any:
        task = lite.number("A1.1")
        lite.act(deadlines.change_deadline, task, due, TODAY, GIVEN)
        if extended:
            lite.act(change_status, task, Status.NOT_STARTED, TODAY, confirmed=True)
            lite.act(deadlines.change_deadline, task, extended, TODAY, GIVEN)
        return send_workbook(lite, tmp_path)

    return send


def asked(desk: Any, book: Any, due: Any, on: date = LATER) -> FieldChange:
    """Return the entry that another deadline in A1.1 becomes."""
    book.edit("A1.1", due_text=due)
    (entry,) = desk.look_at_file(book.path, on).changes
    return entry


def answer(desk: Any, book: Any, decision: Decision | None, on: date = LATER) -> int:
    """Receive a workbook, decide about its requests, and return how many entries wait."""
    _, number = desk.act(apply.receive_file, book.path, on)
    waiting = [entry for entry in desk.look(apply.preview_return, number).changes if entry.request]
    decisions = {entry.identity: decision for entry in waiting if decision is not None}
    desk.act(apply.apply_return, number, decisions, on)
    return desk.look(apply.count_waiting, number)


UNREAD = ("尽快完成读不出日期", "请写成 2026-06-30 或“2026年6月底前”")


# --- what the preview says ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "typed", "kind", "outcome"),
    [
        ("2026-06-30", "2026-09-30", "extension", Outcome.CHANGE),
        ("2026-06-30", "2026年9月底", "extension", Outcome.CHANGE),
        ("2026-06-30", "长期坚持", "extension", Outcome.CHANGE),
        ("2026-06-30", "尽快完成", "extension", Outcome.CHANGE),
        ("2026-06-30", "每季度末", "extension", Outcome.CHANGE),
        ("2026-06-30", "2026-05-31", "advance", Outcome.CHANGE),
        ("2026-06-30", None, "deadline", Outcome.CLEARED),
        ("每月25日前", "每季度末", "extension", Outcome.CHANGE),
        ("每季度末", "每月25日前", "deadline", Outcome.CHANGE),
        ("每月25日前", "2026-12-31", "extension", Outcome.CHANGE),
        ("长期坚持", "2026-12-31", "deadline", Outcome.CHANGE),
        ("长期坚持", "按协议约定时间", "extension", Outcome.CHANGE),
        ("", "2026-12-31", "deadline", Outcome.CHANGE),
        ("", "尽快完成", "deadline", Outcome.CHANGE),
    ],
)
def test_every_other_deadline_is_a_request(lite, at_work, now: str, typed: Any, kind: str, outcome: Outcome) -> None:
    entry = asked(lite, at_work(now), typed)
    assert (entry.field, entry.request, entry.outcome, entry.needs_decision) == ("due_text", kind, outcome, True)


@pytest.mark.parametrize("typed", ["2026年6月30日", "2026-6-30", "2026年6月底"])
def test_another_wording_of_the_same_day_asks_nothing(lite, at_work, typed: str) -> None:
    book = at_work("2026-06-30")
    book.edit("A1.1", due_text=typed)
    assert not lite.look_at_file(book.path, LATER).changes


@pytest.mark.parametrize(
    ("now", "extended", "typed", "on", "notes"),
    [
        ("2026-06-30", "", "2026-09-30", LATER, ["第 1 次延期", "没有写延期理由"]),
        ("2026-06-30", "2026-07-31", "2026-09-30", LATER, ["第 2 次延期", "没有写延期理由"]),
        ("2026-06-30", "", "2026-09-30", date(2026, 7, 4), ["第 1 次延期", "提出时已逾期 4 天", "没有写延期理由"]),
        ("2026-06-30", "", "2026-09-30", date(2026, 6, 26), ["第 1 次延期", "距时限不足 5 天提出", "没有写延期理由"]),
        ("2026-06-30", "", "2026-09-30", date(2026, 6, 25), ["第 1 次延期", "没有写延期理由"]),
        (
            "2026-06-30",
            "",
            "尽快完成",
            LATER,
            [
                "尽快完成读不出日期",
                "请写成 2026-06-30 或“2026年6月底前”",
                "读不出时限",
                "第 1 次延期",
                "没有写延期理由",
            ],
        ),
        ("2026-06-30", "", "9月底", LATER, ["没有写年份，按 2026 年计", "第 1 次延期", "没有写延期理由"]),
        ("2026-06-30", "", "2026-05-31", LATER, []),
        ("2026-06-30", "", "2026-03-10", LATER, ["新时限已过，将立即逾期 10 天"]),
        ("", "", "2026-12-31", LATER, []),
    ],
)
def test_the_notes_say_what_to_know(
    lite, at_work, now: str, extended: str, typed: str, on: date, notes: list[str]
) -> None:
    assert asked(lite, at_work(now, extended), typed, on).note.split("；") == (notes or [""])


# --- what decides -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["2026-09-30", "2026-05-31", "长期坚持", "尽快完成", None])
@pytest.mark.parametrize("decision", [None, Decision(Choice.THEIRS), Decision(Choice.LATER)])
def test_a_returned_workbook_alone_never_changes_a_deadline(
    lite, at_work, typed: Any, decision: Decision | None
) -> None:
    book = at_work()
    book.edit("A1.1", due_text=typed)
    assert answer(lite, book, decision) == 1
    row = lite.task()
    assert (row.due_on, row.due_text, row.extensions) == (date(2026, 6, 30), "2026-06-30", 0)


def test_a_grant_writes_the_deadline_its_row_and_its_count(lite, at_work) -> None:
    book = at_work()
    book.edit("A1.1", due_text="2026年9月底")
    assert answer(lite, book, Decision(Choice.THEIRS, reason="会签需要时间", decided_by="王副市长")) == 0
    lite.today = LATER  # on an earlier day nobody had granted it
    row = lite.task()
    assert (row.due_on, row.first_due_on, row.extensions) == (date(2026, 9, 30), date(2026, 6, 30), 1)
    extension = lite.rows(Extension)[-1]
    assert (extension.kind, extension.state, extension.counts) == (
        DeadlineChange.EXTENSION, DecisionState.GRANTED, True,
    )  # fmt: skip
    assert (extension.reason, extension.decided_by, extension.decided_on) == ("会签需要时间", "王副市长", LATER)
    assert (extension.requested_by, extension.requested_on) == ("市经信局", LATER)
    assert extension.return_id == lite.returned().id
    assert [change.outcome for change in lite.look_at_file(book.path, LATER).changes] == [Outcome.SAME]


def test_another_day_may_be_granted(lite, at_work) -> None:
    book = at_work()
    book.edit("A1.1", due_text="2026-12-31")
    decision = Decision(Choice.MERGED, "2026-08-31", reason="只同意两个月", decided_by="王副市长")
    assert answer(lite, book, decision) == 0
    assert lite.task().due_on == date(2026, 8, 31)


@pytest.mark.parametrize(
    "decision",
    [
        Decision(Choice.THEIRS, decided_by="王副市长"),
        Decision(Choice.THEIRS, reason="再等", decided_by="王副市长"),
        Decision(Choice.THEIRS, reason="会签需要时间"),
    ],
    ids=["no reason", "a reason that says too little", "nobody decided"],
)
def test_an_incomplete_grant_waits(lite, at_work, decision: Decision) -> None:
    book = at_work()
    book.edit("A1.1", due_text="2026-09-30")
    assert answer(lite, book, decision) == 1
    assert lite.task().due_on == date(2026, 6, 30)


def test_an_earlier_day_needs_no_reason(lite, at_work) -> None:
    book = at_work()
    book.edit("A1.1", due_text="2026-05-31")
    assert answer(lite, book, Decision(Choice.THEIRS, decided_by="王副市长")) == 0
    row = lite.task()
    assert (row.due_on, row.first_due_on, row.extensions) == (date(2026, 5, 31), date(2026, 6, 30), 0)


@pytest.mark.parametrize("typed", ["尽快完成", None])
def test_what_nobody_can_read_cannot_be_granted(lite, at_work, typed: Any) -> None:
    book = at_work()
    book.edit("A1.1", due_text=typed)
    assert answer(lite, book, Decision(Choice.THEIRS, reason="会签需要时间", decided_by="王副市长")) == 1
    assert lite.task().due_text == "2026-06-30"


def test_a_refusal_keeps_a_row_with_its_answer(lite, at_work) -> None:
    book = at_work()
    book.edit("A1.1", due_text="2026-09-30")
    assert answer(lite, book, Decision(Choice.OURS, reason="必须按期完成", decided_by="王副市长")) == 0
    row, extension = lite.task(), lite.rows(Extension)[-1]
    assert (row.due_on, row.extensions) == (date(2026, 6, 30), 0)
    assert (extension.state, extension.answer, extension.to_on) == (
        DecisionState.REFUSED, "必须按期完成", date(2026, 9, 30),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "asked_for", "kind", "to_on", "late"),
    [
        ("2026-06-30", "9月底", DeadlineChange.EXTENSION, date(2026, 9, 30), 0),
        ("2026-03-10", "4月底", DeadlineChange.EXTENSION, date(2026, 4, 30), 10),
        ("2026-06-30", "2026-05-31", DeadlineChange.ADVANCE, date(2026, 5, 31), 0),
        ("每月25日前", "每季度末", DeadlineChange.FREQUENCY, None, 0),
        ("长期坚持", "2026-12-31", DeadlineChange.FIRST, date(2026, 12, 31), 0),
        ("2026-06-30", "尽快完成", DeadlineChange.EXTENSION, None, 0),
        ("2026-03-10", None, DeadlineChange.EXTENSION, None, 10),
    ],
)
def test_a_refusal_keeps_the_class_the_year_and_the_days(
    lite, at_work, now: str, asked_for: Any, kind: DeadlineChange, to_on: date | None, late: int
) -> None:
    book = at_work(now)
    book.edit("A1.1", due_text=asked_for)
    assert answer(lite, book, Decision(Choice.OURS, reason="必须按期完成", decided_by="王副市长")) == 0
    row = lite.rows(Extension)[-1]
    assert (row.kind, row.state, row.to_on, row.late_days) == (kind, DecisionState.REFUSED, to_on, late)
    assert not row.counts


def test_nodes_move_with_a_grant_or_stay(lite, at_work) -> None:
    book = at_work()
    task = lite.task()
    lite.act(milestones.add_milestone, task.id, "初稿", date(2026, 5, 31), today=TODAY, reason="分步推进")
    book.edit("A1.1", due_text="2026-09-30")
    assert answer(lite, book, Decision(Choice.THEIRS, reason="会签需要时间", decided_by="王副市长")) == 0
    assert [node.due_on for node in lite.rows(Milestone) if node.title == "初稿"] == [date(2026, 8, 31)]
    assert lite.rows(Extension)[-1].nodes is NodesChoice.MOVED


def test_undo_of_a_grant_takes_row_deadline_nodes_and_count_together(lite, at_work) -> None:
    book = at_work()
    task = lite.task()
    lite.act(milestones.add_milestone, task.id, "初稿", date(2026, 5, 31), today=TODAY, reason="分步推进")
    before = lite.content()
    book.edit("A1.1", due_text="2026-09-30")
    answer(lite, book, Decision(Choice.THEIRS, reason="会签需要时间", decided_by="王副市长"))
    lite.act(undo.undo_batch)
    assert lite.content() == before
    assert (lite.task().extensions, lite.rows(Extension)) == (0, [])


@pytest.mark.parametrize("status", [Status.CLOSING, Status.CANCELLED])
def test_the_deadline_of_a_frozen_task_cannot_be_granted(lite, at_work, status: Status) -> None:
    book = at_work()
    lite.act(change_status, lite.number("A1.1"), status, TODAY, "不再需要了", decided_by="王副市长")
    entry = asked(lite, book, "2026-09-30")
    assert entry.forbidden
    assert f"A1.1 {status.word}，不能改完成时限" in entry.note
    assert answer(lite, book, Decision(Choice.THEIRS, reason="会签需要时间", decided_by="王副市长")) == 1
    assert lite.task().due_on == date(2026, 6, 30)


# --- moves and frozen fields --------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["暂缓", "已取消", "已销号", "未启动"])
def test_an_office_cannot_decide_for_others(lite, at_work, word: str) -> None:
    book = at_work()
    book.edit("A1.1", status=word, problems="我们做不下去了")
    _, number = lite.act(apply.receive_file, book.path, LATER)
    entry = next(one for one in lite.look(apply.preview_return, number).changes if one.field == "status")
    assert entry.forbidden
    assert entry.needs_decision
    if word != "已销号":  # there is no such move from 推进中
        assert entry.note.startswith(f"单位反馈不能把任务由“推进中”改为“{word}”，请由交办方")
    lite.act(apply.apply_return, number, {entry.identity: Decision(Choice.THEIRS)}, LATER)
    assert lite.look(apply.count_waiting, number) == 1
    assert lite.task().status is Status.IN_PROGRESS


def test_a_frozen_cell_waits_and_can_only_be_kept_out(lite, at_work) -> None:
    book = at_work()
    lite.act(change_status, lite.number("A1.1"), Status.PAUSED, TODAY, "等上级文件", decided_by="王副市长")
    book.edit("A1.1", progress=0.5, owner="张三")
    _, number = lite.act(apply.receive_file, book.path, LATER)
    entry = next(one for one in lite.look(apply.preview_return, number).changes if one.field == "progress")
    assert (entry.forbidden, entry.note) == (True, "A1.1 暂缓，不能改进度；请先恢复。")
    lite.act(apply.apply_return, number, {entry.identity: Decision(Choice.THEIRS)}, LATER)
    assert (lite.task().progress, lite.task().owner) == (0, "张三")
    assert lite.look(apply.count_waiting, number) == 1
    lite.act(apply.apply_return, number, {entry.identity: Decision(Choice.OURS)}, LATER)
    assert lite.look(apply.count_waiting, number) == 0


def test_a_row_that_moves_its_task_may_write_what_the_move_opens(lite, at_work) -> None:
    book = at_work()
    lite.act(change_status, lite.number("A1.1"), Status.PAUSED, TODAY, "等上级文件", decided_by="王副市长")
    lite.act(exporting.export_office, "市经信局", book.path, TODAY)
    book.edit("A1.1", progress=0.5, status="推进中")
    assert answer(lite, book, None) == 0
    assert (lite.task().status, lite.task().progress) == (Status.IN_PROGRESS, 50)


def test_what_froze_between_review_and_apply_waits(lite, at_work) -> None:
    book = at_work()
    book.edit("A1.1", progress=0.5)
    _, number = lite.act(apply.receive_file, book.path, LATER)
    seen = lite.look(apply.preview_return, number)
    lite.act(change_status, lite.number("A1.1"), Status.PAUSED, LATER, "等上级文件", decided_by="王副市长")
    lite.act(apply.apply_return, number, {}, LATER, seen)
    assert lite.look(apply.count_waiting, number) == 1
    assert lite.look(lambda session: session.get(Task, lite.number("A1.1")).progress) == 0

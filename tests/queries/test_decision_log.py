"""时限与状态变动: every decision with its class, count, reason and lights; what nobody recorded stands there too."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from tracker.errors import InputError, RuleError
from tracker.model.enums import DeadlineChange, LightColour, Status, VerdictOutcome
from tracker.model.rows import DecisionRow, TaskRow
from tracker.model.tables import Extension, Milestone, Task
from tracker.model.thresholds import Thresholds
from tracker.queries.decision_log import list_decisions, list_unrecorded
from tracker.queries.tasks import read_task
from tracker.queries.today import read_today
from tracker.services import light_rules, milestones, status, tasks, verdicts
from tracker.services import undo as undoing
from tracker.services.deadlines import UNDECIDED, Decision, change_deadline
from tracker.services.unrecorded import record_move
from tracker.store.history import open_batch

TODAY = date(2026, 3, 2)


def rows(desk) -> list[DecisionRow]:
    return list(desk.look(list_decisions, TODAY))


def task(desk) -> TaskRow:
    return desk.look(read_task, desk.number("A1.1"), TODAY).task


def deadline(desk, typed: str, decision: Decision = UNDECIDED) -> None:
    desk.act(change_deadline, desk.number("A1.1"), typed, TODAY, decision)


def on(desk, day: int, service, *arguments, **more) -> None:
    """Do something on a day of March 2026."""
    with desk.ledger.session() as session:
        session.info["at"] = datetime(2026, 3, day, 4, tzinfo=UTC)
        service(session, *arguments, **more)


def begin(desk, due: str = "2026-02-10") -> None:
    """A task in hand whose deadline passed 20 days ago."""
    deadline(desk, due, Decision(confirmed=True))
    desk.act(status.change_status, desk.number("A1.1"), Status.IN_PROGRESS, TODAY, confirmed=True)


def move_silently(desk, old: str, new: str) -> None:
    """Move the deadline as programs before did: no row tells of it."""

    def write(session) -> None:
        task = session.exec(select(Task).where(Task.code == "A1.1")).one()
        assert task.due_on == date.fromisoformat(old)
        task.due_on, task.due_text = date.fromisoformat(new), new

    desk.write(write, TODAY)


def test_an_extension_says_all_there_is_to_say(desk) -> None:
    begin(desk)
    deadline(desk, "2026-12-31", Decision("等待上级批复", "王副市长"))
    (row,) = rows(desk)
    assert (row.on, row.code, row.word) == (TODAY, "A1.1", "延期 · 第 1 次")
    assert (row.old, row.new) == ("2026-02-10", "2026-12-31")
    assert (row.reason, row.decided_by, row.late_days) == ("等待上级批复", "王副市长", 20)
    assert row.before is not None
    assert row.before.text == "红 · 逾期20天"
    assert row.after is not None
    assert row.after.colour is not LightColour.RED
    assert row.lights == f"红 · 逾期20天 → {row.after.text}"
    assert task(desk).light.colour is row.after.colour


def test_taking_it_back_takes_it_off_the_list(desk) -> None:
    begin(desk)
    deadline(desk, "2026-12-31", Decision("等待上级批复", "王副市长"))
    desk.act(undoing.undo_batch)
    assert rows(desk) == []


def test_moves_that_need_a_reason_or_end_a_pause_stand_there_and_others_do_not(desk) -> None:
    begin(desk, "2026-12-31")
    number = desk.number("A1.1")
    desk.act(
        status.change_status,
        number,
        Status.PAUSED,
        TODAY,
        "场地尚无着落",
        decided_by="王副市长",
        until=date(2026, 5, 31),
    )
    desk.act(status.change_status, number, Status.IN_PROGRESS, TODAY, confirmed=True)
    resumed, row = sorted(rows(desk), key=lambda row: row.kind)
    assert (resumed.word, resumed.old, resumed.new, resumed.reason) == ("恢复", "暂缓", "推进中", "")
    assert (row.word, row.old, row.new) == ("暂缓", "推进中", "暂缓（至 2026-05-31）")
    assert (row.reason, row.decided_by) == ("场地尚无着落", "王副市长")


def test_nodes_starts_and_rules_that_ask_less(desk) -> None:
    number = desk.number("A1.1")
    on(desk, 1, change_deadline, number, "2026-12-31", TODAY, Decision(confirmed=True))
    on(desk, 1, status.change_status, number, Status.IN_PROGRESS, TODAY, confirmed=True)
    on(desk, 1, tasks.edit_task, number, task(desk).version, "start_on", "2026-01-05", TODAY)
    on(
        desk,
        2,
        tasks.edit_task,
        number,
        task(desk).version,
        "start_on",
        "2026-02-20",
        TODAY,
        "会议推迟到二月",
        "王副市长",
    )
    on(desk, 3, milestones.add_milestone, number, "印发", date(2026, 2, 25), today=TODAY)
    node = desk.look(lambda session: session.exec(select(Milestone.id)).one())
    on(
        desk,
        4,
        milestones.change_milestone,
        node,
        TODAY,
        due_on=date(2026, 6, 30),
        reason="等待专家评审",
        decided_by="王副市长",
    )
    on(desk, 5, light_rules.set_thresholds, Thresholds(behind_amber=15), "年底集中报送", "王副市长")
    shown = {row.kind: row for row in rows(desk)}
    assert set(shown) == {"启动日期变动", "节点变动", "亮灯规则"}
    assert (shown["启动日期变动"].old, shown["启动日期变动"].new) == ("2026-01-05", "2026-02-20")
    assert (shown["启动日期变动"].reason, shown["启动日期变动"].decided_by) == ("会议推迟到二月", "王副市长")
    assert (shown["节点变动"].old, shown["节点变动"].new) == ("2026-02-25", "2026-06-30")
    assert shown["节点变动"].code == "A1.1"
    assert "15" in shown["亮灯规则"].new
    assert (shown["亮灯规则"].reason, shown["亮灯规则"].decided_by) == ("年底集中报送", "王副市长")
    assert shown["启动日期变动"].lights == "黄 · 落后16点 → 绿"
    assert shown["节点变动"].lights == "红 · 落后100点 → 绿"


def test_an_extension_that_moved_nodes_shows_the_light_before_its_nodes_moved(desk) -> None:
    """The deadline alone turns nothing: what was red is a node of February."""
    begin(desk, "2026-12-31")
    number = desk.number("A1.1")
    desk.act(milestones.add_milestone, number, "印发", date(2026, 2, 10), today=TODAY)
    deadline(desk, "2027-12-31", Decision("等待上级批复", "王副市长"))
    (row,) = rows(desk)
    assert row.lights == "红 · 落后100点 → 绿"
    assert desk.look(lambda session: session.exec(select(Milestone.due_on)).one()) == date(2027, 2, 10)


def test_checks_and_waivers_stand_there_with_their_lights(desk) -> None:
    number = desk.number("A1.1")
    begin(desk, "2026-12-31")
    day = {"today": TODAY}
    desk.act(verdicts.record_verdict, number, TODAY, VerdictOutcome.REFUTED, **day, note="现场没有设备", by="李科长")
    (check,) = rows(desk)
    assert (check.word, check.ends, check.reason, check.decided_by) == ("核查", "不属实", "现场没有设备", "李科长")
    assert check.lights == "绿 → 黄 · 核查不属实"
    other = desk.number("A1.2a")
    desk.act(change_deadline, other, "每月25日前", TODAY, Decision(confirmed=True))
    start = date(2026, 1, 20)
    desk.act(status.change_status, other, Status.IN_PROGRESS, start, confirmed=True)
    desk.act(verdicts.waive_report, other, date(2026, 2, 25), "专班合并报送", TODAY, "王副市长")
    waiver = next(row for row in rows(desk) if row.kind == "免报")
    assert (waiver.code, waiver.ends, waiver.reason, waiver.decided_by) == (
        "A1.2a",
        "2026-02-25 期",
        "专班合并报送",
        "王副市长",
    )
    assert waiver.lights == "红 · 逾期5天 → 绿"


def test_a_silent_move_is_named_and_counted_nowhere(desk) -> None:
    begin(desk)
    move_silently(desk, "2026-02-10", "2026-12-31")
    (row,) = rows(desk)
    assert (row.kind, row.old, row.new, row.number) == ("无记录的时限变动", "2026-02-10", "2026-12-31", 0)
    assert row.revision_id
    assert task(desk).extensions == 0


def test_a_draft_that_moved_is_no_decision(desk) -> None:
    deadline(desk, "2026-02-10", Decision(confirmed=True))
    move_silently(desk, "2026-02-10", "2026-12-31")
    assert rows(desk) == []


def test_staff_may_make_an_extension_of_it(desk) -> None:
    begin(desk)
    move_silently(desk, "2026-02-10", "2026-12-31")
    (move,) = desk.look(list_unrecorded)
    extension = DeadlineChange.EXTENSION
    with pytest.raises(RuleError, match="要写批准人"):
        desk.act(record_move, move.revision_id, extension, "等待上级批复", "")
    with pytest.raises(RuleError, match="要写明理由"):
        desk.act(record_move, move.revision_id, extension, "等", "王副市长")
    desk.act(record_move, move.revision_id, extension, "等待上级批复", "王副市长")
    (row,) = rows(desk)
    assert (row.word, row.reason, row.revision_id) == ("延期 · 第 1 次", "等待上级批复", 0)
    assert (task(desk).extensions, task(desk).first_due_on) == (1, date(2026, 2, 10))
    with pytest.raises(InputError, match="已有记录"):
        desk.act(record_move, move.revision_id, extension, "等待上级批复", "王副市长")
    desk.act(undoing.undo_batch)
    assert [row.kind for row in rows(desk)] == ["无记录的时限变动"]


def test_or_a_correction_which_counts_nowhere(desk) -> None:
    begin(desk)
    move_silently(desk, "2026-02-10", "2026-12-31")
    (move,) = desk.look(list_unrecorded)
    desk.act(record_move, move.revision_id, DeadlineChange.CORRECTION, "录入时写错了月份", "")
    (row,) = rows(desk)
    assert row.word == "更正"
    assert (task(desk).extensions, task(desk).first_due_on) == (0, date(2026, 12, 31))


@pytest.mark.parametrize(("days", "shown"), [(0, True), (6, True), (7, False)])
def test_a_correction_that_ends_an_overdue_is_on_the_list_of_the_day_for_a_week(lite, days: int, shown: bool) -> None:
    begin(lite)
    deadline(lite, "2026-12-31", Decision("录入时写错了月份", correct=True))
    today = lite.look(read_today, TODAY + timedelta(days=days))
    lines = {concern.value: lines for concern, lines in today.sections.items()}
    assert ("更正后不再逾期" in lines) is shown
    if shown:
        (line,) = lines["更正后不再逾期"]
        assert line.task.code == "A1.1"
        assert line.reason == "2026-03-02 由 2026-02-10 更正为 2026-12-31"


def test_a_correction_of_what_was_not_late_is_not(lite) -> None:
    begin(lite, "2026-12-30")
    deadline(lite, "2026-12-31", Decision("录入时写错了日子", correct=True))
    assert "更正后不再逾期" not in {concern.value for concern in lite.look(read_today, TODAY).sections}


def test_refusals_stand_with_their_answer(desk) -> None:
    begin(desk)

    def refuse(session) -> None:
        open_batch(session, "导入")
        session.add(
            Extension(
                task_id=desk_number, state="refused", from_text="2026-02-10", from_on=date(2026, 2, 10),
                to_text="2026-06-30", to_on=date(2026, 6, 30), decided_on=TODAY, answer="按期完成", counts=False,
            )
        )  # fmt: skip

    desk_number = desk.number("A1.1")
    desk.write(refuse)
    (row,) = rows(desk)
    assert (row.word, row.reason, row.lights) == ("延期 · 不同意", "按期完成", "")


def test_the_day_of_a_decision_is_judged_as_it_was(desk) -> None:
    """What came later does not colour the lights of a decision."""
    number, later = desk.number("A1.1"), date(2026, 3, 20)
    decision = Decision("等待上级批复", "王副市长")

    on(desk, 1, change_deadline, number, "2026-02-10", TODAY, Decision(confirmed=True))
    on(desk, 1, status.change_status, number, Status.IN_PROGRESS, date(2026, 3, 1), confirmed=True)
    on(desk, 2, change_deadline, number, "2026-12-31", TODAY, decision)
    (before,) = rows(desk)
    on(desk, 20, status.change_status, number, Status.CANCELLED, later, "并入年度计划", decided_by="王副市长")
    shown = {row.kind: row for row in desk.look(list_decisions, later)}
    assert (shown["延期"].before, shown["延期"].after) == (before.before, before.after)
    assert shown["取消"].lights.endswith("→ 灰 · 已取消")

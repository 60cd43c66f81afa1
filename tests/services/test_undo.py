"""Undo is the exact inverse of an act, after a restart too, or it is refused with a sentence."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from tracker.errors import DoneBeforeError, InputError, RuleError, TrackerError
from tracker.model.enums import BatchSource, Status
from tracker.model.tables import Batch, Evidence, Indicator, Milestone, Observation, Recommendation, Setting, Task
from tracker.queries.history import last_act
from tracker.services import deadlines, indicators, milestones, progress, status, tasks
from tracker.services import undo as undoing
from tracker.store.engine import Database
from tracker.store.history import open_batch

TODAY = date(2026, 3, 2)
WHY = ("目标已重新核定", "王副市长")


def edit(desk, field: str, value: Any, code: str = "A1.1") -> Any:
    row = desk.task(code)
    return desk.act(tasks.edit_task, row.id, row.version, field, value, TODAY)


def undo(desk, batch_id: int | None = None) -> Any:
    return desk.act(undoing.undo_batch, batch_id)


def indicator(desk, code: str = "I07") -> Any:
    (found,) = desk.rows(Indicator, Indicator.code == code)
    return found


STATEMENT, PROOF = "生产线建成，九月起投入使用。", "市发改委组织验收，意见为合格。"


@dataclass(frozen=True)
class Act:
    """One act with a name for the report; `prepare` is done before and not undone."""

    name: str
    do: Callable[[Any], Any]
    prepare: Callable[[Any], Any] = lambda desk: None


def put(desk, **values: Any) -> None:
    with desk.ledger.session() as session:
        open_batch(session, "准备")
        task = session.get(Task, desk.number("A1.1"))
        for key, value in values.items():
            setattr(task, key, value)


def close(desk) -> Any:
    return desk.act(status.close_task, desk.number("A1.1"), STATEMENT, TODAY, progress=100)


def begin(desk, code: str = "A1.1") -> None:
    desk.act(status.change_status, desk.number(code), Status.IN_PROGRESS, TODAY, confirmed=True)


def due_and_begun(desk) -> None:
    edit(desk, "due_text", "2026年6月底")
    begin(desk)


def extend(desk, code: str = "A1.1", typed: str = "2026年底") -> Any:
    decision = deadlines.Decision("审批推迟", "王副市长", confirmed=True)
    return desk.act(deadlines.change_deadline, desk.number(code), typed, TODAY, decision)


def ready_to_close(desk) -> None:
    put(desk, status=Status.CLOSING, progress=80)
    desk.act(progress.add_evidence, desk.number("A1.1"), "意见", text=PROOF)


def lesson(desk) -> int:
    return desk.rows(Recommendation, Recommendation.code == "A2.1c")[0].id


ACTS = [
    Act("owner", lambda d: edit(d, "owner", "张三")),
    Act("code", lambda d: edit(d, "code", "A1.1甲")),
    Act("lead", lambda d: edit(d, "lead_office", "市财政局")),
    Act("lead that helped", lambda d: edit(d, "lead_office", "市科技局")),
    Act("co-offices", lambda d: edit(d, "co_offices", ("市财政局",))),
    Act("deadline", lambda d: edit(d, "due_text", "2026年9月底前")),
    Act("start", lambda d: edit(d, "start_on", "2026-01-01")),
    Act("progress", lambda d: edit(d, "progress", 30), begin),
    Act("status", lambda d: d.act(status.change_status, d.number("A1.1"), Status.IN_PROGRESS, TODAY, confirmed=True)),
    Act(
        "pause",
        lambda d: d.act(status.change_status, d.number("A1.1"), Status.PAUSED, TODAY, "等待文件", decided_by="市长"),
    ),
    Act("close", close, ready_to_close),
    Act("extension", extend, due_and_begun),
    Act("earlier", lambda d: extend(d, typed="2026年5月底"), due_and_begun),
    Act("entry", lambda d: d.act(progress.record_progress, d.number("A1.1"), TODAY, 40, "进展", "问题", "措施"), begin),
    Act("milestone", lambda d: d.act(milestones.add_milestone, d.number("A1.1"), "印发", TODAY, today=TODAY)),
    Act(
        "milestone done",
        lambda d: d.act(milestones.complete_milestone, d.rows(Milestone)[0].id, TODAY),
        lambda d: d.act(milestones.add_milestone, d.number("A1.1"), "印发", TODAY, today=TODAY),
    ),
    Act("note", lambda d: d.act(progress.add_evidence, d.number("A1.1"), "意见", text="验收意见")),
    Act("file", lambda d: d.act(progress.add_evidence, d.number("A1.1"), "a.pdf", data=b"%PDF")),
    Act("confirm", lambda d: d.act(tasks.confirm_offices, [d.number("A1.1"), d.number("A1.2a")])),
    Act("split", lambda d: d.act(tasks.add_task, lesson(d), "第二项", "市财政局")),
    Act("observe", lambda d: d.act(indicators.add_observation, indicator(d).id, TODAY, 190, "快报")),
    Act("correct", lambda d: d.act(indicators.edit_observation, d.rows(Observation)[0].id, TODAY, 1.5, "更正")),
    Act("forget", lambda d: d.act(indicators.delete_observation, d.rows(Observation)[0].id)),
    Act(
        "target",
        lambda d: d.act(indicators.edit_indicator, indicator(d).id, indicator(d).version, "target_value", 0, *WHY),
    ),
]


def sorted_rows(content: dict[str, list]) -> dict[str, list]:
    return {name: sorted(rows, key=lambda row: str(row.get("id"))) for name, rows in content.items()}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_undo_is_the_inverse_and_redo_its_own(desk, act: Act) -> None:
    act.prepare(desk)
    before = sorted_rows(desk.content())
    done = act.do(desk)
    after = sorted_rows(desk.content())
    assert after != before
    undone = undo(desk)
    assert sorted_rows(desk.content()) == before
    assert (undone.label, undone.tasks, undone.indicators) == (f"撤销：{done.label}", done.tasks, done.indicators)
    redone = undo(desk, undone.batch_id)
    assert sorted_rows(desk.content()) == after
    undo(desk, redone.batch_id)
    assert sorted_rows(desk.content()) == before


def test_undo_works_after_the_database_was_closed(desk) -> None:
    before = desk.content()
    edit(desk, "owner", "张三")
    desk.act(tasks.add_task, lesson(desk), "第二项")
    desk.ledger.close()
    desk.ledger = Database(desk.ledger.url, "另一人")
    with pytest.raises(InputError, match="本次打开后没有可撤销的操作；更早的请到“变更记录”"):
        undo(desk)
    for batch in reversed(desk.rows(Batch, Batch.source == BatchSource.MANUAL)):
        with pytest.raises(RuleError, match="这是 测试员"):
            undo(desk, batch.id)
        desk.act(undoing.undo_batch, batch.id, others=True)
    assert desk.content() == before
    assert desk.rows(Batch)[-1].actor == "另一人"
    desk.ledger.close()


def test_undo_without_a_number_goes_back_act_by_act(lite) -> None:
    for name in ("张三", "李四", "王五"):
        edit(lite, "owner", name)
    seen = []
    for _ in range(3):
        undo(lite)
        seen.append(lite.task().owner)
    assert seen == ["李四", "张三", ""]
    with pytest.raises(InputError, match="本次打开后没有可撤销的操作"):
        undo(lite)


def test_after_a_redo_the_act_can_be_undone_again(lite) -> None:
    done = edit(lite, "owner", "张三")
    undone = undo(lite)
    undo(lite, undone.batch_id)
    assert lite.look(lambda session: last_act(session).id) == done.batch_id
    undo(lite)
    assert lite.task().owner == ""


def test_the_chain_of_undos_says_what_is_in_force(lite) -> None:
    first = edit(lite, "owner", "张三")
    chain = [first.batch_id]
    for depth in range(1, 6):
        chain.append(undo(lite, chain[-1]).batch_id)
        in_force = [one.undone_by_id is None for one in lite.rows(Batch) if one.id in chain]
        assert in_force[0] == (depth % 2 == 0)
        assert lite.task().owner == ("张三" if depth % 2 == 0 else "")
        assert in_force[-1]


def test_undoing_twice_is_refused(lite) -> None:
    done = edit(lite, "owner", "张三")
    undo(lite)
    with pytest.raises(InputError, match=r"“A1\.1 责任人”已经撤销过了"):
        undo(lite, done.batch_id)


@pytest.mark.parametrize(("batch", "sentence"), [(99_999, "没有编号为 99999 的操作批次"), (1, "初始目录不能撤销")])
def test_what_cannot_be_undone(lite, batch: int, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        undo(lite, batch)


def test_an_act_that_another_stands_on_is_refused_by_name(desk) -> None:
    first = edit(desk, "owner", "张三")
    edit(desk, "owner", "李四")
    before = desk.content(memory=True)
    with pytest.raises(RuleError, match=r"“A1\.1 责任人”不能撤销：.*改过其中的责任人；请先撤销那一次"):
        undo(desk, first.batch_id)
    assert desk.content(memory=True) == before


def test_an_older_act_can_be_undone_when_nothing_stands_on_it(desk) -> None:
    first = edit(desk, "owner", "张三")
    edit(desk, "phone", "87181234")
    edit(desk, "owner", "李四", code="A1.2a")
    undo(desk, first.batch_id)
    row = desk.task()
    assert (row.owner, row.phone, desk.task("A1.2a").owner) == ("", "87181234", "李四")


def test_what_hangs_on_a_new_task_keeps_it(desk) -> None:
    made = desk.act(tasks.add_task, lesson(desk), "第二项", "市财政局")
    desk.act(milestones.add_milestone, desk.number("A2.1c-2"), "印发", TODAY, today=TODAY)
    with pytest.raises(RuleError, match="请先撤销那一次"):
        undo(desk, made.batch_id)
    undo(desk)
    undo(desk, made.batch_id)
    assert desk.rows(Milestone) == []


def test_a_row_that_was_changed_since_is_not_taken_away(desk) -> None:
    made = desk.act(milestones.add_milestone, desk.number("A1.1"), "印发", TODAY, today=TODAY)
    desk.act(milestones.complete_milestone, desk.rows(Milestone)[0].id, TODAY)
    with pytest.raises(RuleError, match="完成日期"):
        undo(desk, made.batch_id)


def test_a_closed_task_keeps_its_proof(desk) -> None:
    put(desk, status=Status.CLOSING)
    proof = desk.act(progress.add_evidence, desk.number("A1.1"), "意见", text=PROOF)
    desk.act(progress.add_evidence, desk.number("A1.1"), "意见", text="已完成，见附件。")  # does not count
    close(desk)
    with pytest.raises(RuleError, match=r"A1\.1 已凭它销号；请先重新打开任务"):
        undo(desk, proof.batch_id)
    assert len(desk.rows(Evidence)) == 2


def test_a_task_in_hand_keeps_its_lead_office(desk) -> None:
    edit(desk, "lead_office", "")
    chosen = edit(desk, "lead_office", "市财政局")
    desk.act(status.change_status, desk.number("A1.1"), Status.IN_PROGRESS, TODAY, confirmed=True)
    with pytest.raises(RuleError, match="必须有牵头单位"):
        undo(desk, chosen.batch_id)
    assert desk.task().lead_office == "市财政局"


def test_the_same_content_added_since_is_no_crash(desk) -> None:
    """A co-office was removed, then added again: bringing the first back would double it."""
    edit(desk, "co_offices", ("市科技局",))
    removed = edit(desk, "co_offices", ())
    edit(desk, "co_offices", ("市科技局",))
    with pytest.raises(RuleError, match="后来又加了同样的内容"):
        undo(desk, removed.batch_id)
    assert desk.task().co_offices == ("市科技局",)


def test_a_code_given_to_another_since_is_no_crash(desk) -> None:
    desk.act(tasks.add_task, lesson(desk), "第二项")
    undone = undo(desk)
    desk.act(tasks.add_task, lesson(desk), "另一项")
    with pytest.raises(RuleError, match="后来又加了同样的内容"):
        undo(desk, undone.batch_id)
    assert desk.task("A2.1c-2").title == "另一项"


def test_a_removal_undone_twice_over_is_no_crash(desk) -> None:
    number = desk.rows(Observation)[0].id
    removed = desk.act(indicators.delete_observation, number)
    undone = undo(desk)
    redone = undo(desk, undone.batch_id)
    undo(desk, removed.batch_id)
    with pytest.raises(RuleError, match="没有撤销"):
        undo(desk, redone.batch_id)
    assert desk.rows(Observation)[0].id == number


def test_demonstration_acts_are_not_undone_by_chance(lite) -> None:
    with lite.ledger.session() as session:
        open_batch(session, "演示", BatchSource.DEMO)
        session.exec(select(Indicator)).first().note = "演示"
    with pytest.raises(InputError, match="本次打开后没有可撤销的操作"):
        undo(lite)


def test_undo_touches_no_settings(lite) -> None:
    edit(lite, "owner", "张三")
    with lite.ledger.session() as session:
        session.add(Setting(key="thresholds", value={"behind_red": 40}))
    undo(lite)
    with lite.ledger.reading() as session:
        assert session.get(Setting, "thresholds").value == {"behind_red": 40}


# --- any sequence of acts ----------------------------------------------------------------------------------

codes = st.sampled_from(["A1.1", "A1.2a", "A2.1c"])
offices = st.sampled_from(["市经信局", "市科技局", "市财政局", "市教育局", ""])
steps = st.one_of(
    st.tuples(st.just("owner"), codes, st.sampled_from(["张三", "李四", ""])),
    st.tuples(st.just("due_text"), codes, st.sampled_from(["6月底", "2027年底", "长期坚持", "待定", ""])),
    st.tuples(st.just("progress"), codes, st.integers(0, 100)),
    st.tuples(st.just("lead_office"), codes, offices),
    st.tuples(st.just("co_offices"), codes, st.lists(offices.filter(bool), max_size=3).map(tuple)),
    st.tuples(st.just("status"), codes, st.sampled_from(list(Status))),
    st.tuples(st.just("extend"), codes, st.sampled_from(["2028年底", "2029年6月底"])),
    st.tuples(st.just("entry"), codes, st.integers(0, 100)),
    st.tuples(st.just("milestone"), codes, st.none()),
    st.tuples(st.just("evidence"), codes, st.none()),
    st.tuples(st.just("close"), codes, st.none()),
    st.tuples(st.just("split"), codes, offices),
    st.tuples(st.just("observe"), codes, st.floats(-1e6, 1e6)),
    st.tuples(st.just("undo"), codes, st.none()),
)


def step(desk, what: str, code: str, value: Any) -> None:
    """Do one step; what the rules refuse is no act."""
    number = desk.number(code)
    ways: dict[str, Callable[[], Any]] = {
        "status": lambda: desk.act(
            status.change_status, number, value, TODAY, "因故调整", decided_by="市长", confirmed=True
        ),
        "extend": lambda: extend(desk, code, value),
        "entry": lambda: desk.act(progress.record_progress, number, TODAY, value, "进展"),
        "milestone": lambda: desk.act(milestones.add_milestone, number, "节点", TODAY, today=TODAY),
        "evidence": lambda: desk.act(progress.add_evidence, number, "意见", text=PROOF),
        "close": lambda: desk.act(status.close_task, number, STATEMENT, TODAY, progress=100),
        "split": lambda: desk.act(tasks.add_task, lesson(desk), "拆分", value),
        "observe": lambda: desk.act(indicators.add_observation, indicator(desk).id, TODAY, value),
        "undo": lambda: undo(desk),
    }
    with suppress(TrackerError):
        ways.get(what, lambda: edit(desk, what, value, code))()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sequence=st.lists(steps, max_size=8))
def test_any_acts_undone_one_by_one_leave_the_ledger_as_it_was(desk, sequence: list) -> None:
    """The ledger is shared by all examples: each must leave it as it found it."""
    before = sorted_rows(desk.content())
    for what, code, value in sequence:
        step(desk, what, code, value)
    while desk.look(lambda session: last_act(session) is not None):
        undo(desk)
    assert sorted_rows(desk.content()) == before


def test_an_act_that_is_sent_twice_is_written_once(desk) -> None:
    """The window makes the key of an act at the click; after a lost answer the same key comes again."""
    key = "5f" * 16

    row = desk.task()

    def send() -> Any:
        with desk.ledger.session(key) as session:
            return tasks.edit_task(session, row.id, row.version, "owner", "张三", TODAY)

    done = send()
    before = desk.content(memory=True)
    with pytest.raises(DoneBeforeError, match="没有重复保存") as again:
        send()
    assert (again.value.label, again.value.batch_id) == (done.label, done.batch_id)
    assert desk.content(memory=True) == before
    assert desk.rows(Batch)[-1].key == key

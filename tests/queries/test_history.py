"""What happened, in words a person reads."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from tracker.model.bulk_edits import BulkEdit
from tracker.model.enums import BatchSource, Status
from tracker.model.tables import Milestone, Observation, Office, Revision, Task
from tracker.queries.history import last_act, list_act_changes, list_acts, list_revisions
from tracker.services import indicators, milestones, progress, status, tasks
from tracker.services import undo as undoing
from tracker.services.bulk import apply_edits
from tracker.store.history import open_batch

TODAY = date(2026, 3, 15)


def edit(desk, field: str, value, code: str = "A1.1"):
    number = desk.number(code)
    version = desk.look(_version, number)
    return desk.act(tasks.edit_task, number, version, field, value, TODAY)


def begin(desk, code: str = "A1.1") -> None:
    """Charge the office with a task, so that progress may be noted."""
    desk.act(status.change_status, desk.number(code), Status.IN_PROGRESS, TODAY, confirmed=True)


def _version(session, number: int) -> int:
    return session.get(Task, number).version


def told(desk, code: str = "A1.1") -> list[tuple[str, str, str]]:
    return [(one.field, one.old, one.new) for one in desk.look(list_revisions, desk.number(code))]


@pytest.mark.parametrize(
    ("field", "value", "lines"),
    [
        ("owner", "张三", [("责任人", "", "张三")]),
        ("lead_office", "市财政局", [("牵头单位", "市经信局", "市财政局")]),
        ("lead_office", "", [("牵头单位", "市经信局", "")]),
        ("co_offices", ("市科技局",), [("配合单位", "市商务局", "")]),
        ("co_offices", ("市科技局", "市商务局", "市财政局"), [("配合单位", "", "市财政局")]),
        ("due_text", "2026年9月底前", [("完成时限", "", "2026年9月底前"), ("时限日期", "", "2026-09-30")]),
        ("start_on", "2026-01-05", [("启动日期", "", "2026-01-05")]),
        ("progress", 35, [("进度", "0%", "35%"), ("进展记录", "", "35%")]),
        (
            "status",
            "未启动",
            [
                ("状态变动", "", "待交办 → 未启动"),
                ("状态", "待交办", "未启动"),
                ("启动日期", "", "2026-03-15"),
            ],
        ),
    ],
)
def test_a_change_reads_as_a_person_would_say_it(desk, field: str, value, lines: list) -> None:
    if field == "progress":
        begin(desk)
    if field == "status":  # nothing is left to ask
        edit(desk, "due_text", "2026年12月底")
        edit(desk, "lead_office", "市经信局")
    made = len(told(desk))
    edit(desk, field, value)
    assert sorted(told(desk)[: len(told(desk)) - made]) == sorted(lines)


def test_rows_that_come_and_go_are_named(desk) -> None:
    number = desk.number("A1.1")
    begin(desk)
    desk.act(milestones.add_milestone, number, "印发方案", TODAY, today=TODAY)
    desk.act(milestones.complete_milestone, desk.look(lambda s: s.exec(_first(Milestone)).one().id), TODAY)
    desk.act(progress.add_evidence, number, "验收意见", text="已验收")
    desk.act(progress.record_progress, number, TODAY, 40, "已起草")
    assert told(desk)[0] == ("进展记录", "", "40% 已起草")
    assert sorted(told(desk)[1:3]) == [("进展情况", "", "已起草"), ("进度", "0%", "40%")]
    assert told(desk)[3:6] == [("佐证", "", "验收意见"), ("完成日期", "", "2026-03-15"), ("节点", "", "印发方案")]


def test_the_day_of_a_node_is_not_called_that_of_the_task(desk) -> None:
    number = desk.number("A1.1")
    desk.act(milestones.add_milestone, number, "印发方案", TODAY, today=TODAY)
    begin(desk)
    node = desk.look(lambda s: s.exec(_first(Milestone)).one().id)
    desk.act(milestones.change_milestone, node, today=TODAY, due_on=TODAY + timedelta(days=9), **WHY)
    assert ("节点日期", "2026-03-15", "2026-03-24") in told(desk)


WHY = {"reason": "会期顺延到下旬", "decided_by": "王副市长"}


def _first(table: type):
    return select(table).order_by(table.id).limit(1)


def test_who_when_and_from_where(desk) -> None:
    edit(desk, "owner", "张三")
    newest = desk.look(list_revisions, desk.number("A1.1"))[0]
    assert (newest.actor, newest.source, newest.label, newest.subject) == (
        "测试员", BatchSource.MANUAL, "A1.1 责任人", "A1.1",
    )  # fmt: skip
    assert (newest.file, newest.at.utcoffset().total_seconds()) == ("", 0)


def test_the_newest_change_is_first_and_the_birth_last(desk) -> None:
    for name in ("张三", "李四"):
        edit(desk, "owner", name)
    lines = told(desk)
    assert lines[:2] == [("责任人", "张三", "李四"), ("责任人", "", "张三")]
    assert ("任务", "", "引进技术改良创新缩小差距") in lines


def test_only_so_many_are_asked_for(lite) -> None:
    for name in ("张三", "李四", "王五"):
        edit(lite, "owner", name)
    assert len(lite.look(list_revisions, lite.number("A1.1"), 2)) == 2
    assert [one.label for one in lite.look(list_acts, 1)] == ["A1.1 责任人"]


def test_acts_are_told_newest_first_without_the_catalogue(desk) -> None:
    assert desk.look(list_acts) == ()
    begin(desk, "A1.2a")
    edit(desk, "owner", "张三")
    desk.act(tasks.confirm_offices, [desk.number("A1.1"), desk.number("A1.2a")])
    desk.act(progress.record_progress, desk.number("A1.2a"), TODAY, 40, "已起草")
    entry, confirmed, owner, begun = desk.look(list_acts)
    assert begun.label == "A1.2a 转为推进中"
    assert (owner.label, owner.detail, owner.task_id) == ("A1.1 责任人", "— → 张三", desk.number("A1.1"))
    assert (confirmed.label, confirmed.task_id) == ("确认 2 项任务的单位", None)
    assert (entry.detail, entry.task_id) == ("0% → 40%", desk.number("A1.2a"))
    assert not any(one.undone for one in (entry, confirmed, owner))


def test_an_act_has_as_many_changes_as_are_listed_of_it(desk) -> None:
    numbers = [desk.number(code) for code in ("A1.1", "A1.2a")]
    desk.act(
        apply_edits, [BulkEdit(number, "status", "未启动", confirmed=True) for number in numbers], date(2026, 3, 2)
    )
    (act,) = desk.look(list_acts)
    listed = desk.look(list_act_changes, act.batch_id, 100)
    assert len(listed) > 2 * len(numbers)  # the rows of the moves are changes as well
    assert act.detail == f"{len(listed)} 项变更"


def test_an_act_on_many_tasks_is_counted_by_the_database(desk) -> None:
    def rename(session) -> None:
        for task in session.exec(select(Task)):
            task.owner = f"人{task.id}"

    desk.write(rename)
    loaded: list[Revision] = []
    listen = (Revision, "load", lambda one, _context: loaded.append(one))
    event.listen(*listen)
    (act,) = desk.look(list_acts)
    event.remove(*listen)
    tasks_there = desk.look(lambda session: len(session.exec(select(Task.id)).all()))
    assert (act.detail, act.task_id) == (f"{tasks_there} 项变更", None)
    assert loaded == []


def test_an_undone_act_says_so_and_the_undo_is_an_act(desk) -> None:
    edit(desk, "owner", "张三")
    desk.act(undoing.undo_batch)
    undo, owner = desk.look(list_acts)
    assert (owner.undone, undo.undone, undo.label) == (True, False, "撤销：A1.1 责任人")
    assert (undo.detail, undo.source) == ("张三 → —", BatchSource.UNDO)


def test_what_undo_would_take_back(desk) -> None:
    def label() -> str | None:
        return desk.look(lambda session: (last := last_act(session)) and last.label)

    assert label() is None
    edit(desk, "owner", "张三")
    desk.act(status.change_status, desk.number("A1.1"), Status.NOT_STARTED, TODAY, confirmed=True)
    assert label() == "A1.1 已交办"
    desk.act(undoing.undo_batch)
    assert label() == "A1.1 责任人"
    desk.act(undoing.undo_batch)
    assert label() is None


def test_acts_on_indicators_are_told_in_numbers(desk) -> None:
    row = desk.look(lambda session: session.exec(_first(Observation)).one().id)
    desk.act(indicators.edit_observation, row, date(2021, 12, 31), 7123.5)
    assert desk.look(list_acts)[0].label == "工业增加值 修改观测值"
    assert desk.look(list_acts)[0].detail == "6,997.2 → 7,123.5"
    assert desk.look(list_acts)[0].task_id is None


def test_a_renamed_office_is_told(lite) -> None:
    def rename(session) -> None:
        session.exec(_first(Office)).one().short_name = "经信"

    lite.write(rename)
    assert lite.look(list_acts)[0].detail == "— → 经信"


def test_a_batch_of_demonstration_is_an_act_but_not_undone_next(lite) -> None:
    with lite.ledger.session() as session:
        open_batch(session, "演示", BatchSource.DEMO)
        session.exec(_first(Office)).one().short_name = "经信"
    assert lite.look(list_acts)[0].label == "演示"
    assert lite.look(lambda session: last_act(session)) is None


def test_folded_an_act_that_was_taken_back_is_left_out_with_what_did_it(desk) -> None:
    edit(desk, "owner", "张三")
    edit(desk, "phone", "87654321")
    desk.act(undoing.undo_batch)
    assert [act.label for act in desk.look(list_acts, folded=True)] == ["A1.1 责任人"]
    desk.act(undoing.redo_batch)
    assert [act.label for act in desk.look(list_acts, folded=True)] == ["A1.1 联系电话", "A1.1 责任人"]

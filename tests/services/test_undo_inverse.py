"""Acts on many tasks go back exactly as acts on one do: every column, every entry, or nothing at all."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tracker.errors import RuleError
from tracker.model.bulk_edits import ADD_HELP, SET_HELP, BulkEdit
from tracker.model.enums import EvidenceKind, Status
from tracker.model.tables import Evidence, ProgressEntry, Revision, Task, TaskOffice
from tracker.services import bulk, undo, undo_inverse
from tracker.store.history import open_batch

TODAY = date(2026, 3, 2)


def everybody(desk, **values: Any) -> list[int]:
    """Write columns of all tasks as an act of its own and return their ids."""
    with desk.ledger.session() as session:
        open_batch(session, "准备")
        tasks = session.exec(select(Task).order_by(Task.id)).all()
        for task in tasks:
            for key, value in values.items():
                setattr(task, key, value)
        ids = [task.id for task in tasks]
    assert len(ids) > undo_inverse._MANY
    return ids


def change(desk, ids: list[int], field: str, text: str, reason: str = "") -> Any:
    edits = [BulkEdit(number, field, text, reason=reason, decided_by="王副市长", confirmed=True) for number in ids]
    return desk.act(bulk.apply_edits, edits, TODAY)


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("owner", "张三", ""),
        ("progress", "61%", ""),
        ("progress_note", "已开工", ""),
        ("lead_office", "市财政局", ""),
        ("due_text", "2026年9月底前", "审批时间推迟"),
        ("start_on", "2025-01-05", ""),
        ("status", "暂缓", "等待文件"),
        (ADD_HELP, "市科技局", ""),
        (SET_HELP, "", ""),
    ],
)
def test_an_act_on_all_tasks_goes_back_and_comes_again(desk, field: str, text: str, reason: str) -> None:
    ids = everybody(desk, status=Status.IN_PROGRESS)
    before = desk.content()
    done = change(desk, ids, field, text, reason)
    after = desk.content()
    assert after != before
    undone = desk.act(undo.undo_batch)
    assert desk.content() == before
    assert undone.tasks
    assert undone.tasks <= done.tasks
    desk.act(undo.redo_batch)
    assert desk.content() == after
    desk.act(undo.undo_batch)
    assert desk.content() == before


def test_many_go_back_without_an_object_for_each(lite, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = everybody(lite, status=Status.IN_PROGRESS)
    change(lite, ids, "progress", "61%")
    monkeypatch.setattr(undo_inverse, "_invert", lambda *_: pytest.fail("one by one"))
    lite.act(undo.undo_batch)
    assert {task.progress for task in lite.rows(Task)} == {0}
    assert not lite.rows(ProgressEntry)


def test_a_field_changed_twice_in_one_act_goes_back_to_the_first_value(desk) -> None:
    ids = everybody(desk, owner="甲")
    with desk.ledger.session() as session:
        open_batch(session, "改两次")
        for name in ("乙", "丙"):
            for number in ids:
                session.get(Task, number).owner = name
            session.flush()
    desk.act(undo.undo_batch)
    assert {task.owner for task in desk.rows(Task)} == {"甲"}
    desk.act(undo.redo_batch)
    assert {task.owner for task in desk.rows(Task)} == {"丙"}


def test_what_history_does_not_know_stops_all(lite) -> None:
    ids = everybody(lite)
    change(lite, ids, "owner", "张三")
    with lite.ledger.engine.begin() as plain:
        plain.exec_driver_sql("UPDATE task SET owner = '外人' WHERE id = ?", (ids[-1],))
    before = lite.content()
    with pytest.raises(RuleError, match="责任人后来又变了；没有撤销"):
        lite.act(undo.undo_batch)
    assert lite.content() == before


def test_an_entry_that_is_gone_stops_all(lite) -> None:
    ids = everybody(lite, status=Status.IN_PROGRESS)
    change(lite, ids, "progress", "61%")
    with lite.ledger.engine.begin() as plain:
        plain.exec_driver_sql("DELETE FROM progress_entry WHERE task_id = ?", (ids[3],))
    before = lite.content()
    with pytest.raises(RuleError, match="已被删除"):
        lite.act(undo.undo_batch)
    assert lite.content() == before


def test_a_row_that_is_back_already_stops_all(lite) -> None:
    ids = everybody(lite, status=Status.IN_PROGRESS)
    change(lite, ids, "progress", "61%")
    entry = lite.rows(ProgressEntry)[5]
    lite.act(undo.undo_batch)
    with lite.ledger.engine.begin() as plain:
        plain.execute(ProgressEntry.__table__.insert(), [entry.model_dump()])
    with pytest.raises(RuleError, match="已经撤销过了"):
        lite.act(undo.redo_batch)


def test_the_way_back_is_told_and_can_be_stopped(lite) -> None:
    ids = everybody(lite, status=Status.IN_PROGRESS)
    change(lite, ids, "progress", "61%")
    before = lite.content(memory=True)
    told: list[tuple[int, int, str]] = []

    def stop(done: int, total: int, name: str) -> None:
        told.append((done, total, name))
        if done:
            raise RuleError("停")

    with pytest.raises(RuleError, match="停"):
        lite.act(undo.undo_batch, None, stop)
    changes = len(lite.rows(Revision, Revision.batch_id == before["batch"][-1]["id"]))
    assert told == [(0, changes, ""), (told[1][0], changes, "")]
    assert 0 < told[1][0] < changes
    assert lite.content(memory=True) == before


def test_a_lead_office_that_work_rests_on_is_not_taken_away(desk) -> None:
    ids = everybody(desk, lead_office_id=None, status=Status.UNASSIGNED)
    change(desk, ids, "lead_office", "市财政局")
    assigned = change(desk, ids, "status", "未启动")
    with pytest.raises(RuleError, match="必须有牵头单位"):
        desk.act(undo.undo_batch, assigned.batch_id - 1)
    assert {task.status for task in desk.rows(Task)} == {Status.NOT_STARTED}


def test_closed_tasks_keep_their_proof(desk) -> None:
    ids = everybody(desk, status=Status.CLOSING, closing_statement="已办结")
    with desk.ledger.session() as session:
        batch = open_batch(session, "佐证")
        session.add_all([Evidence(task_id=number, kind=EvidenceKind.NOTE, name="意见", text="同意") for number in ids])
        number = batch.id
    everybody(desk, status=Status.CLOSED)
    with pytest.raises(RuleError, match="已凭它销号"):
        desk.act(undo.undo_batch, number)
    assert len(desk.rows(Evidence)) == len(ids)


def test_offices_that_help_come_back_under_their_old_numbers(desk) -> None:
    ids = everybody(desk)
    helping = desk.rows(TaskOffice)
    change(desk, ids, SET_HELP, "")
    assert not desk.rows(TaskOffice)
    desk.act(undo.undo_batch)
    assert [(row.id, row.task_id, row.office_id) for row in desk.rows(TaskOffice)] == [
        (row.id, row.task_id, row.office_id) for row in helping
    ]

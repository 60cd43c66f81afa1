"""Many rows at once are recorded as single changes are, and a stale version stops them all."""

import pytest
from sqlalchemy import inspect
from sqlmodel import col, select

from tracker.errors import AgainError
from tracker.model.tables import Office, Revision, Task
from tracker.store.bulk_update import read_columns, update_rows
from tracker.store.engine import Database
from tracker.store.history import open_batch


def test_rows_and_revisions(ledger: Database) -> None:
    with ledger.session() as session:
        batch = open_batch(session, "批量")
        ids = list(session.exec(select(Task.id).order_by(col(Task.id)).limit(3)))
        before = read_columns(session, Task, ids, ("version", "owner", "progress"))
        wished = {ids[0]: {"owner": "甲"}, ids[1]: {"owner": "乙", "progress": 10}, ids[2]: {"owner": ""}}
        assert update_rows(session, Task, wished, before) == 2
        number = batch.id
    with ledger.reading() as session:
        found = session.exec(select(Revision).where(Revision.batch_id == number).order_by(col(Revision.id))).all()
        assert sorted((one.entity_id, one.field, one.old, one.new, one.task_id) for one in found) == [
            (ids[0], "owner", "", "甲", ids[0]),
            (ids[1], "owner", "", "乙", ids[1]),
            (ids[1], "progress", 0, 10, ids[1]),
        ]
        assert [session.get(Task, one).version for one in ids] == [2, 2, 1]


def test_objects_in_hand_show_the_new_values_and_others_stay_as_they_are(ledger: Database) -> None:
    with ledger.session() as session:
        open_batch(session, "批量")
        task, office = session.exec(select(Task)).first(), session.exec(select(Office)).first()
        before = read_columns(session, Task, [task.id], ("version", "owner"))
        update_rows(session, Task, {task.id: {"owner": "甲"}}, before)
        assert not inspect(office).expired  # nothing of its kind was written: it is not read again
        assert (task.owner, task.version) == ("甲", 2)
        task.owner = "乙"  # and can be written on at once
    with ledger.reading() as session:
        assert session.get(Task, next(iter(before))).owner == "乙"


def test_a_stale_version_stops_all(ledger: Database) -> None:
    with ledger.session() as session:
        ids = list(session.exec(select(Task.id).limit(2)))
        before = read_columns(session, Task, ids, ("version", "owner"))
        open_batch(session, "先")
        session.get(Task, ids[1]).owner = "别人"
    with pytest.raises(AgainError, match="撞在一起"):
        _overwrite(ledger, ids, before)
    with ledger.reading() as session:
        assert [session.get(Task, one).owner for one in ids] == ["", "别人"]


def _overwrite(ledger: Database, ids: list[int], before: dict[int, object]) -> None:
    with ledger.session() as session:
        open_batch(session, "后")
        update_rows(session, Task, {number: {"owner": "甲"} for number in ids}, before)


def test_rows_are_read_by_another_unique_column(ledger: Database) -> None:
    with ledger.session() as session:
        tasks = session.exec(select(Task).order_by(col(Task.id)).limit(600)).all()
        found = read_columns(session, Task, [task.uid for task in tasks], ("code",), by="uid")
        assert {uid: (row.id, row.code) for uid, row in found.items()} == {t.uid: (t.id, t.code) for t in tasks}


def test_nothing_wished_needs_no_act(ledger: Database) -> None:
    with ledger.session() as session:
        assert update_rows(session, Task, {}, {}) == 0

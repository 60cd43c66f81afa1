"""Every write of a tracked row leaves revisions in the same transaction, or does not happen."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from tracker.model.enums import BatchSource, DueKind, Status
from tracker.model.tables import Batch, Evidence, Indicator, Milestone, Observation, Revision, Setting, Task
from tracker.store import history
from tracker.store.engine import Database


def revisions(ledger: Database, label: str) -> list[Revision]:
    with ledger.reading() as session:
        wanted = select(Revision).join(Batch, Batch.id == Revision.batch_id).where(Batch.label == label)
        found = list(session.exec(wanted.order_by(Revision.id)))
        session.expunge_all()
        return found


def short(one: Revision) -> tuple:
    return (one.entity, one.entity_id, one.field, one.old, one.new)


def test_an_update_records_each_changed_field(ledger: Database) -> None:
    with ledger.session() as session:
        history.open_batch(session, "改")
        task = session.get(Task, 3)
        task.owner, task.status, task.due_on, task.themes = "张三", Status.PAUSED, date(2026, 6, 30), ["新"]
        task.remark = task.remark  # set to what it is
    found = {one.field: one for one in revisions(ledger, "改")}
    assert sorted(found) == ["due_on", "owner", "status", "themes"]
    assert short(found["owner"]) == ("task", 3, "owner", "", "张三")
    assert short(found["status"]) == ("task", 3, "status", "unassigned", "paused")
    assert short(found["due_on"]) == ("task", 3, "due_on", None, "2026-06-30")
    assert found["themes"].new == ["新"]
    assert {(one.task_id, one.indicator_id) for one in found.values()} == {(3, None)}


def test_an_insert_and_a_delete_record_the_whole_row(ledger: Database) -> None:
    with ledger.session() as session:
        history.open_batch(session, "加")
        row = Milestone(task_id=5, title="印发方案", due_on=date(2026, 3, 31), weight=2)
        session.add(row)
    with ledger.session() as session:
        history.open_batch(session, "删")
        session.delete(session.get(Milestone, row.id))
    (made,), (gone,) = revisions(ledger, "加"), revisions(ledger, "删")
    whole = {
        "id": row.id, "task_id": 5, "title": "印发方案", "due_on": "2026-03-31", "first_due_on": None, "done_on": None,
        "weight": 2, "position": 0,
    }  # fmt: skip
    assert short(made) == ("milestone", row.id, "", None, whole)
    assert short(gone) == ("milestone", row.id, "", whole, None)
    assert made.task_id == gone.task_id == 5


def test_rows_of_an_indicator_carry_its_number(ledger: Database) -> None:
    with ledger.session() as session:
        history.open_batch(session, "测")
        session.get(Indicator, 7).unit = "个"
        session.add(Observation(indicator_id=7, value=3.5))
    found = revisions(ledger, "测")
    assert {(one.entity, one.task_id, one.indicator_id) for one in found} == {
        ("indicator", None, 7),
        ("observation", None, 7),
    }


def test_the_version_is_no_recorded_field(ledger: Database) -> None:
    with ledger.session() as session:
        history.open_batch(session, "改")
        session.get(Task, 3).owner = "张三"
    assert [one.field for one in revisions(ledger, "改")] == ["owner"]
    with ledger.reading() as session:
        assert session.get(Task, 3).version == 2


def test_a_change_taken_back_before_the_flush_is_none(ledger: Database) -> None:
    with ledger.session() as session:
        history.open_batch(session, "改")
        task = session.get(Task, 3)
        task.owner = "张三"
        task.owner = ""
    assert revisions(ledger, "改") == []


@pytest.mark.parametrize(
    "write",
    [
        lambda session: setattr(session.get(Task, 1), "owner", "张三"),
        lambda session: session.add(Observation(indicator_id=1, value=1.0)),
        lambda session: session.delete(session.exec(select(Observation)).first()),
    ],
    ids=["update", "insert", "delete"],
)
def test_writing_outside_a_batch_is_a_bug(ledger: Database, write) -> None:
    with pytest.raises(AssertionError, match="outside a batch"), ledger.session() as session:
        write(session)
    with ledger.reading() as session:
        assert session.get(Task, 1).owner == ""


def test_what_is_no_work_of_people_needs_no_batch(ledger: Database) -> None:
    with ledger.session() as session:
        session.add(Setting(key="thresholds", value={"behind_red": 40}))
    with ledger.reading() as session:
        assert session.get(Setting, "thresholds").value == {"behind_red": 40}


def test_one_session_is_one_act(ledger: Database) -> None:
    with ledger.session() as session:
        first = history.open_batch(session, "第一")
        assert history.open_batch(session, "第二") is first
        assert (first.actor, first.source, first.undoes_id) == ("测试员", BatchSource.MANUAL, None)
        assert abs((datetime.now(UTC) - first.at).total_seconds()) < 60


def test_a_batch_without_revisions_can_be_forgotten(ledger: Database) -> None:
    with ledger.session() as session:
        history.open_batch(session, "空")
        assert history.drop_empty_batch(session) is True
        history.open_batch(session, "满")
        session.get(Task, 1).owner = "张三"
        assert history.drop_empty_batch(session) is False
    with ledger.reading() as session:
        labels = set(session.exec(select(Batch.label)))
        assert "满" in labels
        assert "空" not in labels


@pytest.mark.parametrize(
    ("entity", "field", "value"),
    [
        (Task, "status", Status.CLOSING),
        (Task, "due_kind", DueKind.LONG_TERM),
        (Task, "due_on", date(2026, 2, 28)),
        (Task, "due_on", None),
        (Task, "themes", ["a", "b"]),
        (Task, "progress", 40),
        (Task, "offices_confirmed", True),
        (Evidence, "added_at", datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)),
        (Observation, "value", 0.1 + 0.2),
    ],
)
def test_recorded_values_come_back_as_they_were(entity, field, value) -> None:
    assert history.from_plain(entity, field, history.to_plain(value)) == value

"""Writes of an import that wait for one another come to what they would be one by one."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tracker.errors import InputError
from tracker.model.changeset import Decision, FieldChange
from tracker.model.enums import BatchSource, Choice, Outcome
from tracker.model.tables import ProgressEntry, ReturnDecision, Revision, Task
from tracker.services.returns import batch_updates
from tracker.services.returns.batch_updates import PLAIN_FIELDS, BatchUpdates
from tracker.services.undo import undo_batch
from tracker.services.write_basics import begin

TODAY, SENT_ON = date(2026, 3, 20), date(2025, 11, 1)


def uid(session, code: str) -> str:
    return session.exec(select(Task.uid).where(Task.code == code)).one()


def gather(session, *wishes: tuple[str, dict[str, Any]]) -> tuple[int, set[int]]:
    """Put wishes by 编号 one after another and write; return the batch and the tasks touched."""
    batch = begin(session, "导入", BatchSource.IMPORT)
    waiting = BatchUpdates(session, TODAY)
    for code, values in wishes:
        waiting.add_fields({uid(session, code): values}, SENT_ON)
    waiting.write()
    return batch.id, waiting.tasks


def test_only_fields_without_consequences_are_plain() -> None:
    assert {"owner", "progress", "remark"} <= PLAIN_FIELDS
    assert PLAIN_FIELDS.isdisjoint({"status", "due_text", "lead_office", "co_offices", "code"})


def test_many_tasks_are_written_as_one_and_undone_as_one(desk) -> None:
    before = desk.content()
    batch, touched = desk.act(gather, ("A1.1", {"owner": "甲"}), ("A2.1a", {"owner": "乙", "progress": 40}))
    assert (desk.task("A1.1").owner, desk.task("A2.1a").owner, desk.task("A2.1a").progress) == ("甲", "乙", 40)
    assert touched == {desk.number("A1.1"), desk.number("A2.1a")}
    assert [(one.progress, one.entered_on) for one in desk.rows(ProgressEntry)] == [(40, TODAY)]
    desk.act(undo_batch, batch)
    assert desk.content() == before


@pytest.mark.parametrize("most", [1, 2_000])
def test_a_task_named_twice_is_changed_twice(lite, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(batch_updates, "_MOST", most)
    batch, _ = lite.act(gather, ("A1.1", {"owner": "甲"}), ("A2.1a", {"owner": "丙"}), ("A1.1", {"owner": "乙"}))
    number = lite.number("A1.1")
    told = lite.rows(Revision, Revision.batch_id == batch, Revision.entity_id == number, Revision.field == "owner")
    assert [(one.old, one.new) for one in told] == [("", "甲"), ("甲", "乙")]


def test_only_so_many_tasks_wait(lite, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written at the end cannot be cancelled any more, so it must stay short."""
    monkeypatch.setattr(batch_updates, "_MOST", 2)

    def put(session) -> list[int]:
        begin(session, "导入", BatchSource.IMPORT)
        waiting, written = BatchUpdates(session, TODAY), []
        for code in ("A1.1", "A2.1a", "A1.2a", "A1.2b", "A1.3a"):
            waiting.add_fields({uid(session, code): {"owner": "甲"}}, SENT_ON)
            written.append(len(waiting.tasks))
        waiting.write()
        return written

    assert lite.act(put) == [0, 0, 2, 2, 4]


def test_a_value_that_cannot_be_stops_everything(lite) -> None:
    before = lite.content(memory=True)
    with pytest.raises(InputError):
        lite.act(gather, ("A1.1", {"owner": "甲"}), ("A2.1a", {"progress": 400}))
    assert lite.content(memory=True) == before


def test_decisions_wait_with_the_rows_they_are_about(lite, sent_lite) -> None:
    received = lite.receive(sent_lite)
    values = ("市教育局", "市财政局")

    def decide(session) -> None:
        begin(session, "导入", BatchSource.IMPORT)
        waiting = BatchUpdates(session, TODAY)
        for choice, value in ((Choice.THEIRS, None), (Choice.MERGED, values)):
            change = FieldChange(
                "task", "T1", "A1.1", "", str(choice.value), None, None, None, Outcome.CONFLICT, "", ""
            )
            waiting.add_decision(received, change, Decision(choice, value))
        assert session.exec(select(ReturnDecision)).all() == []
        waiting.write()
        waiting.write()  # what was written is written once

    lite.act(decide)
    told = [(one.return_id, one.choice, one.value) for one in lite.rows(ReturnDecision)]
    assert told == [(received, Choice.THEIRS, None), (received, Choice.MERGED, list(values))]

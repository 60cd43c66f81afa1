"""What an office is told beside the values of its tasks."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from tracker.model.enums import DecisionState, DueKind
from tracker.model.rows import Unsettled
from tracker.model.tables import Extension, Task, WorkbookExport
from tracker.queries.sent_rows import count_unsettled, requested_deadlines, tasks_to_send, unsettled_when_sent
from tracker.services import exporting
from tracker.store.history import open_batch

TODAY = date(2026, 3, 2)


def told(lite: Any, code: str = "A1.1") -> dict[str, Any]:
    rows = lite.look(lambda session: list(tasks_to_send(session, TODAY, Task.code == code)))
    return dict(rows[0].values)


def put(lite: Any, **values: Any) -> None:
    with lite.ledger.session() as session:
        open_batch(session, "准备")
        task = session.exec(select(Task).where(Task.code == "A1.1")).one()
        for name, value in values.items():
            setattr(task, name, value)


def decided(lite: Any, state: DecisionState, answer: str = "", *, counts: bool = False, **more: Any) -> None:
    with lite.ledger.session() as session:
        open_batch(session, "准备")
        task = session.exec(select(Task).where(Task.code == "A1.1")).one()
        given = {"answer": answer, "counts": counts, "decided_on": TODAY, "reason": "x"} | more
        session.add(Extension(task_id=task.id, state=state, **given))


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ({}, "牵头单位为建议，待确认；未定时限，请提出"),
        ({"offices_confirmed": True}, "未定时限，请提出"),
        ({"offices_confirmed": True, "due_text": "尽快", "due_kind": DueKind.TEXT}, "未定时限，请提出"),
        ({"offices_confirmed": True, "due_text": "长期坚持", "due_kind": DueKind.LONG_TERM}, ""),
        (
            {"offices_confirmed": True, "due_text": "每月25日前", "due_kind": DueKind.RECURRING},
            "定期报告，本期到 2026-03-25",
        ),
        ({"due_text": "2026-06-30", "due_kind": DueKind.DATE, "due_on": date(2026, 6, 30)}, "牵头单位为建议，待确认"),
    ],
)
def test_what_is_not_settled_is_said(lite, values: dict[str, Any], note: str) -> None:
    put(lite, **values)
    assert told(lite)["assign_note"] == note


def test_a_refusal_is_said_until_something_is_granted(lite) -> None:
    put(lite, offices_confirmed=True, due_text="长期坚持", due_kind=DueKind.LONG_TERM)
    decided(lite, DecisionState.REFUSED, "按期完成")
    assert told(lite)["assign_note"] == "延期申请未同意：按期完成"
    decided(lite, DecisionState.GRANTED, counts=True)
    assert told(lite)["assign_note"] == ""


def test_what_is_asked_of_the_assigner_goes_out_with_the_answer(lite) -> None:
    key = lite.look(lambda s: s.exec(select(Task.uid).where(Task.code == "A1.1")).one())
    assert lite.look(requested_deadlines, [key]) == {}
    decided(lite, DecisionState.REQUESTED, to_text="2026-09-30", reason="场地未交付", decided_on=None)
    wanted = {key: {"due_text": "2026-09-30", "extension_reason": "场地未交付"}}
    assert lite.look(requested_deadlines, [key, "other"]) == wanted
    assert lite.look(requested_deadlines, ["other"]) == {}


def test_the_first_deadline_and_the_extensions_that_count_are_shown(lite) -> None:
    assert (told(lite)["first_due"], told(lite)["extensions"]) == ("", 0)
    put(lite, first_due_on=date(2025, 12, 31))
    decided(lite, DecisionState.GRANTED, counts=True)
    decided(lite, DecisionState.GRANTED)
    decided(lite, DecisionState.REFUSED, "不行")
    assert (told(lite)["first_due"], told(lite)["extensions"]) == ("2025-12-31", 1)


def test_what_an_office_writes_beside_is_sent_empty(lite) -> None:
    assert {told(lite)[name] for name in ("extension_reason", "evidence_names", "filled_by")} == {""}


def test_what_is_not_settled_is_counted_before_and_kept_with_the_workbook(desk: Any, tmp_path: Path) -> None:
    before = desk.look(count_unsettled)
    assert before.suggested > 1
    desk.act(exporting.export_office, "市经信局", tmp_path / "a.xlsx", TODAY)
    number, office_id = desk.look(lambda s: s.exec(select(WorkbookExport.id, WorkbookExport.office_id)).one())
    office = desk.look(count_unsettled, office_id)
    assert 0 < office.suggested < before.suggested
    assert desk.look(unsettled_when_sent, [number]) == {number: office}
    with desk.ledger.session() as session:
        open_batch(session, "准备")
        task = session.exec(select(Task).where(Task.code == "A1.1")).one()
        task.offices_confirmed = True
    assert desk.look(count_unsettled, office_id).suggested == office.suggested - 1
    assert desk.look(unsettled_when_sent, [number]) == {number: office}


@pytest.mark.parametrize(
    ("unsettled", "sentence"),
    [
        (Unsettled(), ""),
        (Unsettled(3, 0), "3 项的牵头单位还是建议"),
        (Unsettled(0, 2), "2 项没有时限"),
        (Unsettled(3, 2), "3 项的牵头单位还是建议，2 项没有时限"),
    ],
)
def test_it_is_one_sentence(unsettled: Unsettled, sentence: str) -> None:
    assert (unsettled.sentence, bool(unsettled)) == (sentence, bool(sentence))

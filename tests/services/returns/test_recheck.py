"""A lot taken in as one act: what its files say of the same rows is told apart, whatever was written in between."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.errors import ConflictError
from tracker.model.changeset import Decision
from tracker.model.enums import Choice, ReturnState
from tracker.model.tables import Revision, WorkbookReturn
from tracker.services import undo
from tracker.services.returns import apply
from tracker.services.returns.apply import Part
from tracker.services.returns.recheck import settled_entries, without_settled

LATER = date(2026, 3, 20)
#: What the copies of one workbook say, one dictionary of cells by 编号 for each.
LOTS: dict[str, list[dict[str, dict[str, Any]]]] = {
    "different tasks": [{"A1.1": {"owner": "甲"}}, {"A2.1a": {"owner": "乙"}}],
    "different cells of one task": [{"A1.1": {"owner": "甲"}}, {"A1.1": {"phone": "0574-1"}}],
    "progress of one task twice": [{"A1.1": {"progress": 0.3}}, {"A1.1": {"progress_note": "已开工"}}],
    "the same cell differently": [{"A1.1": {"owner": "甲"}}, {"A1.1": {"owner": "乙", "remark": "二"}}],
    "the same": [{"A1.1": {"owner": "甲"}}, {"A1.1": {"owner": "甲", "remark": "二"}}],
    "two deadlines, which wait, beside plain cells": [
        {"A1.1": {"due_text": "12月底", "owner": "甲"}},
        {"A1.1": {"due_text": "2027年6月", "phone": "0574-1"}},
    ],
    "a move between plain cells": [
        {"A1.1": {"owner": "甲"}},
        {"A1.1": {"status": "已完成", "progress": 1, "progress_note": "完成"}},
        {"A1.1": {"phone": "0574-2"}, "A2.1a": {"owner": "丙"}},
    ],
    "an indicator between tasks": [
        {"A1.1": {"owner": "甲"}},
        {"国家级专精特新“小巨人”企业数": {"indicator_value": 352, "indicator_on": "2026-03-01"}},
        {"A1.1": {"phone": "0574-3"}},
    ],
    "help between plain cells": [{"A1.1": {"owner": "甲"}}, {"A1.1": {"co_offices": "市财政局"}}],
}


@pytest.fixture
def copies(lite, sent_lite, tmp_path: Path) -> Iterator[Any]:
    """Return a way to make edited copies of one workbook and to receive them: their numbers and previews."""
    original = sent_lite.path.read_bytes()

    def receive(said: list[dict[str, dict[str, Any]]]) -> list[tuple[int, Any]]:
        found = []
        for place, rows in enumerate(said):
            sent_lite.path = tmp_path / f"第{place}份.xlsx"
            sent_lite.path.write_bytes(original)
            for code, values in rows.items():
                sent_lite.edit(code, **values)
            found.append((lite.receive(sent_lite), lite.preview(sent_lite)))
        return found

    return receive


def told(desk) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of the ledger without their numbers, which an undone act may have used up."""
    tables = desk.content()
    return {name: [{k: v for k, v in row.items() if k != "id"} for row in rows] for name, rows in tables.items()}


def states(desk) -> list[tuple[ReturnState, int]]:
    return [(one.state, one.pending) for one in desk.rows(WorkbookReturn)]


@pytest.mark.parametrize("said", LOTS.values(), ids=LOTS)
def test_a_lot_does_what_its_files_do_one_after_another(lite, copies, said) -> None:
    received = copies(said)
    before = told(lite)
    changes = lite.act(apply.apply_returns, [Part(number, {}, seen) for number, seen in received], LATER)
    together, its_states = told(lite), states(lite)
    assert together != before
    lite.act(undo.undo_batch, changes.batch_id)
    assert told(lite) == before
    for number, _ in received:
        lite.apply(number)
    assert told(lite) == together
    assert states(lite) == its_states


def test_what_two_files_say_of_one_task_is_recorded_one_after_the_other(lite, copies) -> None:
    received = copies(LOTS["progress of one task twice"])
    changes = lite.act(apply.apply_returns, [Part(number, {}, seen) for number, seen in received], LATER)
    made = lite.rows(Revision, Revision.batch_id == changes.batch_id, Revision.entity == "progress_entry")
    entries = [one.new for one in made]
    assert [(one["progress"], one["note"]) for one in entries] == [(30, ""), (30, "已开工")]


def test_a_change_of_ours_after_the_preview_stops_the_whole_lot(lite, copies) -> None:
    received = copies([{"A1.1": {"owner": "甲"}}, {"A2.1a": {"owner": "乙"}}])
    lite.edit("owner", "我方", "A2.1a")
    before = lite.content(memory=True)
    with pytest.raises(ConflictError, match=r"A2\.1a 又被改过"):
        lite.act(apply.apply_returns, [Part(number, {}, seen) for number, seen in received], LATER)
    assert lite.content(memory=True) == before
    lite.act(apply.apply_returns, [Part(number) for number, _ in received], LATER)  # compared with the day as it is
    assert (lite.task("A1.1").owner, lite.task("A2.1a").owner) == ("甲", "我方")
    assert states(lite) == [(ReturnState.APPLIED, 0), (ReturnState.PENDING, 1)]


def test_what_was_decided_is_asked_once_for_all_files(lite, copies) -> None:
    received = copies([{"A1.1": {"owner": "甲"}}, {"A2.1a": {"owner": "乙", "remark": "丙"}}])
    lite.edit("owner", "我方", "A2.1a")
    lite.edit("remark", "我方", "A2.1a")
    numbers = [number for number, _ in received]
    seen = lite.look(apply.preview_return, numbers[1])
    ours = {one.identity: Decision(Choice.OURS) for one in seen.changes if one.field == "owner"}
    lite.act(apply.apply_returns, [Part(numbers[0]), Part(numbers[1], ours, seen)], LATER)
    settled = lite.look(settled_entries, numbers)
    # Of the first file nothing is left, so nothing has to be remembered; of the second one entry is decided.
    assert [sorted(field for *_, field in settled[number]) for number in numbers] == [[], ["owner"]]
    left = without_settled(seen, settled[numbers[1]])
    assert [one.field for one in left.changes] == ["remark"]
    assert without_settled(seen, set()) is seen
    # The preview from before still names the settled entry: taking it in again must not ask for it.
    rest = {one.identity: Decision(Choice.THEIRS) for one in left.changes}
    lite.act(apply.apply_returns, [Part(numbers[1], rest, seen)], LATER)
    assert (lite.task("A2.1a").owner, lite.task("A2.1a").remark) == ("我方", "丙")
    assert states(lite)[1] == (ReturnState.APPLIED, 0)

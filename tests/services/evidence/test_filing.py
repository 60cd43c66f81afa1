"""Evidence that came with workbooks answers their rows, in the same act."""

from typing import Any

import pytest

from tests.saved_again import saved_again
from tracker.files.handed_in import gather
from tracker.model.changes import Changes
from tracker.model.tables import Task, WorkbookExportRow, WorkbookReturn
from tracker.queries.exports import list_all_exports
from tracker.services.evidence.filing import plan_and_file, with_evidence
from tracker.services.evidence.importing import keep_files
from tracker.services.returns import apply
from tracker.services.undo import undo_batch
from tracker.services.undo_preview import preview_undo

PDF = b"%PDF-1.4 a"


@pytest.fixture
def empty(lite: Any, sent_lite: Any) -> int:
    """A workbook that came back without anything filled in, as the number of the return."""
    saved_again(sent_lite.path)
    return lite.receive(sent_lite)


def came(desk: Any, drop: Any, name: str) -> Any:
    return desk.act(keep_files, [file for source in gather([drop({name: PDF})]) for file in source.files])


def answer(desk: Any) -> tuple[Any, int]:
    (row,) = desk.look(list_all_exports, desk.today.replace(day=20))
    return row.answered_on, row.filled


@pytest.mark.parametrize("together", [True, False])
def test_evidence_with_an_empty_workbook_is_an_answer(lite: Any, empty: int, drop: Any, together: bool) -> None:
    files, day = came(lite, drop, "A1.1_方案.pdf"), lite.today.replace(day=20)

    def take_in(session: Any) -> Changes:
        if not together:
            return plan_and_file(session, files, return_ids=[empty])[0]
        applied = apply.apply_return(session, empty, {}, day)
        return with_evidence(session, applied, files, "市经信局")[0]

    batch = lite.act(take_in).batch_id
    assert answer(lite) == (day, 1)
    preview = lite.act(preview_undo, batch, day)
    assert (preview.count, len(preview.changes), preview.refusal) == (1, 1, "")  # what was noted follows from it
    lite.act(undo_batch)
    assert answer(lite) == (None, 0)


@pytest.mark.parametrize("of", ["another office", "nothing known"])
def test_evidence_of_others_or_of_nothing_known_answers_nothing(lite: Any, empty: int, drop: Any, of: str) -> None:
    sent = {row.key for row in lite.rows(WorkbookExportRow)}
    code = next(task.code for task in lite.rows(Task) if task.uid not in sent)
    name = f"{code}_别人的.pdf" if of == "another office" else "说明.pdf"
    lite.act(plan_and_file, came(lite, drop, name), return_ids=[empty])
    assert answer(lite) == (None, 0)


def test_evidence_that_came_without_the_workbook_makes_nobody_punctual(lite: Any, empty: int, drop: Any) -> None:
    lite.act(plan_and_file, came(lite, drop, "A1.1_方案.pdf"))
    assert answer(lite) == (None, 0)


def test_a_row_is_named_once(lite: Any, sent_lite: Any, drop: Any) -> None:
    number = lite.receive(sent_lite.edit("A1.1", owner="李四"))
    files = came(lite, drop, "A1.1_方案.pdf")
    lite.act(plan_and_file, files, return_ids=[number])
    (received,) = lite.rows(WorkbookReturn)
    assert received.touched == [f"task {lite.task().uid}"]

"""A move claimed in a workbook that was sent before staff decided about its task is answered already."""

from datetime import date

import pytest

from tracker.model.enums import Outcome, Status, VerdictOutcome
from tracker.services import status, undo, verdicts

TODAY = date(2026, 3, 2)


def claim(desk, book):
    """Return the entry of the status that a workbook claims."""
    (change,) = (change for change in desk.preview(book).changes if change.field == "status" and change.key)
    return change


def test_a_claim_from_before_a_check_is_a_conflict(lite, sent_lite) -> None:
    number = lite.number("A1.1")
    lite.act(status.change_status, number, Status.IN_PROGRESS, TODAY, confirmed=True)
    sent_lite.edit("A1.1", status="待销号", owner="张三")
    lite.act(verdicts.record_verdict, number, TODAY, VerdictOutcome.REFUTED, TODAY, note="现场只完成六成")
    changes = {change.field: change for change in lite.preview(sent_lite).changes if change.key}
    claim = changes["status"]
    assert (claim.outcome, claim.needs_decision, claim.one_by_one) == (Outcome.CONFLICT, True, True)
    assert "核查这项任务" in claim.note
    assert not changes["owner"].needs_decision


def test_a_claim_is_taken_where_staff_decided_nothing_since(lite, sent_lite) -> None:
    sent_lite.edit("A1.1", status="待销号")
    (claim,) = (change for change in lite.preview(sent_lite).changes if change.field == "status")
    assert (claim.outcome, claim.needs_decision) == (Outcome.CHANGE, False)


@pytest.mark.parametrize("act", ["return", "check"])
def test_a_decision_that_was_taken_back_is_none(lite, sent_lite, act: str) -> None:
    number = lite.number("A1.1")
    lite.act(status.change_status, number, Status.IN_PROGRESS, TODAY, confirmed=True)
    sent_lite.edit("A1.1", status="待销号")
    if act == "check":
        lite.act(verdicts.record_verdict, number, TODAY, VerdictOutcome.REFUTED, TODAY, note="现场只完成六成")
    else:
        lite.act(status.change_status, number, Status.CLOSING, TODAY)
        lite.act(status.change_status, number, Status.IN_PROGRESS, TODAY, "材料不全予以退回", progress=0)
    assert claim(lite, sent_lite).outcome is Outcome.CONFLICT
    lite.act(undo.undo_batch)
    if act == "return":
        lite.act(undo.undo_batch)
    assert claim(lite, sent_lite).outcome is Outcome.CHANGE


def test_a_check_from_before_the_workbook_is_no_later_one_when_it_is_done_again(lite, send_workbook, tmp_path) -> None:
    number = lite.number("A1.1")
    lite.act(status.change_status, number, Status.IN_PROGRESS, TODAY, confirmed=True)
    lite.act(verdicts.record_verdict, number, TODAY, VerdictOutcome.REFUTED, TODAY, note="现场只完成六成")
    book = send_workbook(lite, tmp_path)
    book.edit("A1.1", status="待销号")
    before = claim(lite, book)
    lite.act(undo.undo_batch)
    lite.act(undo.redo_batch)
    assert claim(lite, book) == before
    assert before.outcome is Outcome.CHANGE

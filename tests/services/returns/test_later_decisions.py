"""A move claimed in a workbook that was sent before staff decided about its task is answered already."""

from datetime import date

from tracker.model.enums import Outcome, Status, VerdictOutcome
from tracker.services import status, verdicts

TODAY = date(2026, 3, 2)


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

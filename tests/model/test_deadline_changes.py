"""The table of classes of TRUTH: from what a deadline means now to what is typed."""

from datetime import date

import pytest

from tracker.errors import InputError, RuleError
from tracker.model.deadline_changes import (
    DeadlineMove,
    allow_change,
    check_correction,
    classify,
    is_draft,
    may_correct,
    shifted,
)
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import DeadlineChange, Status

TODAY = date(2025, 11, 18)


def change(now: str, to: str, **known: date):
    return classify(parse_deadline(now, TODAY), parse_deadline(to, TODAY), today=TODAY, **known)


@pytest.mark.parametrize("now", ["", "按协议约定时间"])
@pytest.mark.parametrize("to", ["2026-06-30", "长期坚持", "立行立改", "每季度末"])
def test_a_first_deadline_asks_nothing(now: str, to: str) -> None:
    move = change(now, to)
    assert (move.kind, move.needs_decision, move.needs_confirmation, move.counts) == (
        DeadlineChange.FIRST, False, False, False,
    )  # fmt: skip


@pytest.mark.parametrize("to", ["2026-06-30", "每季度末"])
def test_an_end_for_a_lasting_task_is_a_first_deadline(to: str) -> None:
    assert change("长期坚持", to).kind is DeadlineChange.FIRST


@pytest.mark.parametrize(
    ("now", "to", "mark", "days"),
    [
        ("2025-12-31", "2026-06-30", "", 181),
        ("2025-11-01", "2025-11-10", "", 9),
        ("立行立改", "2026-06-30", "", 194),
        ("2025-12-31", "长期坚持", "取消具体时限", None),
        ("2025-12-31", "每季度末", "取消具体时限", None),
        ("立行立改", "长期坚持", "取消具体时限", None),
        ("每季度末", "长期坚持", "取消定期报告", None),
        ("每季度末", "2026-06-30", "取消定期报告", None),
        ("每月25日前", "立行立改", "取消定期报告", None),
    ],
)
def test_an_extension_asks_for_reason_and_who_decided(now: str, to: str, mark: str, days: int | None) -> None:
    move = change(now, to)
    assert (move.kind, move.needs_decision, move.mark, move.days) == (DeadlineChange.EXTENSION, True, mark, days)
    assert move.counts


def test_an_extension_within_the_first_deadline_does_not_count() -> None:
    """Brought forward once, then moved back: the first promise is not exceeded."""
    assert not change("2025-12-01", "2025-12-31", first_due_on=date(2025, 12, 31)).counts
    assert change("2025-12-01", "2026-01-01", first_due_on=date(2025, 12, 31)).counts


@pytest.mark.parametrize(
    ("to", "warning"),
    [
        ("2025-12-01", ""),
        ("2025-11-18", ""),
        ("2025-11-17", "新时限已过，将立即逾期 1 天"),
        ("2025-06-30", "逾期 141 天"),
    ],
)
def test_an_earlier_day_asks_to_be_confirmed(to: str, warning: str) -> None:
    move = change("2025-12-31", to)
    assert (move.kind, move.needs_decision, move.needs_confirmation) == (DeadlineChange.ADVANCE, False, True)
    assert warning in move.warning
    assert bool(move.warning) is bool(warning)
    assert not move.counts


@pytest.mark.parametrize(
    ("now", "to", "rarer"),
    [
        ("每月25日前", "每季度末", True),
        ("每周五", "每月底", True),
        ("每半年", "每年底", True),
        ("每季度末", "每月25日前", False),
        ("每月25日前", "每月10日前", False),
        ("每年底", "每半年", False),
    ],
)
def test_a_rarer_report_is_an_extension_and_a_denser_one_is_not(now: str, to: str, rarer: bool) -> None:
    move = change(now, to)
    assert move.kind is DeadlineChange.FREQUENCY
    assert (move.needs_decision, move.needs_confirmation, move.counts) == (rarer, not rarer, rarer)


@pytest.mark.parametrize("now", ["2025-12-31", "长期坚持", "立行立改", "每季度末"])
def test_a_readable_deadline_is_never_replaced_by_words_or_nothing(now: str) -> None:
    with pytest.raises(RuleError, match="尽快读不出日期；请写成 2026-06-30 或“2026年6月底前”。"):
        change(now, "尽快")
    with pytest.raises(RuleError, match="已有时限的任务不能清空时限；请用“延期”或“更正”。"):
        change(now, "")


@pytest.mark.parametrize(
    ("now", "to"),
    [
        ("2025-12-31", "2025年12月底前"),
        ("长期坚持", "长期推进"),
        ("每季度末", "每季度底"),
        ("立行立改", "2025-12-18"),
        ("2025-12-18", "立行立改"),
        ("", "尽快"),
    ],
)
def test_another_wording_is_no_act_on_the_deadline(now: str, to: str) -> None:
    move = change(now, to)
    assert move.kind is None
    assert not move.needs_decision
    assert not move.needs_confirmation


def test_at_once_counts_from_the_day_it_was_assigned() -> None:
    assert change("立行立改", "2025-11-18", started_on=date(2025, 10, 1)).kind is DeadlineChange.EXTENSION
    assert change("立行立改", "2025-10-20", started_on=date(2025, 10, 1)).kind is DeadlineChange.ADVANCE


@pytest.mark.parametrize(
    ("status", "way"), [(Status.CLOSING, "退回"), (Status.CLOSED, "重新打开"), (Status.CANCELLED, "重新打开")]
)
def test_the_deadline_of_what_is_closed_or_waits_is_frozen(status: Status, way: str) -> None:
    with pytest.raises(RuleError, match=f"A1.1 {status.word}，不能改完成时限；请先{way}。"):
        allow_change(status, "A1.1")


@pytest.mark.parametrize("status", [Status.UNASSIGNED, Status.NOT_STARTED, Status.IN_PROGRESS, Status.PAUSED])
def test_other_deadlines_may_change(status: Status) -> None:
    allow_change(status, "A1.1")


def test_a_draft_is_what_nobody_was_sent() -> None:
    nothing = {"sent": False, "assigned": False, "taken": False}
    assert is_draft(Status.UNASSIGNED, **nothing)
    assert not is_draft(Status.NOT_STARTED, **nothing)
    assert not any(is_draft(Status.UNASSIGNED, **nothing | {reason: True}) for reason in nothing)


@pytest.mark.parametrize(
    ("entered", "sent", "corrected", "allowed"),
    [
        (date(2025, 10, 19), True, False, True),
        (date(2025, 10, 18), True, False, False),
        (date(2024, 1, 1), False, False, True),
        (date(2025, 11, 17), True, True, False),
        (date(2024, 1, 1), False, True, False),
        (None, True, False, False),
    ],
)
def test_who_may_correct(entered: date | None, sent: bool, corrected: bool, allowed: bool) -> None:
    assert may_correct(entered, TODAY, sent=sent, corrected=corrected) is allowed


@pytest.mark.parametrize(
    ("day", "old", "new", "moved"),
    [
        ("2025-10-15", "2025-12-15", "2026-01-10", "2025-11-10"),
        ("2025-10-31", "2025-12-31", "2026-06-30", "2026-04-30"),
        ("2026-02-28", "2025-12-31", "2026-01-31", "2026-03-31"),
        ("2025-10-15", "2025-12-31", "2026-06-30", "2026-04-15"),
        ("2025-08-30", "2025-12-31", "2026-02-28", "2025-10-30"),
    ],
)
def test_nodes_move_with_the_deadline(day: str, old: str, new: str, moved: str) -> None:
    assert shifted(*map(date.fromisoformat, (day, old, new))) == date.fromisoformat(moved)


@pytest.mark.parametrize(
    ("before", "now", "to", "refused"),
    [
        ("2026-06-30", "2026-12-31", "2026-06-30", False),  # back to what stood
        ("2026-06-30", "2026-12-31", "2026-09-30", False),  # earlier than what was entered
        ("2026-06-30", "2026-03-31", "2026-06-30", False),
        ("2026-06-30", "2026-03-31", "2026-09-30", True),
        ("2026-06-30", "2026-03-31", "长期坚持", True),
        ("2026-06-30", "2026-03-31", "", True),
        ("", "2026-03-31", "2027-12-31", False),  # nothing bound before
    ],
)
def test_a_correction_gives_no_more_time_than_stood_before(before: str, now: str, to: str, refused: bool) -> None:
    sides = [parse_deadline(text, TODAY) for text in (before, now, to)]
    earlier = sides[0] if before else None
    if not refused:
        check_correction(earlier, sides[1], sides[2], TODAY, None)
        return
    with pytest.raises(RuleError, match=f"更正不能比录入以前的时限“{before}”更宽"):
        check_correction(earlier, sides[1], sides[2], TODAY, None)


def test_words_are_no_correction() -> None:
    stood = parse_deadline("2026-06-30", TODAY)
    with pytest.raises(InputError, match="读不出日期"):
        check_correction(None, stood, parse_deadline("以后再说", TODAY), TODAY, None)


def test_a_move_writes_another_deadline_unless_it_only_words_it_anew() -> None:
    assert DeadlineMove(DeadlineChange.FIRST).writes_another
    assert DeadlineMove(None, drafted=True).writes_another
    assert not DeadlineMove(None).writes_another
    assert DeadlineMove(None, drafted=True).word == "草拟时限"
    assert DeadlineMove(None).word == "只改写法"

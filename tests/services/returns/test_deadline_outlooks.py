"""What granting deadlines would come to is what it comes to when they are granted."""

from datetime import date
from typing import Any

import pytest

from tracker.model.changeset import Decision
from tracker.model.enums import Choice, LightColour
from tracker.services import milestones
from tracker.services.deadline_outlooks import DeadlineWish, read_outlooks
from tracker.services.returns import apply
from tracker.services.returns.deadline_requests import grantable_move

TODAY, LATER = date(2026, 3, 2), date(2026, 3, 20)
REASON = "审查和集体审议需要两个月"


@pytest.fixture
def office(lite: Any, send_workbook: Any, tmp_path: Any) -> Any:
    """市经信局's workbook; A1.1 is due on 10 March with a node on 5 March, A2.1a has no deadline yet."""
    lite.edit("due_text", "2026-03-10")
    lite.edit("due_text", "", "A2.1a")
    lite.act(milestones.add_milestone, lite.number("A1.1"), "初稿", date(2026, 3, 5), today=TODAY)
    return send_workbook(lite, tmp_path)


def outlook(desk: Any, typed: str, code: str = "A1.1", base: date = TODAY) -> Any:
    (one,) = desk.look(read_outlooks, [DeadlineWish(desk.task(code).uid, typed, base)], LATER, grantable_move)
    return one


def grant(desk: Any, book: Any, typed: str, *, keep: bool) -> Any:
    book.edit("A1.1", due_text=typed)
    number = desk.receive(book)
    (change,) = desk.look(apply.preview_return, number).changes
    decision = Decision(Choice.THEIRS, None, REASON, "王市长", keep_nodes=keep)
    desk.apply(number, {change.identity: decision})
    desk.today = LATER
    return desk.task()


@pytest.mark.parametrize("typed", ["2026-06-30", "2026-03-31", "2026-03-04", "长期坚持", "每季度末"])
@pytest.mark.parametrize("keep", [False, True])
def test_the_light_foretold_is_the_light_that_comes(lite: Any, office: Any, typed: str, keep: bool) -> None:
    foretold = outlook(lite, typed)
    task = grant(lite, office, typed, keep=keep)
    after = foretold.kept if keep else foretold.moved
    assert after.light == task.light
    assert after.scheduled == task.scheduled
    assert foretold.to_on == task.due_on


def test_an_extension_says_all_a_person_decides_by(lite: Any, office: Any) -> None:
    one = outlook(lite, "2026-06-30")
    assert (one.word, one.number, one.days, one.needs_reason, one.nodes) == ("延期", "第 1 次延期", 112, True, 1)
    assert (one.now.light.text, one.moved.light.text) == ("红 · 逾期10天", "绿")
    assert (one.kept.light.text, one.kept.scheduled, one.moved.scheduled) == ("红 · 落后100点", 100, 0)
    assert (one.days_text, one.moved_text, one.error) == ("2026-03-10 → 2026-06-30", "推后 112 天", "")


def test_an_earlier_day_that_has_passed_is_warned_of(lite: Any, office: Any) -> None:
    one = outlook(lite, "2026-03-09")
    assert (one.word, one.number, one.needs_reason) == ("提前", "", False)
    assert one.warning == "新时限已过，将立即逾期 11 天"
    assert one.moved_text == "提前 1 天"


def test_a_first_deadline_needs_nothing(lite: Any, office: Any) -> None:
    one = outlook(lite, "2026-12-31", "A2.1a")
    assert (one.word, one.needs_reason, one.nodes, one.moved_text) == ("明确时限", False, 0, "")
    assert one.days_text == "未定 → 2026-12-31"


def test_the_day_of_writing_gives_a_wording_its_year(lite: Any, office: Any) -> None:
    assert outlook(lite, "3月底", base=date(2026, 3, 2)).wording == "2026年3月底"
    assert outlook(lite, "3月底", base=date(2026, 9, 2)).to_on == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("尽快", "尽快读不出日期；请写成 2026-06-30 或“2026年6月底前”。"),
        ("2月20日", "2026-02-20已经过了；是指 2027-02-20 吗？"),
        ("", "A1.1 申请的时限读不出日期，不能同意；请填写同意的日期。"),
        ("2026-02-01", "A1.1 的新时限 2026-02-01 早于启动日期 2026-03-02；请先改启动日期。"),
    ],
)
def test_what_nobody_can_grant_says_why(lite: Any, office: Any, typed: str, sentence: str) -> None:
    one = outlook(lite, typed)
    assert (one.error, one.moved, one.now.light.colour) == (sentence, None, LightColour.RED)


def test_nothing_is_written_and_nothing_asked_is_nothing(lite: Any, office: Any) -> None:
    before = lite.content(memory=True)
    outlook(lite, "2026-06-30")
    assert lite.content(memory=True) == before
    assert lite.look(read_outlooks, [], LATER, grantable_move) == []

"""Two desks at sources, links, papers and settings: the second is told what the first did, and loses nothing unseen."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tracker.errors import ConflictError, InputError, RefusedError, RuleError
from tracker.model.enums import PaperKind
from tracker.model.exchange_words import DayKind
from tracker.model.source_words import SourceKind
from tracker.model.tables import Batch, Indicator, Observation, Task
from tracker.queries.workdays import holidays_of
from tracker.services import holidays, indicators
from tracker.services.indicator_links import create_indicator, link_indicator, merge_indicators
from tracker.services.papers.register import IssuedPaper, register_paper
from tracker.services.sources.numbering import read_rule, set_numbering
from tracker.store.engine import Database

DAY = date(2026, 3, 2)
FIRST, SECOND, THIRD = date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 5)
WHY = "国办通知的安排"


@pytest.fixture
def other(ledger: Database) -> Iterator[Database]:
    desk = Database(ledger.url, "王敏", "b" * 12)
    yield desk
    desk.close()


def act(desk: Database, service: Any, *values: Any, **more: Any) -> Any:
    with desk.session() as session:
        return service(session, *values, **more)


def look(desk: Database, query: Any, *values: Any) -> Any:
    with desk.reading() as session:
        return query(session, *values)


def set_year(desk: Database, days: Any, seen: Any) -> Any:
    return act(desk, holidays.set_year, 2027, dict.fromkeys(days, DayKind.OFF), {}, WHY, seen)


def days_of(desk: Database) -> list[date]:
    return [entry.day for entry in look(desk, holidays_of, 2027)]


def test_days_of_a_year_that_two_desks_enter_are_all_there(ledger: Database, other: Database) -> None:
    shown = look(ledger, holidays_of, 2027)
    set_year(ledger, [FIRST], shown)
    set_year(other, [SECOND], shown)
    assert days_of(ledger) == [FIRST, SECOND]
    shown = look(ledger, holidays_of, 2027)
    set_year(ledger, [SECOND, THIRD], shown)
    set_year(other, [FIRST], shown)
    assert days_of(other) == [THIRD], "what each took away is gone, what the other added is there"


def test_a_day_that_two_desks_make_something_else_is_told(ledger: Database, other: Database) -> None:
    shown = look(ledger, holidays_of, 2027)
    set_year(ledger, [FIRST], shown)
    days = {FIRST: DayKind.OFF, SECOND: DayKind.OFF}
    named = {FIRST: "元旦"}
    acts = look(ledger, lambda s: len(s.exec(select(Batch)).all()))
    with pytest.raises(ConflictError, match="2027-01-01 刚被别人改为“放假”，没有保存"):
        act(other, holidays.set_year, 2027, days, named, WHY, shown)
    assert days_of(ledger) == [FIRST]
    assert look(ledger, lambda s: len(s.exec(select(Batch)).all())) == acts


def test_signs_of_two_kinds_are_both_changed_and_one_of_the_same_is_told(ledger: Database, other: Database) -> None:
    signs, width = shown = look(ledger, read_rule)
    act(ledger, set_numbering, {**signs, SourceKind.MEETING: "会议"}, width, shown)
    act(other, set_numbering, signs, width + 1, shown)
    assert look(ledger, read_rule) == ({**signs, SourceKind.MEETING: "会议"}, width + 1)
    with pytest.raises(ConflictError, match="会议"):
        act(other, set_numbering, {**signs, SourceKind.MEETING: "例会"}, width, shown)


def test_what_is_linked_with_something_gone_says_so(ledger: Database) -> None:
    number = look(ledger, lambda s: s.exec(select(Indicator.id)).first())
    gone = look(ledger, lambda s: max(s.exec(select(Task.id)))) + 1
    with pytest.raises(RefusedError, match="所关联的内容已不在台账中，可能刚被撤销或删除，没有保存"):
        act(ledger, link_indicator, number, [gone])


def test_a_value_for_an_indicator_that_was_merged_meanwhile_is_not_hidden(ledger: Database, other: Database) -> None:
    act(ledger, create_indicator, "接替的指标", {}, DAY)
    kept, gone = look(ledger, lambda s: s.exec(select(Indicator.id).order_by(Indicator.id.desc())).all())[:2]
    act(ledger, merge_indicators, kept, gone, DAY)
    with pytest.raises(RuleError, match="已停用，没有录入"):
        act(other, indicators.add_observation, gone, DAY, 3.0)
    held = select(Observation).where(Observation.indicator_id == gone)
    assert look(ledger, lambda s: s.exec(held).all()) == []


def test_a_paper_for_an_office_that_was_renamed_meanwhile_is_not_one_for_all(ledger: Database) -> None:
    paper = IssuedPaper(PaperKind.ORDER, 1, "督办单", DAY, None, DAY, (), "督办单.docx", "0" * 64, office="旧名的局")
    with pytest.raises(InputError, match="没有名为“旧名的局”的单位"):
        act(ledger, register_paper, paper)

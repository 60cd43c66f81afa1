"""How a 专报 is called by its period, and a lead office by what is known of it."""

from dataclasses import replace
from datetime import date

import pytest

from tests.paper_rows import make_figures, make_task
from tracker.model.enums import LightColour, Status
from tracker.model.exchange_words import DayKind
from tracker.model.paper_periods import next_workday, period_until, report_word
from tracker.model.rows import Period
from tracker.model.rows.tasks import office_label
from tracker.model.workdays import DayTable, HolidayEntry
from tracker.reports.paper_sentences import demands
from tracker.reports.task_lines import answering_words, cut, extended_words, office_words, status_words


@pytest.mark.parametrize(
    ("start", "end", "word"),
    [
        (date(2026, 11, 23), date(2026, 11, 28), "周报"),
        (date(2026, 11, 1), date(2026, 11, 28), "月报"),
        (date(2026, 10, 1), date(2026, 11, 28), "季报"),
        (date(2026, 7, 1), date(2026, 9, 30), "季报"),
        (date(2026, 8, 1), date(2026, 9, 30), "专报"),
        (date(2026, 11, 5), date(2026, 11, 28), "专报"),
        (date(2025, 12, 1), date(2026, 1, 31), "专报"),
    ],
)
def test_a_brief_is_called_by_its_period(start: date, end: date, word: str) -> None:
    assert report_word(period_until(end, start)) == word


def test_a_month_that_begins_on_a_monday_is_no_week() -> None:
    assert report_word(Period(date(2026, 6, 1), date(2026, 6, 30))) == "月报"


@pytest.mark.parametrize(
    ("name", "confirmed", "label"),
    [
        ("市经信局", True, "市经信局"),
        ("市经信局", False, "市经信局（待确认）"),
        ("", False, "未定"),
        ("", True, "未定"),
    ],
)
def test_an_office_is_printed_with_what_is_known_of_it(name: str, confirmed: bool, label: str) -> None:
    assert office_label(name, confirmed=confirmed) == label


def test_an_office_that_was_not_charged_answers_for_nothing() -> None:
    waiting = make_task("A1", Status.UNASSIGNED)
    assert (office_words(waiting), answering_words(waiting)) == ("市经信局", "市经信局（待交办）")
    assert answering_words(make_task("A2")) == "市经信局"
    assert answering_words(make_task("A3", Status.UNASSIGNED, confirmed=False)) == "市经信局（待确认）"
    assert answering_words(make_task("A4", Status.UNASSIGNED, office="")) == "未定"


def test_words_of_tables() -> None:
    assert status_words(Status.CLOSING) == "待审核"
    assert status_words(Status.CLOSED) == "已销号"
    assert extended_words(make_task("A1", first_due="2026年8月8日", extensions=2)) == "原2026年8月8日，延期2次"
    assert extended_words(make_task("A1")) == ""
    assert (cut("一 二\n三", 9), cut("一二三四", 3)) == ("一 二 三", "一二…")


HOLIDAYS = DayTable.of(
    [HolidayEntry(date(2026, 10, day), DayKind.OFF, "国庆节") for day in range(1, 8)]
    + [HolidayEntry(date(2026, 10, 10), DayKind.WORK, "国庆节")]
)


@pytest.mark.parametrize(
    ("day", "table", "next_one"),
    [
        (date(2026, 12, 2), DayTable(), date(2026, 12, 2)),
        (date(2026, 12, 5), DayTable(), date(2026, 12, 7)),
        (date(2026, 10, 2), DayTable(), date(2026, 10, 2)),
        (date(2026, 10, 2), HOLIDAYS, date(2026, 10, 8)),
        (date(2026, 10, 10), HOLIDAYS, date(2026, 10, 10)),
        (date(2026, 10, 11), HOLIDAYS, date(2026, 10, 12)),
    ],
)
def test_what_is_demanded_falls_on_a_day_on_which_offices_work(day: date, table: DayTable, next_one: date) -> None:
    assert next_workday(day, table) == next_one


def test_demands_of_a_circular_know_the_holidays() -> None:
    late = make_task("A1", colour=LightColour.RED, overdue_days=3)
    figures = replace(make_figures([late]), period=Period(date(2026, 9, 1), date(2026, 9, 25)))
    assert "10月2日前" in demands(figures)
    assert "10月8日前" in demands(replace(figures, workdays=HOLIDAYS))

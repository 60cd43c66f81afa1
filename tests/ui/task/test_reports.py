"""Periods of recurring reporting in the panel; today is 2023-09-15."""

from collections.abc import Callable
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from tracker.model.deadlines import parse_deadline
from tracker.model.recurrence import Frequency
from tracker.model.reporting import DueReport, ReportEntry, ReportHistory, Span, reports_of
from tracker.ui.task.reports import FEW, ReportLine, ReportsList, report_words

TODAY = date(2023, 9, 15)


def periods(*entries: date) -> tuple[DueReport, ...]:
    recurrence = parse_deadline("每月28日前").recurrence
    assert recurrence is not None
    reports = tuple(ReportEntry(day, "已报送本期进展") for day in entries)
    return reports_of([Frequency(recurrence)], ReportHistory(reports, (Span(date(2023, 1, 1)),)), TODAY)


@pytest.fixture
def shown(qtbot: QtBot) -> ReportsList:
    made = ReportsList()
    qtbot.addWidget(made)
    made.today = TODAY
    made.resize(287, 400)
    return made


@pytest.mark.parametrize(
    ("due", "made", "words", "tone"),
    [
        (date(2023, 9, 28), None, "待报送", "text3"),
        (date(2023, 8, 28), None, "未报送，逾期 18 天", "red"),
        (date(2023, 8, 28), date(2023, 8, 20), "2023-08-20 已报", "text3"),
        (date(2023, 8, 28), date(2023, 9, 2), "2023-09-02，迟 5 天", "amber"),
    ],
)
def test_what_became_of_a_report(due: date, made: date | None, words: str, tone: str) -> None:
    assert report_words(DueReport(date(2023, 7, 28), due, made), TODAY) == (words, tone)


@pytest.mark.parametrize(("owed", "waiver", "words"), [(True, "专班合并报送", "免报"), (False, "", "不需报送")])
def test_what_is_excused_is_no_fault(owed: bool, waiver: str, words: str) -> None:
    report = DueReport(date(2023, 7, 28), date(2023, 8, 28), None, owed, waiver)
    assert report_words(report, TODAY) == (words, "text3")


def test_the_newest_periods_first_and_the_rest_on_asking(shown: ReportsList, grab: Callable[..., None]) -> None:
    shown.show_rows(periods(date(2023, 8, 20), date(2023, 6, 15)))
    lines = [shown.rows.itemAt(place).widget() for place in range(shown.rows.count())]
    assert [line.words for line in lines if isinstance(line, ReportLine)] == [
        "待报送", "2023-08-20 已报", "未报送，逾期 49 天", "2023-06-15 已报",
    ]  # fmt: skip
    assert shown.heading.right.text() == "过去 8 期，报送 2 期"
    assert len(lines) == FEW
    grab(shown, "panel-reports", (287, 180))
    shown.more.click()
    assert shown.rows.count() == 9
    assert shown.more.isHidden()


def test_a_task_without_reporting_shows_nothing(shown: ReportsList) -> None:
    shown.show_rows(periods())
    assert not shown.isHidden()
    shown.show_rows(())
    assert shown.isHidden()

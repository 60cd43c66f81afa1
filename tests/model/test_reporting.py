"""The reports recurring tasks owe, period by period; today is Friday 2023-09-15."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.model.deadlines import parse_deadline
from tracker.model.enums import Status
from tracker.model.recurrence import Frequency, Recurrence
from tracker.model.reporting import (
    DueReport,
    ReportEntry,
    ReportHistory,
    Span,
    StatusMove,
    ToldSoFar,
    period_reported_by,
    reports_of,
    spans_of,
    waiting_since,
)

TODAY = date(2023, 9, 15)
START = date(2023, 1, 1)
MONTHLY = Frequency(Recurrence(1, 12, 28))
S = Status


def owed(text: str, *entries: str, today: date = TODAY, since: date = START) -> list[tuple[str, str]]:
    recurrence = parse_deadline(text).recurrence
    assert recurrence is not None
    reports = tuple(ReportEntry(date.fromisoformat(on), "已报送本期进展") for on in entries)
    periods = reports_of([Frequency(recurrence)], ReportHistory(reports, (Span(since),)), today)
    return [(str(period.due_on), str(period.reported_on or "")) for period in periods]


@pytest.mark.parametrize(
    ("text", "dues"),
    [
        ("每月28日前", ["2023-09-28", "2023-08-28", "2023-07-28"]),
        ("每月底", ["2023-09-30", "2023-08-31", "2023-07-31"]),
        ("每季度末", ["2023-09-30", "2023-06-30", "2023-03-31"]),
        ("每半年", ["2023-12-31", "2023-06-30"]),
        ("每年底", ["2023-12-31"]),
        ("每周五", ["2023-09-15", "2023-09-08", "2023-09-01"]),
    ],
)
def test_one_report_for_each_period(text: str, dues: list[str]) -> None:
    assert [due for due, _ in owed(text)][:3] == dues


@pytest.mark.parametrize(
    ("entries", "reported"),
    [
        ((), ["", "", ""]),
        (("2023-08-20",), ["", "2023-08-20", ""]),
        (("2023-08-28",), ["", "2023-08-28", ""]),
        (("2023-08-09", "2023-08-20"), ["", "2023-08-09", ""]),  # the first one reports, the other is just an entry
        (("2023-08-02", "2023-08-20"), ["", "2023-08-20", "2023-08-02"]),  # the first came late for July
        (("2023-08-29",), ["", "2023-08-29", ""]),  # late for August, and for that alone
        (("2023-08-29", "2023-08-29"), ["2023-08-29", "2023-08-29", ""]),
        (("2023-07-28", "2023-08-29"), ["", "2023-08-29", "2023-07-28"]),
        (("2023-09-07",), ["", "2023-09-07", ""]),  # ten days, a third of the running period
        (("2023-09-08",), ["2023-09-08", "", ""]),
        (("2023-09-10", "2023-08-09"), ["2023-09-10", "2023-08-09", ""]),
        (("2023-09-16",), ["", "", ""]),  # not written yet
    ],
)
def test_an_entry_reports_one_period(entries: tuple[str, ...], reported: list[str]) -> None:
    assert [day for _, day in owed("每月28日前", *entries)][:3] == reported


def test_nothing_is_owed_from_before_the_start() -> None:
    assert owed("每月28日前", since=date(2023, 8, 29)) == [("2023-09-28", "")]
    assert [due for due, _ in owed("每月28日前", since=date(2023, 8, 28))] == ["2023-09-28", "2023-08-28"]


def test_twelve_ended_periods_are_looked_at() -> None:
    assert len(owed("每周五", since=date(2022, 1, 1))) == 13
    assert len(owed("每周五", since=date.min)) == 13


@pytest.mark.parametrize(
    ("since", "first"),
    [
        ("2023-08-18", "2023-08-28"),  # ten days are left of 31: a third
        ("2023-08-19", "2023-09-28"),
        ("2023-08-28", "2023-09-28"),
        ("2023-08-29", "2023-09-28"),
    ],
)
def test_the_first_report_owed_has_a_third_of_its_period(since: str, first: str) -> None:
    span = Span(date.fromisoformat(since))
    periods = reports_of([MONTHLY], ReportHistory(spans=(span,)), date(2023, 12, 1))
    assert str(min(period.due_on for period in periods if period.owed)) == first


def days_owed(*spans: Span, today: date = date(2023, 12, 1)) -> list[str]:
    periods = reports_of([MONTHLY], ReportHistory(spans=spans), today)
    return [f"{period.due_on:%m-%d}" for period in reversed(periods) if period.owed]


def test_nothing_is_owed_while_a_task_rests() -> None:
    """Paused on a due day, the report of that day is not owed; it is owed up to the day before."""
    assert days_owed(Span(START, date(2023, 3, 28)), Span(date(2023, 10, 1)))[:2] == ["01-28", "02-28"]
    to_april = Span(START, date(2023, 3, 29))
    assert days_owed(to_april, Span(date(2023, 10, 1)))[2:] == ["03-28", "10-28", "11-28", "12-28"]
    assert days_owed(to_april, Span(date(2023, 10, 27)))[3:] == ["11-28", "12-28"]
    assert days_owed(Span(START, date(2023, 2, 1))) == ["01-28"]


def test_the_times_at_work_follow_from_the_moves() -> None:
    moves = (
        StatusMove(date(2023, 2, 1), S.UNASSIGNED, S.NOT_STARTED),
        StatusMove(date(2023, 2, 5), S.NOT_STARTED, S.IN_PROGRESS),
        StatusMove(date(2023, 3, 1), S.IN_PROGRESS, S.PAUSED),
        StatusMove(date(2023, 5, 1), S.PAUSED, S.IN_PROGRESS),
        StatusMove(date(2023, 6, 1), S.IN_PROGRESS, S.CLOSING),  # a claim does not end the duty
        StatusMove(date(2023, 7, 1), S.CLOSING, S.CLOSED),
        StatusMove(date(2023, 8, 1), S.CLOSED, S.IN_PROGRESS),
    )
    february, may = Span(date(2023, 2, 1), date(2023, 3, 1)), Span(date(2023, 5, 1), date(2023, 7, 1))
    august = Span(date(2023, 8, 1))
    assert spans_of(moves) == (february, may, august)
    assert spans_of(moves, date(2023, 3, 15)) == (may, august)
    assert spans_of(moves[2:], START) == (Span(START, date(2023, 3, 1)), may, august)
    assert spans_of(()) == ()


@pytest.mark.parametrize(
    ("entry", "due"),
    [
        (ReportEntry(date(2023, 8, 20), "已走访二十家企业"), "2023-08-28"),
        (ReportEntry(date(2023, 9, 2), "已走访二十家企业"), "2023-08-28"),
        (ReportEntry(date(2023, 9, 20), "已走访二十家企业"), "2023-09-28"),
        (ReportEntry(date(2023, 9, 20), "已走访二十家企业", date(2023, 6, 28)), "2023-06-28"),
        (ReportEntry(date(2023, 7, 20), "已走访二十家企业"), "None"),  # July has its report
        (ReportEntry(date(2023, 8, 20), "无。"), "None"),
    ],
)
def test_the_period_a_new_entry_reports(entry: ReportEntry, due: str) -> None:
    history = ReportHistory((ReportEntry(date(2023, 7, 10), "已报送本期进展"),), (Span(date(2023, 7, 1)),))
    assert str(period_reported_by([MONTHLY], history, entry)) == due


@pytest.mark.parametrize(
    ("due", "reported", "days"), [("2023-09-12", None, 3), ("2023-09-15", None, 0), ("2023-09-12", "2023-09-12", 0)]
)
def test_how_late_a_report_is(due: str, reported: str | None, days: int) -> None:
    made = date.fromisoformat(reported) if reported else None
    assert DueReport(date(2023, 8, 12), date.fromisoformat(due), made).overdue_days(TODAY) == days


@pytest.mark.parametrize(
    ("entries", "tells"),
    [
        ([(60, "已经开工", 0), (59, "更正统计口径", 1)], [True, False]),
        ([(60, "已经开工", 0), (59, "更正统计口径", 1), (60, "更正统计口径", 1)], [True, False, False]),
        ([(60, "已经开工", 0), (59, "更正统计口径", 1), (60, "已经开工", 0)], [True, False, False]),
        ([(60, "已经开工", 0), (59, "更正统计口径", 1), (59, "主体封顶", 0)], [True, False, True]),
        ([(60, "已经开工", 0), (40, "更正统计口径", 1), (50, "更正统计口径", 1), (61, "更正统计口径", 1)],
         [True, False, False, True]),
        ([(60, "已经开工", 0), (59, "已经开工", 0), (60, "已经开工", 0)], [True, False, False]),  # by a workbook
        ([(60, "已经开工", 0), (59, "核减后重新统计", 0)], [True, True]),  # its own words are a report
        ([(60, "已经开工", 1), (None, "", 1), (59, "更正统计口径", 1)], [True, False, False]),
        ([(20, "已经开工", 1), (20, "主体封顶", 1), (21, "主体封顶", 1)], [True, True, True]),
    ],
)  # fmt: skip
def test_a_fall_and_the_way_back_tell_of_no_progress(entries: list[tuple], tells: list[bool]) -> None:
    told = ToldSoFar()
    assert [told.hear(percent, note, by_hand=bool(hand))[1] for percent, note, hand in entries] == tells


def test_why_progress_is_lowered_is_no_report_unless_a_period_was_chosen() -> None:
    told = ToldSoFar()
    assert told.hear(60, "已经开工", by_hand=True) == ("已经开工", True)
    assert told.hear(59, "更正统计口径", by_hand=True) == ("", False)
    assert told.hear(58, "本期核减两个项目", by_hand=True, chosen=True) == ("本期核减两个项目", True)


@pytest.mark.parametrize("away", [Status.PAUSED, Status.CANCELLED, Status.CLOSED])
def test_a_rest_taken_back_on_its_day_is_none(away: Status) -> None:
    moves = [
        StatusMove(date(2023, 2, 1), Status.UNASSIGNED, Status.IN_PROGRESS),
        StatusMove(date(2023, 5, 24), Status.IN_PROGRESS, away),
        StatusMove(date(2023, 5, 24), away, Status.IN_PROGRESS),
        StatusMove(date(2023, 5, 24), Status.IN_PROGRESS, away),
        StatusMove(date(2023, 5, 24), away, Status.IN_PROGRESS),
    ]
    assert spans_of(moves) == (Span(date(2023, 2, 1)),)


@pytest.mark.parametrize(
    ("told", "since"),
    [
        ([], "2023-05-01"),
        (["2023-05-01"], "2023-05-01"),  # with the first claim
        (["2023-05-10"], "2023-05-01"),  # while it waited
        (["2023-05-20"], "2023-06-01"),
        (["2023-06-01"], "2023-06-01"),  # with the second claim
    ],
)
def test_a_claim_repeated_without_progress_waits_since_the_first(told: list[str], since: str) -> None:
    moves = [
        StatusMove(date(2023, 5, 1), Status.IN_PROGRESS, Status.CLOSING),
        StatusMove(date(2023, 5, 15), Status.CLOSING, Status.IN_PROGRESS),
        StatusMove(date(2023, 6, 1), Status.IN_PROGRESS, Status.CLOSING),
    ]
    assert waiting_since(moves, [date.fromisoformat(day) for day in told]) == date.fromisoformat(since)
    again = [
        StatusMove(date(2023, 6, 20), Status.CLOSING, Status.IN_PROGRESS),
        StatusMove(date(2023, 6, 20), Status.IN_PROGRESS, Status.CLOSING),
    ]
    days = [*(date.fromisoformat(day) for day in told), date(2023, 6, 20)]
    assert waiting_since([*moves, *again], days) == date.fromisoformat(since)
    assert waiting_since([], ()) is None


@pytest.mark.parametrize(
    ("reported", "late", "overdue", "expected"),
    [(None, 0, 5, True), ("2026-02-20", 0, 0, False), ("2026-02-25", 0, 0, False), ("2026-02-28", 3, 0, False)],
)
def test_a_report_is_late_by_days(reported: str | None, late: int, overdue: int, expected: bool) -> None:
    on = date.fromisoformat(reported) if reported else None
    report = DueReport(date(2026, 1, 25), date(2026, 2, 25), on)
    today = date(2026, 3, 2)
    assert (report.late_days, report.overdue_days(today), report.expected) == (late, overdue, expected)
    assert report.overdue_days(date(2026, 2, 25)) == 0
    assert not replace(report, waiver="合并报送").expected
    assert not replace(report, owed=False).expected
    assert replace(report, waiver="合并报送").overdue_days(today) == 0


def test_a_time_at_work_holds_from_its_first_day_to_the_day_before_its_end() -> None:
    span = Span(date(2026, 2, 1), date(2026, 3, 1))
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1))
    assert [span.holds(day) for day in days] == [False, True, True, False]
    assert Span(date(2026, 2, 1)).holds(date(2126, 2, 1))


#: Entries as they were written: percent, words, by hand, a chosen period; and which of them tell of progress.
TOLD = [
    ([(40, "完成初稿", False, False), (60, "", False, False)], [True, True]),
    ([(60, "完成初稿", False, False), (40, "数字填错了", True, False)], [True, False]),
    ([(60, "完成初稿", False, False), (40, "数字填错了", True, False), (60, "", True, False)], [True, False, False]),
    ([(60, "完成初稿", False, False), (40, "数字填错了", True, False), (61, "", True, False)], [True, False, True]),
    ([(60, "完成初稿", False, False), (40, "", False, False)], [True, False]),
    ([(60, "完成初稿", False, False), (40, "完成第二稿评审", False, False)], [True, True]),
    ([(60, "完成初稿", False, False), (60, "完成初稿", False, False)], [True, True]),
    ([(60, "完成初稿", False, False), (40, "数字填错了", True, True)], [True, True]),
    ([(0, "", False, False)], [True]),
    ([(None, "完成初稿", False, False)], [False]),
]


@pytest.mark.parametrize(("entries", "told"), TOLD)
def test_what_tells_of_progress(entries: list[tuple], told: list[bool]) -> None:
    so_far = ToldSoFar()
    heard = [so_far.hear(percent, note, by_hand=hand, chosen=chosen) for percent, note, hand, chosen in entries]
    assert [tells for _, tells in heard] == told

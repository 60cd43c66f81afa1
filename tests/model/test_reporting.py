"""The reports recurring tasks owe, period by period; today is Friday 2023-09-15."""

from datetime import date

import pytest

from tracker.model.deadlines import parse_deadline
from tracker.model.reporting import DueReport, reports_of

TODAY = date(2023, 9, 15)
START = date(2023, 1, 1)


def owed(text: str, *entries: str, today: date = TODAY, since: date = START, most: int = 12) -> list[tuple[str, str]]:
    recurrence = parse_deadline(text).recurrence
    assert recurrence is not None
    found = reports_of(recurrence, since, today, map(date.fromisoformat, entries), most)
    return [(str(one.due_on), str(one.reported_on or "")) for one in found]


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
    assert [due for due, _ in owed(text, most=3)] == dues


@pytest.mark.parametrize(
    ("entries", "reported"),
    [
        ((), ["", "", ""]),
        (("2023-08-20",), ["", "2023-08-20", ""]),
        (("2023-08-28",), ["", "2023-08-28", ""]),
        (("2023-08-02", "2023-08-20"), ["", "2023-08-20", ""]),
        (("2023-08-29",), ["2023-08-29", "2023-08-29", ""]),  # late, and counts for both
        (("2023-07-28", "2023-08-29"), ["2023-08-29", "2023-08-29", "2023-07-28"]),
        (("2023-09-10", "2023-08-01"), ["2023-09-10", "2023-08-01", ""]),
    ],
)
def test_an_entry_of_the_period_is_its_report(entries: tuple[str, ...], reported: list[str]) -> None:
    assert [day for _, day in owed("每月28日前", *entries, most=3)] == reported


def test_nothing_is_owed_from_before_the_start() -> None:
    assert owed("每月28日前", since=date(2023, 8, 29)) == [("2023-09-28", "")]
    assert [due for due, _ in owed("每月28日前", since=date(2023, 8, 28))] == ["2023-09-28", "2023-08-28"]


@pytest.mark.parametrize(
    ("due", "reported", "days"), [("2023-09-12", None, 3), ("2023-09-15", None, 0), ("2023-09-12", "2023-09-12", 0)]
)
def test_how_late_a_report_is(due: str, reported: str | None, days: int) -> None:
    made = date.fromisoformat(reported) if reported else None
    assert DueReport(date(2023, 8, 12), date.fromisoformat(due), made).overdue_days(TODAY) == days

"""Working days: the checks of the contract, and what holds for every table."""

import tomllib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import paths
from tracker.model.exchange_words import DayKind
from tracker.model.workdays import (
    DayTable,
    HolidayEntry,
    add_workdays,
    changes_weekday,
    counting_note,
)


def shipped_entries() -> list[HolidayEntry]:
    listed = tomllib.loads((paths.seed_dir() / "holidays.toml").read_text(encoding="utf-8"))["holidays"]
    return [HolidayEntry(one["day"], DayKind(one["kind"]), one["name"]) for one in listed]


TABLE = DayTable.of(shipped_entries())


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-09-18", 5, "2026-09-24"),  # Sunday the 20th is worked
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-11-27", 1, "2026-11-30"),  # over a plain weekend
        ("2026-11-28", 1, "2026-11-30"),  # from a Saturday
        ("2025-12-31", 1, "2026-01-04"),  # over a new year, worked on Sunday
        ("2026-10-01", 0, "2026-10-01"),
        ("2027-02-05", 1, "2027-02-08"),  # not entered: Monday to Friday
    ],
)
def test_days_after_a_day(start: str, days: int, end: str) -> None:
    assert add_workdays(date.fromisoformat(start), days, TABLE) == date.fromisoformat(end)


@pytest.mark.parametrize(("year", "off", "work"), [(2024, 19, 8), (2025, 18, 5), (2026, 19, 6)])
def test_the_shipped_years_have_as_many_entries_as_the_notices(year: int, off: int, work: int) -> None:
    kinds = [entry.kind for entry in shipped_entries() if entry.day.year == year]
    assert (kinds.count(DayKind.OFF), kinds.count(DayKind.WORK)) == (off, work)


def test_every_shipped_entry_says_something_and_none_stands_twice() -> None:
    entries = shipped_entries()
    assert all(map(changes_weekday, entries))
    assert len({entry.day for entry in entries}) == len(entries)
    assert [entry.day for entry in entries] == sorted(entry.day for entry in entries)


days = st.dates(date(2023, 6, 1), date(2027, 12, 31))
few = st.integers(0, 40)


@given(days, few, few)
def test_days_can_be_added_in_two_steps(day: date, first: int, second: int) -> None:
    assert add_workdays(day, first + second, TABLE) == add_workdays(add_workdays(day, first, TABLE), second, TABLE)


@given(days, few)
def test_what_was_added_lies_between(day: date, count: int) -> None:
    end = add_workdays(day, count, TABLE)
    assert sum(TABLE.is_workday(day + timedelta(days=step)) for step in range(1, (end - day).days + 1)) == count
    assert count == 0 or TABLE.is_workday(end)


def test_days_are_counted_forward() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_workdays(date(2026, 11, 27), -1, TABLE)


@pytest.mark.parametrize(
    ("first", "last", "note"),
    [
        ("2026-11-27", "2026-12-04", ""),
        ("2026-12-30", "2027-01-06", "2027年的节假日安排还没有录入，按周一至周五计算"),
        ("2026-12-30", "2028-01-06", "2027年、2028年的节假日安排还没有录入，按周一至周五计算"),
    ],
)
def test_a_year_that_is_not_entered_is_said(first: str, last: str, note: str) -> None:
    assert counting_note(date.fromisoformat(first), date.fromisoformat(last), TABLE) == note


@pytest.mark.parametrize(
    ("day", "kind", "says"),
    [
        ("2026-11-27", DayKind.OFF, True),
        ("2026-11-27", DayKind.WORK, False),
        ("2026-11-28", DayKind.OFF, False),
        ("2026-11-28", DayKind.WORK, True),
    ],
)
def test_an_entry_that_repeats_its_weekday_says_nothing(day: str, kind: DayKind, says: bool) -> None:
    assert changes_weekday(HolidayEntry(date.fromisoformat(day), kind)) is says

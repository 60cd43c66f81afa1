"""In time, late, missing, excused: case by case."""

from datetime import date

import pytest

from tracker.model.return_timing import Asked, Timing, TimingMark, judge_answer

DUE = date(2026, 11, 23)


def day(text: str) -> date | None:
    return date.fromisoformat(f"2026-{text}") if text else None


@pytest.mark.parametrize(
    ("due", "received", "excused", "closed", "today", "word"),
    [
        ("11-23", "", False, "", "11-22", ""),
        ("11-23", "", False, "", "11-23", ""),  # the day itself is not over
        ("11-23", "", False, "", "11-24", "未交"),
        ("11-23", "11-20", False, "", "11-28", "按时"),
        ("11-23", "11-23", False, "", "11-28", "按时"),
        ("11-23", "11-24", False, "", "11-28", "迟交1天"),
        ("11-23", "11-28", False, "", "11-28", "迟交5天"),
        ("", "", False, "", "11-28", ""),  # no day was agreed
        ("", "11-28", False, "", "11-28", "按时"),
        ("", "", False, "11-26", "11-28", "未交"),  # closed without an answer
        ("11-30", "", False, "11-26", "11-28", "未交"),
        ("11-30", "", False, "11-26", "11-25", ""),  # as of a day before it was closed
        ("11-30", "11-28", False, "11-26", "11-28", "迟交2天"),  # came when all was closed
        ("11-23", "11-28", False, "11-26", "11-28", "迟交5天"),  # counted from the day agreed
        ("", "11-28", False, "11-26", "11-28", "迟交2天"),
        ("11-23", "11-22", False, "11-26", "11-28", "按时"),
        ("11-23", "11-26", False, "11-26", "11-28", "迟交3天"),
        ("11-23", "", True, "", "11-28", "免报"),
        ("11-23", "", True, "", "11-20", "免报"),
        ("11-23", "", True, "11-26", "11-28", "免报"),
        ("11-23", "11-28", True, "", "11-28", "迟交5天"),  # an excuse makes no answer earlier
        ("11-23", "11-20", True, "", "11-28", "按时"),
    ],
)
def test_how_an_answer_stands(due: str, received: str, excused: bool, closed: str, today: str, word: str) -> None:
    on = day(today)
    assert on is not None
    assert judge_answer(Asked(day(due), day(received), excused, day(closed)), on).word == word


@pytest.mark.parametrize(
    ("timing", "value"),
    [(Timing.ON_TIME, "on_time"), (Timing.LATE, "late"), (Timing.MISSING, "missing"), (Timing.EXCUSED, "excused")],
)
def test_scripts_read_these_values(timing: Timing, value: str) -> None:
    assert timing.value == value


def test_a_late_answer_names_its_days() -> None:
    assert TimingMark(Timing.LATE, 3).word == "迟交3天"
    assert TimingMark(Timing.LATE).word == "迟交"

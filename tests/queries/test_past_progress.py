"""How far tasks were on an earlier day: only of those that reported since, whatever was written for which day."""

from datetime import date
from typing import Any

from sqlmodel import Session

from tracker.model.tables import ProgressEntry
from tracker.queries.past_progress import percents_before

SINCE = date(2026, 2, 13)


def note(desk: Any, code: str, on: date, percent: int | None) -> None:
    def add(session: Session) -> None:
        session.add(ProgressEntry(task_id=desk.number(code), entered_on=on, progress=percent, note="进展"))

    desk.write(add)


def test_the_last_figure_up_to_the_day_counts(small: Any) -> None:
    note(small, "A1.1", date(2026, 1, 5), 10)
    note(small, "A1.1", SINCE, 25)
    note(small, "A1.1", date(2026, 2, 1), 20)  # written later for an earlier day
    note(small, "A1.1", date(2026, 2, 20), 40)
    assert small.look(percents_before, SINCE)[small.number("A1.1")] == 25


def test_who_said_nothing_by_then_was_at_nought(small: Any) -> None:
    note(small, "A1.2a", date(2026, 3, 1), 30)
    assert small.look(percents_before, SINCE)[small.number("A1.2a")] == 0


def test_words_without_a_figure_move_nothing(small: Any) -> None:
    before = small.look(percents_before, SINCE)
    note(small, "B1.2b", date(2026, 3, 1), None)
    after = small.look(percents_before, SINCE)
    assert after == before


def test_a_few_tasks_alone(small: Any) -> None:
    for code in ("A1.1", "A1.2a"):
        note(small, code, date(2026, 3, 1), 30)
    number = small.number("A1.2a")
    assert set(small.look(percents_before, SINCE, [number])) == {number}

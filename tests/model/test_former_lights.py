"""The former colours, as the last version gave them."""

from datetime import date, timedelta

import pytest

from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.former_lights import former_colour
from tracker.model.light_facts import LightFacts
from tracker.model.thresholds import Thresholds

TODAY = date(2025, 11, 18)
START, DUE = date(2025, 1, 1), date(2026, 12, 31)
DAY = timedelta(days=1)


def dated(**values: object) -> LightFacts:
    plain = {"status": Status.IN_PROGRESS, "due_kind": DueKind.DATE, "due_on": DUE, "progress": 100}
    return LightFacts(**(plain | values))  # type: ignore[arg-type]


CASES = [
    (dated(status=Status.CLOSING), LightColour.BLUE),
    (dated(status=Status.PAUSED, due_on=TODAY - DAY), LightColour.GREY),
    (dated(status=Status.UNASSIGNED), LightColour.GREY),
    (dated(status=Status.UNASSIGNED, due_on=TODAY - DAY), LightColour.RED),
    (dated(due_on=TODAY), LightColour.AMBER),
    (dated(start_on=TODAY + DAY), LightColour.GREY),
    (dated(start_on=START, progress=0), LightColour.RED),
    (dated(start_on=START, progress=30, last_progress_on=TODAY), LightColour.AMBER),
    (dated(start_on=START), LightColour.AMBER),  # nothing heard since the start
    (dated(start_on=START, last_progress_on=TODAY), LightColour.GREEN),
    (LightFacts(Status.IN_PROGRESS), LightColour.GREY),
    (LightFacts(Status.IN_PROGRESS, due_kind=DueKind.IMMEDIATE, due_text="立行立改"), LightColour.GREY),
    (LightFacts(Status.IN_PROGRESS, due_kind=DueKind.TEXT, due_text="按协议约定时间"), LightColour.GREY),
]


@pytest.mark.parametrize(("facts", "colour"), CASES)
def test_dated_and_undated(facts: LightFacts, colour: LightColour) -> None:
    assert former_colour(facts, TODAY, Thresholds()) is colour


@pytest.mark.parametrize(
    ("reported", "colour"),
    [(date(2025, 6, 1), LightColour.RED), (date(2025, 9, 1), LightColour.GREEN), (None, LightColour.RED)],
)
def test_reports_that_come_back(reported: date | None, colour: LightColour) -> None:
    facts = LightFacts(
        Status.IN_PROGRESS, START, None, DueKind.RECURRING, "每季度末", last_progress_on=reported, assigned_on=START
    )
    assert former_colour(facts, TODAY, Thresholds()) is colour

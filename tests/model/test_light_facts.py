"""What a light is judged by: silence, the verdict that counts, what was refuted after its closing, the marks."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tracker.model.enums import DueKind, Status, VerdictOutcome
from tracker.model.light_facts import LightFacts, Verdict
from tracker.model.lights import light_of

DAY, BEFORE, AFTER = date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 3)
AT_WORK = LightFacts(Status.IN_PROGRESS, progress=50)
CLOSED = LightFacts(Status.CLOSED, progress=100, closed_on=DAY)
SEEN = VerdictOutcome


@pytest.mark.parametrize(
    ("facts", "heard"),
    [
        ({"start_on": DAY, "last_progress_on": AFTER, "assigned_on": BEFORE}, AFTER),
        ({"start_on": DAY, "last_progress_on": BEFORE, "assigned_on": AFTER}, DAY),
        ({"start_on": DAY, "assigned_on": AFTER}, DAY),
        ({"last_progress_on": BEFORE, "assigned_on": AFTER}, BEFORE),
        ({"assigned_on": AFTER}, AFTER),
        ({}, None),
    ],
)
def test_silence_is_counted_from_the_last_sign_of_work(facts: dict[str, Any], heard: date | None) -> None:
    assert replace(AT_WORK, **facts).heard_on == heard


@pytest.mark.parametrize(
    ("reported", "seen", "effective"),
    [(None, 30, 30), (BEFORE, 30, 30), (DAY, 30, 30), (AFTER, 30, 50), (BEFORE, 70, 50), (BEFORE, None, 50)],
)
def test_a_verdict_counts_until_the_office_writes_again(
    reported: date | None, seen: int | None, effective: int
) -> None:
    facts = replace(AT_WORK, last_progress_on=reported, verdict=Verdict(DAY, SEEN.PARTLY, seen))
    assert facts.effective_progress == effective
    assert facts.verdict_counts is (seen is not None and reported != AFTER)


@pytest.mark.parametrize(
    ("status", "outcome", "closed", "refuted"),
    [
        (Status.CLOSED, SEEN.REFUTED, DAY, True),
        (Status.CLOSED, SEEN.REFUTED, BEFORE, True),
        (Status.CLOSED, SEEN.REFUTED, None, True),
        (Status.CLOSED, SEEN.REFUTED, AFTER, False),
        (Status.CLOSED, SEEN.WANTING, DAY, False),
        (Status.CLOSED, SEEN.CONFIRMED, DAY, False),
        (Status.CLOSING, SEEN.REFUTED, DAY, False),
        (Status.IN_PROGRESS, SEEN.REFUTED, None, False),
    ],
)
def test_what_is_refuted_after_its_closing(
    status: Status, outcome: VerdictOutcome, closed: date | None, refuted: bool
) -> None:
    facts = replace(CLOSED, status=status, closed_on=closed, verdict=Verdict(DAY, outcome))
    assert facts.refuted_since_closing is refuted
    assert not replace(facts, verdict=None).refuted_since_closing


@pytest.mark.parametrize(
    ("facts", "marks"),
    [
        ({}, ()),
        ({"extensions": 2}, ("延2",)),
        ({"open_coordination": 1}, ("难",)),
        ({"is_key": True}, ("重",)),
        ({"extensions": 1, "open_coordination": 3, "is_key": True}, ("延1", "难", "重")),
    ],
)
def test_marks(facts: dict[str, Any], marks: tuple[str, ...]) -> None:
    assert replace(AT_WORK, **facts).marks == marks


#: The deadline, since when the task is at work, what a check said, and the light on the day.
HELD = [
    ("长期坚持", DueKind.LONG_TERM, DAY, SEEN.CONFIRMED, "灰 · 长期坚持"),
    ("长期坚持", DueKind.LONG_TERM, DAY, SEEN.PARTLY, "灰 · 长期坚持"),
    ("长期坚持", DueKind.LONG_TERM, DAY, SEEN.REFUTED, "黄 · 核查不属实"),
    ("长期坚持", DueKind.LONG_TERM, DAY, SEEN.WANTING, "黄 · 待补证"),
    ("长期坚持", DueKind.LONG_TERM, date(2025, 1, 1), SEEN.REFUTED, "红 · 1年无进展"),
    ("每月25日前", DueKind.RECURRING, DAY, SEEN.CONFIRMED, "绿"),
    ("每月25日前", DueKind.RECURRING, DAY, SEEN.REFUTED, "黄 · 核查不属实"),
    ("每月25日前", DueKind.RECURRING, date(2026, 2, 1), SEEN.REFUTED, "红 · 逾期5天"),
]


@pytest.mark.parametrize(("due", "kind", "since", "outcome", "text"), HELD)
def test_a_doubt_holds_a_light_at_amber_and_betters_none(
    due: str, kind: DueKind, since: date, outcome: VerdictOutcome, text: str
) -> None:
    facts = replace(AT_WORK, due_text=due, due_kind=kind, start_on=since, assigned_on=since)
    assert light_of(replace(facts, verdict=Verdict(DAY, outcome)), DAY).text == text

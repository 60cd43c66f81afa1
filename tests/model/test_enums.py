"""What is declared of a status, and that every place that knows statuses knows all of them."""

import re
from datetime import date
from pathlib import Path

import pytest

from tracker.model.enums import LightColour, Stage, Status, StatusMark
from tracker.model.lights import LightFacts, light_of
from tracker.model.rules import acts_from

ROOT = Path(__file__).resolve().parents[2]
S = Status


@pytest.mark.parametrize(
    ("fact", "statuses"),
    [
        ("waiting", {S.UNASSIGNED}),
        ("at_work", {S.NOT_STARTED, S.IN_PROGRESS}),
        ("done", {S.CLOSING, S.CLOSED}),
        ("set_aside", {S.PAUSED, S.CANCELLED}),
        ("ended", {S.CLOSED, S.CANCELLED}),
        ("open", {S.UNASSIGNED, S.NOT_STARTED, S.IN_PROGRESS, S.PAUSED}),
        ("settled", {S.CLOSING, S.CLOSED, S.PAUSED, S.CANCELLED}),
        ("begun", {S.IN_PROGRESS, S.CLOSING, S.PAUSED}),
        ("needs_lead", {S.NOT_STARTED, S.IN_PROGRESS, S.CLOSING, S.CLOSED}),
    ],
)
def test_which_statuses_share_a_fact(fact: str, statuses: set[Status]) -> None:
    assert set(S.those(lambda status: getattr(status, fact))) == statuses


def test_those_keep_the_order_of_the_declaration() -> None:
    assert S.those(lambda status: status.set_aside) == (S.PAUSED, S.CANCELLED)
    assert S.those(lambda _status: True) == tuple(S)


@pytest.mark.parametrize("status", list(Status))
def test_every_status_is_declared_whole(status: Status) -> None:
    assert status.word
    assert status.facts.stage in Stage
    assert acts_from(status)


def test_every_mark_is_in_use_and_a_wording_belongs_to_one_status() -> None:
    assert {status.facts.mark for status in Status} == set(StatusMark)
    wordings = [word for status in Status for word in (status.word, *status.facts.aliases, *status.facts.unsure)]
    assert len(wordings) == len(set(wordings))


def test_a_status_is_read_by_its_word_and_by_its_value() -> None:
    assert Status.from_word("待销号") is Status("closing") is Status.CLOSING
    assert Status.from_word("办结") is None


def test_no_module_keeps_a_set_of_statuses_of_its_own() -> None:
    """A set of statuses is a property of the enum; the table of transitions alone names pairs."""
    pair = re.compile(r"\bStatus\.[A-Z_]+, Status\.")
    allowed = {"tracker/model/rules.py", "tracker/services/demo/courses.py"}  # the story of the demonstration
    sets = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tracker").rglob("*.py")
        if pair.search(path.read_text(encoding="utf-8"))
    }
    assert sets <= allowed


@pytest.mark.parametrize("status", list(Status))
def test_the_light_of_a_status_nobody_works_on_follows_from_its_stage(status: Status) -> None:
    facts = LightFacts(status=status, due_on=date(2030, 1, 1), progress=100)
    colour = light_of(facts, date(2026, 3, 2)).colour
    grey = status.waiting or status.set_aside
    assert (colour is LightColour.BLUE, colour is LightColour.GREY) == (status.done, grey)

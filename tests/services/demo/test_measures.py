"""The acts of indicators: what staff described and what was observed by hand."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import NoResultFound
from sqlmodel import Session, select

from tracker.model.enums import LightColour
from tracker.model.tables import Batch, Indicator, Observation, Revision
from tracker.queries.indicators import list_indicators
from tracker.services.demo.diary import Diary
from tracker.services.demo.measures import note_measures, the_indicator
from tracker.services.demo.script import Measure, Script
from tracker.store.engine import Database


def story(script: Script, measure: Measure) -> Script:
    return replace(script, measures=(measure,))


def test_values_by_hand_stand_at_ends_of_quarters(empty: Database, script: Script, demo_today: date) -> None:
    diary = Diary()
    note_measures(diary, story(script, Measure("I20", (1.0, 2.0, 3.0, 4.0), note="快报")), demo_today)
    with empty.session() as session:
        assert diary.perform(session) == 5
    with empty.reading() as session:
        made = session.exec(select(Observation).where(Observation.note == "快报")).all()
        found = [(one.value, str(one.observed_on)) for one in made]
    assert found == [(1.0, "2022-09-30"), (2.0, "2022-12-31"), (3.0, "2023-03-31"), (4.0, "2023-06-30")]


def test_an_offices_values_are_left_to_its_workbooks(empty: Database, script: Script, demo_today: date) -> None:
    diary = Diary()
    note_measures(diary, story(script, Measure("I26", (1, 2, 3, 4), office="市经信局", target=9.0)), demo_today)
    with empty.session() as session:
        assert diary.perform(session) == 1
        assert the_indicator(session, "I26").target_value == 9.0


@pytest.mark.parametrize(
    ("code", "target_on"), [("I07", date(2025, 12, 31)), ("I33", date(2025, 12, 31)), ("I02", date(2025, 12, 31))]
)
def test_targets_have_a_day_and_the_sources_own_stays(session: Session, code: str, target_on: date) -> None:
    assert the_indicator(session, code).target_on == target_on
    touched = select(Revision).where(Revision.entity == "indicator", Revision.field == "target_on")
    changed = {one.entity_id for one in session.exec(touched)}
    assert (the_indicator(session, code).id in changed) is (code != "I07")


def test_a_dated_baseline_makes_a_path(session: Session, demo_today: date) -> None:
    row = next(row for row in list_indicators(session, demo_today) if row.code == "I42")
    assert (row.baseline_value, row.baseline_on) == (21, date(2022, 9, 30))
    assert row.target_on == date(2024, 12, 31)
    assert row.light.colour is LightColour.RED, "some indicators must be in danger"


def test_describing_an_indicator_is_one_act(session: Session) -> None:
    indicator = session.exec(select(Indicator).where(Indicator.code == "I43")).one()
    mine = select(Revision.batch_id).where(Revision.entity == "indicator", Revision.entity_id == indicator.id)
    batches = {session.get_one(Batch, number).label for number in session.exec(mine)}
    assert len(batches - {"初始目录"}) == 1


def test_an_indicator_the_catalogue_lost_is_a_bug(session: Session) -> None:
    with pytest.raises(NoResultFound):
        the_indicator(session, "I999")

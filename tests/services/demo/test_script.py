"""The story's files: they fit the catalogue and each other."""

from datetime import date

from sqlmodel import Session, select

from tracker.model.tables import Indicator, Office, Recommendation, Task
from tracker.services.demo.fates import Fate
from tracker.services.demo.rounds import overlap_day, returned_on
from tracker.services.demo.script import Script


def test_the_fates_are_those_of_96_tasks_in_the_proportions_of_the_look(script: Script) -> None:
    shares = {
        "red": (Fate.OVERDUE, Fate.FAR_BEHIND),
        "amber": (Fate.DUE_SOON, Fate.BEHIND, Fate.STALE),
        "green": (Fate.ON_TRACK, Fate.RECURRING),
        "blue": (Fate.CLOSED, Fate.CLOSING),
    }
    counted = {colour: sum(script.fates[fate] for fate in fates) for colour, fates in shares.items()}
    assert counted == {"red": 7, "amber": 17, "green": 42, "blue": 21}
    assert sum(script.fates.values()) == 96
    assert set(script.fates) == set(Fate)


def test_every_code_and_office_exists(script: Script, session: Session) -> None:
    codes = set(session.exec(select(Task.code)))
    told = {*script.fate_of, *script.extensions, *(code for one in script.rounds for code in one.overlaps)}
    assert told - codes == set()
    assert set(script.sentences["own"]) - codes == set()
    assert {one.of for one in script.splits} - set(session.exec(select(Recommendation.code))) == set()
    assert {one.code for one in script.measures} - set(session.exec(select(Indicator.code))) == set()
    offices = {*script.people, *(one.office for one in script.splits)}
    offices |= {name for one in script.rounds for name in one.absent | one.waiting | one.partial}
    offices |= {name for one in script.rounds for name in one.added or {}}
    offices |= {one.office for one in script.measures if one.office}
    assert offices - set(session.exec(select(Office.name))) == set()


def test_every_theme_of_the_catalogue_has_a_subject_through_some_theme(script: Script, session: Session) -> None:
    known = script.sentences["subject_of"]
    mute = [task.code for task in session.exec(select(Task)) if task.themes and not known.keys() & set(task.themes)]
    assert mute == []


def test_no_more_fates_are_fixed_than_there_are(script: Script) -> None:
    fixed = list(script.fate_of.values())
    assert [fate for fate in Fate if fixed.count(fate) > script.fates[fate]] == []


def test_every_measure_has_a_value_for_every_round(script: Script) -> None:
    assert {len(one.values) for one in script.measures} == {len(script.rounds)}


def test_the_smallest_giants_grow_from_182_to_188(script: Script) -> None:
    giants = next(one for one in script.measures if one.code == "I07")
    assert giants.values == (183, 185, 186, 188)
    assert giants.dated


def test_workbooks_come_back_after_they_were_sent_and_before_today(script: Script) -> None:
    today = date(2023, 9, 15)
    for one in script.rounds:
        for place, office in enumerate(script.people):
            back = returned_on(one, place, office, today)
            assert one.due < one.sent
            assert one.sent - (today - back).days >= 5 or office in one.waiting
            assert back < today
            assert (today - overlap_day(one, place, office, today)).days < one.sent

"""The acts of indicators: baselines dated, targets set, values observed by hand."""

from collections.abc import Callable
from datetime import date, time, timedelta

from sqlmodel import Session, select

from tracker.model.changeset import Value
from tracker.model.tables import Indicator
from tracker.services import indicators
from tracker.services.demo.days import before, month_end, quarter_end, workday
from tracker.services.demo.diary import Diary
from tracker.services.demo.script import Measure, Script

#: Days before today on which baselines and targets were agreed.
_AGREED = 342


def note_measures(diary: Diary, script: Script, today: date) -> None:
    """Note baselines and targets of all indicators of the story, and the values that no office reports."""
    for index, measure in enumerate(script.measures):
        keeper = script.staff[index % len(script.staff)]
        diary.note(before(today, _AGREED), time(14, index), keeper, _describing(measure, today))
        if measure.office:
            continue
        for number, value in zip(script.rounds, measure.values, strict=True):
            day = workday(before(today, number.sent) + timedelta(days=10))
            diary.note(day, time(9, index), keeper, _observing(measure, value, day))


def _describing(measure: Measure, today: date) -> Callable[[Session], None]:
    """An indicator without a target in the source gets one some years ahead, as the departments agreed."""
    began = month_end(before(today, _AGREED + 30))
    wanted: dict[str, Value] = {}
    if measure.baseline is not None:
        wanted["baseline_value"] = measure.baseline
    if measure.dated:
        wanted["baseline_on"] = began.isoformat()
    if measure.target is not None:
        wanted["target_value"] = measure.target
    target_on = date(today.year + measure.target_in, 12, 31).isoformat()

    def describe(session: Session) -> None:
        indicator = the_indicator(session, measure.code)
        ends = indicator.target_on
        if measure.dated and ends and began >= ends:  # the source names days that pass: it was measured before them
            wanted["baseline_on"] = date(ends.year - 1, 12, 31).isoformat()
        last: dict[str, Value] = {} if ends else {"target_on": target_on}
        for field, value in (wanted | last).items():
            indicators.edit_indicator(session, indicator.id, indicator.version, field, value)

    return describe


def _observing(measure: Measure, value: float, day: date) -> Callable[[Session], None]:
    def observe(session: Session) -> None:
        indicator = the_indicator(session, measure.code)
        indicators.add_observation(session, indicator.id, quarter_end(day), value, measure.note, "统计部门")

    return observe


def the_indicator(session: Session, code: str) -> Indicator:
    """Return an indicator of the story; one that the catalogue lost is a bug and raises."""
    return session.exec(select(Indicator).where(Indicator.code == code)).one()

"""Stretches of days on the chip of deadlines, as tables of cases."""

from datetime import date

import pytest

from tracker.model.enums import Status
from tracker.ui.task.day_range import closed, planned, stretch_of
from tracker.ui.task.filter import Facet, LedgerFilter, offered

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 30)


@pytest.mark.parametrize(
    ("stretch", "value", "words"),
    [
        (planned(None, JUNE), "planned:..2026-06-30", "2026-06-30前应完成"),
        (planned(MARCH, JUNE), "planned:2026-03-01..2026-06-30", "2026-03-01至2026-06-30应完成"),
        (closed(None, JUNE), "closed:..2026-06-30", "2026-06-30前已销号"),
        (closed(MARCH, JUNE), "closed:2026-03-01..2026-06-30", "2026-03-01至2026-06-30已销号"),
    ],
)
def test_value_and_words(stretch, value, words):
    assert (stretch.value, stretch.words) == (value, words)
    assert stretch_of(value) == stretch


@pytest.mark.parametrize(
    "value", ["late", "2026", "none", "", "planned:", "planned:..", "planned:x..2026-06-30", "a:.."]
)
def test_other_values_are_no_stretch(value):
    assert stretch_of(value) is None


@pytest.mark.parametrize(
    ("stretch", "status", "due_on", "closed_on", "holds"),
    [
        (planned(None, JUNE), Status.IN_PROGRESS, JUNE, None, True),
        (planned(None, JUNE), Status.CLOSED, MARCH, MARCH, True),  # the plan counts what is done, too
        (planned(None, JUNE), Status.CANCELLED, MARCH, None, False),
        (planned(None, JUNE), Status.IN_PROGRESS, None, None, False),
        (planned(MARCH, JUNE), Status.IN_PROGRESS, date(2026, 2, 28), None, False),
        (planned(MARCH, JUNE), Status.IN_PROGRESS, MARCH, None, True),
        (closed(None, JUNE), Status.CLOSED, None, JUNE, True),
        (closed(None, JUNE), Status.CLOSED, None, date(2026, 7, 1), False),
        (closed(None, JUNE), Status.CLOSED, MARCH, None, False),
        (closed(None, JUNE), Status.IN_PROGRESS, MARCH, MARCH, False),
    ],
)
def test_which_tasks_it_holds(make_task, stretch, status, due_on, closed_on, holds):
    assert stretch.holds(make_task(status=status, due_on=due_on, closed_on=closed_on)) is holds


def test_the_chip_offers_what_a_chart_has_put_on_it():
    stretch = planned(None, JUNE)
    options = (("late", "已逾期"),)
    assert offered(Facet.DUE, options, {stretch.value, "late"}) == (*options, (stretch.value, stretch.words))
    assert offered(Facet.DUE, options, {"2026"}) == options
    assert offered(Facet.STATUS, options, {stretch.value}) == options
    wanted = LedgerFilter({Facet.DUE: frozenset({stretch.value})})
    assert wanted.in_words({Facet.DUE: options}) == stretch.words

"""亮灯变化: what is drawn for each month, from top to bottom."""

from datetime import date
from itertools import pairwise

import pytest

from tracker.model.enums import LightColour
from tracker.ui.overview.light_history import LightHistory

RED, AMBER, GREEN, BLUE, GREY = (
    LightColour.RED, LightColour.AMBER, LightColour.GREEN, LightColour.BLUE, LightColour.GREY,
)  # fmt: skip
DAYS = [
    (date(2023, 7, 31), {GREEN: 4}),
    (date(2023, 8, 31), {RED: 1, GREEN: 2, BLUE: 1, AMBER: 0}),
    (date(2023, 9, 15), {RED: 2, AMBER: 1, BLUE: 1, GREY: 4}),
]


@pytest.fixture
def chart(show):
    made = LightHistory()
    made.set_data(DAYS)
    return show(made, 400, 240)


def columns(chart):
    found = {}
    for mark, light in chart._lights:
        found.setdefault(round(mark.rect.left()), []).append((light, mark))
    return [found[left] for left in sorted(found)]


def test_every_count_is_a_segment_red_at_the_top(chart):
    drawn = [[(light, mark.value) for light, mark in column] for column in columns(chart)]
    assert drawn == [[(GREEN, 4)], [(RED, 1), (GREEN, 2), (BLUE, 1)], [(RED, 2), (AMBER, 1), (BLUE, 1), (GREY, 4)]]


def test_heights_are_in_proportion_and_stand_on_one_line(chart):
    feet = {round(column[-1][1].rect.bottom()) for column in columns(chart)}
    assert len(feet) == 1
    heights = {mark.value: mark.rect.height() for column in columns(chart) for _, mark in column}
    assert heights[4] == pytest.approx(4 * heights[1])
    for column in columns(chart):
        for (_, upper), (_, lower) in pairwise(column):
            assert lower.rect.top() == pytest.approx(upper.rect.bottom() + 2)


def test_only_today_leads_to_the_ledger(qtbot, chart):
    targets = [[mark.target for _, mark in column] for column in columns(chart)]
    assert targets[:2] == [[None], [None, None, None]]
    assert targets[2] == [{"light": RED}, {"light": AMBER}, {"light": BLUE}, {"light": GREY}]
    assert columns(chart)[1][0][1].sentence == "2023年8月31日：红灯 1 项，逾期、明显落后序时、长期无进展或漏报"
    with qtbot.waitSignal(chart.picked) as told:
        chart._pick(columns(chart)[2][0][1])
    assert told.args == [{"light": RED}]


def test_days_that_do_not_fit_are_left_out_from_the_beginning(chart):
    chart.resize(100, 240)
    assert [day for day, _ in chart.shown(chart.width())] == [date(2023, 8, 31), date(2023, 9, 15)]
    assert len(columns(chart)) == 2


def test_a_day_without_tasks_is_no_column(chart):
    chart.set_data([(date(2023, 6, 30), dict.fromkeys(LightColour, 0)), *DAYS])
    assert len(columns(chart)) == 3
    chart.set_data([])
    assert chart.marks == ()

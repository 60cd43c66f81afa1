"""Indicators with their observations in time order and what may be said of them."""

from datetime import date

import pytest

from tracker.model.enums import IndicatorKind, LightColour, Measure
from tracker.model.tables import Indicator
from tracker.queries.indicators import list_indicators, list_movers
from tracker.queries.task_rows import list_tasks
from tracker.services import indicators

TODAY = date(2026, 3, 15)


def one(desk, code: str, today: date = TODAY):
    (row,) = desk.look(list_indicators, today, [code])
    return row


def test_all_are_listed_in_the_catalogue_s_order(desk) -> None:
    rows = desk.look(list_indicators, TODAY)
    assert len(rows) == 54
    assert [row.code for row in rows][:3] == ["I01", "I02", "I03"]


def test_the_movers_are_the_tasks_of_all_indicators_and_no_others(desk) -> None:
    linked = {code for row in desk.look(list_indicators, TODAY) for code in row.tasks}
    movers = desk.look(list_movers, TODAY)
    assert [task.code for task in movers] == [task.code for task in desk.look(list_tasks, TODAY) if task.indicators]
    assert {task.code for task in movers} == linked
    assert 0 < len(movers) < len(desk.look(list_tasks, TODAY))


def test_the_little_giants(desk) -> None:
    row = one(desk, "I07")
    assert (row.current.value, row.target_value, row.target_on) == (182.0, 200.0, date(2025, 12, 31))
    assert (row.baseline_value, row.baseline_on, row.unit, row.measure) == (182.0, None, "家", Measure.LEVEL)
    assert row.attainment == 0.0
    assert (row.article, row.stated) == ("B", "182")


def test_the_lighthouse(desk) -> None:
    (row,) = [row for row in desk.look(list_indicators, TODAY) if row.name == "灯塔工厂数"]
    assert (row.current.value, row.target_value, row.target_on, row.target_text) == (0.0, 1.0, None, "零的突破")
    assert (row.attainment, row.light.colour, row.light.reason) == (0.0, LightColour.GREY, "缺期限")
    assert row.tasks == ("D4.1c",)


def test_the_newest_observation_counts_whatever_came_last(desk) -> None:
    number = desk.number("I07", Indicator)
    for day, value in ((date(2025, 12, 31), 200.0), (date(2024, 12, 31), 190.0)):
        desk.act(indicators.add_observation, number, day, value)
    row = one(desk, "I07")
    assert [seen.value for seen in row.observations] == [182.0, 190.0, 200.0]
    assert [seen.on for seen in row.observations] == [None, date(2024, 12, 31), date(2025, 12, 31)]
    assert (row.attainment, row.light.colour) == (1.0, LightColour.BLUE)


def test_what_is_only_said_has_no_attainment(lite) -> None:
    row = one(lite, "I06")
    assert (row.kind, row.measure, row.attainment, row.current) == (IndicatorKind.QUALITATIVE, None, None, None)
    assert row.light.colour is LightColour.GREY


@pytest.mark.parametrize(("codes", "found"), [([], []), (["I03", "I01"], ["I01", "I03"]), (["ZZ"], [])])
def test_only_those_asked_for(lite, codes: list, found: list) -> None:
    assert [row.code for row in lite.look(list_indicators, TODAY, codes)] == found


def test_every_linked_task_exists(lite) -> None:
    from tracker.queries.task_rows import list_tasks

    tasks = {task.code: task for task in lite.look(list_tasks, TODAY)}
    for row in lite.look(list_indicators, TODAY):
        assert all(row.code in tasks[code].indicators for code in row.tasks)

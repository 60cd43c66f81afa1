"""The light bars by office, and the rubber band over any painted chart."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt

from tracker.model.enums import LightColour, Status
from tracker.model.rows import LightCount
from tracker.ui.overview.article_bars import ArticleBars
from tracker.ui.overview.heat_map import HeatMap


def count(name, red, green):
    numbers = dict.fromkeys(LightColour, 0) | {LightColour.RED: red, LightColour.GREEN: green}
    return LightCount(name, name, numbers)


@pytest.fixture
def bars(show):
    return show(ArticleBars(), 440, 200)


def test_what_does_not_fit_is_summed_up_and_leads_to_all_of_it(bars):
    groups = [count(f"单位{n}", int(n < 2), 10) for n in range(9)]  # rows with a red light are never summed up
    bars.set_data(groups, {LightColour.RED: 2, LightColour.GREEN: 90}, "office")
    offices = [mark.target["office"] for mark in bars.marks if set(mark.target) == {"office", "status"}]
    names, rest_names = offices[:-1], offices[-1]
    assert (*names, *rest_names) == tuple(f"单位{n}" for n in range(9))
    rest = [mark for mark in bars.marks if mark.target.get("office") == rest_names]
    assert sum(mark.value for mark in rest) == 2 * 10 * (9 - len(names))
    segments = [mark for mark in bars.marks if mark.target and set(mark.target) == {"office", "light"}]
    assert {mark.target["office"] for mark in segments} == set(offices)
    assert not bars.grab().isNull()


def test_many_red_offices_stand_closer_and_ask_for_no_more_than_a_low_page_has(bars):
    bars.set_data([count(f"单位{n}", 1, 3) for n in range(13)], {}, "office")
    assert bars.minimumHeight() <= 270  # what a window of 768 px leaves to the card
    bars.resize(440, 270)
    names = {mark.target["office"] for mark in bars.marks if mark.target and set(mark.target) == {"office", "light"}}
    assert names == {f"单位{n}" for n in range(13)}, "red rows are never summed up"
    bars.set_data([count(f"单位{n}", 1, 3) for n in range(6)], {}, "office")
    assert bars.minimumHeight() == 6 * 25 + 28


def test_a_rubber_band_takes_the_finest_marks_it_touches(qtbot, bars):
    bars.set_data([count("甲", 3, 5), count("乙", 1, 9)], {}, "office")
    first = next(mark for mark in bars.marks if mark.target == {"office": "甲", "light": LightColour.RED})
    second = next(mark for mark in bars.marks if mark.target == {"office": "乙", "light": LightColour.RED})
    taken = []
    bars.banded.connect(taken.append)
    start, end = first.rect.topLeft().toPoint() - QPoint(4, 4), second.rect.center().toPoint()
    qtbot.mousePress(bars, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(bars, end)
    assert not bars.grab().isNull()
    with qtbot.assertNotEmitted(bars.picked):
        qtbot.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=end)
    assert {"office": "甲", "light": LightColour.RED} in taken[0]
    assert {"office": "乙", "light": LightColour.RED} in taken[0]
    assert all("light" in target for target in taken[0])


def test_no_band_is_drawn_where_nobody_would_follow_it(qtbot, bars):
    bars.set_data([count("甲", 3, 5)], {}, "office")
    qtbot.mousePress(bars, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    qtbot.mouseMove(bars, QPoint(200, 100))
    assert bars._band.isNull()


def test_a_band_around_nothing_asks_nothing(qtbot, bars):
    bars.set_data([], {}, "office")
    assert bars.targets_in(QRectF(0, 0, 10, 10)) == []


def test_a_band_over_the_heat_map_leaves_empty_cells_out(qtbot):
    heat = HeatMap()
    qtbot.addWidget(heat)
    heat.resize(420, 200)
    heat.set_data([("市经信局", {Status.IN_PROGRESS: 3, Status.CLOSED: 0}), ("市科技局", {Status.IN_PROGRESS: 2})])
    heat.show()
    found = heat.targets_in(QRectF(heat.rect()))
    assert found == [
        {"office": "市经信局", "status": Status.IN_PROGRESS},
        {"office": "市科技局", "status": Status.IN_PROGRESS},
    ]

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt

from tracker.ui.overview.day_slider import DaySlider

FIRST, TODAY = date(2023, 1, 1), date(2023, 9, 15)


@pytest.fixture
def slider(qtbot):
    made = DaySlider()
    qtbot.addWidget(made)
    made.resize(600, 40)
    made.set_days(FIRST, TODAY)
    made.show()
    return made


def test_it_begins_today(slider):
    assert slider.day() == TODAY
    assert not slider.past


def test_before_the_first_reading_nothing_is_past(qtbot):
    made = DaySlider()
    qtbot.addWidget(made)
    assert not made.past


def test_keys_walk_days_and_months_and_tell_once(qtbot, slider):
    told = []
    slider.day_chosen.connect(told.append)
    slider.setFocus()
    for _ in range(3):
        qtbot.keyClick(slider, Qt.Key.Key_Left)
    qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    qtbot.wait(200)
    assert told == [slider.day()]
    assert (TODAY - slider.day()).days == 33
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert not slider.past


def test_the_pointer_takes_the_handle(qtbot, slider):
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(4, 12))
    assert slider.day() == FIRST
    slider.show_today()
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(590, 12))
    assert slider.day() == TODAY


def test_a_new_day_keeps_today_today_and_the_past_past(slider):
    slider.set_days(FIRST, date(2023, 9, 16))
    assert slider.day() == date(2023, 9, 16)
    slider.setValue(date(2023, 5, 1).toordinal())
    slider.set_days(FIRST, date(2023, 9, 17))
    assert slider.day() == date(2023, 5, 1)


def test_a_ledger_of_today_has_nothing_to_slide(slider):
    slider.set_days(TODAY, TODAY)
    assert not slider.isEnabled()
    assert not slider.grab().isNull()


def test_a_ledger_begun_today_stands_at_the_right_end(qtbot):
    slider = DaySlider()
    qtbot.addWidget(slider)
    slider.resize(400, 24)
    slider.set_days(date(2023, 9, 15), date(2023, 9, 15))
    assert slider._at() == slider.span()[1]
    assert not slider.past


def test_it_stands_on_the_axis_of_the_chart_above(qtbot, slider):
    """The axis runs from 100 px, 1 January, to 500 px, 1 January a year later: days to come cannot be chosen."""
    slider.follow(lambda: (100.0, 500.0, FIRST.toordinal(), FIRST.toordinal() + 365))
    assert slider._at() == pytest.approx(100 + 400 * (TODAY - FIRST).days / 365)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(300, 10))
    assert abs(slider.day() - FIRST - timedelta(days=182)) <= timedelta(days=1)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(480, 10))
    assert slider.day() == TODAY


def test_it_speaks_a_date(slider):
    slider.setValue(date(2023, 5, 1).toordinal())
    assert slider.accessibleDescription() == "2023年5月1日"
    slider.show_today()
    assert slider.accessibleDescription() == "今天，2023年9月15日"

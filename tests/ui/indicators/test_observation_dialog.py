from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.ui.indicators.observation_dialog import WRONG, check_number, observation_dialog

TODAY = date(2023, 9, 15)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("188", "家", 188.0),
        ("6,997.2", "亿元", 6997.2),
        ("38.72%", "%", 38.72),
        ("第7位", "位", 7.0),
        ("１８８", "家", 188.0),
        (" 188 家 ", "家", 188.0),
        ("-1.5", "%", -1.5),
        ("−1.5", "%", -1.5),
        (".5", "", 0.5),
        ("0", "家", 0.0),
        ("", "家", None),
        ("   ", "家", None),
    ],
)
def test_numbers_are_read_as_people_write_them(text, unit, value):
    checked = check_number(unit)(text)
    assert (checked.value, checked.error) == (value, "")


@pytest.mark.parametrize(
    ("text", "unit", "error"),
    [
        ("很多", "家", "“很多”不是数值。"),
        ("1.2.3", "家", "“1.2.3”不是数值。"),
        ("近50", "个", "写的是“近50”，按 50 个 计吗？"),
        ("nan", "家", "“nan”不是数值。"),
        ("7 亿元", "万元", "写的单位是“亿元”，指标单位是“万元”，换算后是 70,000 万元，对吗？"),
        ("7 家", "", "写的单位是“家”，指标单位是“（无）”；请核对。"),
    ],
)
def test_anything_else_is_refused_with_what_to_write(text, unit, error):
    checked = check_number(unit)(text)
    assert (checked.value, checked.error) == (None, error)


def test_a_needed_number_may_not_be_empty():
    assert check_number("家", needed=True)("").error == WRONG


@pytest.fixture
def window(show):
    return show(QWidget(), 1000, 700)


def _dialog(row, window, saved):
    dialog = observation_dialog(row, TODAY, lambda values, reply: saved.append(values), window)
    dialog.open()
    return dialog


def test_keys_alone_record_a_value(qtbot, indicator, window):
    saved = []
    dialog = _dialog(indicator, window, saved)
    qtbot.keyClicks(dialog.field("value").editor, "191")
    qtbot.keyClick(dialog.field("value").editor, Qt.Key.Key_Return)
    assert saved == [{"on": "2023-09-15", "value": 191.0, "note": ""}]
    assert not dialog.confirm.isEnabled(), "a second Enter would save twice"


def test_a_wrong_value_stays_with_its_sentence(qtbot, indicator, window):
    saved = []
    dialog = _dialog(indicator, window, saved)
    dialog.submit()
    assert dialog.field("value").error() == WRONG
    dialog.field("value").editor.setText("很多")
    dialog.submit()
    assert saved == []
    assert dialog.field("value").error() == "“很多”不是数值。"


def test_a_figure_in_another_unit_is_recorded_once_its_conversion_is_chosen(qtbot, indicator, window):
    saved = []
    dialog = _dialog(replace(indicator, unit="亿元"), window, saved)
    dialog.field("value").editor.setText("69972000万元")
    dialog.submit()
    assert saved == []
    assert dialog.field("value").error() == "写的单位是“万元”，指标单位是“亿元”，换算后是 6,997.2 亿元，对吗？"
    (link,) = dialog.field("value").answers.links
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    dialog.submit()
    assert [values["value"] for values in saved] == [6997.2]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "国家级专精特新“小巨人”企业数，上期 188 家（8月3日）"),
        ({"observations": ()}, "国家级专精特新“小巨人”企业数，未录入过"),
    ],
)
def test_the_newest_value_stands_beside(indicator, window, changes, words):
    dialog = _dialog(replace(indicator, **changes), window, [])
    assert dialog._note.text() == words


def test_an_undated_value_is_named_by_its_period(indicator, window):
    undated = replace(indicator.observations[0], on=None, period="未注明")
    dialog = _dialog(replace(indicator, observations=(undated,)), window, [])
    assert dialog._note.text().endswith("上期 182 家（未注明）")

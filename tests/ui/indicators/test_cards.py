from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from tracker.model.enums import IndicatorKind, LightColour, Measure
from tracker.model.rows import Light
from tracker.ui.indicators.cards import CARD_HEIGHT, SHORT_HEIGHT, CardGrid, lacking_words
from tracker.ui.widgets.row_model import ROW

TODAY = date(2023, 9, 15)


@pytest.fixture
def rows(indicator):
    named = [replace(indicator, id=n, code=f"I{n:02}", name=f"指标{n}") for n in range(1, 8)]
    return tuple(named)


@pytest.fixture
def grid(show):
    return show(CardGrid(), 560, 500)


def test_three_columns_at_the_width_of_a_small_screen(grid, rows):
    grid.show_rows(rows, "I01", TODAY)
    boxes = [grid.visualRect(grid.cards.index(n, 0)) for n in range(4)]
    assert boxes[0].y() == boxes[1].y() == boxes[2].y() < boxes[3].y()
    assert boxes[2].right() <= grid.viewport().width()
    grid.resize(900, 500)
    grid.viewport().grab()
    assert grid.visualRect(grid.cards.index(3, 0)).y() == grid.visualRect(grid.cards.index(0, 0)).y()


def test_arrows_choose_the_next_card(qtbot, grid, rows):
    grid.show_rows(rows, "I01", TODAY)
    grid.setFocus()
    with qtbot.waitSignal(grid.row_chosen) as told:
        qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert told.args[0].code == "I02"


def test_the_chosen_indicator_stays_chosen_when_rows_change(grid, rows):
    grid.show_rows(rows, "I03", TODAY)
    assert grid.currentIndex().data(ROW).code == "I03"
    grid.show_rows(rows[2:], "I03", TODAY)
    assert grid.currentIndex().data(ROW).code == "I03"
    grid.show_rows(rows[:2], "I03", TODAY)
    assert grid.currentIndex().data(ROW).code == "I01"


def test_new_values_of_the_same_cards_keep_the_scroll_position(grid, rows):
    grid.resize(560, 240)
    grid.show_rows(rows, "I01", TODAY)
    grid.viewport().grab()
    grid.verticalScrollBar().setValue(120)
    newer = tuple(replace(row, name=row.name + "新") for row in rows)
    grid.cards.set_rows(newer)
    assert grid.verticalScrollBar().value() == 120
    assert grid.cards.index(0, 0).data() == "指标1新"


def test_cards_speak_to_screen_readers(grid, rows):
    grid.show_rows(rows, "I01", TODAY)
    assert grid.cards.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "指标1，188 家，黄 · 落后1家"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"observations": ()},
        {"observations": (), "target_value": None},
        {"kind": IndicatorKind.QUALITATIVE, "stated": "全国领先", "observations": ()},
        {"kind": IndicatorKind.CONTEXT, "stated": "很长的原文" * 40, "name": "很长的名称" * 20},
        {"target_value": float("nan")},
    ],
)
def test_every_kind_of_card_is_painted(grid, indicator, changes):
    grid.show_rows((replace(indicator, **changes),), "", TODAY)
    image = grid.viewport().grab().toImage()
    box = grid.visualRect(grid.cards.index(0, 0))
    assert len({image.pixel(x, y) for x in range(12, 140, 2) for y in range(12, box.height() - 12, 2)}) > 3


@pytest.mark.parametrize(
    ("changes", "short"),
    [
        ({}, False),
        ({"target_value": None}, False),  # six values make a line
        ({"measure": Measure.RANK}, False),
        ({"observations": ()}, True),
        ({"kind": IndicatorKind.QUALITATIVE}, True),
    ],
)
def test_what_a_few_words_say_has_a_low_card(grid, indicator, changes, short):
    grid.show_rows((replace(indicator, **changes),), "", TODAY)
    assert grid.visualRect(grid.cards.index(0, 0)).height() == (SHORT_HEIGHT if short else CARD_HEIGHT) + 12


def test_a_single_value_without_a_target_has_a_low_card(grid, indicator):
    grid.show_rows((replace(indicator, observations=indicator.observations[:1], target_value=None),), "", TODAY)
    assert grid.visualRect(grid.cards.index(0, 0)).height() == SHORT_HEIGHT + 12


@pytest.mark.parametrize(
    ("changes", "reason", "words"),
    [
        ({}, "差 1 家", "比序时差 1 家"),
        ({"target_on": date(2023, 9, 14)}, "差 1 家", "期限已过，差 1 家"),
        ({"target_on": date(2023, 9, 15)}, "差 1 家", "比序时差 1 家"),
        ({"measure": Measure.SHARE}, "低 1.1 点", "低 1.1 点"),
        ({"measure": Measure.RANK}, "差 1 位", "差 1 位"),
        ({}, "到期未录入", "到期未录入"),
        ({}, "落后50点", "落后50点"),
    ],
)
def test_what_is_lacking_is_said_with_what_it_is_measured_by(indicator, changes, reason, words):
    light = Light(LightColour.RED, reason, "")
    assert lacking_words(replace(indicator, light=light, **changes), TODAY) == words
    assert lacking_words(replace(indicator, light=replace(light, colour=LightColour.GREEN)), TODAY) == reason

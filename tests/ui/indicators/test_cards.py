from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tracker.model.enums import IndicatorKind
from tracker.ui.indicators.cards import CardGrid, two_lines
from tracker.ui.theme.fonts import metrics
from tracker.ui.widgets.row_model import ROW


@pytest.fixture
def rows(indicator):
    named = [replace(indicator, id=n, code=f"I{n:02}", name=f"指标{n}") for n in range(1, 8)]
    return tuple(named)


@pytest.fixture
def grid(show):
    return show(CardGrid(), 560, 500)


def test_three_columns_at_the_width_of_a_small_screen(grid, rows):
    grid.show_rows(rows, "I01")
    boxes = [grid.visualRect(grid.cards.index(n, 0)) for n in range(4)]
    assert boxes[0].y() == boxes[1].y() == boxes[2].y() < boxes[3].y()
    assert boxes[2].right() <= grid.viewport().width()
    grid.resize(900, 500)
    grid.viewport().grab()
    assert grid.visualRect(grid.cards.index(3, 0)).y() == grid.visualRect(grid.cards.index(0, 0)).y()


def test_arrows_choose_the_next_card(qtbot, grid, rows):
    grid.show_rows(rows, "I01")
    grid.setFocus()
    with qtbot.waitSignal(grid.row_chosen) as told:
        qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert told.args[0].code == "I02"


def test_the_chosen_indicator_stays_chosen_when_rows_change(grid, rows):
    grid.show_rows(rows, "I03")
    assert grid.currentIndex().data(ROW).code == "I03"
    grid.show_rows(rows[2:], "I03")
    assert grid.currentIndex().data(ROW).code == "I03"
    grid.show_rows(rows[:2], "I03")
    assert grid.currentIndex().data(ROW).code == "I01"


def test_new_values_of_the_same_cards_keep_the_scroll_position(grid, rows):
    grid.show_rows(rows, "I01")
    grid.verticalScrollBar().setValue(120)
    newer = tuple(replace(row, name=row.name + "新") for row in rows)
    grid.cards.set_rows(newer)
    assert grid.verticalScrollBar().value() == 120
    assert grid.cards.index(0, 0).data() == "指标1新"


def test_cards_speak_to_screen_readers(grid, rows):
    grid.show_rows(rows, "I01")
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
    grid.show_rows((replace(indicator, **changes),), "")
    image = grid.viewport().grab().toImage()
    box = grid.visualRect(grid.cards.index(0, 0))
    assert len({image.pixel(x, y) for x in range(12, 140, 2) for y in range(12, box.height() - 12, 2)}) > 3


@pytest.mark.parametrize(
    ("text", "width", "parts"),
    [
        ("工业增加值", 200, ("工业增加值", "")),
        ("市场主体数量（以起算年为100）", 148, ("市场主体数量（以起算年为", "100）")),
        ("", 100, ("", "")),
    ],
)
def test_names_break_into_two_lines(qapp, text, width, parts):
    assert two_lines(text, width) == parts


@pytest.mark.parametrize("text", ["国家级专精特新“小巨人”企业数", "企业年轻员工学历和技能（以起算年为100）"])
def test_marks_and_numbers_stay_with_what_they_belong_to(qapp, text):
    for width in range(60, 200, 7):
        first, second = two_lines(text, width)
        assert first + second == text
        assert not second.startswith(("”", "）", "00", "0）"))
        assert not first.endswith(("“", "（"))
        assert metrics("small").horizontalAdvance(first) <= width

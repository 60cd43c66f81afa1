"""The table of lines: targets, keys, lights."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tracker.model.enums import LightColour
from tracker.ui.theme import style
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.line_table import LightRows, LinesTable


@pytest.fixture
def table(show: Callable[..., Any]) -> LinesTable:
    return show(LinesTable("变化", (("编号", 80), ("任务", 0))), 500, 300)


def test_enter_opens_a_line(table: LinesTable, qtbot: Any) -> None:
    opened: list[object] = []
    table.opened.connect(opened.append)
    table.add_lines([(("A1", "甲"), 7), (("A2", "乙"), 8)])
    table.select_first()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == [8]
    assert table.accessibleName() == "变化"
    assert table.topLevelItem(1).toolTip(1) == "乙"
    assert table.visualItemRect(table.topLevelItem(0)).height() == 32


def test_lines_without_a_target_open_nothing(table: LinesTable, qtbot: Any) -> None:
    opened: list[object] = []
    table.opened.connect(opened.append)
    table.select_first()  # nothing there yet
    qtbot.keyClick(table, Qt.Key.Key_Return)
    table.add_lines([(("A1", "甲"), None)])
    table.select_first()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == []
    assert table.currentItem().text(1) == "甲"


def test_lights_are_painted_with_their_colours(table: LinesTable) -> None:
    table.setItemDelegateForColumn(1, LightRows(table))
    table.add_lines([(("A1", "红 → 绿"), 1), (("A2", "—"), 2)])
    picture = table.viewport().grab().toImage()
    boxes = [table.visualItemRect(table.topLevelItem(n)) for n in (0, 1)]
    seen = [{picture.pixelColor(x, box.center().y()).name() for x in range(80, 200)} for box in boxes]
    fills = {current().light(colour).fill.lower() for colour in (LightColour.RED, LightColour.GREEN)}
    assert fills <= seen[0]
    assert not fills & seen[1]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_selected_row_has_one_flat_ground_and_an_edge(table: LinesTable, qapp: Any, theme: Any) -> None:
    style.apply(qapp, theme)
    table.add_lines([(("A1", "甲"), 1), (("A2", "乙"), 2)])
    table.select_first()
    table.setFocus()
    picture = table.viewport().grab().toImage()
    box = table.visualItemRect(table.topLevelItem(0))
    column = [picture.pixelColor(300, y).name() for y in range(box.top(), box.bottom() - 1)]
    assert set(column) == {current().select.lower()}
    assert picture.pixelColor(1, box.center().y()).name() == current().accent.lower()
    style.apply(qapp, "light")


def test_the_words_of_the_selected_line_keep_clear_of_its_edge(table: LinesTable) -> None:
    style.apply(QApplication.instance(), "light")
    table.add_lines([(("主题", "甲"), None)])
    table.select_first()
    box = table.visualItemRect(table.topLevelItem(0))
    image = table.viewport().grab().toImage()
    ground = current().select.upper()
    for left in range(3, 3 + 8):
        column = {image.pixelColor(left, y).name().upper() for y in range(box.top() + 2, box.bottom() - 2)}
        assert column == {ground}, f"px {left}"


def test_numbers_stand_at_the_right_under_their_heading(show: Callable[..., Any]) -> None:
    table = show(LinesTable("主题", (("主题", 0), ("任务", 100), ("状态", 80)), numbers=(1,)), 500, 300)
    table.add_lines([(("产业链", "4", "在用"), 1), (("人才", "1,013", "在用"), 2)])
    ends = []
    for row in range(2):
        cell = table.visualRect(table.model().index(row, 1))
        picture = table.viewport().grab(cell).toImage()
        ground = picture.pixelColor(2, 6)
        ink = [x for x in range(picture.width()) for y in range(6, 26) if picture.pixelColor(x, y) != ground]
        ends.append(cell.width() - max(ink))
    assert abs(ends[0] - ends[1]) <= 2
    assert min(ends) >= 16, "a number keeps clear of the next column"
    header = table.header().grab().toImage()
    left = table.header().sectionPosition(1)
    ground = header.pixelColor(left + 2, 10)
    letters = [x for x in range(left, left + 100) for y in range(6, 24) if header.pixelColor(x, y) != ground]
    assert abs((left + 100 - max(letters)) - min(ends)) <= 3

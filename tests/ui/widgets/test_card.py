"""Cards and key figures."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from tracker.model.enums import LightColour
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import LIGHT
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.card import Card, KpiCell, fitting


def words(card: Card) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel)]


def test_a_card_has_title_note_and_body(qtbot: Any) -> None:
    card = Card("任务完成：计划与实际", "累计销号，项")
    qtbot.addWidget(card)
    card.body.addWidget(QLabel("内容"))
    assert words(card) == ["任务完成：计划与实际", "累计销号，项", "内容"]
    card.set_note("项")
    card.set_title("完成")
    assert words(card)[:2] == ["完成", "项"]


def test_an_action_stands_in_the_head(qtbot: Any) -> None:
    card = Card("最近变化")
    qtbot.addWidget(card)
    link = LinkButton("查看全部")
    card.add_action(link)
    card.body.addWidget(QLabel("内容"), 1)
    card.resize(400, 200)
    card.show()
    assert link.y() < 40
    assert link.x() > 300


@pytest.mark.parametrize(("light", "ink"), [(None, LIGHT.text), (LightColour.RED, LIGHT.red.text)])
def test_a_key_figure_takes_the_colour_of_its_light(qtbot: Any, light: LightColour | None, ink: str) -> None:
    cell = KpiCell("红灯")
    qtbot.addWidget(cell)
    cell.resize(cell.sizeHint())
    cell.set_figures("7", "项", "较上月 +2", light)
    image = cell.grab().toImage()
    colours = {image.pixelColor(x, y).name().upper() for x in range(20) for y in range(26, 56)}
    assert ink in colours
    assert cell.accessibleName() == "红灯 7 项 较上月 +2"


def test_an_unknown_figure_is_a_dash(qtbot: Any) -> None:
    cell = KpiCell("任务总数")
    qtbot.addWidget(cell)
    before = cell.grab().toImage()
    cell.set_figures("96", "项")
    assert cell.grab().toImage() != before


@pytest.mark.parametrize(
    ("spare", "said"),
    [(2, "序时 79.1%，落后 14.3 点"), (-2, "序时79.1%，落后14.3点"), (-40, "序时79.1%"), (-400, "序时79.1%")],
)
def test_a_note_without_room_loses_clauses_before_figures(spare: int, said: str) -> None:
    note = "序时 79.1%，落后 14.3 点"
    assert fitting(note, metrics("small").horizontalAdvance(note) + spare) == said


def test_a_card_opens_no_window_of_its_own(qtbot: Any) -> None:
    """A label shown before it stands in the card would be a window, and take the keyboard from the page."""
    before = set(QApplication.topLevelWidgets())
    for card in (Card("标题", "项"), Card("标题"), Card()):
        qtbot.addWidget(card)
        card.set_note("另一句")
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible() and each not in before] == []

"""The ground of a page of cards: it fills the page, shares the width, and scrolls where it must."""

import pytest
from pytestqt.qtbot import QtBot

from tracker.ui.widgets.card import Card
from tracker.ui.widgets.scroll_page import EDGE, GAP, Canvas, side_by_side


@pytest.fixture
def cards() -> tuple[Card, Card]:
    return Card("甲"), Card("乙")


@pytest.fixture
def canvas(qtbot: QtBot, cards: tuple[Card, Card]) -> Canvas:
    made = Canvas("总览内容")
    qtbot.addWidget(made)
    made.rows.addLayout(side_by_side(((cards[0], 75), (cards[1], 25)), least=300))
    made.rows.addWidget(Card("丙"))
    made.resize(2 * EDGE + GAP + 800, 700)
    made.show()
    return made


def test_cards_share_the_width(canvas: Canvas, cards: tuple[Card, Card]) -> None:
    first, second = cards
    assert (first.width(), second.width()) == (600, 200)
    assert (first.x(), second.geometry().right() + 1) == (EDGE, canvas.width() - EDGE)
    assert first.height() == second.height() >= 300


def test_it_scrolls_only_where_the_cards_need_more(canvas: Canvas) -> None:
    assert canvas.accessibleName() == "总览内容"
    assert canvas.verticalScrollBar().maximum() == 0
    canvas.resize(canvas.width(), 200)
    assert canvas.verticalScrollBar().maximum() > 0

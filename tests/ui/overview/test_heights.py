"""总览 at the heights a window may have: full at 768 px, and at 520 it scrolls no further than it must."""

import pytest
from PySide6.QtCore import QPoint
from sqlmodel import select

from tests.layout_faults import layout_faults
from tracker.model.enums import Status
from tracker.model.tables import Task
from tracker.services.write_basics import begin
from tracker.tour_opening import settle
from tracker.ui.core.context import Context
from tracker.ui.overview.page import OverviewPage
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.widgets.card import Card
from tracker.ui.widgets.scroll_page import Canvas


def opened(window: MainWindow, live: Context, width: int, height: int) -> tuple[OverviewPage, Canvas]:
    """Return the page at a size of the window, and what scrolls in it."""
    window.resize(width, height)
    window.show_page("overview")
    settle(live.jobs)
    page = window.page()
    assert isinstance(page, OverviewPage)
    (canvas,) = page.findChildren(Canvas)
    return page, canvas


def cards_in_sight(page: OverviewPage, canvas: Canvas) -> set[Card]:
    """Return the cards that can be seen whole."""
    room = canvas.viewport().rect()
    cards = [card for card in page.findChildren(Card) if card.isVisible()]
    return {card for card in cards if room.contains(card.rect().translated(card.mapTo(canvas.viewport(), QPoint())))}


def test_at_768_everything_is_in_sight_and_nothing_scrolls(window: MainWindow, live: Context) -> None:
    page, canvas = opened(window, live, 1366, 768)
    assert not canvas.verticalScrollBar().isVisible()
    assert not canvas.horizontalScrollBar().isVisible()
    cards = cards_in_sight(page, canvas)
    assert {page.why_card, page.turned_card, page.burn_card, page.lights_card, page.risk_card} <= cards
    assert cards == {card for card in page.findChildren(Card) if card.isVisible()}
    assert layout_faults(window) == []


@pytest.mark.parametrize("width", [1024, 1920])
def test_at_520_it_scrolls_down_no_further_than_its_cards_need(window: MainWindow, live: Context, width: int) -> None:
    page, canvas = opened(window, live, width, 520)
    ground, bar = canvas.widget(), canvas.verticalScrollBar()
    assert not canvas.horizontalScrollBar().isVisible()
    assert ground.height() == ground.minimumSizeHint().height()  # nothing is stretched below the edge
    assert bar.maximum() == ground.height() - canvas.viewport().height()
    seen = cards_in_sight(page, canvas)
    assert page.why_card in seen  # the figures and why they are so, before anything is scrolled
    assert layout_faults(window) == []
    bar.setValue(bar.maximum())
    settle(live.jobs)
    assert {page.burn_card, page.lights_card, page.risk_card} <= cards_in_sight(page, canvas)
    assert layout_faults(window) == []


@pytest.mark.parametrize(("height", "scrolls"), [(768, False), (680, True)])
def test_many_offices_in_red_are_all_named(window: MainWindow, live: Context, height: int, scrolls: bool) -> None:
    """A red light is never summed up: many offices stand closer, and below the edge where that is not enough."""

    def fall_late(session: object) -> None:
        begin(session, "全部逾期")  # type: ignore[arg-type]
        for task in session.exec(select(Task)):  # type: ignore[attr-defined]
            task.status, task.due_text = Status.IN_PROGRESS, "2022年底前"
            task.due_on = live.today().replace(year=2022)

    live.jobs.write(fall_late)
    settle(live.jobs)
    page, canvas = opened(window, live, 1366, height)
    red = {mark.target["office"] for mark in page.bars.marks if set(mark.target) == {"office", "light"} and mark.value}
    assert len(red) > 10
    assert {link.target.name for link in page.bars.links} >= red
    assert (canvas.verticalScrollBar().maximum() > 0) is scrolls
    assert layout_faults(window) == []

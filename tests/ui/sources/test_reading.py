"""来源 as a page to read: the text with its entries, what became of each, and what nobody took up."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tracker.model.intake_review.pieces import Verdict
from tracker.services.reviewing import accepting, keeping
from tracker.store.engine import Database
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.sources.page import SourcesPage
from tracker.ui.widgets.textdiff import Prose

TEXT = "关于园区的建议\n\n二、对策建议\n1.建立园区体检台账。\n2.设立园区更新基金。\n这件事不能再拖。\n"


@pytest.fixture
def page(ledger: Database, live: Context, show: Callable[..., Any]) -> SourcesPage:
    """A page with an eighth article of which the first recommendation was accepted and the second only kept."""
    with ledger.session() as session:
        opened = keeping.start_review_of_text(session, TEXT, live.today())
        first, second = opened.review.waiting()
        opened.review.decide([first.id], Verdict.ACCEPTED)
        opened.review.decide([second.id], Verdict.LINKED, "A1.1")
        version = keeping.save_decisions(session, opened.id, opened.version, opened.review.decisions())
        accepting.accept_review(session, opened.id, version, live.today())
    made = show(SourcesPage(live))
    live.jobs.drain()
    read(made, "章2023-01")
    return made


def read(page: SourcesPage, code: str) -> None:
    """Choose an article and turn to its text."""
    codes = [row.code for row in page.articles.rows.rows]
    page.articles.pick(codes.index(code))
    page.show_tab("text")
    page.context.jobs.drain()


def words(page: SourcesPage) -> list[str]:
    inside = page.detail._scroll.widget()
    return [prose.accessibleName() for prose in inside.findChildren(Prose)] if inside is not None else []


def test_the_text_itself_is_shown_with_its_entries(page: SourcesPage) -> None:
    assert page.reading.text.toPlainText() == TEXT
    extents = page.reading.text.extents
    assert [extent.tag for extent in extents] == ["1", "2"]
    first, second = ("".join(TEXT[start:end] for start, end in extent.spans) for extent in extents)
    assert "建立园区体检台账" in first
    assert "设立园区更新基金" in second
    assert {extent.look for extent in extents} == {"open"}


def test_the_panel_says_what_became_of_the_chosen_entry(page: SourcesPage) -> None:
    (became,) = [text for text in words(page) if text.startswith("章2023-01.1 ")]
    assert became.startswith("章2023-01.1 待交办 0%，灰 · ")
    page.reading.choose("章2023-01.2")
    assert any(text.startswith("A1.1 ") for text in words(page))


def test_sentences_nobody_took_up_can_be_marked(page: SourcesPage) -> None:
    before = len(page.reading.text.extents)
    page.reading.unanswered.click()
    marked = [extent for extent in page.reading.text.extents if not extent.tag]
    assert len(page.reading.text.extents) > before
    assert "这件事不能再拖。" in [TEXT[slice(*extent.spans[0])] for extent in marked]
    assert "二、对策建议" not in [TEXT[slice(*extent.spans[0])] for extent in marked]


def test_n_and_p_walk_and_enter_opens_the_task(page: SourcesPage) -> None:
    asked: list[tuple[str, object]] = []
    page.context.bus.page_asked.connect(lambda key, target: asked.append((key, target)))
    page.reading.text.setFocus()
    QTest.keyClick(page.reading.text, Qt.Key.Key_N)
    assert page.reading.text.chosen == "章2023-01.2"
    QTest.keyClick(page.reading.text, Qt.Key.Key_P)
    assert page.reading.text.chosen == "章2023-01.1"
    QTest.keyClick(page.reading.text, Qt.Key.Key_Return)
    ((key, target),) = asked
    assert key == "ledger"
    assert isinstance(target, OpenTask)


def test_shipped_articles_show_their_anchors_in_order_and_say_so(page: SourcesPage) -> None:
    read(page, "A")
    assert "摘录" in page.reading.note.text()
    reading = page.reading.reading
    assert reading is not None
    assert reading.excerpts
    places = [entry.spans[0] for entry in reading.entries if entry.spans]
    assert places == sorted(places)
    assert not page.reading.unanswered.isVisible()
    a11 = next(entry for entry in reading.entries if entry.code == "A1.1")
    assert [task.code for task in a11.tasks] == ["A1.1"]

"""The text of a source with its entries: the text itself, or the anchors in order where it is not at hand."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tracker.errors import InputError
from tracker.model.enums import LightColour, RecommendationKind
from tracker.model.tables import Article, Recommendation
from tracker.queries.source_text import SourceReading, pins_of, read_text

TODAY = date(2026, 3, 2)


def reading(ledger: Any, code: str, content: str | None = None) -> SourceReading:
    with ledger.session() as session:
        number = _id(session, code)
        if content is None:
            return read_text(session, number, TODAY)
        article = session.get_one(Article, number)
        session.info["unrecorded"] = (Article, Recommendation)
        article.content = content
        for entry in session.exec(select(Recommendation).where(Recommendation.article_id == number)):
            entry.spans = [[0, 2]] if entry.code == "A1.1" else []
        session.flush()
        made = read_text(session, number, TODAY)
        session.rollback()
        return made


def _id(session: Session, code: str) -> int:
    return session.exec(select(Article.id).where(Article.code == code)).one()


def test_anchors_stand_in_order_under_their_sections(ledger: Any) -> None:
    made = reading(ledger, "A")
    assert made.excerpts
    lines = made.text.splitlines()
    for entry in made.entries:
        for start, end in entry.spans:
            assert made.text[start:end] in lines
    assert [made.text[start:end] for start, end in made.headings] == list(
        dict.fromkeys(made.text[start:end] for start, end in made.headings)
    )


def test_every_task_of_an_entry_is_named(ledger: Any) -> None:
    by_code = {entry.code: entry for entry in reading(ledger, "A").entries}
    assert [task.code for task in by_code["A1.1"].tasks] == ["A1.1"]
    assert by_code["A1.1"].asks
    assert by_code["A1.0"].tasks == ()
    assert not by_code["A1.0"].asks


def test_the_text_itself_is_taken_where_it_is_at_hand(ledger: Any) -> None:
    made = reading(ledger, "A", "改良\n其他的话。")
    assert not made.excerpts
    assert made.text == "改良\n其他的话。"
    assert [entry.code for entry in made.entries if entry.spans] == ["A1.1"]


def test_an_entry_has_the_worst_light_of_its_tasks(ledger: Any) -> None:
    entry = {entry.code: entry for entry in reading(ledger, "A").entries}["A1.1"]
    (task,) = entry.tasks
    assert entry.light is task.light.colour
    red, blue = (replace(task, light=replace(task.light, colour=c)) for c in (LightColour.RED, LightColour.BLUE))
    assert replace(entry, tasks=(blue, task, red)).light is LightColour.RED
    assert replace(entry, tasks=(blue,)).light is LightColour.BLUE
    assert replace(entry, tasks=()).light is None


def test_a_source_that_is_gone_is_named(ledger: Any) -> None:
    with ledger.reading() as session, pytest.raises(InputError, match="已不在台账中"):
        read_text(session, 99_999, TODAY)


def test_references_ask_for_no_task(ledger: Any) -> None:
    kinds = {entry.kind: entry.asks for entry in reading(ledger, "D").entries}
    assert kinds[RecommendationKind.LESSON] is False
    assert kinds[RecommendationKind.SUBTASK] is True


def test_needles_stand_where_a_flaw_says_the_text_goes_on() -> None:
    text = "整合优势，\n对引进技术进行改良。"
    assert pins_of(text, ["两次插断（“整合优势，”+“对引进技术……”）"]) == (text.index("对引进"),)
    assert pins_of(text, ["句子被其他栏目隔开：“整合优势，”+“别处的话”"]) == (text.index("\n"),)
    assert pins_of(text, ["“没有”+“这些”", "标题缺失"]) == ()

"""The text of a source with its entries: the text itself, or the anchors in order where it is not at hand."""

from typing import Any

import pytest
from sqlmodel import Session, select

from tracker.errors import InputError
from tracker.model.enums import RecommendationKind, Status
from tracker.model.tables import Article, Recommendation
from tracker.queries.source_text import SourceReading, TaskState, read_text


def reading(ledger: Any, code: str, content: str | None = None) -> SourceReading:
    with ledger.session() as session:
        number = _id(session, code)
        if content is None:
            return read_text(session, number)
        article = session.get_one(Article, number)
        session.info["unrecorded"] = (Article, Recommendation)
        article.content = content
        for entry in session.exec(select(Recommendation).where(Recommendation.article_id == number)):
            entry.spans = [[0, 2]] if entry.code == "A1.1" else []
        session.flush()
        made = read_text(session, number)
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


@pytest.mark.parametrize(("due", "words"), [("2026年底前", "A1.1 推进中 60%，2026年底前"), ("", "A1.1 推进中 60%")])
def test_a_task_is_said_in_one_line(due: str, words: str) -> None:
    assert TaskState(1, "A1.1", Status.IN_PROGRESS, 60, due).words == words


def test_a_source_that_is_gone_is_named(ledger: Any) -> None:
    with ledger.reading() as session, pytest.raises(InputError, match="已不在台账中"):
        read_text(session, 99_999)


def test_references_ask_for_no_task(ledger: Any) -> None:
    kinds = {entry.kind: entry.asks for entry in reading(ledger, "D").entries}
    assert kinds[RecommendationKind.LESSON] is False
    assert kinds[RecommendationKind.SUBTASK] is True

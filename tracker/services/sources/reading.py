"""Reading a source: its text with entries and tasks, and what every sentence is, by the rules and by hand."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session, select

from tracker.model.intake_review.pieces import Verdict
from tracker.model.rows.intake import Spans
from tracker.model.sentences import Sentence, moved_spans, section_at, share_sentences
from tracker.model.source_words import ReviewState
from tracker.model.tables import IntakeReview
from tracker.queries.source_text import SourceReading, read_text


def read_source(session: Session, article_id: int, today: date) -> SourceReading:
    """Return what a source says with its sentences told apart; errors as of `read_text`.

    Of excerpts each line is one. In a text, what the rules of the intake hold for an action and no entry took up may
    have been missed, unless the review of the text turned it down.
    """
    reading = read_text(session, article_id, today)
    entries = [(entry.spans, entry.share) for entry in reading.entries]
    if reading.excerpts:
        lines = sorted((spans[0], share) for spans, share in entries if spans)
        excerpts = (Sentence(start, end, share, section_at(reading.headings, start)) for (start, end), share in lines)
        return replace(reading, sentences=tuple(excerpts))
    from tracker.services.sources.text_rules import by_the_rules  # a text of excerpts goes without

    there, possible, headings, wraps = by_the_rules(reading.text)
    headings = tuple(sorted({*headings, *reading.headings}))
    turned_down = _turned_down(session, article_id, reading.text)
    left = tuple(span for span in possible if not any(span[0] < end and start < span[1] for start, end in turned_down))
    sentences = share_sentences(reading.text, there, entries, headings, left, reading.marks)
    return replace(reading, headings=headings, sentences=sentences, wraps=wraps)


def _turned_down(session: Session, article_id: int, text: str) -> Spans:
    """Return the places in a text that its reviewer did not accept (不收)."""
    done = select(IntakeReview).where(IntakeReview.article_id == article_id, IntakeReview.state == ReviewState.ACCEPTED)
    spans: list[tuple[int, int]] = []
    for review in session.exec(done):
        rejected = (piece for piece in review.decisions.get("items", ()) if piece["verdict"] == Verdict.REJECTED.value)
        places = [(start, end) for piece in rejected for start, end in piece["spans"]]
        offset = review.text.find(text)  # one of several articles in a file has its own stretch of it
        if offset < 0:
            spans += moved_spans(review.text, text, places)
        else:
            spans += [(start - offset, end - offset) for start, end in places]
    return tuple(spans)

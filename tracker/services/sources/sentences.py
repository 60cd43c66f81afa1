"""Sentences of the text of a source: called background or possibly missed by hand, or made a task."""

import re
from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, func, select

from tracker.errors import ConflictError, InputError
from tracker.intake.facts.titles import title_of
from tracker.model.changes import Changes
from tracker.model.enums import RecommendationKind
from tracker.model.rows.intake import Span
from tracker.model.sentences import NOBODYS, Share, section_at, sentence_key
from tracker.model.source_words import SentenceKind
from tracker.model.tables import Article, Recommendation, SentenceMark
from tracker.queries.source_text import SourceReading
from tracker.services.edit_conflicts import newest_change
from tracker.services.sources.answers import write_answers
from tracker.services.sources.reading import read_source
from tracker.services.sources.register import of_source, the_open_source, the_source
from tracker.services.sources.tasks import NewTask, write_tasks
from tracker.services.write_basics import begin, touched

_CLAUSES = re.compile(r"[，,；;：:。！？!?]")
_SHORTEST, _SHOWN = 2, 16  # characters of a selection, and of a sentence in the name of an act


def mark_sentence(
    session: Session, source_id: int, span: Span, kind: SentenceKind | None, today: date, seen: Share | None = None
) -> Changes:
    """Call a sentence of a text background or possibly missed, or leave it to the rules again (None), as one act.

    `seen` is what it was shown as. Raises InputError for a place that is no sentence of the text, or one that an entry
    is about, ConflictError for one that somebody else has called otherwise meanwhile.
    """
    source = the_source(session, source_id)
    reading = read_source(session, source_id, today)
    sentence = next((row for row in reading.sentences if (row.start, row.end) == span), None)
    if reading.excerpts:
        raise InputError(f"{source.code} 没有全文，只有摘录，不能标；只有全文里没有建议的句子可以标。")
    if sentence is None:
        raise InputError("原文里没有这一句，可能刚被改过；请刷新后再试。")
    if sentence.share not in NOBODYS:
        raise InputError(f"这一句已经有建议（{sentence.share.value}），不用再标；只有没有建议的句子可以标。")
    words = source.content[slice(*span)].strip()
    key = sentence_key(words)
    kept = SentenceMark.article_id == source_id, SentenceMark.sentence == key
    there = session.exec(select(SentenceMark).where(*kept)).all()
    if seen not in (None, sentence.share) and kind is not (there[0].kind if there else None):
        raise _marked_meanwhile(session, source, sentence.share, there)
    called = f"标为{kind.word}" if kind is not None else "按规则归类"
    batch = begin(session, f"{source.code} {called}：{words[:_SHOWN]}{'…' * (len(words) > _SHOWN)}")
    for mark in there[0 if kind is None else 1 :]:  # two people at once may have made two
        session.delete(mark)
    if kind is not None and there:
        there[0].kind = kind
    elif kind is not None:
        session.add(SentenceMark(article_id=source_id, sentence=key, kind=kind))
    return of_source(session, batch, source)


def _marked_meanwhile(session: Session, source: Article, share: Share, marks: Sequence[SentenceMark]) -> ConflictError:
    columns = ("kind", "") if marks else ()  # one that was made has no change of its kind
    by = next(filter(None, (newest_change(session, "sentence_mark", marks[0].id, each) for each in columns)), "")
    who = f"刚被 {by} " if by else "刚被别人"
    return ConflictError(f"{source.code} 的这一句{who}改为“{share.value}”，您标的没有保存；请看过后再标。")


def make_task_of_words(
    session: Session, source_id: int, span: Span, words: str, wanted: NewTask, today: date
) -> Changes:
    """Make a recommendation of selected words of a text, and the task that answers it, as one act.

    Where a recommendation stands on exactly these words, the task answers that one: none is counted twice.
    `span` is the place of `words` as `read_source` shows the text. Raises InputError where the words do not stand
    there any more or are too few, RuleError for a source that was put away.
    """
    source = the_open_source(session, source_id)
    reading = read_source(session, source_id, today)
    if reading.text[slice(*span)] != words:
        raise InputError("原文刚被改过，选中的文字已不在原处；请重新选中。")
    start, end = trimmed(reading.text, span)
    if end - start < _SHORTEST:
        raise InputError("请先在原文中选中要办的文字。")
    batch = begin(session, f"{source.code} 从原文新增任务")
    (task,) = write_tasks(session, source, [wanted], today)
    same = (row.code for row in reading.entries if row.asks and row.spans == ((start, end),))
    entry = _entry_of_code(session, next(same, ""))
    entry = entry or _new_entry(session, source, reading, (start, end), wanted, task.code)
    write_answers(session, task, [entry])
    task.recommendation_id = entry.id  # what was selected is what it is about, whatever else it answers
    changes = touched(session, batch, tasks={task.id})
    return changes | Changes(sources=frozenset({source.id}), everything=True)


def proposed_title(words: str) -> str:
    """Return what a task of these words may be called: their most telling clause, without office, date and figures."""
    clauses = [(clause, "") for clause in _CLAUSES.split("".join(words.split())) if clause]
    return title_of(clauses) if clauses else ""


def trimmed(text: str, span: Span) -> Span:
    """Return a place without the blanks at both ends."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _entry_of_code(session: Session, code: str) -> Recommendation | None:
    return session.exec(select(Recommendation).where(Recommendation.code == code)).first()


def _new_entry(
    session: Session, source: Article, reading: SourceReading, span: Span, wanted: NewTask, code: str
) -> Recommendation:
    number = section_at(reading.headings, span[0])
    words = " ".join(reading.text[slice(*span)].split("\n"))
    entry = Recommendation(
        code=code,
        article_id=source.id,
        kind=RecommendationKind.TASK,
        section=reading.text[slice(*reading.headings[number])].strip() if number >= 0 else "",
        title=wanted.title.strip(),
        summary=words,
        anchor=words,
        themes=list(wanted.themes),
        lead_office=wanted.lead_office,
        co_offices=list(wanted.co_offices),
        deadline_text=wanted.due.text if wanted.due is not None else "",
        position=(session.exec(select(func.max(Recommendation.position))).one() or 0) + 1,
        spans=[] if reading.excerpts else [list(span)],
    )
    session.add(entry)
    session.flush()
    return entry

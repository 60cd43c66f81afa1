"""What a review accepts enters the ledger as one act: source, entries with their places, draft tasks, indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, func, select

from tracker.errors import InputError, RuleError
from tracker.intake.text.repair import INTERRUPTED, UNFINISHED
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import DueKind, IndicatorKind
from tracker.model.intake_review.kept_proposal import proposal_of
from tracker.model.intake_review.pieces import Piece, Verdict
from tracker.model.intake_review.review import TextReview
from tracker.model.rows.intake import ProposedArticle, ProposedIndicator
from tracker.model.source_words import ReviewState, SourceKind
from tracker.model.tables import (
    Article,
    ArticleFile,
    Attachment,
    Indicator,
    IndicatorLink,
    IntakeReview,
    Recommendation,
    SourceProblem,
    Task,
)
from tracker.services.indicator_links import create_indicator
from tracker.services.reviewing.keeping import answering_task, the_review
from tracker.services.sources.answers import write_answers
from tracker.services.sources.numbering import next_entry_codes
from tracker.services.sources.register import SourceFacts, register_source, the_source
from tracker.services.sources.tags import add_tags
from tracker.services.write_basics import begin, the_task
from tracker.store.history import moment_of
from tracker.store.task_making import make_task, office_id

_NAMED = 12  # characters on either side of a place where something else is printed
#: What kind of flaw a doubt of the reading is; any other is one of the layout.
_FLAWS = {INTERRUPTED: "interleaved", UNFINISHED: "truncated"}
_UNTITLED = "未写标题的文章"
_FILED = frozenset({"txt", "docx", "pdf", "html", "mht"})
#: What stays said of an entry whose words are damaged in the source.
_DOUBTS = {"truncated": "原文存疑：句子不完整，缺的字没有补", "interrupted": "原文存疑：句子被其他内容隔开，由程序接起"}


@dataclass(frozen=True, slots=True)
class SourceWords:
    """What the reviewer says of the source; "" keeps what the text says of itself."""

    title: str = ""
    number: str = ""
    sender: str = ""
    received_on: date | None = None
    leader: str = ""


@dataclass(slots=True)
class _Entering:
    """One source while its pieces enter: entries by piece, and what was made."""

    session: Session
    source: Article
    offset: int
    today: date
    entries: dict[str, Recommendation] = field(default_factory=dict)
    tasks: set[int] = field(default_factory=set)
    indicators: set[int] = field(default_factory=set)


def accept_review(
    session: Session, review_id: int, version: int, today: date, words: SourceWords | None = None
) -> Changes:
    """Take what was accepted into the ledger as one act and end the review.

    Each article of the text that gives something becomes a source. Raises RuleError when nothing was accepted or a
    piece is to go into an entry without a task, ConflictError for another version or a 文号 that is there.
    """
    row = the_review(session, review_id, version)
    review = TextReview(proposal_of(row.proposal), row.decisions)
    entering = _with_headings(review)
    if not any(item.enters for item in entering):
        raise RuleError("还没有收下任何建议；请先收下要收入台账的建议。")
    batch = begin(session, f"核对“{row.name}”，采纳 {len(review.entering()):,} 项")
    touched = Changes(batch.label, batch.id, everything=True)
    first: Article | None = None
    for article in _articles_of(review, entering):
        mine = [item for item in entering if item.article == article.id]
        state = _source(session, row, review, article, words or SourceWords(), today, again=first is not None)
        _enter(state, review, mine)
        _doubt(state, review)
        first = first or state.source
        touched |= Changes(tasks=frozenset(state.tasks), indicators=frozenset(state.indicators))
        touched |= Changes(sources=frozenset({state.source.id}))
    row.state = ReviewState.ACCEPTED
    row.article_id = first.id if first else None
    session.flush()
    return touched


def _with_headings(review: TextReview) -> list[Piece]:
    """Return the accepted pieces with what stands above them, in the order of the text."""
    wanted = {item.id for item in review.entering()}
    for item in review.entering():
        above = item.parent
        while above is not None and review[above].verdict is not Verdict.REJECTED:
            wanted.add(above)
            above = review[above].parent
    return [item for item in review.pieces() if item.id in wanted]


def _articles_of(review: TextReview, entering: Sequence[Piece]) -> list[ProposedArticle]:
    used = {item.article for item in entering}
    known = [article for article in review.proposal.articles if article.id in used]
    missing = used - {article.id for article in known}
    whole = ((0, len(review.text)),)
    return known + [ProposedArticle(name, None, False, (), (), None, whole) for name in sorted(missing)]


def _source(
    session: Session,
    row: IntakeReview,
    review: TextReview,
    article: ProposedArticle,
    words: SourceWords,
    today: date,
    *,
    again: bool,
) -> _Entering:
    """Register an article as a source with its text; several in one file have their own stretch of it each.

    `again` for the articles after the first: they share its 文号, which is checked against the ledger once.
    """
    single = len(review.proposal.articles) < 2
    start, end = (0, len(review.text)) if single or not article.spans else (article.spans[0][0], article.spans[-1][1])
    facts = SourceFacts(
        SourceKind.ARTICLE,
        (words.title if single else "") or article.title or words.title or _UNTITLED,
        number=words.number,
        sender=words.sender,
        received_on=words.received_on,
        leader=words.leader,
        content=review.text[start:end],
        note="" if article.issued is None else f"发表日期：{article.issued}",
    )
    (number,) = register_source(session, facts, today, again=again).sources
    source = the_source(session, number)
    source.title_in_source = article.title is not None and source.title == article.title
    source.authors = list(article.authors)
    source.affiliation = "、".join(article.units)
    _attach(session, row, source, review.proposal.file)
    return _Entering(session, source, start, today)


def _attach(session: Session, row: IntakeReview, source: Article, name: str) -> None:
    """Put the file itself beside the source; a pasted text stands in it already."""
    kept = session.get(Attachment, row.sha256) if row.sha256 and row.format in _FILED else None
    if kept is not None:
        file = ArticleFile(article_id=source.id, name=name, size=kept.size, sha256=kept.sha256)
        file.added_at = moment_of(session)
        session.add(file)


def _enter(state: _Entering, review: TextReview, items: Sequence[Piece]) -> None:
    """Make the entries of one source, then what hangs on them: indicators first, tasks inherit those."""
    add_tags(state.session, [theme for item in items for theme in item.themes])
    last = state.session.exec(select(func.max(Recommendation.position))).one() or 0
    codes = next_entry_codes(state.session, state.source, len(items))
    for step, (item, code) in enumerate(zip(items, codes, strict=True), start=1):
        state.entries[item.id] = _entry(state, item, code, last + step)
        state.entries[item.id].section = _section(review, item)
    for item in items:
        parent = state.entries.get(item.parent or "")
        state.entries[item.id].parent_id = parent.id if parent else None
    state.session.flush()
    _indicators(state, review, items)
    for item in items:
        if item.verdict is Verdict.LINKED:
            _link(state, item)
        elif item.verdict is Verdict.ACCEPTED and item.is_leaf:
            state.tasks.add(_task(state, item).id)
    state.session.flush()


def _doubt(state: _Entering, review: TextReview) -> None:
    """Keep with the source what is damaged in its text (原文存疑); of an interrupted sentence both ends are named."""
    length, session = len(state.source.content), state.session
    first = session.exec(select(func.max(SourceProblem.position))).one() or 0
    at = [(doubt, [(s - state.offset, e - state.offset) for s, e in doubt.spans]) for doubt in review.proposal.problems]
    inside = [(doubt, spans) for doubt, spans in at if spans and spans[0][0] >= 0 and spans[-1][1] <= length]
    for number, (doubt, spans) in enumerate(inside, start=1):
        words = [state.source.content[start:end].strip() for start, end in spans]
        named = ""
        if doubt.message == INTERRUPTED and len(words) > 1:
            gap = max(range(1, len(spans)), key=lambda n: spans[n][0] - spans[n - 1][1])
            before, after = words[gap - 1].splitlines()[-1][-_NAMED:], words[gap].splitlines()[0][:_NAMED]
            named = f"：“{before}”+“{after}”"
        problem = SourceProblem(
            code=f"{state.source.code}.疑{number}",
            article=state.source.code,
            kind=_FLAWS.get(doubt.message, "layout"),
            description=f"{doubt.message}{named}",
            anchors=[" ".join(quote.split()) for quote in words],
            position=first + number,
        )
        session.add(problem)
    session.flush()


def _entry(state: _Entering, item: Piece, code: str, position: int) -> Recommendation:
    length = len(state.source.content)
    spans = [[start - state.offset, end - state.offset] for start, end in item.spans]
    entry = Recommendation(
        code=code,
        article_id=state.source.id,
        kind=item.kind,
        title=item.title.strip(),
        summary=item.quote,
        anchor=item.quote,
        themes=list(item.themes),
        lead_office=item.lead_office,
        co_offices=list(item.co_offices),
        deadline_text=item.due_text,
        note="；".join(_DOUBTS[flag] for flag in item.flags if flag in _DOUBTS),
        position=position,
        spans=[[max(start, 0), min(end, length)] for start, end in spans if end > 0 and start < length],
    )
    state.session.add(entry)
    state.session.flush()
    return entry


def _section(review: TextReview, item: Piece) -> str:
    """Return the nearest heading above a piece; what lies above it may also be another piece."""
    headings = {section.title for section in review.proposal.sections}
    return next((words for words in reversed(item.path) if words in headings), item.path[0] if item.path else "")


def _task(state: _Entering, item: Piece) -> Task:
    """Make the draft of an action; an office the text does not name stays a suggestion."""
    if item.lead_office and office_id(state.session, item.lead_office) is None:
        raise InputError(f"“{item.title}”的牵头单位“{item.lead_office}”不在单位名单中；请改选名单中的单位。")
    entry = state.entries[item.id]
    values = {"offices_confirmed": bool(item.lead_office and item.office_named)} | _due(item, state.today)
    return make_task(state.session, entry, entry.code, **values)


def _due(item: Piece, today: date) -> dict[str, object]:
    """Return the columns of a deadline: the day it was read as, else as the wording says by itself."""
    if not item.due_text:
        return {}
    deadline = parse_deadline(item.due_text, today)
    kind, on = (DueKind.DATE, item.due_on) if item.due_on else (deadline.kind, deadline.on)
    return {"due_text": item.due_text, "due_kind": kind, "due_on": on, "first_due_on": on}


def _link(state: _Entering, item: Piece) -> None:
    """Let the task that is there answer this one as well, instead of a second task."""
    task = the_task(state.session, answering_task(state.session, item.link))
    write_answers(state.session, task, [state.entries[item.id]])
    state.tasks.add(task.id)


def _indicators(state: _Entering, review: TextReview, items: Sequence[Piece]) -> None:
    """Make the indicators that were ticked, or use those of the same name, and link them with their entries."""
    for proposed in review.proposal.indicators:
        if proposed.id not in review.ticked or proposed.article != items[0].article:
            continue
        indicator = _indicator(state, proposed)
        state.indicators.add(indicator.id)
        for item in items:
            if proposed.id in item.indicators:
                entry = state.entries[item.id]
                state.session.add(IndicatorLink(indicator_id=indicator.id, recommendation_id=entry.id))
    state.session.flush()


def _indicator(state: _Entering, proposed: ProposedIndicator) -> Indicator:
    name = " ".join(proposed.name.split())
    same = select(Indicator).where(Indicator.name == name, col(Indicator.retired_on).is_(None))
    there = state.session.exec(same).first()
    if there is not None:
        return there
    (number,) = create_indicator(state.session, name, _figures(proposed), state.today).indicators
    indicator = state.session.get_one(Indicator, number)
    indicator.article_id = state.source.id
    indicator.anchor, indicator.stated, indicator.period = proposed.quote, proposed.value, proposed.period or ""
    state.session.flush()
    return indicator


def _figures(proposed: ProposedIndicator) -> Mapping[str, Value]:
    """Return a figure as the target or the baseline of an indicator; one in words is kept as it is written."""
    which = "target" if proposed.target else "baseline"
    try:
        value = float(proposed.value)
    except ValueError:
        return {"unit": proposed.unit, "kind": IndicatorKind.QUALITATIVE.value, f"{which}_text": proposed.quote}
    values: dict[str, Value] = {"unit": proposed.unit, f"{which}_value": value, f"{which}_text": proposed.quote}
    return values | ({f"{which}_on": proposed.on.isoformat()} if proposed.on else {})

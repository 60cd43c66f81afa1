"""From the text of a source to a proposal: the one function that runs every step of the intake."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.intake.extents import Extent, extents_of
from tracker.intake.facts.addressees import meant_in
from tracker.intake.facts.deadlines import due_in, due_labelled, due_on
from tracker.intake.facts.figures import Figure, figures_in
from tracker.intake.facts.heads import heads_of
from tracker.intake.facts.likeness import Likeness, duplicates_of, themes_of
from tracker.intake.facts.offices import OfficeBook
from tracker.intake.facts.task_table import task_tables
from tracker.intake.facts.titles import title_of
from tracker.intake.judge.clause_words import places_in, words_of
from tracker.intake.judge.context import Setting, headings_of, own_places, places_elsewhere
from tracker.intake.judge.features import boundary_of, describe
from tracker.intake.judge.reasons import reasons_of
from tracker.intake.judge.weights import LABELS, Judged, Weights, shipped_weights
from tracker.intake.lexicon import OWN
from tracker.intake.read.source_text import SourceText
from tracker.intake.row_candidates import row_candidates
from tracker.intake.text.clauses import Clause, Duty, parse
from tracker.intake.text.layout import laid_out
from tracker.intake.text.passage import Passage, Role, Span, spans_of
from tracker.intake.text.repair import passages_of
from tracker.intake.text.tables import lines_of, masked, tables_in
from tracker.intake.work import Offices, Work
from tracker.model.enums import RecommendationKind as Kind
from tracker.model.rows.intake import (
    Candidate,
    Duplicate,
    IntakeProblem,
    KnownRecommendation,
    LedgerKnowledge,
    Proposal,
    ProposedArticle,
    ProposedIndicator,
    ProposedSection,
)

#: Favours finding actions over missing them; the rest is shown folded.
EAGER = 1.6
#: What the words of an order add by hand: the weights have learned most of it, the rest is for wordings new to them.
LEANING = 0.6
#: An action the reading did not choose but holds possible is shown below.
UNSURE = 0.15
_NO_OFFICE: Offices = (None, False, ())


def propose(source: SourceText, knowledge: LedgerKnowledge | None = None, weights: Weights | None = None) -> Proposal:
    """Return what a text proposes; the same text, ledger and weights give the same proposal."""
    knowledge = knowledge or LedgerKnowledge()
    offices = OfficeBook(knowledge.offices)
    tables = task_tables(
        source.text, source.tables or tables_in(source.text), lambda name: offices.resolve(name) is not None
    )
    lines = [line for table in tables for line in lines_of(source.text, table.rows)]
    repaired, troubles = passages_of(masked(source.text, lines), wrapped=source.wrapped)
    passages = laid_out(_with_rows(source.text, repaired, lines), source.marks)
    parsed = parse(passages)
    marks, settings, orders = describe(passages, parsed.clauses, knowledge.places)
    leanings = [(LEANING * order.begins, LEANING * order.goes_on) for order in orders]
    judged = (weights or shipped_weights()).judge(marks, [boundary_of(c) for c in parsed.clauses], EAGER, leanings)
    own = own_places(passages, knowledge.places)
    work = Work(
        source, knowledge, passages, parsed, settings, heads_of(passages), offices,
        Likeness(knowledge.recommendations), places_elsewhere(passages, own), own - frozenset(OWN),
    )  # fmt: skip
    extents = [_as_report(_as_aim(e, settings), work) for e in extents_of(passages, parsed.clauses, judged)]
    sections, section_at = _sections(work)
    candidates = _candidates(work, extents, section_at)
    indicators, by_extent = _indicators(work, extents)
    candidates = [replace(c, indicators=tuple(by_extent.get(n, ()))) for n, c in enumerate(candidates)]
    rows, figures = row_candidates(work, tables, section_at, len(indicators))
    candidates = _in_order([*candidates, *rows])
    indicators += figures
    notes = [IntakeProblem(note) for note in source.notes]
    return Proposal(
        source.file, source.format, source.encoding, source.text, _articles(work), sections, tuple(candidates),
        tuple(indicators), tuple(notes + [IntakeProblem(t.message, tuple(t.spans)) for t in troubles]),
        tuple(_unsure(work, judged, extents, section_at)),
    )  # fmt: skip


def _with_rows(raw: str, passages: Sequence[Passage], lines: Sequence[Span]) -> list[Passage]:
    """Return the passages with the rows of tables of tasks among them, in the order of the text."""
    rows = [Passage(raw[start:end], range(start, end), Role.ROW) for start, end in lines]
    return sorted([*passages, *rows], key=lambda passage: passage.at[0]) if rows else list(passages)


def _in_order(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates in the order of the text, numbered anew."""
    ordered = sorted(candidates, key=lambda candidate: candidate.spans[0][0] if candidate.spans else 0)
    names = {candidate.id: f"c{number}" for number, candidate in enumerate(ordered, 1)}
    return [replace(c, id=names[c.id], parent=names.get(c.parent) if c.parent else None) for c in ordered]


def _as_aim(extent: Extent, settings: Sequence[Setting]) -> Extent:
    """What stands under 总体要求 or 目标 is carried out by the actions of other sections."""
    aims = extent.kind is Kind.TASK and settings[extent.first].section == "aim"
    return replace(extent, kind=Kind.UMBRELLA) if aims else extent


def _as_report(extent: Extent, work: Work) -> Extent:
    """What begins with a place and demands nothing reports what is done there: elsewhere, or outside advice here."""
    clauses = work.parsed.clauses[extent.first : extent.last + 1]
    said = [words_of(clause.text, clause.ordinal) for clause in clauses]
    demands = any(words.modal or {"modal inside", "wish", "urged"} & set(words.marks) for words in said)
    if not extent.kind.asks or demands:
        return extent
    if work.elsewhere.match(said[0].bare):
        return replace(extent, kind=Kind.LESSON, parent=None)
    setting = work.settings[extent.first]
    reported = said[0].bare.startswith(tuple(work.cities)) or "exampled" in said[0].marks
    advised = "advice" in (setting.section, setting.lead) or setting.paper in ("order", "minutes")
    return replace(extent, kind=Kind.PRACTICE, parent=None) if reported and not advised else extent


def _articles(work: Work) -> tuple[ProposedArticle, ...]:
    out = []
    for number, head in enumerate(work.heads):
        body = work.passages[head.first : head.last + 1]
        places = [offset for passage in body for offset in passage.at]
        span: tuple[Span, ...] = ((min(places), max(places) + 1),) if places else ()
        out.append(
            ProposedArticle(
                f"a{number + 1}",
                head.title,
                head.title is not None,
                tuple(head.authors),
                tuple(head.units),
                head.issued,
                span,
            )
        )
    return tuple(out)


def _sections(work: Work) -> tuple[tuple[ProposedSection, ...], list[str | None]]:
    """Return the headings, and for every passage the id of the heading above it."""
    ids: dict[int, str] = {}
    sections: list[ProposedSection] = []
    for number, passage in enumerate(work.passages):
        if passage.role is Role.HEADING:
            ids[id(passage)] = f"s{len(sections) + 1}"
            article = f"a{work.article_of(number) + 1}"
            spans = spans_of(work.source.text, passage.at)
            sections.append(ProposedSection(ids[id(passage)], article, passage.level, passage.text, spans))
    above = headings_of(work.passages)
    return tuple(sections), [ids.get(id(headed[-1])) if headed else None for headed in above]


def _candidates(work: Work, extents: Sequence[Extent], section_at: Sequence[str | None]) -> list[Candidate]:
    out: list[Candidate] = []
    for number, extent in enumerate(extents):
        candidate = _candidate(work, extent, f"c{number + 1}", section_at)
        if extent.parent is not None:
            above = out[extent.parent]
            candidate = replace(candidate, parent=above.id, path=(*above.path, above.title))
        out.append(candidate)
    return out


def _candidate(work: Work, extent: Extent, name: str, section_at: Sequence[str | None]) -> Candidate:
    clauses = work.parsed.clauses[extent.first : extent.last + 1]
    first = clauses[0]
    quote, places = _quoted(work, clauses)
    spans = spans_of(work.source.text, places)
    title = title_of([(c.text, c.ordinal) for c in clauses])
    lead, named, others = _NO_OFFICE
    due: str | None = None
    duplicates: tuple[Duplicate, ...] = ()
    nearest = work.likeness.nearest(f"{title} {quote}")
    if extent.kind.asks:
        lead, named, others = _offices(work, clauses, quote, nearest)
        due = _due(work, clauses, quote)
        duplicates = duplicates_of(nearest)
    themes = themes_of(nearest)
    setting = work.settings[extent.first]
    elsewhere = any(places_in(c, work.elsewhere) for c in clauses)
    return Candidate(
        name, f"a{work.article_of(first.passage) + 1}", extent.kind, None, section_at[first.passage],
        tuple(p.text for p in setting.headed), title, _summary(quote), quote, spans,
        themes, lead, named, others, due, due_on(due, work.issued(first.passage)), (), duplicates,
        round(extent.score, 3), reasons_of(first, words_of(first.text, first.ordinal), setting, elsewhere=elsewhere),
        _flags(work, clauses, spans),
    )  # fmt: skip


def _quoted(work: Work, clauses: Sequence[Clause]) -> tuple[str, list[int]]:
    """Return the repaired words of clauses and their places; a mark that only ends them is left out."""
    quote = ""
    places: list[int] = []
    for clause in clauses:
        passage = work.passages[clause.passage]
        quote += passage.text[clause.start : clause.end]
        places += passage.at[clause.start : clause.end]
    end = len(quote.rstrip("，；;, 　"))
    start = len(quote) - len(quote.lstrip(" 　，；"))
    return quote[start:end], places[start:end]


def _summary(quote: str) -> str:
    return quote if len(quote) <= 80 else quote[:79] + "…"


def _flags(work: Work, clauses: Sequence[Clause], spans: Sequence[Span]) -> tuple[str, ...]:
    """Say whether the words break off at the end, and whether something else is printed between them."""
    last, passages = clauses[-1], work.passages
    touched = {clause.passage for clause in clauses}
    flags = []
    if passages[last.passage].unfinished and last.end >= len(passages[last.passage]) - 1:
        flags.append("truncated")
    if len(spans) > 1 and any(passages[number].interrupted for number in touched):
        flags.append("interrupted")
    return tuple(flags)


def _duties(work: Work, clauses: Sequence[Clause]) -> list[Duty]:
    """Return who is said to be responsible for clauses: the next such words behind them in their passage."""
    last = clauses[-1]
    behind = [d for d in work.parsed.duties if d.passage == last.passage and d.at >= last.end - 1]
    own = [d for d in behind if d.passage_of_words == last.passage]
    return [d for d in behind if d.at == min(x.at for x in own)] if own else behind


def _offices(
    work: Work, clauses: Sequence[Clause], quote: str, nearest: Sequence[tuple[KnownRecommendation, float]]
) -> Offices:
    """Return lead office, whether the text names it, and the others."""
    leads: list[str] = []
    helpers: list[str] = []
    for duty in _duties(work, clauses):
        for name, part in work.offices.listed(_for_clauses(duty.text, quote)):
            (helpers if part == "help" else leads).append(name)
    if leads:
        others = dict.fromkeys(n for n in (*leads[1:], *helpers) if n != leads[0])
        return leads[0], True, tuple(others)
    meant = meant_in(quote, work.passages, clauses[0].passage)
    lead, others_named = work.offices.charged(quote)
    if meant:
        named = work.offices.resolve(meant) or meant
        beside = [_in_full(work, other) for other in (lead, *others_named) if other]
        return named, True, tuple(other for other in beside if other != named)
    if lead:
        return _in_full(work, lead), True, tuple(_in_full(work, other) for other in others_named)
    alike = [(r.lead_office, s) for r, s in nearest]
    return work.offices.suggested(quote, alike), False, ()


def _in_full(work: Work, office: str) -> str:
    """Return the name of an office with its city where the text writes it so elsewhere: 民政局, 市民政局."""
    return f"市{office}" if not office.startswith("市") and f"市{office}" in work.source.text else office


def _for_clauses(duty: str, quote: str) -> str:
    """Return the part of words about responsibility that speaks for these clauses, all where none does."""
    parts = [p for p in duty.strip("（()）").split("；") if "负责" in p and p.partition("负责")[2].strip("，。 ")]
    if len(parts) < 2:
        return duty
    letters = set(quote)
    pairs = {quote[i : i + 2] for i in range(len(quote) - 1)}

    def shared(part: str) -> tuple[int, int]:
        words = part.partition("负责")[2]
        return sum(words[i : i + 2] in pairs for i in range(len(words) - 1)), len(letters & set(words))

    return max(parts, key=shared)


def _due(work: Work, clauses: Sequence[Clause], quote: str) -> str | None:
    own = due_in(quote)
    labelled = None
    for duty in _duties(work, clauses):
        labelled = labelled or due_labelled(_for_clauses(duty.text, quote))
    return own if own and not own.startswith("每") else labelled or own


def _indicators(work: Work, extents: Sequence[Extent]) -> tuple[list[ProposedIndicator], dict[int, list[str]]]:
    """Return the figures, and for every extent the ids of those in it."""
    asked = _extent_at(work.parsed.clauses, extents)
    wanted = {n for n, e in enumerate(extents) if e.kind.asks or e.kind is Kind.UMBRELLA}
    out: list[ProposedIndicator] = []
    by_extent: dict[int, list[str]] = {}
    for number, sentences in _sentences_at(work.parsed.clauses).items():
        passage, mine = work.passages[number], asked.get(number, {})
        goals = {offset for offset, extent in mine.items() if extent in wanted}
        for figure in figures_in(passage.text, sentences, asked=goals):
            if figure.start in sentences:
                indicator = _indicator(work, number, figure, f"k{len(out) + 1}")
                out.append(indicator)
                if figure.start in mine:
                    by_extent.setdefault(mine[figure.start], []).append(indicator.id)
    return out, by_extent


def _indicator(work: Work, number: int, figure: Figure, name: str) -> ProposedIndicator:
    passage = work.passages[number]
    spans = spans_of(work.source.text, passage.at[figure.start : figure.end])
    quote = passage.text[figure.start : figure.end]
    article = f"a{work.article_of(number) + 1}"
    known = figure.name, figure.value, figure.unit, figure.on, figure.period, figure.target
    return ProposedIndicator(name, article, *known, quote, spans)


def _extent_at(clauses: Sequence[Clause], extents: Sequence[Extent]) -> dict[int, dict[int, int]]:
    """Return for every passage which extent each of its characters lies in."""
    out: dict[int, dict[int, int]] = {}
    for number, extent in enumerate(extents):
        for clause in clauses[extent.first : extent.last + 1]:
            out.setdefault(clause.passage, {}).update(dict.fromkeys(range(clause.start, clause.end), number))
    return out


def _sentences_at(clauses: Sequence[Clause]) -> dict[int, dict[int, tuple[int, int]]]:
    """Return for every passage the sentence that each of its characters lies in, as start and end."""
    ends: dict[int, tuple[int, int]] = {}
    for clause in clauses:
        begin, _ = ends.get(clause.sentence, (clause.start, 0))
        ends[clause.sentence] = (begin, clause.end)
    out: dict[int, dict[int, tuple[int, int]]] = {}
    for clause in clauses:
        where = out.setdefault(clause.passage, {})
        where.update(dict.fromkeys(range(clause.start, clause.end), ends[clause.sentence]))
    return out


def _unsure(work: Work, judged: Judged, extents: Sequence[Extent], section_at: Sequence[str | None]) -> list[Candidate]:
    """Return the sentences that may hold an action although the best reading finds none there."""
    covered = {i for extent in extents for i in range(extent.first, extent.last + 1)}
    begins = LABELS.index("T")
    out: list[Candidate] = []
    for i, shares in enumerate(judged.shares):
        if i not in covered and shares[begins] >= UNSURE:
            extent = Extent(Kind.TASK, i, i, shares[begins])
            out.append(_candidate(work, extent, f"u{len(out) + 1}", section_at))
    return out


def pasted(text: str) -> SourceText:
    """Return a text from the clipboard as a source."""
    return SourceText("粘贴的文字", "text", text, wrapped=True)

"""What the program proposes after reading an article: candidates with their places; nothing of it is in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.model.enums import RecommendationKind

Span = tuple[int, int]
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class KnownOffice:
    """An office of the ledger with the other names it goes by."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownRecommendation:
    """A recommendation of the ledger, as far as likeness to it counts."""

    code: str
    title: str
    words: str = ""
    themes: tuple[str, ...] = ()
    lead_office: str = ""


@dataclass(frozen=True, slots=True)
class LedgerKnowledge:
    """What the ledger knows and a proposal uses: plain data, no database behind it. `today` dates bare wordings."""

    offices: Sequence[KnownOffice] = ()
    recommendations: Sequence[KnownRecommendation] = ()
    places: Sequence[str] = ()
    today: date | None = None


@dataclass(frozen=True, slots=True)
class ProposedArticle:
    """An article of the text; `issued` as printed."""

    id: str
    title: str | None
    title_in_source: bool
    authors: tuple[str, ...]
    units: tuple[str, ...]
    issued: str | None
    spans: Spans


@dataclass(frozen=True, slots=True)
class ProposedSection:
    """A heading of the text, level 1 highest."""

    id: str
    article: str
    level: int
    title: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A recommendation of the ledger that says the same (`marked`) or something near."""

    code: str
    score: float
    marked: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed recommendation. `score` 0 to 1 is how sure the program is; `office_named` False is a suggestion."""

    id: str
    article: str
    kind: RecommendationKind
    parent: str | None
    section: str | None
    path: tuple[str, ...]
    title: str
    summary: str
    quote: str
    spans: Spans
    themes: tuple[str, ...] = ()
    lead_office: str | None = None
    office_named: bool = False
    co_offices: tuple[str, ...] = ()
    due_text: str | None = None
    due_on: date | None = None
    indicators: tuple[str, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedIndicator:
    """A figure of the text; `value` without thousands separators, `on` None where no date is stated."""

    id: str
    article: str
    name: str
    value: str
    unit: str
    on: date | None
    period: str | None
    target: bool
    quote: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class IntakeProblem:
    """Something wrong with the source, and where."""

    message: str
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that one file proposes; `unsure` are candidates below the mark, shown folded."""

    file: str
    format: str
    encoding: str | None
    text: str
    articles: tuple[ProposedArticle, ...]
    sections: tuple[ProposedSection, ...]
    candidates: tuple[Candidate, ...]
    indicators: tuple[ProposedIndicator, ...]
    problems: tuple[IntakeProblem, ...]
    unsure: tuple[Candidate, ...] = field(default=())

"""Rows of what the articles say."""

from dataclasses import dataclass
from datetime import date

from tracker.model.enums import RecommendationKind
from tracker.model.source_words import SourceKind, SourceState, Urgency


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """One entry of an article: heading, task source or reference."""

    id: int
    code: str
    article: str
    section: str
    kind: RecommendationKind
    parent: str  # code of the parent, "" at the top
    title: str
    summary: str
    anchor: str
    note: str
    themes: tuple[str, ...]
    lead_office: str
    co_offices: tuple[str, ...]
    deadline_text: str
    city: str
    related: tuple[str, ...]
    supports: tuple[str, ...]
    indicators: tuple[str, ...]
    task_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One source with what became of it; `tasks` are those that are not cancelled."""

    id: int
    code: str
    title: str
    short_title: str
    title_in_source: bool
    authors: tuple[str, ...]
    affiliation: str
    source: str
    note: str
    tasks: int
    recommendations: int  # entries that ask for a task
    references: int
    indicators: int
    problems: int
    kind: SourceKind = SourceKind.ARTICLE
    number: str = ""
    sender: str = ""
    received_on: date | None = None
    report_due_on: date | None = None
    leader: str = ""
    urgency: Urgency = Urgency.NONE
    state: SourceState = SourceState.OPEN
    state_on: date | None = None
    state_note: str = ""
    version: int = 1
    open_tasks: int = 0  # of `tasks`, those that are not ended
    entries: int = 0  # of every kind
    has_text: bool = False
    red: int = 0  # tasks with this light, once they were counted
    amber: int = 0

    @property
    def retired(self) -> bool:
        """Return whether the source was put away (归档)."""
        return self.state is SourceState.RETIRED

    def overdue_days(self, today: date) -> int:
        """Return how many days ago the report on it was due, 0 where it is not late."""
        owed = self.state is SourceState.OPEN and self.report_due_on is not None and self.report_due_on < today
        return (today - self.report_due_on).days if owed and self.report_due_on is not None else 0


@dataclass(frozen=True, slots=True)
class SourceFileRow:
    """A file of a source; size in bytes."""

    id: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class SourceProblemRow:
    """A flaw of the source pages."""

    code: str
    article: str
    lines: str
    kind: str
    description: str
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal the articles name, with the recommendations that serve it."""

    code: str
    article: str
    title: str
    kind: str
    components: tuple[str, ...]
    served_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """All the sources page needs in one read."""

    articles: tuple[ArticleRow, ...]
    recommendations: tuple[RecommendationRow, ...]
    problems: tuple[SourceProblemRow, ...]
    goals: tuple[GoalRow, ...]

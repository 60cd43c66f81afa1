"""Frozen rows of the read side: what queries return and the window shows. No ORM object crosses a thread."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.model.enums import (
    BatchSource,
    Direction,
    DueKind,
    EvidenceKind,
    IndicatorKind,
    LightColour,
    Measure,
    RecommendationKind,
    ReturnState,
    Status,
)


@dataclass(frozen=True, slots=True)
class Light:
    """A computed light: colour, a reason of at most seven characters, and the full sentence."""

    colour: LightColour
    reason: str  # 逾期12天; "" for plain green
    sentence: str  # for panel and tooltip

    @property
    def text(self) -> str:
        """Return 「红 · 逾期12天」 or just 「绿」."""
        return f"{self.colour.word} · {self.reason}" if self.reason else self.colour.word


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as the ledger lists it."""

    id: int
    uid: str
    version: int
    code: str
    title: str
    content: str
    article: str  # article code
    article_title: str
    section: str
    recommendation: str  # recommendation code, "" if none
    recommendation_title: str
    themes: tuple[str, ...]
    lead_office: str
    lead_short: str
    co_offices: tuple[str, ...]
    offices_confirmed: bool
    owner: str
    phone: str
    status: Status
    start_on: date | None
    due_text: str
    due_on: date | None
    due_kind: DueKind
    first_due_on: date | None
    extensions: int
    progress: int
    scheduled: int | None  # 序时进度 in percent, None without start or deadline
    light: Light
    progress_note: str
    problems: str
    next_steps: str
    remark: str
    last_progress_on: date | None
    closing_statement: str
    indicators: tuple[str, ...]  # indicator codes


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
    """One source article with what became of it."""

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
    recommendations: int
    references: int
    indicators: int
    problems: int


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
class LedgerView:
    """All the ledger page needs in one read: articles, headings and tasks in document order."""

    today: date
    articles: tuple[ArticleRow, ...]
    recommendations: tuple[RecommendationRow, ...]
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One progress entry."""

    id: int
    on: date
    progress: int | None
    note: str
    problems: str
    next_steps: str
    author: str
    source: BatchSource


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A dated step inside a task."""

    id: int
    title: str
    due_on: date | None
    done_on: date | None
    weight: int


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """One granted extension."""

    from_on: date | None
    to_on: date | None
    to_text: str
    reason: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence; `size` in bytes, 0 for a note."""

    id: int
    kind: EvidenceKind
    name: str
    text: str
    size: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One recorded field change, in words."""

    id: int
    at: datetime
    actor: str
    source: BatchSource
    label: str  # label of the batch
    subject: str  # 编号 or indicator name
    field: str  # Chinese name of the field
    old: str
    new: str
    batch_id: int
    file: str  # the workbook it came from, "" if none


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """Everything the detail panel shows of one task."""

    task: TaskRow
    recommendation: RecommendationRow | None
    article: ArticleRow | None
    progress: tuple[ProgressRow, ...]
    milestones: tuple[MilestoneRow, ...]
    extensions: tuple[ExtensionRow, ...]
    evidence: tuple[EvidenceRow, ...]
    indicators: tuple["IndicatorRow", ...]
    history: tuple[RevisionRow, ...]


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """One value at one date; `on` is None where the source states none, then `period` speaks."""

    id: int
    on: date | None
    value: float
    period: str
    source: str  # 来源文章, 手工录入, 市经信局反馈
    note: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator with its observations in time order, its light and what may be said of it."""

    id: int
    version: int
    code: str
    name: str
    unit: str
    kind: IndicatorKind
    measure: Measure | None
    direction: Direction
    article: str
    geography: str
    stated: str
    period: str
    note: str
    anchor: str
    baseline_value: float | None
    baseline_on: date | None
    baseline_text: str
    target_value: float | None
    target_on: date | None
    target_text: str
    observations: tuple[ObservationRow, ...]
    attainment: float | None  # share of the way to the target, 1.0 = reached; None when it cannot be said
    light: Light
    tasks: tuple[str, ...]  # codes of linked tasks

    @property
    def current(self) -> ObservationRow | None:
        """Return the newest observation, None when nothing was recorded."""
        return self.observations[-1] if self.observations else None


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office and the other names people use for it."""

    id: int
    name: str
    short_name: str
    aliases: tuple[str, ...]
    tasks: int


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One workbook sent to one office, and whether it came back."""

    id: int
    code: str
    round: int
    office: str
    tasks: int
    indicators: int
    sent_on: date
    return_due_on: date | None
    file_name: str
    return_id: int | None  # newest return
    received_on: date | None
    state: ReturnState | None  # None: not returned
    changes: int
    conflicts: int
    problems: int
    pending: int
    overdue_days: int  # 0 when returned or not yet due


@dataclass(frozen=True, slots=True)
class LightCount:
    """How many tasks of one group have each light."""

    group: str  # article code or office name
    title: str
    counts: dict[LightColour, int]

    @property
    def total(self) -> int:
        """Return the number of tasks of the group."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of 总览, all for `today` and the chosen office and article."""

    today: date
    tasks: int
    assigned: int
    average_progress: int
    scheduled_progress: int | None
    red: int
    red_change: int | None  # against a month before; None when there was no ledger then
    due_30: int
    due_30_red: int
    closed: int
    closed_this_month: int
    offices_sent: int
    offices_returned: int
    by_article: tuple[LightCount, ...]
    by_light: dict[LightColour, int]
    office_status: tuple[tuple[str, dict[Status, int]], ...]  # biggest office first
    plan: tuple[tuple[date, int], ...]  # tasks due by that date
    actual: tuple[tuple[date, int], ...]  # tasks closed by that date
    risky_indicators: tuple[IndicatorRow, ...]
    tracked_indicators: int
    recent: tuple["ActRow", ...]


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act of history in a line: a batch, or the one thing it changed."""

    batch_id: int
    at: datetime
    label: str
    detail: str
    source: BatchSource
    undone: bool
    task_id: int | None


@dataclass(frozen=True, slots=True)
class AppState:
    """What the frame of the window shows."""

    demo: bool
    actor: str
    data_path: str
    pending_returns: int
    last_label: str  # label of the act that undo would take back, "" when nothing
    last_batch_id: int | None


@dataclass(frozen=True, slots=True)
class Sources:
    """All the sources page needs in one read."""

    articles: tuple[ArticleRow, ...]
    recommendations: tuple[RecommendationRow, ...]
    problems: tuple[SourceProblemRow, ...]
    goals: tuple[GoalRow, ...]

"""Rows of tasks and of what hangs on one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.model.changeset import Value
from tracker.model.enums import (
    BatchSource,
    CoordinationStatus,
    DueKind,
    EvidenceKind,
    LightColour,
    Priority,
    Status,
    TaskLinkKind,
    VerdictOutcome,
)
from tracker.model.exchange_words import EntryChannel, HelpState
from tracker.model.reporting import DueReport
from tracker.model.rows.indicators import IndicatorRow
from tracker.model.rows.lights import Light
from tracker.model.rows.paper_lists import PaperRow
from tracker.model.rows.sources import ArticleRow, RecommendationRow
from tracker.model.schedule import last_day

#: Stands behind a lead office that is only suggested.
SUGGESTED = "（待确认）"
#: Characters that others are told of what a co-office said.
SUMMARY = 60
#: Stands where a task has no lead office.
UNSETTLED = "未定"


def office_label(name: str, *, confirmed: bool) -> str:
    """Return a lead office as it is printed: 未定 for none, marked where it is only suggested."""
    return f"{name or UNSETTLED}{'' if confirmed or not name else SUGGESTED}"


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
    merged_into: str = ""  # code of the task that is kept instead of this duplicate
    closed_on: date | None = None
    heard_on: date | None = None  # the day silence is counted from, as the light counts it
    leader: str = ""
    priority: Priority = Priority.NORMAL
    verdict: str = ""  # word of the newest verdict, "" where nobody checked
    verified: int | None = None  # percent of that verdict while the office has written nothing since
    coordination: int = 0  # open items
    source_kind: str = ""  # word of the kind of its source
    co_counted: int = 0  # co-offices without those that are not concerned (不涉及)
    co_done: int = 0  # of these, those that have done their part
    recommendations: tuple[str, ...] = ()  # codes of all it answers, the main one among them
    more: tuple[tuple[str, Value | date], ...] = ()  # declared fields that no code asks for by name

    @property
    def deadline(self) -> date | None:
        """Return the last day in time, that of 立行立改 included."""
        return last_day(self.due_kind, self.due_on, self.start_on)

    @property
    def effective_progress(self) -> int:
        """Return the percent that counts: the smaller of what the office claims and what was verified since."""
        return self.progress if self.verified is None else min(self.progress, self.verified)

    def value(self, field: str) -> Any:
        """Return the value of a declared field: an attribute of this row, or one of `more`, else ""."""
        return getattr(self, field) if hasattr(self, field) else dict(self.more).get(field, "")

    @property
    def suggested(self) -> str:
        """Return what stands behind a lead office that is only suggested, "" behind any other."""
        return SUGGESTED if self.lead_office and not self.offices_confirmed else ""


@dataclass(frozen=True, slots=True)
class TaskChoice:
    """The few words by which a task is recognised in a list of places to go to."""

    id: int
    code: str
    title: str
    office: str
    light: LightColour | None = None  # None where nobody asked for it, or it cannot be counted by the database


@dataclass(frozen=True, slots=True)
class LedgerView:
    """All the ledger page needs in one read: articles, headings and tasks in document order."""

    today: date
    articles: tuple[ArticleRow, ...]
    recommendations: tuple[RecommendationRow, ...]
    tasks: tuple[TaskRow, ...]
    fingerprint: str = ""  # of the database it was read from, see store.first_screen
    total: int = 0  # tasks of the ledger where `tasks` is only its beginning, else 0


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
    code: str = ""  # of the merged task it was written for, "" for the task's own
    written_on: date | None = None  # where that was after the day it speaks of
    filled_by: str = ""  # the person of the office who told it
    channel: EntryChannel = EntryChannel.MANUAL


@dataclass(frozen=True, slots=True)
class HelpRow:
    """What one co-office does for a task, and what it said last; `on` is the day of its last entry.

    `silent` are the days since then, None where it never said anything.
    """

    id: int  # of the link between task and office
    version: int
    office: str
    duty: str
    state: HelpState
    note: str
    problems: str
    owner: str
    phone: str
    remark: str
    confirmed: bool
    on: date | None = None
    silent: int | None = None

    @property
    def reported(self) -> bool:
        """Tell whether the office has said anything of its part."""
        return self.on is not None or bool(self.note or self.problems)

    @property
    def summary(self) -> str:
        """Return office, state and the beginning of what it said, in one line."""
        said = " ".join((self.note or self.problems).split())
        words = f"{said[:SUMMARY]}…" if len(said) > SUMMARY else said
        return "，".join(filter(None, (f"{self.office}：{self.state.word}", words)))


@dataclass(frozen=True, slots=True)
class CallerRow:
    """An office of a task and whom to call there: 张三 · 0574-87654321, the main one first."""

    office: str
    leads: bool
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HelpEntryRow:
    """One thing that a co-office said of its part."""

    on: date
    office: str
    state: HelpState
    note: str
    problems: str
    author: str
    filled_by: str
    source: BatchSource
    channel: EntryChannel
    code: str = ""  # of the merged task it was said for, "" for the task's own


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
    """One decision about a deadline, or one that is asked for: `word` says its class and what became of it.

    `on` is the day it was decided, else asked for.
    """

    word: str
    on: date
    from_on: date | None
    from_text: str
    to_on: date | None
    to_text: str
    reason: str
    decided_by: str
    answer: str
    late_days: int
    refused: bool = False
    pending: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence; `size` in bytes, 0 for a note."""

    id: int
    kind: EvidenceKind
    name: str
    text: str
    size: int
    added_at: datetime
    code: str = ""  # of the merged task it belongs to, "" for the task's own
    refusal: str = ""  # why it does not count (不计入佐证), "" where it does


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """What staff saw when they checked a task; progress in percent or none."""

    on: date
    outcome: VerdictOutcome
    progress: int | None
    note: str
    by: str
    next_on: date | None
    written_on: date | None = None  # where that was after the day it speaks of


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter of a task that a leader or another office must solve."""

    id: int
    task_id: int
    what: str
    solver: str
    raised_on: date
    raised_by: str
    needed_by: date | None
    status: CoordinationStatus
    outcome: str = ""  # how it was solved, or why it is not needed or was opened again
    closed_on: date | None = None
    entry_id: int | None = None  # the progress entry whose 存在问题 it came from
    code: str = ""  # of the merged task it belongs to, "" for the task's own

    def overdue_days(self, today: date) -> int:
        """Return days since an open matter should have been solved, 0 when it is not late."""
        late = not self.status.closed and self.needed_by is not None and self.needed_by < today
        return (today - self.needed_by).days if late and self.needed_by is not None else 0


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Another task this one is linked with."""

    id: int  # of the link
    task_id: int
    code: str
    title: str
    office: str
    kind: TaskLinkKind
    kept: bool  # True: this task went into that one; False: that one went into this, or they are related
    status: Status
    recommendation: str
    recommendation_title: str


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
    indicators: tuple[IndicatorRow, ...]
    history: tuple[RevisionRow, ...]
    links: tuple[LinkRow, ...] = ()  # what it went into, what went into it, what is related
    reports: tuple[DueReport, ...] = ()  # periods of recurring reporting, newest first
    progress_before: int | None = None  # percent before it was last reported complete, None where nobody knows
    counted: int = 0  # pieces of evidence that count, as the rules count them
    verdicts: tuple[VerdictRow, ...] = ()  # newest first
    matters: tuple[MatterRow, ...] = ()  # 协调事项, those of merged tasks included; open ones first
    helping: tuple[HelpRow, ...] = ()  # co-offices and what they do, in ledger order
    help_entries: tuple[HelpEntryRow, ...] = ()  # what they said, newest first, that of merged tasks included
    papers: tuple[PaperRow, ...] = ()  # registered slips and other papers that name it, newest first
    possible_indicators: tuple[IndicatorRow, ...] = ()  # by their words, best first; not linked


@dataclass(frozen=True, slots=True)
class MergePart:
    """One task of a merge, as it stands before."""

    task: TaskRow
    entries: int
    evidence: int
    milestones: int


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging would do; `refusal` says why it cannot be, "" when it can."""

    kept: MergePart
    merged: tuple[MergePart, ...]
    offices: tuple[str, ...]  # that would help with the kept task
    indicators: tuple[str, ...]  # it would be measured by as well
    themes: tuple[str, ...]
    refusal: str = ""
    deadline: str = ""  # the earlier deadline the kept task would get, "" where its own is the earliest
    earlier: str = ""  # the number of the task it is from
    keeping: Light | None = None  # of the kept task afterwards with its own deadline
    taking: Light | None = None  # the same with the earlier one
    hidden_keeping: tuple[str, ...] = ()  # numbers of tasks whose worse light is shown no more: that is decided
    hidden_taking: tuple[str, ...] = ()

"""Rows of 总览 and of the window's frame."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.model.enums import BatchSource, LightColour, Status
from tracker.model.figures import percent
from tracker.model.rows.indicators import IndicatorRow
from tracker.model.rows.lights import MovedTask
from tracker.model.rows.tasks import RevisionRow


@dataclass(frozen=True, slots=True)
class LightCount:
    """How many tasks of one group have each light, and how many are closed (已销号); cancelled ones are left out."""

    group: str  # article code or office name
    title: str
    counts: dict[LightColour, int]
    closed: int = 0

    @property
    def total(self) -> int:
        """Return the number of tasks of the group."""
        return sum(self.counts.values())

    @property
    def done_share(self) -> int | None:
        """Return 完成率: the tasks that are closed in tenths of a percent, None without tasks."""
        return percent(self.closed, self.total)


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
    actor: str = ""


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What taking an act back would do, before anybody does it.

    `others` tells that another desk or another person did the act; `refusal` says why it cannot be taken back.
    """

    batch_id: int
    label: str
    at: datetime
    actor: str
    others: bool
    changes: tuple[RevisionRow, ...]  # as the act made them: old is what comes back
    count: int  # of all changes; `changes` may be only the first of them
    moved: tuple[MovedTask, ...]  # tasks whose light becomes another one
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of 总览, all for `today` and the chosen office and article.

    They are the figures of the papers, by the same rules; shares and means are tenths of a percent, as printed.
    `tasks` (任务总数) is without cancelled ones: closed + in_review + at_work + unassigned + paused.
    """

    today: date
    tasks: int
    assigned: int
    done_share: int | None  # 完成率, None without tasks
    average_progress: int | None  # of the tasks at work or done that have a schedule, None without any
    scheduled_progress: int | None  # 序时进度 of the same tasks
    red: int
    amber: int
    due_30: int
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
    by_office: tuple[LightCount, ...] = ()  # most red first; "" are tasks without one
    first_on: date | None = None  # where the ledger's history begins
    in_review: int = 0  # 待审核: reported complete, not closed yet
    at_work: int = 0
    unassigned: int = 0
    paused: int = 0
    cancelled: int = 0


@dataclass(frozen=True, slots=True)
class AppState:
    """What the frame of the window shows."""

    demo: bool
    actor: str
    data_path: str
    pending_returns: int
    last_label: str  # label of the act that undo would take back, "" when nothing
    last_batch_id: int | None
    server: bool = False  # whether the ledger lies on one
    read_only: str = ""  # why nothing may be written, "" where it may
    notice: str = ""  # what is to be said at the start, "" for nothing

"""What the light of a task is judged by: its facts, the verdict of a check."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.model.enums import DueKind, Status, VerdictOutcome
from tracker.model.reporting import ReportHistory
from tracker.model.schedule import MilestoneLike, last_day


@dataclass(frozen=True, slots=True)
class Verdict:
    """The newest check (核查) of a task by staff; `progress` is the percent they saw, None for none."""

    on: date
    outcome: VerdictOutcome
    progress: int | None = None
    next_on: date | None = None  # the day of the next check
    written_on: date | None = field(default=None, compare=False)  # where that was later

    @property
    def known_on(self) -> date:
        """Return since when the verdict has been known."""
        return self.written_on or self.on

    @property
    def holds_amber(self) -> bool:
        """Tell whether the light stays amber or worse until there is a newer verdict."""
        return self.outcome.doubts


@dataclass(slots=True)  # not frozen: a page makes thousands, and each would take twice as long
class LightFacts:
    """What the light of a task depends on; progress in percent, days as the ledger knows them today."""

    status: Status
    start_on: date | None = None
    due_on: date | None = None
    due_kind: DueKind = DueKind.NONE
    due_text: str = ""
    progress: int = 0
    last_progress_on: date | None = None  # newest progress entry of the office
    assigned_on: date | None = None  # day of 交办
    milestones: Sequence[MilestoneLike] = ()
    status_since: date | None = None  # day of the newest move to the present status
    reported_on: date | None = None  # day on which completion was reported last (the move to 待销号)
    closed_on: date | None = None
    paused_until: date | None = None
    verdict: Verdict | None = None
    extensions: int = 0  # granted and counted
    extended_late_days: int = 0  # days after the deadline on which the newest extension was granted
    open_coordination: int = 0  # 协调事项 not settled
    is_key: bool = False  # 重点
    reports: ReportHistory | None = None  # of a recurring task

    @property
    def deadline(self) -> date | None:
        """Return the last day in time, that of 立行立改 included."""
        return last_day(self.due_kind, self.due_on, self.start_on)

    @property
    def heard_on(self) -> date | None:
        """Return the day silence is counted from: the later of last entry and start, else the assignment."""
        last, start = self.last_progress_on, self.start_on
        if last is None or start is None:
            return last or start or self.assigned_on
        return max(last, start)

    @property
    def verdict_counts(self) -> bool:
        """Tell whether the number of the verdict counts: the office has written nothing since."""
        if self.verdict is None or self.verdict.progress is None:
            return False
        return self.last_progress_on is None or self.verdict.on >= self.last_progress_on

    @property
    def effective_progress(self) -> int:
        """Return the smaller of what the office claims and what was verified since."""
        if self.verdict is None or self.verdict.progress is None or not self.verdict_counts:
            return self.progress
        return min(self.progress, self.verdict.progress)

    @property
    def refuted_since_closing(self) -> bool:
        """Tell whether the newest check says 不属实 of a task that was closed before it."""
        if self.verdict is None or self.verdict.outcome is not VerdictOutcome.REFUTED:
            return False
        return self.status is Status.CLOSED and (self.closed_on is None or self.verdict.on >= self.closed_on)

    @property
    def marks(self) -> tuple[str, ...]:
        """Return the marks beside a light, which never change its colour: 延2, 难, 重."""
        extended = (f"延{self.extensions}",) if self.extensions else ()
        hindered = ("难",) if self.open_coordination else ()
        return extended + hindered + (("重",) if self.is_key else ())

"""Rows of 今日: what is due, late, silent or waiting, on one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.model.rows.exchange import ExportRow
from tracker.model.rows.tasks import TaskRow
from tracker.model.thresholds import SOON_DAYS


class Concern(StrEnum):
    """Why a task is on the list of the day; the values are the headings, in the order of the page."""

    OVERDUE = "逾期"
    CORRECTED = "更正后不再逾期"
    WEEK = "一周内到期"
    REPORT = "定期报送"
    CLOSING = "等我审核"
    CHECK = "核查到期"
    REFUTED = "核查不属实"
    COORDINATION = "协调事项"
    BEHIND = "落后序时进度"
    MONTH = f"{SOON_DAYS}天内到期"
    SILENT = "久无进展"


@dataclass(frozen=True, slots=True)
class TodayLine:
    """One task and why it is here; `day` is the deadline, or when the report or the check is due."""

    task: TaskRow
    day: date | None
    reason: str
    solver: str = ""  # of a matter for coordination: the office or leader who must solve it
    what: str = ""  # of a matter: what must be solved, shown instead of the task's name


@dataclass(frozen=True, slots=True)
class DayMark:
    """What falls on one day of the two weeks shown."""

    day: date
    due: int  # tasks
    milestones: int
    reports: int


@dataclass(frozen=True, slots=True)
class Today:
    """Everything 今日 shows; `sections` holds only those that have lines."""

    today: date
    tasks: int
    offices: int
    red: int
    sections: dict[Concern, tuple[TodayLine, ...]]
    round: int | None  # newest round of workbooks
    sent: int  # offices of that round
    missing: tuple[ExportRow, ...]  # not back yet, late ones first
    pending: tuple[ExportRow, ...]  # back, waiting for a person; of any round
    days: tuple[DayMark, ...]  # two weeks from Monday
    last_label: str  # the newest act in force of this desk and this actor, "" when nothing
    last_at: datetime | None
    last_batch_id: int | None  # None where it is of an earlier start: then it is taken back in 变更记录
    due: Mapping[date, int]  # open tasks by deadline

    def count(self, concern: Concern) -> int:
        """Return how many lines a section has."""
        return len(self.sections.get(concern, ()))

    @property
    def urgent(self) -> int:
        """Return how many lines cannot wait: late, due this week, to be reported, closed, checked."""
        wanted = (Concern.OVERDUE, Concern.WEEK, Concern.REPORT, Concern.CLOSING, Concern.CHECK, Concern.REFUTED)
        return sum(self.count(concern) for concern in wanted)

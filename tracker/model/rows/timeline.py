"""Rows of 时间轴: tasks with the dated steps inside them."""

from dataclasses import dataclass
from datetime import date

from tracker.model.rows.tasks import MilestoneRow, TaskRow


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """One task with its milestones, earliest first."""

    task: TaskRow
    milestones: tuple[MilestoneRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """All bars in document order, and the titles of the articles by code."""

    today: date
    bars: tuple[TimelineBar, ...]
    articles: dict[str, str]
    retired: frozenset[str] = frozenset()  # codes of articles that were put away

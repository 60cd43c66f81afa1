"""What falls on the days of a calendar besides the deadlines of tasks."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DayNode:
    """A step of a task that is due on a day."""

    id: int
    task_id: int
    title: str
    on: date
    done: bool


@dataclass(frozen=True, slots=True)
class DayReport:
    """A regular report of a task that is due on a day."""

    task_id: int
    on: date


@dataclass(frozen=True, slots=True)
class MonthDates:
    """Nodes and reports between two days."""

    first: date
    last: date
    nodes: tuple[DayNode, ...] = ()
    reports: tuple[DayReport, ...] = ()

"""Schedule progress (序时进度): how far a task should be by now, and the deadline it is measured against."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from tracker.model.enums import DueKind

#: 立行立改 means done within so many days of the start.
IMMEDIATE_DAYS = 30


class MilestoneLike(Protocol):
    """A dated step with a weight; `rows.MilestoneRow` is one."""

    @property
    def due_on(self) -> date | None:
        """Day the step is due, None for the task's own deadline."""

    @property
    def done_on(self) -> date | None:
        """Day the step was done, None while it is open."""

    @property
    def weight(self) -> int:
        """Share of the task, in any unit."""


def last_day(kind: DueKind, due_on: date | None, start_on: date | None) -> date | None:
    """Return the last day in time: the date given, else for 立行立改 the 30th day after the start.

    Work starts on the day of 交办 unless another day was set before (TRUTH §7).
    """
    if due_on is None and kind is DueKind.IMMEDIATE and start_on is not None:
        return start_on + timedelta(days=IMMEDIATE_DAYS)
    return due_on


def scheduled_progress(
    start: date | None, deadline: date | None, today: date, milestones: Sequence[MilestoneLike] = ()
) -> int | None:
    """Return the percent due by now: the milestones' weight, else the share of time; None if unknown."""
    weights = sum(max(m.weight, 0) for m in milestones) if milestones else 0
    if weights and any(m.due_on for m in milestones):
        share = sum(max(m.weight, 0) for m in milestones if m.due_on is not None and m.due_on <= today), weights
    elif start is not None and deadline is not None:
        share = (today - start).days, (deadline - start).days
    else:
        return None
    if deadline is not None and today >= deadline:
        return 100
    if start is not None and today < start:
        return 0
    return _percent(*share)


def node_overdue_days(milestones: Sequence[MilestoneLike], today: date) -> int:
    """Return how many days the longest overdue step has been open past its day, 0 when none is."""
    if not milestones:
        return 0
    open_days = (m.due_on for m in milestones if m.due_on is not None and (m.done_on is None or m.done_on > today))
    return max((today - min(open_days, default=today)).days, 0)


def _percent(part: int, whole: int) -> int:
    """Return whole percent, halves rounded up; `whole` is positive."""
    return (200 * part + whole) // (2 * whole)

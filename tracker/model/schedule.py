"""Schedule progress (序时进度): how far a task should be by now."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol


class MilestoneLike(Protocol):
    """A dated step with a weight; `rows.MilestoneRow` is one."""

    @property
    def due_on(self) -> date | None:
        """Day the step is due, None for the task's own deadline."""

    @property
    def weight(self) -> int:
        """Share of the task, in any unit."""


def scheduled_progress(
    start: date | None, deadline: date | None, today: date, milestones: Sequence[MilestoneLike] = ()
) -> int | None:
    """Return the percent due by now: the milestones' weight, else the share of time; None if unknown."""
    weights = sum(max(m.weight, 0) for m in milestones)
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


def _percent(part: int, whole: int) -> int:
    """Return whole percent, halves rounded up; `whole` is positive."""
    return (200 * part + whole) // (2 * whole)

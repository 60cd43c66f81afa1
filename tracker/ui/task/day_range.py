"""Stretches of days on the chip 时限: tasks that should be done by then, or that were closed by then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tracker.model.enums import Status
from tracker.model.rows import TaskRow

_PLANNED, _CLOSED = "planned", "closed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from `first` (None: from the beginning) to `last`, both counted."""

    kind: str
    first: date | None
    last: date

    @property
    def value(self) -> str:
        """Return what the chip keeps: planned:2026-01-01..2026-03-31."""
        return f"{self.kind}:{self.first.isoformat() if self.first else ''}..{self.last.isoformat()}"

    @property
    def words(self) -> str:
        """Return what the chip says: 2026-03-31前应完成, 2026-01-01至2026-03-31已销号."""
        days = f"{self.first.isoformat()}至{self.last.isoformat()}" if self.first else f"{self.last.isoformat()}前"
        return days + ("已销号" if self.kind == _CLOSED else "应完成")

    def holds(self, task: TaskRow) -> bool:
        """Return whether a task is among those counted by the line of the plan, or of what was done."""
        done = self.kind == _CLOSED
        on = task.closed_on if done else task.due_on
        counts = task.status is Status.CLOSED if done else task.status is not Status.CANCELLED
        return counts and on is not None and (self.first is None or self.first <= on) and on <= self.last


def planned(first: date | None, last: date) -> Stretch:
    """Return the tasks with a deadline in these days, cancelled ones left out."""
    return Stretch(_PLANNED, first, last)


def closed(first: date | None, last: date) -> Stretch:
    """Return the tasks closed in these days."""
    return Stretch(_CLOSED, first, last)


def stretch_of(value: str) -> Stretch | None:
    """Return the stretch a chip's value means, None for any other value."""
    make: dict[str, Callable[[date | None, date], Stretch]] = {_PLANNED: planned, _CLOSED: closed}
    kind, _, days = value.partition(":")
    first, _, last = days.partition("..")
    try:
        return make[kind](date.fromisoformat(first) if first else None, date.fromisoformat(last))
    except (KeyError, ValueError):
        return None

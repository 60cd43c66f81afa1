"""The reports a recurring task owes: one for each period, due on its last day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.model.recurrence import Recurrence, next_due, previous_due


@dataclass(frozen=True, slots=True)
class DueReport:
    """The report of one period: the days after `after` up to `due_on`; `reported_on` is its last entry."""

    after: date
    due_on: date
    reported_on: date | None

    def overdue_days(self, today: date) -> int:
        """Return days since the report was due, 0 when it was made or is not due yet."""
        return max((today - self.due_on).days, 0) if self.reported_on is None else 0


def reports_of(
    recurrence: Recurrence, since: date, today: date, entries: Iterable[date], most: int = 12
) -> tuple[DueReport, ...]:
    """Return the present period and the ones before it, newest first, none that ended before `since`.

    An entry made after the end of a period, while the next one runs, also counts for the period before
    where that has none: a late report is still a report.
    """
    days = sorted(entries)
    found: list[DueReport] = []
    due = next_due(recurrence, today)
    while len(found) < most and due >= since:
        after = previous_due(recurrence, due)
        later = found[-1].reported_on if found else None
        reported = max((day for day in days if after < day <= due), default=later if len(found) == 1 else None)
        found.append(DueReport(after, due, reported))
        due = after
    return tuple(found)

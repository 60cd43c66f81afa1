"""Which period of a regular report an entry belongs to."""

from datetime import date
from typing import Any

from tracker.model.enums import DueKind


def reported_period(row: Any, _on: date, chosen: date | None = None) -> date | None:
    """Return the due day of the period that an entry of a task reports, None where nobody chose one.

    `row` is the task as it is. Only tasks that report regularly have periods.
    """
    return chosen if row.due_kind is DueKind.RECURRING else None

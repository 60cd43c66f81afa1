"""What the rules of status must know of a task, from its row: the same for the window, one task and many."""

from datetime import date
from typing import Any

from tracker.model.deadline_changes import days_past
from tracker.model.rules import TaskFacts


def status_facts(row: Any, today: date, **known: Any) -> TaskFacts:
    """Return what the rules must know of a task read as `row`; `known` is what its columns do not say, or not yet."""
    own = {
        "status": row.status,
        "closing_statement": row.closing_statement,
        "progress": row.progress,
        "undated": row.due_kind.undecided,
        "suggested": not row.offices_confirmed,
        "days_past": days_past(row, today),
    }
    return TaskFacts(**own | known)

"""Leader and priority of many tasks at once, by the rules of every bulk edit."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from tracker.model.bulk import Edit
from tracker.model.changes import Changes
from tracker.model.enums import Priority
from tracker.services.bulk import apply_edits


def set_leader(session: Session, task_ids: Sequence[int], leader: str, today: date) -> Changes:
    """Give tasks a leader (分管领导), "" for none, as one act."""
    return apply_edits(session, [Edit(number, "leader", leader) for number in task_ids], today)


def set_priority(session: Session, task_ids: Sequence[int], priority: Priority, today: date) -> Changes:
    """Mark tasks as 重点 or 一般 as one act."""
    return apply_edits(session, [Edit(number, "priority", priority.word) for number in task_ids], today)

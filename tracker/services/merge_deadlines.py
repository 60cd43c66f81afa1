"""The deadline of a task that takes others in: the earliest of all, unless somebody decides otherwise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from tracker.errors import UndecidedError
from tracker.model.deadline_changes import DeadlineMove, deadline_day
from tracker.model.deadlines import deadline_of
from tracker.model.enums import DeadlineChange, DueKind, Status
from tracker.model.rules import check_reason, is_frozen, is_name
from tracker.model.tables import Task
from tracker.services.deadlines import Decision, change_row, write_deadline


def earlier_deadline(kept: Task, merged: Sequence[Task], today: date) -> Task | None:
    """Return the merged task whose deadline is earlier than that of the kept one, None where there is none."""
    if is_frozen(kept.status, "due_text"):
        return None
    own = deadline_day(kept, today)
    if own is None and kept.due_kind is DueKind.RECURRING:  # a deadline without a day gives way to a day
        return None
    dated = [
        (day, task) for task in merged if task.status is not Status.CANCELLED and (day := deadline_day(task, today))
    ]
    day, task = min(dated, key=lambda pair: pair[0], default=(None, None))
    return task if day is not None and (own is None or day < own) else None


def take_deadline(session: Session, kept: Task, merged: Sequence[Task], today: date, decision: Decision) -> None:
    """Give the kept task the earlier deadline of what is merged into it, or keep a row that says why it stays.

    Raises UndecidedError where only half of a decision is given.
    """
    earlier = earlier_deadline(kept, merged, today)
    if earlier is None:
        return
    if not decision.reason.strip() and not decision.decided_by.strip():
        why = f"{earlier.code} 并入，取其较早的时限"
        write_deadline(session, kept, deadline_of(earlier), today, replace(decision, reason=why, confirmed=True))
        return
    if not is_name(decision.decided_by):
        raise UndecidedError(f"{earlier.code} 的时限更早；要保留 {kept.code} 的时限，要写明理由和批准人。")
    check_reason(decision.reason, "保留较晚的时限")
    stays = DeadlineMove(DeadlineChange.EXTENSION, counts=True, old_on=deadline_day(earlier, today))
    session.add(change_row(kept.id, stays, deadline_of(earlier), deadline_of(kept), today, decision))

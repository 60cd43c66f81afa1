"""Taking back an act of an earlier start of the program: lights that get better by it are put on record."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session

from tracker.model.changes import Changes
from tracker.model.rows.decision_log import GOAL_KEY
from tracker.model.tables import Batch
from tracker.services.goal_changes import standings
from tracker.services.undo import find_batch, revisions_of, tasks_of, undo_batch
from tracker.services.undo_inverse import Step
from tracker.services.undo_preview import read_rows


def undo_on_record(
    session: Session, batch_id: int | None, today: date, step: Step | None = None, *, others: bool = False
) -> Changes:
    """Take back an act as `undo.undo_batch` does, and keep in the new act which lights it bettered.

    An act of this run is taken back like a slip of the hand, without a record. Raises what `undo_batch` raises.
    """
    batch = find_batch(session, batch_id)
    if batch.run == session.info.get("run", ""):
        return undo_batch(session, batch_id, step, others=others)
    revisions = revisions_of(session, batch)
    ids, goals = tasks_of(revisions), {row.indicator_id for row in revisions if row.indicator_id}
    before, stood = read_rows(session, ids, today), standings(session, goals, today) if goals else {}
    changes = undo_batch(session, batch_id, step, others=others)
    after = read_rows(session, ids, today)
    lights = {number: (row.light, after[number].light) for number, row in before.items() if number in after}
    bettered = {number: pair for number, pair in lights.items() if pair[1].colour.severity < pair[0].colour.severity}
    ends = {str(number): (pair[0].text, pair[1].text) for number, pair in bettered.items()}
    ends |= _bettered_goals(stood, standings(session, stood, today) if stood else {})
    if ends:
        undo = session.get_one(Batch, changes.batch_id)
        undo.decisions = {key: _record(undo, *pair) for key, pair in ends.items()}
    return changes


def _bettered_goals(
    before: Mapping[int, tuple[int, str]], after: Mapping[int, tuple[int, str]]
) -> dict[str, tuple[str, str]]:
    """Return both ends of the indicators that warn less, by the key they are kept under."""
    return {
        f"{GOAL_KEY}{number}": (words, after[number][1])
        for number, (severity, words) in before.items()
        if number in after and after[number][0] < severity
    }


def _record(undo: Batch, before: str, after: str) -> dict[str, str]:
    return {"reason": undo.label, "decided_by": undo.actor, "before": before, "after": after}

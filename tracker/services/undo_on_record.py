"""Taking back an act of an earlier start of the program: lights that get better by it are put on record."""

from datetime import date

from sqlmodel import Session

from tracker.model.changes import Changes
from tracker.model.rows import Light
from tracker.model.tables import Batch
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
    ids = tasks_of(revisions_of(session, batch))
    before = read_rows(session, ids, today)
    changes = undo_batch(session, batch_id, step, others=others)
    after = read_rows(session, ids, today)
    lights = {number: (row.light, after[number].light) for number, row in before.items() if number in after}
    bettered = {number: pair for number, pair in lights.items() if pair[1].colour.severity < pair[0].colour.severity}
    if bettered:
        undo = session.get_one(Batch, changes.batch_id)
        undo.decisions = {str(number): _record(undo, *pair) for number, pair in bettered.items()}
    return changes


def _record(undo: Batch, before: Light, after: Light) -> dict[str, str]:
    return {"reason": undo.label, "decided_by": undo.actor, "before": before.text, "after": after.text}

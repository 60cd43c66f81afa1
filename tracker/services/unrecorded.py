"""Moves of a deadline that nobody recorded: staff say afterwards whether it was an extension or a correction."""

from datetime import date

from sqlmodel import Session

from tracker.errors import InputError
from tracker.model.changes import Changes
from tracker.model.deadline_changes import DeadlineMove
from tracker.model.deadlines import kept_deadline
from tracker.model.enums import DeadlineChange
from tracker.model.rules import check_decider, check_reason
from tracker.queries.decision_log import list_unrecorded
from tracker.queries.extensions import count_extensions
from tracker.services.deadlines import Decision, change_row
from tracker.services.write_basics import begin, the_task, touched


def record_move(session: Session, revision_id: int, kind: DeadlineChange, reason: str, decided_by: str) -> Changes:
    """Make a row of a move of a deadline: 延期, which counts beyond the first deadline, or 更正, which does not.

    Raises InputError when the move is recorded by now or was taken back, RuleError where something is missing.
    """
    move = next(iter(list_unrecorded(session, revision_id=revision_id)), None)
    if move is None:
        raise InputError("这次时限变动已有记录，或已经撤销；请刷新后再看。")
    extends = kind is DeadlineChange.EXTENSION
    if extends:
        check_decider(decided_by, "补记延期")
    why = check_reason(reason, f"补记{kind.word}")
    task = the_task(session, move.task_id)
    old, new = date.fromisoformat(move.old), date.fromisoformat(move.new)
    first = task.first_due_on
    batch = begin(session, f"{task.code} 补记{kind.word}")
    if not extends and first == old and not count_extensions(session, [task.id]):
        task.first_due_on = new
    silent = DeadlineMove(kind, counts=extends and (first is None or new > first), old_on=old, new_on=new)
    sides = (kept_deadline(move.old, old), kept_deadline(move.new, new))
    session.add(change_row(task.id, silent, *sides, move.on, Decision(why, decided_by)))
    return touched(session, batch, tasks={task.id})

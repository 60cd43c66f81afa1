"""What staff decided about tasks after a workbook was sent: a claim made in it was answered already."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.model.changeset import FieldChange
from tracker.model.enums import BatchSource, Outcome, Status
from tracker.model.tables import Batch, Revision, StatusMove, Task, Verdict, WorkbookExport

#: Statuses out of which only a decision of staff takes a task, or the office itself.
_SETTLED = Status.those(lambda status: status.done or status.ended)
_AFTER = "这份反馈表发出以后，交办方已在 {day} {act}这项任务；请核对单位是否在此之后重新上报"


class _Decided(NamedTuple):
    at: datetime
    on: date
    act: str


class LaterDecisions:
    """What staff decided last about the tasks that a file moves, against when their rows were sent."""

    def __init__(self, session: Session, changes: Iterable[FieldChange], export: str) -> None:
        moved = [change for change in changes if change.field == "status"]
        self._export = export
        self._decided = dict(_last_decisions(session, {change.key for change in moved})) if moved else {}
        codes = {change.export or export for change in moved}
        self._sent = dict(_moments(session, codes)) if self._decided else {}

    def judged(self, change: FieldChange) -> FieldChange:
        """Return an entry, a move that was claimed before staff decided about its task as a conflict."""
        decided, sent = self._decided.get(change.key), self._sent.get(change.export or self._export)
        if change.field != "status" or decided is None or sent is None or decided.at <= sent:
            return change
        outcome = Outcome.CONFLICT if change.outcome is Outcome.CHANGE else change.outcome
        note = _AFTER.format(day=decided.on, act=decided.act)
        return replace(change, outcome=outcome, review=True, one_by_one=True).with_notes(note)


def _last_decisions(session: Session, uids: Collection[str]) -> Iterable[tuple[str, _Decided]]:
    """Return by uid of a task what staff decided last; a check counts from when it was written down."""
    moves: Any = sa.select(col(Task.uid), col(StatusMove.at), col(StatusMove.on), col(StatusMove.from_status))
    moves = moves.join(StatusMove, col(StatusMove.task_id) == Task.id).where(
        col(Task.uid).in_(uids),
        col(StatusMove.source) == BatchSource.MANUAL,
        col(StatusMove.from_status).in_(_SETTLED),
        col(StatusMove.to_status).not_in(_SETTLED),
    )
    checks: Any = sa.select(col(Task.uid), sa.func.max(Batch.at)).join(Verdict, col(Verdict.task_id) == Task.id)
    born = (
        col(Revision.entity) == Verdict.__tablename__,
        col(Revision.field) == "",
        col(Batch.undoes_id).is_(None),  # taking a check back, or doing it again, decides nothing
    )
    checks = checks.join(Revision, col(Revision.entity_id) == Verdict.id).join(
        Batch, col(Batch.id) == Revision.batch_id
    )
    checks = checks.where(*born, col(Task.uid).in_(uids)).group_by(col(Task.uid))
    connection = session.connection()
    decided = [(uid, _Decided(at, on, _act(source))) for uid, at, on, source in connection.execute(moves)]
    decided += [(uid, _Decided(at, at.astimezone().date(), "核查")) for uid, at in connection.execute(checks)]
    return sorted(decided, key=lambda each: each[1].at)


def _act(source: Status) -> str:
    return "退回" if source is Status.CLOSING else "重新打开"


def _moments(session: Session, codes: Collection[str]) -> Iterable[tuple[str, datetime]]:
    """Return when exports were made, by code."""
    exports: Any = sa.select(col(WorkbookExport.code), col(WorkbookExport.created_at))
    return ((code, at) for code, at in session.connection().execute(exports.where(col(WorkbookExport.code).in_(codes))))

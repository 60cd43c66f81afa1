"""The rows of a workbook that is about to be sent: the values of the ledger, and what an office is told beside."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from tracker.model.changeset import CurrentRow, Value
from tracker.model.deadlines import parse_deadline
from tracker.model.enums import DecisionState, DueKind, Status
from tracker.model.recurrence import next_due
from tracker.model.rows import Unsettled
from tracker.model.tables import Extension, Task, WorkbookExportRow
from tracker.queries.current_rows import current_tasks
from tracker.queries.extensions import count_extensions
from tracker.queries.helping import read_help_reports

_UNCONFIRMED, _NO_DEADLINE = "牵头单位为建议，待确认", "未定时限，请提出"
_PERIOD = "定期报告，本期到 {due}"
#: Begins the answer to an application that was refused; another ledger that asked reads it there.
REFUSED = "延期申请未同意："

_OPEN = Status.those(lambda status: not status.ended)
_UNDATED = [kind for kind in DueKind if kind.undecided]


def sendable(office_id: int | None = None, *, confirmed: bool = False) -> tuple[Any, ...]:
    """Return the conditions of tasks that stand in the workbook of an office, None for any.

    `confirmed` leaves out those whose lead office is only suggested.
    """
    led: Any = Task.lead_office_id == office_id if office_id is not None else col(Task.lead_office_id).is_not(None)
    return led, col(Task.status).in_(_OPEN), *((col(Task.offices_confirmed),) if confirmed else ())


def count_unsettled(session: Session, office_id: int | None = None) -> Unsettled:
    """Return what nobody has settled yet about the tasks of an office's next workbook, None for all offices."""
    suggested = func.count().filter(~col(Task.offices_confirmed))
    undated = func.count().filter(col(Task.due_kind).in_(_UNDATED))
    counted = sa.select(suggested, undated, func.count()).select_from(Task).where(*sendable(office_id))
    return Unsettled(*session.connection().execute(counted).one())


def unsettled_when_sent(session: Session, export_ids: Collection[int]) -> dict[int, Unsettled]:
    """Return by workbook what its 交办说明 said was not settled."""
    note = col(WorkbookExportRow.content)["assign_note"].as_string()
    counted: Any = sa.select(
        col(WorkbookExportRow.export_id),
        func.count().filter(note.contains(_UNCONFIRMED)),
        func.count().filter(note.contains(_NO_DEADLINE)),
        func.count(),
    ).where(col(WorkbookExportRow.export_id).in_(export_ids), col(WorkbookExportRow.kind) == "task")
    rows = session.connection().execute(counted.group_by(col(WorkbookExportRow.export_id))).all()
    return {number: Unsettled(*figures) for number, *figures in rows}


def requested_deadlines(session: Session, uids: Collection[str]) -> dict[str, dict[str, Value]]:
    """Return by task what is asked of its assigner about the deadline: the wanted one and the reason (已申请延至)."""
    asked: Any = select(Task.uid, Extension.to_text, Extension.reason).where(Task.id == Extension.task_id)
    asked = asked.where(Extension.state == DecisionState.REQUESTED)
    rows = session.exec(asked.order_by(col(Extension.id))).all()
    wanted = set(uids)
    return {uid: {"due_text": to, "extension_reason": why} for uid, to, why in rows if uid in wanted}


def tasks_to_send(session: Session, today: date, *conditions: Any, confirmed: bool = False) -> Iterator[CurrentRow]:
    """Yield tasks in document order with a value for every column of a workbook sent today.

    `confirmed` tells them as they stand once their lead offices are confirmed with the sending.
    """
    beside = _read_beside(session, today, *conditions)
    for row in current_tasks(session, *conditions):
        task = beside[row.key]
        task.suggested &= not confirmed
        yield replace(row, values={**row.values, **task.values(today)})


@dataclass(slots=True)
class _Beside:
    """What decides the read-only words beside a task."""

    due_text: str
    due_kind: DueKind
    first_due_on: date | None
    suggested: bool  # the lead office is not confirmed
    extensions: int = 0
    help_reports: str = ""  # what the co-offices said
    refused: str = ""  # the answer to the last application, where it was refused

    def values(self, today: date) -> dict[str, Value]:
        """Return the values of the columns that only tell."""
        return {
            "extension_reason": "",
            "first_due": self.first_due_on.isoformat() if self.first_due_on else "",
            "extensions": self.extensions,
            "evidence_names": "",
            "filled_by": "",
            "help_reports": self.help_reports,
            "assign_note": "；".join(self._notes(today)),
        }

    def _notes(self, today: date) -> Iterator[str]:
        if self.suggested:
            yield _UNCONFIRMED
        if self.due_kind.undecided:
            yield _NO_DEADLINE
        recurrence = parse_deadline(self.due_text).recurrence if self.due_kind is DueKind.RECURRING else None
        if recurrence is not None:
            yield _PERIOD.format(due=next_due(recurrence, today))
        if self.refused:
            yield f"{REFUSED}{self.refused}"


def _read_beside(session: Session, today: date, *conditions: Any) -> dict[str, _Beside]:
    names = ("id", "uid", "due_text", "due_kind", "first_due_on", "lead_office_id", "offices_confirmed")
    columns: Any = sa.select(*(getattr(Task, name) for name in names))
    rows = session.connection().execute(columns.where(*conditions)).all()
    by_id = {
        number: (uid, _Beside(text, kind, first, suggested=lead is not None and not confirmed))
        for number, uid, text, kind, first, lead, confirmed in rows
    }
    for number, count in count_extensions(session, by_id).items():
        by_id[number][1].extensions = count
    for number, reports in read_help_reports(session, today, *conditions).items():
        by_id[number][1].help_reports = reports
    for number, state, answer in _decided(session, *conditions):
        by_id[number][1].refused = answer if state is DecisionState.REFUSED else ""
    return dict(by_id.values())


def _decided(session: Session, *conditions: Any) -> Any:
    """Return (task, state, answer) of all decisions about deadlines, the oldest first."""
    decided: Any = select(Extension.task_id, Extension.state, Extension.answer)
    decided = decided.join(Task, col(Task.id) == Extension.task_id).where(Extension.state != DecisionState.REQUESTED)
    return session.exec(decided.where(*conditions).order_by(col(Extension.id)))

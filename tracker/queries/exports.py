"""The register of workbooks: what went to whom when, and whether it came back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from tracker.model.enums import ExportKind, ReturnState
from tracker.model.exchange_words import RoundState
from tracker.model.rows import ExportRow, Unsettled
from tracker.model.tables import Office, Round, WorkbookExport, WorkbookReturn
from tracker.queries.filled_rows import Filled, filled_rows
from tracker.queries.sent_rows import unsettled_when_sent


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """A workbook that another ledger sent to this one."""

    return_id: int
    file_name: str
    received_on: date
    state: ReturnState
    rows: int  # that were new to us when it came
    pending: int


def list_rounds(session: Session) -> tuple[int, ...]:
    """Return the numbers of all rounds, newest first."""
    rounds = select(WorkbookExport.round).distinct().order_by(col(WorkbookExport.round).desc())
    return tuple(session.exec(rounds).all())


def list_exports(session: Session, today: date, round_number: int | None = None) -> tuple[ExportRow, ...]:
    """Return the workbooks of one round (None: the newest), late ones first, then in ledger order."""
    wanted = round_number if round_number is not None else session.exec(select(func.max(WorkbookExport.round))).one()
    return _rows(session, today, col(WorkbookExport.round) == wanted) if wanted is not None else ()


def list_all_exports(session: Session, today: date) -> tuple[ExportRow, ...]:
    """Return the workbooks of all rounds, newest round first, of an office the newest first."""
    rows = _rows(session, today, sa.true())
    return tuple(sorted(rows, key=lambda row: -row.round))


def with_unsettled(session: Session, rows: Sequence[ExportRow]) -> tuple[ExportRow, ...]:
    """Return the workbooks with how much was not settled in each when it was sent."""
    counted = unsettled_when_sent(session, [row.id for row in rows])
    return tuple(replace(row, unsettled=counted.get(row.id, Unsettled())) for row in rows)


def exports_of_returns(session: Session, today: date, return_ids: Collection[int]) -> dict[int, ExportRow]:
    """Return by the number of a received file the workbook it answers; files that answer none are left out."""
    answered = select(WorkbookReturn.id, WorkbookReturn.export_id).where(col(WorkbookReturn.id).in_(return_ids))
    pairs = {number: export for number, export in session.exec(answered) if export is not None}
    rows = {row.id: row for row in _rows(session, today, col(WorkbookExport.id).in_(set(pairs.values())))}
    return {number: rows[export] for number, export in pairs.items()}


def pending_returns(session: Session) -> tuple[int, ...]:
    """Return the numbers of the received files that still wait for a person, oldest first."""
    waiting = select(WorkbookReturn.id).where(WorkbookReturn.state == ReturnState.PENDING)
    return tuple(session.exec(waiting.order_by(col(WorkbookReturn.id))))


def list_assignments(session: Session) -> tuple[AssignmentRow, ...]:
    """Return the received files that answer no workbook of ours: requests of other ledgers, newest first."""
    alone = select(WorkbookReturn).where(col(WorkbookReturn.export_id).is_(None))
    return tuple(
        AssignmentRow(
            received.id,
            received.file_name,
            received.received_on,
            received.state,
            received.counts.get("unknown_row", 0),
            received.pending,
        )
        for received in session.exec(alone.order_by(col(WorkbookReturn.id).desc()))
    )


def _rows(session: Session, today: date, condition: Any) -> tuple[ExportRow, ...]:
    statement: Any = (
        sa.select(WorkbookExport, Office)
        .join(Office, col(Office.id) == WorkbookExport.office_id)
        .where(condition)
        .order_by(col(Office.position), col(WorkbookExport.id).desc())
    )
    returns = _newest_returns(session)
    rows = [_row(export, office, returns.get(export.id)) for export, office in session.exec(statement)]
    rows = _with_filled(session, rows)
    owed = {row.id for row in open_workbooks(rows)}
    judged = [replace(row, open=True, overdue_days=_late(row, today)) if row.id in owed else row for row in rows]
    return tuple(sorted(judged, key=lambda row: -row.overdue_days))


def _with_filled(session: Session, rows: Sequence[ExportRow]) -> list[ExportRow]:
    """Return workbooks with how many of their rows were answered; of a closed round nothing more is expected."""
    answered = filled_rows(session, [row.id for row in rows])
    closed = set(session.exec(select(Round.number).where(Round.state == RoundState.CLOSED)))
    counted = ((row, answered.get(row.id, Filled())) for row in rows)
    return [
        replace(row, rows=of.rows, filled=of.filled, part=_is_part(row, of) and row.round not in closed)
        for row, of in counted
    ]


def _is_part(row: ExportRow, of: Filled) -> bool:
    """Tell whether a workbook came back, or was answered by phone, of which some rows say nothing."""
    return of.filled < of.rows and (of.filled > 0 or row.return_id is not None)


def open_workbooks(rows: Iterable[ExportRow], until: date = date.max) -> list[ExportRow]:
    """Return of every office the workbook of a round that it still owes an answer to, as of a day; each once.

    What was sent again (补发) asks the same once more: an answer to either will do. What was sent back for correction
    (退回修改) asks anew. `rows` are whole rounds.
    """
    asked: dict[tuple[int, str], list[ExportRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.id):
        if row.sent_on <= until:
            chain = asked[row.round, row.office]
            if row.kind is not ExportKind.AGAIN:
                chain.clear()
            chain.append(row)
    return [chain[-1] for chain in asked.values() if not any(_is_back(row, until) for row in chain)]


def _is_back(row: ExportRow, until: date) -> bool:
    return row.received_on is not None and row.received_on <= until


def _late(row: ExportRow, today: date) -> int:
    return max((today - row.return_due_on).days, 0) if row.return_due_on else 0


def _newest_returns(session: Session) -> dict[int, WorkbookReturn]:
    ordered = select(WorkbookReturn).where(col(WorkbookReturn.export_id).is_not(None))
    return {received.export_id or 0: received for received in session.exec(ordered.order_by(col(WorkbookReturn.id)))}


def _row(export: WorkbookExport, office: Office, back: WorkbookReturn | None) -> ExportRow:
    counts = back.counts if back else {}
    return ExportRow(
        id=export.id,
        code=export.code,
        round=export.round,
        office=office.name,
        tasks=export.tasks,
        indicators=export.indicators,
        sent_on=export.sent_on,
        return_due_on=export.return_due_on,
        file_name=export.file_name,
        return_id=back.id if back else None,
        received_on=back.received_on if back else None,
        state=back.state if back else None,
        changes=sum(counts.get(kind, 0) for kind in ("change", "cleared", "unknown_row")),
        conflicts=counts.get("conflict", 0),
        problems=counts.get("problems", 0),
        pending=back.pending if back else 0,
        overdue_days=0,
        kind=export.kind,
    )


def count_pending(session: Session) -> int:
    """Return how many returned workbooks still wait for a person."""
    waiting = select(func.count()).select_from(WorkbookReturn).where(WorkbookReturn.state == ReturnState.PENDING)
    return session.exec(waiting).one()

"""The register of workbooks: what went to whom when, and whether it came back."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from tracker.model.enums import ExportKind, ReturnState
from tracker.model.exchange_words import RoundState
from tracker.model.return_timing import Asked, Timing, TimingMark, judge_answer
from tracker.model.rows import ExportRow, RoundMatrix, RoundRow, Unsettled
from tracker.model.tables import Office, Round, WorkbookExport, WorkbookReturn
from tracker.queries.evidence_lists import listed_evidence
from tracker.queries.filled_rows import Filled, filled_rows, first_answers
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


def with_evidence(session: Session, rows: Sequence[ExportRow]) -> tuple[ExportRow, ...]:
    """Return the workbooks with how many files their answers list as evidence, and how many of them came."""
    lists = listed_evidence(session, [row.id for row in rows])
    return tuple(
        replace(row, listed=lists[row.id].listed, arrived=lists[row.id].arrived) if row.id in lists else row
        for row in rows
    )


def exports_of_returns(session: Session, today: date, return_ids: Collection[int]) -> dict[int, ExportRow]:
    """Return by the number of a received file the workbook it answers; files that answer none are left out."""
    answered = select(WorkbookReturn.id, WorkbookReturn.export_id).where(col(WorkbookReturn.id).in_(return_ids))
    pairs = {number: export for number, export in session.exec(answered) if export is not None}
    rows = {row.id: row for row in _rows(session, today, col(WorkbookExport.id).in_(set(pairs.values())))}
    return {number: rows[export] for number, export in pairs.items()}


def pending_returns(session: Session) -> tuple[int, ...]:
    """Return the numbers of the received files that still wait for a person, oldest first.

    What went back for correction waits for its office, and comes again: it is not counted twice.
    """
    return tuple(session.exec(select(WorkbookReturn.id).where(*_waiting()).order_by(col(WorkbookReturn.id))))


def _waiting() -> tuple[Any, ...]:
    answered = col(WorkbookReturn.export_id)
    return WorkbookReturn.state == ReturnState.PENDING, answered.is_(None) | answered.not_in(_sent_back())


def _sent_back() -> Any:
    """Return the statement for the workbooks that went back to their office for correction."""
    again = WorkbookExport.kind == ExportKind.REPLY, col(WorkbookExport.replaces_id).is_not(None)
    return select(WorkbookExport.replaces_id).where(*again)


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
    replaced: Any = aliased(WorkbookExport)
    statement: Any = (
        sa.select(WorkbookExport, Office, Round, replaced.code)
        .join(Office, col(Office.id) == WorkbookExport.office_id)
        .join(Round, col(Round.number) == WorkbookExport.round, isouter=True)
        .join(replaced, replaced.id == col(WorkbookExport.replaces_id), isouter=True)
        .where(condition)
        .order_by(col(Office.position), col(WorkbookExport.id).desc())
    )
    returns, first = _newest_returns(session), first_answers(session)
    sent = list(session.exec(statement))
    sent_back = set(session.exec(_sent_back()))
    rows = [
        replace(
            _row(export, office, returns.get(export.id)),
            again_of=code or "",
            sent_back=export.id in sent_back,
            answered_on=first.get(export.id),
            **_of_round(sent_in),
        )
        for export, office, sent_in, code in sent
    ]
    closed = {sent_in.number: sent_in.closed_on for _, _, sent_in, _ in sent if sent_in is not None}
    marks = _marks(rows, first, closed, today)
    rows = [replace(row, mark=marks[row.id]) for row in rows]
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
    (退回修改) asks anew. `rows` are whole rounds; closed ones and offices that are excused owe nothing.
    """
    asked: dict[tuple[int, str], list[ExportRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.id):
        if row.sent_on <= until:
            chain = asked[row.round, row.office]
            if row.kind is not ExportKind.AGAIN:
                chain.clear()
            chain.append(row)
    last = [chain[-1] for chain in asked.values() if not any(_is_back(row, until) for row in chain)]
    return [row for row in last if row.round_state is RoundState.OPEN and not row.excused]


def _is_back(row: ExportRow, until: date) -> bool:
    return row.answered_on is not None and row.answered_on <= until


def _of_round(sent_in: Round | None) -> dict[str, Any]:
    if sent_in is None:
        return {}
    return {"round_name": sent_in.name, "round_state": sent_in.state}


def _marks(
    rows: Sequence[ExportRow], first: Mapping[int, date], closed: Mapping[int, date | None], today: date
) -> dict[int, TimingMark]:
    """Return how each workbook was answered: first and again together, what went back for correction by itself.

    An office has until the latest day that was agreed with it.
    """
    chains: dict[tuple[int, str, int], list[ExportRow]] = defaultdict(list)
    for row in rows:
        chains[row.round, row.office, row.id if row.kind is ExportKind.REPLY else 0].append(row)
    marks: dict[int, TimingMark] = {}
    for chain in chains.values():
        due = max((row.return_due_on for row in chain if row.return_due_on), default=None)
        back = min((first[row.id] for row in chain if row.id in first), default=None)
        asked = Asked(due, back, any(row.excused for row in chain), closed.get(chain[0].round))
        marks |= dict.fromkeys((row.id for row in chain), judge_answer(asked, today))
    return marks


def list_round_rows(session: Session, today: date) -> tuple[RoundRow, ...]:
    """Return the rounds, the newest first, with how their offices answered; each office counts once."""
    by_round: dict[int, dict[str, ExportRow]] = defaultdict(dict)
    for row in list_all_exports(session, today):
        if row.kind is not ExportKind.REPLY:
            by_round[row.round].setdefault(row.office, row)
    return tuple(
        _round_row(sent_in, list(by_round[sent_in.number].values()))
        for sent_in in session.exec(select(Round).order_by(col(Round.number).desc()))
    )


def round_matrix(session: Session, today: date, shown: int, most: int = 4) -> RoundMatrix:
    """Return how offices answered a round and those before it, `most` at most; none where there is only one."""
    numbers = [number for number in list_rounds(session) if number <= shown][:most][::-1]
    if len(numbers) < 2:
        return RoundMatrix()
    rows = _rows(session, today, col(WorkbookExport.round).in_(numbers))
    first = (row for row in sorted(rows, key=lambda row: -row.id) if row.kind is not ExportKind.REPLY)
    return RoundMatrix(tuple(numbers), {(row.office, row.round): row.mark for row in first})


def _round_row(sent_in: Round, rows: Sequence[ExportRow]) -> RoundRow:
    counts = Counter(row.mark.timing for row in rows)
    return RoundRow(
        number=sent_in.number,
        name=sent_in.name,
        sent_on=sent_in.sent_on,
        due_on=sent_in.due_on,
        due_days=sent_in.due_days,
        state=sent_in.state,
        closed_on=sent_in.closed_on,
        note=sent_in.note,
        offices=len(rows),
        back=counts[Timing.ON_TIME] + counts[Timing.LATE],
        on_time=counts[Timing.ON_TIME],
        late=counts[Timing.LATE],
        missing=counts[Timing.MISSING],
        excused=counts[Timing.EXCUSED],
    )


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
        return_file=back.file_name if back else "",
        received_on=back.received_on if back else None,
        state=back.state if back else None,
        changes=sum(counts.get(kind, 0) for kind in ("change", "cleared", "unknown_row")),
        conflicts=counts.get("conflict", 0),
        problems=counts.get("problems", 0),
        pending=back.pending if back else 0,
        overdue_days=0,
        kind=export.kind,
        channel=export.channel,
        handed_on=export.handed_on,
        excused=export.excused,
        excuse=export.excuse,
    )


def count_pending(session: Session) -> int:
    """Return how many returned workbooks still wait for a person."""
    return session.exec(select(func.count()).select_from(WorkbookReturn).where(*_waiting())).one()

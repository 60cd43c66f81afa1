"""What 往来 shows, read in one go: the workbooks of a round, of all rounds, or those that other ledgers sent."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracker.model.rows import ExportRow
from tracker.ui.core.jobs import DatabaseSession

if TYPE_CHECKING:
    from tracker.queries.exports import AssignmentRow

#: The round under which requests of other ledgers stand.
ASSIGNED = 0
#: In place of a round: the workbooks of all of them.
ALL = -1


class Register(NamedTuple):
    """Rounds newest first, the rows that are shown, and all returns that wait for a person."""

    rounds: tuple[int, ...]
    rows: tuple[ExportRow, ...]
    assigned: int  # workbooks that other ledgers sent to us
    waiting: tuple[int, ...]
    shown: int | None  # the round, ASSIGNED or ALL; None before anything was sent


def read_register(session: DatabaseSession, today: date, wanted: int | None) -> Register:
    """Return the register of a round, ASSIGNED or ALL; of the newest round where `wanted` is none of these."""
    from tracker.queries.exports import (
        list_all_exports,
        list_assignments,
        list_exports,
        list_rounds,
        pending_returns,
        with_unsettled,
    )

    rounds, assigned, waiting = list_rounds(session), list_assignments(session), pending_returns(session)
    if assigned and (wanted == ASSIGNED or not rounds):
        return Register(rounds, tuple(map(_assignment_row, assigned)), len(assigned), waiting, ASSIGNED)
    if wanted == ALL:
        rows = sorted(list_all_exports(session, today), key=lambda row: -row.overdue_days)
        return Register(rounds, with_unsettled(session, rows), len(assigned), waiting, ALL)
    shown = wanted if wanted in rounds else max(rounds, default=None)
    sent = with_unsettled(session, list_exports(session, today, shown))
    return Register(rounds, sent, len(assigned), waiting, shown)


def summary(register: Register) -> str:
    """Return the register in a line, "" when it is empty."""
    rows = register.rows
    if not rows:
        return ""
    if register.shown == ASSIGNED:
        return f"其他台账交办 · {len(rows)} 份"
    late = sum(row.overdue_days > 0 for row in rows)
    if register.shown == ALL:
        back = sum(row.state is not None for row in rows)
        text = f"全部 {len(register.rounds)} 批交办 · {len(rows)} 份 · {back} 份已反馈"
    else:
        offices, owing = {row.office for row in rows}, {row.office for row in rows if row.open}
        text = f"第 {register.shown} 批交办 · {len(offices)} 个单位 · {len(offices - owing)} 个已反馈"
    return f"{text}，{late} {'份' if register.shown == ALL else '个'}逾期" if late else text


def _assignment_row(assignment: "AssignmentRow") -> ExportRow:
    """Show a workbook of another ledger in the same columns; its number is below zero, it is no export."""
    return ExportRow(
        id=-assignment.return_id,
        code="",
        round=ASSIGNED,
        office=assignment.file_name,
        tasks=assignment.rows,
        indicators=0,
        sent_on=assignment.received_on,
        return_due_on=None,
        file_name=assignment.file_name,
        return_id=assignment.return_id,
        received_on=assignment.received_on,
        state=assignment.state,
        changes=assignment.rows,
        conflicts=0,
        problems=0,
        pending=assignment.pending,
        overdue_days=0,
    )

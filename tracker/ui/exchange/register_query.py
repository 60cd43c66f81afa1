"""What 往来 shows, read in one go: the workbooks of a round, of all rounds, or those that other ledgers sent."""

from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from tracker.model.enums import ReturnState
from tracker.model.exchange_words import RoundState
from tracker.model.return_timing import Timing
from tracker.model.rows import ExportRow, RoundMatrix, RoundRow
from tracker.ui.core.sessions import DatabaseSession

if TYPE_CHECKING:
    from tracker.queries.exports import AssignmentRow

#: The round under which requests of other ledgers stand.
ASSIGNED = 0
#: In place of a round: the workbooks of all of them.
ALL = -1
#: What an office is that did not answer, whether it still owes it or not.
NOT_BACK = (Timing.MISSING, Timing.EXCUSED)


NO_MATRIX = RoundMatrix()


class Register(NamedTuple):
    """Rounds newest first, the rows that are shown, all returns that wait for a person, and the round shown itself."""

    rounds: tuple[int, ...]
    rows: tuple[ExportRow, ...]
    assigned: int  # workbooks that other ledgers sent to us
    waiting: tuple[int, ...]
    shown: int | None  # the round, ASSIGNED or ALL; None before anything was sent
    round: RoundRow | None = None
    matrix: RoundMatrix = NO_MATRIX


def read_register(session: DatabaseSession, today: date, wanted: int | None) -> Register:
    """Return the register of a round, ASSIGNED or ALL; of the newest round where `wanted` is none of these."""
    from tracker.queries.exports import (
        list_all_exports,
        list_assignments,
        list_exports,
        list_round_rows,
        list_rounds,
        pending_returns,
        round_matrix,
        with_evidence,
        with_unsettled,
    )

    rounds, assigned, waiting = list_rounds(session), list_assignments(session), pending_returns(session)
    if assigned and (wanted == ASSIGNED or not rounds):
        return Register(rounds, tuple(map(_assignment_row, assigned)), len(assigned), waiting, ASSIGNED)
    if wanted == ALL:
        rows = sorted(list_all_exports(session, today), key=lambda row: -row.overdue_days)
        return Register(rounds, with_evidence(session, with_unsettled(session, rows)), len(assigned), waiting, ALL)
    shown = wanted if wanted in rounds else max(rounds, default=None)
    sent = with_evidence(session, with_unsettled(session, list_exports(session, today, shown)))
    this_round = next((row for row in list_round_rows(session, today) if row.number == shown), None)
    matrix = round_matrix(session, today, shown) if shown is not None else NO_MATRIX
    return Register(rounds, in_groups(sent), len(assigned), waiting, shown, this_round, matrix)


class Group(Enum):
    """How the workbooks of a round are to be dealt with, in the order of the page."""

    OUT = "未反馈"
    WAITING = "待核对"
    TAKEN = "已导入"
    ASIDE = "不用反馈"  # excused, or another one of the same round stands for it
    SENT_BACK = "已退回"  # for correction: its office stands under what it was sent then


def group_of(row: ExportRow) -> Group:
    """Return the group a workbook stands in."""
    if row.sent_back:
        return Group.SENT_BACK
    if row.state is ReturnState.PENDING:
        return Group.WAITING
    missing = row.mark.timing is Timing.MISSING and row.round_state is RoundState.CLOSED
    if row.open or missing:
        return Group.OUT
    return Group.ASIDE if row.state is None else Group.TAKEN


def in_groups(rows: Sequence[ExportRow]) -> tuple[ExportRow, ...]:
    """Return the workbooks of a round group by group, each in the order it had."""
    order = list(Group)
    return tuple(sorted(rows, key=lambda row: order.index(group_of(row))))


def day_word(day: date | None) -> str:
    """Return 8月25日, — for none; the year of another year is in the tooltip."""
    return f"{day.month}月{day.day}日" if day else "—"


def summary(register: Register) -> str:
    """Return the register in a line, "" when it is empty."""
    rows = register.rows
    if not rows:
        return ""
    if register.shown == ASSIGNED:
        return f"其他台账交办 · {len(rows):,} 份"
    late = sum(row.overdue_days > 0 for row in rows)
    if register.shown == ALL:
        back = sum(row.answered_on is not None for row in rows)
        text = f"全部 {len(register.rounds)} 批 · {len(rows):,} 份 · {back:,} 份已反馈"
    else:
        offices = {row.office for row in rows}
        owing = {row.office for row in rows if row.open or row.mark.timing in NOT_BACK}
        leads = {row.office for row in rows if row.tasks}
        kinds = f"（{len(leads):,} 个牵头、{len(offices - leads):,} 个配合）" if offices - leads else ""
        sent = f"{day_word(min(row.sent_on for row in rows))}发出"
        text = f"第 {register.shown} 批，{sent} · {len(offices):,} 个单位{kinds} · {len(offices - owing):,} 个已反馈"
    return f"{text}，{late} {'份' if register.shown == ALL else '个'}逾期" if late else text


def missed_word(matrix: RoundMatrix) -> str:
    """Return who did not answer more than once in the rounds of the matrix, "" for nobody."""
    missed = "，".join(f"{office} {count} 次" for office, count in matrix.missed())
    return f"第 {matrix.rounds[0]}–{matrix.rounds[-1]} 批里多次未交：{missed}" if missed else ""


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

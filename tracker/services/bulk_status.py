"""Moving many tasks to a status at once: the rules of one move, checked against rows read together."""

from collections.abc import Collection, Mapping, Set
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.errors import RuleError
from tracker.model.deadline_changes import days_past
from tracker.model.enums import BatchSource, Status, TaskLinkKind
from tracker.model.rules import TaskFacts
from tracker.model.tables import StatusMove, TaskLink
from tracker.queries.evidence import count_evidence
from tracker.queries.oversight import count_matters, progress_before_report
from tracker.queries.today import count_owed
from tracker.services.status import MoveWish, checked_move, move_row, moved_columns
from tracker.store.bulk import add_rows
from tracker.store.history import moment_of


class Moves:
    """What the status rules ask of tasks, read once; what only an end asks for where one of them is to end."""

    def __init__(self, session: Session, today: date, rows: Mapping[int, Any], targets: Collection[Status]) -> None:
        """`rows` are the tasks by id, `targets` the statuses that any of them is to be moved to."""
        self._session, self._today = session, today
        closing = Status.CLOSED in targets
        self._evidence = count_evidence(session) if closing else {}
        self._owed = count_owed(session, list(rows.values()), today) if closing else {}
        self._matters = count_matters(session) if any(status.ended for status in targets) else {}
        reported = [number for number, row in rows.items() if row.status.done]
        self._before = progress_before_report(session, reported) if targets and reported else {}
        self._rows: list[dict[str, Any]] = []

    def columns(
        self, row: Any, to: Status, wish: MoveWish, lead_office: str, *, undated: bool, suggested: bool
    ) -> dict[str, Any]:
        """Return what a move writes into a task read as `row`; the reason closes a task without a statement.

        Raises RuleError naming the task.
        """
        if row.status is to:
            return {}
        closes = to is Status.CLOSED
        statement = row.closing_statement or (wish.reason.strip() if closes else "")
        progress = row.progress if wish.progress is None or not closes else wish.progress
        counts = (self._matters.get(row.id, 0), self._owed.get(row.id, 0) if closes else 0)
        facts = TaskFacts(
            row.status, lead_office, statement, self._evidence.get(row.id, 0), progress, *counts, undated, suggested,
            days_past=days_past(row, self._today),
        )  # fmt: skip
        try:
            move = checked_move(facts, to, wish)
            written = moved_columns(row, move, wish, self._before.get(row.id), today=self._today)
            at = moment_of(self._session)
            self._rows.append(move_row(row, move, wish, today=self._today, at=at, source=BatchSource.MANUAL))
        except RuleError as wrong:
            raise type(wrong)(wrong.of(row.code)) from wrong
        return written | ({"closing_statement": statement} if closes else {})

    def write(self) -> None:
        """Write the rows of all moves that were reckoned since the last time."""
        add_rows(self._session, StatusMove, self._rows)
        self._rows = []


def part_merged(session: Session, rows: Mapping[int, Any], columns: Mapping[int, Mapping[str, Any]]) -> None:
    """Make merged tasks that are opened again tasks of their own again."""
    opened: Set[int] = {
        number for number, written in columns.items() if "status" in written and rows[number].status is Status.CANCELLED
    }
    if opened:
        merged = sa.select(TaskLink).where(col(TaskLink.kind) == TaskLinkKind.DUPLICATE)
        for link in session.scalars(merged):
            if link.from_id in opened:
                session.delete(link)

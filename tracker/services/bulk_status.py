"""Moving many tasks to a status at once: the rules of one move, checked against rows read together."""

from collections.abc import Collection, Mapping, Set
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.model.deadline_changes import days_past
from tracker.model.enums import BatchSource, Status, TaskLinkKind
from tracker.model.rules import Given, TaskFacts, assigned_late, transition
from tracker.model.tables import StatusMove, TaskLink
from tracker.queries.evidence import count_evidence
from tracker.queries.oversight import count_matters, progress_before_report
from tracker.queries.today import count_owed
from tracker.services.status import checked_move, move_row, moved_columns, pause_end, percent_after
from tracker.store.bulk_insert import add_rows
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
        self, row: Any, to: Status, given: Given, lead_office: str, *, undated: bool, suggested: bool
    ) -> dict[str, Any]:
        """Return what a move writes into a task read as `row`; the reason closes a task without a statement.

        Raises RuleError saying what is missing.
        """
        if row.status is to:
            return {}
        closes = to is Status.CLOSED
        statement = row.closing_statement or (given.reason.strip() if closes else "")
        counts = {"evidence": self._evidence, "open_matters": self._matters, "owed_reports": self._owed}
        known = {name: counted.get(row.id, 0) for name, counted in counts.items()}
        known |= {"undated": undated, "suggested": suggested, "days_past": days_past(row, self._today)}
        facts = TaskFacts.of(row, lead_office=lead_office, closing_statement=statement, **known)
        move = checked_move(facts, to, given)
        written = moved_columns(row, move, given, self._before.get(row.id), today=self._today)
        at = moment_of(self._session)
        self._rows.append(move_row(row, move, given, today=self._today, at=at, source=BatchSource.MANUAL))
        return written | ({"closing_statement": statement} if closes else {})

    def note(self, row: Any, to: Status, given: Given) -> str:
        """Return what a move writes beside the status: the percent, the end of a pause, or what it turns red."""
        move = transition(row.status, to)
        if move is None:
            return ""
        if self.turns_red(row, to):
            return assigned_late(days_past(row, self._today))
        if move.needs_until:
            return f"暂缓至 {pause_end(given.until, self._today)}"
        percent = percent_after(row, move, given, self._before.get(row.id))
        if percent is None or (percent == row.progress and not move.restores):
            return ""
        came = "（报完成前的进度）" if move.restores and given.progress is None else ""
        return f"进度 {row.progress}% → {percent}%{came}"

    def turns_red(self, row: Any, to: Status) -> bool:
        """Tell whether a move assigns a task whose deadline has passed: it is late at once."""
        move = transition(row.status, to)
        return move is not None and move.assigns and days_past(row, self._today) > 0

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

"""Moving many tasks to a status at once: the rules of one move, checked against rows read together."""

from collections.abc import Mapping, Set
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.errors import RuleError
from tracker.model.enums import Status, TaskLinkKind
from tracker.model.rules import TaskFacts
from tracker.model.tables import TaskLink
from tracker.queries.evidence import count_evidence
from tracker.services.status import moved_columns, reason_line


class Moves:
    """What the status rules ask of tasks, read once; evidence only where one of them is to be closed."""

    def __init__(self, session: Session, today: date, *, closing: bool) -> None:
        self._today = today
        self._evidence = count_evidence(session) if closing else {}

    def columns(self, row: Any, to: Status, reason: str, lead_office: str) -> dict[str, Any]:
        """Return what a move writes into a task read as `row`; `reason` closes a task without a statement.

        Raises RuleError naming the task.
        """
        if row.status is to:
            return {}
        statement = row.closing_statement or (reason.strip() if to is Status.CLOSED else "")
        facts = TaskFacts(row.status, lead_office, statement, self._evidence.get(row.id, 0))
        try:
            written = moved_columns(row, facts, to, reason=reason, today=self._today)
        except RuleError as wrong:
            raise RuleError(f"{row.code}：{wrong.sentence}") from wrong
        if to is Status.CLOSED:
            written["closing_statement"] = statement
        elif reason.strip():
            written["remark"] = reason_line(row.remark, to, reason)
        return written


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

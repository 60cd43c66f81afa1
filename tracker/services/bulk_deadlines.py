"""Deadlines and first days of many tasks at once: what each change is, what it asks, and writing it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from tracker.errors import RuleError
from tracker.model.bulk_edits import BulkEdit
from tracker.model.deadline_changes import DeadlineMove, allow_change
from tracker.model.deadlines import Deadline, deadline_of
from tracker.model.enums import DueKind
from tracker.model.fields import validate_field
from tracker.model.rows import Light
from tracker.model.rows.decision_log import PlanDecision
from tracker.model.tables import Task
from tracker.services import deadlines
from tracker.services.deadline_outlooks import Standings
from tracker.services.deadline_records import DeadlineRecords
from tracker.services.deadlines import Decision
from tracker.services.plan_changes import PlanChanges
from tracker.services.typed_edits import typed_value
from tracker.store.bulk_update import read_columns, update_rows


class DeadlineEdits:
    """Edits of 完成时限 and 启动日期 among many; what they rest on is read once, and only where it is asked for.

    `decided` are the reasons that were asked for of other first days, with who decided, by id of their task.
    """

    def __init__(self, session: Session, today: date, rows: Mapping[int, Any]) -> None:
        self._session, self._today, self._rows = session, today, rows
        self._records = DeadlineRecords(session, rows.values())
        self._plans = PlanChanges(session, rows.values(), today)
        self._standings: Standings | None = None  # read where a preview asks for lights
        self.decided: dict[int, PlanDecision] = {}

    def wording(self, row: Any, edit: BulkEdit) -> str:
        """Return the deadline that would stand there. Raises what writing it raises, but for a missing decision."""
        if self._stands(row, edit):
            return str(row.due_text)
        to = self._meant(row, edit)
        deadlines.check_not_before_start(row, self.move(row, to))
        return to.text

    def note(self, row: Any, edit: BulkEdit) -> str:
        """Return what a change of a deadline is: its class, which extension it is, and what to look at."""
        if edit.field != "due_text" or self._stands(row, edit):
            return ""
        said = deadlines.understood(edit.text, self._today, deadline_of(row))
        move = self.move(row, self._meant(row, edit))
        if move.kind is None:
            return said
        number = deadlines.extension_number(self._records, row, move)
        warning = deadlines.APPLIES if self._records.applies(row, move) else move.warning
        return "；".join(part for part in (said, move.word, number, warning) if part)

    def lights(self, row: Any, edit: BulkEdit) -> tuple[Light, Light] | None:
        """Return the light of a task before and after a change of its deadline, None where nothing changes yet."""
        to = self._meant(row, edit)
        move = self.move(row, to)
        if self._stands(row, edit) or self._records.applies(row, move):
            return None
        if self._standings is None:
            self._standings = Standings(self._session, list(self._rows), self._today)
        after = self._standings.after(row, to, move, keep=edit.keep_nodes)
        return self._standings.now(row).light, after.light

    def check(self, row: Any, edit: BulkEdit) -> PlanDecision | None:
        """Return the reason to be kept of another first day, and who decided; None where nothing is asked.

        Raises UndecidedError where the reason, who decided or a confirmation is missing.
        """
        if edit.field == "due_text" and not self._stands(row, edit):
            deadlines.check_decided(row, self.move(row, self._to(row, edit)), _decision(edit))
        if edit.field != "start_on":
            return None
        start_on = typed_value(row, edit, self._today)
        day = date.fromisoformat(str(start_on)) if start_on else None
        return self._plans.check_start(row, day, edit.reason, edit.decided_by)

    def write(self, by_task: Mapping[int, Sequence[BulkEdit]]) -> dict[int, Any]:
        """Write the deadlines inside the act under way and check the first days; return the tasks read anew."""
        columns: dict[int, dict[str, Any]] = {}
        for number, edits in by_task.items():
            for edit in edits:
                if edit.field in ("due_text", "start_on"):
                    columns.setdefault(number, {}).update(self._decided(self._rows[number], edit))
        changed = [number for number, written in columns.items() if written]
        if not changed:
            return {}
        update_rows(self._session, Task, columns, self._rows)
        return read_columns(self._session, Task, changed, self._rows[changed[0]]._fields)

    def _decided(self, row: Any, edit: BulkEdit) -> dict[str, Any]:
        """Return what an edit of a deadline writes into its task; a first day is only checked."""
        try:
            if why := self.check(row, edit):
                self.decided[row.id] = why
            if edit.field != "due_text" or self._stands(row, edit):
                return {}
            to = self._to(row, edit)
            return deadlines.decided_columns(self._session, row, to, self._today, _decision(edit), self._records)
        except RuleError as wrong:
            raise wrong.named(row.code) from wrong

    def move(self, row: Any, to: Deadline) -> DeadlineMove:
        """Return the class of a change. Raises RuleError where it is refused."""
        return self._records.move_of(row, to, self._today)

    def _stands(self, row: Any, edit: BulkEdit) -> bool:
        if row.due_kind is DueKind.TEXT:
            return False  # a wording nobody could read may be read today
        return bool(validate_field("due_text", edit.text) == row.due_text)

    def _to(self, row: Any, edit: BulkEdit) -> Deadline:
        allow_change(row.status, row.code)  # what is frozen is not asked about
        wording = str(validate_field("due_text", edit.text))
        return deadlines.read_typed(wording, self._today, deadline_of(row), confirmed=edit.confirmed)

    def _meant(self, row: Any, edit: BulkEdit) -> Deadline:
        """Return the deadline that is written, also while it still has to be confirmed."""
        return self._to(row, replace(edit, confirmed=True))


def _decision(edit: BulkEdit) -> Decision:
    return Decision(edit.reason, edit.decided_by, keep_nodes=edit.keep_nodes, confirmed=edit.confirmed)

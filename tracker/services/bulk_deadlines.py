"""Deadlines and first days of many tasks at once: what each change is, what it asks, and writing it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import RuleError, UndecidedError
from tracker.model.bulk import Edit
from tracker.model.deadline_changes import DeadlineMove, day_of
from tracker.model.deadlines import Deadline
from tracker.model.enums import DueKind
from tracker.model.fields import validate_field
from tracker.model.rows import Light
from tracker.model.tables import Milestone, Task
from tracker.queries.extensions import count_extensions
from tracker.queries.peer_rows import taken_keys
from tracker.services import deadlines
from tracker.services.deadline_outlooks import Standings
from tracker.services.deadlines import Decision
from tracker.services.milestones import check_start
from tracker.services.typed_edits import typed_value
from tracker.store.bulk_update import read_columns


class DeadlineEdits:
    """Edits of 完成时限 and 启动日期 among many; what they rest on is read once, and only where there are such."""

    def __init__(self, session: Session, today: date, rows: Mapping[int, Any], fields: Set[str]) -> None:
        self._session, self._today, self._rows = session, today, rows
        self._sent = deadlines.sent_uids(session) if "due_text" in fields else frozenset()
        self._counted = count_extensions(session) if "due_text" in fields else {}
        self._nodes = _nodes(session) if "start_on" in fields else {}
        self._taken = taken_keys(session, [row.uid for row in rows.values()]) if "due_text" in fields else frozenset()
        self._standings: Standings | None = None  # read where a preview asks for lights

    def wording(self, row: Any, edit: Edit) -> str:
        """Return the deadline that would stand there. Raises what writing it raises, but for a missing decision."""
        if self._stands(row, edit):
            return str(row.due_text)
        to = self._meant(row, edit)
        if self._move(row, to).kind is not None:
            deadlines.check_not_before_start(row, day_of(to, row.start_on, self._today))
        return to.text

    def note(self, row: Any, edit: Edit) -> str:
        """Return what a change of a deadline is: its class, which extension it is, and what to look at."""
        if edit.field != "due_text" or self._stands(row, edit):
            return ""
        said = deadlines.understood(edit.text, self._today, deadlines.deadline_of(row))
        move = self._move(row, self._meant(row, edit))
        if move.kind is None:
            return said
        number = f"第 {self._counted.get(row.id, 0) + 1} 次延期" if move.counts else ""
        applies = deadlines.APPLIES if self._applies(row, move) else ""
        return "；".join(part for part in (said, move.word, number, applies or move.warning) if part)

    def lights(self, row: Any, edit: Edit) -> tuple[Light, Light] | None:
        """Return the light of a task before and after a change of its deadline, None where nothing changes yet."""
        to = self._meant(row, edit)
        move = self._move(row, to)
        if self._stands(row, edit) or self._applies(row, move):
            return None
        if self._standings is None:
            self._standings = Standings(self._session, list(self._rows), self._today)
        after = self._standings.after(row, to, move, keep=edit.keep_nodes)
        return self._standings.now(row).light, after.light

    def check(self, row: Any, edit: Edit) -> None:
        """Raise UndecidedError where the reason, who decided or a confirmation is missing."""
        if edit.field == "due_text" and not self._stands(row, edit):
            deadlines.check_decided(row, self._move(row, self._to(row, edit)), _decision(edit))
        if edit.field == "start_on":
            start_on = typed_value(row, edit, self._today)
            day = date.fromisoformat(str(start_on)) if start_on else None
            check_start(row, self._nodes.get(row.id, ()), day, self._today, edit.reason)

    def write(self, by_task: Mapping[int, Sequence[Edit]]) -> dict[int, Any]:
        """Write the deadlines inside the act under way and check the first days; return the tasks read anew."""
        for number, edits in by_task.items():
            for edit in edits:
                if edit.field in ("due_text", "start_on"):
                    self._write(self._rows[number], edit)
        changed = [number for number, edits in by_task.items() if any(edit.field == "due_text" for edit in edits)]
        if not changed:
            return {}
        columns = next(iter(self._rows.values()))._fields
        return read_columns(self._session, Task, changed, columns)

    def _write(self, row: Any, edit: Edit) -> None:
        try:
            self.check(row, edit)
            if edit.field == "due_text" and not self._stands(row, edit):
                task = self._session.get_one(Task, row.id)
                sent = row.uid in self._sent
                to = self._to(row, edit)
                deadlines.write_deadline(self._session, task, to, self._today, _decision(edit), sent=sent)
        except UndecidedError as missing:
            raise UndecidedError(missing.of(row.code)) from missing
        except RuleError as wrong:
            raise RuleError(wrong.of(row.code)) from wrong

    def _applies(self, row: Any, move: DeadlineMove) -> bool:
        return move.needs_decision and row.uid in self._taken

    def _stands(self, row: Any, edit: Edit) -> bool:
        if row.due_kind is DueKind.TEXT:
            return False  # a wording nobody could read may be read today
        return bool(validate_field("due_text", edit.text) == row.due_text)

    def _to(self, row: Any, edit: Edit) -> Deadline:
        wording, now = str(validate_field("due_text", edit.text)), deadlines.deadline_of(row)
        return deadlines.read_typed(wording, self._today, now, confirmed=edit.confirmed)

    def _meant(self, row: Any, edit: Edit) -> Deadline:
        """Return the deadline that is written, also while it still has to be confirmed."""
        return self._to(row, replace(edit, confirmed=True))

    def _move(self, row: Any, to: Deadline) -> DeadlineMove:
        return deadlines.move_of(self._session, row, to, self._today, row.uid in self._sent)


def _decision(edit: Edit) -> Decision:
    return Decision(edit.reason, edit.decided_by, keep_nodes=edit.keep_nodes, confirmed=edit.confirmed)


def _nodes(session: Session) -> dict[int, list[Milestone]]:
    nodes: dict[int, list[Milestone]] = defaultdict(list)
    for node in session.exec(select(Milestone).order_by(col(Milestone.position))):
        nodes[node.task_id].append(node)
    return nodes

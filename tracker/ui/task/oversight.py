"""Runs what staff decide about a task: checks, waived reports, matters for coordination."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.coordination import move_asks
from tracker.model.enums import CoordinationStatus, VerdictOutcome
from tracker.model.rows import MatterRow, TaskRow
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession

if TYPE_CHECKING:
    from tracker.services import coordination, verdicts
    from tracker.ui.task import decision_forms
    from tracker.ui.widgets.dialog import Dialog
    from tracker.ui.widgets.form_dialog import Values
    from tracker.ui.widgets.saving_dialog import Reply
else:
    coordination = late("tracker.services.coordination")
    verdicts = late("tracker.services.verdicts")
    decision_forms = late("tracker.ui.task.decision_forms")

#: Opens a dialog over the window; writes by a service, the outcome goes to a dialog where there is one.
Open: TypeAlias = Callable[["Dialog"], None]
Write: TypeAlias = Callable[[Callable[[DatabaseSession], Changes], "Reply | None"], None]


class Oversight:
    """The acts of staff beside those of the office; every one is a dialog and a write."""

    def __init__(self, context: Context, window: QWidget, show: Open, write: Write) -> None:
        self._context, self._window, self._open, self._write = context, window, show, write

    def check(self, task: TaskRow) -> None:
        """Ask what staff saw of a task."""
        today = self._context.today()

        def save(values: "Values", reply: "Reply") -> None:
            outcome = VerdictOutcome.from_word(str(values["outcome"])) or VerdictOutcome.CONFIRMED
            on, next_on, note = _day(values["on"]) or today, _day(values["next_on"]), str(values["note"])
            seen = values["progress"]
            percent = seen if isinstance(seen, int) else None
            self._write(
                lambda s: verdicts.record_verdict(
                    s, task.id, on, outcome, today, progress=percent, note=note, next_on=next_on
                ),
                reply,
            )

        self._open(decision_forms.verdict_dialog(task, today, save, self._window))

    def waive(self, task: TaskRow, period_due_on: date) -> None:
        """Ask why the report of a period is not wanted, and who decided where that must be said."""
        today = self._context.today()

        def save(values: "Values", reply: "Reply") -> None:
            reason, decided_by = str(values["reason"]), str(values.get("decided_by", ""))
            self._write(lambda s: verdicts.waive_report(s, task.id, period_due_on, reason, today, decided_by), reply)

        self._open(decision_forms.waiver_dialog(task, period_due_on, today, save, self._window))

    def raise_matter(self, task: TaskRow, problems: str = "", entry_id: int | None = None) -> None:
        """Ask what must be solved and by whom; the 存在问题 it came from stays as the office wrote it."""
        today = self._context.today()

        def save(values: "Values", reply: "Reply") -> None:
            what, solver, needed_by = str(values["what"]), str(values["solver"]), _day(values["needed_by"])
            self._write(
                lambda s: coordination.raise_matter(
                    s, task.id, what, solver, today, needed_by=needed_by, entry_id=entry_id
                ),
                reply,
            )

        self._open(decision_forms.matter_dialog(task, problems or task.problems, today, save, self._window))

    def move_matter(self, matter: MatterRow, to: CoordinationStatus) -> None:
        """Move a matter on, asking for its outcome or the reason where the move needs one."""
        today = self._context.today()

        def save(values: "Values", reply: "Reply") -> None:
            words = str(values["words"])
            self._write(lambda s: coordination.move_matter(s, matter.id, to, today, words), reply)

        if move_asks(matter.status, to):
            self._open(decision_forms.matter_move_dialog(matter, to, save, self._window))
        else:
            self._write(lambda s: coordination.move_matter(s, matter.id, to, today), None)


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None

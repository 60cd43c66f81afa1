"""What is done with the nodes (节点) of a task: added, moved, weighed, done, removed."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtWidgets import QWidget

from tracker.errors import UndecidedError
from tracker.model.changes import Changes
from tracker.model.edited_forms import MILESTONE, shown_by
from tracker.model.rows import MilestoneRow, TaskRow
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.widgets.guarded_save import over_form

if TYPE_CHECKING:
    from tracker.services import milestones
    from tracker.ui.task import forms
    from tracker.ui.widgets.form_dialog import FormDialog, Values
    from tracker.ui.widgets.saving_dialog import Reply
else:
    milestones = late("tracker.services.milestones")
    forms = late("tracker.ui.task.forms")

#: Opens a form about a task; writes by a service, the outcome goes to a dialog where there is one.
Open: TypeAlias = Callable[["FormDialog", TaskRow], None]
Write: TypeAlias = Callable[[Callable[[DatabaseSession], Changes], "Reply | None"], None]


class NodeActs:
    """Asks for what a node is to be, and for the reason and the name that the rules want with it."""

    def __init__(self, context: Context, window: QWidget, show: Open, write: Write) -> None:
        self._context, self._window, self._open, self._write = context, window, show, write

    def tick(self, node_id: int, done: bool) -> None:
        """Mark a node done today, or open again; a box that could be ticked showed none."""
        done_on, seen = (self._context.today(), {"done_on": None}) if done else (None, None)
        self._write(lambda s: milestones.complete_milestone(s, node_id, done_on, seen), None)

    def add(self, task: TaskRow) -> None:
        """Ask for a new node."""
        today = self._context.today()

        def save(values: "Values", reply: "Reply") -> None:
            title, due_on, weight, why = _given(values)
            self._write(
                lambda s: milestones.add_milestone(s, task.id, title, due_on, weight, today=today, **why), reply
            )

        self._open(forms.milestone_dialog(task, today, save, self._window), task)

    def change(self, task: TaskRow, node: MilestoneRow) -> None:
        """Ask what a node is to be called, when it is due and how much it weighs."""
        today = self._context.today()

        def save(values: "Values", reply: "Reply") -> None:
            title, due_on, weight, why = _given(values)

            def service(session: DatabaseSession, wanted: Mapping[str, Any], seen: Mapping[str, Any]) -> Changes:
                day = wanted["due_on"]
                return milestones.change_milestone(
                    session, node.id, today, title=wanted["title"], weight=wanted["weight"], seen=seen,
                    due_on=date.fromisoformat(day) if isinstance(day, str) and day else day, **why,
                )  # fmt: skip

            wanted = {"title": title, "due_on": due_on, "weight": weight}
            over_form(reply, service, wanted, shown_by(node, MILESTONE.words)).send(self._context.jobs)

        self._open(forms.milestone_dialog(task, today, save, self._window, node), task)

    def move(self, task: TaskRow, node_id: int, was: date, day: date) -> None:
        """Move a node from one day to another; where that asks less of the task, ask why and who decided."""
        today, undecided = self._context.today(), list[UndecidedError]()

        def write(session: DatabaseSession, reason: str = "", decided_by: str = "") -> Changes:
            return milestones.change_milestone(
                session, node_id, today, due_on=day, reason=reason, decided_by=decided_by, seen={"due_on": was}
            )

        def service(session: DatabaseSession) -> Changes:
            try:
                return write(session)
            except UndecidedError as missing:
                undecided.append(missing)
                raise

        def refused(sentence: str) -> None:
            if not undecided:
                self._context.bus.notified.emit(Notice(sentence, warning=True))
                return
            missing = undecided[-1]
            save = lambda values, reply: self._write(lambda s: write(s, **_why(values)), reply)  # noqa: E731
            dialog = forms.why_dialog(task, missing.sentence, save, self._window, needs_decider=missing.needs_decider)
            self._open(dialog, task)

        self._context.jobs.write(service, failed=refused, owner=self._window, toast=True)

    def remove(self, task: TaskRow, node: MilestoneRow) -> None:
        """Ask whether a node is to be removed, and why."""
        today = self._context.today()

        def save(values: "Values", reply: "Reply") -> None:
            why = _why(values)
            seen = shown_by(node, MILESTONE.words)
            self._write(lambda s: milestones.remove_milestone(s, node.id, today, **why, seen=seen), reply)

        self._open(forms.node_removal_dialog(task, node, save, self._window), task)


def _given(values: "Values") -> tuple[str, date | None, int, dict[str, str]]:
    due_on = date.fromisoformat(str(values["due_on"])) if values["due_on"] else None
    return str(values["title"]), due_on, int(str(values["weight"])), _why(values)


def _why(values: "Values") -> dict[str, str]:
    return {name: str(values.get(name, "")) for name in ("reason", "decided_by")}

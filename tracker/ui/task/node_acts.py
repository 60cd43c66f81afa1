"""What is done with the nodes (节点) of a task: added, moved, weighed, done, removed."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.rows import MilestoneRow, TaskRow
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import DatabaseSession
from tracker.ui.core.late import late

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
        """Mark a node done today, or open again."""
        done_on = self._context.today() if done else None
        self._write(lambda s: milestones.complete_milestone(s, node_id, done_on), None)

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
            self._write(
                lambda s: milestones.change_milestone(
                    s, node.id, today, title=title, due_on=due_on, weight=weight, **why
                ),
                reply,
            )

        self._open(forms.milestone_dialog(task, today, save, self._window, node), task)

    def remove(self, task: TaskRow, node: MilestoneRow) -> None:
        """Ask whether a node is to be removed, and why."""
        today = self._context.today()

        def save(values: "Values", reply: "Reply") -> None:
            why = _why(values)
            self._write(lambda s: milestones.remove_milestone(s, node.id, today, **why), reply)

        self._open(forms.node_removal_dialog(task, node, save, self._window), task)


def _given(values: "Values") -> tuple[str, date | None, int, dict[str, str]]:
    due_on = date.fromisoformat(str(values["due_on"])) if values["due_on"] else None
    return str(values["title"]), due_on, int(str(values["weight"])), _why(values)


def _why(values: "Values") -> dict[str, str]:
    return {name: str(values[name]) for name in ("reason", "decided_by")}

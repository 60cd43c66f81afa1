"""Saving a field that was typed: at once, or after a reason or a decision where the rules ask for one."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtWidgets import QWidget

from tracker.errors import UndecidedError
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.deadline_outlook import DeadlinePreview
from tracker.model.field_list import FIELD_WORDS
from tracker.model.rows import TaskRow
from tracker.model.seen import seen_of
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.drafts import field_name
from tracker.ui.core.jobs import DatabaseSession
from tracker.ui.core.late import late

if TYPE_CHECKING:
    from tracker.services import deadlines, tasks
    from tracker.ui.task import deadline_dialog, forms
    from tracker.ui.widgets.form_dialog import FormDialog, Values
    from tracker.ui.widgets.saving_dialog import Reply
else:
    deadlines = late("tracker.services.deadlines")
    tasks = late("tracker.services.tasks")
    deadline_dialog = late("tracker.ui.task.deadline_dialog")
    forms = late("tracker.ui.task.forms")

Failed: TypeAlias = Callable[[str], object]
#: Opens a form that a typed value asks for, about a field of a task.
Ask: TypeAlias = "Callable[[FormDialog, TaskRow, str], None]"


class FieldEdits:
    """Writes typed values of tasks; what the rules ask for is asked before anything is written."""

    def __init__(self, context: Context, window: QWidget, ask: Ask, write: Callable[..., None]) -> None:
        self._context, self._window, self._ask, self._write = context, window, ask, write

    def edit(self, task: TaskRow, field: str, value: Value, failed: Failed) -> None:
        """Save one field; `failed` receives the sentence of a refusal."""
        if field == "due_text":
            self._edit_deadline(task, str(value), failed)
        else:
            self._save_field(task, field, value, failed)

    def _save_field(self, task: TaskRow, field: str, value: Value, failed: Failed, note: str = "") -> None:
        """Save a field; `note` says how it was understood, once it is saved."""
        today, seen = self._context.today(), seen_of(task, field)
        undecided: UndecidedError | None = None

        def service(session: DatabaseSession) -> Changes:
            nonlocal undecided
            try:
                return tasks.edit_task(session, task.id, task.version, field, value, today, seen=seen)
            except UndecidedError as missing:
                undecided = missing
                raise

        def refused(sentence: str) -> None:
            if undecided is not None:
                self._ask_why(task, field, value, undecided)
            else:
                self._context.drafts.offer(field_name(task.uid, field))
                failed(sentence)

        def saved(_changes: object) -> None:
            if note:
                self._context.bus.notified.emit(Notice(f"{task.code} {FIELD_WORDS[field]}：{note}"))

        self._write(service, failed=refused, draft=field_name(task.uid, field), done=saved)

    def _ask_why(self, task: TaskRow, field: str, value: Value, missing: UndecidedError) -> None:
        """Ask why less is asked of a task, and who decided where that is missing; save the field with the answer."""
        today, seen = self._context.today(), seen_of(task, field)

        def save(values: "Values", reply: "Reply") -> None:
            why = str(values["reason"]), str(values.get("decided_by", ""))
            self._write(
                lambda s: tasks.edit_task(s, task.id, task.version, field, value, today, *why, seen=seen), reply
            )

        dialog = forms.why_dialog(task, missing.sentence, save, self._window, needs_decider=missing.needs_decider)
        self._ask(dialog, task, field)

    def _edit_deadline(self, task: TaskRow, typed: str, failed: Failed) -> None:
        """Save a typed deadline, or open 时限变动 where it needs a decision; until then nothing is written."""
        today = self._context.today()

        def answer(preview: DeadlinePreview) -> None:
            if preview.asks:
                dialog = deadline_dialog.deadline_dialog(self._context, task, typed, self._window)
                self._ask(dialog, task, "due_text")
            elif preview.error:
                self._context.drafts.offer(field_name(task.uid, "due_text"))
                failed(preview.error)
            else:
                self._save_field(task, "due_text", typed, failed, preview.note)

        self._context.jobs.read(
            lambda s: deadlines.preview_change(s, task.id, typed, today),
            on_result=answer,
            owner=self._window,
            key="deadline",
        )

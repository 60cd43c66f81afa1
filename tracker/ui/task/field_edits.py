"""Saving a field that was typed: at once, or after a reason or a decision where the rules ask for one."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtWidgets import QWidget

from tracker.errors import UndecidedError
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.deadline_outlook import DeadlinePreview
from tracker.model.edited_forms import seen_of
from tracker.model.field_list import FIELD_WORDS, FIELDS, FieldKind
from tracker.model.rows import TaskRow
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.drafts import field_name
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.widgets.entry_checks import Check, check_text
from tracker.ui.widgets.guarded_save import GuardedSave, over_form

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
Back: TypeAlias = Callable[[], object]
_FREE = (FieldKind.TEXT, FieldKind.NAME)
#: Opens a form that a typed value asks for, about a field of a task.
Ask: TypeAlias = "Callable[[FormDialog, TaskRow, str], None]"


class FieldEdits:
    """Writes typed values of tasks; what the rules ask for is asked before anything is written."""

    def __init__(self, context: Context, window: QWidget, ask: Ask) -> None:
        self._context, self._window, self._ask = context, window, ask

    def edit(self, task: TaskRow, field: str, value: Value, failed: Failed, back: Back | None = None) -> None:
        """Save one field of a task as it was when its editor opened; `failed` receives the sentence of a refusal.

        `back` is called where somebody else changed it meanwhile and the person goes back to the editor.
        """
        if field == "due_text":
            self._edit_deadline(task, str(value), failed, back)
        else:
            self._save_field(task, field, value, failed, back)

    def _send(self, write: GuardedSave) -> None:
        write.send(self._context.jobs)

    @staticmethod
    def _checks(field: str) -> Mapping[str, Check]:
        return {field: check_text(field)} if FIELDS[field].kind in _FREE else {}

    def _save_field(
        self, task: TaskRow, field: str, value: Value, failed: Failed, back: Back | None, note: str = ""
    ) -> None:
        """Save a field; `note` says how it was understood, once it is saved."""
        today, name = self._context.today(), field_name(task.uid, field)
        undecided: UndecidedError | None = None

        def service(session: DatabaseSession, values: Mapping[str, Any], seen: Mapping[str, Any]) -> Changes:
            nonlocal undecided, value
            value = values[field]
            try:
                return tasks.edit_task(session, task.id, task.version, field, value, today, seen=seen)
            except UndecidedError as missing:
                undecided = missing
                raise

        def refused(sentence: str) -> None:
            if undecided is not None:
                self._ask_why(task, field, value, undecided)
            else:
                self._context.drafts.offer(name)
                failed(sentence)

        def saved(_changes: object) -> None:
            self._context.drafts.drop(name)
            if note:
                self._context.bus.notified.emit(Notice(f"{task.code} {FIELD_WORDS[field]}：{note}"))

        window, checks = self._window, self._checks(field)
        self._send(GuardedSave(service, {field: value}, seen_of(task), window, window, saved, refused, back, checks))

    def _ask_why(self, task: TaskRow, field: str, value: Value, missing: UndecidedError) -> None:
        """Ask why less is asked of a task, and who decided where that is missing; save the field with the answer."""
        today = self._context.today()

        def save(given: "Values", reply: "Reply") -> None:
            why = str(given["reason"]), str(given.get("decided_by", ""))

            def service(session: DatabaseSession, values: Mapping[str, Any], seen: Mapping[str, Any]) -> Changes:
                return tasks.edit_task(session, task.id, task.version, field, values[field], today, *why, seen=seen)

            self._send(over_form(reply, service, {field: value}, seen_of(task)))

        dialog = forms.why_dialog(task, missing.sentence, save, self._window, needs_decider=missing.needs_decider)
        self._ask(dialog, task, field)

    def _edit_deadline(self, task: TaskRow, typed: str, failed: Failed, back: Back | None) -> None:
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
                self._save_field(task, "due_text", typed, failed, back, preview.note)

        self._context.jobs.read(
            lambda s: deadlines.preview_change(s, task.id, typed, today),
            on_result=answer,
            owner=self._window,
            key="deadline",
        )

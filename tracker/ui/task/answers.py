"""回应: which recommendations a task answers, asked for in a form; offices they suggest beside it are a question."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.rows import TaskRow
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.widgets.dialog import Dialog, ask
from tracker.ui.widgets.entry_checks import Checked

if TYPE_CHECKING:
    from tracker.services.sources import answers
    from tracker.ui.task import forms, new_task
    from tracker.ui.widgets.form_dialog import FormDialog, Values
    from tracker.ui.widgets.saving_dialog import Reply
else:
    answers = late("tracker.services.sources.answers")
    forms = late("tracker.ui.task.forms")
    new_task = late("tracker.ui.task.new_task")

#: Gives a task these helping offices, those it has already among them.
SetHelpers: TypeAlias = Callable[[TaskRow, tuple[str, ...]], object]


class Answering:
    """Opens the form of one task and writes what was changed as one act."""

    def __init__(
        self, context: Context, window: QWidget, show: Callable[[Dialog], object], set_helpers: SetHelpers
    ) -> None:
        self._context, self._window, self._show, self._set_helpers = context, window, show, set_helpers

    def ask(self, task: TaskRow) -> None:
        """Ask which recommendations a task answers; the first named is the main one."""

        def save(values: "Values", reply: "Reply") -> None:
            codes = new_task.words_in(values["codes"])

            def done(outcome: tuple[Changes, tuple[str, ...]]) -> None:
                reply.done()
                self._ask_helpers(task, outcome[1])

            self._context.jobs.write(
                lambda s: set_answers(s, task, codes),
                on_result=done, failed=reply.refused, owner=reply.owner, toast=True,
            )  # fmt: skip

        self._show(answers_dialog(task, save, self._window))

    def _ask_helpers(self, task: TaskRow, suggested: Sequence[str]) -> None:
        known = {task.lead_office, *task.co_offices}
        more = tuple(name for name in suggested if name not in known)
        if not more:
            return
        sentence = f"新回应的建议还提到{'、'.join(more)}。要把这些单位列为 {task.code} 的配合单位吗？"
        add = lambda: self._set_helpers(task, (*task.co_offices, *more))  # noqa: E731
        ask(self._window, "配合单位", sentence, "列为配合单位", add)


def answers_dialog(task: TaskRow, save: "Callable[[Values, Reply], None]", parent: QWidget) -> "FormDialog":
    """Return the form: the codes of all recommendations the task answers, the main one first."""
    from tracker.ui.widgets.form_dialog import FormDialog

    dialog = FormDialog("回应的建议", forms.subject(task), "保存", save, parent, 520)
    codes = dict.fromkeys(filter(None, (task.recommendation, *task.recommendations)))
    dialog.add_prose(
        "codes", "建议编号，第一条是主要回应", "、".join(codes), Checked, rows=3, placeholder="A1.2b、D3.1"
    )
    return dialog


def set_answers(session: DatabaseSession, task: TaskRow, codes: Sequence[str]) -> tuple[Changes, tuple[str, ...]]:
    """Make these the answers of a task, the first one the main; return the offices suggested by what is new.

    Raises InputError for a code nobody has.
    """
    wanted = [entry.id for entry in answers.recommendations_of_codes(session, codes)]
    present = answers.answered(session, task.id)
    fresh = [number for number in wanted if number not in present]
    gone = [number for number in present if number not in wanted]
    helpers = answers.suggested_helpers(session, fresh)
    main = wanted[0] if wanted else None
    return answers.answer_recommendations(session, task.id, fresh, gone, main=main, version=task.version), helpers

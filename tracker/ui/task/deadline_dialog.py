"""时限变动: what another deadline of a task would be, and the decision it asks for."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.model.deadline_outlook import DeadlinePreview
from tracker.model.deadlines import deadline_of, full_due_words
from tracker.model.enums import DeadlineChange
from tracker.model.rows import TaskRow
from tracker.model.typed.plan_dates import written_day
from tracker.ui.core.context import Context
from tracker.ui.core.drafts import field_name
from tracker.ui.core.late import late
from tracker.ui.widgets.answers import Answers
from tracker.ui.widgets.calendar import add_calendar
from tracker.ui.widgets.entry_checks import Choice, check_due, example_due
from tracker.ui.widgets.form_dialog import FormDialog, Save, Values
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.light_shift import LightShift
from tracker.ui.widgets.saving_dialog import Reply
from tracker.ui.widgets.textdiff import Prose

if TYPE_CHECKING:
    from tracker.services import deadline_outlooks, deadlines
    from tracker.services.deadlines import Decision
else:
    deadline_outlooks = late("tracker.services.deadline_outlooks")
    deadlines = late("tracker.services.deadlines")

PAUSE = 150  # ms after the last key before the preview is asked for
CORRECTION = DeadlineChange.CORRECTION.word
MOVE_NODES, KEEP_NODES = "节点一并顺延", "节点保持不变"
#: Called with what is typed, what to do with its preview, and who asks: nobody answers a dialog that is gone.
Preview: TypeAlias = Callable[[str, Callable[[DeadlinePreview], None], QObject], None]


class DeadlineDialog(FormDialog):
    """Says what the typed deadline is and asks what that needs; what was not previewed cannot be saved."""

    def __init__(
        self, task: TaskRow, typed: str | None, today: date, preview: Preview, save: Save, parent: QWidget
    ) -> None:
        """`typed` is the deadline a person entered, None where it is still to be entered here."""
        super().__init__("时限变动", f"{task.code}  {task.title}", "确定", save, parent, 520)
        self._preview, self._needs_text = preview, typed != ""
        self.shown: DeadlinePreview | None = None
        self._add_fields(typed, today)
        self.summary = TextLabel("", "small", "text2")
        self.summary.setWordWrap(True)
        self.body.insertWidget(1, self.summary)
        self.lights, self.schedule = LightShift(), TextLabel("", "small", "text2")
        self.body.insertWidget(2, self.lights)
        self.body.insertWidget(3, self.schedule)
        self._answered = ""
        self.answers = Answers()
        self.answers.chosen.connect(self._take_reading)
        self.body.insertWidget(4, self.answers)
        self.body.insertWidget(0, Prose(standing_words(task)))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.look)
        self.typed.textChanged.connect(lambda _text: self._wait())
        self.way.currentTextChanged.connect(lambda _word: self._show_fields())
        self.nodes.currentTextChanged.connect(lambda _word: self._show_outlook())
        self._show_fields()
        if typed is not None:
            self.start_in("reason")
            self.look()

    def _add_fields(self, typed: str | None, today: date) -> None:
        example = f"如 {example_due(today)}"
        missing = f"请写新的时限，{example}"
        self.typed: QLineEdit = self.add_line(
            "to_text",
            "新的时限",
            typed or "",
            check_due(today),
            required=missing if self._needs_text else "",
            placeholder=example,
        )
        add_calendar(self.typed, lambda: written_day(self.typed.text()))
        self.way = self.add_choice("way", "性质", ())
        self.nodes = self.add_choice("nodes", "未完成的节点", (MOVE_NODES, KEEP_NODES))
        self.add_decision(required="请写时限变动的理由")

    def _wait(self) -> None:
        """Wait for another preview: what is shown is not what is typed any more."""
        self.shown = None
        self.confirm.setEnabled(False)
        self._pause.start()

    def look(self) -> None:
        """Ask what the deadline typed now would be."""
        self._pause.stop()
        self.shown = None
        self.confirm.setEnabled(False)
        self._preview(self.typed.text().strip(), self._answer, self)

    def _answer(self, preview: DeadlinePreview) -> None:
        if preview.typed == self.typed.text().strip():
            self.show_preview(preview)

    def show_preview(self, preview: DeadlinePreview) -> None:
        """Show what the typed deadline would be, and ask for what it needs."""
        self._pause.stop()
        self.shown = preview
        asked = "" if preview.typed == self._answered else preview.question
        self.summary.setText(asked or preview.error or preview.summary)
        self.summary.set_tone("amber" if asked else "red" if preview.error else "amber" if preview.warning else "text2")
        self.answers.offer([Choice(word, text, text) for word, text in preview.choices] if asked else ())
        if asked:
            self.typed.setFocus()
        chosen = self.way.currentText()
        self.way.blockSignals(True)
        self.way.clear()
        self.way.addItems([*([] if preview.error else [preview.word]), *([CORRECTION] if preview.can_correct else [])])
        self.way.setCurrentText(chosen)
        self.way.blockSignals(False)
        self.confirm.setEnabled(not asked and (not preview.error or preview.can_correct))
        self._show_fields()

    def _take_reading(self, choice: Choice) -> None:
        """Take one of the readings of an unclear deadline."""
        self._answered = choice.text
        self.typed.setText(choice.text)
        self.look()
        self.typed.setFocus()

    @property
    def correcting(self) -> bool:
        """Tell whether the deadline that stands is to be corrected instead of changed."""
        return self.way.currentText() == CORRECTION

    def _show_fields(self) -> None:
        """Ask only for what the change needs; before the first preview, for a decision."""
        preview = self.shown
        decides = preview.needs_decision if preview is not None else True
        self.ask_for("way", preview is not None and preview.can_correct)
        self.ask_for("nodes", preview is not None and bool(preview.nodes) and not self.correcting)
        self.ask_for("reason", decides or self.correcting)
        self.ask_for("decided_by", decides and not self.correcting)
        self._show_outlook()

    def _show_outlook(self) -> None:
        """Show the light and the schedule before and after, with the nodes as they are chosen."""
        outlook = self.shown.outlook if self.shown is not None else None
        keeps = self.correcting or self.nodes.currentText() == KEEP_NODES
        after = (outlook.kept if keeps else outlook.moved) if outlook is not None else None
        if outlook is None or after is None:
            self.lights.show_lights(None, None)
            self.schedule.hide()
            return
        self.lights.show_lights(outlook.now.light, after.light)
        self.schedule.setText("，".join(outlook.numbers(after)))
        self.schedule.setVisible(bool(self.schedule.text()))

    def submit(self) -> None:
        """Save what was previewed, nothing else."""
        if self._pause.isActive():
            self.look()
        missing = self._needs_text and not self.typed.text().strip()
        if missing or (self.shown is not None and self.confirm.isEnabled()):
            super().submit()

    def refuse(self, sentence: str) -> None:
        """Say why nothing was saved, and look again: what stands may be another deadline than the one shown."""
        super().refuse(sentence)
        self.look()


def standing_words(task: TaskRow) -> str:
    """Return the deadline that stands, the first one where that was another, and how often it was extended."""
    words = [f"现在的时限：{full_due_words(deadline_of(task)) or '未定'}"]
    if task.first_due_on is not None and task.first_due_on != task.due_on:
        words.append(f"原时限 {task.first_due_on.isoformat()}")
    return "，".join([*words, *([f"已延期 {task.extensions} 次"] if task.extensions else [])])


def decision_of(values: Values) -> "Decision":
    """Return the decision that the dialog's fields make."""
    return deadlines.Decision(
        str(values["reason"]),
        str(values["decided_by"]),
        keep_nodes=values["nodes"] == KEEP_NODES,
        correct=values["way"] == CORRECTION,
        confirmed=True,
    )


def deadline_dialog(context: Context, task: TaskRow, typed: str | None, parent: QWidget) -> DeadlineDialog:
    """Return the dialog for a deadline of a task, which previews and saves through the jobs."""
    today = context.today()

    def preview(text: str, then: Callable[[DeadlinePreview], None], owner: QObject) -> None:
        context.jobs.read(
            lambda s: deadline_outlooks.preview_with_outlook(s, task.id, text, today),
            on_result=then,
            owner=owner,
            key="deadline",
        )

    def save(values: Values, reply: Reply) -> None:
        to_text, decision, seen = str(values["to_text"]), decision_of(values), dialog.shown
        context.jobs.write(
            lambda s: deadlines.change_deadline(s, task.id, to_text, today, decision, seen), toast=True, **reply.route
        )

    dialog = DeadlineDialog(task, typed, today, preview, save, parent)
    dialog.keep_drafts(context.drafts, field_name(task.uid, dialog.windowTitle()), f"{task.code} 时限变动")
    return dialog

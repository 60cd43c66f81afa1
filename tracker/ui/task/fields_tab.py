"""The first tab of the panel: every field of the task, each edited where it stands."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.enums import Priority
from tracker.model.field_list import FIELD_WORDS, Panel, shown_as
from tracker.model.rows import RevisionRow, TaskDetail, TaskRow
from tracker.ui.core.drafts import Drafts
from tracker.ui.task.action_list import ACTS, CONFIRM, COORDINATE, EVIDENCE, EVIDENCE_FILE, MILESTONE, RELATE, VERDICT
from tracker.ui.task.check_line import CheckLine
from tracker.ui.task.co_offices import CoOfficesField
from tracker.ui.task.evidence import EvidenceList
from tracker.ui.task.inline_field import LABEL, InlineField
from tracker.ui.task.links import LinksList
from tracker.ui.task.matters import MattersList
from tracker.ui.task.milestones import MilestoneList
from tracker.ui.task.parts import Heading, Scrolled, aligned
from tracker.ui.task.progress_chart import ProgressChart, way_of
from tracker.ui.task.reports import ReportsList
from tracker.ui.task.words import field_words, first_due_words, reported_words, schedule_tick
from tracker.ui.widgets.badges import ProgressBar
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.entry_checks import Check, OfficeNames, check_due, check_progress, check_start_day, check_text
from tracker.ui.widgets.labels import ElidedLabel, TextLabel


class BasicsTab(Scrolled):
    """Shows a task row at once, and what hangs on the task when its detail has been read."""

    edited = Signal(str, object)  # field, value
    understood = Signal(str)  # how a text was understood
    asked = Signal(str)  # key of an act
    milestone_ticked = Signal(int, bool)  # milestone id, done
    code_asked = Signal(str)  # code of the task kept instead of this one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, InlineField] = {}
        self.bar, self.chart = ProgressBar(), ProgressChart()
        self._today, self._charted = date.min, 0  # the task of the chart
        self._task: TaskRow | None = None
        self._opened: dict[str, TaskRow] = {}  # by field, as it was shown when its editor opened
        self.confirm = LinkButton("确认")
        self.confirm.setToolTip("牵头单位和配合单位是建议，确认后定为正式单位")
        self.confirm.clicked.connect(lambda _checked=False: self.asked.emit(CONFIRM))
        self.co_offices = CoOfficesField()
        self.co_offices.edited.connect(self.edited)
        self.co_offices.opened.connect(lambda: self._keep_opened("co_offices"))
        self.first_due = _FirstDue()
        self.latest = Heading("最近进展")
        self.check, self.matters = CheckLine(), MattersList()
        self.check.asked.connect(lambda: self.asked.emit(VERDICT))
        self.raise_matter = LinkButton("转为协调事项…")
        self.raise_matter.clicked.connect(lambda _checked=False: self.asked.emit(COORDINATE))
        self.milestones = MilestoneList()
        self.milestones.ticked.connect(self.milestone_ticked)
        self.milestones.add_asked.connect(lambda: self.asked.emit(MILESTONE))
        self.evidence = EvidenceList()
        self.evidence.add_asked.connect(lambda: self.asked.emit(EVIDENCE))
        self.evidence.file_asked.connect(lambda: self.asked.emit(EVIDENCE_FILE))
        self.reports, self.links = ReportsList(), LinksList()
        self.links.add_asked.connect(lambda: self.asked.emit(RELATE))
        self._kept: str = ""
        self.merged = LinkButton("")
        self.merged.clicked.connect(lambda _checked=False: self.code_asked.emit(self._kept))
        self._lay_out()

    def _lay_out(self) -> None:
        self.column.addLayout(aligned(self.merged))
        self._progress()
        self._offices()
        for field in shown_as(Panel.LINE):
            self._add(field, FIELD_WORDS[field], check_text(field))
        self._add("priority", FIELD_WORDS["priority"], check_text("priority"))
        self.fields["priority"].set_choices([priority.word for priority in Priority])
        self.column.addWidget(self.co_offices)
        self._add("due_text", "时限", check_due(date.min))
        self.column.addWidget(self.first_due)
        self._add("start_on", "序时起点", check_start_day(date.min))
        self.column.addWidget(self.reports)
        self.rule()
        self.column.addWidget(self.latest)
        self._add("progress_note", "", check_text("progress_note"), wrapped=True)
        self._add("problems", "问题", check_text("problems"), wrapped=True)
        self.column.addLayout(aligned(self.raise_matter))
        self._add("next_steps", "下一步", check_text("next_steps"), wrapped=True)
        self.column.addWidget(self.matters)
        self.rule()
        self.column.addWidget(self.milestones)
        self.rule()
        self.column.addWidget(self.links)
        self.rule()
        for field in shown_as(Panel.PROSE):
            self._add(field, FIELD_WORDS[field], check_text(field), wrapped=True)
        self.rule()
        self._add("closing_statement", "办结说明", check_text("closing_statement"), wrapped=True)
        self.column.addWidget(self.evidence)

    def _make(self, field: str, caption: str, check: Check, *, wrapped: bool = False) -> InlineField:
        role = "figure" if field == "progress" else "body"
        line = InlineField(field, caption, check, wrapped=wrapped, role=role)  # type: ignore[arg-type]
        line.edited.connect(self.edited)
        line.understood.connect(self.understood)
        line.opened.connect(lambda: self._note_opened(line))
        self.fields[field] = line
        return line

    def _keep_opened(self, field: str) -> None:
        if self._task is not None:
            self._opened[field] = self._task

    def _note_opened(self, line: InlineField) -> None:
        self._keep_opened(line.field)
        QTimer.singleShot(0, line, lambda: self.ensureWidgetVisible(line))

    def _add(self, field: str, caption: str, check: Check, *, wrapped: bool = False) -> None:
        line = self._make(field, caption, check, wrapped=wrapped)
        if not caption:
            line.view.edge = 0
        self.column.addWidget(line)

    def _progress(self) -> None:
        self._add("progress", "进度", check_progress)
        holder = QVBoxLayout()
        holder.setContentsMargins(LABEL, 0, 0, 8)
        holder.addWidget(self.bar)
        self.column.addLayout(holder)
        self.column.addWidget(self.chart)
        self.column.addWidget(self.check)

    def _offices(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._make("lead_office", "牵头单位", lambda text: OfficeNames().check(text)), 1)
        row.addWidget(self.confirm)
        self.column.addLayout(row)

    def set_offices(self, offices: OfficeNames, today: date, leaders: Sequence[str] = ()) -> None:
        """Say which offices and leaders there are, and the day."""
        self._today = today
        for part in (self.milestones, self.reports, self.matters, self.check):
            part.today = today
        self.fields["leader"].set_choices(leaders)
        self.fields["lead_office"].set_check(offices.check)
        self.fields["lead_office"].set_choices(offices.names)
        self.fields["due_text"].set_check(check_due(today))
        self.fields["start_on"].set_check(check_start_day(today))
        self.co_offices.names = offices.names

    def follow_drafts(self, drafts: Drafts) -> None:
        """Keep what is typed and not saved among these drafts."""
        for field in self.fields.values():
            field.follow_drafts(drafts)

    def show_task(self, task: TaskRow) -> None:
        """Show what the row of the ledger knows."""
        self._task = task
        words = field_words(task)
        for name, field in self.fields.items():
            field.show_value(words[name])
            field.show_draft(task.uid, task.code)
        self.co_offices.show_value(words["co_offices"], task.co_offices, task.lead_office)
        self.bar.set_progress(task.progress, schedule_tick(task))
        if task.id != self._charted:  # until its own way is read
            self.chart.hide()
            self.bar.show()
        self.confirm.setVisible(bool(task.lead_office) and not task.offices_confirmed)
        self.first_due.show_task(task)
        self.check.show_task(task)
        self.raise_matter.setVisible(ACTS[COORDINATE].allowed(task))
        self._kept = task.merged_into
        self.merged.setVisible(bool(task.merged_into))
        self.merged.setText(f"已并入 {task.merged_into}，去看保留的任务")
        on = task.last_progress_on
        self.latest.right.setText(on.isoformat() if on else "")

    def show_detail(self, detail: TaskDetail) -> None:
        """Show what hangs on the task as well: milestones, evidence, reports, checks, matters, linked tasks."""
        if (before := reported_words(detail)) is not None:
            self.fields["progress"].show_value(before)
        self._charted = detail.task.id
        self.chart.show_way(way_of(detail, self._today))
        self.bar.setVisible(self.chart.isHidden())
        self._say_who(detail.history)
        self.check.show_detail(detail)
        self.matters.show_rows(detail.matters)
        self.reports.show_rows(detail.reports, frozen=detail.task.status.ended)
        self.links.show_rows(detail.links)
        self.milestones.show_rows(detail.milestones)
        self.evidence.show_rows(detail.evidence, detail.counted)

    def begin(self, field: str) -> None:
        """Open the editor of a field."""
        self.fields[field].begin()

    def cancel_edits(self) -> None:
        """Close all editors without saving."""
        for field in self.fields.values():
            field.cancel()

    def opened_on(self, field: str) -> TaskRow | None:
        """Return the task as it was shown when the editor of a field opened last."""
        return self._opened.get(field)

    def resume(self, field: str) -> None:
        """Open the editor of a field again with what was typed; it still stands over what it showed at first."""
        if field in self.fields:
            kept = self._opened.get(field)
            self.fields[field].resume()
            if kept is not None:
                self._opened[field] = kept

    @property
    def typing(self) -> bool:
        """Tell whether an editor is open."""
        return any(field.editing for field in self.fields.values())

    def say_deleted(self, sentence: str) -> None:
        """Say under open editors that the task is gone."""
        for field in self.fields.values():
            field.say_deleted(sentence)

    def _say_who(self, history: Sequence[RevisionRow]) -> None:
        """Say under open editors who changed their value meanwhile."""
        for name, field in self.fields.items():
            if field.editing and field.overtaken:
                word = FIELD_WORDS[name]
                newest = next((row for row in history if row.field == word), None)
                if newest is not None:
                    field.say_who(f"{newest.actor or '别人'} {newest.at.astimezone():%H:%M}")

    def refuse(self, field: str, sentence: str) -> None:
        """Say below a field why it was not saved."""
        if field in self.fields:
            self.fields[field].refuse(sentence)


class _FirstDue(QWidget):
    """原时限, shown only when the deadline was put off."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(28)
        caption = TextLabel("原时限", "small", "text3")
        caption.setFixedWidth(LABEL)
        self._value, self._note = ElidedLabel(), ElidedLabel("", "small", "text3")
        self._value.setFixedWidth(76)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (caption, self._value, self._note):
            row.addWidget(widget)

    def show_task(self, task: TaskRow) -> None:
        """Show the first deadline, or nothing."""
        shown = first_due_words(task)
        self.setVisible(shown is not None)
        if shown is not None:
            self._value.setText(shown.text)
            self._note.setText(shown.note)

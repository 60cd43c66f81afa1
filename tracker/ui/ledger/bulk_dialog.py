"""批量修改: one value for many tasks, or a pasted block, with every change shown before anything is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from tracker.model.bulk_edits import (
    ADD_HELP,
    BULK_FIELDS,
    BULK_WORDS,
    DROP_HELP,
    HELP_FIELDS,
    SET_HELP,
    BulkEdit,
    BulkPreview,
    EditLine,
)
from tracker.model.enums import Priority, Status
from tracker.model.rows import TaskRow
from tracker.model.typed.plan_dates import written_day
from tracker.ui.core.drafts import Drafts
from tracker.ui.ledger.preview_changes import PreviewChanges
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.calendar import add_calendar
from tracker.ui.widgets.choice_line import completer
from tracker.ui.widgets.decision_fields import DecisionFields
from tracker.ui.widgets.draft_offer import FormDrafts
from tracker.ui.widgets.entry_checks import OfficeNames, check_due, check_start_day, example_due, understood
from tracker.ui.widgets.fields import CheckBox, ComboBox, FormField
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.saving_dialog import Reply, SavingDialog
from tracker.ui.widgets.states import EmptyState, Stage

MOVE_NODES, KEEP_NODES = "节点一并顺延", "节点保持不变"
MOST_SHOWN = 500  # lines that ask for nothing; what is to be confirmed is shown to the last line
_NOTHING_YET = "还没有填新的值", "填好以后，这里逐项列出由什么改为什么；应用以前台账不变"
_LINE = 28  # px of a line beside which a box stands
PAUSE = 150  # ms after the last key before the preview is asked for
HINTS = {
    "progress": "0 到 100 的百分数，如 60",
    "due_text": "如 {due}、长期坚持，留空即未定",
    "start_on": "如 {day}，留空即未定",
    "status": "、".join(status.word for status in Status),
    "priority": "、".join(priority.word for priority in Priority),
    "leader": "分管领导，如 王副市长，留空即清空",
    "lead_office": "单位名称、简称或别名",
    ADD_HELP: "单位名称，多个用顿号分开",
    DROP_HELP: "单位名称，多个用顿号分开",
    SET_HELP: "单位名称，多个用顿号分开，留空即清空",
}


def hint(field: str, today: date) -> str:
    """Return what the empty value of a field shows; days in it are those of this year."""
    return HINTS.get(field, "留空即清空").format(due=example_due(today), day=today.isoformat())


#: Fields with a closed list of words.
_WORDS: Mapping[str, type[Status] | type[Priority]] = {"status": Status, "priority": Priority}
#: Called with the edits, what to do with their preview, and who asks: nobody answers a dialog that is gone.
Preview = Callable[[Sequence[BulkEdit], Callable[[BulkPreview], None], QObject], None]
#: Called with the edits, and where the outcome goes.
Apply = Callable[[Sequence[BulkEdit], Reply], None]


class PreviewDialog(SavingDialog):
    """Shows what edits would change; the primary button writes those that change something and lack nothing.

    Where a change asks for a reason, who decided or a confirmation, it is asked above the list, once for all: the
    rules say what, the dialog knows none of them. A confirmation covers the lines that were shown, no others.
    """

    #: What is asked for whatever the lines need.
    always: frozenset[str] = frozenset()

    def __init__(self, title: str, note: str, preview: Preview, apply: Apply, parent: QWidget) -> None:
        super().__init__(title, note, 1180, parent, height=560)
        self._preview, self._apply, self.named = preview, apply, title
        self.shown: BulkPreview | None = None
        self.drafts: FormDrafts | None = None
        self._asked: Sequence[BulkEdit] = ()
        self._entered: tuple[Sequence[BulkEdit], str] = ((), "")
        self._hidden, self._left = 0, ""
        self._begun = False
        self._seen: frozenset[tuple[int, str, str, str]] = frozenset()
        self._add_decision()
        self.table = PreviewChanges()
        self.table.ticked.connect(self._count)
        self.stage = Stage(self.table)
        self.stage.show_empty(EmptyState("edit", *_NOTHING_YET))
        self.body.addWidget(self.stage, 1)
        self.leave = self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button("应用", "primary", self.submit)
        self.confirm.setEnabled(False)

    def _add_decision(self) -> None:
        """Put the fields of a decision above the list; they appear where a change asks for them."""
        self.decision = row = DecisionFields()
        self.reason, self.decided_by = row.reason, row.decided_by
        self.reason_field, self.decider_field = row.reason_field, row.decider_field
        self.reason.setPlaceholderText("对所有任务写一次")
        self.nodes = ComboBox()
        self.nodes.addItems([MOVE_NODES, KEEP_NODES])
        self.nodes_field = FormField("未完成的节点", self.nodes)
        self.nodes_field.hide()
        row.addWidget(self.nodes_field)
        self.confirmed = CheckBox("确认这些变动")
        self.full = CheckBox("按 100% 记")
        for box in (self.confirmed, self.full):
            row.addWidget(box, alignment=Qt.AlignmentFlag.AlignBottom)
            box.setMinimumHeight(_LINE)
            box.hide()
            box.toggled.connect(lambda _on: self._typed())
        self.body.addLayout(row)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.look)
        row.changed.connect(self._typed)
        row.entered.connect(self._hurry)
        self.nodes.currentIndexChanged.connect(lambda _index: self._typed())

    def _lead_with(self, *fields: QWidget) -> None:
        """Let the Tab key go through these fields first: they stand above the rest, but came after it."""
        rest = (self.reason, self.decided_by, self.nodes, self.confirmed, self.full, self.table)
        chain = (*fields, *rest, self.leave, self.confirm)
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def offer_leaders(self, leaders: Sequence[str]) -> None:
        """Offer the leaders known where it is asked who decided."""
        self.decision.offer_leaders(leaders)

    def _typed(self) -> None:
        self.forget()
        self._pause.start()

    def _hurry(self) -> None:
        """Preview at once what was typed a moment ago: Enter writes only what could be seen."""
        if self._pause.isActive():
            self.look()

    def look(self) -> None:
        """Preview the edits anew with the decision as it is typed now."""
        self._pause.stop()
        self._look_at(*self._entered)

    def ask(self, edits: Sequence[BulkEdit], left: str = "") -> None:
        """Ask what these edits would change, and show it; `left` says what could not be placed."""
        self._entered = edits, left
        self._look_at(edits, left)

    def _look_at(self, edits: Sequence[BulkEdit], left: str) -> None:
        self.forget()
        decided = [self._decided(edit) for edit in edits]
        self._asked = decided
        self._preview(decided, lambda preview: self._answer(decided, preview, left), self)

    def _decided(self, edit: BulkEdit) -> BulkEdit:
        """Return an edit with the decision that stands above the list."""
        return replace(
            edit,
            reason=self.reason.text(),
            decided_by=self.decided_by.text(),
            keep_nodes=self.nodes.currentText() == KEEP_NODES,
            confirmed=self.confirmed.isChecked(),
            progress=100 if self.full.isChecked() and _closes(edit) else edit.progress,
        )

    def forget(self) -> None:
        """Wait for another preview: what is shown is not what is asked for any more, and cannot be written."""
        self.shown, self._asked = None, ()
        self.confirm.setEnabled(False)

    def _answer(self, edits: Sequence[BulkEdit], preview: BulkPreview, left: str) -> None:
        if edits is self._asked:
            self.show_preview(preview, left)

    def show_preview(self, preview: BulkPreview, left: str = "") -> None:
        """Show a preview: what cannot be changed or lacks a decision first, then what changes."""
        self.shown = preview
        asking = [line for line in preview.lines if line.changes and line.needs]
        quiet = [line for line in preview.lines if line.changes and not line.needs]
        for lines in (asking, quiet):  # what is said of one is seen
            lines.sort(key=lambda line: not (line.edit.field == "status" and line.note))
        refused = [line for line in preview.lines if line.error][:MOST_SHOWN]
        lines = [*refused, *asking, *quiet[:MOST_SHOWN]]
        self._hidden, self._left = preview.refused + len(asking) + len(quiet) - len(lines), left
        self.table.show_lines(lines)
        self.stage.show_content()
        self._count()
        self._show_decision(asking)
        self._begin()

    def _begin(self) -> None:
        """Let the keys begin, where nothing is to be typed first, at what the first preview asks for."""
        if not self._begun and self.focusWidget() in (None, self.leave):
            asked = next((w for w in (self.reason, self.confirmed) if w.isVisibleTo(self)), self.confirm)
            (asked if asked.isEnabled() else self.leave).setFocus()
        self._begun = True

    def clear_preview(self) -> None:
        """Show no lines: nothing is asked for."""
        self.forget()
        self.table.show_lines(())
        self.stage.show_empty(EmptyState("edit", *_NOTHING_YET))
        self.foot_label.setText("")

    def edits(self) -> tuple[BulkEdit, ...]:
        """Return the edits that are shown as ticked, each with the value that was shown beside it."""
        lines = self.shown.lines if self.shown is not None else ()
        return tuple(replace(line.edit, seen=line.old) for line in lines if line.ready and self.table.takes(line.edit))

    def _count(self) -> None:
        """Say how much would be written and what would not."""
        preview, edits, left = self.shown, self.edits(), self._left
        if preview is None:
            return
        self.confirm.setText(f"应用 {len(edits):,} 处修改" if edits else "无可修改项")
        self.confirm.setEnabled(bool(edits))
        self.foot_label.set_tone("amber" if preview.refused or preview.asking or preview.unclear or left else "text2")
        self.foot_label.setText(_sum(preview, edits, self._hidden, left))

    def _show_decision(self, asking: Sequence[EditLine]) -> None:
        """Show the fields that the lines ask for, whether they are filled in or not; what is hidden is not ticked."""
        needs = self.always.union(*(line.needs for line in asking))
        moves_nodes = any(line.edit.field == "due_text" and "decided_by" in line.needs for line in asking)
        self.decision.ask(needs)
        self.nodes_field.setVisible("nodes" in needs or moves_nodes)
        for box, need in ((self.confirmed, "confirmed"), (self.full, "progress")):
            box.setVisible(need in needs)
            if need not in needs:
                _untick(box)
        self._cover_lines(frozenset(_what(line) for line in asking if "confirmed" in line.needs))

    def _cover_lines(self, asking: frozenset[tuple[int, str, str, str]]) -> None:
        """Take the tick back where lines have come that nobody saw when it was set."""
        unseen = not asking <= self._seen
        self._seen = asking
        if unseen and self.confirmed.isChecked():
            _untick(self.confirmed)
            self.look()

    def keep_drafts(self, drafts: Drafts) -> None:
        """Keep what is typed from now on until it is applied, and offer what was typed here before."""
        self.drafts = FormDrafts(drafts, f"bulk/{self.named}", self.named, self.typed_fields())
        self.body.insertWidget(0, self.drafts.line)
        self.accepted.connect(self.drafts.saved)

    def typed_fields(self) -> dict[str, QWidget]:
        """Return the fields that hold what a person types, by name."""
        return {"reason": self.reason, "decided_by": self.decided_by}

    def submit(self) -> None:
        """Write what changes something; a refusal stays here with its sentence."""
        if edits := self.edits():
            self._apply(edits, self.begin_saving())


class BulkDialog(PreviewDialog):
    """Asks for a field and a value; the preview follows what is typed. An act has its field, and is called by name."""

    def __init__(
        self, tasks: Sequence[TaskRow], offices: OfficeNames, today: date, preview: Preview, apply: Apply,
        parent: QWidget, act: str = "", said: str = "",
    ) -> None:  # fmt: skip
        """`act` names what was asked for, "" for any change; `said` is a sentence above the list."""
        title = f"{act} {len(tasks):,} 项" if act else "批量修改"
        super().__init__(title, f"已选 {len(tasks):,} 项任务，一次修改，可一次撤销", preview, apply, parent)
        self.named, self._act = act or title, act
        self._tasks, self._offices, self._today = tasks, offices, today
        self._leaders: Sequence[str] = ()
        self._leads_on = False
        self.field, self.value = ComboBox(), QLineEdit()
        for name in BULK_FIELDS:
            self.field.addItem(BULK_WORDS[name], name)
        self.value.setFont(font("body"))
        self._calendar = add_calendar(self.value, lambda: written_day(self.value.text()))
        self._day_checks = {"due_text": check_due(today), "start_on": check_start_day(today)}
        row = QHBoxLayout()
        row.setSpacing(12)
        self._field_choice = FormField("修改的字段", self.field)
        row.addWidget(self._field_choice, 0, Qt.AlignmentFlag.AlignTop)  # a hint below the value
        self._value_field = FormField("新的值", self.value)
        row.addWidget(self._value_field, 1, Qt.AlignmentFlag.AlignTop)
        self._field_choice.setVisible(not act)
        self.body.insertLayout(0, row)
        self.said = TextLabel(said, "small", "amber")
        self.said.setVisible(bool(said))
        self.body.insertWidget(1, self.said)
        self.field.currentIndexChanged.connect(lambda _index: self._hint())
        self.value.textChanged.connect(lambda _text: self._typed())
        self.value.returnPressed.connect(self._hurry)
        self._hint()
        self._lead_with(self.field, self.value)
        self.value.setFocus()

    def offer_leaders(self, leaders: Sequence[str]) -> None:
        """Offer the leaders known as a value as well."""
        super().offer_leaders(leaders)
        self._leaders = leaders
        if self.field.currentData() == "leader":
            self._hint()

    def preset(self, field: str, text: str) -> None:
        """Begin with a field and a value, and preview them; the cursor goes where something is left to say."""
        self.field.setCurrentIndex(self.field.findData(field))
        self.value.setText(text)
        self.value.setModified(True)
        self.value.setFocus()
        self._value_field.setVisible(not self._act)
        self._leads_on = True
        self.look()

    def show_preview(self, preview: BulkPreview, left: str = "") -> None:
        """Show a preview; of what was begun with, the cursor goes on to the reason where one is asked for."""
        super().show_preview(preview, left)
        known = self._value_field.isHidden()
        if self._leads_on and self.reason_field.isVisibleTo(self) and (known or self.value.hasFocus()):
            self.reason.setFocus()
        elif self._leads_on and known:
            asked = self.confirmed.isVisibleTo(self) and not self.confirm.isEnabled()
            (self.confirmed if asked else self.confirm).setFocus()
        self._leads_on = False

    def typed_fields(self) -> dict[str, QWidget]:
        """Return the value as well."""
        return {**({} if self._value_field.isHidden() else {"value": self.value}), **super().typed_fields()}

    def begin_with(self, field: str) -> None:
        """Begin with a field, the cursor where its value is typed."""
        self.field.setCurrentIndex(self.field.findData(field))
        self._value_field.set_label(BULK_WORDS[field])
        self.value.setFocus()

    def _hint(self) -> None:
        field = self.field.currentData()
        known: Sequence[str] = self._offices.names if field in ("lead_office", *HELP_FIELDS) else ()
        if field in _WORDS:
            known = [member.word for member in _WORDS[field]]
        if field == "leader":
            known = self._leaders
        self.value.setCompleter(completer(known, self.value))
        self.value.setPlaceholderText(hint(field, self._today))
        self._show_decision(())
        self.look()

    def look(self) -> None:
        """Preview the value as it is typed now; nothing typed yet asks for nothing."""
        self._pause.stop()
        text, field = self.value.text(), self.field.currentData()
        check = self._day_checks.get(field)
        self._calendar.setVisible(check is not None)
        self._value_field.set_hint(understood(check(text), text) if check is not None and text else "")
        if text or self.value.isModified():
            self.ask([BulkEdit(task.id, field, text) for task in self._tasks])


def _closes(edit: BulkEdit) -> bool:
    return edit.field == "status" and Status.from_word(edit.text.strip()) is Status.CLOSED


def _what(line: EditLine) -> tuple[int, str, str, str]:
    """Return what a confirmation of a line would confirm."""
    return line.edit.task_id, line.edit.field, line.new, line.question


def _untick(box: CheckBox) -> None:
    box.blockSignals(True)
    box.setChecked(False)
    box.blockSignals(False)
    box.update()


def _sum(preview: BulkPreview, edits: Sequence[BulkEdit], hidden: int, left: str) -> str:
    tasks = len({edit.task_id for edit in edits})
    words = [f"{tasks:,} 项任务将有 {len(edits):,} 处修改" if edits else "没有可应用的修改"]
    if len(edits) < len(preview.edits):
        words.append(f"{len(preview.edits) - len(edits):,} 处没有勾选")
    if preview.refused:
        words.append(f"{preview.refused:,} 处不能修改" + ("，应用时跳过" if edits else "，原因写在各行"))
    if preview.asking:
        words.append(f"{preview.asking:,} 处还缺理由、批准人或确认，不计在内")
    doubts = [(preview.past, "处写的日子已经过了"), (preview.unclear - preview.past, "处写法不清")]
    if said := "、".join(f"{count:,} {word}" for count, word in doubts if count):
        words.append(f"{said}，不计在内")
    if hidden:
        words.append(f"另有 {hidden:,} 行没有列出")
    return "，".join([*words, *([left] if left else [])])

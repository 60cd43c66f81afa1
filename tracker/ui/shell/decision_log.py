"""时限与状态变动: the list of all decisions, with the way to record what nobody recorded."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.enums import DeadlineChange
from tracker.model.rows import DecisionRow
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.task.leaders import offer_leaders
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import ComboBox
from tracker.ui.widgets.form_dialog import FormDialog, Save, Values
from tracker.ui.widgets.labels import Rule, TextLabel
from tracker.ui.widgets.line_table import LightRows, LinesTable, framed
from tracker.ui.widgets.saving_dialog import Reply
from tracker.ui.widgets.states import EmptyState, Stage

if TYPE_CHECKING:
    from tracker.queries import decision_log
    from tracker.services import unrecorded
else:
    decision_log = late("tracker.queries.decision_log")
    unrecorded = late("tracker.services.unrecorded")

COLUMNS = (
    ("日期", 88), ("编号", 60), ("变动", 116), ("由 → 到", 192),
    ("理由", 0), ("批准人", 72), ("逾期", 52), ("亮灯", 252),
)  # fmt: skip
ALL = "全部变动"
_LIGHTS = 7


class DecisionsDialog(Dialog):
    """Newest first; Enter goes to the task."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(
            "时限与状态变动",
            "每一次改时限、改计划、核查、免报和需要决定的状态变动",
            1290,
            parent,
            height=640,
            ruled=True,
        )
        self._context, self._parent = context, parent
        self.rows: tuple[DecisionRow, ...] = ()
        self.form: FormDialog | None = None
        self.kind = ComboBox()
        self.kind.setAccessibleName("变动的种类")
        self.kind.addItem(ALL)
        self.summary = TextLabel("", "small", "text2")
        self.table = LinesTable("时限与状态变动", COLUMNS)
        self.table.setItemDelegateForColumn(_LIGHTS, LightRows(self.table))
        self.whole = TextLabel("", "small", "text2")  # of the chosen line: the table may cut it
        self.whole.setWordWrap(True)
        self.whole.setContentsMargins(24, 6, 24, 6)
        self.stage = self._lay_out()
        extend, correct = DeadlineChange.EXTENSION, DeadlineChange.CORRECTION
        self.extend = self.add_button("记为延期…", "outlined", lambda: self._ask(extend), writes=True)
        self.correct = self.add_button("记为更正…", "outlined", lambda: self._ask(correct), writes=True)
        self.add_button("关闭", "outlined", self.accept).setDefault(True)
        self.kind.currentTextChanged.connect(lambda _word: self._rebuild())
        self.table.currentItemChanged.connect(lambda _now, _before: self._offer())
        self.table.opened.connect(self._open_task)
        context.bus.changed.connect(self._read)
        self._read()

    def _lay_out(self) -> Stage:
        """Put choice, list and the chosen line below each other; return what can say that there is nothing."""
        row = QHBoxLayout()
        row.setContentsMargins(24, 12, 24, 4)
        row.addWidget(self.kind)
        row.addStretch(1)
        row.addWidget(self.summary)
        lines = QWidget()
        below = QVBoxLayout(lines)
        below.setContentsMargins(0, 0, 0, 0)
        below.addLayout(framed(self.table), 1)
        below.addWidget(Rule())
        below.addWidget(self.whole)
        stage = Stage(lines)
        self.body.addLayout(row)
        self.body.addWidget(stage, 1)
        return stage

    def _read(self) -> None:
        today = self._context.today()
        self._context.jobs.read(
            lambda s: decision_log.list_decisions(s, today), on_result=self.show_rows, owner=self, key="decisions"
        )

    def show_rows(self, rows: Sequence[DecisionRow]) -> None:
        """Show these decisions and offer their kinds."""
        self.rows = tuple(rows)
        known = {self.kind.itemText(number) for number in range(self.kind.count())}
        self.kind.addItems([word for word in dict.fromkeys(row.kind for row in self.rows) if word not in known])
        self._rebuild()
        self.table.setFocus()

    def _shown(self) -> list[DecisionRow]:
        wanted = self.kind.currentText()
        return [row for row in self.rows if wanted in (ALL, row.kind)]

    def _rebuild(self) -> None:
        shown = self._shown()
        self.table.clear()
        self.table.add_lines((_texts(row), row) for row in shown)
        self.summary.setText(f"{len(shown):,} 条")
        self.table.select_first()
        if shown:
            self.stage.show_content()
        else:
            self.stage.show_empty(EmptyState("clock", "没有这样的变动", "改时限、核查、暂缓、退回等都会记在这里"))
        self._offer()

    def chosen(self) -> DecisionRow | None:
        """Return the decision of the current line."""
        item, shown = self.table.currentItem(), self._shown()
        number = self.table.indexOfTopLevelItem(item) if item is not None else -1
        return shown[number] if 0 <= number < len(shown) else None

    def _offer(self) -> None:
        """Offer to record a move of a deadline that nobody recorded."""
        row = self.chosen()
        self.whole.setText(_sentence(row) if row is not None else "")
        for button in (self.extend, self.correct):
            button.setVisible(row is not None and bool(row.revision_id))

    def _open_task(self, row: DecisionRow) -> None:
        if row.task_id:
            self.accept()
            self._context.bus.page_asked.emit("ledger", OpenTask(row.task_id))

    def _ask(self, kind: DeadlineChange) -> None:
        row = self.chosen()
        if row is None or not row.revision_id:
            return

        def save(values: Values, reply: Reply) -> None:
            reason, decider = str(values["reason"]), str(values.get("decided_by", ""))
            self._context.jobs.write(
                lambda s: unrecorded.record_move(s, row.revision_id, kind, reason, decider), toast=True, **reply.route
            )

        self.form = record_dialog(row, kind, save, self._parent)
        self.form.keep_drafts(self._context.drafts, f"revision/{row.revision_id}/{kind.value}", f"{row.code} 补记")
        self.form.finished.connect(self.form.deleteLater)
        self.form.open()
        offer_leaders(self._context, self.form, partial(self.form.offer, "decided_by"))


def record_dialog(row: DecisionRow, kind: DeadlineChange, save: Save, parent: QWidget) -> FormDialog:
    """Ask for what a move of a deadline needs that is recorded afterwards."""
    note = f"{row.code}  {row.title}，{row.on.isoformat()} 由 {row.old} 改为 {row.new}"
    dialog = FormDialog(f"补记{kind.word}", note, "记下", save, parent, 520)
    dialog.add_decision(decides=kind is DeadlineChange.EXTENSION)
    return dialog


def _sentence(row: DecisionRow) -> str:
    """Return a decision with the name of its task and the whole reason."""
    reason = f"理由：{row.reason.rstrip('。')}" if row.reason else ""
    decided = f"批准人 {row.decided_by}" if row.decided_by else ""
    parts = (f"{row.code} {row.title}".strip(), f"{row.word} {row.ends}".strip(), reason, decided)
    return "；".join(filter(None, parts))


def _texts(row: DecisionRow) -> tuple[str, ...]:
    late_words = f"{row.late_days} 天" if row.late_days else ""
    cells = (row.ends, row.reason, row.decided_by, late_words, row.lights)
    return row.on.isoformat(), row.code, row.word, *(words or "—" for words in cells)

"""合并重复: which of the chosen tasks is kept, and what becomes of the others, before anything is written."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tracker.model.enums import Status
from tracker.model.rows import Light, MergePart, MergePreview, TaskRow
from tracker.model.rules import Given
from tracker.ui.widgets.decision_fields import DecisionFields
from tracker.ui.widgets.fields import ComboBox, FormField
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.line_table import LightRows, LinesTable
from tracker.ui.widgets.saving_dialog import Reply, SavingDialog

COLUMNS = (
    ("编号", 72), ("任务", 0), ("牵头单位", 120), ("时限", 170), ("记录", 120), ("合并后", 134), ("亮灯", 216),
)  # fmt: skip
_LIGHTS = 6
_NARROWED = (2, 3, 4)  # office, deadline and records leave what they do not need to the title
_FEW = 5  # names of a kind that are said at once
_DECIDED = frozenset({"reason", "decided_by"})
#: Called with the id of the kept task, the ids of the others, what to do with the preview, and who asks.
Preview = Callable[[int, Sequence[int], Callable[[MergePreview], None], QObject], None]
#: Called with the same ids, what was decided, whether the later deadline is kept, and where the outcome goes.
Apply = Callable[[int, Sequence[int], Given, bool, Reply], None]


class MergeDialog(SavingDialog):
    """A list to choose the kept task from, and the table of what comes of it.

    Where a light disappears that is worse than the one that stays, or a later deadline is kept, it asks why and who
    decided.
    """

    def __init__(self, tasks: Sequence[TaskRow], preview: Preview, apply: Apply, parent: QWidget) -> None:
        super().__init__("合并重复", f"已选 {len(tasks):,} 项任务，保留一项，可一次撤销", 1280, parent, height=640)
        self._tasks, self._preview, self._apply = tasks, preview, apply
        self.shown: MergePreview | None = None
        self.kept = ComboBox()
        for task in tasks:
            self.kept.addItem(f"{task.code}  {task.title}", task.id)
        self.kept.setCurrentIndex(tasks.index(likeliest(tasks)))
        self.table = LinesTable("合并后的每项任务", COLUMNS)
        self.table.setItemDelegateForColumn(_LIGHTS, LightRows(self.table))
        self.gains = TextLabel("", "small", "text2")
        self.gains.setWordWrap(True)
        self.deadline, self.decision = ComboBox(), DecisionFields()
        self.deadline_field = FormField("完成时限", self.deadline)
        self.body.addWidget(FormField("保留哪一项", self.kept))
        self.body.addWidget(self.deadline_field)
        self.body.addLayout(self.decision)
        self.deadline_field.hide()
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.gains)
        self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button("合并", "primary", self.submit)
        self.confirm.setEnabled(False)
        self.kept.currentIndexChanged.connect(lambda _index: self.look())
        self.deadline.currentIndexChanged.connect(lambda _index: self._show_outcome())
        self.kept.setFocus()

    def ids(self) -> tuple[int, list[int]]:
        """Return the id of the kept task and those of the others."""
        kept: int = self.kept.currentData()
        return kept, [task.id for task in self._tasks if task.id != kept]

    def look(self) -> None:
        """Ask what merging would do; until that is shown nothing can be merged."""
        self.confirm.setEnabled(False)
        self._preview(*self.ids(), self.show_preview, self)

    def show_preview(self, preview: MergePreview) -> None:
        """Show what becomes of each task; an answer for another choice is dropped."""
        if preview.kept.task.id != self.kept.currentData():
            return
        self.shown = preview
        self.deadline.blockSignals(True)
        self.deadline.clear()
        if preview.deadline:
            own = _due(preview.kept.task)
            self.deadline.addItems([f"取较早的：{preview.deadline}（{preview.earlier}）", f"保留：{own}（记为延期）"])
        self.deadline.blockSignals(False)
        self.deadline_field.setVisible(bool(preview.deadline))
        self.gains.setText(gain_words(preview, _FEW))
        self.gains.setToolTip(gain_words(preview))
        self.gains.setAccessibleName(gain_words(preview))
        self.confirm.setEnabled(not preview.refusal)
        self.confirm.setText(f"合并 {len(preview.merged):,} 项")
        self._show_outcome()

    @property
    def keeps(self) -> bool:
        """Tell whether the kept task keeps its own deadline though another one is earlier."""
        return self.deadline.currentIndex() == 1

    def _show_outcome(self) -> None:
        """Show deadline and light of each task before and after, and ask for a decision where one is needed."""
        preview = self.shown
        if preview is None:
            return
        hidden = preview.hidden_keeping if self.keeps else preview.hidden_taking
        after = preview.keeping if self.keeps else preview.taking
        kept = preview.kept
        due = f"{_due(kept.task)} → {preview.deadline}" if preview.deadline and not self.keeps else _due(kept.task)
        become = f"已取消，并入 {kept.task.code}"
        self.table.clear()
        self.table.add_lines([(_texts(kept, due, "保留", _lights(kept.task.light, after)), None)])
        self.table.add_lines(
            (_texts(part, _due(part.task), become, f"{part.task.light.text} → 不再亮灯"), None)
            for part in preview.merged
        )
        for column in _NARROWED:
            self.table.narrow(column, COLUMNS[column][1])
        self.decision.ask(_DECIDED if (hidden or self.keeps) and not preview.refusal else frozenset())
        self.foot_label.set_tone("red" if preview.refusal else "amber" if hidden else "text2")
        self.foot_label.setText(preview.refusal or _warning(hidden) or "进展、佐证、节点都留在原任务名下，可随时打开")

    def offer_leaders(self, leaders: Sequence[str]) -> None:
        """Offer the leaders known where it is asked who decided."""
        self.decision.offer_leaders(leaders)

    def submit(self) -> None:
        """Merge; a refusal stays here with its sentence."""
        if self.decision.check():
            self._apply(*self.ids(), self.decision.given, self.keeps, self.begin_saving())


def likeliest(tasks: Sequence[TaskRow]) -> TaskRow:
    """Return the task that would be kept: done rather than open, open rather than set aside, the furthest on."""
    return max(tasks, key=lambda task: (task.status is Status.CLOSED, not task.status.set_aside, task.progress))


def gain_words(preview: MergePreview, most: int = 0) -> str:
    """Return what the kept task takes over, in a sentence; of more than `most` names of a kind only their number."""
    parts = (("配合单位", preview.offices), ("关联指标", preview.indicators), ("主题", preview.themes))
    gains = "；".join(f"{word} {_some(names, most)}" for word, names in parts if names)
    code = preview.kept.task.code
    return f"{code} 将增加：{gains}。" if gains else f"{code} 的单位、指标和主题不变。"


def _some(names: Sequence[str], most: int) -> str:
    few = most and len(names) > most
    return "、".join(names[:most]) + f" 等 {len(names):,} 个" if few else "、".join(names)


def _warning(hidden: Sequence[str]) -> str:
    codes = "、".join(hidden[:3]) + (f" 等 {len(hidden):,} 项" if len(hidden) > 3 else "")
    return f"{codes} 的亮灯比合并后的更差，并入后不再显示；请写理由和批准人" if hidden else ""


def _lights(now: Light, after: Light | None) -> str:
    return now.text if after is None or after.text == now.text else f"{now.text} → {after.text}"


def _due(task: TaskRow) -> str:
    return task.due_on.isoformat() if task.due_on else task.due_text or "未定"


def _texts(part: MergePart, due: str, become: str, lights: str) -> tuple[str, ...]:
    task = part.task
    counts = ((part.entries, "条进展"), (part.evidence, "份佐证"), (part.milestones, "个节点"))
    kept = "，".join(f"{count} {word}" for count, word in counts if count) or "无"
    return task.code, task.title, f"{task.lead_short or '未定'}{task.suggested}", due, kept, become, lights

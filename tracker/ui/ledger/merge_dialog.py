"""合并重复: which of the chosen tasks is kept, and what becomes of the others, before anything is written."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tracker.model.enums import Status
from tracker.model.rows import MergePart, MergePreview, TaskRow
from tracker.ui.widgets.fields import ComboBox, FormField
from tracker.ui.widgets.line_table import LinesTable
from tracker.ui.widgets.saving_dialog import Reply, SavingDialog
from tracker.ui.widgets.textdiff import Prose

COLUMNS = (("编号", 96), ("任务", 0), ("牵头单位", 110), ("时限", 100), ("记录", 170), ("合并后", 190))
#: Called with the id of the kept task, the ids of the others, what to do with the preview, and who asks.
Preview = Callable[[int, Sequence[int], Callable[[MergePreview], None], QObject], None]
#: Called with the same ids, and where the outcome goes.
Apply = Callable[[int, Sequence[int], Reply], None]


class MergeDialog(SavingDialog):
    """A list to choose the kept task from, and the table of what comes of it."""

    def __init__(self, tasks: Sequence[TaskRow], preview: Preview, apply: Apply, parent: QWidget) -> None:
        super().__init__("合并重复", f"已选 {len(tasks)} 项任务，保留一项，可一次撤销", 960, parent, height=520)
        self._tasks, self._preview, self._apply = tasks, preview, apply
        self.shown: MergePreview | None = None
        self.kept = ComboBox()
        for task in tasks:
            self.kept.addItem(f"{task.code}  {task.title}", task.id)
        self.kept.setCurrentIndex(tasks.index(likeliest(tasks)))
        self.table = LinesTable("合并后的每项任务", COLUMNS)
        self.gains = Prose("", "text2")
        self.body.addWidget(FormField("保留哪一项", self.kept))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.gains)
        self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button("合并", "primary", self.submit)
        self.confirm.setEnabled(False)
        self.kept.currentIndexChanged.connect(lambda _index: self.look())
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
        self.table.clear()
        self.table.add_lines([(_texts(preview.kept, "保留，继续推进"), None)])
        become = f"已取消，并入 {preview.kept.task.code}"
        self.table.add_lines((_texts(part, become), None) for part in preview.merged)
        self.gains.set_text(gain_words(preview))
        self.confirm.setEnabled(not preview.refusal)
        self.confirm.setText(f"合并 {len(preview.merged)} 项")
        self.foot_label.set_tone("red" if preview.refusal else "text2")
        self.foot_label.setText(preview.refusal or "进展、佐证、节点都留在原任务名下，可随时打开")

    def submit(self) -> None:
        """Merge; a refusal stays here with its sentence."""
        self._apply(*self.ids(), self.begin_saving())


def likeliest(tasks: Sequence[TaskRow]) -> TaskRow:
    """Return the task that would be kept: done rather than open, open rather than set aside, the furthest on."""
    return max(tasks, key=lambda task: (task.status is Status.CLOSED, not task.status.set_aside, task.progress))


def gain_words(preview: MergePreview) -> str:
    """Return what the kept task takes over, in a sentence."""
    parts = (("配合单位", preview.offices), ("关联指标", preview.indicators), ("主题", preview.themes))
    gains = "；".join(f"{word} {'、'.join(names)}" for word, names in parts if names)
    code = preview.kept.task.code
    return f"{code} 将增加：{gains}。" if gains else f"{code} 的单位、指标和主题不变。"


def _texts(part: MergePart, become: str) -> tuple[str, ...]:
    task = part.task
    counts = ((part.entries, "条进展"), (part.evidence, "份佐证"), (part.milestones, "个节点"))
    kept = "，".join(f"{count} {word}" for count, word in counts if count) or "无"
    due = task.due_on.isoformat() if task.due_on else task.due_text or "未定"
    return task.code, task.title, f"{task.lead_short or '未定'}{task.suggested}", due, kept, become

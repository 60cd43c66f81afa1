"""对比: what happened between any two days, on screen and as a workbook."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.model.enums import LightColour
from tracker.model.rows import ComparedTask, Comparison
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.core.save_file import ask_where_to_keep
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.widgets.buttons import Button, LinkButton
from tracker.ui.widgets.change_lines import ChangeGroup, ChangeLine
from tracker.ui.widgets.change_places import Shape
from tracker.ui.widgets.change_view import ChangeView
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.entry_checks import check_past_day
from tracker.ui.widgets.fields import DateField
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.lazy_sequence import OnDemand
from tracker.ui.widgets.states import EmptyState, Stage

if TYPE_CHECKING:
    from tracker.queries import compare as compare_query
    from tracker.services import comparison_export
else:
    compare_query = late("tracker.queries.compare")
    comparison_export = late("tracker.services.comparison_export")

_SHAPE = Shape(subject=True, title=True, lights=True)
Compared = tuple[Comparison, tuple[ChangeGroup, ...]]
_SPANS = (("近7天", 7), ("近30天", 30), ("近一季度", 91))


class CompareDialog(Dialog):
    """Two days, the list of what differs, and the way to a workbook; Enter on a line opens its task."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("对比两个日期", "", 1160, parent, height=664, ruled=True)
        self.context = context
        self.comparison: Comparison | None = None
        today = context.today()
        self.before, self.after = (DateField(today, check=check_past_day(today)) for _ in range(2))
        self.before.setAccessibleName("起始日期")
        self.after.setAccessibleName("截止日期")
        self.before.set_value(today - timedelta(days=_SPANS[1][1]))
        self.after.set_value(today)
        self.summary = TextLabel("", "small", "text2")
        self.table = ChangeView("两个日期之间的变化", opens=True)
        self.table.opened.connect(self._open_task)
        self._lay_out(today)
        self.export = self.add_button("导出对比…", "outlined", self._ask_path, "export")
        self.add_button("关闭", "plain", self.reject)
        self.compare()

    def _lay_out(self, today: date) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(8)
        for word, field in (("从", self.before), ("到", self.after)):
            row.addWidget(TextLabel(word, "body", "text2"))
            field.setFixedWidth(136)
            field.returnPressed.connect(self.compare)
            row.addWidget(field)
        run = Button("对比")
        run.clicked.connect(lambda _checked=False: self.compare())
        row.addWidget(run)
        for word, days in _SPANS:
            link = LinkButton(word)
            link.clicked.connect(lambda _checked=False, span=days: self._choose(today, span))
            row.addWidget(link)
        row.addStretch(1)
        row.addWidget(self.summary)
        self.body.setSpacing(0)
        self.body.addLayout(row)
        self.stage = Stage(self.table)
        self.body.addWidget(self.stage, 1)

    def compare(self) -> None:
        """Read the comparison of the two days in the fields."""
        before, after = self.before.value(), self.after.value()
        if before is None or after is None:
            self._refuse(f"日期请写成 {self.context.today().isoformat()} 的样子。")
        elif before >= after:
            self._refuse("起始日期要早于截止日期。")
        else:
            today = self.context.today()
            self.stage.begin()
            self.context.jobs.read(
                lambda s: _compare(s, before, after, today), on_result=self._show, owner=self, key="compare"
            )

    def _choose(self, today: date, days: int) -> None:
        self.before.set_value(today - timedelta(days=days))
        self.after.set_value(today)
        self.compare()

    def _refuse(self, sentence: str) -> None:
        self.summary.set_tone("red")
        self.summary.setText(sentence)
        self.export.setEnabled(False)

    def _show(self, compared: Compared) -> None:
        self.comparison, groups = compared
        self.summary.set_tone("text2")
        self.summary.setText(light_words(self.comparison))
        self.export.setEnabled(True)
        self.table.show_groups(groups, _SHAPE)
        if not groups:
            self.stage.show_empty(EmptyState("clock", "这段时间里没有变化", "换一个日期再对比；每一天都可以选"))
            return
        self.stage.show_content()
        self.table.select_first()
        self.table.setFocus()

    def _open_task(self, target: object) -> None:
        self.accept()
        self.context.bus.page_asked.emit("ledger", target)

    def _ask_path(self) -> None:
        if self.comparison is None:
            return
        name = f"台账对比_{self.comparison.before}_{self.comparison.after}.xlsx"
        start = Path(self.context.settings.last_folder) / name
        ask_where_to_keep(self, "导出对比", start, self.write, "工作簿 (*.xlsx)")

    def write(self, path: Path) -> None:
        """Write what is shown into a workbook."""
        if (shown := self.comparison) is not None:
            today = self.context.today()
            self.context.jobs.read(
                lambda s: comparison_export.export_comparison(s, path, shown.before, shown.after, today),
                on_result=self._show_written,
                owner=self,
            )

    def _show_written(self, path: Path) -> None:
        self.context.remember(last_folder=str(path.parent))
        self.context.bus.notified.emit(Notice(f"已导出 {path.name}"))


def light_words(comparison: Comparison) -> str:
    """Return 红 5 → 7，黄 3 → 2: the colours whose number changed."""
    pairs = ((colour.word, comparison.lights_before[colour], comparison.lights_after[colour]) for colour in LightColour)
    text = "，".join(f"{word} {old} → {new}" for word, old, new in pairs if old != new)
    return text or "各灯数量没有变化"


class TaskLines(OnDemand[ChangeLine]):
    """The lines of compared tasks: one for a task, or one for each changed field."""

    def __init__(self, tasks: Sequence[ComparedTask]) -> None:
        super().__init__(len(task.shifts) or 1 for task in tasks)
        self._tasks = tasks

    def make(self, part: int, number: int) -> ChangeLine:
        """Return one line of a task."""
        return _line(self._tasks[part], number)


def _line(task: ComparedTask, number: int) -> ChangeLine:
    """Return a line of a task; only the first one names it and shows its lights."""
    target = OpenTask(task.task_id) if task.after is not None else None
    code, title, lights = ("", "", None) if number else (task.code, task.title, (task.before, task.after))
    if not task.shifts:
        said = "，".join(part for part in (task.note, task.office or "未定单位") if part)
        return ChangeLine("", "", "", code, title, said, lights=lights, about=target)
    shift = task.shifts[number]
    return ChangeLine(shift.field, shift.old, shift.new, code, title, lights=lights, about=target)


def groups_of(comparison: Comparison) -> tuple[ChangeGroup, ...]:
    """Return the parts of a comparison that hold something, with their lines."""
    filled = ((name, tasks) for name, tasks in comparison.sections if tasks)
    return tuple(ChangeGroup(f"{name}　{len(tasks):,}", TaskLines(tasks)) for name, tasks in filled)


def _compare(session: DatabaseSession, before: date, after: date, today: date) -> Compared:
    """Compare two days and arrange the result, both on the database thread."""
    comparison = compare_query.compare_dates(session, before, after, today)
    return comparison, groups_of(comparison)

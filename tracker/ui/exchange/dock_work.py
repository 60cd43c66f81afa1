"""Below the facts of a workbook that does not wait: whom to ask, and what the office leads, the worst light first."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.model.numbers import format_value
from tracker.model.rows import TaskRow
from tracker.ui.charts.line_list import Line, LineList
from tracker.ui.widgets.labels import ElidedLabel, Rule, TextLabel

if TYPE_CHECKING:
    from tracker.queries.office_work import AskedOffice

NOBODY = "还没有联络员，可在单位里新增"


class OfficeTasks(QWidget):
    """Nothing until the office is read."""

    task_asked = Signal(object)  # id of a task

    def __init__(self) -> None:
        super().__init__()
        self.who = ElidedLabel("", "body")
        self.heading = TextLabel("", "strong")
        self.tasks = LineList("牵头的任务", "没有在办的牵头任务", whole=True)
        self.tasks.picked.connect(self.task_asked)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        for widget in (Rule(self), TextLabel("联络员", "strong"), self.who, Rule(self), self.heading, self.tasks):
            box.addWidget(widget)
        self.hide()

    def show_work(self, work: "AskedOffice | None") -> None:
        """Show an office, or (None) nothing."""
        self.setVisible(work is not None)
        if work is None:
            return
        person = work.liaison
        ways = (person.name, person.numbers, person.email) if person is not None else (NOBODY,)
        self.who.setText("　".join(filter(None, ways)))
        self.who.set_tone("text" if person is not None else "text2")
        self.heading.setText(f"在办的牵头任务 {format_value(len(work.tasks))}")
        self.tasks.set_data(lines_of(work.tasks))
        self.tasks.setFixedHeight(self.tasks.minimumHeight())


def lines_of(tasks: Sequence[TaskRow]) -> list[Line]:
    """Return a line for each task: light, number, title, and why the light is lit or how far the task is."""
    lines = []
    for task in tasks:
        said = task.light.reason or f"{task.progress}%"
        sentence = f"{task.code} {task.title}\n{task.status.word}，进度 {task.progress}%\n{task.light.text}"
        lines.append(Line(task.title, "", said, task.light.colour, lead=task.code, target=task.id, sentence=sentence))
    return lines

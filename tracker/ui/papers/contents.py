"""What a paper that is a workbook holds, task by task, where other papers have their sentences."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.enums import LightColour
from tracker.model.rows import ClosingList, LedgerPaper, ListedTask, WaitingLine
from tracker.ui.charts.line_list import Line, LineList
from tracker.ui.widgets.labels import ElidedLabel, TextLabel
from tracker.ui.widgets.scroll_page import scrolled

MOST = 200  # lines; the workbook has them all
_EDGE = 20
_NOTHING_CLOSED = "这段时间没有销号的任务，也没有等待销号的"


class PaperContents(QWidget):
    """Empty until a workbook is read; a click on a task asks for it."""

    task_asked = Signal(object)  # id of a task

    def __init__(self) -> None:
        super().__init__()
        self.summary = ElidedLabel("", "small", "text2")
        self.lines = LineList("工作簿里的任务", "", whole=True)
        self.lines.picked.connect(self.task_asked)
        head = QHBoxLayout()
        head.setContentsMargins(_EDGE, 10, _EDGE, 2)
        head.setSpacing(12)
        head.addWidget(TextLabel("里面的任务", "strong"))
        head.addWidget(self.summary, 1)
        ground = QWidget()
        ground.setObjectName("scrolled")
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(_EDGE, 0, _EDGE, 16)
        inside.addWidget(self.lines)
        inside.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(scrolled(ground), 1)
        self.hide()

    def show_paper(self, paper: LedgerPaper | ClosingList | None) -> None:
        """Show a workbook, or (None) nothing."""
        self.setVisible(paper is not None)
        if paper is None:
            return
        lines = closing_lines(paper) if isinstance(paper, ClosingList) else ledger_lines(paper)
        self.summary.setText(summary_words(paper))
        self.lines.say_nothing_as(_NOTHING_CLOSED if isinstance(paper, ClosingList) else "")
        rest = [Line(f"另有 {len(lines) - MOST:,} 项，都在工作簿里")] if len(lines) > MOST else []
        self.lines.set_data([*lines[:MOST], *rest])


def ledger_lines(paper: LedgerPaper) -> list[Line]:
    """Return the tasks of a ledger in its order, with how far they are."""
    tasks = [task for group in paper.groups for task in group.tasks]
    return [_line(task, f"{task.status.word} {task.progress}%") for task in tasks]


def closing_lines(paper: ClosingList) -> list[Line]:
    """Return what was closed, with its day, then what waits, with what it lacks."""
    done = [_line(each.task, f"{_day(each.task)}已销号") for each in paper.done]
    return done + [_waiting(each) for each in paper.waiting]


def summary_words(paper: LedgerPaper | ClosingList) -> str:
    """Return how many tasks a workbook holds, and of which kinds."""
    if isinstance(paper, ClosingList):
        return f"本期已销号 {len(paper.done):,} 项，待销号 {len(paper.waiting):,} 项"
    tasks = [task for group in paper.groups for task in group.tasks]
    return "，".join([f"{len(tasks):,} 项", *_lights(tasks)])


def _lights(tasks: Sequence[ListedTask]) -> list[str]:
    counts = Counter(task.light.colour for task in tasks)
    return [f"{colour.word}灯 {counts[colour]:,}" for colour in (LightColour.RED, LightColour.AMBER) if counts[colour]]


def _waiting(each: WaitingLine) -> Line:
    lacks = f"待销号，缺 {len(each.missing)} 样" if each.missing else "待销号"
    return _line(each.task, lacks, f"缺{'、'.join(each.missing)}" if each.missing else "")


def _line(task: ListedTask, figure: str, more: str = "") -> Line:
    said = (f"{task.code} {task.title}", task.office or "未定单位", f"{figure}，{task.light.text}", more)
    sentence = "\n".join(filter(None, said))
    return Line(task.title, figure, light=task.light.colour, lead=task.code, target=task.task_id, sentence=sentence)


def _day(task: ListedTask) -> str:
    return f"{task.closed_on.month}月{task.closed_on.day}日" if task.closed_on is not None else ""

"""The columns of the ledger: header, width, text of a cell, and the field an edit goes to."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from tracker.model import deadlines
from tracker.model.enums import DueKind, Priority
from tracker.model.rows import TaskRow
from tracker.ui.task.words import NOTHING, SUGGESTED, UNDECIDED, mark_words


class Column(IntEnum):
    """Position of each column in the model."""

    CODE = 0
    TITLE = 1
    LATEST = 2
    OFFICE = 3
    OWNER = 4
    DUE = 5
    PROGRESS = 6
    STATUS = 7
    LIGHT = 8
    LEADER = 9
    PRIORITY = 10
    COORDINATION = 11
    HELPING = 12
    SOURCE_KIND = 13


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """Looks and behaviour of one column; widths in px, 0 takes the rest."""

    header: str
    width: int
    wide: int  # width in windows of 1920 px and more
    field: str = ""  # what `edit_task` calls the value, "" when it cannot be edited in place
    fixed: bool = False  # cannot be hidden


SPECS: dict[Column, ColumnSpec] = {
    Column.CODE: ColumnSpec("编号", 88, 96, fixed=True),
    Column.TITLE: ColumnSpec("任务", 0, 0, "title", fixed=True),
    Column.LATEST: ColumnSpec("最近进展", 280, 280),
    Column.OFFICE: ColumnSpec("牵头单位", 102, 136, "lead_office"),
    Column.OWNER: ColumnSpec("责任人", 64, 64, "owner"),
    Column.DUE: ColumnSpec("时限", 90, 90, "due_text"),
    Column.PROGRESS: ColumnSpec("进度", 108, 108, "progress"),
    Column.STATUS: ColumnSpec("状态", 80, 80, "status"),
    Column.LIGHT: ColumnSpec("亮灯", 136, 144),
    Column.LEADER: ColumnSpec("分管领导", 80, 96, "leader"),
    Column.PRIORITY: ColumnSpec("重点", 56, 64, "priority"),
    Column.COORDINATION: ColumnSpec("协调事项", 72, 80),
    Column.HELPING: ColumnSpec("配合", 56, 64),
    Column.SOURCE_KIND: ColumnSpec("来源类别", 72, 80),
}
#: Shown only where the user asks for them.
ON_REQUEST = (Column.LEADER, Column.PRIORITY, Column.COORDINATION, Column.HELPING, Column.SOURCE_KIND)
WIDE_ONLY = (Column.LATEST,)
OPTIONAL = tuple(column for column, spec in SPECS.items() if not spec.fixed)


def due_words(task: TaskRow) -> str:
    """Return the deadline as the table shows it: a date, the official wording without one, or 未定."""
    return deadlines.due_words(task.due_on, task.due_text)


def merged_words(task: TaskRow) -> str:
    """Return what stands behind the title of a duplicate: which task is kept instead of it; else ""."""
    return f"并入 {task.merged_into}" if task.merged_into else ""


def progress_words(task: TaskRow) -> str:
    """Return whole percent, or a dash where progress means nothing (no end to work towards)."""
    endless = task.due_kind in (DueKind.LONG_TERM, DueKind.RECURRING) and task.progress == 0
    return NOTHING if endless else f"{task.progress}%"


_TEXT: dict[Column, Callable[[TaskRow], str]] = {
    Column.CODE: lambda task: task.code,
    Column.TITLE: lambda task: task.title or task.recommendation_title,
    Column.LATEST: lambda task: task.progress_note.partition("\n")[0] or NOTHING,
    Column.OFFICE: lambda task: task.lead_short or task.lead_office or UNDECIDED,
    Column.OWNER: lambda task: task.owner or UNDECIDED,
    Column.DUE: due_words,
    Column.PROGRESS: progress_words,
    Column.STATUS: lambda task: task.status.word,
    Column.LIGHT: lambda task: task.light.text,
    Column.LEADER: lambda task: task.leader or UNDECIDED,
    Column.PRIORITY: lambda task: task.priority.word,
    Column.COORDINATION: lambda task: f"{task.coordination} 项" if task.coordination else NOTHING,
    Column.HELPING: lambda task: f"{task.co_done}/{task.co_counted}" if task.co_counted else NOTHING,
    Column.SOURCE_KIND: lambda task: task.source_kind or NOTHING,
}


def cell_text(task: TaskRow, column: int) -> str:
    """Return the words of one cell."""
    return _TEXT[Column(column)](task)


def cell_value(task: TaskRow, column: int) -> str:
    """Return what an editor of the cell starts with."""
    if column == Column.PROGRESS:
        return str(task.progress)
    value = getattr(task, SPECS[Column(column)].field)
    return value.word if isinstance(value, Priority) else str(value)


def cell_tip(task: TaskRow, column: int) -> str:
    """Return the tooltip of a cell, "" when the cell says all."""
    if column == Column.LIGHT:
        return task.light.sentence
    if column == Column.OFFICE and task.lead_office:
        suggested = "" if task.offices_confirmed else f"（{SUGGESTED}）"
        together = f"\n配合：{'、'.join(task.co_offices)}" if task.co_offices else ""
        return f"{task.lead_office}{suggested}{together}"
    if column == Column.DUE and task.due_on is not None and task.due_text:
        return f"{task.due_on.isoformat()} “{task.due_text}”"
    if column == Column.PROGRESS and task.scheduled is not None:
        return f"进度 {task.progress}%，序时 {task.scheduled}%"
    if column == Column.HELPING and task.co_counted:
        return f"{task.co_counted} 个配合单位，{task.co_done} 个已完成"
    if column == Column.TITLE:
        merged = f"已{merged_words(task)}，不单独计数" if task.merged_into else ""
        return "\n".join(filter(None, (cell_text(task, column), merged, *mark_words(task).values())))
    return task.progress_note if column == Column.LATEST else ""

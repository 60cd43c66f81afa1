"""The columns of the ledger: header, width, text of a cell, and the field an edit goes to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from tracker.model import deadlines
from tracker.model.enums import DueKind, Priority
from tracker.model.field_list import FIELD_WORDS as WORDS
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
    CO_OFFICES = 14
    PHONE = 15
    CONTENT = 16
    PROBLEMS = 17
    NEXT_STEPS = 18
    REMARK = 19
    EXTENSIONS = 20
    FIRST_DUE = 21
    START = 22
    SCHEDULED = 23
    LAST_ON = 24
    THEMES = 25
    INDICATORS = 26
    SOURCE = 27
    CLOSING = 28


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """Looks and behaviour of one column; widths in px, 0 takes the rest."""

    header: str
    width: int
    wide: int  # width in windows of 1920 px and more
    field: str = ""  # what `edit_task` calls the value, "" when it cannot be edited in place
    fixed: bool = False  # cannot be hidden
    narrow: int = 0  # width in windows of less than 1200 px, 0 for the same
    tight: int = 0  # width in windows of less than 1060 px, 0 for the same


class Room(IntEnum):
    """How much room the window leaves: what a row shows gives way in this order."""

    TIGHT = 0  # the owner stands under the office
    NARROW = 1  # no change of the last 30 days, of the status only its glyph
    NORMAL = 2
    WIDE = 3


def room_of(width: int, *, beside: bool) -> Room:
    """Return the room of a window that is `width` px wide; `beside` says that the panel stands beside the table."""
    limits = (1060, 1330 if beside else 1200, 1828)
    return Room(sum(width >= limit for limit in limits))


#: A column has the word of its field, except where the table has room for a shorter one only.
SPECS: dict[Column, ColumnSpec] = {
    Column.CODE: ColumnSpec(WORDS["code"], 92, 96, fixed=True),
    Column.TITLE: ColumnSpec("任务", 0, 0, "title", fixed=True),
    Column.LATEST: ColumnSpec("最近进展", 280, 280, "progress_note"),
    Column.OFFICE: ColumnSpec(WORDS["lead_office"], 70, 70, "lead_office", tight=112),
    Column.OWNER: ColumnSpec(WORDS["owner"], 64, 90, "owner"),
    Column.DUE: ColumnSpec("时限", 82, 90, "due_text"),
    Column.PROGRESS: ColumnSpec(WORDS["progress"], 138, 138, "progress", narrow=112),
    Column.STATUS: ColumnSpec(WORDS["status"], 80, 80, "status", narrow=44),
    Column.LIGHT: ColumnSpec("亮灯", 136, 144),
    Column.LEADER: ColumnSpec(WORDS["leader"], 80, 96, "leader"),
    Column.PRIORITY: ColumnSpec(WORDS["priority"], 56, 64, "priority"),
    Column.COORDINATION: ColumnSpec("协调事项", 72, 80),
    Column.HELPING: ColumnSpec("配合", 56, 64),
    Column.SOURCE_KIND: ColumnSpec("来源类别", 72, 80),
    Column.CO_OFFICES: ColumnSpec(WORDS["co_offices"], 140, 160, "co_offices"),
    Column.PHONE: ColumnSpec(WORDS["phone"], 112, 120, "phone"),
    Column.CONTENT: ColumnSpec(WORDS["content"], 240, 280, "content"),
    Column.PROBLEMS: ColumnSpec(WORDS["problems"], 200, 240, "problems"),
    Column.NEXT_STEPS: ColumnSpec(WORDS["next_steps"], 200, 240, "next_steps"),
    Column.REMARK: ColumnSpec(WORDS["remark"], 140, 160, "remark"),
    Column.EXTENSIONS: ColumnSpec(WORDS["extensions"], 72, 80),
    Column.FIRST_DUE: ColumnSpec(WORDS["first_due"], 90, 90),
    Column.START: ColumnSpec(WORDS["start_on"], 90, 90, "start_on"),
    Column.SCHEDULED: ColumnSpec("序时", 56, 64),
    Column.LAST_ON: ColumnSpec("进展日期", 90, 90),
    Column.THEMES: ColumnSpec("主题", 120, 140),
    Column.INDICATORS: ColumnSpec("指标", 88, 100),
    Column.SOURCE: ColumnSpec(WORDS["source"], 160, 200),
    Column.CLOSING: ColumnSpec(WORDS["closing_statement"], 200, 240, "closing_statement"),
}
#: Headers where a column shows more than its own words.
OFFICE_AND = f"{WORDS['lead_office']} /"
OFFICE_UNDER, PROGRESS_AND, GAIN = f"{OFFICE_AND} {WORDS['owner']}", f"{WORDS['progress']}与序时", "近30天"
#: What a column with a width of 0 keeps at least, px.
LEAST_REST = 200
#: Columns whose text is broken into lines where the rows are high.
WRAPPED = (
    Column.TITLE, Column.LATEST, Column.OFFICE, Column.CO_OFFICES, Column.CONTENT, Column.PROBLEMS, Column.NEXT_STEPS,
    Column.REMARK, Column.THEMES, Column.SOURCE, Column.CLOSING,
)  # fmt: skip
#: Shown only where the user asks for them.
ON_REQUEST = tuple(column for column in SPECS if column >= Column.LEADER)
WIDE_ONLY = (Column.LATEST,)
OPTIONAL = tuple(column for column, spec in SPECS.items() if not spec.fixed)


def width_of(column: Column, room: Room) -> int:
    """Return the width of a column in px, 0 for the rest."""
    spec = SPECS[column]
    if room is Room.WIDE:
        return spec.wide
    return (room is Room.TIGHT and spec.tight) or (room <= Room.NARROW and spec.narrow) or spec.width


def gain_words(task: TaskRow, before: int | None) -> str:
    """Return by how many percent a task has moved in the last 30 days: +15, −3, 0; a dash where nothing moves.

    `before` is how far it was then, None where it has said nothing of its progress since.
    """
    if before is None:
        return "0" if task.status.begun and not task.status.ended else NOTHING
    moved = task.progress - before
    return f"+{moved}" if moved > 0 else f"−{-moved}" if moved else "0"


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


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else NOTHING


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
    Column.CO_OFFICES: lambda task: "、".join(task.co_offices) or NOTHING,
    Column.PHONE: lambda task: task.phone or NOTHING,
    Column.CONTENT: lambda task: task.content or NOTHING,
    Column.PROBLEMS: lambda task: task.problems or NOTHING,
    Column.NEXT_STEPS: lambda task: task.next_steps or NOTHING,
    Column.REMARK: lambda task: task.remark or NOTHING,
    Column.EXTENSIONS: lambda task: f"{task.extensions} 次" if task.extensions else NOTHING,
    Column.FIRST_DUE: lambda task: _day(task.first_due_on),
    Column.START: lambda task: _day(task.start_on),
    Column.SCHEDULED: lambda task: f"{task.scheduled}%" if task.scheduled is not None else NOTHING,
    Column.LAST_ON: lambda task: _day(task.last_progress_on),
    Column.THEMES: lambda task: "、".join(task.themes) or NOTHING,
    Column.INDICATORS: lambda task: "、".join(task.indicators) or NOTHING,
    Column.SOURCE: lambda task: " · ".join(filter(None, (task.article_title, task.section))) or NOTHING,
    Column.CLOSING: lambda task: task.closing_statement or NOTHING,
}


def cell_text(task: TaskRow, column: int) -> str:
    """Return the words of one cell."""
    return _TEXT[Column(column)](task)


def cell_value(task: TaskRow, column: int) -> str:
    """Return what an editor of the cell starts with."""
    if column == Column.PROGRESS:
        return str(task.progress)
    value = getattr(task, SPECS[Column(column)].field)
    if isinstance(value, tuple):
        return "、".join(value)
    return value.word if isinstance(value, Priority) else str(value if value is not None else "")


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
    if column == Column.STATUS:
        return task.status.word
    if column == Column.HELPING and task.co_counted:
        return f"{task.co_counted} 个配合单位，{task.co_done} 个已完成"
    if column == Column.TITLE:
        merged = f"已{merged_words(task)}，不单独计数" if task.merged_into else ""
        return "\n".join(filter(None, (cell_text(task, column), merged, *mark_words(task).values())))
    if column == Column.LATEST:
        return task.progress_note
    text = cell_text(task, column) if column in WRAPPED and column != Column.OFFICE else ""
    return text if text != NOTHING else ""

"""The ledger as one plain table for further work: real dates and numbers, frozen header, texts that stay texts."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tracker.errors import InputError
from tracker.model.cell_text import fitting_text
from tracker.model.rows import TaskRow

SHEET = "任务"
_HEAD = PatternFill("solid", fgColor="E9EBF0")
_TOP, _WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
_FROZEN = "C2"

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class PlainColumn:
    """One column: its name in the program, its header and other words for it, width in narrow characters."""

    name: str
    header: str
    width: float
    value: Callable[[TaskRow], Value]
    percent: bool = False
    aliases: tuple[str, ...] = ()


def _percent(value: int | None) -> float | None:
    return None if value is None else value / 100


COLUMNS: tuple[PlainColumn, ...] = (
    PlainColumn("code", "编号", 12, lambda task: task.code, aliases=("任务编号",)),
    PlainColumn("title", "任务名称", 36, lambda task: task.title or task.recommendation_title, aliases=("任务",)),
    PlainColumn("content", "工作内容", 44, lambda task: task.content),
    PlainColumn("source", "来源", 28, lambda task: task.article_title, aliases=("文章",)),
    PlainColumn("section", "章节", 24, lambda task: task.section),
    PlainColumn("themes", "主题", 18, lambda task: "、".join(task.themes)),
    PlainColumn("lead_office", "牵头单位", 20, lambda task: f"{task.lead_office}{task.suggested}", aliases=("单位",)),
    PlainColumn("co_offices", "配合单位", 26, lambda task: "、".join(task.co_offices)),
    PlainColumn("owner", "责任人", 12, lambda task: task.owner),
    PlainColumn("phone", "联系电话", 18, lambda task: task.phone, aliases=("电话",)),
    PlainColumn("leader", "分管领导", 12, lambda task: task.leader),
    PlainColumn("priority", "重点", 8, lambda task: task.priority.word),
    PlainColumn("start_on", "启动日期", 12, lambda task: task.start_on),
    PlainColumn("due_text", "完成时限", 20, lambda task: task.due_text, aliases=("时限",)),
    PlainColumn("due_on", "时限日期", 12, lambda task: task.due_on),
    PlainColumn("first_due_on", "原时限", 12, lambda task: task.first_due_on),
    PlainColumn("extensions", "延期次数", 10, lambda task: task.extensions),
    PlainColumn("status", "状态", 10, lambda task: task.status.word),
    PlainColumn("progress", "进度", 8, lambda task: _percent(task.progress), percent=True),
    PlainColumn("scheduled", "序时进度", 10, lambda task: _percent(task.scheduled), percent=True),
    PlainColumn("verified", "核查进度", 10, lambda task: _percent(task.verified), percent=True),
    PlainColumn("verdict", "核查", 10, lambda task: task.verdict),
    PlainColumn("light", "亮灯", 8, lambda task: task.light.colour.word),
    PlainColumn("reason", "亮灯理由", 16, lambda task: task.light.reason),
    PlainColumn("coordination", "协调事项", 10, lambda task: task.coordination),
    PlainColumn("last_progress_on", "最近进展日期", 14, lambda task: task.last_progress_on),
    PlainColumn("progress_note", "进展情况", 44, lambda task: task.progress_note, aliases=("最近进展",)),
    PlainColumn("problems", "存在问题", 32, lambda task: task.problems),
    PlainColumn("next_steps", "下一步措施", 32, lambda task: task.next_steps),
    PlainColumn("indicators", "关联指标", 18, lambda task: "、".join(task.indicators), aliases=("指标",)),
    PlainColumn("closed_on", "销号日期", 12, lambda task: task.closed_on),
    PlainColumn("closing_statement", "办结说明", 36, lambda task: task.closing_statement),
    PlainColumn("merged_into", "并入", 12, lambda task: task.merged_into),
    PlainColumn("remark", "备注", 28, lambda task: task.remark),
)


def choose_columns(wanted: Iterable[str]) -> tuple[PlainColumn, ...]:
    """Return the columns of these headers or names in their order, all without any. Raises InputError for others."""
    known = {word: column for column in COLUMNS for word in (column.name, column.header, *column.aliases)}
    names = [word.strip() for word in wanted if word.strip()]
    if strange := [word for word in names if word not in known]:
        available = "、".join(column.header for column in COLUMNS)
        raise InputError(f"台账没有“{'、'.join(strange)}”这一列；可用的有：{available}。")
    return tuple(dict.fromkeys(known[word] for word in names)) or COLUMNS


def plain_content(tasks: Sequence[TaskRow], columns: Sequence[PlainColumn] = COLUMNS) -> bytes:
    """Return the tasks in their order as the bytes of a workbook. Raises WorkbookError for a text no cell can hold."""
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.title = SHEET
    for index, column in enumerate(columns, 1):
        cell = sheet.cell(1, index, column.header)
        cell.font, cell.fill, cell.alignment = Font(bold=True), _HEAD, _TOP
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    for row, task in enumerate(tasks, 2):
        for index, column in enumerate(columns, 1):
            _put(sheet, row, index, column, task)
    sheet.freeze_panes = _FROZEN if len(columns) > 2 else "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(tasks) + 1}"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _put(sheet: Worksheet, row: int, index: int, column: PlainColumn, task: TaskRow) -> None:
    value = column.value(task)
    if value is None or value == "":
        return
    cell = sheet.cell(row, index)
    if isinstance(value, str):
        cell.value = fitting_text(value, f"{task.code} {column.header}")
        cell.data_type, cell.number_format = "s", "@"  # "=1+1" is a word here
        cell.alignment = _WRAPPED if "\n" in value else _TOP
        return
    cell.value, cell.alignment = value, _TOP
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif column.percent:
        cell.number_format = "0%"

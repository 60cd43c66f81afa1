"""A comparison of two days as a workbook: one sheet for the figures, one for each part."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from tracker.files.whole_files import write_all
from tracker.model.enums import LightColour
from tracker.model.rows import ComparedTask, Comparison, Light

_TASK = ("编号", "任务名称", "牵头单位", "原亮灯", "现亮灯")
_WIDTHS = (12, 44, 18, 18, 18, 40, 40, 40)
_HEAD = PatternFill("solid", fgColor="FFE9EBF0")


def write_comparison(path: Path, comparison: Comparison) -> None:
    """Write the workbook whole. Raises InputError where it cannot be written."""
    book = Workbook()
    _figures(book.active or book.create_sheet(), comparison)
    for name, tasks in comparison.sections:
        if name == "变更":
            _fill(book.create_sheet(name), (*_TASK, "字段", "原值", "现值"), _shift_lines(tasks))
        elif tasks or name != "不再有":
            _fill(book.create_sheet(name), (*_TASK, "说明"), ((*_task_cells(task), task.note) for task in tasks))
    content = BytesIO()
    book.save(content)
    write_all([(path, content.getvalue())])


def _figures(sheet: Worksheet, comparison: Comparison) -> None:
    sheet.title = "概况"
    counts = [(name, str(len(tasks))) for name, tasks in comparison.sections]
    lights = [
        (f"{colour.word}灯", f"{comparison.lights_before[colour]} → {comparison.lights_after[colour]}")
        for colour in LightColour
    ]
    _fill(sheet, ("台账对比", f"{comparison.before} 至 {comparison.after}"), [*counts, *lights])
    sheet.column_dimensions["B"].width = 28


def _shift_lines(tasks: Sequence[ComparedTask]) -> Iterable[tuple[str, ...]]:
    for task in tasks:
        for shift in task.shifts:
            yield (*_task_cells(task), shift.field, shift.old or "空", shift.new or "空")


def _task_cells(task: ComparedTask) -> tuple[str, ...]:
    return (task.code, task.title, task.office or "未定", _light(task.before), _light(task.after))


def _light(light: Light | None) -> str:
    return light.text if light is not None else "—"


def _fill(sheet: Worksheet, head: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    for row, line in enumerate((head, *lines), 1):
        for column, text in enumerate(line, 1):
            cell = sheet.cell(row, column, text)
            cell.data_type = "s"  # a text that begins with = is no formula
            cell.alignment = Alignment(vertical="top", wrap_text=column > 1)
            if row == 1:
                cell.font, cell.fill = Font(bold=True), _HEAD
    for letter, width in zip("ABCDEFGH", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"

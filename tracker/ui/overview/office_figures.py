"""单位 for export: its charts and lists as sheets, and all of it on one page of A4."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from tracker.model.rows import OfficeView
from tracker.ui.charts.export_button import note_of
from tracker.ui.charts.figure import Sheet
from tracker.ui.charts.figure_page import OnePage, draw_one_page
from tracker.ui.charts.line_list import Line, LineList
from tracker.ui.overview.light_history import LightHistory
from tracker.ui.overview.office_lines import OfficeStrip, helper_line, matter_line, problem_line, task_line
from tracker.ui.overview.response_bars import ResponseBars

LIGHTS, ANSWERS, PROBLEMS, MATTERS, TASKS = "亮灯变化", "反馈用时", "存在问题", "协调事项", "牵头任务"
HELPERS = "配合单位反馈"
NO_PROBLEMS, NO_TASKS = "没有报告问题", "没有牵头的任务"
_ON_A_SHEET = 11  # lines of a list


def sheets_of_office(view: OfficeView) -> tuple[Sheet, ...]:
    """Return charts and lists of an office as sheets; long lists go on over several."""
    day = view.today
    return (
        Sheet(f"{view.name}：{LIGHTS}", note_of(day, "项，每月末"), partial(_lights, view)),
        Sheet(f"{view.name}：{ANSWERS}", note_of(day, "天，发出到收到"), partial(_answers, view)),
        *_listed(view, PROBLEMS, NO_PROBLEMS, [problem_line(problem, day) for problem in view.problems]),
        *(_listed(view, MATTERS, "", [matter_line(matter, day) for matter in view.matters]) if view.matters else ()),
        *(_listed(view, HELPERS, "", [helper_line(each, day) for each in view.helpers]) if view.helpers else ()),
        *_listed(view, TASKS, NO_TASKS, [task_line(task) for task in view.tasks]),
    )


def _lights(view: OfficeView) -> LightHistory:
    chart = LightHistory()
    chart.set_data(view.lights)
    return chart


def _answers(view: OfficeView) -> ResponseBars:
    chart = ResponseBars()
    chart.set_data(view.responses)
    return chart


def _list(title: str, nothing: str, lines: Sequence[Line]) -> LineList:
    chart = LineList(title, nothing)
    chart.set_data(lines)
    return chart


def _listed(view: OfficeView, title: str, nothing: str, lines: Sequence[Line]) -> Iterator[Sheet]:
    starts = range(0, max(len(lines), 1), _ON_A_SHEET)
    for number, start in enumerate(starts, 1):
        part = f"（{number}/{len(starts)}）" if len(starts) > 1 else ""
        make: Callable[[], QWidget] = partial(_list, title, nothing, lines[start : start + _ON_A_SHEET])
        yield Sheet(f"{view.name}：{title}{part}", f"{note_of(view.today)}，共 {len(lines):,} 项", make)


def draw_office_page(painter: QPainter, area: QRectF, view: OfficeView, *, demo: bool) -> None:
    """Draw an office on one page: figures, lights and answers, problems, urgent tasks and matters."""
    strip = OfficeStrip()
    strip.set_data(view)
    problems = _list(PROBLEMS, NO_PROBLEMS, [problem_line(problem, view.today) for problem in view.problems])
    matters = _list(MATTERS, "", [matter_line(matter, view.today) for matter in view.matters])
    tasks = _list(TASKS, NO_TASKS, [task_line(task) for task in view.tasks])
    last = ((0.20, ((MATTERS, 1.0, matters),)),) if view.matters else ()
    rows = (
        (0.40, ((f"{LIGHTS}（项，每月末）", 0.60, _lights(view)), (f"{ANSWERS}（天）", 0.40, _answers(view)))),
        (0.40 if last else 0.60, ((f"{TASKS}（最急的在前）", 0.60, tasks), (PROBLEMS, 0.40, problems))),
        *last,
    )
    draw_one_page(painter, area, OnePage(view.name, note_of(view.today), strip, strip.cells, rows), demo=demo)

"""Paints the cells of tasks and of headings inside a section, one function a column."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from tracker.model.enums import LightColour, Priority
from tracker.model.rows import TaskRow
from tracker.ui.ledger.columns import WRAPPED, Column, cell_text, gain_words, merged_words, progress_words
from tracker.ui.ledger.rows import Heading, Rollup
from tracker.ui.task.words import NOTHING, UNDECIDED, schedule_tick
from tracker.ui.theme import fonts, tokens
from tracker.ui.widgets import paint

PAD = 8  # from the column's edge to its text
CODE_INSET = 36  # chevron, then the code
INDENT = 12
GLYPH = 12
BAR = 60
PERCENT = 38
PERCENT_END = 106  # px from the left edge of the column to the end of the percent
GAIN_WIDTH = 30
LEAST_WORD = 64  # px; a narrower column of statuses shows their glyphs
UNDER = 40  # px; from this height of a row on the owner stands under the office
MARK_GAP = 8
HIGH = 48  # px; from this height of a row on words stand on several lines
LEAST_TITLE = 78  # px; six characters

Painting: TypeAlias = Callable[[QPainter, QRect, TaskRow], None]
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def inside(rect: QRect) -> QRect:
    """Return the part of a cell that text may fill."""
    return rect.adjusted(PAD, 0, 0, 0)


def paint_task_cell(painter: QPainter, rect: QRect, task: TaskRow, column: int, level: int = 0) -> None:
    """Paint one cell of a task, its title indented by `level` steps; the ground is there already."""
    if column in WRAPPED and rect.height() >= HIGH and column != Column.OFFICE:
        _lines(painter, _title_rect(rect, level) if column == Column.TITLE else inside(rect), task, Column(column))
    elif column == Column.TITLE:
        _title(painter, _title_rect(rect, level), task)
    else:
        _TASK.get(Column(column), _plain(Column(column)))(painter, rect, task)


def paint_quiet_cell(painter: QPainter, rect: QRect, heading: Heading, column: int) -> None:
    """Paint one cell of a heading inside a section: entry with several tasks, group, umbrella."""
    colours = tokens.current()
    if column == Column.CODE:
        paint.paint_text(painter, code_rect(rect), heading.code, colours.text3, "small")
    elif column == Column.TITLE:
        paint.paint_text(painter, _title_rect(rect, heading.level), heading.title, colours.text2)
    elif column == Column.OFFICE:
        paint.paint_text(painter, inside(rect), heading.note, colours.text3, "small")
    elif column == Column.PROGRESS:
        paint_rollup_bar(painter, rect, heading.rollup)
        paint_rollup_percent(painter, rect, heading.rollup, colours.text3)
    elif column == Column.LIGHT and heading.covers:
        # An umbrella sums what its section shows already: its bar says enough.
        paint_rollup_lights(painter, rect, heading.rollup)


def code_rect(rect: QRect) -> QRect:
    """Return where the code stands in the first column."""
    return rect.adjusted(CODE_INSET, 0, 0, 0)


def paint_rollup_bar(painter: QPainter, rect: QRect, rollup: Rollup | None, *, tick: bool = False) -> None:
    """Paint the bar of the average progress under a heading; nothing where there are no tasks."""
    if rollup is not None and rollup.progress is not None:
        late = rollup.scheduled is None or rollup.scheduled >= 100
        paint.paint_progress(painter, _bar_rect(rect), rollup.progress, rollup.scheduled if tick and not late else None)


def paint_rollup_percent(painter: QPainter, rect: QRect, rollup: Rollup | None, ink: str) -> None:
    """Paint the average progress in whole percent, a dash where there are no tasks."""
    known = rollup is not None and rollup.progress is not None
    words = f"{rollup.progress}%" if rollup is not None and known else NOTHING
    paint.paint_text(painter, _percent_rect(rect), words, ink if known else tokens.current().text3, align=RIGHT)


def paint_rollup_lights(painter: QPainter, rect: QRect, rollup: Rollup | None) -> int:
    """Paint how many red and amber tasks stand under a heading, nothing for none; return where that ends, px."""
    left = rect.left() + PAD
    if rollup is None:
        return left
    for light, count in ((LightColour.RED, rollup.red), (LightColour.AMBER, rollup.amber)):
        if count:
            shape = QRect(left, rect.top(), 10, rect.height())
            paint.paint_light(painter, shape, light)
            wide = fonts.metrics("small").horizontalAdvance(f"{count:,}")
            words = QRect(left + 14, rect.top(), wide + 2, rect.height())
            paint.paint_text(painter, words, f"{count:,}", tokens.current().light(light).text, "small")
            left += max(14 + wide + 8, 36)
    return left


def _bar_rect(rect: QRect) -> QRect:
    return QRect(rect.left() + PAD, rect.top(), BAR, rect.height())


def _percent_rect(rect: QRect) -> QRect:
    return QRect(rect.left() + PERCENT_END - PERCENT, rect.top(), PERCENT, rect.height())


def paint_gain(painter: QPainter, rect: QRect, task: TaskRow, before: int | None) -> None:
    """Paint behind the percent how far a task has moved in the last 30 days, where there is room for it."""
    if rect.width() < PERCENT_END + GAIN_WIDTH:
        return
    words, colours = gain_words(task, before), tokens.current()
    ink = colours.text3 if words in (NOTHING, "0") else colours.text2
    area = QRect(rect.left() + PERCENT_END, rect.top(), GAIN_WIDTH, rect.height())
    paint.paint_text(painter, area, words, ink, "small", RIGHT)


def paint_office_and_owner(painter: QPainter, rect: QRect, task: TaskRow) -> None:
    """Paint the office with the owner behind it, in a high row under it."""
    owner, ink = task.owner or UNDECIDED, tokens.current().text2 if task.owner else tokens.current().text3
    if rect.height() >= UNDER:
        half = rect.height() // 2
        _office(painter, rect.adjusted(0, 2, 0, -half + 1), task)
        paint.paint_text(painter, inside(rect).adjusted(0, half - 1, 0, -3), owner, ink, "small")
        return
    behind = _office(painter, rect, task) + PAD
    paint.paint_text(painter, QRect(behind, rect.top(), rect.right() - 2 - behind, rect.height()), owner, ink, "small")


def _title_rect(rect: QRect, level: int) -> QRect:
    return inside(rect).adjusted(level * INDENT, 0, 0, 0)


def _code(painter: QPainter, rect: QRect, task: TaskRow) -> None:
    paint.paint_text(painter, code_rect(rect), task.code, tokens.current().text3, "small")


def _title(painter: QPainter, area: QRect, task: TaskRow) -> None:
    ink = tokens.current().text3 if task.status.ended else tokens.current().text
    title, merged, marks = cell_text(task, Column.TITLE), merged_words(task), task.light.marks
    if merged or marks:
        merged_width = fonts.metrics("small").horizontalAdvance(merged) + MARK_GAP if merged else 0
        full = fonts.metrics("body").horizontalAdvance(title)
        while marks and area.width() - merged_width - paint.marks_width(marks) - MARK_GAP < min(full, LEAST_TITLE):
            marks = marks[:-1]  # what a task is about comes before its marks; the tooltip says them all
        room = merged_width + (paint.marks_width(marks) + MARK_GAP if marks else 0)
        width = min(full, max(0, area.width() - room))
        behind = area.adjusted(width + MARK_GAP, 0, 0, 0)
        paint.paint_text(painter, behind, merged, tokens.current().text2, "small")
        paint.paint_marks(painter, behind.adjusted(merged_width, 0, 0, 0), marks)
        area.setWidth(width)
    paint.paint_text(painter, area, title, ink)


def _plain(column: Column) -> Painting:
    """Return what paints a cell that is only words or a date."""

    def painted(painter: QPainter, rect: QRect, task: TaskRow) -> None:
        text = cell_text(task, column)
        ink = tokens.current().text3 if text == NOTHING else tokens.current().text2
        paint.paint_text(painter, inside(rect), text.partition("\n")[0], ink, "small")

    return painted


def _lines(painter: QPainter, area: QRect, task: TaskRow, column: Column) -> None:
    """Paint a text over several lines, the last one cut with … where it does not fit."""
    title, colours = column == Column.TITLE, tokens.current()
    text = task.progress_note if column == Column.LATEST else cell_text(task, column)
    ink = colours.text if title and not task.status.ended else colours.text2 if text != NOTHING else colours.text3
    role: fonts.Role = "body" if title else "small"
    if title and task.merged_into:
        text = f"{text}（{merged_words(task)}）"
    if title and task.light.marks:
        width = paint.marks_width(task.light.marks)
        paint.paint_marks(painter, area.adjusted(area.width() - width - PAD, 0, 0, 0), task.light.marks)
        area = area.adjusted(0, 0, -width - MARK_GAP, 0)
    paint.paint_lines(painter, area.adjusted(0, 4, -PAD, -4), text or NOTHING, ink, role)


def _latest(painter: QPainter, rect: QRect, task: TaskRow) -> None:
    ink = tokens.current().text2 if task.progress_note else tokens.current().text3
    paint.paint_text(painter, inside(rect), cell_text(task, Column.LATEST), ink, "small")


def _office(painter: QPainter, rect: QRect, task: TaskRow) -> int:
    """Paint the office, marked where nobody has confirmed it, and return where it ends."""
    colours, area = tokens.current(), inside(rect)
    words, mark = cell_text(task, Column.OFFICE), task.suggested
    needed = fonts.metrics("body").horizontalAdvance(words)
    if not mark:
        paint.paint_text(painter, area, words, colours.text2 if task.lead_office else colours.text3)
        return area.left() + min(needed, area.width())
    room, blank = (fonts.metrics("small").horizontalAdvance(each) for each in (mark, "（"))
    blank = blank // 2 if needed + room > area.width() else 0  # the outer half of a bracket is empty
    width = min(needed, area.width() + 2 * blank - room)
    paint.paint_text(painter, QRect(area.left(), area.top(), width, area.height()), words, colours.text3)
    behind = QRect(area.left() + width - blank, area.top(), room + 1, area.height())
    paint.paint_text(painter, behind, mark, colours.text3, "small")
    return behind.right()


def _office_alone(painter: QPainter, rect: QRect, task: TaskRow) -> None:
    _office(painter, rect, task)


def _owner(painter: QPainter, rect: QRect, task: TaskRow) -> None:
    ink = tokens.current().text2 if task.owner else tokens.current().text3
    paint.paint_text(painter, inside(rect), cell_text(task, Column.OWNER), ink)


def _leader(painter: QPainter, rect: QRect, task: TaskRow) -> None:
    ink = tokens.current().text2 if task.leader else tokens.current().text3
    paint.paint_text(painter, inside(rect), cell_text(task, Column.LEADER), ink)


#: Where a word says nothing that anybody must see.
_ORDINARY: dict[Column, Callable[[TaskRow], bool]] = {
    Column.PRIORITY: lambda task: task.priority is Priority.NORMAL,
    Column.COORDINATION: lambda task: not task.coordination,
    Column.HELPING: lambda task: not task.co_counted,
    Column.SOURCE_KIND: lambda task: not task.source_kind,
}


def _quiet(column: Column) -> Painting:
    """Return what paints a word that matters only where it is not the ordinary one."""

    def painted(painter: QPainter, rect: QRect, task: TaskRow) -> None:
        ordinary = _ORDINARY[column](task)
        ink = tokens.current().text3 if ordinary else tokens.current().text
        paint.paint_text(painter, inside(rect), cell_text(task, column), ink)

    return painted


def _due(painter: QPainter, rect: QRect, task: TaskRow) -> None:
    colours = tokens.current()
    late = task.light.is_overdue
    ink = colours.red.text if late else colours.text2 if task.due_on or task.due_text else colours.text3
    paint.paint_text(painter, inside(rect), cell_text(task, Column.DUE), ink)


def _progress(painter: QPainter, rect: QRect, task: TaskRow) -> None:
    words, colours = progress_words(task), tokens.current()
    if words != NOTHING:
        behind = task.light.colour in (LightColour.RED, LightColour.AMBER) and task.status.begun
        gap = (task.scheduled or 0, colours.light(task.light.colour).fill) if behind else None
        paint.paint_progress(painter, _bar_rect(rect), task.progress, schedule_tick(task), height=6, gap=gap)
    paint.paint_text(painter, _percent_rect(rect), words, colours.text2, align=RIGHT)


def _status(painter: QPainter, rect: QRect, task: TaskRow) -> None:
    if rect.width() < LEAST_WORD:
        paint.paint_status(painter, QRect(rect.left() + PAD, rect.top(), GLYPH, rect.height()), task.status)
        return
    paint.paint_status_text(painter, inside(rect), task.status, tokens.current().text2)


def _light(painter: QPainter, rect: QRect, task: TaskRow) -> None:
    paint.paint_light_text(painter, inside(rect), task.light)


_TASK: dict[Column, Painting] = {
    Column.CODE: _code,
    Column.LATEST: _latest,
    Column.OFFICE: _office_alone,
    Column.OWNER: _owner,
    Column.DUE: _due,
    Column.PROGRESS: _progress,
    Column.STATUS: _status,
    Column.LEADER: _leader,
    **{column: _quiet(column) for column in _ORDINARY},
    Column.LIGHT: _light,
}

"""Paints the rows of the ledger as a whole: grounds, cells, headings over all columns, chevrons, the focus frame."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from tracker.model.rows import TaskRow
from tracker.ui.ledger.cell_painting import paint_gain, paint_office_and_owner, paint_quiet_cell, paint_task_cell
from tracker.ui.ledger.columns import SPECS, Column
from tracker.ui.ledger.heading_painting import paint_chevron, paint_heading
from tracker.ui.ledger.model import LedgerModel
from tracker.ui.ledger.rows import TOP_KINDS, Heading, HeadingKind
from tracker.ui.theme import tokens
from tracker.ui.widgets import paint

ROW = 32
TOP_ROW = 36
TEXT_EDGE = 16  # hairlines start here
DOT = 6
SPANNING = (*TOP_KINDS, HeadingKind.SECTION)
EDITABLE = tuple(column for column, spec in SPECS.items() if spec.field)
#: Cells by column in viewport coordinates, visible columns only.
Cells = Mapping[int, QRect]


class RowPainting:
    """Knows what a row looks like; which rows are in sight and selected is the table's business."""

    def __init__(self, model: LedgerModel) -> None:
        self._model = model
        self.recent: frozenset[int] = frozenset()  # tasks changed by the last act
        self.dimmed: frozenset[int] = frozenset()  # tasks that an act took out of the filter
        self.owners_under = False  # the column of offices shows the owners as well, under them
        self.before: dict[int, int] = {}  # percent 30 days ago, by task id, of those that reported since

    def paint_row(
        self, painter: QPainter, area: QRect, cells: Cells, row: int, *, selected: bool = False, hovered: bool = False,
        boxed: bool = False,
    ) -> None:  # fmt: skip
        """Paint ground, hairline, words and chevron of a row."""
        shown = self._model.shown[row]
        if isinstance(shown, TaskRow):
            self._paint_task(painter, area, cells, row, shown, selected=selected, hovered=hovered)
            return
        self._model.shown.sum_up(shown)
        if shown.kind in SPANNING:
            ground = tokens.current().canvas if shown.kind in TOP_KINDS else ""
            paint.paint_row_ground(painter, area, selected=selected, first=True, ground=ground)
            paint.paint_hairline(painter, area, 0 if ground else TEXT_EDGE)
            paint_heading(painter, area, cells, shown)
        else:
            _paint_ground(painter, area, selected=selected, hovered=hovered)
            for column, rect in cells.items():
                paint_quiet_cell(painter, rect, shown, column)
        if shown.covers:
            paint_chevron(painter, area, opened=shown.key not in self._model.closed, boxed=boxed)

    def _paint_task(
        self, painter: QPainter, area: QRect, cells: Cells, row: int, task: TaskRow, *, selected: bool, hovered: bool
    ) -> None:
        _paint_ground(painter, area, selected=selected, hovered=hovered)
        level = self._model.shown.level(row)
        painter.setOpacity(paint.DIMMED if task.id in self.dimmed else 1)
        office, owner = cells.get(Column.OFFICE), cells.get(Column.OWNER)
        together = joined(office, owner) if office and owner else office if self.owners_under else None
        for column, rect in cells.items():
            if together is None or column not in (Column.OFFICE, Column.OWNER):
                paint_task_cell(painter, rect, task, column, level)
        if together is not None:
            paint_office_and_owner(painter, together, task)
        if (progress := cells.get(Column.PROGRESS)) is not None:
            paint_gain(painter, progress, task, self.before.get(task.id))
        painter.setOpacity(1)
        if task.id in self.recent:
            _paint_dot(painter, area)

    def paint_focus(self, painter: QPainter, area: QRect, cells: Cells, row: int, column: int) -> None:
        """Paint the frame of the row that has the keyboard, and of its cell where that can be edited."""
        paint.paint_row_ground(painter, area, focused=True)
        cell = cells.get(column)
        if cell is not None and column in EDITABLE and not isinstance(self._model.shown[row], Heading):
            painter.save()
            painter.setPen(tokens.colour(tokens.current().field))
            painter.drawRoundedRect(cell.adjusted(1, 4, -3, -6), 4, 4)
            painter.restore()


def joined(office: QRect, owner: QRect) -> QRect | None:
    """Return the room of office and owner where they stand beside each other: they are painted as one text."""
    return office.united(owner) if owner.left() == office.right() + 1 else None


def _paint_ground(painter: QPainter, area: QRect, *, selected: bool, hovered: bool) -> None:
    paint.paint_row_ground(painter, area, selected=selected, hovered=hovered, first=True)
    paint.paint_hairline(painter, area, TEXT_EDGE)


def _paint_dot(painter: QPainter, area: QRect) -> None:
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.colour(tokens.current().accent))
    painter.drawEllipse(area.left() + 6, area.center().y() - DOT // 2, DOT, DOT)
    painter.restore()

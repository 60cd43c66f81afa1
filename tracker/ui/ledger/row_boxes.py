"""The boxes at the left of the rows: where several rows are selected, or the mouse is near the edge."""

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QItemSelectionModel, QRect, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QTableView

from tracker.ui.ledger.model import LedgerModel
from tracker.ui.ledger.row_selection import selected_stretches, selection_of
from tracker.ui.ledger.rows import Heading
from tracker.ui.theme import tokens
from tracker.ui.widgets.fields import paint_box

LEFT, SIZE = 15, 15
#: Between these a press is on a box; further left is the chevron of a heading.
ZONE = (13, 34)
NEAR = 40  # px from the left edge: the box of the row under the mouse appears
FLAGS = QItemSelectionModel.SelectionFlag


class RowBoxes:
    """Ticks tasks; the box of a heading has all tasks below it, or some (a dash)."""

    def __init__(self, table: QTableView, model: LedgerModel) -> None:
        self._table, self._model = table, model
        self.near = -1  # the row near whose left edge the mouse is

    def shown(self, row: int, *, several: bool) -> bool:
        """Tell whether a row has its box."""
        return several or row == self.near

    def share(self, row: int) -> float:
        """Return which part of the tasks of a row is selected, 0 to 1; a folded heading has none in sight."""
        stretches = selected_stretches(self._table)
        first, last = self._below(row)
        chosen = sum(max(0, min(end, last) - max(start, first)) for start, end in stretches)
        headings = self._headings(first, last) if last - first > 1 else 0
        tasks = last - first - headings
        return min(1.0, chosen / tasks) if tasks > 0 else 0.0

    def _below(self, row: int) -> tuple[int, int]:
        shown = self._model.shown.rows[row]
        return (row + 1, shown.end) if isinstance(shown, Heading) else (row, row + 1)

    def _headings(self, first: int, last: int) -> int:
        starts = self._model.shown.starts
        return bisect_left(starts, last) - bisect_right(starts, first - 1)

    def press(self, row: int, x: float, *, several: bool) -> bool:
        """Tick or untick what stands at a row; False where no box was hit."""
        if row < 0 or not self.shown(row, several=several) or not ZONE[0] <= x < ZONE[1]:
            return False
        first, last = self._below(row)
        rows = [number for number in range(first, last) if not isinstance(self._model.shown.rows[number], Heading)]
        if not rows:
            return False
        flag = FLAGS.Deselect if self.share(row) == 1 else FLAGS.Select
        selection = self._table.selectionModel()
        selection.select(selection_of(self._model, rows), flag | FLAGS.Rows)
        selection.setCurrentIndex(self._model.index_at(rows[0]), FLAGS.NoUpdate)
        return True

    def paint(self, painter: QPainter, area: QRect, row: int, *, selected: bool) -> None:
        """Paint the box of a row; only that of a heading asks what is selected below it."""
        box = QRectF(area.left() + LEFT + 0.5, area.center().y() - SIZE / 2 + 0.5, SIZE, SIZE)
        heading = isinstance(self._model.shown.rows[row], Heading)
        share = self.share(row) if heading else float(selected)
        painter.save()
        paint_box(painter, box, on=share == 1)
        if 0 < share < 1:
            dash = QRectF(box.left() + 4, box.center().y() - 1, SIZE - 8, 2)
            painter.fillRect(dash, QColor(tokens.current().accent))
        painter.restore()

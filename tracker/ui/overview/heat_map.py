"""单位与状态: how many tasks each office has in each status, one hue, darker for more."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from tracker.model.enums import Status
from tracker.model.numbers import format_value
from tracker.model.rows.tasks import UNSETTLED
from tracker.ui.charts.marks import Mark, MarkChart
from tracker.ui.core.page_requests import OpenOffice
from tracker.ui.theme.fonts import Role, metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import Align, paint_status, paint_text

MAIN_ROAD = Status.those(lambda status: not status.set_aside)

_STEPS = (0, 1, 3, 6, 10)  # the upper ends of the first five steps
_HEAD = 26
_ROW = 27
_NAMES = 117  # px, less on a narrow card
_NARROW = 46  # px of a cell below which its heading is set smaller
_GAP = 2
_GLYPH = 12

Counts = Mapping[Status, int]


def heat_step(count: int) -> int:
    """Return the step of the heat scale: 0, 1, 2-3, 4-6, 7-10, 11 and more."""
    return next((step for step, top in enumerate(_STEPS) if count <= top), 5)


class HeatMap(MarkChart):
    """Marks: one cell per office and status ({office, status}); the last row may sum up the rest.

    Links: the names of the offices (OpenOffice), and that of the last row, which leads nowhere and is said in full.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("单位与状态", parent)
        self._offices: tuple[tuple[str, Counts], ...] = ()

    def set_data(self, offices: Sequence[tuple[str, Counts]]) -> None:
        """Show offices in the order given; as many as fit, the others summed up in a last row."""
        self._offices = tuple((name, dict(counts)) for name, counts in offices)
        self.setMinimumHeight(_HEAD + _ROW * min(max(len(offices), 3), 9))
        self.rearrange()

    def columns(self) -> tuple[Status, ...]:
        """Return the statuses shown: those that occur; of an empty ledger the main road."""
        return tuple(s for s in Status if any(counts.get(s) for _, counts in self._offices)) or MAIN_ROAD

    def rows(self, height: int) -> tuple[tuple[str, Counts], ...]:
        """Return the rows that fit into a height in px, biggest offices first."""
        fit = max((height - _HEAD) // _ROW, 1)
        if len(self._offices) <= fit:
            return self._offices
        rest = self._offices[fit - 1 :]
        summed = {s: sum(counts.get(s, 0) for _, counts in rest) for s in Status}
        return (*self._offices[: fit - 1], (f"其余 {len(rest):,} 个单位", summed))

    def arrange(self, size: QSize) -> tuple[Mark, ...]:
        """Return the cells row by row; cells of the summed row lead to all of its offices."""
        columns, names = self.columns(), [name for name, _ in self._offices]
        rows = self.rows(size.height())
        rest = tuple(names[len(rows) - 1 :])
        return tuple(
            self._mark(self._cell(size, r, c), name if name in names else rest, name, status, counts.get(status, 0))
            for r, (name, counts) in enumerate(rows)
            for c, status in enumerate(columns)
        )

    def place_links(self, size: QSize) -> tuple[Mark, ...]:
        """Return the names of the rows: those of offices open their pages, the others only say themselves in full."""
        known = {name for name, _ in self._offices} - {UNSETTLED}
        return tuple(
            self._link(size, number, name, sum(counts.values()), opens=name in known)
            for number, (name, counts) in enumerate(self.rows(size.height()))
        )

    def _link(self, size: QSize, number: int, name: str, total: int, *, opens: bool) -> Mark:
        cell = self._cell(size, number, 0)
        rect = QRectF(0, cell.top(), self._names(size) - 8, cell.height())
        words = f"{name}：{format_value(total)} 项"
        return Mark(
            rect, OpenOffice(name) if opens else None, total, f"{words}，点开看这个单位的情况" if opens else words
        )

    @staticmethod
    def _mark(rect: QRectF, office: str | tuple[str, ...], name: str, status: Status, count: int) -> Mark:
        target = {"office": office, "status": status}
        return Mark(rect, target if count else None, count, f"{name}：{status.word} {format_value(count)} 项")

    @staticmethod
    def _names(size: QSize) -> float:
        return min(_NAMES, size.width() * 0.3)

    def _cell(self, size: QSize, row: int, column: int) -> QRectF:
        names = self._names(size)
        width = (size.width() - names) / len(self.columns())
        left = round(names + column * width)
        right = round(names + (column + 1) * width)
        return QRectF(left, _HEAD + row * _ROW, right - left - _GAP, _ROW - _GAP)

    def draw(self, painter: QPainter) -> None:
        """Paint headings, names and cells."""
        tokens = current()
        for column, status in enumerate(self.columns()):
            cell = self._cell(self.size(), 0, column)
            head = QRectF(cell.left() - 4, 0, cell.width() + 8, _HEAD - 4)
            role: Role = "small" if cell.width() >= _NARROW else "tick"
            if metrics(role).horizontalAdvance(status.word) <= cell.width():
                paint_text(painter, head, status.word, tokens.text2, role, Align.AlignCenter)
            else:  # the cells below say the word when the mouse is over them
                glyph = QRectF(cell.center().x() - _GLYPH / 2, (_HEAD - 4 - _GLYPH) / 2, _GLYPH, _GLYPH)
                paint_status(painter, glyph, status)
        for row, (name, _) in enumerate(self.rows(self.height())):
            cell = self._cell(self.size(), row, 0)
            label = QRectF(0, cell.top(), self._names(self.size()) - 8, cell.height())
            hovered = any(self.is_hovered(mark) for mark in self.links if mark.target == OpenOffice(name))
            paint_text(painter, label, name, tokens.accenttext if hovered else tokens.text2, "small")
        for mark in self.marks:
            self._draw_cell(painter, mark)
        if not self._offices:
            paint_text(painter, self.rect(), "没有符合条件的任务", tokens.text3, "body", Align.AlignCenter)

    def _draw_cell(self, painter: QPainter, mark: Mark) -> None:
        tokens, step = current(), heat_step(int(mark.value))
        painter.setBrush(QColor(tokens.heat[step]))
        hovered = self.is_hovered(mark) and mark.target is not None
        painter.setPen(QColor(tokens.accent) if hovered else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(mark.rect.adjusted(0.5, 0.5, -0.5, -0.5) if hovered else mark.rect, 3, 3)
        if mark.value:
            paint_text(painter, mark.rect, format_value(mark.value), tokens.heattext[step], "small", Align.AlignCenter)

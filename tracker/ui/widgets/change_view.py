"""ChangeView: what became of what, act by act; prose with its words struck out and added, numbers with their falls."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QFrame, QListView, QStyleOptionViewItem, QWidget

from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import tone
from tracker.ui.theme.style import themes
from tracker.ui.widgets.change_lines import EMPTY, FALL, REWRITTEN, ChangeGroup, ChangeLine
from tracker.ui.widgets.paint import colour_of, paint_hairline, paint_row_ground, paint_text, paint_text_tag
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW, Index, RowModel, list_of
from tracker.ui.widgets.textdiff import Span, diff_spans, lay_spans

_HEAD, _ROW, _LINE = 30, 32, 22
_EDGE, _SUBJECT, _FIELD = 24, 72, 104
_PAD = 5
#: Lines of prose that are shown before it is opened.
_FEW = 3
_WORDS = 100  # px after the prose for its tag

Row = str | ChangeLine  # a head, or a change


class ChangeView(QListView):
    """A list of changes under the heads of their acts; Enter, space or a double click opens prose that was cut."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: RowModel[Row] = RowModel(list_of(_words), spoken=_words, selectable=lambda row: row != "")
        self._opened: set[int] = set()
        self._wide = False
        self.setModel(self.lines)
        self.setItemDelegate(_ChangeDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayoutMode(QListView.LayoutMode.Batched)  # long histories are laid out bit by bit
        self.setBatchSize(60)
        themes().switched.connect(self.viewport().update)

    def show_groups(self, groups: Sequence[ChangeGroup]) -> None:
        """Show other changes; a group without a head has none."""
        self._opened.clear()
        rows: list[Row] = []
        for group in groups:
            rows += [group.head] if group.head else []
            rows += group.lines
        self._wide = any(isinstance(row, ChangeLine) and bool(row.subject) for row in rows)
        self.lines.set_rows(rows)

    def changes(self) -> list[ChangeLine]:
        """Return the changes shown, from top to bottom."""
        return [row for row in self.lines.rows if isinstance(row, ChangeLine)]

    def heads(self) -> list[str]:
        """Return the heads shown, from top to bottom."""
        return [row for row in self.lines.rows if isinstance(row, str)]

    def opened(self, number: int) -> bool:
        """Tell whether a row shows all of its prose, with the difference of what was rewritten."""
        return number in self._opened

    def toggle(self, index: Index) -> None:
        """Open or close the prose of a row."""
        row = index.data(ROW) if index.isValid() else None
        if isinstance(row, ChangeLine) and row.prose:
            self._opened ^= {index.row()}
            self.scheduleDelayedItemsLayout()
            self.viewport().update()

    def text_left(self) -> int:
        """Return where the values begin: behind field, and subject where there are any."""
        return _EDGE + (_SUBJECT if self._wide else 0) + _FIELD

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open or close prose with Enter and space; copy nothing, walk with the arrows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open or close the prose under the pointer."""
        self.toggle(self.indexAt(event.position().toPoint()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the prose out for the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class _ChangeDelegate(RowDelegate):
    """Rows as high as their prose."""

    def __init__(self, view: ChangeView) -> None:
        super().__init__(self._paint_row, _ROW, view)
        self._lines = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a head, a line, or prose at the width of the view."""
        row = index.data(ROW)
        if isinstance(row, str):
            return QSize(0, _HEAD)
        if not row.prose:
            return QSize(0, _ROW)
        return QSize(0, self._shown_lines(row, index.row()) * _LINE + 2 * _PAD)

    def _prose_width(self) -> int:
        return max(self._lines.viewport().width() - self._lines.text_left() - _EDGE, 80)

    def _shown_lines(self, row: ChangeLine, number: int) -> int:
        layout, width = _layout(row, self._lines.opened(number)), self._prose_width()
        lines = int(_lay(layout, width).lineCount())
        return lines if self._lines.opened(number) else min(lines, _FEW)

    def _paint_row(self, painter: QPainter, cell: Cell) -> None:
        box = QRectF(cell.rect)
        if isinstance(cell.row, str):
            painter.fillRect(box, colour_of(tone("canvas")))
            paint_text(painter, box.adjusted(_EDGE, 0, -_EDGE, 0), cell.row, tone("text2"), "small")
            return
        line: ChangeLine = cell.row
        paint_row_ground(painter, box, selected=cell.chosen, hovered=cell.hovered, focused=cell.focused, first=True)
        paint_hairline(painter, box, _EDGE)
        first = QRectF(box.left() + _EDGE, box.top(), box.width() - 2 * _EDGE, _ROW)
        if line.subject:
            paint_text(
                painter, QRectF(first.left(), first.top(), _SUBJECT - 8, _ROW), line.subject, tone("text3"), "small"
            )
        field = QRectF(self._lines.text_left() - _FIELD, first.top(), _FIELD - 8, _ROW)
        paint_text(painter, field, line.field, tone("text2"), "small")
        values = QRectF(self._lines.text_left(), box.top(), self._prose_width(), box.height())
        if line.prose:
            self._paint_prose(painter, values, line, cell.index.row())
        else:
            _paint_values(painter, values, line)

    def _paint_prose(self, painter: QPainter, box: QRectF, line: ChangeLine, number: int) -> None:
        """Paint the difference, or the new text where it was rewritten, as many lines as are shown."""
        layout = _lay(_layout(line, self._lines.opened(number)), self._prose_width())
        shown = self._shown_lines(line, number)
        painter.save()
        painter.setClipRect(QRectF(box.left(), box.top() + _PAD, box.width(), shown * _LINE))
        painter.setPen(colour_of(tone("text")))
        layout.draw(painter, QPointF(box.left(), box.top() + _PAD))
        painter.restore()
        hints = [REWRITTEN] if line.rewritten and not self._lines.opened(number) else []
        if layout.lineCount() > shown:
            hints.append("回车看全部")
        left = box.right() - sum(metrics("small").horizontalAdvance(hint) + 20 for hint in hints)
        last = QRectF(box.left(), box.top() + _PAD + (shown - 1) * _LINE, box.width(), _LINE)
        for hint in hints:
            paint_text_tag(painter, left, last, hint)
            left += metrics("small").horizontalAdvance(hint) + 20


def _words(row: Row) -> str:
    return row if isinstance(row, str) else row.words


def _layout(line: ChangeLine, opened: bool) -> tuple[Span, ...]:
    """Return what is shown of prose: the difference, or plainly the new text where that says more."""
    if line.rewritten and not opened:
        return (Span(line.new, "same"),)
    return _spans(line.old, line.new)


@lru_cache(maxsize=2_000)
def _spans(old: str, new: str) -> tuple[Span, ...]:
    return diff_spans(old, new)


def _lay(spans: tuple[Span, ...], width: int) -> QTextLayout:
    return lay_spans(spans, width)


def _paint_values(painter: QPainter, box: QRectF, line: ChangeLine) -> None:
    """Paint 60% → 45% ▼, the new value stronger."""
    left = box.left()
    parts = (
        (line.old or EMPTY, tone("text2")),
        ("→", tone("text3")),
        (line.new or EMPTY, tone("text")),
        *(((FALL, tone("red")),) if line.falls else ()),
    )
    for words, ink in parts:
        wide = metrics("body").horizontalAdvance(words) + 2
        room = QRectF(left, box.top(), max(min(wide, box.right() - left), 0), _ROW)
        paint_text(painter, room, words, ink)
        left += wide + 8

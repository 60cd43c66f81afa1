"""How a line of changes is painted: old → new with falls, or prose with what was struck out of it and added."""

from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QDialog, QStyleOptionViewItem, QWidget

from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import paint_icon, tone
from tracker.ui.widgets.change_lines import EMPTY, FALL, REWRITTEN, ChangeLine, is_rewritten
from tracker.ui.widgets.change_places import EDGE, Places, Shape
from tracker.ui.widgets.fields import paint_box
from tracker.ui.widgets.paint import (
    colour_of,
    count_lines,
    line_height,
    paint_hairline,
    paint_light_shift,
    paint_light_text,
    paint_lines,
    paint_row_ground,
    paint_text,
    paint_text_tag,
)
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import ROW, Index
from tracker.ui.widgets.textdiff import Span, diff_spans, lay_spans

HEAD, ROW_HEIGHT = 30, 32
_LINE, _PAD, _GAP, _TICK = 22, 5, 12, 15
TAGS = _LINE + _PAD  # px at the foot of a narrow row that hold its tags
#: Lines of prose that are shown before it is opened.
_FEW = 3
_APART, _ROOMY = 4, 480  # px between two tags, and of values that leave both of them room beside each other


class Showing(Protocol):
    """What a list of changes tells of its rows."""

    key: str
    shape: Shape

    def places(self) -> Places:
        """Return where the parts of a line stand."""

    def unfolded(self, row: int) -> bool:
        """Tell whether all prose of a row is shown."""

    def folded(self, row: int) -> bool:
        """Tell whether the lines of a head are put away."""

    def tick_of(self, line: ChangeLine, /) -> bool | None:
        """Return whether a line is ticked, None without a box."""


class ChangeDelegate(RowDelegate):
    """Rows as high as their prose and their notes."""

    def __init__(self, view: QWidget, lines: Showing) -> None:
        super().__init__(self._paint_row, ROW_HEIGHT, view)
        self._list, self._lines = view, lines

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a head, of a line, or of prose and note at the width of the view."""
        row = index.data(ROW)
        if isinstance(row, str):
            return QSize(0, HEAD)
        places = self._lines.places()
        values = self._values_height(row, index.row(), places)
        if places.beside:
            return QSize(0, max(values, _note_height(row, places)))
        return QSize(0, values + sum(self._below(row, places)))

    def _values_height(self, line: ChangeLine, number: int, places: Places) -> int:
        if not prose_in(line, places):
            return ROW_HEIGHT
        open_ = self._lines.unfolded(number)
        hints = len(hints_of(line, open_, places))
        lines = self._shown_lines(line, open_, places)
        beside = min(hints, 1) if _in_a_row(places) else hints
        return (lines + bool(hints) if places.narrow else max(lines, beside)) * _LINE + 2 * _PAD

    def _shown_lines(self, line: ChangeLine, open_: bool, places: Places) -> int:
        count = _count_lines(spans_of(line, open_), prose_width(line, open_, places))
        return count if open_ else min(count, _FEW)

    def _paint_row(self, painter: QPainter, cell: Cell) -> None:
        box = QRectF(cell.rect)
        if isinstance(cell.row, str):
            self._paint_head(painter, box, cell)
            return
        line: ChangeLine = cell.row
        paint_row_ground(painter, box, selected=cell.chosen, hovered=cell.hovered, focused=cell.focused, first=True)
        raised = isinstance(self._list.window(), QDialog)  # else the list stands in the panel of a page
        paint_hairline(painter, box, self._lines.shape.edge, on_raised=raised)
        places = self._lines.places()
        self._paint_lead(painter, box, line, places)
        values = QRectF(box.left() + places.values[0], box.top(), places.values[1] - _GAP, box.height())
        if prose_in(line, places):
            self._paint_prose(painter, values, line, cell.index.row())
        elif line.bare and self._lines.shape.note:
            pass  # the note says it all
        elif line.bare:
            paint_text(
                painter, QRectF(values.left(), values.top(), values.width(), ROW_HEIGHT), line.note, tone(line.tone)
            )
        else:
            paint_values(painter, values, line.old, line.new, dim=self._dim(line))
        self._paint_tail(painter, box, line, places, self._values_height(line, cell.index.row(), places))

    def _dim(self, line: ChangeLine) -> bool:
        return self._lines.tick_of(line) is False or line.tone == "red"

    def _paint_head(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        painter.fillRect(box, colour_of(tone("canvas")))
        chevron = "chevron_right" if self._lines.folded(cell.index.row()) else "chevron_down"
        paint_icon(painter, QRectF(box.left() + 7, box.center().y() - 6, 12, 12), chevron, tone("text3"))
        paint_text(painter, box.adjusted(EDGE, 0, -EDGE, 0), cell.row, tone("text2"), "small")

    def _paint_lead(self, painter: QPainter, box: QRectF, line: ChangeLine, places: Places) -> None:
        """Paint box, number, name and field in the first 32 px."""
        tick = self._lines.tick_of(line)
        top = QRectF(box.left(), box.top(), box.width(), ROW_HEIGHT)
        if tick is not None:
            painter.save()
            paint_box(
                painter,
                QRectF(box.left() + places.box[0] + 0.5, top.center().y() - _TICK / 2, _TICK, _TICK),
                on=tick,
            )
            painter.restore()
        ink = tone("text3" if self._dim(line) else "text")
        parts = ((places.subject, line.subject, tone("text3"), "small"), (places.title, line.title, ink, "body"))
        for (left, width), words, colour, role in (*parts, (places.field, line.field, tone("text2"), "small")):
            if words and width:
                room = QRectF(box.left() + left, top.top(), width - _GAP, ROW_HEIGHT)
                paint_text(painter, room, words, colour, role)  # type: ignore[arg-type]

    def _paint_tail(self, painter: QPainter, box: QRectF, line: ChangeLine, places: Places, high: int) -> None:
        """Paint note and lights, beside the values or below them."""
        note_high, light_high = self._below(line, places)
        if places.beside:
            note = QRectF(box.left() + places.note[0], box.top(), places.note[1] - _GAP, _note_height(line, places))
            lights = QRectF(box.left() + places.lights[0], box.top(), places.lights[1], ROW_HEIGHT)
        else:
            left, width = box.left() + places.values[0], places.values[1] - _GAP
            note = QRectF(left, box.top() + high - 6, width, note_high)
            lights = QRectF(left, box.top() + high - 6 + note_high, width, light_high)
        if line.note and self._lines.shape.note:
            paint_lines(painter, note, line.note, tone(line.tone), "small")
        before, after = line.lights or (None, None)
        if before is not None and after is not None and before.text != after.text:
            paint_light_shift(painter, lights, before, after)
        elif (single := after or before) is not None:
            paint_light_text(painter, lights, single)

    def _below(self, line: ChangeLine, places: Places) -> tuple[int, int]:
        """Return the heights of note and lights below the values."""
        noted = bool(line.note) and self._lines.shape.note
        note = count_lines(line.note, places.note[1] - _GAP, "small") * line_height("small") + 4 if noted else 0
        return note, 22 if line.lights is not None and self._lines.shape.lights else 0

    def _paint_prose(self, painter: QPainter, box: QRectF, line: ChangeLine, number: int) -> None:
        """Paint the difference, or the new text where it was rewritten, as many lines as are shown; hints beside it."""
        places, open_ = self._lines.places(), self._lines.unfolded(number)
        room, shown = prose_width(line, open_, places), self._shown_lines(line, open_, places)
        layout = lay_spans(spans_of(line, open_), room)
        painter.save()
        painter.setClipRect(QRectF(box.left(), box.top() + _PAD, room, shown * _LINE))
        painter.setPen(colour_of(tone("text3" if self._dim(line) else "text")))
        layout.draw(painter, QPointF(box.left(), box.top() + _PAD))
        painter.restore()
        hints = hints_of(line, open_, places, self._lines.key)
        spot = QRectF(box.left() + room + _GAP, box.top() + _PAD, 1, _LINE)
        if places.narrow:
            spot.moveTo(box.left(), box.top() + _PAD + shown * _LINE)
        for hint in hints:
            paint_text_tag(painter, spot.left(), spot, hint)
            in_a_row = places.narrow or _in_a_row(places)
            spot.translate(tag_width(hint) + _APART if in_a_row else 0, 0 if in_a_row else _LINE)


def prose_in(line: ChangeLine, places: Places) -> bool:
    """Tell whether values are read as prose: they are, or they have no room beside each other."""
    return line.prose or (not line.bare and values_width(line.old, line.new) > places.values[1])


def hints_of(line: ChangeLine, opened: bool, places: Places, key: str = "空格") -> tuple[str, ...]:
    """Return the tags of prose: that it was rewritten, that `key` shows more."""
    if opened or not prose_in(line, places):
        return ()
    if is_rewritten(line.old, line.new):
        return REWRITTEN, f"{key}看差异"
    return (f"{key}看全部",) if _count_lines(spans_of(line, opened), places.values[1]) > _FEW else ()


def prose_width(line: ChangeLine, opened: bool, places: Places) -> int:
    """Return the width in px of prose; its tags stand beside it where there is room."""
    hints = hints_of(line, opened, places)
    if places.narrow:
        return places.values[1]
    if not hints:
        return places.values[1] - _GAP
    widths = [tag_width(hint) for hint in hints]
    return places.values[1] - 2 * _GAP - (sum(widths) + _APART * (len(hints) - 1) if _in_a_row(places) else max(widths))


def _in_a_row(places: Places) -> bool:
    """Tell whether the tags of prose have room beside each other at its right."""
    return not places.narrow and places.values[1] >= _ROOMY


def tag_width(text: str) -> int:
    """Return the width in px of a tag."""
    return int(metrics("small").horizontalAdvance(text)) + 16


def _note_height(line: ChangeLine, places: Places) -> int:
    """Return the height of a note beside the values: 32 px for one line."""
    if not (line.note and places.note[1]):
        return ROW_HEIGHT
    return ROW_HEIGHT + (count_lines(line.note, places.note[1] - _GAP, "small") - 1) * line_height("small")


def spans_of(line: ChangeLine, opened: bool) -> tuple[Span, ...]:
    """Return what is shown of prose: the difference, or plainly the new text where that says more."""
    if is_rewritten(line.old, line.new) and not opened:
        return (Span(line.new, "same"),)
    return _spans(line.old, line.new)


@lru_cache(maxsize=4_000)  # asked several times of a row, at every painting
def _count_lines(spans: tuple[Span, ...], width: int) -> int:
    return int(lay_spans(spans, width).lineCount())


@lru_cache(maxsize=2_000)
def _spans(old: str, new: str) -> tuple[Span, ...]:
    return diff_spans(old, new)


def paint_values(painter: QPainter, box: QRectF, old: str, new: str, *, dim: bool = False) -> None:
    """Paint 60% → 45% ▼ in the first 32 px, the new value stronger; where there is no room both are cut."""
    change, left = ChangeLine("", old, new), box.left()
    strong, weak = tone("text3" if dim else "text"), tone("text3" if dim else "text2")
    fixed = metrics("body").horizontalAdvance("→") + 18 + (22 if change.falls else 0)
    half = max((box.width() - fixed) / 2, 20)
    words = (old or EMPTY, new or EMPTY)
    wide = [metrics("body").horizontalAdvance(word) + 2.0 for word in words]
    if sum(wide) > 2 * half:
        wide[0] = min(wide[0], max(half, 2 * half - wide[1]))
        wide[1] = min(wide[1], 2 * half - wide[0])
    parts = [(words[0], weak, wide[0]), ("→", tone("text3"), 14.0), (words[1], strong, wide[1])]
    parts += [(FALL, tone("red"), 14.0)] if change.falls else []
    for word, ink, width in parts:
        paint_text(painter, QRectF(left, box.top(), width, ROW_HEIGHT), word, ink)
        left += width + 8


def values_width(old: str, new: str) -> int:
    """Return the width in px that `paint_values` needs to cut nothing."""
    change = ChangeLine("", old, new)
    wide = sum(metrics("body").horizontalAdvance(word or EMPTY) + 10 for word in (old, new))
    return wide + 22 + (22 if change.falls else 0)

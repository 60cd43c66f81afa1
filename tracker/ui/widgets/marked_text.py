"""A source text with coloured stretches and their tags in the margin; only what is in sight is ever coloured."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QLineF, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from tracker.model.enums import LightColour
from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.tokens import Tokens, current
from tracker.ui.widgets.paint import Align, paint_light, paint_text

Look = Literal["open", "accepted", "linked", "rejected", "other", "folded", "plain"]
_MARGIN, _TAG, _TAG_GAP, _TAG_EDGE, _LIGHT = 96, 18, 3, 10, 8
_SEPARATORS = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\0": " "})


@dataclass(frozen=True, slots=True)
class Extent:
    """A stretch of the text: its key, the tag beside it, its places as [start, end) characters, its look and light."""

    key: str
    tag: str
    spans: tuple[tuple[int, int], ...]
    look: Look
    light: LightColour | None = None  # shown in the tag


class MarkedText(QPlainTextEdit):
    """Shows a text to read; a click into an extent or on its tag picks it, keys move the caret and select."""

    picked = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, *, stacked: bool = False) -> None:
        """Tags of one line stand side by side, or (`stacked`) one below the other, moved down where two meet."""
        super().__init__(parent)
        self._stacked = stacked
        self.extents: tuple[Extent, ...] = ()
        self.chosen = ""
        self._starts: list[int] = []
        self._wide: list[int] = []  # places of the characters that Qt counts as two
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(font("body"))
        self.setAccessibleName(name)
        self.setProperty("kind", "source")
        reading = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(reading)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(_MARGIN, 0, 0, 0)
        self.margin = _Margin(self)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._colour())
        self.updateRequest.connect(lambda _rect, _dy: self.margin.update())

    def show_text(self, text: str, headings: Sequence[tuple[int, int]] = ()) -> None:
        """Show another text, its headings bold; what ends a line elsewhere ends one here: places stay what they are."""
        shown = text.replace("\r\n", " \n").translate(_SEPARATORS)
        self._wide = [number for number, sign in enumerate(shown) if ord(sign) > 0xFFFF]
        self.extents, self._starts, self.chosen = (), [], ""
        self.setPlainText(shown)
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        for start, end in headings:
            self._cursor(start, end).mergeCharFormat(bold)
        self._colour()

    def show_extents(self, extents: Sequence[Extent]) -> None:
        """Show these stretches, in the order of the text."""
        self.extents = tuple(sorted((e for e in extents if e.spans), key=lambda extent: extent.spans[0][0]))
        self._starts = [extent.spans[0][0] for extent in self.extents]
        self._colour()

    def choose(self, key: str, *, scroll: bool = True) -> None:
        """Frame an extent and bring it into view."""
        self.chosen = key
        extent = self.extent(key)
        if extent is not None and scroll:
            self._bring_up(*extent.spans[0])
        self._colour()

    def extent(self, key: str) -> Extent | None:
        """Return the extent of a key, None where there is none."""
        return next((extent for extent in self.extents if extent.key == key), None)

    def go_to(self, start: int, end: int) -> None:
        """Select a stretch and bring it into view."""
        cursor = self._cursor(start, end)
        self.setTextCursor(cursor)
        self._bring_up(start, end)

    def put_caret(self, offset: int) -> None:
        """Put the caret at a place."""
        self.setTextCursor(self._cursor(offset))

    def caret(self) -> int:
        """Return the place of the caret."""
        return self._offset(self.textCursor().position())

    def selected_span(self) -> tuple[int, int]:
        """Return the selected stretch, an empty one where nothing is selected."""
        cursor = self.textCursor()
        return self._offset(cursor.selectionStart()), self._offset(cursor.selectionEnd())

    def extent_at(self, offset: int) -> Extent | None:
        """Return the shortest extent at a place."""
        there = [e for e in self.extents if any(start <= offset < end for start, end in e.spans)]
        return min(there, key=lambda e: sum(end - start for start, end in e.spans), default=None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret and select; letters and Enter are for whoever shows the text."""
        control = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if (event.text().isprintable() and event.text() and not control) or event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Escape,
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick the extent that was clicked, unless text was selected."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            clicked = self.cursorForPosition(event.position().toPoint()).position()
            extent = self.extent_at(self._offset(clicked))
            if extent is not None:
                self.picked.emit(extent.key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the margin beside the text."""
        super().resizeEvent(event)
        area = self.contentsRect()
        self.margin.setGeometry(QRect(area.left(), area.top(), _MARGIN, area.height()))
        self._colour()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret where it is."""
        super().focusInEvent(event)
        self.setCursorWidth(2)

    def showEvent(self, event: QShowEvent) -> None:
        """Colour what came into sight."""
        super().showEvent(event)
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        """Colour anew in the theme that came into force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and hasattr(self, "margin"):
            self._colour()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, then the frame round what is chosen."""
        super().paintEvent(event)
        extent = self.extent(self.chosen)
        if extent is None:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(current().accent), 2))
        for start, end in extent.spans:
            for box in self._boxes(start, end):
                painter.drawRect(box.adjusted(0, 1, 0, -1))

    def tags_in_sight(self) -> list[tuple[Extent, QRectF]]:
        """Return the tags beside the lines in sight, those of one line in the order of the text."""
        first, last = self._in_sight()
        begin, end = bisect_left(self._starts, first), bisect_right(self._starts, last)
        lines: dict[int, list[Extent]] = {}
        for extent in self.extents[begin:end]:
            if extent.tag:
                top = self.cursorRect(self._cursor(extent.spans[0][0])).top()
                lines.setdefault(top, []).append(extent)
        if self._stacked:
            return list(_below_each_other(lines))
        return [pair for top, extents in lines.items() for pair in _side_by_side(top, extents)]

    def _boxes(self, start: int, end: int) -> list[QRectF]:
        """Return the boxes of a stretch, one a line, as far as they are in sight."""
        first, last = self._position(start), self._position(end)
        boxes: list[QRectF] = []
        block = self.document().findBlock(first)
        while block.isValid() and block.position() < last:
            origin = self.blockBoundingGeometry(block).translated(self.contentOffset()).topLeft()
            if origin.y() > self.viewport().height():
                break
            boxes += self._lines(block, first - block.position(), last - block.position(), origin.x(), origin.y())
            block = block.next()
        return boxes

    @staticmethod
    def _lines(block: QTextBlock, first: int, last: int, left: float, top: float) -> list[QRectF]:
        boxes = []
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            begin, end = max(first, line.textStart()), min(last, line.textStart() + line.textLength())
            if begin < end:
                x1, x2 = _x(line.cursorToX(begin)), _x(line.cursorToX(end))
                boxes.append(QRectF(left + x1, top + line.y(), x2 - x1, line.height()))
        return boxes

    def _colour(self) -> None:
        """Colour the stretches in sight."""
        if not self.isVisible():
            return
        first, last = self._in_sight()
        tokens = current()
        marks = []
        for extent in self.extents[: bisect_right(self._starts, last)]:
            for start, end in extent.spans:
                if start <= last and end >= first and (look := _format(extent, tokens)) is not None:
                    mark = QTextEdit.ExtraSelection()
                    mark.cursor = self._cursor(start, end)
                    mark.format = look
                    marks.append(mark)
        self.setExtraSelections(marks)
        self.margin.update()

    def _in_sight(self) -> tuple[int, int]:
        area = self.viewport().rect()
        first = self.firstVisibleBlock().position()
        last = self.cursorForPosition(QPoint(area.right(), area.bottom())).position()
        return self._offset(first), self._offset(last)

    def _bring_up(self, start: int, end: int) -> None:
        """Scroll so that a stretch stands in the upper half, unless it is in sight already."""
        top, bottom = (self.cursorRect(self._cursor(offset)) for offset in (start, end))
        height = self.viewport().height()
        if top.top() >= 0 and bottom.bottom() <= height:
            return
        self.setTextCursor(self._cursor(start))
        self.centerCursor()

    def _cursor(self, start: int, end: int | None = None) -> QTextCursor:
        cursor = QTextCursor(self.document())
        most = self.document().characterCount() - 1
        cursor.setPosition(min(self._position(start), most))
        if end is not None:
            cursor.setPosition(min(self._position(end), most), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _position(self, offset: int) -> int:
        return offset + bisect_left(self._wide, offset) if self._wide else offset

    def _offset(self, position: int) -> int:
        """Return the place of a position: characters beyond the first plane count twice for Qt."""
        before = sum(1 for number, at in enumerate(self._wide) if at + number < position)
        return position - before


def _side_by_side(top: int, extents: Sequence[Extent]) -> Iterator[tuple[Extent, QRectF]]:
    """Yield the tags of one line with their boxes, as many as the margin holds, the last one at the right."""
    right = float(_MARGIN - _TAG_EDGE)
    for extent in reversed(extents):
        box = _tag_box(extent, right, top)
        if box.left() < 0:
            return
        yield extent, box
        right = box.left() - _TAG_GAP


def _below_each_other(lines: Mapping[int, Sequence[Extent]]) -> Iterator[tuple[Extent, QRectF]]:
    """Yield the tags of lines, by the top of each, with their boxes; one that would meet another is moved down."""
    free = -float("inf")
    for top in sorted(lines):
        for extent in lines[top]:
            box = _tag_box(extent, _MARGIN - _TAG_EDGE, top)
            box.moveTop(max(box.top(), free))
            yield extent, box
            free = box.bottom() + 1


def _tag_box(extent: Extent, right: float, top: int) -> QRectF:
    light = _LIGHT + 4.0 if extent.light is not None else 0.0
    width = max(26.0, metrics("tick").horizontalAdvance(extent.tag) + 10.0 + light)
    return QRectF(right - width, top + (metrics("body").height() - _TAG) / 2, width, _TAG)


class _Margin(QWidget):
    """The tags beside the text."""

    def __init__(self, text: MarkedText) -> None:
        super().__init__(text)
        self._text = text

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tags in sight."""
        painter, tokens = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for extent, box in self._text.tags_in_sight():
            ground, ink = _tag_colours(extent, tokens, chosen=extent.key == self._text.chosen)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(box, 4, 4)
            inside = self._painted_light(painter, box, extent.light) if extent.light is not None else box
            paint_text(painter, inside, extent.tag, ink, "tick", Align.AlignCenter)
            if extent.look == "rejected":
                painter.setPen(QPen(QColor(ink), 1))
                painter.drawLine(QLineF(box.left() + 5, box.center().y(), box.right() - 5, box.center().y()))

    @staticmethod
    def _painted_light(painter: QPainter, box: QRectF, light: LightColour) -> QRectF:
        """Paint a light at the left of a tag, on ground of its own; return what is left of the tag."""
        spot = QRectF(box.left() + 5, box.center().y() - _LIGHT / 2, _LIGHT, _LIGHT)
        painter.setBrush(QColor(current().surface))
        painter.drawEllipse(spot.adjusted(-2, -2, 2, 2))
        paint_light(painter, spot, light)
        return box.adjusted(_LIGHT + 4, 0, 0, 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the extent whose tag was hit."""
        for extent, box in self._text.tags_in_sight():
            if box.contains(event.position()):
                self._text.picked.emit(extent.key)
                return

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pressing was all; the text beside does not hear of it."""
        event.accept()


def _x(value: object) -> float:
    """Return where a cursor stands in a line; Qt's binding gives it with or without the cursor."""
    return float(value[0] if isinstance(value, tuple) else value)  # type: ignore[arg-type]


def _format(extent: Extent, tokens: Tokens) -> QTextCharFormat | None:
    lines = QTextCharFormat.UnderlineStyle
    looks: dict[Look, tuple[str, str, QTextCharFormat.UnderlineStyle]] = {
        "open": (tokens.accenttint, tokens.accent, lines.SingleUnderline),
        "accepted": (tokens.added, tokens.green.fill, lines.SingleUnderline),
        "linked": (tokens.added, tokens.blue.fill, lines.SingleUnderline),
        "other": ("", tokens.bar, lines.DashUnderline),
        "folded": ("", tokens.text3, lines.DotLine),
    }
    if extent.look not in looks:
        return None
    ground, ink, style = looks[extent.look]
    built = QTextCharFormat()
    if ground:
        built.setBackground(QColor(ground))
    built.setUnderlineStyle(style)
    built.setUnderlineColor(QColor(ink))
    return built


def _tag_colours(extent: Extent, tokens: Tokens, *, chosen: bool) -> tuple[str, str]:
    if chosen:
        return tokens.accent, tokens.onaccent
    grounds = {
        "open": (tokens.accenttint, tokens.accenttext),
        "accepted": (tokens.added, tokens.addedtext),
        "linked": (tokens.added, tokens.addedtext),
    }
    return grounds.get(extent.look, (tokens.press, tokens.text2))

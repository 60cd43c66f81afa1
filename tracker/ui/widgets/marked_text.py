"""A source text with coloured stretches and their tags in the margin; only what is in sight is ever coloured."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
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
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from tracker.ui.theme.fonts import font
from tracker.ui.theme.tokens import Tokens, current
from tracker.ui.widgets.line_pitch import PitchedLayout
from tracker.ui.widgets.tag_margin import Extent, Look, TagMargin, below_each_other, side_by_side

_PIN = 5  # px of its head
_SEPARATORS = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\0": " "})


@dataclass(frozen=True, slots=True)
class Shape:
    """How a marked text stands on the page, in px: margin of the tags, their distance from the text and what lies
    between both, distances of lines and paragraphs (0: as the font has them), and the widest the text may be with what
    lies beside it (0: as wide as there is room).

    Tags of one line stand side by side, or (`stacked`) one below the other, moved down where two meet.
    """

    margin: int = 96
    edge: int = 10
    inset: int = 0
    pitch: int = 0
    gap: int = 0
    column: int = 0
    stacked: bool = False


class MarkedText(QPlainTextEdit):
    """Shows a text to read; a click into an extent or on its tag picks it, keys move the caret and select."""

    picked = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, shape: Shape | None = None) -> None:
        super().__init__(parent)
        self._shape = shape or Shape()
        self.pins: tuple[int, ...] = ()  # places where something else is printed between the words
        self.extents: tuple[Extent, ...] = ()
        self.chosen = ""
        self._starts: list[int] = []
        self._wide: list[int] = []  # places of the characters that Qt counts as two
        self._pitched: PitchedLayout | None = None
        if self._shape.pitch:
            document = QTextDocument(self)
            self._pitched = PitchedLayout(document, self._shape.pitch, self._shape.gap)
            document.setDocumentLayout(self._pitched)
            self.setDocument(document)
            document.setDocumentMargin(self._shape.inset)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(font("body"))
        self.setAccessibleName(name)
        self.setProperty("kind", "source")
        reading = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(reading)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(self._shape.margin, 0, 0, 0)
        self.margin = TagMargin(self, self.tags_in_sight, lambda: self.chosen)
        self.margin.picked.connect(self.picked)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._colour())
        self.updateRequest.connect(lambda _rect, _dy: self.margin.update())

    def show_text(
        self, text: str, headings: Sequence[tuple[int, int]] = (), wraps: Collection[int] = frozenset()
    ) -> None:
        """Show another text, its headings bold; what ends a line elsewhere ends one here: places stay what they are.

        `wraps` are the ends of lines inside a paragraph: there the next line follows without a gap.
        """
        shown = text.replace("\r\n", " \n").translate(_SEPARATORS)
        self._wide = [number for number, sign in enumerate(shown) if ord(sign) > 0xFFFF]
        self.extents, self._starts, self.chosen, self.pins = (), [], "", ()
        if self._pitched is not None:
            self._pitched.wraps = frozenset(map(self._position, wraps))
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

    def show_pins(self, places: Sequence[int]) -> None:
        """Show where something else is printed between the words."""
        self.pins = tuple(places)
        self.viewport().update()

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
        """Move the caret and select; letters and Enter, beside stacked tags ↑↓ too, are for whoever shows the text."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if self._shape.stacked and plain and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
            return
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
        margin = self._shape.margin
        self.margin.setGeometry(QRect(area.left(), area.top(), margin, area.height()))
        if self._shape.column:
            scrolls = self.verticalScrollBar()
            bar = scrolls.width() if scrolls.isVisible() else 0
            self.setViewportMargins(margin, 0, max(0, area.width() - margin - self._shape.column - bar), 0)
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
        painter = QPainter(self.viewport())
        self._paint_pins(painter)
        extent = self.extent(self.chosen)
        if extent is None:
            return
        painter.setPen(QPen(QColor(current().accent), 2))
        for start, end in extent.spans:
            for box in self._boxes(start, end):
                painter.drawRect(box.adjusted(0, 1, 0, -1))

    def _paint_pins(self, painter: QPainter) -> None:
        """Paint a needle with a round head before each place in sight where the text was interrupted."""
        first, last = self._in_sight()
        ink = QColor(current().text)
        for pin in self.pins:
            if first <= pin <= last:
                line = QRectF(self.cursorRect(self._cursor(pin)))
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.fillRect(QRectF(line.left() - 0.5, line.top(), 1.5, line.height() + 1), ink)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ink)
                painter.drawEllipse(QRectF(line.left() + 0.25 - _PIN / 2, line.top() - _PIN / 2, _PIN, _PIN))
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def tags_in_sight(self) -> list[tuple[Extent, QRectF]]:
        """Return the tags beside the lines in sight, those of one line in the order of the text."""
        first, last = self._in_sight()
        begin, end = bisect_left(self._starts, first), bisect_right(self._starts, last)
        lines: dict[float, list[Extent]] = {}
        for extent in self.extents[begin:end]:
            if extent.tag:
                line = self.cursorRect(self._cursor(extent.spans[0][0]))
                lines.setdefault(line.top() + line.height() / 2, []).append(extent)
        right = float(self._shape.margin - self._shape.edge)
        if self._shape.stacked:
            return list(below_each_other(lines, right))
        return [pair for middle, extents in lines.items() for pair in side_by_side(middle, right, extents)]

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
        "bare": ("", tokens.bar, lines.DashUnderline),
        "folded": ("", tokens.text3, lines.DotLine),
        "alone": ("", tokens.text3, lines.DotLine),
    }
    if extent.look not in looks:
        return None
    ground, ink, style = looks[extent.look]
    built = QTextCharFormat()
    if ground:
        built.setBackground(QColor(ground))
    if extent.look == "alone":
        built.setForeground(QColor(tokens.text2))
    built.setUnderlineStyle(style)
    built.setUnderlineColor(QColor(ink))
    return built

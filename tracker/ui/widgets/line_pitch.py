"""The layout of a plain text whose lines stand at an even distance, with a gap below each paragraph."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

_BLANK = 6  # px of an empty line: the gaps around it part enough


class PitchedLayout(QPlainTextDocumentLayout):
    """Lays a text out with lines `pitch` px apart and paragraphs `gap` px more; Qt's own knows no such distances."""

    def __init__(self, document: QTextDocument, pitch: int, gap: int) -> None:
        super().__init__(document)
        self._pitch, self._gap = pitch, gap
        self.wraps: frozenset[int] = frozenset()  # ends of lines that the next one goes on from, without a gap

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Put the lines of a paragraph where they belong and return the room it takes."""
        box = super().blockBoundingRect(block)
        if not block.isValid() or not block.isVisible():
            return box
        layout = block.layout()
        count = layout.lineCount()
        for number in range(count):
            line = layout.lineAt(number)
            line.setPosition(QPointF(line.x(), number * self._pitch + (self._pitch - line.height()) / 2))
        gap = 0 if block.position() + block.length() - 1 in self.wraps else self._gap
        height = max(count, 1) * self._pitch + gap if block.length() > 1 else _BLANK
        return QRectF(box.left(), box.top(), box.width(), height)

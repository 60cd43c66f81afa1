"""Differences in prose: what was struck out of the old text and what came into the new one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.ui.theme.fonts import font
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.line_breaks import broken_lines

Mark = Literal["same", "added", "removed"]

_LINE = 22
# A number or a Latin word is one thing (12 -> 15, not 1[2]5); every other character stands alone.
_WORD = re.compile(r"[0-9]+(?:\.[0-9]+)?%?|[A-Za-z]+|.", re.DOTALL)
# Longer differing stretches are compared sentence by sentence: word by word would be felt.
_MOST = 1000
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")
_LINE_SEPARATOR = "\u2028"


class Span(NamedTuple):
    """A stretch of text with one mark."""

    text: str
    mark: Mark


def diff_spans(base: str, other: str) -> tuple[Span, ...]:
    """Return `other` with the removed parts of `base` in their places; joined "same" and "added" are `other`."""
    old, new = _WORD.findall(base), _WORD.findall(other)
    head = _alike(old, new)
    tail = min(_alike(old[::-1], new[::-1]), min(len(old), len(new)) - head)
    middle = [words[head : len(words) - tail] for words in (old, new)]
    if max(map(len, middle)) > _MOST:
        return tuple(_joined(_compared(_SENTENCE.findall(base), _SENTENCE.findall(other))))
    same = "".join(old[:head]), "".join(old[len(old) - tail :])
    return tuple(_joined([Span(same[0], "same"), *_compared(*middle), Span(same[1], "same")]))


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many pieces are the same at the beginning."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((number for number, (before, after) in pairs if before != after), min(len(old), len(new)))


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Span]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Span("".join(new[j1:j2]), "same")
        else:
            yield Span("".join(old[i1:i2]), "removed")
            yield Span("".join(new[j1:j2]), "added")


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans with text, neighbours of one mark as one."""
    for mark, group in groupby((span for span in spans if span.text), key=lambda span: span.mark):
        yield Span("".join(span.text for span in group), mark)


class TextDiff(QWidget):
    """Prose at 22 px a line; added on green ground, removed struck through on red ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spans: tuple[Span, ...] = ()
        self._tone = "text"
        self._heights: dict[int, int] = {}  # by width; layouts ask several times over
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_texts(self, base: str | None, other: str, tone: str = "text") -> None:
        """Show `other` against `base`; None shows it plainly."""
        self._spans = diff_spans(base, other) if base is not None else (Span(other, "same"),)
        self._tone = tone
        self._heights.clear()
        self.setAccessibleName(other)
        self.updateGeometry()
        self.update()

    def spans(self) -> tuple[Span, ...]:
        """Return what is shown."""
        return self._spans

    def hasHeightForWidth(self) -> bool:
        """Say that a narrower widget needs more height."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the text in a width, in pixels."""
        if width not in self._heights:
            self._heights[width] = max(1, self._lay(width).lineCount()) * _LINE
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Return a comfortable column."""
        return QSize(240, self.heightForWidth(max(self.width(), 120)))

    def minimumSizeHint(self) -> QSize:
        """Return one line of a narrow column."""
        return QSize(80, _LINE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines with their grounds."""
        painter = QPainter(self)
        painter.setPen(QColor(getattr(current(), self._tone)))
        self._lay(self.width()).draw(painter, QPointF(0, 0))

    def _lay(self, width: int) -> QTextLayout:
        return lay_spans(self._spans, width)


def lay_spans(spans: Sequence[Span], width: int) -> QTextLayout:
    """Return marked text laid out in a width in px, 22 px a line."""
    text = "".join(span.text for span in spans).replace("\n", _LINE_SEPARATOR)
    layout = QTextLayout(text, font("body"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(_formats(spans))
    for number, line in enumerate(broken_lines(layout, max(width, 40))):
        line.setPosition(QPointF(0, number * _LINE + (_LINE - line.height()) / 2))
    return layout


def _formats(spans: Sequence[Span]) -> list[QTextLayout.FormatRange]:
    tokens = current()
    pairs = {"added": (tokens.added, tokens.addedtext), "removed": (tokens.removed, tokens.removedtext)}
    ranges, start = [], 0
    for span in spans:
        length = len(span.text.encode("utf-16-le")) // 2  # Qt counts UTF-16 units
        if span.mark in pairs:
            ground, ink = pairs[span.mark]
            marked = QTextLayout.FormatRange()
            marked.start, marked.length = start, length
            style = QTextCharFormat()
            style.setBackground(QColor(ground))
            style.setForeground(QColor(ink))
            style.setFontStrikeOut(span.mark == "removed")
            marked.format = style
            ranges.append(marked)
        start += length
    return ranges


class Prose(TextDiff):
    """A paragraph at 22 px a line, without marks."""

    def __init__(self, text: str = "", tone: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prose_tone = tone
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self.set_texts(None, text, self._prose_tone)

"""The groups at the left of a review: heading, word, count; chosen with the mouse or the arrows.

The arrows are Qt's own way through exclusive buttons.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from tracker.ui.theme.icons import tone
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.paint import RIGHT, paint_text


class GroupEntry(QAbstractButton):
    """One group, 30 high."""

    def __init__(self, text: str, count: int) -> None:
        super().__init__()
        self._count = count
        self.setText(text)
        self.setAccessibleName(f"{text} {count}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(30)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """Return 184 x 30 px."""
        return QSize(184, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, word and count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        ground = tone("select") if on else tone("hover") if self.underMouse() else ""
        painter.setPen(QPen(QColor(tone("focus")), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        inset = 1 if self.hasFocus() else 0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 4, 4)
        box = self.rect().adjusted(12, 0, -12, 0)
        paint_text(painter, box, self.text(), tone("text"), "strong" if on else "body")
        paint_text(painter, box, f"{self._count:,}", tone("text" if on else "text2"), "small", RIGHT)


class GroupList(QWidget):
    """Says which group is wanted; `entries` are key, heading, word and count."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[tuple[str, str, str, int]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(208)
        self.entries: dict[str, GroupEntry] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 18, 12, 16)
        box.setSpacing(2)
        last = ""
        for key, heading, word, count in entries:
            if heading != last:
                self._add_heading(box, heading, first=not last)
                last = heading
            entry = GroupEntry(word, count)
            entry.clicked.connect(lambda _checked=False, wanted=key: self.chosen.emit(wanted))
            self.entries[key] = entry
            box.addWidget(entry)
        box.addStretch()

    def _add_heading(self, box: QVBoxLayout, text: str, *, first: bool) -> None:
        label = TextLabel(text, "small", "text2")
        label.setContentsMargins(12, 0 if first else 14, 0, 2)
        box.addWidget(label)

    def select(self, key: str) -> None:
        """Mark a group."""
        self.entries[key].setChecked(True)

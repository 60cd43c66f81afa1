"""A card, and the cell of the strip of key figures."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.model.enums import LightColour
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.paint import paint_light, paint_text


class Card(QFrame):
    """A framed surface with a title at the left and a note at the right of its head."""

    def __init__(self, title: str = "", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(15, 11, 15, 15)
        outer.setSpacing(8)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._title = TextLabel(title, "strong")
        self._note = TextLabel(note, "small", "text2")
        self._head.addWidget(self._title)
        self._head.addStretch()
        self._head.addWidget(self._note)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        if title or note:
            outer.addLayout(self._head)  # from here on the labels have a parent: shown before, they would be windows
            self._note.setHidden(not note)  # an empty one would take room from what stands beside it
        outer.addLayout(self.body, 1)

    def set_title(self, text: str) -> None:
        """Change the title."""
        self._title.setText(text)

    def set_note(self, text: str) -> None:
        """Change the note at the right, e.g. the unit."""
        self._note.setText(text)
        if self._note.parent() is not None:
            self._note.setHidden(not text)

    def add_action(self, widget: QWidget) -> None:
        """Put a widget at the right end of the head."""
        self._head.addWidget(widget)


def fitting(note: str, width: float) -> str:
    """Return as much of a note as fits `width` px: closer together, else without its last clauses, no figure cut."""
    wide = metrics("small").horizontalAdvance
    clauses = (note if wide(note) <= width else note.replace(" ", "")).split("，")
    while len(clauses) > 1 and wide("，".join(clauses)) > width:
        clauses.pop()
    return "，".join(clauses)


class KpiCell(QWidget):
    """Caption, figure with its unit, note: one sixth of the strip, 80 px high."""

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = caption
        self._figure, self._unit, self._note = "—", "", ""
        self._light: LightColour | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_figures(self, figure: str, unit: str = "", note: str = "", light: LightColour | None = None) -> None:
        """Show a figure; with a light its shape precedes the caption and the figure has its colour."""
        self._figure, self._unit, self._note, self._light = figure, unit, note, light
        self.setAccessibleName(f"{self._caption} {figure} {unit} {note}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """Return 140 x 80 px."""
        return QSize(140, 80)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the three lines."""
        painter = QPainter(self)
        width, left = self.width(), 0
        if self._light:
            paint_light(painter, QRectF(0, 7, 10, 10), self._light)
            left = 16
        ink = tone(self._light.value) if self._light else tone("text")
        paint_text(painter, QRectF(left, 2, width - left, 20), self._caption, tone("text2"), "small")
        paint_text(painter, QRectF(0, 22, width, 36), self._figure, ink, "kpi")
        after = metrics("kpi").horizontalAdvance(self._figure) + 8
        paint_text(painter, QRectF(after, 28, width - after, 24), self._unit, tone("text2"), "small")
        paint_text(painter, QRectF(0, 58, width, 20), fitting(self._note, width), tone("text2"), "small")

"""Small parts of the panel: section headings, captioned values, and the scrolled page of a tab."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.labels import ElidedLabel, Rule, TextLabel

EDGE = 20


class Scrolled(QScrollArea):
    """A page of the panel that scrolls when it is longer than the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("scrolled")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(EDGE, 12, EDGE, 12)
        self.column.setSpacing(0)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(inside)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)

    def _make_room(self, _low: int, high: int) -> None:
        """Keep the right edge of the content where it is when the bar comes and goes."""
        right = EDGE - self.verticalScrollBar().sizeHint().width() if high else EDGE
        self.column.setContentsMargins(EDGE, 12, right, 12)

    def clear(self) -> None:
        """Remove everything."""
        empty(self.column)

    def rule(self) -> None:
        """Add a hairline between two parts."""
        self.column.addSpacing(8)
        self.column.addWidget(Rule())
        self.column.addSpacing(8)


def empty(layout: QLayout | None) -> None:
    """Remove and delete all that stands in a layout."""
    while layout is not None and layout.count():
        entry = layout.takeAt(0)
        widget = entry.widget() if entry is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif entry is not None:
            empty(entry.layout())


class Heading(QWidget):
    """A caption at the left and something small at the right."""

    def __init__(self, caption: str, right: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(28)
        self.right = TextLabel(right, "small", "text3")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(TextLabel(caption, "small", "text3"))
        self.row.addStretch(1)
        self.row.addWidget(self.right)


def aligned(*links: LinkButton) -> QHBoxLayout:
    """Return a row in which the first link's words, not its frame, stand at the text edge."""
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addSpacing(-1)
    for link in links:
        row.addWidget(link)
    row.addStretch(1)
    return row


def stack(part: QWidget, heading: Heading, *links: LinkButton) -> QVBoxLayout:
    """Lay a part of the panel out, heading, lines and links from top to bottom; return the layout of the lines."""
    lines = QVBoxLayout()
    lines.setSpacing(0)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(heading)
    column.addLayout(lines)
    column.addLayout(aligned(*links))
    return lines


class CaptionedLine(QWidget):
    """A line of the panel, 28 px high: a caption `width` px wide, and in `row` what stands beside it."""

    def __init__(self, caption: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(28)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        name = TextLabel(caption, "small", "text3")
        name.setFixedWidth(width)
        self.row.addWidget(name)


class Captioned(CaptionedLine):
    """A caption of 72 px and one line that cannot be edited."""

    def __init__(self, caption: str, text: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(caption, 64, parent)
        value = ElidedLabel(text, "body", "text")
        self.row.addWidget(value, 1)
        if note:
            value.setMaximumWidth(value.sizeHint().width())
            self.row.addWidget(ElidedLabel(note, "small", "text3"), 1)

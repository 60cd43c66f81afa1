"""One sentence that floats under a field where nothing else has room for it, with the readings to choose from."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from tracker.ui.theme import fonts, tokens
from tracker.ui.widgets.answers import Answers
from tracker.ui.widgets.entry_checks import Choice


class Below(QFrame):
    """Lies over what is below a field, inside `room`: the viewport of a table, or a window."""

    chosen = Signal(object)  # Choice

    def __init__(self, room: QWidget) -> None:
        super().__init__(room)
        self._room = room
        self.setObjectName("below")
        self._label = QLabel(self)
        self._label.setFont(fonts.font("small"))
        self._label.setWordWrap(False)
        self.answers = Answers(focus=False)
        self.answers.chosen.connect(self.chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.setSpacing(0)
        layout.addWidget(self._label)
        layout.addWidget(self.answers)
        self.hide()

    @property
    def sentence(self) -> str:
        """Return what is said, "" for nothing."""
        return self._label.text()

    def tell(self, sentence: str, choices: Sequence[Choice], *, wrong: bool) -> None:
        """Say a sentence, and offer readings; errors are red."""
        self.answers.offer(choices)
        colours = tokens.current()
        ink = colours.red.text if wrong else colours.text2
        self._label.setText(sentence)
        self._label.setStyleSheet(f"color: {ink}")
        ground, frame = colours.raised, colours.line2
        self.setStyleSheet(f"#below {{ background: {ground}; border: 1px solid {frame}; border-radius: 4px; }}")

    def follow(self, field: QWidget) -> None:
        """Stand below the field, above it where there is no room."""
        self.setVisible(bool(self._label.text() or not self.answers.isHidden()) and field.isVisible())
        self.adjustSize()
        room = self._room.rect()
        corner = field.mapTo(self._room, QPoint())
        left = max(0, min(corner.x(), room.width() - self.width() - 4))
        low = corner.y() + field.height() + 1
        top = low if low + self.height() <= room.height() else corner.y() - self.height() - 2
        self.move(left, top)
        self.raise_()

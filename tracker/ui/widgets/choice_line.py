"""A line that offers words while one types, and all of them on ↓ or by its arrow; any other text may stand."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from tracker.ui.theme.fonts import font
from tracker.ui.theme.icons import icon


class ChoiceLine(QLineEdit):
    """A line edit; without words to offer it is nothing more than that."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(font("body"))
        self._has_arrow = False

    def offer(self, words: Sequence[str]) -> None:
        """Offer these words from now on."""
        if not words:
            return
        self.setCompleter(completer(words, self))
        if not self._has_arrow:
            self._has_arrow = True
            arrow = self.addAction(icon("chevron_down", "text2"), QLineEdit.ActionPosition.TrailingPosition)
            arrow.setToolTip("选择（↓）")
            arrow.triggered.connect(lambda _checked=False: self.open())

    def open(self) -> None:
        """Open the list of all words."""
        offered = self.completer()
        if offered is not None:
            offered.setCompletionPrefix("")
            offered.complete()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list with ↓, as a drop-down does."""
        offered = self.completer()
        popup = offered.popup() if offered is not None else None
        if event.key() == Qt.Key.Key_Down and popup is not None and not popup.isVisible():
            self.open()
            return
        super().keyPressEvent(event)


def completer(words: Sequence[str], parent: QWidget) -> QCompleter:
    """Return a list of the words that hold what is typed."""
    offered = QCompleter(list(words), parent)
    offered.setFilterMode(Qt.MatchFlag.MatchContains)
    offered.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    offered.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    return offered

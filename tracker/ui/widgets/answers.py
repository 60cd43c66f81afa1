"""The readings of an unclear text to choose from: a link for each, in one line."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.ui.theme.fonts import font
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.entry_checks import Choice


class Answers(QWidget):
    """Shows what may be meant; hidden while there is nothing to choose."""

    chosen = Signal(object)  # Choice

    def __init__(self, parent: QWidget | None = None, *, focus: bool = True) -> None:
        """`focus` lets the keyboard reach the links; beside an editor that closes when it is left it must not."""
        super().__init__(parent)
        self._focus = Qt.FocusPolicy.StrongFocus if focus else Qt.FocusPolicy.NoFocus
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._row.addStretch(1)
        self.links: list[LinkButton] = []
        self._choices: tuple[Choice, ...] = ()
        self.hide()

    def offer(self, choices: Sequence[Choice]) -> None:
        """Show these readings and no others."""
        self.setVisible(bool(choices))
        if tuple(choices) == self._choices:
            return
        self._choices = tuple(choices)
        for link in self.links:
            self._row.removeWidget(link)
            link.hide()
            link.deleteLater()
        self.links = [self._link(choice) for choice in choices]
        for number, link in enumerate(self.links):
            self._row.insertWidget(number, link)

    def _link(self, choice: Choice) -> LinkButton:
        link = LinkButton(choice.label)
        link.setFont(font("small"))
        link.setFocusPolicy(self._focus)
        link.clicked.connect(lambda _checked=False: self.chosen.emit(choice))
        return link

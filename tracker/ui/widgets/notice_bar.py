"""A line above the pages that stays: why nothing can be written, or which backup is shown."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from tracker.ui.widgets.labels import ElidedLabel


class NoticeBar(QFrame):
    """Takes no room while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticebar")
        self.setFixedHeight(32)
        self.words = ElidedLabel("", "small", "amber")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self.words, 1)
        self.hide()

    def say(self, words: str) -> None:
        """Show words, nothing for none."""
        self.words.setText(words)
        self.words.setToolTip(words)
        self.setVisible(bool(words))

"""The head of a page: title, summary, actions at the right; 52 px."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from tracker.ui.widgets.labels import ElidedLabel

_LEAST = 160  # px that a long title, the name of an office, keeps at least


class PageHead(QWidget):
    """Title 16 bold, summary 12 beside it, actions in the order they are added."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(52)
        box = QHBoxLayout(self)
        box.setContentsMargins(24, 0, 24, 0)
        box.setSpacing(8)
        self._title = ElidedLabel("", "title")
        self._title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._summary = ElidedLabel("", "small", "text2")
        self._summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # it gives way to the others
        box.addWidget(self._title)
        box.addSpacing(4)
        box.addWidget(self._summary, 1)
        self._box = box
        self.set_title(title)

    def set_title(self, text: str) -> None:
        """Change the title; a long one gives way where the window is narrow."""
        self._title.setText(text)
        self._title.setAccessibleName(text)
        self._title.setMinimumWidth(min(self._title.sizeHint().width(), _LEAST))

    def add_before(self, widget: QWidget) -> None:
        """Put a widget before the title: the way back of a page that others open."""
        self._box.insertWidget(0, widget)

    def set_summary(self, text: str) -> None:
        """Change the line beside the title."""
        self._summary.setText(text)

    def summary(self) -> str:
        """Return the line beside the title."""
        return self._summary.text()

    def add_beside(self, widget: QWidget) -> None:
        """Put a widget between the summary and the actions."""
        self._box.insertWidget(self._box.indexOf(self._summary) + 1, widget)

    def add_action(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._box.addWidget(widget)

"""What stands where content is missing: empty states, and strokes while the first read runs."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from tracker.ui.theme.icons import paint_icon, tone
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.labels import TextLabel

_PATIENCE = 300


class _Drawing(QWidget):
    """A 32 px icon in text3."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(32, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_icon(QPainter(self), QRectF(self.rect()), self._name, tone("text3"))


class EmptyState(QWidget):
    """Icon, title, one sentence and at most one link, in the middle of its place."""

    link_clicked = Signal()

    def __init__(
        self, icon: str, title: str, sentence: str = "", link: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setSpacing(4)
        box.addStretch(2)
        box.addWidget(_Drawing(icon), alignment=Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(12)
        self._title = TextLabel(title, "heading")
        self._sentence = TextLabel(sentence, "body", "text2")
        for label in (self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            box.addWidget(label)
        self.link = LinkButton(link)
        self.link.setVisible(bool(link))
        self.link.clicked.connect(lambda _checked=False: self.link_clicked.emit())
        box.addSpacing(4)
        box.addWidget(self.link, alignment=Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)

    def set_texts(self, title: str, sentence: str = "", link: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self.link.setText(link)
        self.link.setVisible(bool(link))


class Skeleton(QWidget):
    """Grey strokes in the shape of rows of 32 px; still, and only after 300 ms."""

    _SHARES = ((0.0, 0.09, 1.0), (0.12, 0.42, 0.8), (0.7, 0.1, 1.0), (0.86, 0.1, 1.0))

    def sizeHint(self) -> QSize:
        """Return 400 x 160 px."""
        return QSize(400, 160)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint strokes down to the bottom, of changing length in the title column."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone("barbg")))
        width = self.width() - 48
        for row in range(min(20, self.height() // 32)):
            for column, (left, share, _scale) in enumerate(self._SHARES):
                length = width * share * ((0.6, 1.0, 0.75, 0.5)[row % 4] if column == 1 else 1)
                painter.drawRoundedRect(QRectF(24 + width * left, row * 32 + 12, length, 8), 4, 4)


class Stage(QStackedWidget):
    """Content, strokes or an empty state in one place; old content stays while it is read again."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._blank, self._strokes = QWidget(), Skeleton()
        self._empty: EmptyState | None = None
        for widget in (self._blank, self._strokes, content):
            self.addWidget(widget)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(lambda: self.setCurrentWidget(self._strokes))

    def begin(self) -> None:
        """Say that a read began; strokes come after 300 ms unless something is shown already."""
        if self.currentWidget() is self._blank:
            self._patience.start()

    def show_content(self) -> None:
        """Show the content."""
        self._patience.stop()
        self.setCurrentWidget(self._content)

    def show_empty(self, empty: EmptyState) -> None:
        """Show an empty state; an earlier one is dropped."""
        self._patience.stop()
        if self._empty is not None and self._empty is not empty:
            self.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = empty
        self.addWidget(empty)
        self.setCurrentWidget(empty)

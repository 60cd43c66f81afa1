"""One thing in a returned file that could not be read: where it stands and what to write instead."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.model.changeset import Decision, Problem
from tracker.model.enums import Choice
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.buttons import Button, KeyCap
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.textdiff import Prose

_PLACE = 150


class ProblemEntry(QWidget):
    """A problem beside its place; the current one has a frame and the way to the cell. Nothing to decide."""

    wanted = Signal()
    look_wanted = Signal()

    def __init__(self, problem: Problem, who: str = "") -> None:
        super().__init__()
        self.problem = problem
        self._current = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        where = TextLabel(f"{problem.sheet} {problem.cell}".strip() or "整个文件", "small", "text3")
        where.setFixedWidth(_PLACE)
        words = QVBoxLayout()
        words.setSpacing(2)
        if who:
            words.addWidget(TextLabel(who, "small", "text3"))
        words.addWidget(Prose(problem.message))
        self.look = Button("看原表…", "plain")
        self.look.clicked.connect(lambda _checked=False: self.look_wanted.emit())
        self._key = KeyCap("4")
        box = QHBoxLayout(self)
        box.setContentsMargins(10, 8, 10, 8)
        box.addWidget(where, alignment=Qt.AlignmentFlag.AlignTop)
        box.addLayout(words, 1)
        box.addWidget(self.look, alignment=Qt.AlignmentFlag.AlignTop)
        box.addWidget(self._key, alignment=Qt.AlignmentFlag.AlignTop)

    def show_state(self, _decision: Decision | None, *, current: bool) -> None:
        """Mark the current one; one without a cell has nowhere to look."""
        self._current = current
        self.setAccessibleName(f"{self.problem.sheet} {self.problem.cell} {self.problem.message}")
        for widget in (self.look, self._key):
            widget.setVisible(current and bool(self.problem.cell))
        self.update()

    def choose(self, _choice: Choice) -> None:
        """There is nothing to decide: the office must correct it."""

    def set_marked(self, _marked: bool) -> None:
        """There is nothing to decide, so nothing is marked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click makes it the current one."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.wanted.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame of the current one."""
        if not self._current:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tone("line2")), 1))
        painter.setBrush(QColor(tone("sunken")))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

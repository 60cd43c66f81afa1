"""One thing in a returned file that could not be read, open: where it stands and what to write instead."""

from PySide6.QtCore import QRectF, Qt, Signal, SignalInstance
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.model.changeset import Decision, Problem
from tracker.model.enums import Choice
from tracker.ui.review.line import face_of_problem
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.buttons import Button, KeyCap
from tracker.ui.widgets.labels import ElidedLabel, TextLabel
from tracker.ui.widgets.textdiff import Prose

_PLACE = 138
_EDGE = 11
_OFFICES = frozenset({"lead_office", "co_offices"})


def names_office(problem: Problem) -> bool:
    """Return whether a problem is about the name of an office: the name can be taught."""
    return problem.field in _OFFICES and bool(problem.raw.strip())


class ProblemEntry(QWidget):
    """A problem beside its place, and the ways to the cell and to the names of offices. Nothing to decide."""

    line_clicked = Signal(object)  # Qt.KeyboardModifier
    look_wanted = Signal()
    alias_wanted = Signal()

    def __init__(self, problem: Problem, who: str = "") -> None:
        super().__init__()
        self.problem = problem
        self.setAccessibleName(face_of_problem(problem, who).spoken)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        where = ElidedLabel(f"{problem.sheet} {problem.cell}".strip() or "整个文件", "small", "text3")
        where.setFixedWidth(_PLACE)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Prose(problem.message))
        if who:
            words.addWidget(TextLabel(who, "small", "text3"))
        box = QHBoxLayout(self)
        box.setContentsMargins(_EDGE + 12, 11, _EDGE + 12, 11)
        box.setSpacing(6)
        box.addWidget(where, alignment=Qt.AlignmentFlag.AlignTop)
        box.addSpacing(6)
        box.addLayout(words, 1)
        acts = QHBoxLayout()
        acts.setSpacing(6)
        box.addLayout(acts)
        box.setAlignment(acts, Qt.AlignmentFlag.AlignTop)
        self.look = self._add(acts, "看原表…", "4", self.look_wanted)
        self.look.setEnabled(bool(problem.cell))
        self.alias: Button | None = None
        if names_office(problem):
            self.alias = self._add(acts, "记为别名…", "5", self.alias_wanted)
            self.alias.setToolTip("告诉程序这个名称是哪个单位，以后都认得")

    @staticmethod
    def _add(box: QHBoxLayout, text: str, key: str, asked: SignalInstance) -> Button:
        button = Button(text, "plain")
        button.clicked.connect(lambda _checked=False: asked.emit())
        box.addWidget(button)
        box.addWidget(KeyCap(key))
        return button

    def show_state(self, _decision: Decision | None, *, current: bool) -> None:
        """There is no other state than being open."""

    def choose(self, _choice: Choice) -> None:
        """There is nothing to decide: the office must correct it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Signal that the entry was clicked, and with which keys held."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.line_clicked.emit(event.modifiers())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tone("line2")), 1))
        painter.setBrush(QColor(tone("sunken")))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(_EDGE + 0.5, 2.5, -_EDGE - 0.5, -2.5), 6, 6)

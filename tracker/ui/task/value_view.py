"""A value of the panel that turns into its editor: text, a paler note, hover and focus."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from tracker.ui.task.wrapped_text import Prose
from tracker.ui.theme.fonts import Role, metrics
from tracker.ui.theme.icons import tone as hex_of
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import paint_text

EDGE = 6  # the hover ground reaches this far left of the text
KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space)


class ValueView(Prose):
    """Shows a value on one line, or wrapped; a click, Enter or F2 asks for the editor."""

    asked = Signal()

    def __init__(self, *, wrapped: bool = False, role: Role = "body", parent: QWidget | None = None) -> None:
        super().__init__(role=role, parent=parent)
        self._wrapped = wrapped
        self._note, self._note_tone = "", "text3"
        self.edge = EDGE
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_value(
        self, text: str, tone: str = "text", note: str = "", tip: str = "", note_tone: str = "text3"
    ) -> None:
        """Show a value, and after it a paler note (one line only)."""
        self._note, self._note_tone = note, note_tone
        self.set_text(text, tone)
        self.setToolTip(tip)

    @property
    def note(self) -> str:
        """Return the paler words after the value."""
        return self._note

    def heightForWidth(self, width: int) -> int:
        """Return 28 for one line, else the height of the text with 3 px above and below."""
        return max(28, super().heightForWidth(width - 2 * self.edge) + 6) if self._wrapped else max(28, self._step)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def minimumSizeHint(self) -> QSize:
        """Allow any narrowness."""
        return QSize(40, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, value and note."""
        painter = QPainter(self)
        self._ground(painter)
        inside = QRectF(self.rect()).adjusted(self.edge, 3 if self._wrapped else 0, -self.edge, 0)
        painter.setPen(QColor(hex_of(self._tone)))
        if self._wrapped:
            self.paint_lines(painter, inside)
            return
        taken = min(metrics(self._role).horizontalAdvance(self._text) + 2, round(inside.width()))
        box = QRect(round(inside.left()), 0, taken, self.height())
        paint_text(painter, box, self._text, hex_of(self._tone), self._role)
        rest = inside.toRect().adjusted(taken + 8, 0, 0, 0)
        if rest.width() > 24:
            paint_text(painter, rest, self._note, hex_of(self._note_tone), "small")

    def _ground(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 2, -1, -2)
        if self.hasFocus():
            painter.setPen(QPen(QColor(current().focus), 2))
            painter.drawRoundedRect(box, 6, 6)
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(current().hover))
            painter.drawRoundedRect(box, 6, 6)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the editor."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for the editor."""
        if event.key() in KEYS:
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Repaint with the frame."""
        super().focusInEvent(event)
        self.update()

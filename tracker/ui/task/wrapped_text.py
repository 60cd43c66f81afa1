"""Prose of the panel: wrapped at 22 px a line, which a plain label cannot do."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.ui.theme.fonts import Role, font, line
from tracker.ui.theme.icons import tone as hex_of
from tracker.ui.widgets.line_breaks import broken_lines


class Prose(QWidget):
    """A text of several lines in one colour; its height follows its width."""

    def __init__(self, text: str = "", tone: str = "text", role: Role = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._tone, self._role = text, tone, role
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(text)

    def text(self) -> str:
        """Return the text."""
        return self._text

    def set_text(self, text: str, tone: str = "text") -> None:
        """Show another text."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped text in px."""
        return max(1, sum(len(self._lines(paragraph, width)[1]) for paragraph in self._paragraphs())) * self._step

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(240, self.heightForWidth(max(240, self.width())))

    def minimumSizeHint(self) -> QSize:
        """Allow any narrowness."""
        return QSize(40, self._step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines."""
        painter = QPainter(self)
        painter.setPen(QColor(hex_of(self._tone)))
        self.paint_lines(painter, QRectF(self.rect()))

    def paint_lines(self, painter: QPainter, box: QRectF) -> None:
        """Paint the wrapped text into a box, from its top."""
        top = box.top()
        for paragraph in self._paragraphs():
            layout, rows = self._lines(paragraph, round(box.width()))
            for row in rows:
                drop = (self._step - row.height()) / 2 - row.y()
                row.draw(painter, QPointF(box.left(), top + drop))
                top += self._step
            del layout

    @property
    def _step(self) -> int:
        return line(self._role)

    def _paragraphs(self) -> list[str]:
        return self._text.split("\n") or [""]

    def _lines(self, text: str, width: int) -> tuple[QTextLayout, list]:  # type: ignore[type-arg]
        layout = QTextLayout(text, font(self._role))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        return layout, broken_lines(layout, max(20, width))

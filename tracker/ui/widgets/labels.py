"""Labels whose type is a role and whose colour is a token, so that they follow the theme."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from tracker.ui.theme.fonts import Role, font, line, metrics
from tracker.ui.theme.icons import tone as hex_of
from tracker.ui.widgets.paint import paint_text


class TextLabel(QLabel):
    """A label; `tone` is a token name, or a light's value for its text colour."""

    def __init__(self, text: str = "", role: Role = "body", tone: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._tone = tone
        self.setFont(font(role))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumHeight(line(role))
        self._colour()

    def set_tone(self, tone: str) -> None:
        """Change the colour's token."""
        self._tone = tone
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        """Use the colour of the theme that came into force."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and hasattr(self, "_tone"):
            self._colour()

    def showEvent(self, event: QShowEvent) -> None:
        """Use the theme in force: what was not shown yet is not told when another one comes."""
        super().showEvent(event)
        self._colour()

    def _colour(self) -> None:
        """Set the colour once per theme; the style sheet names none for labels, it would win.

        Of a label that was never shown the style keeps the palette it first had, and puts it back when it is shown.
        """
        wanted, palette = QColor(hex_of(self._tone)), self.palette()
        if palette.color(QPalette.ColorRole.WindowText) != wanted:
            palette.setColor(QPalette.ColorRole.WindowText, wanted)
            self.setPalette(palette)


class ElidedLabel(QWidget):
    """One line that is cut with … where it does not fit; the tooltip then says all."""

    def __init__(self, text: str = "", role: Role = "body", tone: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._role, self._tone = text, role, tone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(line(role))

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def setText(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.updateGeometry()
        self._tip()
        self.update()

    def set_tone(self, tone: str) -> None:
        """Change the colour's token."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that shows everything."""
        return QSize(metrics(self._role).horizontalAdvance(self._text) + 2, line(self._role))

    def minimumSizeHint(self) -> QSize:
        """Allow any narrowness."""
        return QSize(24, line(self._role))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Renew the tooltip."""
        super().resizeEvent(event)
        self._tip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        paint_text(painter, self.contentsRect(), self._text, hex_of(self._tone), self._role)

    def _tip(self) -> None:
        cut = metrics(self._role).horizontalAdvance(self._text) > self.contentsRect().width()
        self.setToolTip(self._text if cut else "")


class Rule(QFrame):
    """A hairline, horizontal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rule")
        self.setFixedHeight(1)


class SideRule(QFrame):
    """A hairline, vertical."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rule")
        self.setFixedWidth(1)


class Tag(QLabel):
    """A small grey tag, e.g. the name of a field; 20 px high."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName("tag")
        self.setFont(font("small"))
        self.setFixedHeight(20)
        self.setContentsMargins(8, 0, 8, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, then the word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(hex_of("press")))
        painter.drawRoundedRect(self.rect(), 4, 4)
        paint_text(painter, self.rect(), self.text(), hex_of("text2"), "small", Qt.AlignmentFlag.AlignCenter)

"""Buttons: primary (one a page), outlined, plain and danger; icon buttons, links and key caps."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QPushButton, QSizePolicy, QWidget

from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.icons import icon as icon_of
from tracker.ui.theme.icons import tone
from tracker.ui.theme.style import repolish
from tracker.ui.widgets.paint import paint_text

Kind = Literal["primary", "outlined", "plain", "danger"]

_ICON_TONES: dict[str, str] = {"primary": "onaccent", "danger": "red"}


#: How the keyboard comes to a button from outside its window, which says nothing about who uses it.
_ASIDE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class FramedButton(QPushButton):
    """A button with the frame of the keyboard, which a press of the mouse leaves out."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("framed", True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame to who came by the keyboard."""
        if event.reason() not in _ASIDE:
            self._frame(event.reason() is not Qt.FocusReason.MouseFocusReason)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the frame to who goes on with the keyboard; Enter presses a button of a page as Space does.

        In a dialog it belongs to the default button.
        """
        self._frame(True)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not isinstance(self.window(), QDialog):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def _frame(self, framed: bool) -> None:
        if self.property("framed") is not framed:
            self.setProperty("framed", framed)
            repolish(self)


class Button(FramedButton):
    """A button 28 px high; a label that opens a dialog ends in …."""

    def __init__(self, text: str, kind: Kind = "outlined", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(font("body"))
        self.setProperty("kind", kind)
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self._icon_name = icon
        self.setIconSize(QSize(16, 16))
        self._show_icon(kind)

    def _show_icon(self, kind: Kind) -> None:
        if self._icon_name:
            self.setIcon(icon_of(self._icon_name, _ICON_TONES.get(kind, "text2")))

    def set_kind(self, kind: Kind) -> None:
        """Change the kind and have the style follow."""
        self.setProperty("kind", kind)
        self._show_icon(kind)
        repolish(self)


class IconButton(FramedButton):
    """A plain 28 x 28 button with only an icon; the tooltip is its name."""

    def __init__(self, icon: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setProperty("kind", "icon")
        self.setIcon(icon_of(icon))
        self.setIconSize(QSize(16, 16))
        self.setFixedSize(28, 28)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setAutoDefault(False)


class LinkButton(FramedButton):
    """Words in the accent colour without a ground."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "link")
        self.setFont(font("body"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)


class KeyCap(QWidget):
    """The small frame around the name of a key, 18 px high."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setFixedSize(max(18, metrics("tick").horizontalAdvance(text) + 10), 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame and key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tone("line2")), 1))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        paint_text(painter, self.rect(), self._text, tone("text3"), "tick", Qt.AlignmentFlag.AlignCenter)

"""Menus of the look: rounded, with icons, shortcuts in text3, the destructive entry last and red."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QIconEngine, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from tracker.model.enums import LightColour
from tracker.ui.theme.fonts import font
from tracker.ui.theme.icons import icon as icon_of
from tracker.ui.widgets.paint import paint_light


def menu(parent: QWidget | None = None) -> QMenu:
    """Return an empty menu; its rounded corners need a frameless translucent window."""
    built = QMenu(parent)
    built.setFont(font("body"))
    flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
    built.setWindowFlags(built.windowFlags() | flags)
    built.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    return built


class _LightEngine(QIconEngine):
    """Paints the shape of a light in the colour of the theme in force."""

    def __init__(self, colour: LightColour) -> None:
        super().__init__()
        self._colour = colour

    def clone(self) -> QIconEngine:
        """Return another engine of the same light."""
        return _LightEngine(self._colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the shape on nothing: Qt's own would stand on whatever lay in the memory."""
        kept = QPixmap(size)
        kept.fill(Qt.GlobalColor.transparent)
        painter = QPainter(kept)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return kept

    def paint(self, painter: QPainter, rect: QRect, _mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Paint the shape, smaller than an icon: lights are 10 px everywhere."""
        room = QRectF(rect)
        inset = room.width() * 3 / 16
        paint_light(painter, room.adjusted(inset, inset, -inset, -inset), self._colour)


def light_icon(colour: LightColour) -> QIcon:
    """Return the shape of a light as the icon of a menu's entry: never the colour's word alone."""
    return QIcon(_LightEngine(colour))


def add(
    target: QMenu,
    text: str,
    icon: str = "",
    shortcut: str = "",
    slot: Callable[[], object] | None = None,
    danger: bool = False,
) -> QAction:
    """Append one entry and return it; a danger entry comes after a line, in red."""
    if danger and target.actions():
        target.addSeparator()
    action = QAction(text, target)
    if icon:
        action.setIcon(icon_of(icon, "red" if danger else "text2"))
    if shortcut:
        action.setShortcut(QKeySequence(shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.setShortcutVisibleInContextMenu(True)
    if slot is not None:
        action.triggered.connect(lambda _checked=False: slot())
    target.addAction(action)
    return action

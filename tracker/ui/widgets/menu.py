"""Menus of the look: rounded, with icons, shortcuts in text3, the destructive entry last and red."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QIconEngine, QKeySequence, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget, QWidgetAction

from tracker.model.enums import LightColour, Status
from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.icons import icon as icon_of
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.paint import RIGHT, colour_of, paint_light, paint_status, paint_text

#: What Qt calls the key that the window calls Enter throughout.
_RETURN = ("回车", "Return")


class _Menu(QMenu):
    """Paints what stands at the right, shortcuts and counts, in text3; a style sheet has one ink for a whole entry."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the entries, then what stands at the right anew in its ink."""
        super().paintEvent(event)
        painter = QPainter(self)
        pairs = [(action, beside(action)) for action in self.actions() if action.isVisible()]
        width = max((metrics("body").horizontalAdvance(words) for _action, words in pairs), default=0) + 20
        for action, words in pairs:
            if words:
                self._paint_beside(painter, QRectF(self.actionGeometry(action)), words, action, width)

    def _paint_beside(self, painter: QPainter, entry: QRectF, words: str, action: QAction, width: int) -> None:
        chosen = action is self.activeAction() and action.isEnabled()
        room = QRectF(entry.right() - width - 4, entry.top() + 2, width, entry.height() - 4)
        painter.fillRect(room, colour_of(tone("press" if chosen else "raised")))
        ink = tone("text2" if chosen else "text3" if action.isEnabled() else "disabled")  # text3 is too pale on press
        paint_text(painter, room.adjusted(0, 0, -8, 0), words, ink, "small", RIGHT)


def beside(action: QAction) -> str:
    """Return what stands at the right of an entry: what follows a tab in its text, else its shortcut."""
    behind = action.text().partition("\t")[2]
    if behind or not action.isShortcutVisibleInContextMenu():
        return behind
    words = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    for name in _RETURN:
        words = words.replace(name, "Enter")
    return words


def menu(parent: QWidget | None = None) -> QMenu:
    """Return an empty menu; its rounded corners need a frameless translucent window."""
    built = _Menu(parent)
    built.setFont(font("body"))
    flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
    built.setWindowFlags(built.windowFlags() | flags)
    built.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    return built


class _PaintedEngine(QIconEngine):
    """Paints a shape in the colour of the theme in force."""

    def __init__(self, paint_shape: Callable[[QPainter, QRectF], object]) -> None:
        super().__init__()
        self._paint_shape = paint_shape

    def clone(self) -> QIconEngine:
        """Return another engine of the same shape."""
        return _PaintedEngine(self._paint_shape)

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
        self._paint_shape(painter, room.adjusted(inset, inset, -inset, -inset))


def light_icon(colour: LightColour) -> QIcon:
    """Return the shape of a light as the icon of a menu's entry: never the colour's word alone."""
    return QIcon(_PaintedEngine(lambda painter, box: paint_light(painter, box, colour)))


def status_icon(status: Status) -> QIcon:
    """Return the glyph of a status as the icon of a menu's entry."""
    return QIcon(_PaintedEngine(lambda painter, box: paint_status(painter, box, status)))


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


def add_search(target: QMenu, narrow: Callable[[str], object]) -> None:
    """Add a field to a menu that has the keyboard once it opens; `narrow` is called with each text."""
    field = QLineEdit(target, placeholderText="查找")
    field.setFont(font("body"))
    entry = QWidgetAction(target)
    entry.setDefaultWidget(field)
    target.addAction(entry)
    field.textChanged.connect(narrow)
    target.aboutToShow.connect(field.setFocus)

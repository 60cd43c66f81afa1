"""Icons painted from path strings: right at every pixel ratio and in both themes without new objects."""

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from tracker.model.enums import LightColour
from tracker.ui.theme.icon_paths import PATHS
from tracker.ui.theme.tokens import current

_LIGHTS = {colour.value: colour for colour in LightColour}
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="none" stroke="{colour}" '
    'stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"><path d="{path}"/></svg>'
)


def paint_icon(painter: QPainter, rect: QRectF, name: str, hex_colour: str) -> None:
    """Paint one drawing stretched into `rect` in a colour; KeyError for an unknown name."""
    ratio = painter.device().devicePixelRatioF()
    pixels = QSize(round(rect.width() * ratio), round(rect.height() * ratio))
    painter.drawPixmap(rect, _pixmap(name, hex_colour, pixels), QRectF(QPoint(0, 0), pixels))


def _pixmap(name: str, hex_colour: str, pixels: QSize) -> QPixmap:
    key = f"icon:{name}:{hex_colour}:{pixels.width()}x{pixels.height()}"
    cached = QPixmap()
    if QPixmapCache.find(key, cached):
        return cached
    pixmap = QPixmap(pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    svg = _SVG.format(colour=hex_colour, path=PATHS[name])
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    QPixmapCache.insert(key, pixmap)
    return pixmap


def tone(role: str) -> str:
    """Return the hex colour of a token name, or of a light's text for "red", "amber" and so on."""
    tokens = current()
    if role in _LIGHTS:
        return tokens.light(_LIGHTS[role]).text
    colour: str = getattr(tokens, role)
    return colour


class _Engine(QIconEngine):
    """Paints a drawing in the colour its role has at that moment."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        paint_icon(painter, QRectF(rect), self._name, self._colour(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        return _pixmap(self._name, self._colour(mode), size)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)

    def _colour(self, mode: QIcon.Mode) -> str:
        return current().disabled if mode == QIcon.Mode.Disabled else tone(self._role)


def icon(name: str, role: str = "text2") -> QIcon:
    """Return an icon that follows the theme; `role` is a token name or a light's value."""
    if name not in PATHS:
        raise KeyError(name)
    return QIcon(_Engine(name, role))

"""A filter chip: off it shows its name, on it shows the value and a cross that clears it."""

from collections.abc import Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QStyleOptionButton, QWidget, QWidgetAction

from tracker.model.enums import LightColour
from tracker.model.numbers import format_value
from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.icons import paint_icon, tone
from tracker.ui.theme.style import repolish
from tracker.ui.widgets.buttons import FramedButton
from tracker.ui.widgets.menu import add_search, light_icon, menu

_SEARCH_FROM = 13
GLYPH = 12
_CROSS = 26  # px from the right edge that hit it
_CUT, _LEAST, _AROUND = 160, 40, 36  # px of the words at most, where there is no room, and around them


class ChipButton(FramedButton):
    """26 px high; a click, Down or Enter opens the values, the cross or Delete clears what is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setProperty("kind", "chip")
        self.setFont(font("small"))
        self.setFixedHeight(26)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.clicked.connect(self.open)

    @property
    def active(self) -> bool:
        """Return whether the chip narrows something."""
        raise NotImplementedError

    def open(self) -> None:
        """Open the values."""
        raise NotImplementedError

    def clear(self) -> None:
        """Choose nothing."""
        raise NotImplementedError

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Clear when the cross was hit."""
        if self.active and event.position().x() >= self.width() - _CROSS:
            self.clear()
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear or open."""
        key = event.key()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.active:
            self.clear()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open()
        else:
            super().keyPressEvent(event)

    def paint_glyph(self) -> None:
        """Paint the cross of a chip that is on, else the arrow, at the right."""
        box = QRectF(self.width() - GLYPH - 8, (self.height() - GLYPH) / 2, GLYPH, GLYPH)
        name, ink = ("close", "accenttext") if self.active else ("chevron_down", "text2")
        paint_icon(QPainter(self), box, name, tone(ink))


class Chip(ChipButton):
    """Holds one value of some."""

    value_changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = self._words = name
        self._options: tuple[tuple[Hashable, str], ...] = ()
        self._value: Hashable = None
        self._counts: Mapping[Hashable, int] = {}
        self._lights: Mapping[Hashable, LightColour] = {}
        self.required = False  # a chip with a value that cannot be cleared, e.g. the round
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._write()

    def set_options(self, options: Sequence[tuple[Hashable, str]]) -> None:
        """Give the values and their words; a value that is gone clears the chip silently."""
        self._options = tuple(options)
        if self._value not in dict(self._options):
            self._value = None
        self._write()

    def set_details(self, counts: Mapping[Any, int], lights: Mapping[Any, LightColour] = MappingProxyType({})) -> None:
        """Show in the menu how many each value has, and the shape of a light where it is one."""
        self._counts, self._lights = dict(counts), dict(lights)

    def value(self) -> Hashable:
        """Return the chosen value, None when off."""
        return self._value

    def set_value(self, value: Hashable) -> None:
        """Choose a value or None; signals when it is another value."""
        if value != self._value:
            self._value = value
            self._write()
            self.value_changed.emit(value)

    @property
    def active(self) -> bool:
        """Return whether the chip narrows something."""
        return self._value is not None and not self.required

    def choices(self) -> QMenu:
        """Return the menu of values, with a search field where they are many."""
        opened = menu(self)
        if len(self._options) >= _SEARCH_FROM:
            add_search(opened, lambda text: self._narrow(opened, text))
        for value, word in self._options:
            count = f"\t{format_value(self._counts.get(value, 0))}" if self._counts else ""
            action = opened.addAction(word + count)
            if value in self._lights:
                action.setIcon(light_icon(self._lights[value]))
            action.setCheckable(True)
            action.setChecked(value == self._value)
            action.triggered.connect(lambda _checked=False, chosen=value: self.set_value(chosen))
        return opened

    def _narrow(self, target: QMenu, text: str) -> None:
        for action in target.actions():
            if not isinstance(action, QWidgetAction):
                action.setVisible(text.strip().lower() in action.text().lower())

    def open(self) -> None:
        """Open the menu of values below the chip."""
        if self._options:
            self.choices().popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def clear(self) -> None:
        """Choose nothing."""
        self.set_value(None)

    def sizeHint(self) -> QSize:
        """Return the width of text and glyph; a long value is cut."""
        return QSize(_AROUND + min(metrics("small").horizontalAdvance(self._words), _CUT), 26)

    def minimumSizeHint(self) -> QSize:
        """Return the width of its name and the beginning of its value."""
        return QSize(min(self.sizeHint().width(), _AROUND + _LEAST), 26)

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Cut the words where the page has no room for them: the value without the name of the chip."""
        super().initStyleOption(option)
        small, room = metrics("small"), self.width() - _AROUND
        if small.horizontalAdvance(self.text()) > room:
            said = dict(self._options).get(self._value, self._name)
            option.text = small.elidedText(said, Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the style's ground and text, then the glyph at the right."""
        super().paintEvent(event)
        self.paint_glyph()

    def _write(self) -> None:
        word = dict(self._options).get(self._value, "") if self._value is not None else ""
        self._words = self._name if not word else word if self.required else f"{self._name}：{word}"
        small = metrics("small")
        self.setText(small.elidedText(self._words, Qt.TextElideMode.ElideRight, _CUT))
        self.setToolTip(self._words if small.horizontalAdvance(self._words) > _LEAST else "")  # where it may be cut
        self.setProperty("active", "true" if self.active else "false")
        self.updateGeometry()
        repolish(self)

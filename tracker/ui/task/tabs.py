"""The tabs of the panel: the current one bold and underlined, counts paler than names."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.ui.theme.fonts import Role, metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import paint_text

GAP, LEAST_GAP = 24, 6
HEIGHT = 40


class PanelTabs(QWidget):
    """40 px high; ← and → move, a click chooses."""

    chosen = Signal(int)

    def __init__(self, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self._counts = [0] * len(names)
        self.current = 0
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name_it()

    def _name_it(self) -> None:
        """Let a screen reader say which tab stands open, of how many."""
        self.setAccessibleName(f"详情：{self._names[self.current]}，{self.current + 1}/{len(self._names)}")

    def set_count(self, tab: int, count: int) -> None:
        """Show a number behind a name; 0 shows none."""
        self._counts[tab] = count
        self.update()

    def choose(self, tab: int) -> None:
        """Make a tab the current one."""
        if 0 <= tab < len(self._names) and tab != self.current:
            self.current = tab
            self._name_it()
            self.update()
            self.chosen.emit(tab)

    def places(self) -> list[QRect]:
        """Return where each tab stands."""
        left, boxes = 0, []
        for name, count in zip(self._names, self.shown_counts(), strict=True):
            width = metrics("strong").horizontalAdvance(name)
            width += 4 + metrics("small").horizontalAdvance(f"{count:,}") if count else 0
            boxes.append(QRect(left, 0, width, HEIGHT))
            left += width + self._gap()
        return boxes

    def _gap(self) -> int:
        """Move the tabs closer where many digits would push the last one out."""
        room = self.width() - self._taken(self.shown_counts())
        return max(LEAST_GAP, min(GAP, room // max(1, len(self._names) - 1)))

    def shown_counts(self) -> list[int]:
        """Return the numbers that are shown: all of them, or none where they would push the last tab out."""
        least = LEAST_GAP * (len(self._names) - 1)
        return self._counts if self._taken(self._counts) + least <= self.width() else [0] * len(self._names)

    def _taken(self, counts: Sequence[int]) -> int:
        names = sum(metrics("strong").horizontalAdvance(name) for name in self._names)
        return names + sum(4 + metrics("small").horizontalAdvance(f"{count:,}") for count in counts if count)

    def sizeHint(self) -> QSize:
        """Return the width of all tabs."""
        return QSize(288, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Allow the panel's width."""
        return QSize(200, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names, counts and the line under the current one."""
        painter, colours = QPainter(self), current()
        for tab, box in enumerate(self.places()):
            now = tab == self.current
            role: Role = "strong" if now else "body"
            ink = colours.text if now else colours.text2
            name = metrics("strong").horizontalAdvance(self._names[tab])
            paint_text(painter, QRect(box.left(), 0, name + 2, HEIGHT), self._names[tab], ink, role)
            if count := self.shown_counts()[tab]:
                behind = QRect(box.left() + name + 4, 0, box.width() - name, HEIGHT)
                paint_text(painter, behind, f"{count:,}", colours.text3, "small")
            if now:
                painter.fillRect(QRect(box.left(), HEIGHT - 2, box.width(), 2), QColor(colours.accent))
                self._focus(painter, box)

    def _focus(self, painter: QPainter, box: QRect) -> None:
        if self.hasFocus():
            painter.setPen(QPen(QColor(current().focus), 2))
            painter.drawRoundedRect(box.adjusted(-4, 6, 4, -6), 4, 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the tab under the mouse."""
        for tab, box in enumerate(self.places()):
            if box.adjusted(-8, 0, 8, 0).contains(event.position().toPoint()):
                self.choose(tab)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrow keys."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            self.choose(self.current + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

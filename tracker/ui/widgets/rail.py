"""The rail: pages at the top, settings and whose data this is at the bottom; in narrow windows icons alone."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from tracker.ui.theme.icons import paint_icon, tone
from tracker.ui.widgets.labels import ElidedLabel, Rule
from tracker.ui.widgets.paint import RIGHT, paint_text

WIDTH, NARROW_WIDTH = 128, 48
#: In windows that are narrower than this, px, only the icons stand.
NARROW = 1024
#: Heights of an entry and gaps between two, from the usual ones to those of the lowest window.
_MEASURES = ((32, 4), (32, 2), (32, 0), (30, 0), (28, 0), (26, 0))


class RailEntry(QAbstractButton):
    """One page of the rail: icon at 18, word at 44, count at the right; 32 high, less in a low window."""

    def __init__(self, icon: str, text: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._count = 0
        self._narrow = False
        self.setText(text)
        self._tip = tip
        self.setToolTip(tip)
        self.setAccessibleName(text)
        self.setFixedHeight(32)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def count(self) -> int:
        """Return the number at the right, 0 when none is shown."""
        return self._count

    def set_count(self, count: int) -> None:
        """Show a number at the right, nothing for 0."""
        self._count = count
        self.setAccessibleName(self._counted())
        self._say()

    def _counted(self) -> str:
        return f"{self.text()} {self._count:,}" if self._count else self.text()

    def _say(self) -> None:
        """Say the number in the tooltip where only the icon stands."""
        self.setToolTip(self._tip.replace(self.text(), self._counted(), 1) if self._narrow else self._tip)
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Show only the icon; the word stays in tooltip and accessible name."""
        self._narrow = narrow
        self.updateGeometry()
        self._say()

    def sizeHint(self) -> QSize:
        """Return the rail's width less its margins."""
        return QSize(NARROW_WIDTH - 13 if self._narrow else WIDTH - 17, 32)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as with Space; the arrows go through the exclusive group by themselves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, word and count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        ground = "railsel" if on else "press" if self.underMouse() else "canvas"
        painter.setPen(QPen(QColor(tone("focus")), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone(ground)))
        inset = 1 if self.hasFocus() else 0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        ink = tone("text" if on else "text2")
        height = self.height()
        paint_icon(painter, QRectF(10, (height - 16) / 2, 16, 16), self._icon, ink)
        if self._narrow:
            self._paint_dot(painter, ground)
            return
        paint_text(painter, QRectF(36, 0, 52, height), self.text(), tone("text"), "strong" if on else "body")
        if self._count:
            box = QRectF(0, 0, self.width() - 10, height)
            paint_text(painter, box, f"{self._count:,}", tone("text2"), "small", RIGHT)

    def _paint_dot(self, painter: QPainter, ground: str) -> None:
        """Paint that there is a number: it has no room here, the accessible name says it."""
        if self._count:
            painter.setPen(QPen(QColor(tone(ground)), 2))
            painter.setBrush(QColor(tone("accent")))
            painter.drawEllipse(QRectF(21, 5, 9, 9))


class _Brand(QWidget):
    """The letter tile and the name of the product."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(48)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone("accent")))
        tile = QRectF(8, 14, 20, 20)  # also the middle of a narrow rail
        painter.drawRoundedRect(tile, 5, 5)
        paint_text(painter, tile, "智", tone("onaccent"), "smallstrong", Qt.AlignmentFlag.AlignCenter)
        if self.width() > NARROW_WIDTH:
            paint_text(painter, QRectF(36, 12, 80, 24), "智造台账", tone("text"), "heading")


class Rail(QWidget):
    """Says which page is wanted; the window decides."""

    page_clicked = Signal(str)
    settings_clicked = Signal()
    more_clicked = Signal(QPoint)  # where a menu fits, on the screen

    def __init__(self, entries: Iterable[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """`entries` are key, icon and word of each page, in order."""
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.entries: dict[str, RailEntry] = {}
        self._narrow, self._state = False, ("", "本机", False)  # whose data, where it lies, whether that is a warning
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(8, 0, 9, 13)
        box.setSpacing(4)
        box.addWidget(_Brand())
        box.addSpacing(4)
        for number, (key, icon, word) in enumerate(entries, 1):
            entry = RailEntry(icon, word, f"{word}（Ctrl+{number}）")
            entry.setCheckable(True)
            entry.setAutoExclusive(True)
            entry.clicked.connect(lambda _checked=False, wanted=key: self.page_clicked.emit(wanted))
            self.entries[key] = entry
            box.addWidget(entry)
        box.addStretch()
        self.more = RailEntry("more", "更多", "全部命令和快捷键（Ctrl+K 搜索命令）")
        self.more.clicked.connect(lambda _checked=False: self.more_clicked.emit(self._beside(self.more)))
        box.addWidget(self.more)
        self.settings = RailEntry("settings", "设置", "设置（Ctrl+,）")
        self.settings.clicked.connect(lambda _checked=False: self.settings_clicked.emit())
        box.addWidget(self.settings)
        self._add_foot(box)

    def set_narrow(self, narrow: bool) -> None:
        """Show only icons, or their words as well."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.setFixedWidth(NARROW_WIDTH if narrow else WIDTH)
        self._box.setContentsMargins(6 if narrow else 8, 0, 7 if narrow else 9, 13)
        self._foot.setContentsMargins(0 if narrow else 8, 4, 0, 0)
        for entry in (*self.entries.values(), self.more, self.settings):
            entry.set_narrow(narrow)
        self.demo.setText("演示" if narrow else "演示数据")
        self._show_state()

    @staticmethod
    def _beside(entry: RailEntry) -> QPoint:
        return entry.mapToGlobal(QPoint(entry.width() + 8, 0))

    def _add_foot(self, box: QVBoxLayout) -> None:
        foot = self._foot = QVBoxLayout()
        foot.setContentsMargins(8, 4, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(Rule())
        foot.addSpacing(6)
        self.demo = ElidedLabel("演示数据", "small", "amber")
        self.demo.hide()
        self.user = ElidedLabel("", "small", "text2")
        self.reach = ElidedLabel("", "small", "text2")
        for label in (self.demo, self.user, self.reach):
            label.setContentsMargins(4, 0, 0, 0)
            foot.addWidget(label)
        box.addLayout(foot)

    def set_state(self, *, demo: bool, user: str, where: str = "本机", warning: bool = False, tip: str = "") -> None:
        """Show whose data this is and where it lies; `warning` where it cannot be reached, `tip` says more."""
        self.demo.setVisible(demo)
        self._state = user, where, warning
        self.reach.set_tone("amber" if warning else "text2")
        together = self._show_state()
        for label in (self.user, self.reach):
            label.setToolTip(tip or ("" if together else user))  # a low window has room for one line
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the entries move closer together where the window is low."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take the widest of the measures with which nothing lies over another thing."""
        box = self.layout()
        if box is None:
            return
        for height, gap in _MEASURES:
            for entry in (*self.entries.values(), self.more, self.settings):
                entry.setFixedHeight(height)
            box.setSpacing(gap)
            if box.minimumSize().height() <= self.height():
                return

    def _show_state(self) -> bool:
        """Write whose data this is and where, and return whether in one line; icons alone leave room for a warning."""
        user, where, warning = self._state
        together = len(where) <= 2 and bool(user)  # else both are too wide for one line
        self.user.setText(f"{user} · {where}" if together else user)
        self.user.setVisible(together and not self._narrow)
        self.reach.setText(where)
        self.reach.setVisible(warning if self._narrow else not together)
        return together

    def select(self, key: str) -> None:
        """Mark the current page."""
        self.entries[key].setChecked(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the canvas and the line at the right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tone("canvas")))
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), QColor(tone("line")))

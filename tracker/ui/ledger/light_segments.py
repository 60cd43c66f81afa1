"""The lights of all tasks as joined buttons with their counts: 全部 96, then a shape and a number for each colour."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from tracker.model.enums import LightColour
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.paint import Align, paint_light, paint_text

HEIGHT = 28
PAD = 9
SHAPE = 10
GAP = 5
LEAST_NUMBER = 14  # px, so that the segments of small counts can be hit


class LightSegments(QWidget):
    """Several colours may be on; 全部 turns all off. Arrows walk, the space bar switches."""

    chosen_changed = Signal(object)  # frozenset of the values of LightColour; empty means all

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: frozenset[str] = frozenset()
        self._counts: dict[str, int] = {}
        self._at = 0  # the segment that the keyboard is on; 0 is 全部
        self.setAccessibleName("按亮灯筛选")
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._describe()

    @property
    def chosen(self) -> frozenset[str]:
        """Return the colours that are on; empty means all."""
        return self._chosen

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many tasks have each colour, by the values of LightColour."""
        self._counts = dict(counts)
        self._describe()
        self.updateGeometry()
        self.update()

    def choose(self, values: Iterable[str], *, silent: bool = False) -> None:
        """Switch colours on and the others off; announced unless `silent` or nothing changed."""
        wanted = frozenset(values)
        if wanted == self._chosen:
            return
        self._chosen = wanted
        self._describe()
        self.update()
        if not silent:
            self.chosen_changed.emit(wanted)

    def words(self) -> tuple[str, ...]:
        """Return what each segment says to those who do not see its shape: 全部 96, 红灯 8 …"""
        lights = (f"{colour.word}灯 {self._counts.get(colour.value, 0):,}" for colour in LightColour)
        return (f"全部 {sum(self._counts.values()):,}", *lights)

    def sizeHint(self) -> QSize:
        """Return the width of all segments."""
        return QSize(int(sum(self._widths())) + 2, HEIGHT)

    def rects(self) -> tuple[QRectF, ...]:
        """Return where the segments stand, 全部 first."""
        left, rects = 1.0, []
        for width in self._widths():
            rects.append(QRectF(left, 1, width, HEIGHT - 2))
            left += width
        return tuple(rects)

    def _widths(self) -> list[float]:
        small = metrics("small")
        widths = [small.horizontalAdvance(self.words()[0]) + 2 * PAD]
        for colour in LightColour:
            number = small.horizontalAdvance(f"{self._counts.get(colour.value, 0):,}")
            widths.append(SHAPE + GAP + max(number, LEAST_NUMBER) + 2 * PAD)
        return [float(width) for width in widths]

    def _describe(self) -> None:
        on = [colour.word + "灯" for colour in LightColour if colour.value in self._chosen]
        self.setAccessibleDescription(f"{'，'.join(self.words())}；已选 {'、'.join(on) or '全部'}")

    def _switch(self, segment: int) -> None:
        """Do what a press of a segment does."""
        if segment == 0:
            self.choose(())
            return
        value = tuple(LightColour)[segment - 1].value
        self.choose(self._chosen ^ {value})

    def _segment_at(self, x: float) -> int | None:
        return next((n for n, rect in enumerate(self.rects()) if rect.left() <= x < rect.right()), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Switch what was hit."""
        segment = self._segment_at(event.position().x())
        if segment is not None and event.button() is Qt.MouseButton.LeftButton:
            self._at = segment
            self._switch(segment)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say in words what the segment under the mouse is."""
        segment = self._segment_at(event.position().x())
        words = "" if segment is None else self.words()[segment]
        if words != self.toolTip():
            self.setToolTip(words)
            QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, switch with the space bar or Enter."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self._at = max(0, min(self._at + step, len(LightColour)))
            self.update()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._switch(self._at)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame, the grounds of what is on, shapes and numbers."""
        painter, tokens = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.line2), 1))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        for segment, rect in enumerate(self.rects()):
            self._paint_segment(painter, rect, segment)

    def _paint_segment(self, painter: QPainter, rect: QRectF, segment: int) -> None:
        tokens = current()
        colour = tuple(LightColour)[segment - 1] if segment else None
        on = colour.value in self._chosen if colour is not None else not self._chosen
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accenttint))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)
        if self.hasFocus() and segment == self._at:
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)
        role = "smallstrong" if on else "small"
        tone = tokens.accenttext if on else tokens.text2
        if colour is None:
            paint_text(painter, rect, self.words()[0], tone, "small", Align.AlignCenter)
            return
        shape = QRectF(rect.left() + PAD, rect.center().y() - SHAPE / 2, SHAPE, SHAPE)
        paint_light(painter, shape, colour)
        number = QRectF(shape.right() + GAP, rect.top(), rect.right() - shape.right() - GAP, rect.height())
        paint_text(painter, number, f"{self._counts.get(colour.value, 0):,}", tone, role)  # type: ignore[arg-type]

"""How much of the text is accounted for: a number, a bar in four parts, and the way to the first open sentence."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.model.intake_review.coverage import Coverage, Share
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.paint import paint_text

_LEAST, _MOST = 140, 330  # px of the bar
_SWATCH, _APART = 14, 12  # px of a square with the gap behind it, and behind its words
_INKS = {Share.ACTION: "accent", Share.OTHER: "bar", Share.BACKGROUND: "field"}


class _Bar(QWidget):
    """The parts side by side; the last is an outlined box."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(10)
        self.setMinimumWidth(_LEAST)
        self.setMaximumWidth(_MOST)
        self.coverage: Coverage | None = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the parts in the proportion of their sentences."""
        if self.coverage is None or not self.coverage.total:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, room = 0.5, self.width() - 12.0
        for share in Share:
            count = self.coverage.counts.get(share, 0)
            if not count:
                continue
            width = max(8.0, room * count / self.coverage.total - 2)
            box = QRectF(left, 1.5, width, 7)
            open_part = share is Share.NONE
            painter.setPen(QPen(QColor(tone("text")), 1.4) if open_part else Qt.PenStyle.NoPen)
            painter.setBrush(Qt.BrushStyle.NoBrush if open_part else QColor(tone(_INKS[share])))
            painter.drawRoundedRect(box, 2, 2)
            left += width + 2


class _Legend(QWidget):
    """What each filled part of the bar is, and how many sentences it has."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[tuple[Share, str], ...] = ()
        self.setFixedHeight(20)

    def show_counts(self, coverage: Coverage) -> None:
        """Show other counts."""
        shares = (share for share in Share if share in _INKS)
        self._parts = tuple((share, f"{share.value} {coverage.counts.get(share, 0):,}") for share in shares)
        self.setAccessibleName("，".join(words for _, words in self._parts))
        self.setFixedWidth(sum(self._wide(words) for _, words in self._parts))
        self.update()

    @staticmethod
    def _wide(words: str) -> int:
        return _SWATCH + metrics("small").horizontalAdvance(words) + _APART

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a square in the colour of each part and its words."""
        painter, left = QPainter(self), 0
        for share, words in self._parts:
            painter.fillRect(left, 6, 8, 8, QColor(tone(_INKS[share])))
            wide = self._wide(words)
            paint_text(painter, QRectF(left + _SWATCH, 0, wide, 20), words, tone("text2"), "small")
            left += wide


class CoverageBar(QWidget):
    """One line; the link goes to the first sentence nobody accounted for."""

    asked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(44)
        self._coverage: Coverage | None = None
        self.figure = TextLabel("", "body")
        self._bar = _Bar()
        self._legend = _Legend()
        self.link = LinkButton("")
        self.link.clicked.connect(lambda _checked=False: self._ask())
        box = QHBoxLayout(self)
        box.setContentsMargins(24, 0, 24, 0)
        box.setSpacing(12)
        box.addWidget(TextLabel("覆盖", "strong"))
        box.addWidget(self.figure)
        box.addWidget(self._bar, 1)
        box.addWidget(self._legend)
        box.addWidget(self.link)
        box.addStretch()

    def show_coverage(self, coverage: Coverage) -> None:
        """Show how far the text is accounted for."""
        self._coverage = self._bar.coverage = coverage
        self.figure.setText(f"{coverage.covered} / {coverage.total} 句")
        self._legend.show_counts(coverage)
        missing = coverage.counts.get(Share.NONE, 0)
        self.link.setText(f"没有归类 {missing}" if missing else "全部归类")
        self.link.setEnabled(bool(missing))
        self._bar.update()

    def _ask(self) -> None:
        if self._coverage is not None and self._coverage.first_open is not None:
            self.asked.emit(*self._coverage.first_open)

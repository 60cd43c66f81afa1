"""How much of the text is accounted for: a number, a bar in four parts, and the way to the first open sentence."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.model.intake_review.coverage import Coverage, Share
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.labels import TextLabel

_INKS = {Share.ACTION: "accent", Share.OTHER: "bar", Share.BACKGROUND: "field"}


class _Bar(QWidget):
    """The parts side by side; the last is an outlined box."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(330, 10)
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


class CoverageBar(QWidget):
    """One line; the link goes to the first sentence nobody accounted for."""

    asked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(44)
        self._coverage: Coverage | None = None
        self.figure = TextLabel("", "body")
        self._bar = _Bar()
        self._legend = TextLabel("", "small", "text2")
        self.link = LinkButton("")
        self.link.clicked.connect(lambda _checked=False: self._ask())
        box = QHBoxLayout(self)
        box.setContentsMargins(24, 0, 24, 0)
        box.setSpacing(12)
        box.addWidget(TextLabel("覆盖", "strong"))
        for widget in (self.figure, self._bar, self._legend, self.link):
            box.addWidget(widget)
        box.addStretch()

    def show_coverage(self, coverage: Coverage) -> None:
        """Show how far the text is accounted for."""
        self._coverage = self._bar.coverage = coverage
        self.figure.setText(f"{coverage.covered} / {coverage.total} 句")
        parts = (f"{share.value} {coverage.counts.get(share, 0)}" for share in Share if share is not Share.NONE)
        self._legend.setText("　".join(parts))
        missing = coverage.counts.get(Share.NONE, 0)
        self.link.setText(f"没有归类 {missing}" if missing else "全部归类")
        self.link.setEnabled(bool(missing))
        self._bar.update()

    def _ask(self) -> None:
        if self._coverage is not None and self._coverage.first_open is not None:
            self.asked.emit(*self._coverage.first_open)

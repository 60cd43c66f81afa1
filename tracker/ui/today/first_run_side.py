"""Beside the first steps: what is in the ledger, how many deadlines the sources name, other ways to begin."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.model.rows.first_run import FirstRun
from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.icons import paint_icon, tone
from tracker.ui.today.side import LEAST_WIDTH
from tracker.ui.widgets.badges import ProgressBar
from tracker.ui.widgets.buttons import FramedButton
from tracker.ui.widgets.card import Card
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.paint import paint_text

LIST, ARTICLE = "list", "article"
_WAYS = (
    (LIST, "导入已有台账…", "import", "Excel 里已经有单位、时限、进度"),
    (ARTICLE, "读入新文章…", "file", "Word、PDF、文本，程序提出建议"),
)
_COLUMNS = 3
_CARD, _WORDS, _ARROW = 54, 44, 36  # px: how high a way is, where its words begin, what the arrow takes


class WayCard(FramedButton):
    """A card that is pressed: what it leads to, and below it for whom that is."""

    def __init__(self, word: str, icon: str, about: str) -> None:
        super().__init__(word)
        self.about, self._icon = about, icon
        self.setFont(font("body"))
        self.setAccessibleDescription(about)
        self.setFixedHeight(_CARD)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the room of both lines between icon and arrow."""
        words = max(metrics("body").horizontalAdvance(self.text()), metrics("small").horizontalAdvance(self.about))
        return QSize(_WORDS + words + _ARROW, _CARD)

    def minimumSizeHint(self) -> QSize:
        """Return the same: both lines are short."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card, wider framed where the keyboard is on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        framed = self.hasFocus() and bool(self.property("framed"))
        pen = 2 if framed else 1
        painter.setPen(QPen(QColor(tone("focus" if framed else "line")), pen))
        ground = "press" if self.isDown() else "hover" if self.underMouse() else "surface"
        painter.setBrush(QColor(tone(ground)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2), 8, 8)
        middle = self.height() / 2
        paint_icon(painter, QRectF(16, middle - 8, 16, 16), self._icon, tone("text2"))
        words = QRectF(_WORDS, 0, self.width() - _WORDS - _ARROW, middle)
        paint_text(painter, words.adjusted(0, 8, 0, 0), self.text(), tone("text"))
        paint_text(painter, words.translated(0, middle).adjusted(0, 0, 0, -8), self.about, tone("text2"), "small")
        paint_icon(painter, QRectF(self.width() - 28, middle - 6, 12, 12), "chevron_right", tone("text3"))


class FirstRunSide(QWidget):
    """Says which other way was chosen."""

    chosen = Signal(str)  # LIST or ARTICLE

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(LEAST_WIDTH)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 28, 24, 24)
        box.setSpacing(8)
        box.addWidget(TextLabel("台账里有什么", "strong"))
        card = Card()
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(10)
        card.body.addLayout(self._grid)
        box.addWidget(card)
        self.figures: dict[str, TextLabel] = {}
        for number, (caption, unit) in enumerate(
            (("文章", "篇"), ("建议", "条"), ("任务", "项"), ("指标", "项"), ("单位", "个"), ("原文存疑", "处"))
        ):
            self._add_figure(number, caption, unit)
        box.addSpacing(12)
        box.addWidget(TextLabel("时限", "strong"))
        self.bar, self.dated = ProgressBar(), TextLabel("", "small", "text2")
        self.bar.setAccessibleName("写明时限的任务")
        box.addWidget(self.bar)
        box.addWidget(self.dated)
        box.addSpacing(12)
        box.addWidget(TextLabel("另一条路", "strong"))
        self.ways: dict[str, WayCard] = {}
        for key, word, icon, about in _WAYS:
            card_of = self.ways[key] = WayCard(word, icon, about)
            card_of.clicked.connect(lambda _checked=False, way=key: self.chosen.emit(way))
            box.addWidget(card_of)
        box.addStretch(1)

    def _add_figure(self, number: int, caption: str, unit: str) -> None:
        figure = self.figures[caption] = TextLabel("", "figure")
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(figure)
        line.addWidget(TextLabel(unit, "small", "text2"))
        line.addStretch(1)
        cell = QVBoxLayout()
        cell.setSpacing(0)
        cell.addWidget(TextLabel(caption, "small", "text2"))
        cell.addLayout(line)
        self._grid.addLayout(cell, number // _COLUMNS, number % _COLUMNS)

    def show_counts(self, counts: FirstRun) -> None:
        """Show the counts."""
        figures = (
            counts.articles, counts.recommendations, counts.tasks, counts.indicators, counts.offices, counts.doubts
        )  # fmt: skip
        for label, figure in zip(self.figures.values(), figures, strict=True):
            label.setText(f"{figure:,}")
        self.bar.set_progress(round(100 * counts.dated / counts.tasks) if counts.tasks else 0)
        self.dated.setText(f"已有时限 {counts.dated:,} 项，未定 {counts.tasks - counts.dated:,} 项")

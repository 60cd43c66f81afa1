"""Beside the first steps: what is in the ledger, how many deadlines the sources name, other ways to begin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.rows.first_run import FirstRun
from tracker.ui.today.side import LEAST_WIDTH
from tracker.ui.widgets.badges import ProgressBar
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.card import Card
from tracker.ui.widgets.labels import TextLabel

LIST, ARTICLE = "list", "article"
_WAYS = (
    (LIST, "导入已有台账…", "import", "Excel 里已经有单位、时限、进度"),
    (ARTICLE, "读入新文章…", "file", "Word、PDF、文本，程序提出建议"),
)
_COLUMNS = 3


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
        self.ways: dict[str, Button] = {}
        for key, word, icon, about in _WAYS:
            button = self.ways[key] = Button(word, "outlined", icon)
            button.clicked.connect(lambda _checked=False, way=key: self.chosen.emit(way))
            box.addWidget(button)
            box.addWidget(TextLabel(about, "small", "text2"))
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

"""The figures of a text, to be ticked, and what was wrong with reading it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidgetItem

from tracker.model.intake_review.review import TextReview
from tracker.model.rows.intake import ProposedIndicator
from tracker.ui.widgets.line_table import LinesTable

_KEY = Qt.ItemDataRole.UserRole


class FiguresList(LinesTable):
    """Figures with a box each; Space or a click ticks one, which then becomes an indicator."""

    turned = Signal(str)
    picked = Signal(int, int)

    def __init__(self, review: TextReview) -> None:
        super().__init__("指标", (("收为指标", 0), ("数值", 110), ("时间", 120), ("性质", 70)))
        self._review = review
        self.show_review()
        self.itemChanged.connect(self._changed)
        self.currentItemChanged.connect(lambda now, _before: self._pick(now))
        self.itemDoubleClicked.connect(lambda item, _column: self._go(item))

    def word(self) -> str:
        """Return the word of the tab."""
        ticked = len(self._review.ticked)
        return f"指标 {len(self._review.proposal.indicators)}" + (f"，已选 {ticked}" if ticked else "")

    def show_review(self) -> None:
        """Show the figures as they are ticked."""
        self.blockSignals(True)
        self.clear()
        for figure in self._review.proposal.indicators:
            item = QTreeWidgetItem([figure.name, f"{figure.value} {figure.unit}", _when(figure), _sort(figure)])
            item.setData(0, _KEY, figure.id)
            item.setToolTip(0, figure.quote)
            on = figure.id in self._review.ticked
            item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.addTopLevelItem(item)
        self.blockSignals(False)

    def _changed(self, item: QTreeWidgetItem, column: int) -> None:
        key = item.data(0, _KEY)
        on = item.checkState(0) == Qt.CheckState.Checked
        if column == 0 and on != (key in self._review.ticked):
            self.turned.emit(key)

    def _pick(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.setAccessibleDescription(item.text(0))

    def _go(self, item: QTreeWidgetItem) -> None:
        figure = next(f for f in self._review.proposal.indicators if f.id == item.data(0, _KEY))
        if figure.spans:
            self.picked.emit(*figure.spans[0])


class ProblemsList(LinesTable):
    """What was wrong with the text; Enter goes to its place."""

    picked = Signal(int, int)

    def __init__(self, review: TextReview) -> None:
        super().__init__("读入问题", (("问题", 0),))
        self._count = len(review.proposal.problems)
        self.add_lines(((problem.message,), problem.spans[:1] or None) for problem in review.proposal.problems)
        self.opened.connect(lambda spans: self.picked.emit(*spans[0]))

    def word(self) -> str:
        """Return the word of the tab."""
        return f"读入问题 {self._count}"


def _when(figure: ProposedIndicator) -> str:
    return figure.on.isoformat() if figure.on else figure.period or "未注明"


def _sort(figure: ProposedIndicator) -> str:
    return "目标" if figure.target else "现状"

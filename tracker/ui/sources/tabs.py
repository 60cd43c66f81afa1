"""The tabs of a source: which of them it has, and the one a reader wants to see of the next source, too."""

from collections.abc import Mapping, Set

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabBar, QWidget

from tracker.ui.sources.lines import ALWAYS, NUMBERS, TABS, Tab
from tracker.ui.theme.fonts import font


class SourceTabs(QTabBar):
    """Says which tab was chosen; a source that does not have it begins with the first it has."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, drawBase=False, expanding=False)
        self._wanted: Tab = "text"
        self.setFont(font("body"))
        self.setAccessibleName("显示哪一类")
        self.setUsesScrollButtons(False)
        for _, word in TABS:
            self.addTab(word)
        self.setCurrentIndex(NUMBERS["text"])
        self.currentChanged.connect(self._choose)

    def tab(self) -> Tab:
        """Return the key of the tab that is shown."""
        return TABS[self.currentIndex()][0]

    def word(self) -> str:
        """Return what the tab that is shown is called."""
        return TABS[self.currentIndex()][1]

    def show_source(self, counts: Mapping[Tab, int], filled: Set[Tab], *, has_text: bool) -> None:
        """Write the counts of a source into the tabs; what it has nothing of is hidden, or left where it always stands.

        `filled` are the tabs of lines that have any.
        """
        usable = filled | {"tasks", "text", "changes"}
        start: Tab = next((tab for tab, _ in TABS if tab in filled), "tasks")
        there = self._wanted in usable and (self._wanted != "text" or has_text)
        shown = self._wanted if there else start
        self.blockSignals(True)
        self.setTabEnabled(NUMBERS[shown], True)
        self.setCurrentIndex(NUMBERS[shown])
        for number, (tab, word) in enumerate(TABS):
            self.setTabText(number, f"{word} {counts[tab]:,}" if tab in counts else word)
            self.setTabEnabled(number, tab in usable)
            self.setTabVisible(number, tab in usable | ALWAYS)
        self.blockSignals(False)

    def _choose(self, _number: int) -> None:
        self._wanted = self.tab()
        self.chosen.emit()

"""The tabs over the lines of a source, each with how many lines it has."""

from collections.abc import Mapping, Set

from PySide6.QtWidgets import QTabBar

from tracker.ui.sources.lines import ALWAYS, NUMBERS, TABS, Tab
from tracker.ui.theme.fonts import font


class LineTabs(QTabBar):
    """One tab for each kind of lines; those that have nothing and never may are hidden, an empty one is left."""

    def __init__(self) -> None:
        super().__init__(drawBase=False, expanding=False)
        self.setFont(font("body"))
        self.setAccessibleName("显示哪一类")
        self.setUsesScrollButtons(False)
        for _, word in TABS:
            self.addTab(word)
        self.show_tab("entries")

    def tab(self) -> Tab:
        """Return the key of the tab that is shown."""
        return TABS[self.currentIndex()][0]

    def show_tab(self, tab: Tab) -> None:
        """Show another tab."""
        self.setCurrentIndex(NUMBERS[tab])

    def word(self) -> str:
        """Return the word of the tab that is shown, without its count."""
        return TABS[self.currentIndex()][1]

    def show_counts(self, counts: Mapping[Tab, int], filled: Set[Tab]) -> None:
        """Write the counts into the tabs, telling nobody; `filled` are those that have lines."""
        usable = filled | {"tasks", "text", "changes"}
        self.blockSignals(True)
        if self.tab() not in usable:
            start: Tab = next((tab for tab, _ in TABS if tab in filled), "tasks")
            self.setTabEnabled(NUMBERS[start], True)
            self.show_tab(start)
        for number, (tab, word) in enumerate(TABS):
            self.setTabText(number, f"{word} {counts[tab]}" if tab in counts else word)
            self.setTabEnabled(number, tab in usable)
            self.setTabVisible(number, tab in usable | ALWAYS)
        self.blockSignals(False)

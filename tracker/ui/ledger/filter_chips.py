"""The filter chips of the ledger: several values on one chip, all in a row that always fits."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from tracker.model.enums import Status
from tracker.ui.task.filter import Facet, Options, offered
from tracker.ui.task.multi_menu import MultiMenu
from tracker.ui.theme.fonts import cut_text, metrics
from tracker.ui.theme.style import repolish
from tracker.ui.widgets.chip import GLYPH, ChipButton
from tracker.ui.widgets.menu import status_icon

EDGE = 11
WIDEST = 176  # px a chip's text may fill as long as there is room


class FacetChip(ChipButton):
    """Holds any number of values; the text gives way where there is little room."""

    chosen_changed = Signal(object)  # frozenset of values

    def __init__(self, facet: Facet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facet = facet
        self._options: Options = ()
        self.count: Callable[[Sequence[str]], Mapping[str, int]] = lambda _values: {}  # how many tasks each stands for
        self._chosen: frozenset[str] = frozenset()
        self._cut = WIDEST
        self._menu = MultiMenu(self)
        self._menu.ticked.connect(lambda values: self.choose(frozenset(values)))
        self._write()

    @property
    def active(self) -> bool:
        """Return whether the chip narrows something."""
        return bool(self._chosen)

    @property
    def chosen(self) -> frozenset[str]:
        """Return the chosen values; empty means all."""
        return self._chosen

    def set_options(self, options: Options) -> None:
        """Give (value, text) pairs; a chosen value that is gone stays chosen, so that nothing jumps."""
        self._options = options
        self._write()

    def choose(self, values: frozenset[str], *, silent: bool = False) -> None:
        """Choose values; announced unless `silent` or nothing changed."""
        if values == self._chosen:
            return
        self._chosen = values
        self._write()
        if not silent:
            self.chosen_changed.emit(values)

    def open(self) -> None:
        """Open the menu of values."""
        if options := self._offered():
            icons = {status.value: status_icon(status) for status in Status} if self.facet is Facet.STATUS else None
            self._menu.open(options, self._chosen, self.count([value for value, _ in options]), icons)

    def _offered(self) -> Options:
        return offered(self.facet, self._options, self._chosen)

    def set_cut(self, width: int) -> None:
        """Allow the text this many px."""
        self._cut = width
        self._write()

    def clear(self) -> None:
        """Let everything through."""
        self.choose(frozenset())

    def sizeHint(self) -> QSize:
        """Return the width of text and glyph."""
        right = GLYPH + 9 if self._has_glyph else EDGE
        return QSize(EDGE + metrics("small").horizontalAdvance(self.text()) + right, 26)

    @property
    def _has_glyph(self) -> bool:
        """Tell whether there is room for the arrow; the cross of a chosen value always stands."""
        return bool(self._chosen or self._cut)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the style's ground, then text and glyph from the left."""
        super().paintEvent(event)
        if self._has_glyph:
            self.paint_glyph()

    def _write(self) -> None:
        words = [text for value, text in self._offered() if value in self._chosen]
        few = "、".join(words) if len(words) < 2 else f"{len(words):,} 项"
        bare = not self._chosen or not self._cut  # with no room at all colour and cross say that it is on
        shown = self.facet.value if bare else f"{self.facet.value}：{few or '…'}"
        self._show(cut_text("small", shown, Qt.TextElideMode.ElideRight, self._cut or WIDEST))
        self.setToolTip(f"{self.facet.value}：{'、'.join(words)}" if words else "")

    def _show(self, text: str) -> None:
        active = "true" if self._chosen else "false"
        style = f"text-align: left; padding-right: {GLYPH + 6 if self._has_glyph else 0}px"
        if (text, active, style) == (self.text(), self.property("active"), self.styleSheet()):
            return
        self.setText(text)
        self.setProperty("active", active)
        self.setStyleSheet(style)
        self.updateGeometry()
        repolish(self)


def shorten(chips: Sequence[FacetChip], cut: int) -> int:
    """Allow each chip's text `cut` px (0: only its name) and return the width of all with their gaps."""
    for chip in chips:
        chip.set_cut(cut)
    return sum(chip.sizeHint().width() for chip in chips) + 6 * (len(chips) - 1)


def chosen_of(chips: Mapping[Facet, FacetChip]) -> dict[Facet, frozenset[str]]:
    """Return what is chosen on each chip that is on."""
    return {facet: chip.chosen for facet, chip in chips.items() if chip.chosen}

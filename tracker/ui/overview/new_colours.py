"""After an upgrade, once: how many lights the new rules changed, and why."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.textdiff import Prose

if TYPE_CHECKING:
    from tracker.queries.new_colours import NewColours

_MOST = 6


class NewColoursBand(QFrame):
    """A band over the page with 知道了; hidden where nothing is to be said."""

    seen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("band")
        self.title, self.words = TextLabel("", "strong"), Prose("", "text2")
        self.close_link = LinkButton("知道了")
        self.close_link.clicked.connect(lambda _checked=False: self._close())
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(12)
        row.addWidget(self.title)
        row.addWidget(self.words, 1)
        row.addWidget(self.close_link)
        self.hide()

    def show_colours(self, colours: "NewColours | None") -> None:
        """Say what changed; without a change there is nothing to read."""
        self.setVisible(colours is not None and colours.total > 0)
        if colours is not None:
            self.title.setText(f"新的亮灯规则改变了 {colours.total:,} 项任务的灯")
            self.words.set_text(group_words(colours))
            if not colours.total:
                self.seen.emit()

    def _close(self) -> None:
        self.hide()
        self.seen.emit()


def group_words(colours: "NewColours") -> str:
    """Return 灰 → 黄 23 项（未定时限），灰 → 红 2 项（逾期）."""
    words = [f"{before.word} → {after.word} {count:,} 项（{why}）" for before, after, why, count in colours.groups]
    rest = sum(count for *_, count in colours.groups[_MOST:])
    return "，".join([*words[:_MOST], *([f"其他 {rest:,} 项"] if rest else [])]) + "。"

"""The foot of the ledger: how much is shown, and the keys."""

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.model.counting import TaskCount
from tracker.ui.ledger.view_settings import Shape
from tracker.ui.task.action_list import NOTHING_CHOSEN
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.labels import ElidedLabel, TextLabel

KEYS = "↑↓ 移动   Enter 编辑   空格 详情   Ctrl+Z 撤销"
KEYS_OF_BOARD = "拖动会打开对应的表单，取消即退回   Ctrl+←→ 移动   Ctrl+Z 撤销"
KEYS_OF_MONTH = "把时限拖到另一天会打开时限变动，节点直接改期   ←→ 换日   PgUp PgDn 换月"
KEYS_OF_SEVERAL = "Ctrl+点击 加减   Shift+点击 连选   Esc 取消选择"


class LedgerFoot(QWidget):
    """28 px high, a hairline above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(28)
        self.counts = ElidedLabel("", "small", "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 1, 24, 0)
        row.addWidget(self.counts, 1)
        self.keys = TextLabel(KEYS, "small", "text3")
        row.addWidget(self.keys)

    def show_counts(self, count: TaskCount, shown: int, chosen: int, aside: str = "") -> None:
        """Say how many tasks there are, how many pass the filters, how many are selected or (`aside`) not in sight."""
        self.counts.set_tone("text2")
        self.counts.setText(f"{count_words(count, shown, chosen)}{aside}")

    def show_keys(self, shape: Shape, *, several: bool) -> None:
        """Name the keys of what is shown, in the table for one chosen task or for several."""
        of_table = KEYS_OF_SEVERAL if several else KEYS
        self.keys.setText({Shape.BOARD: KEYS_OF_BOARD, Shape.MONTH: KEYS_OF_MONTH}.get(shape, of_table))

    def ask_to_choose(self) -> None:
        """Say that a key did nothing because no task is selected; the next selection takes it away."""
        self.counts.set_tone("amber")
        self.counts.setText(NOTHING_CHOSEN)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the hairline."""
        QPainter(self).fillRect(0, 0, self.width(), 1, QColor(current().line))


def count_words(count: TaskCount, shown: int, chosen: int) -> str:
    """Return 共 96 项任务（含已取消 1 项），显示 91 项 · 已选 1 项, leaving out what says nothing."""
    words = f"共 {count.rows:,} 项任务" + (f"（含已取消 {count.cancelled:,} 项）" if count.cancelled else "")
    if shown != count.rows:
        words += f"，显示 {shown:,} 项"
    return f"{words} · 已选 {chosen:,} 项" if chosen else words

"""The strip of six key figures of 总览."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.model.enums import LightColour, Status
from tracker.model.figures import decimal_text, percent_text
from tracker.model.numbers import format_value
from tracker.model.pace import WHO_COUNTS, Pace
from tracker.model.rows import Movements, Overview
from tracker.model.rows.movements import OF_CONCERN
from tracker.ui.charts.wording import short_day, signed_text
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.card import Card, KpiCell
from tracker.ui.widgets.labels import SideRule

#: The statuses of 任务总数.
_COUNTED = tuple(status.value for status in Status.counted())
_BETWEEN, _NARROW = (18, 7), 1000  # px beside a hairline, and of the strip
_PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class FigureCell(KpiCell):
    """A key figure that leads somewhere when pressed; `picked` is emitted with `target`."""

    picked = Signal(object)

    def __init__(self, caption: str, target: object = None, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(caption, parent)
        self._target, self._tip = target, tip
        self.setToolTip(tip)
        if target is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_figures(self, figure: str, unit: str = "", note: str = "", light: LightColour | None = None) -> None:
        """Show a figure; the note stands in the tooltip as well: a narrow window cuts it."""
        super().set_figures(figure, unit, note, light)
        self.setToolTip("\n".join(words for words in (note, self._tip) if words))

    def sizeHint(self) -> QSize:
        """Return 120 x 80 px."""
        return QSize(120, 80)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lead to the tasks behind the figure."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and space act like a click."""
        if event.key() in _PRESS:
            self._pick()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the figure, and the accent frame while the keys are here."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(QColor(current().focus), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)

    def _pick(self) -> None:
        if self._target is not None:
            self.picked.emit(self._target)


class CellStrip(Card):
    """One card of equal parts; `picked` gives the target of the part pressed."""

    picked = Signal(object)

    def __init__(self, cells: Sequence[FigureCell], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.cells = tuple(cells)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setContentsMargins(19, 3, 19, 3)
        line = self._line = QHBoxLayout()
        line.setSpacing(_BETWEEN[0])
        for index, cell in enumerate(self.cells):
            if index:
                line.addWidget(_divider())
            line.addWidget(cell, 1)
            cell.picked.connect(self.picked)
        self.body.addLayout(line)
        self.setFixedHeight(88)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the parts move closer together, so that their notes stay whole."""
        super().resizeEvent(event)
        self._line.setSpacing(_BETWEEN[self.width() < _NARROW])


class FigureStrip(CellStrip):
    """Six figures; `picked` gives a dict of ledger filters, or the key of a page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.tasks = FigureCell("任务总数", {"status": _COUNTED}, "查看全部任务，不含已取消")
        self.progress = FigureCell("平均进度", {}, f"{WHO_COUNTS}；查看全部任务")
        self.red = FigureCell("红灯", {"light": LightColour.RED}, "查看亮红灯的任务")
        self.amber = FigureCell("黄灯", {"light": LightColour.AMBER}, "查看亮黄灯的任务")
        self.closed = FigureCell("已销号", {"status": Status.CLOSED}, "查看已销号的任务")
        self.returns = FigureCell("反馈回收", "exchange", "查看往来")
        super().__init__((self.tasks, self.progress, self.red, self.amber, self.closed, self.returns), parent)

    def set_data(self, view: Overview, moved: Movements | None = None) -> None:
        """Show the figures, red and amber ones against an earlier day; what cannot be said is said so."""
        self.tasks.set_figures(format_value(view.tasks), "项", _assigned(view))
        show_pace(self.progress, Pace(view.average_progress, view.scheduled_progress), dated=bool(view.plan))
        before = (moved.red_before, moved.amber_before) if moved is not None else (None, None)
        cells, counts = (self.red, self.amber), (view.red, view.amber)
        for cell, count, then, light in zip(cells, counts, before, OF_CONCERN, strict=True):
            note = _change(count, then, moved, view.today)
            cell.set_figures(format_value(count), "项", note, light if count else None)
        self.closed.set_figures(format_value(view.closed), "项", _completion(view))
        missing = view.offices_sent - view.offices_returned
        waiting = f"{missing:,} 个单位未反馈" if missing else "已全部反馈"
        if view.offices_sent:
            self.returns.set_figures(str(view.offices_returned), f"/ {view.offices_sent:,} 个单位", waiting)
        else:
            self.returns.set_figures("—", "", "还没有发出工作簿")


def _divider() -> SideRule:
    line = SideRule()
    line.setFixedHeight(66)
    return line


def show_pace(cell: FigureCell, pace: Pace, *, dated: bool) -> None:
    """Show 平均进度 and how it stands against time; `dated` tells whether any task has a deadline."""
    note = pace.words or ("未定启动日，不计序时" if dated else "没有定时限的任务")
    cell.set_figures(decimal_text(pace.mean), "" if pace.mean is None else "%", note)


def _assigned(view: Overview) -> str:
    """Return how many are assigned, and beside it the cancelled ones, which do not count."""
    cancelled = f"，另已取消 {format_value(view.cancelled)}" if view.cancelled else ""
    return f"已交办 {format_value(view.assigned)}{cancelled}"


def _completion(view: Overview) -> str:
    """Return the rate of completion, and beside it what only claims to be complete."""
    rate = f"完成率 {percent_text(view.done_share)}"
    if view.in_review:
        return f"{rate}，待审核 {format_value(view.in_review)}"
    return f"{rate}，本月 {signed_text(view.closed_this_month)}" if view.closed_this_month else f"{rate}，本月无销号"


def _change(count: int, then: int | None, moved: Movements | None, today: date) -> str:
    if then is None or moved is None:
        return "没有更早的台账可比"
    day = short_day(moved.since, today)
    return f"较{day} {signed_text(count - then)}" if count != then else f"与{day}持平"

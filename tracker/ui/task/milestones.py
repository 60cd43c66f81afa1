"""The milestones of a task in the panel: ticked when done, red when late."""

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from tracker.model.enums import Status
from tracker.model.rows import MilestoneRow
from tracker.ui.task.parts import Heading, empty, stack
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.paint import RIGHT, paint_status, paint_text

DATE = 80


class MilestoneLine(QWidget):
    """One step, 26 px high; a click or Space says that it is done, or open again.

    The menu, F2 and Delete change and remove it.
    """

    ticked = Signal(int, bool)
    change_asked = Signal(object)  # MilestoneRow
    removal_asked = Signal(object)

    def __init__(self, milestone: MilestoneRow, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._milestone, self._today = milestone, today
        self.setFixedHeight(26)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        done = milestone.done_on
        self.setAccessibleName(milestone.title)
        tip = f"{done.isoformat()} 完成，点按恢复为未完成" if done else "点按标记为今天完成"
        self.setToolTip(f"{tip}；右键可修改、删除")

    def sizeHint(self) -> QSize:
        """Return the width of a panel."""
        return QSize(240, 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint glyph, title and date."""
        painter, colours, step = QPainter(self), current(), self._milestone
        late = step.done_on is None and step.due_on is not None and step.due_on < self._today
        glyph = QRectF(0, 7, 12, 12)
        if late:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.red.fill), 1.4))
            painter.drawEllipse(glyph.adjusted(0.7, 0.7, -0.7, -0.7))
        else:
            paint_status(painter, glyph, Status.CLOSED if step.done_on else Status.NOT_STARTED)
        ink = colours.text2 if step.done_on else colours.text
        box = self.rect().adjusted(22, 0, -DATE, 0)
        paint_text(painter, box, step.title, ink)
        words = step.due_on.isoformat() if step.due_on else "未定"
        paint_text(painter, self.rect(), words, colours.red.text if late else colours.text3, "small", RIGHT)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.focus), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(-1, 2, 1, -2), 4, 4)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._tick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space or Enter, change with F2, remove with Delete."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tick()
        elif event.key() == Qt.Key.Key_F2:
            self.change_asked.emit(self._milestone)
        elif event.key() == Qt.Key.Key_Delete:
            self.removal_asked.emit(self._milestone)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the step."""
        opened = menu(self)
        add(opened, "恢复为未完成" if self._milestone.done_on else "标记为今天完成", "check", "Space", self._tick)
        add(opened, "修改节点…", "edit", "F2", lambda: self.change_asked.emit(self._milestone))
        add(opened, "删除节点…", "trash", "Delete", lambda: self.removal_asked.emit(self._milestone), danger=True)
        opened.popup(event.globalPos())

    def _tick(self) -> None:
        self.ticked.emit(self._milestone.id, self._milestone.done_on is None)


class MilestoneList(QWidget):
    """Heading with done / all, the steps in order, and the way to add one."""

    ticked = Signal(int, bool)  # milestone id, done
    change_asked = Signal(object)  # MilestoneRow
    removal_asked = Signal(object)
    add_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = date.min
        self.heading = Heading("节点")
        self.add = LinkButton("新增节点…")
        self.add.clicked.connect(lambda _checked=False: self.add_asked.emit())
        self._rows = stack(self, self.heading, self.add)
        self.setMinimumWidth(metrics("body").horizontalAdvance("新增节点…"))

    def show_rows(self, milestones: tuple[MilestoneRow, ...]) -> None:
        """Show these steps."""
        empty(self._rows)
        for milestone in milestones:
            line = MilestoneLine(milestone, self.today)
            line.ticked.connect(self.ticked)
            line.change_asked.connect(self.change_asked)
            line.removal_asked.connect(self.removal_asked)
            self._rows.addWidget(line)
        done = sum(milestone.done_on is not None for milestone in milestones)
        self.heading.right.setText(f"{done} / {len(milestones)}" if milestones else "")

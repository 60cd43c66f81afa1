"""One workbook beside the register: when it went and came, what taking it in would change, the first conflicts."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.model.changeset import FieldChange, Value
from tracker.model.enums import ReturnState
from tracker.model.rows import ExportRow
from tracker.ui.exchange.dock_query import CLEAN, SHOWN, Outlook, Wanted
from tracker.ui.exchange.dock_work import OfficeTasks
from tracker.ui.exchange.register_model import glyph_of, mark_light, state_word
from tracker.ui.exchange.register_query import day_word
from tracker.ui.review.entry_decisions import PROBLEMS, field_word, show_value
from tracker.ui.theme.fonts import Role, metrics
from tracker.ui.theme.icons import tone
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.badges import StatusBadge
from tracker.ui.widgets.buttons import Button, IconButton, LinkButton
from tracker.ui.widgets.labels import ElidedLabel, Rule, TextLabel
from tracker.ui.widgets.paint import paint_hairline, paint_light, paint_text
from tracker.ui.widgets.scroll_page import Canvas
from tracker.ui.widgets.textdiff import Prose

WIDTH = 356
_EDGE, _LABEL = 19, 56
_VALUE = WIDTH - 2 * _EDGE - _LABEL - 24
_BAR_LEFT, _BAR_LINE, _BAR = 84, 25, 8
_CONFLICT = 46
#: How the three values of a conflict are written.
_INKS: tuple[tuple[str, Role], ...] = (("text2", "small"), ("text", "small"), ("text", "smallstrong"))


class MarkPill(QWidget):
    """How an answer stands to the day agreed, on the tint of its light; hidden where that is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._row: ExportRow | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(24)

    def set_row(self, row: ExportRow) -> None:
        """Show the mark of a workbook."""
        self._row = row
        self.setAccessibleName(row.mark.word)
        self.setVisible(bool(row.mark.word))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the width of shape and words."""
        word = self._row.mark.word if self._row is not None else ""
        return QSize(metrics("small").horizontalAdvance(word) + 38, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, shape and words."""
        if self._row is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = mark_light(self._row.mark)
        light = current().light(colour) if colour is not None else None
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(light.tint if light else tone("sunken")))
        painter.drawRoundedRect(QRectF(self.rect()), 12, 12)
        words = QRectF(self.rect()).adjusted(12, 0, 0, 0)
        if colour is not None:
            paint_light(painter, QRectF(11, 7, 10, 10), colour)
            words = words.adjusted(15, 0, 0, 0)
        paint_text(painter, words, self._row.mark.word, light.text if light else tone("text2"), "small")


class WantedBars(QWidget):
    """How many entries of each kind a file has, as bars to one scale."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: tuple[Wanted, ...] = ()
        self.setAccessibleName("将要改什么")

    def set_wanted(self, wanted: tuple[Wanted, ...]) -> None:
        """Show other counts."""
        self.wanted = wanted
        self.setFixedHeight(_BAR_LINE * len(wanted))
        self.setAccessibleDescription("，".join(f"{each.word} {each.count}" for each in wanted))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a line for each kind: its word, its bar, its count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((each.count for each in self.wanted), default=1)
        room = self.width() - _BAR_LEFT - 44
        for number, each in enumerate(self.wanted):
            line = QRectF(0, number * _BAR_LINE, self.width(), _BAR_LINE)
            paint_text(painter, line, each.word, tone("text"), "small")
            width = max(room * each.count / most, 4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_bar_colour(each.key))
            painter.drawRoundedRect(QRectF(_BAR_LEFT, line.center().y() - _BAR / 2, width, _BAR), 2, 2)
            count = QRectF(_BAR_LEFT + width + 8, line.top(), 44, _BAR_LINE)
            paint_text(painter, count, f"{each.count:,}", tone("text2"), "small")


def _bar_colour(key: str) -> QColor:
    colours = {CLEAN: current().bar, "conflict": tone("accent"), PROBLEMS.key: tone("red")}
    return QColor(colours.get(key, tone("text3")))


class ConflictLines(QWidget):
    """The first conflicts: number and field, below them what was sent, what we have and what they say."""

    def __init__(self) -> None:
        super().__init__()
        self.conflicts: tuple[FieldChange, ...] = ()
        self.setAccessibleName("先看这几处冲突")

    def set_conflicts(self, conflicts: tuple[FieldChange, ...]) -> None:
        """Show other conflicts."""
        self.conflicts = conflicts
        self.setFixedHeight(_CONFLICT * len(conflicts))
        self.setAccessibleDescription("；".join(" ".join((*_head(each), *_sides(each))) for each in conflicts))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint two lines for each conflict."""
        painter = QPainter(self)
        third = self.width() / 3
        for number, each in enumerate(self.conflicts):
            box = QRectF(0, number * _CONFLICT, self.width(), _CONFLICT)
            code, field = _head(each)
            upper = box.adjusted(0, 3, 0, -_CONFLICT / 2)
            paint_text(painter, upper, code, tone("text2"), "small")
            left = max(metrics("small").horizontalAdvance(code) + 14, 52)
            paint_text(painter, upper.adjusted(left, 0, 0, 0), field, tone("text2"), "small")
            lower = QRectF(0, box.center().y() - 1, third - 8, _CONFLICT / 2)
            for side, words in enumerate(_sides(each)):
                colour, role = _INKS[side]
                cut = metrics(role).elidedText(words, Qt.TextElideMode.ElideRight, int(lower.width()))
                paint_text(painter, lower.translated(side * third, 0), cut, tone(colour), role)
            paint_hairline(painter, box, 0)


def _head(change: FieldChange) -> tuple[str, str]:
    return change.task or "新行", field_word(change.field)


def _sides(change: FieldChange) -> tuple[str, ...]:
    values = (("发出", change.snapshot), ("我方", change.ours), ("对方", change.theirs))
    return tuple(f"{word} {_short(change.field, value)}" for word, value in values)


def _short(field: str, value: Value) -> str:
    return show_value(field, value).replace("\n", " ") or "—"


class ReturnDock(QFrame):
    """Facts, counts, conflicts, and below them the acts of the workbook that is chosen."""

    closed = Signal()
    review_asked = Signal(str)  # with which group it begins, "" for the first
    original_asked = Signal(object)  # ExportRow, as below
    return_asked = Signal(object)
    report_asked = Signal(object)
    menu_asked = Signal(QWidget)
    task_asked = Signal(object)  # id of a task

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dock")
        self.setMinimumWidth(WIDTH)
        self.setAccessibleName("工作簿详情")
        self.row: ExportRow | None = None
        self.outlook: Outlook | None = None
        self.above, self.name = TextLabel("", "small", "text2"), ElidedLabel("", "title", "text")
        self.close_button = IconButton("close", "关闭（Esc）")
        self.close_button.clicked.connect(lambda _checked=False: self.closed.emit())
        self.state, self.mark = StatusBadge(), MarkPill()
        self.facts = QGridLayout()
        self.original = LinkButton("", self)
        self.original.clicked.connect(lambda _checked=False: self.original_asked.emit(self.row))
        self.heading = TextLabel("将要改什么", "strong", "text")
        self.bars, self.note = WantedBars(), Prose("", "text2")
        self.conflict_head = TextLabel("先看这几处冲突", "strong", "text")
        self.all_conflicts = LinkButton("")
        self.all_conflicts.clicked.connect(lambda _checked=False: self.review_asked.emit("conflict"))
        self.conflicts, self.work = ConflictLines(), OfficeTasks()
        self.work.task_asked.connect(self.task_asked)
        self.review_button = Button("核对反馈…", "primary", icon="check")
        self.review_button.clicked.connect(lambda _checked=False: self.review_asked.emit(""))
        self.return_button = Button("退回对方…")
        self.return_button.clicked.connect(lambda _checked=False: self.return_asked.emit(self.row))
        self.report_button = Button("登记反馈…", icon="comment")
        self.report_button.clicked.connect(lambda _checked=False: self.report_asked.emit(self.row))
        self.more = IconButton("more", "更多")
        self.more.clicked.connect(lambda _checked=False: self.menu_asked.emit(self.more))
        self._lay_out()

    def _lay_out(self) -> None:
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(self.above)
        titles.addWidget(self.name)
        head = QHBoxLayout()
        head.addLayout(titles, 1)
        head.addWidget(self.close_button, alignment=Qt.AlignmentFlag.AlignTop)
        badges = QHBoxLayout()
        badges.setSpacing(8)
        badges.addWidget(self.state)
        badges.addWidget(self.mark)
        badges.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 12, 0, 12)  # the line at the left
        box.setSpacing(8)
        for part in (head, badges):
            part.setContentsMargins(_EDGE, 0, _EDGE, 0)
            box.addLayout(part)
        box.addWidget(Rule(self))
        box.addWidget(self._middle(), 1)
        box.addWidget(Rule(self))
        box.addLayout(self._foot())

    def _middle(self) -> Canvas:
        """Return what scrolls where the window is low."""
        canvas = Canvas("工作簿详情")
        if (ground := canvas.widget()) is not None:
            ground.setObjectName("")  # the ground of the dock, not of a page of cards
        canvas.rows.setContentsMargins(_EDGE, 4, _EDGE, 8)
        canvas.rows.setSpacing(8)
        self.facts.setColumnMinimumWidth(0, _LABEL)
        self.facts.setColumnStretch(1, 1)
        self.facts.setVerticalSpacing(6)
        canvas.rows.addLayout(self.facts)
        self.rule = Rule(self)
        for widget in (self.rule, self.heading, self.bars, self.note):
            canvas.rows.addWidget(widget)
        self.conflict_rule = Rule(self)
        canvas.rows.addWidget(self.conflict_rule)
        line = QHBoxLayout()
        line.addWidget(self.conflict_head, 1)
        line.addWidget(self.all_conflicts)
        canvas.rows.addLayout(line)
        canvas.rows.addWidget(self.conflicts)
        canvas.rows.addWidget(self.work)
        canvas.rows.addStretch(1)
        return canvas

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(_EDGE, 4, _EDGE, 0)
        foot.setSpacing(8)
        for button in (self.review_button, self.return_button, self.report_button, self.more):
            foot.addWidget(button)
        foot.addStretch(1)
        return foot

    def show_row(self, row: ExportRow, outlook: Outlook | None) -> None:
        """Show a workbook; `outlook` is None while it is being read, or where nothing waits."""
        if self.row is None or self.row.office != row.office or row.state is ReturnState.PENDING:
            self.work.show_work(None)  # until that of this office is read
        self.row, self.outlook = row, outlook
        sent = row.round > 0
        waits = row.state is ReturnState.PENDING
        self.above.setText(f"第 {row.round} 批反馈" if sent else "另一台账的交办")
        self.name.setText(row.office)
        self.state.set_status(glyph_of(row), state_word(row))
        self.mark.set_row(row)
        self._show_facts(row)
        self._show_outlook(outlook, waits=waits)
        self.review_button.setVisible(waits)
        self.return_button.setVisible(waits and sent)
        self.report_button.setVisible(sent and not waits)

    def _show_facts(self, row: ExportRow) -> None:
        while (item := self.facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None and widget is not self.original:
                widget.hide()  # it is deleted only when the event loop is reached again
                widget.deleteLater()
        self.original.setVisible(row.return_id is not None)
        name = metrics("body").elidedText(row.return_file, Qt.TextElideMode.ElideMiddle, _VALUE)
        self.original.setText(name or "打开原件")
        self.original.setToolTip(f"打开 {row.return_file} 的副本")
        for number, (word, value) in enumerate(facts_of(row)):
            self.facts.addWidget(TextLabel(word, "small", "text2"), number, 0)
            self.facts.addWidget(ElidedLabel(value), number, 1)
        if row.return_id is not None:
            number = self.facts.rowCount()
            self.facts.addWidget(TextLabel("原件", "small", "text2"), number, 0)
            self.facts.addWidget(self.original, number, 1, Qt.AlignmentFlag.AlignLeft)

    def _show_outlook(self, outlook: Outlook | None, *, waits: bool) -> None:
        wanted = outlook.wanted if outlook is not None else ()
        conflicts = outlook.conflicts if outlook is not None else ()
        for widget in (self.rule, self.heading):
            widget.setVisible(waits)
        self.bars.set_wanted(wanted)
        note = "正在比对…" if outlook is None else outlook.refused or ("" if wanted else "没有变化")
        self.note.set_text(note)
        self.note.setVisible(waits and bool(note))
        for part in (self.conflict_rule, self.conflict_head, self.conflicts):
            part.setVisible(bool(conflicts))
        count = outlook.count("conflict") if outlook is not None else 0
        self.all_conflicts.setVisible(count > SHOWN)
        self.all_conflicts.setText(f"全部 {count:,} 处")
        self.conflicts.set_conflicts(conflicts)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a ground of its own, for where it lies over the table, and the line at its left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tone("surface")))
        painter.fillRect(QRectF(0, 0, 1, self.height()), QColor(tone("line")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def facts_of(row: ExportRow) -> Sequence[tuple[str, str]]:
    """Return when a workbook went and came, on which road, how much of it is answered, and its evidence."""
    contents = f"{row.tasks:,} 项任务" + (f"，{row.indicators:,} 项指标" if row.indicators else "")
    handed = " ".join(filter(None, (row.channel.word, f"{day_word(row.handed_on)}交接" if row.handed_on else "")))
    facts = [
        ("发出" if row.round else "收到", f"{_long(row.sent_on)}，{contents}"),
        ("约定", _long(row.return_due_on) if row.return_due_on else ""),
        ("收到", _long(row.received_on) if row.received_on and row.round else ""),
        ("渠道", handed),
        ("已填", f"{row.filled:,} / {row.rows:,} 行" if row.rows and (row.filled or row.part) else ""),
        ("佐证", f"列了 {row.listed:,} 份，到了 {row.arrived:,} 份" if row.listed else ""),
        ("免报", row.excuse if row.excused else ""),
    ]
    return [(word, value) for word, value in facts if value]


def _long(day: date) -> str:
    return f"{day.month}月{day.day}日"

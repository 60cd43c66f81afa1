"""In place of the panel while several tasks are selected: what they have in common, and what all of them get."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from tracker.model.enums import LightColour
from tracker.model.figures import percent_text
from tracker.model.pace import WHO_COUNTS
from tracker.model.rows import TaskRow
from tracker.ui.ledger.selection_words import EXPORT, MORE, Common, Summary, Together, next_act
from tracker.ui.task.flow_layout import Flow
from tracker.ui.task.parts import EDGE
from tracker.ui.theme.fonts import metrics
from tracker.ui.theme.icons import paint_icon
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.badges import ProgressBar
from tracker.ui.widgets.buttons import Button, IconButton, KeyCap
from tracker.ui.widgets.labels import ElidedLabel, Rule, TextLabel
from tracker.ui.widgets.paint import RIGHT, paint_light, paint_text
from tracker.ui.widgets.scroll_page import scrolled

LABEL, BAR, CARD = 72, 10, 42
MOST_CHARACTERS = 10  # of a value on its chip


class LightBar(QWidget):
    """The lights of the chosen tasks as one bar, and below it shape, word and number of each."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[LightColour, int] = {}
        self.setFixedHeight(BAR + 26)

    def show_counts(self, counts: dict[LightColour, int]) -> None:
        """Show how many tasks have each colour."""
        self._counts = counts
        self.setAccessibleName("，".join(f"{colour.word} {count}" for colour, count in counts.items()))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bar and legend."""
        painter, tokens = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        total, left, legend = sum(self._counts.values()), 0.0, 0
        room = self.width() - 2 * (len(self._counts) - 1)
        for colour, count in self._counts.items():
            width = max(room * count / total, 2.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.light(colour).fill))
            painter.drawRoundedRect(QRectF(left, 0, width, BAR), 2, 2)
            left += width + 2
            paint_light(painter, QRectF(legend, BAR + 10, 10, 10), colour)
            words = f"{colour.word} {count:,}"
            paint_text(painter, QRectF(legend + 14, BAR + 5, 60, 20), words, tokens.light(colour).text, "small")
            legend += 14 + metrics("small").horizontalAdvance(words) + 14


class _Painted(QAbstractButton):
    """A button that paints itself: frame, ground under the mouse, the frame of the keyboard."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self.setFixedHeight(height)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paint_ground(self, painter: QPainter, ground: str, frame: str, radius: int) -> None:
        """Paint the ground; `frame` may be "" for none."""
        tokens = current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = tokens.focus if self.hasFocus() else frame
        painter.setPen(QPen(QColor(ink), 2 if self.hasFocus() else 1) if ink else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.press if self.underMouse() and self.isEnabled() else ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)


class ValueChip(_Painted):
    """A value and how many of the chosen tasks have it."""

    def __init__(self, name: str, count: int) -> None:
        super().__init__(24)
        self.count = count
        self.setText(name if len(name) <= MOST_CHARACTERS else f"{name[:MOST_CHARACTERS]}…")
        self.setToolTip(f"只留 {name} 的 {count:,} 项")
        self.setAccessibleName(f"{name}，{count:,} 项")

    def sizeHint(self) -> QSize:
        """Return the width of both."""
        small = metrics("small")
        width = small.horizontalAdvance(self.text()) + small.horizontalAdvance(f"{self.count:,}") + 22
        return QSize(width, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint value and number."""
        painter, tokens = QPainter(self), current()
        self.paint_ground(painter, tokens.press if self.isEnabled() else tokens.sunken, "", 4)
        paint_text(painter, self.rect().adjusted(8, 0, -4, 0), self.text(), tokens.text, "small")
        paint_text(painter, self.rect().adjusted(0, 0, -8, 0), f"{self.count:,}", tokens.text2, "small", RIGHT)


class ActCard(_Painted):
    """One act: its icon, its word over what it will touch, and its letter."""

    def __init__(self, act: Together) -> None:
        super().__init__(CARD)
        self.act = act
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setEnabled(bool(act.tasks) or act.key == MORE)
        self.setAccessibleName(act.word)
        self.setAccessibleDescription(f"{act.about}，按 {act.letter}" if act.letter else act.about)
        self.setToolTip(act.about)
        if act.letter:
            row = QHBoxLayout(self)
            row.setContentsMargins(0, 0, 12, 0)
            row.addStretch(1)
            row.addWidget(KeyCap(act.letter, self))

    def sizeHint(self) -> QSize:
        """Return the least width of a card."""
        return QSize(200, CARD)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame, icon and words."""
        painter, tokens = QPainter(self), current()
        self.paint_ground(painter, tokens.raised, tokens.line2, 6)
        ink, quiet = (tokens.text, tokens.text2) if self.isEnabled() else (tokens.disabled, tokens.text3)
        paint_icon(painter, QRectF(13, (CARD - 16) / 2, 16, 16), self.act.icon, quiet)
        width = self.width() - 40 - 40
        paint_text(painter, QRectF(40, 4, width, 20), self.act.word, ink)
        paint_text(painter, QRectF(40, 22, width, 18), self.act.about, quiet, "small")


class SelectionPanel(QWidget):
    """Says what was asked for with which tasks; does nothing itself."""

    act_asked = Signal(str, object)  # key, the tasks it fits
    narrowed = Signal(object)  # ids of the tasks that stay selected
    edit_asked = Signal()
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("选中的任务")
        self.tasks: tuple[TaskRow, ...] = ()
        self.acts: tuple[Together, ...] = ()
        self.cards: dict[str, ActCard] = {}
        self.chips: dict[str, list[ValueChip]] = {}
        self.title = TextLabel("", "title")
        self.lights = LightBar()
        self.due, self.undated = ElidedLabel("", "small"), TextLabel("", "small", "amber")
        self.bar, self.mean = ProgressBar(), TextLabel("", "small")
        self.owners = ElidedLabel("", "small")
        self.first = Button("", "primary")
        self.next: Together | None = None
        self.first.clicked.connect(lambda _checked=False: self._do_next())
        self.edit = Button("", "primary", "edit")
        self.edit.clicked.connect(lambda _checked=False: self.edit_asked.emit())
        self._values = QVBoxLayout()
        self._cards = QVBoxLayout()
        self._lay_out()

    def _lay_out(self) -> None:
        close = IconButton("close", "取消选择（Esc）")
        close.clicked.connect(lambda _checked=False: self.cleared.emit())
        head = QHBoxLayout()
        head.setContentsMargins(EDGE, 12, EDGE - 8, 4)
        head.addWidget(self.title, 1)
        head.addWidget(TextLabel("Esc", "small", "text3"))
        head.addWidget(close)
        self.leave = leave = Button("取消选择")
        leave.clicked.connect(lambda _checked=False: self.cleared.emit())
        foot = QHBoxLayout()
        foot.setContentsMargins(EDGE, 13, EDGE, 14)
        foot.setSpacing(8)
        foot.addWidget(self.first)
        foot.addWidget(self.edit)
        foot.addStretch(1)
        foot.addWidget(leave)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self._scrolled(), 1)
        box.addWidget(Rule())
        box.addLayout(foot)

    def _scrolled(self) -> QScrollArea:
        content = QWidget()
        content.setObjectName("scrolled")
        inside = QVBoxLayout(content)
        inside.setContentsMargins(EDGE, 4, EDGE, 12)
        inside.setSpacing(8)
        inside.addWidget(self.lights)
        inside.addWidget(Rule())
        inside.addLayout(_line("共同点", TextLabel("点一个值，只留这些", "small", "text3")))
        self._values.setSpacing(6)
        inside.addLayout(self._values)
        for word, widgets in (
            ("时限", (self.due, self.undated)), ("平均进度", (self.bar, self.mean)), ("责任人", (self.owners,))
        ):  # fmt: skip
            inside.addLayout(_labelled(word, *widgets))
        inside.addWidget(Rule())
        inside.addWidget(TextLabel("一起做", "strong"))
        self._cards.setSpacing(6)
        inside.addLayout(self._cards)
        inside.addStretch(1)
        return scrolled(content)

    def show_summary(self, summary: Summary) -> None:
        """Show what the chosen tasks have in common."""
        tasks = self.tasks = summary.tasks
        count = f"{len(tasks):,} 项"
        self.title.setText(f"已选 {count}")
        self._show_next(next_act(tasks, summary.acts), count)
        self.lights.show_counts(summary.lights)
        span, undated = summary.due
        self.due.setText(span)
        self.undated.setText(undated)
        mean, scheduled = summary.pace
        self.bar.set_progress(*(None if tenths is None else (tenths + 5) // 10 for tenths in summary.pace))
        planned = f"  序时 {percent_text(scheduled)}" if scheduled is not None else ""
        self.mean.setText(f"{percent_text(mean)}{planned}")
        self.mean.setToolTip(WHO_COUNTS)
        self.owners.setText(summary.owners)
        self._show_values(summary.common)
        self._show_acts(summary.acts)

    def _show_next(self, act: Together | None, count: str) -> None:
        """Offer what the tasks need first as the one filled button; ✕ and Esc leave the selection then as well."""
        self.next = act
        self.first.setVisible(act is not None)
        self.leave.setVisible(act is None)
        self.edit.set_kind("primary" if act is None else "outlined")
        self.edit.setText(f"批量修改 {count}…" if act is None else "批量修改…")
        if act is not None:
            ends = "…" if act.word.endswith("…") else ""
            counted = f"{act.word.removesuffix('…')} {len(act.tasks):,} 项{ends}"
            self.first.setText(act.word if act.key == EXPORT else counted)  # a workbook holds all of its office

    def button_of(self, key: str) -> QAbstractButton:
        """Return the button under which the menu of an act opens: the filled one where it stands for that act."""
        return self.first if self.next is not None and self.next.key == key else self.cards[key]

    def _do_next(self) -> None:
        if self.next is not None:
            self.act_asked.emit(self.next.key, self.next.tasks)

    def _show_values(self, fields: Sequence[Common]) -> None:
        _empty(self._values)
        self.chips = {}
        for common in fields:
            flow = Flow(6)
            chips = [self._chip(name, ids) for name, ids in common.values]
            self.chips[common.word] = chips
            rest = TextLabel(f"另 {common.others:,} 个", "small", "text3")
            rest.setFixedHeight(24)
            holder = QWidget()
            row = _labelled(common.word, flow, top=True)
            row.setContentsMargins(0, 0, 0, 0)
            holder.setLayout(row)
            flow.set_widgets([*chips, *([rest] if common.others else [])])
            self._values.addWidget(holder)

    def _chip(self, name: str, ids: tuple[int, ...]) -> ValueChip:
        chip = ValueChip(name, len(ids))
        chip.setEnabled(len(ids) < len(self.tasks))
        chip.clicked.connect(lambda _checked=False: self.narrowed.emit(ids))
        return chip

    def _show_acts(self, acts: tuple[Together, ...]) -> None:
        more = Together(MORE, "更多", "more", "", "暂缓、取消、合并、关联、复制", self.tasks)
        if acts == self.acts and self.cards:
            return
        self.acts = acts
        _empty(self._cards)
        self.cards = {act.key: ActCard(act) for act in (*acts, more)}
        for card in self.cards.values():
            card.clicked.connect(lambda _checked=False, act=card.act: self.act_asked.emit(act.key, act.tasks))
            self._cards.addWidget(card)

    def press(self, letter: str) -> bool:
        """Do the act with a letter; False where none has it or it fits no task."""
        act = next((act for act in self.acts if act.letter == letter and act.tasks), None)
        if act is not None:
            self.act_asked.emit(act.key, act.tasks)
        return act is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let go of the selection with Esc, act with the letters."""
        if event.key() == Qt.Key.Key_Escape:
            self.cleared.emit()
        elif not self.press(event.text().upper()):
            super().keyPressEvent(event)


def _line(word: str, *widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(TextLabel(word, "strong"), 1)
    for widget in widgets:
        row.addWidget(widget)
    return row


def _labelled(word: str, *widgets: QWidget, top: bool = False) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    label = TextLabel(word, "small", "text3")
    label.setFixedWidth(LABEL - 8)
    row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignVCenter)
    for number, widget in enumerate(widgets):
        row.addWidget(widget, 0 if number else 1)
    return row


def _empty(layout: QVBoxLayout) -> None:
    while (entry := layout.takeAt(0)) is not None:
        if (widget := entry.widget()) is not None:
            widget.hide()
            widget.deleteLater()

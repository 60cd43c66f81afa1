"""开始使用: the six steps from a new ledger to the first return, as a slim list on 今日 until they are done."""

from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from tracker.model.rows.first_run import FirstRun, Step, is_done, present_step, waits_for
from tracker.ui.theme.fonts import font, metrics
from tracker.ui.theme.icons import paint_icon
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.badges import ProgressBar
from tracker.ui.widgets.buttons import Button, LinkButton
from tracker.ui.widgets.labels import ElidedLabel, TextLabel
from tracker.ui.widgets.paint import Align, paint_hairline, paint_text

MARGIN, CIRCLE, TEXT, ROW = 12, 22, 36, 52
NAME_WIDTH, BAR, COUNT = 200, 110, 92  # px; 9,999 / 9,999 has room, so the bars stand under each other
NARROW = 700  # px; a narrower row has no bar: with one it is 675 px wide at least
CHIPS = 4  # offices named at most before 另 n 个单位
_SHORT, _AROUND, _REST, _GAP = 104, 24, 160, 6  # px of a short name, around one, of 另 n 个单位, between them
ABOUT = {
    Step.DEADLINES: "原文多数没有写，可按单位、按章节一起填",
    Step.ASSIGN: "确认过单位和时限的任务才交办",
    Step.EXPORT: "每个单位一份 Excel；这里只数牵头单位",
    Step.IMPORT: "收回的工作簿逐份核对后写入台账",
}
_NOTE = "顺序可以变，做过的事台账都认得。导入第一份反馈以后这张单子自动收起，帮助里还能找到。"
#: What the button of a step says.
WORDS = {
    Step.OFFICES: "确认牵头单位…",
    Step.DEADLINES: "填写时限…",
    Step.ASSIGN: "交办…",
    Step.EXPORT: "导出工作簿…",
    Step.IMPORT: "导入反馈…",
}


def _office_words(short: str, tasks: Sequence[int]) -> str:
    """Return 市经信局  24 项; a long name is cut, the tooltip says it."""
    return f"{metrics('small').elidedText(short, Qt.TextElideMode.ElideRight, _SHORT)}  {len(tasks):,} 项"


class StepRow(QWidget):
    """One step: its number or a tick, what it is, how far it is, and its button or why it waits."""

    asked = Signal(object)  # Step
    office_confirmed = Signal(tuple)  # numbers of tasks
    named = Signal(str)

    def __init__(self, step: Step) -> None:
        super().__init__()
        self.step, self.present, self.done = step, False, False
        self.about = ElidedLabel("", "small", "text2")
        self.title = TextLabel(step.value, "body")
        self.bar, self.count = ProgressBar(), TextLabel("", "body", "text2")
        self.bar.setFixedWidth(BAR)
        self.bar.setAccessibleName(f"{step.value}的进度")
        self.count.setMinimumWidth(COUNT)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.button = Button(WORDS.get(step, "修改"))
        self.button.clicked.connect(lambda _checked=False: self.asked.emit(step))
        self.waits = TextLabel("", "small", "text3")
        self.name = QLineEdit(maxLength=40, placeholderText="您的姓名，按 Enter")
        self.name.setFont(font("body"))
        self.name.setFixedSize(NAME_WIDTH, 28)
        self.name.setAccessibleName("姓名")
        self.name.returnPressed.connect(lambda: self.named.emit(self.name.text().strip()))
        self.chips: list[QWidget] = []
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.about)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addLayout(words, 1)
        for widget in (self.bar, self.count, self.name):
            top.addWidget(widget)
        self._end = end = QWidget()
        end.setFixedWidth(122)
        right = QHBoxLayout(end)
        right.setContentsMargins(0, 0, 0, 0)
        right.addStretch(1)
        right.addWidget(self.waits)
        right.addWidget(self.button)
        top.addWidget(end)
        self._offices = QHBoxLayout()
        self._offices.setSpacing(_GAP)
        box = QVBoxLayout(self)
        box.setContentsMargins(MARGIN + TEXT, 5, MARGIN, 5)
        box.setSpacing(2)
        box.addLayout(top)
        box.addLayout(self._offices)
        # The names of offices give way to the page; asked for their width, they would keep it wide.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the bar out where the words need its room."""
        super().resizeEvent(event)
        self.give_way()

    def give_way(self) -> None:
        """Show what there is room for."""
        self.bar.setVisible(self.step is not Step.NAME and self.width() >= NARROW)
        self._end.setVisible(self.step is not Step.NAME or self.name.isHidden())
        if self.chips and self._named != self._fitting():
            self._show_offices()

    def _fitting(self) -> int:
        """Return how many offices can be named in the width, one at least."""
        room = self.width() - 2 * MARGIN - TEXT - _REST
        wide = (
            metrics("small").horizontalAdvance(_office_words(short, tasks)) + _AROUND + _GAP
            for _, short, tasks in self._suggested[:CHIPS]
        )
        return max(sum(taken <= room for taken in accumulate(wide)), 1)

    def show_counts(self, counts: FirstRun, name: str, present: Step | None) -> None:
        """Show how far the step is."""
        step, named = self.step, bool(name)
        self.present, self.done = step is present, is_done(counts, step, named=named)
        waits = "" if self.done else waits_for(counts, step)
        done, of = counts.counts(step)
        of_name = step is Step.NAME
        self.title.setFont(font("strong" if self.present else "body"))
        self.title.set_tone("text2" if self.done else "text")
        self.about.setText(_about(step, counts, name))
        self.bar.set_progress(min(100, round(100 * done / of)) if of else 0)
        self.count.setText(f"{done:,} / {of:,}")
        self.count.setVisible(not of_name)
        self.name.setVisible(of_name and not named)
        self.waits.setText(waits)
        self.waits.setVisible(bool(waits))
        self.button.setVisible(not waits and (named if of_name else not self.done))
        self.button.set_kind("primary" if self.present else "plain" if of_name else "outlined")
        self.give_way()
        self._suggested = counts.suggested if self.present and step is Step.OFFICES else ()
        self._show_offices()
        self.setFixedHeight(84 if self.chips else ROW)
        self.setAccessibleName(f"{step.value}，{'已完成' if self.done else waits or self.count.text()}")
        self.update()

    def _show_offices(self) -> None:
        while (entry := self._offices.takeAt(0)) is not None:
            if (widget := entry.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._named = self._fitting()
        self.chips = [self._chip(*office) for office in self._suggested[: self._named]]
        if others := self._suggested[self._named :]:
            more = LinkButton(f"另 {len(others):,} 个单位 {sum(len(tasks) for *_, tasks in others):,} 项")
            more.clicked.connect(lambda _checked=False: self.asked.emit(self.step))
            self.chips.append(more)
        before: QWidget = self.button
        for chip in self.chips:
            self._offices.addWidget(chip)
            self.setTabOrder(before, chip)
            before = chip
        self._offices.addStretch(1)

    def _chip(self, name: str, short: str, tasks: tuple[int, ...]) -> QWidget:
        chip = Button(_office_words(short, tasks))
        chip.setFont(font("small"))
        chip.setFixedHeight(24)
        chip.setToolTip(f"把 {len(tasks):,} 项任务的牵头单位确认为{name}，可撤销")
        chip.clicked.connect(lambda _checked=False: self.office_confirmed.emit(tasks))
        return chip

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground of the present step, the hairline, and the number or the tick."""
        painter, tokens, area = QPainter(self), current(), self.rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.present:
            painter.fillRect(area, QColor(tokens.select))
            painter.fillRect(0, 0, 3, area.height(), QColor(tokens.accent))
        else:
            paint_hairline(painter, area.adjusted(0, 0, -MARGIN, 0), MARGIN)
        circle = QRectF(MARGIN, (ROW - CIRCLE) / 2, CIRCLE, CIRCLE)
        ground = tokens.bar if self.done else tokens.accent if self.present else ""
        painter.setPen(Qt.PenStyle.NoPen if ground else QPen(QColor(tokens.field), 1.5))
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle.adjusted(1, 1, -1, -1))
        if self.done:
            paint_icon(painter, circle.adjusted(4, 4, -4, -4), "check", tokens.surface)
        else:
            number = str(tuple(Step).index(self.step) + 1)
            ink = tokens.onaccent if self.present else tokens.text2
            paint_text(painter, circle, number, ink, "smallstrong", Align.AlignCenter)


class FirstRunList(QWidget):
    """The steps below each other; only the present one has a filled button."""

    asked = Signal(object)  # Step
    office_confirmed = Signal(tuple)
    named = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.bar, self.done = ProgressBar(), TextLabel("", "small", "text2")
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName("开始使用的进度")
        self.rows = {step: StepRow(step) for step in Step}
        self.close_link = LinkButton("不再显示")
        self.close_link.clicked.connect(lambda _checked=False: self.closed.emit())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 20, 0, 0)
        box.setSpacing(0)
        head, foot = QHBoxLayout(), QHBoxLayout()
        for row in (head, foot):
            row.setContentsMargins(MARGIN, 0, MARGIN, 6)
            row.setSpacing(12)
        for widget in (TextLabel("开始使用", "strong"), self.bar):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.done)
        box.addLayout(head)
        for row_of in self.rows.values():
            box.addWidget(row_of)
            for mine, theirs in (
                (self.asked, row_of.asked), (self.office_confirmed, row_of.office_confirmed), (self.named, row_of.named)
            ):  # fmt: skip
                theirs.connect(mine)
        foot.setContentsMargins(MARGIN, 10, MARGIN, 6)
        note = TextLabel(_NOTE, "small", "text2")
        note.setWordWrap(True)
        foot.addWidget(note, 1)
        foot.addWidget(self.close_link)
        box.addLayout(foot)
        self.rows[Step.NAME].asked.connect(self._rename)

    def show_counts(self, counts: FirstRun, name: str) -> None:
        """Show how far all steps are; `name` is that of the user, "" where none was given."""
        present = present_step(counts, named=bool(name))
        for row in self.rows.values():
            row.show_counts(counts, name, present)
        done = sum(row.done for row in self.rows.values())
        self.bar.set_progress(round(100 * done / len(Step)))
        self.done.setText(f"已完成 {done} / {len(Step)}")

    def _rename(self, _step: Step) -> None:
        """Ask for the name again."""
        row = self.rows[Step.NAME]
        row.button.hide()
        row.name.show()
        row.give_way()
        row.name.setFocus()


def _about(step: Step, counts: FirstRun, name: str) -> str:
    if step is Step.NAME:
        return name or "写入变更记录，别人看得到是谁改的"
    if step is Step.OFFICES:
        waiting = len(counts.suggested)
        return f"{waiting:,} 个单位是按文章内容提出的，看过后一起确认" if waiting else "牵头单位都已确认"
    return ABOUT[step]

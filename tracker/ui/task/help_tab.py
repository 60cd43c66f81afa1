"""配合: who helps with a task, how far each is, what it said last and whom to call; below, all it ever said."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from tracker.model.exchange_words import EntryChannel
from tracker.model.rows import HelpEntryRow, HelpRow
from tracker.ui.task.action_list import REPORT
from tracker.ui.task.history_tabs import Block
from tracker.ui.task.parts import Heading, Scrolled, aligned
from tracker.ui.widgets.buttons import Button, LinkButton
from tracker.ui.widgets.states import EmptyState


class HelpTab(Scrolled):
    """A block for each co-office, then its entries, newest first."""

    asked = Signal(str)  # key of an act
    confirm_asked = Signal(object)  # HelpRow that is only suggested
    duty_asked = Signal(object)  # HelpRow whose 配合内容 is to be written

    def show_helping(
        self, helping: tuple[HelpRow, ...], entries: tuple[HelpEntryRow, ...], *, ended: bool = False
    ) -> None:
        """Show these; of a task that has `ended` nothing new is asked."""
        self.clear()
        if not helping and not entries:
            self.column.addWidget(
                EmptyState("comment", "没有配合单位", "在“基本”里添加配合单位，导出时发给它们“配合事项”")
            )
            return
        if helping and not ended:
            self._add_button()
        for number, row in enumerate(helping):
            if number:
                self.rule()
            self.column.addWidget(self._office(row, ended))
        if entries:
            self.column.addSpacing(12)
            self.column.addWidget(Heading("配合记录"))
        for entry in entries:
            self.column.addWidget(entry_block(entry))

    def _add_button(self) -> None:
        button = Button("登记反馈…", "outlined", "comment")
        button.clicked.connect(lambda _checked=False: self.asked.emit(REPORT))
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addSpacing(8)

    def _office(self, row: HelpRow, ended: bool) -> Block:
        block = Block(row.office, standing_words(row))
        block.add_prose(f"配合内容：{row.duty}" if row.duty else "还没有写配合内容", "text" if row.duty else "text3")
        for caption, text in (("配合情况", row.note), ("存在问题", row.problems), ("备注", row.remark)):
            if text:
                block.add_prose(f"{caption}：{text}", "text2")
        if called := "　".join(filter(None, (row.owner, row.phone))):
            block.add_prose(f"联系人：{called}", "text2")
        if not ended:
            block.add_row(aligned(*self._links(row)))
        return block

    def _links(self, row: HelpRow) -> list[LinkButton]:
        duty = LinkButton("写配合内容…")
        duty.setAccessibleName(f"{row.office}：写配合内容")
        duty.clicked.connect(lambda _checked=False: self.duty_asked.emit(row))
        if row.confirmed:
            return [duty]
        confirm = LinkButton("确认配合")
        confirm.setAccessibleName(f"{row.office}：确认配合")
        confirm.clicked.connect(lambda _checked=False: self.confirm_asked.emit(row))
        return [confirm, duty]


def standing_words(row: HelpRow) -> str:
    """Return how far a co-office is and since when it said nothing: 配合中 · 45 天前反馈."""
    suggested = "" if row.confirmed else "建议，待确认"
    since = "还没有反馈" if row.silent is None else "今天反馈" if not row.silent else f"{row.silent} 天前反馈"
    return " · ".join(filter(None, (row.state.word, since, suggested)))


def entry_block(entry: HelpEntryRow) -> Block:
    """Return one thing a co-office said: day, office, of which merged task, who told it and how, its words."""
    channel = entry.channel.word if entry.channel is not EntryChannel.MANUAL else entry.source.word
    parts = (entry.code, entry.office, entry.filled_by, channel)
    block = Block(entry.on.isoformat(), " · ".join(filter(None, parts)))
    block.add_strong(entry.state.word)
    for caption, text in (("", entry.note), ("问题：", entry.problems)):
        if text:
            block.add_prose(f"{caption}{text}", "text2" if caption else "text")
    return block

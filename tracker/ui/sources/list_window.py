"""导入任务清单: the source at the top, the sheet with its pickers in the middle, the tasks to be made beside it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from tracker.errors import TrackerError
from tracker.model.list_preview import ListEntry, ListPreview
from tracker.model.rows import ArticleRow
from tracker.model.source_words import SourceKind
from tracker.model.task_lists import ListTable
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.review.alias_dialog import AliasDialog
from tracker.ui.sources.list_entries import EntryList, counts_words, key_of, unknown_offices
from tracker.ui.sources.list_sheet import SheetView, columns_of
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import CheckBox, ComboBox
from tracker.ui.widgets.labels import ElidedLabel, TextLabel
from tracker.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from tracker.services import offices
    from tracker.services.deadlines import Decision
    from tracker.services.lists import importing, preview, taking_in
    from tracker.services.lists.taking_in import ListFile, ListTarget
    from tracker.services.offices import UnknownName
else:
    importing = late("tracker.services.lists.importing")
    offices = late("tracker.services.offices")
    preview = late("tracker.services.lists.preview")
    taking_in = late("tracker.services.lists.taking_in")

_WIDTH, _HEIGHT = 1280, 700
_NEW = "新来源"


class ListWindow(Dialog):
    """Reads the list anew whenever a picker, the source or an office changes; nothing is written before 导入."""

    imported = Signal(object)  # Changes

    def __init__(
        self, context: Context, file: "ListFile", sources: Sequence[ArticleRow], proposed: str, parent: QWidget
    ) -> None:
        super().__init__("导入任务清单", file.name, _WIDTH, parent, height=_HEIGHT, ruled=True)
        self._context, self._file = context, file
        self.preview: ListPreview | None = None
        self._headers: dict[str, str] = {}  # what a person said of the columns, by header text
        self._letters: dict[str, str] = {}  # and by letters, where there is no header
        self._sheet = file.sheets[0].name if file.sheets else ""
        self._header: tuple[int, int] | None = None  # of the table looked at, where a sheet has several
        self.source, self.kind, self.name = ComboBox(), ComboBox(), QLineEdit()
        self.sheets = Segments("工作表", [(sheet.name, sheet.name) for sheet in file.sheets])
        self.scheme, self.remembered = QLineEdit(), ElidedLabel("", "small", "text2")
        self.view, self.entries = SheetView(), EntryList()
        self.counts, self.open_offices = ElidedLabel("", "strong"), LinkButton("全部处理…")
        self.offices = TextLabel("", "small", "amber")
        self.reason, self.decided_by = QLineEdit(), QLineEdit()
        self.rest = CheckBox("没有对应的列记入备注")
        self._fill_sources(sources, proposed)
        self._lay_out()
        self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button("导入", "primary", self.submit, writes=True)
        self._connect()
        self.read()

    def _fill_sources(self, sources: Sequence[ArticleRow], proposed: str) -> None:
        self.source.addItem(_NEW, "")
        for row in reversed(sources):
            if not row.retired:
                self.source.addItem(f"{row.code}  {row.kind.word}：{row.short_title or row.title}", row.code)
        self.source.setCurrentIndex(max(self.source.findData(proposed), 0) if proposed else 0)
        self.source.setAccessibleName("来源")
        self.kind.addItems([kind.word for kind in SourceKind if kind is not SourceKind.ARTICLE])
        self.kind.setCurrentText(SourceKind.DOCUMENT.word)
        self.kind.setAccessibleName("来源类别")
        self.name.setPlaceholderText("新来源的名称")
        self.name.setAccessibleName("新来源的名称")
        self.scheme.setPlaceholderText("方案名称，不填就不记住")
        self.scheme.setAccessibleName("把各列的对应记为方案")
        self.scheme.setFixedWidth(220)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(23, 12, 23, 8)
        top.setSpacing(8)
        for widget in (TextLabel("任务来自", "small", "text2"), self.source, self.kind):
            top.addWidget(widget)
        top.addWidget(self.name, 1)
        top.addWidget(self.sheets)
        scheme = QHBoxLayout()
        scheme.setContentsMargins(23, 0, 23, 8)
        scheme.setSpacing(8)
        scheme.addWidget(self.remembered, 1)
        scheme.addWidget(self.rest)
        scheme.addWidget(TextLabel("记住对应", "small", "text2"))
        scheme.addWidget(self.scheme)
        self.rest.setChecked(True)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.view)
        split.addWidget(self._right())
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([_WIDTH * 3 // 5, _WIDTH * 2 // 5])
        self.body.setSpacing(0)
        self.body.addLayout(top)
        self.body.addLayout(scheme)
        self.body.addWidget(split, 1)

    def _right(self) -> QWidget:
        right = QWidget()
        box = QVBoxLayout(right)
        box.setContentsMargins(12, 4, 12, 4)
        box.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(self.offices)
        row.addWidget(self.open_offices)
        row.addStretch(1)
        self._decision = QWidget()
        ask = QHBoxLayout(self._decision)
        ask.setContentsMargins(0, 4, 0, 4)
        ask.setSpacing(8)
        for label, editor in (("理由", self.reason), ("批准人", self.decided_by)):
            editor.setAccessibleName(label)
            ask.addWidget(TextLabel(label, "small", "text2"))
            ask.addWidget(editor, 2 if editor is self.reason else 1)
        box.addWidget(self.counts)
        box.addLayout(row)
        box.addWidget(self.entries, 1)
        box.addWidget(self._decision)
        return right

    def _connect(self) -> None:
        self.source.currentIndexChanged.connect(lambda _row: self._change_source())
        self.kind.currentIndexChanged.connect(lambda _row: self.read())
        self.name.editingFinished.connect(self.read)
        self.name.textChanged.connect(lambda _text: self._count())
        self.sheets.chosen.connect(self._change_sheet)
        self.view.field_chosen.connect(self._change_field)
        self.entries.ticks_changed.connect(self._count)
        self.entries.picked.connect(self._show_entry)
        self.open_offices.clicked.connect(lambda _checked=False: self._ask_offices())

    def target(self) -> "ListTarget":
        """Return where the tasks come from, as it is chosen now."""
        kind = SourceKind.from_word(self.kind.currentText())
        assert kind is not None  # chosen from the list of all
        return taking_in.ListTarget(str(self.source.currentData() or ""), kind, self.name.text().strip())

    def read(self) -> None:
        """Read the list as it is mapped now."""
        file, target, today = self._file, self.target(), self._context.today()
        wish = preview.ListWish(letters=dict(self._letters), headers=dict(self._headers))

        def look(session: DatabaseSession) -> tuple[ListPreview | None, str]:
            try:
                return taking_in.look_at_list(session, file, target, wish, today), ""
            except TrackerError as refused:
                return None, refused.sentence

        self._context.jobs.read(look, on_result=self._show_reading, owner=self, key="list")

    def _show_reading(self, reading: tuple[ListPreview | None, str]) -> None:
        seen, sentence = reading
        self._show_nothing(sentence) if seen is None else self.show_preview(seen)

    def show_preview(self, seen: ListPreview) -> None:
        """Show what was read: the sheet, the tasks, what is unknown."""
        first, self.preview = self.preview is None, seen
        if first and seen.tables:
            self._propose(seen)
        self.foot_label.setText("")
        advice = f"上次按“{seen.mapping}”对应" if seen.mapping else _advice(seen)
        self.remembered.setText("　".join((*seen.notes, advice)))
        self._show_sheet()
        names = unknown_offices(seen)
        self.counts.setText(counts_words(seen))
        self.offices.setText(f"{len(names):,} 个单位不认识" if names else "")
        for widget in (self.offices, self.open_offices):
            widget.setVisible(bool(names))
        self._decision.setVisible(any(entry.waiting for entry in seen.entries))
        self.entries.show_entries(seen.entries)

    def _propose(self, seen: ListPreview) -> None:
        """Begin with the first sheet that holds a list, and propose names for its source and its columns."""
        table = seen.tables[0]
        self._sheet = table.sheet
        title = next((text for _, text in table.above if len(text) >= 6), "") or self._file.name.rpartition(".")[0]
        if not self.name.text():
            self.name.setText(title)
        self.scheme.setText(seen.mapping or self._file.name.rpartition(".")[0])
        self.source_changed()
        self.sheets.show_value(self._sheet)

    def source_changed(self) -> None:
        """Ask for kind and name only where the source is a new one."""
        for widget in (self.kind, self.name):
            widget.setVisible(not self.source.currentData())

    def _show_nothing(self, sentence: str) -> None:
        """Say why nothing was read; the sheet stays, so that its columns can be named."""
        self.preview = None
        self.source_changed()
        self.counts.setText("没有读出任务")
        self.remembered.setText("请在列标题上选择哪一列是任务名称、牵头单位、完成时限")
        self.foot_label.set_tone("red")
        self.foot_label.setText(sentence.split("可用 --map")[0])
        for widget in (self.offices, self.open_offices, self._decision):
            widget.hide()
        self._show_sheet()
        self.entries.show_entries(())

    def table(self) -> ListTable | None:
        """Return what was read of the sheet that is shown."""
        tables = self.preview.tables if self.preview is not None else []
        there = [table for table in tables if table.sheet == self._sheet]  # one below the other
        return next((table for table in there if table.header == self._header), there[0] if there else None)

    def _show_sheet(self) -> None:
        sheet = next((sheet for sheet in self._file.sheets if sheet.name == self._sheet), None)
        if sheet is not None:
            self.view.show_sheet(sheet.rows, columns_of(sheet.columns, self.table(), self._letters), self.table())
        self.sheets.show_value(self._sheet)
        self.sheets.setVisible(len(self._file.sheets) > 1)

    def _change_source(self) -> None:
        self.source_changed()
        self.read()

    def _change_sheet(self, name: object) -> None:
        self._sheet = str(name)
        self._show_sheet()

    def _change_field(self, number: int, field: str) -> None:
        """Take a column for another field; the column that had it is left without one."""
        table, column = self.table(), self.view.sheet.columns[number]
        if table is not None and table.header is not None and column.header:
            said = {c.header: "" if c.field == field and field else c.field or "" for c in table.columns if c.header}
            self._headers = {**self._headers, **said, column.header: field}
        else:
            self._letters = {name: letters for name, letters in self._letters.items() if letters != column.letters}
            self._letters |= {field: column.letters} if field else {}
        self.read()

    def _show_entry(self, entry: ListEntry) -> None:
        if entry.table is not self.table():
            self._header = entry.table.header
            self._change_sheet(entry.table.sheet)
        self.view.show_row(entry.task.row)

    def _count(self) -> None:
        count = self.entries.count()
        named = bool(self.source.currentData() or self.name.text().strip())
        self.confirm.setText(f"导入 {count:,} 项任务" if count else "导入")
        self.confirm.setEnabled(count > 0 and named)

    def _ask_offices(self) -> None:
        """Ask what unknown offices are: another name of one, a new one, or left open."""
        if self.preview is None:
            return
        text = "、".join(unknown_offices(self.preview))
        self._context.jobs.read(
            lambda s: offices.unknown_names(s, text), on_result=self._open_offices, owner=self, key="unknown"
        )

    def _open_offices(self, unknown: "Sequence[UnknownName]") -> None:
        if not unknown:
            self.read()
            return
        asked = AliasDialog(self._context, unknown, self)
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.taught.connect(self.read)
        asked.open()

    def decision(self) -> "Decision":
        """Return the reason and who decided, as they are written."""
        from tracker.services.deadlines import Decision

        return Decision(self.reason.text().strip(), self.decided_by.text().strip())

    def submit(self) -> None:
        """Import what is ticked; what asks for a reason and who decided is not imported without them."""
        if self.preview is None or not self.confirm.isEnabled():
            return
        waiting = [e for e in self.preview.entries if e.waiting and key_of(e) in self.entries.ticked]
        missing = waiting and not (self.reason.text().strip() and self.decided_by.text().strip())
        if missing:
            self._refuse(f"勾选的改动里有 {len(waiting):,} 项要写理由和批准人，没有导入；请填写，或去掉勾选。")
            (self.decided_by if self.reason.text().strip() else self.reason).setFocus()
            return
        decisions = importing.ListDecisions(
            with_rest=self.rest.isChecked(), left_out=self.entries.left_out(), decision=self.decision(),
            granted=frozenset(map(key_of, waiting)),
        )  # fmt: skip
        wish = preview.ListWish(letters=dict(self._letters), headers=dict(self._headers))
        seen = taking_in.seen_of(self.preview)
        order = taking_in.ListOrder(self.target(), wish, decisions, seen, self.scheme.text().strip())
        file, today = self._file, self._context.today()
        self.confirm.setEnabled(False)
        self._context.jobs.write(
            lambda s: taking_in.take_list_in(s, file, order, today),
            on_result=self._done, failed=self._failed, owner=self, toast=True,
        )  # fmt: skip

    def _done(self, changes: object) -> None:
        self.accept()
        self.imported.emit(changes)

    def _failed(self, sentence: str) -> None:
        self._refuse(sentence)
        if "重新读取" in sentence:
            self.read()
        self._count()

    def _refuse(self, sentence: str) -> None:
        self.foot_label.set_tone("red")
        self.foot_label.setText(sentence)


def _advice(seen: ListPreview) -> str:
    unread = [problem for table in seen.tables for problem in table.problems]
    if unread:
        more = f"等 {len(unread):,} 处" if len(unread) > 1 else ""
        return f"{unread[0].column}{unread[0].row} {more}：{unread[0].message}"
    several = next((t.sheet for a, t in pairwise(seen.tables) if a.sheet == t.sheet), "")
    if several:
        return f"“{several}”里上下有几张表，各按自己的表头对应；选中任务看它那张表"
    guessed = sum(0 < column.score < 1 and bool(column.field) for table in seen.tables for column in table.columns)
    return f"{guessed} 列是按表头猜的（黄色），请核对" if guessed else "各列按表头对应"

"""The editors of the ledger: which one stands in a cell, and what it says when it is done."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from tracker.model.enums import Priority
from tracker.model.field_list import FIELD_WORDS, PROSE
from tracker.model.rows import TaskRow
from tracker.model.typed.plan_dates import written_day
from tracker.ui.core.closed_buttons import other_writer
from tracker.ui.core.drafts import Drafts, field_name
from tracker.ui.ledger.columns import SPECS, Column
from tracker.ui.ledger.model import LedgerModel
from tracker.ui.task.inline_field import OVERTAKEN
from tracker.ui.widgets.calendar import add_calendar
from tracker.ui.widgets.cell_editors import CellEditor
from tracker.ui.widgets.entry_checks import OfficeNames, check_due, check_progress, check_start_day, check_text
from tracker.ui.widgets.prose_cell import ProseCell

EDITOR_WIDTH, PROSE_WIDTH = 88, 280
Editor: TypeAlias = CellEditor | ProseCell
Index = QModelIndex | QPersistentModelIndex


class LedgerDelegate(QStyledItemDelegate):
    """Opens an editor in the cell; an edit is announced, never written into the model. The table paints itself."""

    edited = Signal(object, str, object)  # TaskRow as the editor showed it, field, value
    understood = Signal(str)  # how a text was understood that says less than what was saved

    def __init__(self, model: LedgerModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.offices = OfficeNames()
        self.leaders: Sequence[str] = ()  # offered for 分管领导
        self.today = date.min
        self._opened: TaskRow | None = None  # as it was when the editor opened
        self.drafts: Drafts | None = None  # where what is typed and not saved is kept
        self.closeEditor.connect(self._on_closed)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """Open the editor that fits the column."""
        editor, task = self._make(parent, index), self._model.task(index)
        self._opened = task
        if task is not None:
            editor.textChanged.connect(partial(self._keep, editor, task, SPECS[Column(index.column())].field))
        return editor

    def _keep(self, editor: Editor, task: TaskRow, field: str, _text: str = "") -> None:
        """Keep what a person types; what the editor starts with is nobody's."""
        name = field_name(task.uid, field)
        editor.setProperty("draft", name)
        if self.drafts is not None and editor.isModified():
            base = str(task.value(field))
            self.drafts.keep(name, f"{task.code} {FIELD_WORDS[field]}", base, editor.text())

    def _on_closed(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        if self.drafts is not None and hint is QStyledItemDelegate.EndEditHint.RevertModelCache:
            self.drafts.offer(str(editor.property("draft") or ""))

    def _make(self, parent: QWidget, index: Index) -> Editor:
        column = Column(index.column())
        if column == Column.OFFICE:
            return CellEditor(self.offices.check, parent, self.offices.names)
        if column == Column.PROGRESS:
            return CellEditor(check_progress, parent)
        if column == Column.DUE:
            editor = CellEditor(check_due(self.today), parent)
            add_calendar(editor, lambda: written_day(editor.text()))
            return editor
        field = SPECS[column].field
        if column == Column.START:
            started = CellEditor(check_start_day(self.today), parent)
            add_calendar(started, lambda: written_day(started.text()))
            return started
        if column == Column.CO_OFFICES:
            return CellEditor(self.offices.check_several, parent)
        if field in PROSE:
            prose = ProseCell(check_text(field), parent)
            prose.finished.connect(partial(self._finish, prose))
            return prose
        choices = {Column.LEADER: self.leaders, Column.PRIORITY: [priority.word for priority in Priority]}
        return CellEditor(check_text(field), parent, choices.get(column, ()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a cell open while another window has the keyboard: what is typed half is not meant yet."""
        if isinstance(event, QFocusEvent) and event.reason() is Qt.FocusReason.ActiveWindowFocusReason:
            return False
        return super().eventFilter(watched, event)

    def _finish(self, editor: QWidget) -> None:
        """Save what stands in an editor of several lines and close it, as Qt does with one line."""
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        """Fill the cell's height, and be wide enough to read what is typed."""
        rect = option.rect.adjusted(-2, 2, 0, -2)
        rect.setWidth(max(rect.width(), EDITOR_WIDTH))
        if isinstance(editor, ProseCell):
            rect.setSize(QSize(max(rect.width(), PROSE_WIDTH), editor.height_wanted()))
            room = option.widget.viewport().rect() if isinstance(option.widget, QTableView) else rect
            rect.moveRight(min(rect.right(), room.right() - 4))
            rect.moveBottom(min(rect.bottom(), room.bottom() - 2))
        editor.setGeometry(rect)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the present value into the editor and select it; one that is open is left alone and told what is new."""
        task, now = self._model.task(index), str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, CellEditor | ProseCell) and editor.begun:
            editor.overtake(now, OVERTAKEN.format(by=other_writer(editor), now=now or "空"))
        elif isinstance(editor, CellEditor | ProseCell):
            editor.start(now)
            name = field_name(task.uid, SPECS[Column(index.column())].field) if task is not None else ""
            draft = self.drafts.of(name) if self.drafts is not None else None
            editor.offer(draft.text if draft is not None else "")

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: ARG002
        """Announce the new value; what the row shows changes only after it is saved."""
        task, opened = self._model.task(index), self._opened
        if isinstance(editor, CellEditor | ProseCell) and task is not None and editor.changed and editor.valid:
            shown = opened if opened is not None and opened.id == task.id else task
            self.edited.emit(shown, SPECS[Column(index.column())].field, editor.value())
            if editor.note:
                self.understood.emit(editor.note)

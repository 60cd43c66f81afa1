"""The table of one indicator's observations: newest first, edited where they stand."""

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractItemModel, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from tracker.model.attainment import finite
from tracker.model.numbers import format_value
from tracker.model.rows import IndicatorRow, ObservationRow
from tracker.ui.charts.wording import signed_text
from tracker.ui.core.closed_buttons import other_writer
from tracker.ui.indicators.observation_dialog import check_number
from tracker.ui.task.inline_field import OVERTAKEN
from tracker.ui.theme.fonts import Role, font
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.cell_editors import CellEditor
from tracker.ui.widgets.entry_checks import Check, check_past_day, check_text
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.paint import LEFT, RIGHT, paint_hairline, paint_row_ground, paint_text
from tracker.ui.widgets.row_delegate import Cell, RowDelegate
from tracker.ui.widgets.row_model import Index, RowColumn, RowModel

ON, VALUE, STEP, GAP, SOURCE, NOTE = range(6)
_ROW = 28
_WIDE = 520  # px from which every column is shown
GONE = "这条观测值刚刚被别人删除；可以复制内容后关闭。"
PAD = 8  # px beside a cell's text
_FIELDS = {ON: "on", VALUE: "value", NOTE: "note"}
COLUMNS: tuple[RowColumn[ObservationRow], ...] = (
    RowColumn("日期", lambda row: row.on.isoformat() if row.on else "未注明", 100),
    RowColumn("数值", lambda row: format_value(row.value), 84, right=True),
    RowColumn("增减", lambda _row: "—", 64, right=True),
    RowColumn("距目标", lambda _row: "—", 72, right=True),
    RowColumn("来源", lambda row: row.source or "来源文章", 104),
    RowColumn("说明", lambda row: row.note or (row.period if row.on is None else "")),
)


def edit_text(row: ObservationRow, column: int) -> str:
    """Return a cell of an observation as its editor shows it."""
    return (row.on.isoformat() if row.on else "", format_value(row.value), "", "", row.source, row.note)[column]


class ObservationModel(RowModel[ObservationRow]):
    """The observations of an indicator, newest first; an edit is asked for with `edit_asked`, never written here."""

    edit_asked = Signal(object, dict)  # ObservationRow, {on: date | None, value: float, note: str}

    def __init__(self) -> None:
        super().__init__(COLUMNS, tip=lambda row: row.note or row.period or None)
        self.indicator: IndicatorRow | None = None
        self.today = date.min

    def set_data(self, row: IndicatorRow | None, today: date) -> None:
        """Show an indicator's observations, newest first, undated ones last; what is typed is read on `today`."""
        self.indicator, self.today = row, today
        self.set_rows(tuple(reversed(row.observations)) if row else ())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the step from the observation before, and plain texts for the editor."""
        if role == Qt.ItemDataRole.DisplayRole and index.column() == STEP:
            return self._step(index.row())
        if role == Qt.ItemDataRole.DisplayRole and index.column() == GAP:
            return self._gap(index.row())
        if role == Qt.ItemDataRole.EditRole:
            return edit_text(self.rows[index.row()], index.column())
        return super().data(index, role)

    def _step(self, number: int) -> str:
        row = self.rows[number]
        before = self.rows[number + 1] if number + 1 < len(self.rows) else None
        return signed_text(row.value - before.value) if before and row.on and before.on else "—"

    def _gap(self, number: int) -> str:
        """Return how much a value lacks of the target, or has beyond it."""
        target = finite(self.indicator.target_value) if self.indicator is not None else None
        return "—" if target is None else signed_text(self.rows[number].value - target)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Allow editing of date, value and note."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in _FIELDS else flags

    def setData(self, index: Index, value: Any, _role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for an edit; the cell shows it once it was written and read again."""
        row = self.rows[index.row()]
        asked: dict[str, Any] = {"on": row.on, "value": row.value, "note": row.note}
        field = _FIELDS[index.column()]
        asked[field] = (date.fromisoformat(value) if value else None) if field == "on" else value
        self.edit_asked.emit(row, asked)
        return False


def _paint(painter: QPainter, cell: Cell) -> None:
    """Paint a cell: quiet ground with a hairline, the value stronger than the rest."""
    tokens, column = current(), cell.index.column()
    paint_row_ground(painter, cell.rect, selected=cell.chosen, focused=cell.focused, first=cell.first)
    paint_hairline(painter, cell.rect, PAD if cell.first else 0)
    text = cell.index.data()
    tone = tokens.text if column == VALUE else tokens.text3 if text in ("—", "未注明") else tokens.text2
    role: Role = "body" if column == VALUE else "small"
    align = RIGHT if COLUMNS[column].right else LEFT
    paint_text(painter, cell.rect.adjusted(PAD, 0, -PAD, 0), text, tone, role, align)


class ObservationDelegate(RowDelegate):
    """Edits with a check and a sentence below the field."""

    understood = Signal(str)  # how a text was understood that says less than what was saved

    def __init__(self, table: QTableView) -> None:
        super().__init__(_paint, _ROW, table)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the field for a cell."""
        return CellEditor(self._check(index), parent)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with the present value; an editor that is open is left alone."""
        if isinstance(editor, CellEditor) and not editor.begun:
            editor.start(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Pass on a value that was changed and is valid."""
        if isinstance(editor, CellEditor) and editor.changed and editor.valid:
            model.setData(index, editor.value())
            if editor.note:
                self.understood.emit(editor.note)

    @staticmethod
    def _check(index: Index) -> Check:
        model = index.model()
        if index.column() == ON:
            return check_past_day(model.today if isinstance(model, ObservationModel) else date.min)
        if index.column() == NOTE:
            return check_text("indicator_note")
        indicator = model.indicator if isinstance(model, ObservationModel) else None
        return check_number(indicator.unit if indicator else "", needed=True)


class ObservationTable(QTableView):
    """Enter or a double click edits, Delete asks to remove."""

    delete_asked = Signal(object)  # ObservationRow
    paste_asked = Signal()
    understood = Signal(str)  # how a text was understood

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.observations = ObservationModel()
        self._coming: tuple[IndicatorRow, date] | None = None  # what was read while an editor was open
        self.setModel(self.observations)
        delegate = ObservationDelegate(self)
        delegate.understood.connect(self.understood)
        self.setItemDelegate(delegate)
        self.setAccessibleName("观测值")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)  # else Tab goes from cell to cell and never out of the table
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self._set_columns()

    def show_data(self, row: IndicatorRow | None, today: date) -> None:
        """Show an indicator's observations; an open editor is left alone, and what is new comes when it closes."""
        before = self.observations.indicator
        editing = self.state() == QAbstractItemView.State.EditingState
        if editing and row is not None and before is not None and row.id == before.id:
            self._coming = row, today
            self._tell_editor(row)
        else:
            self._coming = None
            self.observations.set_data(row, today)

    def _tell_editor(self, row: IndicatorRow) -> None:
        """Say below the open editor what somebody else made of its observation."""
        editor, index = self.viewport().findChild(CellEditor), self.currentIndex()
        shown = self.observations.rows[index.row()]
        now = next((each for each in row.observations if each.id == shown.id), None)
        if editor is None:
            return
        if now is None:
            editor.overtake("", GONE)
            return
        text = edit_text(now, index.column())
        editor.overtake(text, OVERTAKEN.format(by=other_writer(self), now=text or "空"))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Show what came meanwhile, once the answer to what was typed is on its way."""
        super().closeEditor(editor, hint)
        if self._coming is not None:
            coming, self._coming = self._coming, None
            QTimer.singleShot(0, self, lambda: self.observations.set_data(*coming))

    def _set_columns(self) -> None:
        head = self.horizontalHeader()
        head.setFont(font("small"))
        head.setStyleSheet(f"QHeaderView::section {{ padding: 0 {PAD}px; }}")
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(NOTE, QHeaderView.ResizeMode.Stretch)
        for number, column in enumerate(COLUMNS[:NOTE]):
            self.setColumnWidth(number, column.width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the distance to the target out where the note would have no room; it is the value less the target."""
        self.setColumnHidden(GAP, self.width() < _WIDE)
        super().resizeEvent(event)

    def chosen(self) -> ObservationRow | None:
        """Return the observation of the selected row."""
        chosen = self.selectionModel().selectedRows()
        return self.observations.rows[chosen[0].row()] if chosen else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit with Enter, ask to remove with Delete."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not editing and self.currentIndex().isValid():
            column = self.currentIndex().column()
            self.edit(self.currentIndex().siblingAtColumn(column if column in _FIELDS else VALUE))
        elif event.matches(QKeySequence.StandardKey.Delete) and not editing:
            self._ask_delete()
        elif event.matches(QKeySequence.StandardKey.Paste) and not editing:
            self.paste_asked.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to edit and to remove."""
        if self.chosen() is not None:
            self.row_menu().popup(event.globalPos())

    def row_menu(self) -> QMenu:
        """Return the menu of the current row."""
        entries = menu(self)
        value = self.currentIndex().siblingAtColumn(VALUE)
        add(entries, "编辑数值", "edit", "Enter", lambda: self.edit(value))
        add(entries, "删除观测值", "trash", "Delete", self._ask_delete, danger=True)
        return entries

    def _ask_delete(self) -> None:
        if (row := self.chosen()) is not None:
            self.delete_asked.emit(row)

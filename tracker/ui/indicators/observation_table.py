"""The table of one indicator's observations: newest first, edited where they stand."""

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from tracker.model.numbers import format_value
from tracker.model.rows import IndicatorRow, ObservationRow
from tracker.ui.charts.wording import signed_text
from tracker.ui.indicators.observation_dialog import check_number
from tracker.ui.theme.fonts import Role, font
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.cell_editors import CellEditor
from tracker.ui.widgets.entry_checks import Check, check_day, check_text
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.paint import LEFT, RIGHT, paint_hairline, paint_row_ground, paint_text

ON, VALUE, STEP, SOURCE, NOTE = range(5)
HEADS = ("日期", "数值", "增减", "来源", "说明")
_WIDTHS = (100, 84, 72, 116)
_ROW = 28
PAD = 8  # px beside a cell's text
_FIELDS = {ON: "on", VALUE: "value", NOTE: "note"}

Index = QModelIndex | QPersistentModelIndex


class ObservationModel(QAbstractTableModel):
    """Passive: an edit is asked for with `edit_asked`, never written here."""

    edit_asked = Signal(object, dict)  # ObservationRow, {on: date | None, value: float, note: str}

    def __init__(self) -> None:
        super().__init__()
        self.indicator: IndicatorRow | None = None
        self.rows: tuple[ObservationRow, ...] = ()

    def set_data(self, row: IndicatorRow | None) -> None:
        """Show an indicator's observations, newest first, undated ones last."""
        self.beginResetModel()
        self.indicator = row
        self.rows = tuple(reversed(row.observations)) if row else ()
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of observations."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, _parent: Index | None = None) -> int:
        """Return five."""
        return len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the Chinese heads; numbers stand right."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(RIGHT if section in (VALUE, STEP) else LEFT)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return texts for the screen, plain texts for the editor."""
        one = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(one, index.row(), index.column())
        if role == Qt.ItemDataRole.EditRole:
            return (one.on.isoformat() if one.on else "", format_value(one.value), "", one.source, one.note)[
                index.column()
            ]
        if role == Qt.ItemDataRole.ToolTipRole:
            return one.note or one.period or None
        return None

    def _text(self, one: ObservationRow, row: int, column: int) -> str:
        before = self.rows[row + 1] if row + 1 < len(self.rows) else None
        step = signed_text(one.value - before.value) if before and one.on and before.on else "—"
        on = one.on.isoformat() if one.on else "未注明"
        note = one.note or (one.period if one.on is None else "")
        return (on, format_value(one.value), step, one.source or "来源文章", note)[column]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Allow editing of date, value and note."""
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in _FIELDS else flags

    def setData(self, index: Index, value: Any, _role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for an edit; the cell shows it once it was written and read again."""
        one = self.rows[index.row()]
        asked: dict[str, Any] = {"on": one.on, "value": one.value, "note": one.note}
        field = _FIELDS[index.column()]
        asked[field] = (date.fromisoformat(value) if value else None) if field == "on" else value
        self.edit_asked.emit(one, asked)
        return False


class ObservationDelegate(QStyledItemDelegate):
    """Paints quiet rows with a hairline; edits with a check and a sentence below the field."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        tokens, column = current(), index.column()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
        paint_row_ground(painter, option.rect, selected=chosen, focused=focused, first=column == ON)
        paint_hairline(painter, option.rect, PAD if column == ON else 0)
        text = index.data()
        number = column in (VALUE, STEP)
        tone = tokens.text if column == VALUE else tokens.text3 if text in ("—", "未注明") else tokens.text2
        role: Role = "body" if column == VALUE else "small"
        paint_text(painter, option.rect.adjusted(PAD, 0, -PAD, 0), text, tone, role, RIGHT if number else LEFT)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the field for a cell."""
        return CellEditor(self._check(index), parent)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Begin with the present value."""
        if isinstance(editor, CellEditor):
            editor.start(index.data(Qt.ItemDataRole.EditRole))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand a changed, right value on."""
        if isinstance(editor, CellEditor) and editor.changed and editor.valid:
            model.setData(index, editor.value())

    @staticmethod
    def _check(index: Index) -> Check:
        if index.column() == ON:
            return check_day
        if index.column() == NOTE:
            return check_text("indicator_note")
        model = index.model()
        indicator = model.indicator if isinstance(model, ObservationModel) else None
        return check_number(indicator.unit if indicator else "", needed=True)


class ObservationTable(QTableView):
    """Enter or a double click edits, Delete asks to remove."""

    delete_asked = Signal(object)  # ObservationRow
    paste_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.observations = ObservationModel()
        self.setModel(self.observations)
        self.setItemDelegate(ObservationDelegate(self))
        self.setAccessibleName("观测值")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
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

    def _set_columns(self) -> None:
        head = self.horizontalHeader()
        head.setFont(font("small"))
        head.setStyleSheet(f"QHeaderView::section {{ padding: 0 {PAD}px; }}")
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(NOTE, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)

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
        made = menu(self)
        value = self.currentIndex().siblingAtColumn(VALUE)
        add(made, "编辑数值", "edit", "Enter", lambda: self.edit(value))
        add(made, "删除观测值", "trash", "Delete", self._ask_delete, danger=True)
        return made

    def _ask_delete(self) -> None:
        if (one := self.chosen()) is not None:
            self.delete_asked.emit(one)

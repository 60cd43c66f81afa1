"""列与排序: which columns the ledger shows, in which order, and what it is sorted by; every step by keys."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from tracker.ui.ledger.columns import OPTIONAL, SPECS, Column
from tracker.ui.ledger.sorting import pressed, sort_mark
from tracker.ui.ledger.view_settings import ViewSettings
from tracker.ui.theme.icons import paint_icon, tone
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.paint import RIGHT, paint_hairline, paint_row_ground, paint_text

HEIGHT = 32
_COLUMN, _SHOWN, _MARK = (Qt.ItemDataRole.UserRole + number for number in range(3))
_NOTE = "↑↓ 选列　空格 显示或隐藏　Alt+↑↓ 移动　S 排序　Shift+S 再按一列"


class ColumnsDialog(Dialog):
    """What is changed shows in the table behind at once."""

    changed = Signal(object)  # ViewSettings

    def __init__(self, settings: ViewSettings, *, wide: bool, parent: QWidget | None = None) -> None:
        super().__init__("列与排序", _NOTE, 480, parent)
        self.settings, self._wide = settings, wide
        self.list = _Columns(self)
        self.body.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.steps = {
            "上移": (lambda: self.move_column(-1), "Alt+↑"),
            "下移": (lambda: self.move_column(1), "Alt+↓"),
            "显示或隐藏": (self.toggle, "空格"),
            "按此列排序": (self.sort, "S"),
        }
        for word, (slot, keys) in self.steps.items():
            button = Button(word, "outlined")
            button.setToolTip(keys)
            button.clicked.connect(lambda _checked=False, act=slot: act())
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add_button("恢复默认", "plain", self.restore)
        self.add_button("完成", "primary", self.accept)
        self._fill_list(Column.CODE)
        self.list.setFocus()

    def column(self) -> Column:
        """Return the column stood on."""
        return Column(self.list.currentItem().data(_COLUMN))

    def move_column(self, step: int) -> None:
        """Move the column one step to the left (-1) or right (1)."""
        self._apply(self.settings.moved(self.column(), step))

    def toggle(self) -> None:
        """Show or hide the column; some cannot be hidden."""
        column = self.column()
        if column in OPTIONAL:
            self._apply(self.settings.with_column(column, not self.settings.shows(column, wide=self._wide)))

    def sort(self, *, also: bool = False) -> None:
        """Sort by the column upwards, downwards, not at all; `also` keeps the columns sorted by already."""
        self._apply(self.settings.sorted_by(pressed(self.settings.sorting, self.column(), also=also)))

    def restore(self) -> None:
        """Show the columns as the program comes."""
        self._apply(ViewSettings(grouping=self.settings.grouping, panel=self.settings.panel))

    def _apply(self, settings: ViewSettings) -> None:
        if settings != self.settings:
            column, self.settings = self.column(), settings
            self._fill_list(column)
            self.changed.emit(settings)

    def _fill_list(self, stand_on: Column) -> None:
        self.list.clear()
        for column in self.settings.order or tuple(Column):
            shown = self.settings.shows(column, wide=self._wide)
            mark = sort_mark(self.settings.sorting, column).strip()
            item = QListWidgetItem(SPECS[column].header)
            item.setData(_COLUMN, int(column))
            item.setData(_SHOWN, shown)
            item.setData(_MARK, mark)
            said = f"{SPECS[column].header}，{'显示' if shown else '隐藏'}{f'，排序 {mark}' if mark else ''}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            self.list.addItem(item)
            if column is stand_on:
                self.list.setCurrentItem(item)


class _Columns(QListWidget):
    """The columns from left to right, with the keys that change them."""

    def __init__(self, dialog: ColumnsDialog) -> None:
        super().__init__()
        self._dialog = dialog
        self.setAccessibleName("台账的列，从左到右")
        self.setItemDelegate(_Row(self))
        self.setFixedHeight(HEIGHT * len(Column) + 2)
        self.itemDoubleClicked.connect(lambda _item: dialog.toggle())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show, move and sort; the rest goes the usual way."""
        key, keys = event.key(), event.modifiers()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in steps and keys & Qt.KeyboardModifier.AltModifier:
            self._dialog.move_column(steps[Qt.Key(key)])
        elif key == Qt.Key.Key_Space:
            self._dialog.toggle()
        elif key == Qt.Key.Key_S:
            self._dialog.sort(also=bool(keys & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)


class _Row(QStyledItemDelegate):
    """A tick where the column is shown, its name, and how it sorts."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        return QSize(0, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours, row = current(), QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        paint_row_ground(painter, row, selected=chosen, first=True)
        paint_hairline(painter, row, 0)
        shown, mark = bool(index.data(_SHOWN)), str(index.data(_MARK))
        if shown:
            paint_icon(painter, QRectF(row.left() + 12, row.top() + 9, 14, 14), "check", tone("accenttext"))
        ink = colours.text if shown else colours.text3
        name = str(index.data()) if Column(index.data(_COLUMN)) in OPTIONAL else f"{index.data()}（总是显示）"
        paint_text(painter, row.adjusted(36, 0, -80, 0), name, ink)
        paint_text(painter, row.adjusted(200, 0, -12, 0), mark, colours.accenttext, "smallstrong", RIGHT)

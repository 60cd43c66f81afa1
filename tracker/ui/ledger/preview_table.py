"""The lines of a preview, each with a tick: what lacks something cannot be ticked, what is fine can be left out."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QTreeWidgetItem

from tracker.model.bulk import Edit, EditLine
from tracker.model.rows import Light
from tracker.ui.theme.tokens import current
from tracker.ui.widgets.fields import paint_box
from tracker.ui.widgets.line_table import LinesTable, Rows
from tracker.ui.widgets.paint import paint_light_shift, paint_text

COLUMNS = (("编号", 96), ("任务", 0), ("字段", 72), ("现在", 120), ("改为", 120), ("说明", 280), ("亮灯", 212))
TICK = Qt.ItemDataRole.UserRole + 1
_CODE, _FIELD, _LIGHTS = 0, 2, 6
_BOX, _TEXT = 15, 26

_Index = QModelIndex | QPersistentModelIndex


class PreviewTable(LinesTable):
    """Space or a click on its box leaves a line out, or takes it in again; a new preview keeps what was left out."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__("将要修改的内容，空格勾选", COLUMNS)
        self.setItemDelegateForColumn(_CODE, _Ticked(self))
        self.setItemDelegateForColumn(_LIGHTS, _Shifts(self))
        self._lines: Sequence[EditLine] = ()
        self._left_out: set[tuple[int, str]] = set()

    def show_lines(self, lines: Sequence[EditLine]) -> None:
        """Show other lines, with their fields where they are several, with lights where a deadline changes."""
        self._lines = lines
        self.clear()
        self.add_lines((_texts(line), None) for line in lines)
        for row, line in enumerate(lines):
            self._dress(row, line)
        self.setColumnHidden(_FIELD, len({line.word for line in lines}) < 2)
        self.setColumnHidden(_LIGHTS, not any(line.lights for line in lines))

    def lights(self, row: int) -> tuple[Light, Light] | None:
        """Return the lights of a line before and after."""
        return self._lines[row].lights

    def takes(self, edit: Edit) -> bool:
        """Tell whether an edit was not left out."""
        return (edit.task_id, edit.field) not in self._left_out

    def toggle(self, row: int) -> None:
        """Leave a line out or take it in again; one that lacks something stays out until that is given."""
        line = self._lines[row]
        if not line.ready:
            return
        self._left_out ^= {(line.edit.task_id, line.edit.field)}
        self._dress(row, line)
        self.ticked.emit()

    def _dress(self, row: int, line: EditLine) -> None:
        """Show whether a line is written, and its lights; what is not written is grey."""
        item = self.topLevelItem(row)
        if item is None:
            return
        on = line.ready and self.takes(line.edit)
        item.setData(_CODE, TICK, on if line.ready or line.asks else None)
        item.setData(_CODE, Qt.ItemDataRole.AccessibleTextRole, f"{line.code}，{'已勾选' if on else '未勾选'}")
        if line.lights:
            item.setToolTip(_LIGHTS, " → ".join(light.text for light in line.lights))
        ink = QColor(current().text if on else current().text3)
        for column in range(len(COLUMNS)):
            item.setForeground(column, ink)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick with a click on the box."""
        item = self.itemAt(event.position().toPoint())
        super().mousePressEvent(event)
        if item is not None and event.position().x() < self.columnWidth(_CODE) and _over_box(self, item, event):
            self.toggle(self.indexOfTopLevelItem(item))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space."""
        item = self.currentItem()
        if event.key() == Qt.Key.Key_Space and item is not None:
            self.toggle(self.indexOfTopLevelItem(item))
            return
        super().keyPressEvent(event)


def _over_box(table: PreviewTable, item: QTreeWidgetItem, event: QMouseEvent) -> bool:
    return event.position().x() - table.visualItemRect(item).left() < _TEXT


class _Ticked(Rows):
    """The box of a line and the number of its task; without a box where nothing can be given."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint the box, then the number."""
        self.paint_ground(painter, option)
        rect, on = QRectF(option.rect), index.data(TICK)
        if on is not None:
            painter.save()
            paint_box(painter, QRectF(rect.left() + 3.5, rect.center().y() - _BOX / 2, _BOX, _BOX), on=bool(on))
            painter.restore()
        ink = index.data(Qt.ItemDataRole.ForegroundRole).color().name()
        paint_text(painter, rect.adjusted(_TEXT, 0, 0, 0), str(index.data() or ""), ink)


class _Shifts(Rows):
    """The light of a task before and after its deadline changes."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint both lights."""
        self.paint_ground(painter, option)
        table = self.parent()
        lights = table.lights(index.row()) if isinstance(table, PreviewTable) else None
        if lights:
            before, after = lights
            paint_light_shift(painter, QRectF(option.rect).adjusted(3, 0, 0, 0), before, after)


def _texts(line: EditLine) -> tuple[str, ...]:
    flat = [" ".join(text.split()) for text in (line.old or "（空）", line.new or "（空）")]
    missing = line.asks.rstrip("。") if line.note else line.asks
    said = line.error or "；".join(part for part in (missing, line.note) if part)
    return line.code, line.title, line.word, *flat, said, ""

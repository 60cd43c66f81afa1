"""The offices that would be asked about something: ticks, counts of each level, a level chosen by hand."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from tracker.model.enums import SlipLevel
from tracker.model.rows import OfficeSlips, SlipRound
from tracker.ui.theme.fonts import font
from tracker.ui.theme.icons import tone
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.fields import ComboBox, paint_box
from tracker.ui.widgets.labels import Rule, TextLabel
from tracker.ui.widgets.paint import LEFT, paint_text
from tracker.ui.widgets.states import EmptyState, Stage

_HEADS = ("单位", *(level.word for level in SlipLevel), "级别")
_COUNT_WIDTH, _LEVEL_WIDTH, _ROW = 44, 104, 36
AUTO = "按情况"


class TickDelegate(QStyledItemDelegate):
    """Paints the tick of the look: the one of the system cannot be seen on dark ground."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the ground, the box and the name."""
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        rect, text = QRectF(whole.rect), whole.text
        whole.text, whole.features = "", QStyleOptionViewItem.ViewItemFeature.None_
        self._paint_ground(painter, whole)
        on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, QRectF(rect.left() + 3.5, rect.center().y() - 7.5, 15, 15), on=on, focused=False)
        paint_text(painter, rect.adjusted(26, 0, 0, 0), text, tone("text"), "body", LEFT)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)


class SlipTable(QWidget):
    """Says which offices are ticked; the row in hand is previewed."""

    changed = Signal()
    office_picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = SlipLevel.SUPERVISE
        self._offices: tuple[OfficeSlips, ...] = ()
        self.title, self.count = TextLabel("", "title"), TextLabel("", "small", "text2")
        self.all = LinkButton("全选")
        self.nobody = LinkButton("全不选")
        self.table = QTableWidget(0, len(_HEADS))
        self.note = TextLabel("", "small", "text2")
        self.note.setWordWrap(True)
        self._set_up()
        head = QHBoxLayout()
        head.setContentsMargins(20, 12, 20, 8)
        head.setSpacing(10)
        head.addWidget(self.title)
        head.addWidget(self.count, 1)
        head.addWidget(self.all)
        head.addWidget(self.nobody)
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 8, 20, 8)
        foot.addWidget(self.note)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(Rule())
        inside = QHBoxLayout()
        inside.setContentsMargins(20, 0, 8, 0)
        self.stage = Stage(self.table)
        inside.addWidget(self.stage)
        box.addLayout(inside, 1)
        box.addLayout(foot)

    def _set_up(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels(list(_HEADS))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        table.setShowGrid(False)
        table.setFont(font("body"))
        table.setAccessibleName("要督促的单位")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(_HEADS)):
            header.resizeSection(column, _LEVEL_WIDTH if column == len(_HEADS) - 1 else _COUNT_WIDTH)
        table.setItemDelegateForColumn(0, TickDelegate(table))
        if (first := table.horizontalHeaderItem(0)) is not None:
            first.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.itemChanged.connect(lambda _cell: self._say_changed())
        table.currentCellChanged.connect(lambda row, *_rest: self._pick(row))
        self.all.clicked.connect(lambda _checked=False: self._tick_all(on=True))
        self.nobody.clicked.connect(lambda _checked=False: self._tick_all(on=False))

    def show_round(self, slips: SlipRound, level: SlipLevel, only: frozenset[str] = frozenset()) -> None:
        """Show the offices with a case; those of the level are ticked, or the offices asked about alone."""
        self.level, self._offices = level, slips.offices
        self.title.setText(level.kind.word)
        self.note.setText("\n".join(_left_out(slips)))
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._offices))
        for row, office in enumerate(self._offices):
            has = bool(office.count(level)) or office.workbook_level is level
            self._fill(row, office, ticked=office.office in only if only else has)
        self.table.blockSignals(False)
        for link in (self.all, self.nobody):
            link.setVisible(bool(self._offices))
        if self._offices:
            self.stage.show_content()
        else:
            self.stage.show_empty(EmptyState("papers", "没有要督促的单位", "没有单位的任务或工作簿到了要督促的时候"))
        self._say_changed()
        wanted = [row for row in range(len(self._offices)) if self._ticked(row)]
        if wanted:
            self.table.setCurrentCell(wanted[0], 0)

    def _fill(self, row: int, office: OfficeSlips, *, ticked: bool) -> None:
        name = QTableWidgetItem(office.office)
        name.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        name.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        name.setToolTip(office.workbook)
        self.table.setItem(row, 0, name)
        for column, level in enumerate(SlipLevel, 1):
            workbook = "＋工作簿" if office.workbook_level is level else ""
            cell = QTableWidgetItem(str(office.count(level) or "—"))
            cell.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            cell.setToolTip(workbook)
            self.table.setItem(row, column, cell)
        choice = ComboBox()
        choice.addItem(AUTO, None)
        for level in SlipLevel:
            choice.addItem(level.word, level)
        choice.setAccessibleName(f"{office.office}的级别")
        choice.activated.connect(lambda _index, at=row: self._override(at))
        self.table.setCellWidget(row, len(_HEADS) - 1, _inset(choice))

    def _override(self, row: int) -> None:
        self._tick(row, on=True)
        self.table.setCurrentCell(row, 0)
        self._say_changed()

    def _ticked(self, row: int) -> bool:
        cell = self.table.item(row, 0)
        return cell is not None and cell.checkState() == Qt.CheckState.Checked

    def _tick(self, row: int, *, on: bool) -> None:
        if (cell := self.table.item(row, 0)) is not None:
            cell.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _tick_all(self, *, on: bool) -> None:
        self.table.blockSignals(True)
        for row in range(len(self._offices)):
            self._tick(row, on=on)
        self.table.blockSignals(False)
        self.table.viewport().update()
        self._say_changed()

    def _pick(self, row: int) -> None:
        if 0 <= row < len(self._offices):
            self.office_picked.emit(self._offices[row].office)

    def _say_changed(self) -> None:
        self.count.setText(f"已选 {len(self.offices()):,} 个单位")
        self.changed.emit()

    def level_of(self, row: int) -> ComboBox:
        """Return the field of a row where its level is chosen."""
        cell = self.table.cellWidget(row, len(_HEADS) - 1)
        choice = cell.findChild(ComboBox) if cell is not None else None
        if choice is None:
            raise IndexError(row)
        return choice

    def offices(self) -> frozenset[str]:
        """Return the ticked offices."""
        return frozenset(office.office for row, office in enumerate(self._offices) if self._ticked(row))

    def office(self) -> str:
        """Return the office in hand, "" for none."""
        row = self.table.currentRow()
        return self._offices[row].office if 0 <= row < len(self._offices) else ""

    def chosen(self) -> Mapping[str, SlipLevel]:
        """Return the levels chosen by hand."""
        chosen = {}
        for row, office in enumerate(self._offices):
            choice = self.level_of(row)
            if choice.currentData() is not None:
                chosen[office.office] = SlipLevel(choice.currentData())
        return chosen


def _inset(choice: ComboBox) -> QWidget:
    """Return a field with room around it in its cell."""
    cell = QWidget()
    box = QHBoxLayout(cell)
    box.setContentsMargins(4, 0, 8, 0)
    box.addWidget(choice)
    return cell


def _left_out(slips: SlipRound) -> list[str]:
    """Say which tasks get no slip because nobody can be asked."""
    cases = (
        (slips.unconfirmed, "项任务的牵头单位尚未确认，不出单："),
        (slips.unassigned, "项任务尚未交办，不出单："),
    )
    return [f"{len(tasks):,} {words}{'、'.join(task.code for task in tasks)}" for tasks, words in cases if tasks]

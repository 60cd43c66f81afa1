"""The table of workbooks: groups with an act in their heading, and Enter opens what a row is about."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from tracker.model.rows import ExportRow
from tracker.ui.exchange.register_model import (
    COLUMNS,
    CONTENT_WIDTH,
    HEAD,
    HEAD_HEIGHT,
    LAST,
    MARK_WIDTH,
    ROW_HEIGHT,
    SAID_ABOVE,
    WHERE_SAID,
    ExportHeader,
    ExportModel,
    paint_export,
)
from tracker.ui.exchange.register_query import Group
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.row_delegate import RowDelegate
from tracker.ui.widgets.row_model import ROW

_LEAST_ROUNDS = 2
_LINK_LEFT = 136  # px from the left edge to the act of a heading


def act_word(group: Group, count: int) -> str:
    """Return what can be done with all workbooks of a group, "" for nothing."""
    if group is Group.OUT:
        return f"复制 {count:,} 份工作簿的催报文字"
    return f"一起核对 {count:,} 份…" if group is Group.WAITING else ""


class ExportTable(QTableView):
    """The register; Enter and a double click open what the row is about."""

    group_asked = Signal(object)  # Group
    toggle_asked = Signal()  # of the dock
    escaped = Signal()

    def __init__(self, opened: Callable[[ExportRow], None]) -> None:
        super().__init__()
        self._opened = opened
        self.links: dict[Group, LinkButton] = {}
        self._head = ExportHeader(self)
        self.setHorizontalHeader(self._head)
        self.setItemDelegate(RowDelegate(paint_export, ROW_HEIGHT, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setAccessibleName("发出和收回的工作簿")
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._lay_links())
        self.doubleClicked.connect(lambda index: opened(index.data(ROW)))

    def setModel(self, model: Any) -> None:
        """Set the model, then the widths of its columns."""
        super().setModel(model)
        header = self.horizontalHeader()
        for number, column in enumerate(COLUMNS):
            if column.width:
                header.resizeSection(number, column.width)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self.setColumnHidden(LAST, True)

    def show_layout(self, *, single: bool) -> None:
        """Fit columns and rows to what the model shows: of a `single` round its days stand in the bar."""
        model: ExportModel = self.model()  # type: ignore[assignment]
        for number in SAID_ABOVE:
            self.setColumnHidden(number, single)
        for number in WHERE_SAID:
            said = any(model.index(row, number).data() for row in range(model.rowCount()))
            self.setColumnHidden(number, not said)
        self._fit_matrix(model)
        for number in range(model.rowCount()):
            self.setRowHeight(number, ROW_HEIGHT + (HEAD_HEIGHT if number in model.heads else 0))
        self._make_links(model)

    def _fit_matrix(self, model: ExportModel) -> None:
        """Show as many rounds as leave room for what came back, the newest ones, at least two."""
        rounds = model.matrix.rounds
        taken = sum(self.columnWidth(n) for n in range(LAST) if not self.isColumnHidden(n) and COLUMNS[n].width)
        room = (self.viewport().width() - taken - CONTENT_WIDTH - 8) // MARK_WIDTH
        model.shown_rounds = self._head.rounds = rounds[-max(room, _LEAST_ROUNDS) :]
        self.setColumnHidden(LAST, not rounds)
        self.setColumnWidth(LAST, MARK_WIDTH * max(len(model.shown_rounds), 1) + 8)
        self._head.viewport().update()

    def _make_links(self, model: ExportModel) -> None:
        for link in self.links.values():
            link.deleteLater()
        self.links = {}
        for group, count in model.heads.values():
            if word := act_word(group, count):
                link = LinkButton(word, self.viewport())
                link.clicked.connect(lambda _checked=False, of=group: self.group_asked.emit(of))
                link.show()
                self.links[group] = link
        self._lay_links()

    def _lay_links(self) -> None:
        model: ExportModel = self.model()  # type: ignore[assignment]
        for number, (group, _) in model.heads.items():
            link = self.links.get(group)
            if link is not None:
                size = link.sizeHint()
                top = self.rowViewportPosition(number) + (HEAD_HEIGHT - size.height()) // 2
                link.setGeometry(QRect(_LINK_LEFT, top, size.width(), size.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the acts in their headings."""
        super().resizeEvent(event)
        self._fit_matrix(self.model())  # type: ignore[arg-type]
        self._lay_links()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a heading chooses no row."""
        if not self._on_heading(event):
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on a heading opens nothing."""
        if not self._on_heading(event):
            super().mouseDoubleClickEvent(event)

    def _on_heading(self, event: QMouseEvent) -> bool:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or index.data(HEAD) is None:
            return False
        return event.position().y() - self.rowViewportPosition(index.row()) < HEAD_HEIGHT

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row with Enter, its dock with Space; Esc closes the dock."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space:
            self.toggle_asked.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._opened(index.data(ROW))
            return
        super().keyPressEvent(event)

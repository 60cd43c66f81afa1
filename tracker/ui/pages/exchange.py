"""往来: which workbook went to which office, what came back, and what waits to be checked."""

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHeaderView, QTableView, QWidget

from tracker.model.changes import Changes
from tracker.model.enums import ReturnState
from tracker.model.rows import ExportRow
from tracker.ui.context import Context
from tracker.ui.pages.exchange_exporting import Exporting
from tracker.ui.pages.exchange_importing import Importing
from tracker.ui.pages.exchange_table import COLUMNS, ROW, ROW_HEIGHT, ExportDelegate, ExportHeader, ExportModel
from tracker.ui.pages.page import Page
from tracker.ui.targets import ExportWorkbooks, ImportFiles, OpenReturn
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.chip import Chip
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.states import EmptyState, Stage

_FILTER = "工作簿 (*.xlsx *.xls *.et *.ods *.xlsb *.xlsm)"


def ask_files(parent: QWidget, start: str) -> tuple[Path, ...]:
    """Let the user choose returned workbooks; () when the dialog was left."""
    names, _ = QFileDialog.getOpenFileNames(parent, "选择寄回的工作簿", start, _FILTER)
    return tuple(Path(name) for name in names)


def _read(session: Any, today: Any, wanted: int | None) -> tuple[tuple[int, ...], tuple[ExportRow, ...]]:
    from tracker.queries.exports import list_exports, list_rounds

    rounds = list_rounds(session)
    chosen = wanted if wanted in rounds else None
    return rounds, list_exports(session, today, chosen)


class ExportTable(QTableView):
    """The register; Enter and a double click open what the row is about."""

    def __init__(self, opened: Callable[[ExportRow], None]) -> None:
        super().__init__()
        self._opened = opened
        self.setHorizontalHeader(ExportHeader(self))
        self.setItemDelegate(ExportDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.doubleClicked.connect(lambda index: opened(index.data(ROW)))

    def setModel(self, model: Any) -> None:
        """Take the model, then its columns their widths."""
        super().setModel(model)
        header = self.horizontalHeader()
        for number, column in enumerate(COLUMNS):
            if column.width:
                header.resizeSection(number, column.width)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row with Enter."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._opened(index.data(ROW))
            return
        super().keyPressEvent(event)


class ExchangePage(Page):
    """The register of one round, and the ways out and back in."""

    title = "往来"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.choose_files: Callable[[QWidget, str], tuple[Path, ...]] = ask_files
        self.importing = Importing(context, self, self._row_of)
        self.exporting = Exporting(context, self)
        self.exporting.exported.connect(self._show_newest)
        self.round = Chip("批次")
        self.round.required = True
        self._newest: int | None = None
        self._wanted: int | None = None  # None: the newest round, whichever that is by then
        self.round.value_changed.connect(self._choose_round)
        self.export_button = Button("导出交办…", icon="export")
        self.export_button.clicked.connect(lambda _checked=False: self.exporting.ask())
        self.import_button = Button("导入反馈…", "primary", icon="import")
        self.import_button.clicked.connect(lambda _checked=False: self.ask_files())
        for widget in (self.round, self.export_button, self.import_button):
            self.head.add_action(widget)
        self.model = ExportModel()
        self.table = ExportTable(self._open_row)
        self.table.setModel(self.model)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.stage = Stage(self.table)
        self.body.addWidget(self.stage)
        self.setFocusProxy(self.table)
        self.round.hide()

    def refresh(self) -> None:
        """Read the register of the chosen round."""
        self.stage.begin()
        self.context.jobs.read(_read, self.context.today(), self._wanted, then=self._show, owner=self)

    def touches(self, changes: Changes) -> bool:
        """Only workbooks and returns are shown here."""
        return bool(changes.exports or changes.returns)

    def open_target(self, target: object) -> None:
        """Take files in, send workbooks, or review a return."""
        if isinstance(target, ImportFiles):
            self.importing.take(target.paths) if target.paths else self.ask_files()
        elif isinstance(target, ExportWorkbooks):
            self.exporting.ask(target.office)
        elif isinstance(target, OpenReturn):
            self.importing.review(target.return_id)

    def ask_files(self) -> None:
        """Let the user choose returned workbooks and take them in."""
        paths = self.choose_files(self, self.context.settings.last_folder)
        if paths:
            self.context.remember(last_folder=str(paths[0].parent))
            self.importing.take(paths)

    def _choose_round(self, number: Hashable) -> None:
        self._wanted = number if isinstance(number, int) and number != self._newest else None
        self.refresh()

    def _show_newest(self) -> None:
        if self._wanted is not None:
            self._wanted = None
            self.refresh()

    def _show(self, found: tuple[tuple[int, ...], tuple[ExportRow, ...]]) -> None:
        rounds, rows = found
        self._newest = rounds[0] if rounds else None
        self._show_rounds(rounds, rows)
        self.model.set_rows(rows)
        if rows:
            back = sum(row.state is not None for row in rows)
            self.head.set_summary(f"第 {rows[0].round} 批交办 · {len(rows)} 个单位 · {back} 个已反馈")
            self.stage.show_content()
            return
        self.head.set_summary("")
        empty = EmptyState("exchange", "还没有交办", "导出工作簿发给各单位，寄回后把文件拖到这里", "导出交办…")
        empty.link_clicked.connect(self.exporting.ask)
        self.stage.show_empty(empty)

    def _show_rounds(self, rounds: tuple[int, ...], rows: tuple[ExportRow, ...]) -> None:
        self.round.blockSignals(True)
        self.round.set_options([(number, f"第 {number} 批") for number in rounds])
        self.round.set_value(rows[0].round if rows else None)
        self.round.blockSignals(False)
        self.round.setVisible(bool(rounds))

    def _row_of(self, return_id: int) -> ExportRow | None:
        return next((row for row in self.model.rows if row.return_id == return_id), None)

    def _open_row(self, row: ExportRow) -> None:
        """Review what waits; a workbook that is out can be asked for, one that is in has nothing to do."""
        if row.return_id is not None and row.state is ReturnState.PENDING:
            self.importing.review(row.return_id)
        elif row.state is None:
            self.ask_files()

    def acts_on(self, row: ExportRow) -> list[tuple[str, str, Callable[[], object]]]:
        """Return the entries of a row's menu: words, icon, what happens."""
        entries: list[tuple[str, str, Callable[[], object]]] = []
        if row.return_id is not None and row.state is ReturnState.PENDING:
            entries.append(("核对反馈…", "check", lambda: self._open_row(row)))
        if row.state is None:
            entries.append(("导入反馈…", "import", self.ask_files))
        entries.append(("再次导出…", "export", lambda: self.exporting.ask(row.office)))
        return entries

    def _open_menu(self, place: QPoint) -> None:
        index: QModelIndex = self.table.indexAt(place)
        if not index.isValid():
            return
        made = menu(self.table)
        for text, icon, slot in self.acts_on(index.data(ROW)):
            add(made, text, icon, slot=slot)
        made.popup(self.table.viewport().mapToGlobal(place))

"""单位: the directory; one office beside it, and the acts on it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QWidget

from tracker.model.changes import Changes
from tracker.model.contacts import Person
from tracker.model.enums import PaperKind
from tracker.model.exchange_words import OfficeState
from tracker.queries.directory import DirectoryRow, read_directory
from tracker.queries.office_work import OfficeWork, read_office_work
from tracker.ui.core.bus import Notice
from tracker.ui.core.closed_buttons import close_with
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.page_requests import ExportWorkbooks, OpenOffice, OpenPaper, OpenTask
from tracker.ui.core.save_file import ask_where_to_keep
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.offices import forms
from tracker.ui.offices.dock import LEADS, WIDTH, OfficeDock
from tracker.ui.offices.import_dialog import DirectoryImportDialog
from tracker.ui.offices.table import STATES, DirectoryTable, columns_of, shown
from tracker.ui.page import Page
from tracker.ui.task.form_files import FormFiles
from tracker.ui.widgets.buttons import Button, IconButton
from tracker.ui.widgets.chip import Chip
from tracker.ui.widgets.dialog import Dialog, ask
from tracker.ui.widgets.dock_width import LIST, WIDE, dock_width
from tracker.ui.widgets.fields import SearchField
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.row_model import ROW, RowModel
from tracker.ui.widgets.states import EmptyState, Stage

if TYPE_CHECKING:
    from tracker.services import office_book, office_changes, office_people
else:
    office_book = late("tracker.services.office_book")
    office_changes = late("tracker.services.office_changes")
    office_people = late("tracker.services.office_people")

#: An entry of a menu: words, icon, what happens.
Act = tuple[str, str, Callable[[], object]]


def ask_file(parent: QWidget, start: str) -> Path | None:
    """Let the user choose a table of people; None when the dialog was left."""
    name, _ = QFileDialog.getOpenFileName(
        parent, "选择单位名录", start, "工作簿 (*.xlsx *.xls *.et *.ods *.xlsb *.xlsm)"
    )
    return Path(name) if name else None


class DirectoryPage(Page):
    """All offices as a table, the chosen one at the right."""

    title = "单位"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.choose_file: Callable[[QWidget, str], Path | None] = ask_file
        self._rows: tuple[DirectoryRow, ...] = ()
        self._beside = LIST  # px that the list needs
        self._closed = False  # the dock, by the user: then it opens by itself no more
        self.form_files = FormFiles(context, self)
        self.search = SearchField("查找单位、联系人、电话")
        self.search.searched.connect(lambda _text: self._narrow())
        self.state = Chip("状态")
        self.state.set_options(STATES)
        self.state.set_value(OfficeState.ACTIVE)
        self.state.value_changed.connect(lambda _value: self._narrow())
        self.import_button = Button("导入名录…", icon="import")
        close_with(context.jobs, self.import_button)
        self.import_button.clicked.connect(lambda _checked=False: self.ask_import())
        self.more_button = IconButton("more", "更多")
        self.more_button.clicked.connect(lambda _checked=False: self._pop(self.more(), self.more_button))
        for widget in (self.search, self.state, self.import_button, self.more_button):
            self.head.add_action(widget)
        self.model: RowModel[DirectoryRow] = RowModel(columns_of(context.today()), key=lambda row: row.id)
        self.table = DirectoryTable(self.model, self._open_page)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._read_office())
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.dock = OfficeDock()
        self.dock.hide()
        self._connect_dock()
        content = QWidget()
        box = QHBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.table, 1)
        box.addWidget(self.dock)
        self.dock.setFixedWidth(WIDTH)
        self.stage = Stage(content)
        self.body.addWidget(self.stage)
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Read the directory."""
        self.stage.begin()
        today = self.context.today()
        self.context.jobs.read(lambda s: read_directory(s, today), on_result=self._show, owner=self, key="directory")

    def touches(self, changes: Changes) -> bool:
        """Names, people, tasks and answers are shown here."""
        return bool(changes.everything or changes.tasks or changes.returns)

    def open_target(self, target: object) -> None:
        """Choose the office asked for."""
        if isinstance(target, OpenOffice):
            self._choose(target.name)

    def acts_on(self, office: DirectoryRow) -> list[Act]:
        """Return the entries of an office's menu."""
        entries: list[Act] = [("单位情况", "user", lambda: self._open_page(office))]
        if office.state is OfficeState.DISSOLVED:
            entries.append(("恢复单位…", "undo", lambda: self._ask_restore(office)))
        if office.state is not OfficeState.ACTIVE:
            return entries
        window, alone = self.window(), frozenset({office.name})
        return [
            *entries,
            ("新增联系人…", "plus", lambda: self._ask(forms.person_form(self.context, office, None, window))),
            ("导出工作簿…", "export", lambda: self._go("exchange", ExportWorkbooks(office.name))),
            ("反馈表（PDF）…", "papers", lambda: self.form_files.of_office(office.name)),
            ("出提醒函…", "papers", lambda: self._go("papers", OpenPaper(PaperKind.NOTICE, offices=alone))),
            ("单位信息…", "edit", lambda: self._ask(forms.body_form(self.context, office, window))),
            ("更名…", "edit", lambda: self._ask(forms.rename_form(self.context, office, window))),
            ("并入另一单位…", "link", lambda: self._ask(forms.merge_form(self.context, office, self._names(), window))),
            ("撤销单位…", "trash", lambda: self._ask(forms.dissolve_form(self.context, office, window))),
        ]

    def _ask_restore(self, office: DirectoryRow) -> None:
        sentence = f"{office.name} 恢复后又能牵头、配合；联系人和以前配合的任务要重新填写。"
        act = lambda: self.context.jobs.write(  # noqa: E731
            lambda s: office_changes.restore_office(s, office.name), owner=self, toast=True
        )
        ask(self.window(), "恢复单位", sentence, "恢复", act)

    def more(self) -> list[Act]:
        """Return what is wanted seldom."""
        return [("导出名录…", "export", self.ask_export)]

    def ask_import(self) -> None:
        """Let the user choose a table, show what it would change, and take it in."""
        path = self.choose_file(self, self.context.settings.last_folder)
        if path is None:
            return
        self.context.remember(last_folder=str(path.parent))
        dialog = DirectoryImportDialog(self.context, path, self.window())
        self._ask(dialog)

    def ask_export(self) -> None:
        """Write the directory as a workbook."""
        today = self.context.today()
        start = Path(self.context.settings.last_folder) / f"单位名录_{today:%Y%m%d}.xlsx"
        ask_where_to_keep(self.window(), "导出单位名录", start, self.keep)

    def keep(self, path: Path) -> None:
        """Write the directory into a file."""
        today = self.context.today()

        def write(session: DatabaseSession) -> int:
            return office_book.export_directory(session, path, today)

        def say(_rows: int) -> None:
            self.context.bus.notified.emit(Notice(f"已导出 {path.name}"))

        self.context.jobs.read(write, on_result=say, owner=self)

    def _connect_dock(self) -> None:
        self.dock.closed.connect(self._close_dock)
        self.dock.menu_asked.connect(lambda below: self._with_office(lambda row: self._pop(self.acts_on(row), below)))
        self.dock.page_asked.connect(lambda: self._with_office(self._open_page))
        self.dock.task_asked.connect(lambda number: self._go("ledger", OpenTask(number)))
        self.dock.person_wanted.connect(
            lambda: self._with_office(lambda row: self._ask(forms.person_form(self.context, row, None, self.window())))
        )
        self.dock.person_asked.connect(lambda person: self._pop(self.acts_on_person(person), self.dock.lines))

    def acts_on_person(self, person: Person) -> list[Act]:
        """Return what can be done about a person."""
        office = self.dock.office
        if office is None:
            return []
        window = self.window()
        if person.to_on is not None:
            back: Act = ("恢复", "undo", lambda: self._return(person))
            return [back]
        return [
            ("修改…", "edit", lambda: self._ask(forms.person_form(self.context, office, person, window))),
            ("离任…", "trash", lambda: self._ask(forms.leave_form(self.context, person, window))),
        ]

    def _return(self, person: Person) -> None:
        self.context.jobs.write(lambda s: office_people.return_person(s, person.uid), owner=self, toast=True)

    def _show(self, rows: tuple[DirectoryRow, ...]) -> None:
        self._rows = rows
        active = [row for row in rows if row.state is OfficeState.ACTIVE]
        today = self.context.today()
        known = sum(row.liaison(today) is not None for row in active)
        self.head.set_summary(f"{len(active):,} 个单位在用，{known:,} 个有联络员")
        self._narrow()
        roomy = self.width() - self._beside >= WIDE - LIST
        if roomy and self.table.current() is None and not self._closed and self.model.rows:
            self.dock.show_tab(LEADS)
            self.table.selectRow(0)  # there is room to show the first one
        self._read_office()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the rest of a wide window to the dock."""
        super().resizeEvent(event)
        self._fit_dock()

    def _fit_dock(self) -> None:
        self.dock.setFixedWidth(dock_width(self.width(), WIDTH, beside=self._beside))

    def _narrow(self) -> None:
        keep = self.table.current()
        rows = shown(self._rows, self.state.value(), self.search.text().strip(), self.context.today())
        self.model.set_rows(rows)
        needed = self.table.fit()
        self._beside = LIST if self.table.whole else needed
        self._fit_dock()
        if keep is not None:
            self._select(keep.name)
        if rows:
            self.stage.show_content()
        else:
            self.stage.show_empty(EmptyState("user", "没有这样的单位", "换个状态或查找词试试"))

    def _choose(self, name: str) -> None:
        """Select an office, whatever is filtered."""
        self.state.set_value(None)
        self.search.clear()
        self._narrow()
        self._select(name)

    def _select(self, name: str) -> None:
        number = next((number for number, row in enumerate(self.model.rows) if row.name == name), None)
        if number is not None:
            self.table.selectRow(number)

    def _read_office(self) -> None:
        office = self.table.current()
        if office is None:
            self.dock.hide()
            return
        today = self.context.today()

        def show(work: OfficeWork) -> None:
            self.dock.show_office(office, work, today)
            self.dock.show()

        number = office.id
        self.context.jobs.read(
            lambda s: read_office_work(s, today, number), on_result=show, owner=self, key="office work"
        )

    def _close_dock(self) -> None:
        self._closed = True
        self.table.clearSelection()
        self.table.setCurrentIndex(self.model.index(-1, -1))
        self.dock.hide()
        self.table.setFocus()

    def _with_office(self, act: Callable[[DirectoryRow], object]) -> None:
        if self.dock.office is not None:
            act(self.dock.office)

    def _names(self) -> list[str]:
        return [row.name for row in self._rows if row.state is OfficeState.ACTIVE]

    def _ask(self, dialog: Dialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open_page(self, office: DirectoryRow) -> None:
        self._go("office", OpenOffice(office.name, "offices"))

    def _go(self, page: str, target: object) -> None:
        self.context.bus.page_asked.emit(page, target)

    def _open_menu(self, position: QPoint) -> None:
        index = self.table.indexAt(position)
        if index.isValid():
            self._menu(self.acts_on(index.data(ROW))).popup(self.table.viewport().mapToGlobal(position))

    def _pop(self, acts: list[Act], below: QWidget) -> None:
        if acts:
            self._menu(acts).popup(below.mapToGlobal(QPoint(0, min(below.height(), 40) + 4)))

    def _menu(self, acts: list[Act]) -> QMenu:
        opened = menu(self.table)
        for text, icon, slot in acts:
            add(opened, text, icon, slot=slot, danger=icon == "trash")
        return opened

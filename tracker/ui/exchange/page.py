"""往来: which workbook went to which office, what came back, and what waits to be checked."""

from collections.abc import Callable, Hashable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QVBoxLayout, QWidget

from tracker.model.changes import Changes
from tracker.model.enums import PaperKind, ReturnState
from tracker.model.rows import ExportRow, RoundRow
from tracker.ui.core.bus import Notice
from tracker.ui.core.closed_buttons import close_with
from tracker.ui.core.command import bind
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.page_requests import ExportWorkbooks, ImportFiles, OpenOffice, OpenPaper, OpenReturn, OpenTask
from tracker.ui.exchange import round_forms
from tracker.ui.exchange.dock import ReturnDock
from tracker.ui.exchange.dock_flow import DockFlow
from tracker.ui.exchange.export_dialog import ask_folder
from tracker.ui.exchange.export_flow import Exporting
from tracker.ui.exchange.import_flow import Importing
from tracker.ui.exchange.offices_dialog import OfficesDialog
from tracker.ui.exchange.register_layout import Beside
from tracker.ui.exchange.register_model import ExportModel
from tracker.ui.exchange.register_query import (
    ALL,
    ASSIGNED,
    Group,
    Register,
    group_of,
    missed_word,
    read_register,
    summary,
)
from tracker.ui.exchange.register_view import ExportTable
from tracker.ui.exchange.report_flow import Reporting
from tracker.ui.exchange.round_bar import RoundBar
from tracker.ui.exchange.send_back_flow import late_first
from tracker.ui.page import Page
from tracker.ui.task.action_list import ACTS, REPORT
from tracker.ui.widgets.buttons import Button, IconButton
from tracker.ui.widgets.chip import Chip
from tracker.ui.widgets.form_dialog import FormDialog
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.menu import add, menu
from tracker.ui.widgets.row_model import ROW
from tracker.ui.widgets.states import EmptyState, Stage

if TYPE_CHECKING:
    from tracker.services import rounds
else:
    rounds = late("tracker.services.rounds")

_FILTER = "工作簿 (*.xlsx *.xls *.et *.ods *.xlsb *.xlsm)"


def ask_files(parent: QWidget, start: str) -> tuple[Path, ...]:
    """Let the user choose returned workbooks; () when the dialog was left."""
    names, _ = QFileDialog.getOpenFileNames(parent, "选择寄回的工作簿", start, _FILTER)
    return tuple(Path(name) for name in names)


#: An entry of a menu: words, icon, what happens.
Act = tuple[str, str, Callable[[], object]]


class ExchangePage(Page):
    """The register of one round, and the ways out and back in."""

    title = "往来"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.choose_files: Callable[[QWidget, str], tuple[Path, ...]] = ask_files
        self.choose_folder: Callable[[QWidget, str], str] = ask_folder
        self.importing = Importing(context, self)
        self.exporting = Exporting(context, self)
        self.exporting.exported.connect(self._show_newest)
        self.reporting = Reporting(context, self)
        self._newest: int | None = None
        self._register = Register((), (), 0, (), None)
        self._wanted: int | None = None  # None: the newest round, whichever that is by then
        self._make_head()
        self._make_content()
        self.setFocusProxy(self.table)

    def _make_head(self) -> None:
        self.round = Chip("批次")
        self.round.required = True
        self.round.value_changed.connect(self._choose_round)
        self.round.hide()
        self.export_button = Button("导出工作簿…", icon="export")
        self.export_button.clicked.connect(lambda _checked=False: self.exporting.ask())
        self.import_button = Button("导入反馈…", "primary", icon="import")
        self.import_button.clicked.connect(lambda _checked=False: self.ask_files())
        close_with(self.context.jobs, self.export_button, self.import_button)
        self.remind_button = Button("催报")
        self.remind_button.clicked.connect(
            lambda _checked=False: self._open_below(self.remind_button, self.reminders())
        )
        self.more_button = IconButton("more", "更多")
        self.more_button.clicked.connect(lambda _checked=False: self._open_below(self.more_button, self.more()))
        for widget in (self.round, self.remind_button, self.export_button, self.import_button, self.more_button):
            self.head.add_action(widget)

    def _make_content(self) -> None:
        self.model = ExportModel()
        self.table = ExportTable(self._open_row)
        self.table.setModel(self.model)
        self.table.group_asked.connect(self._act_on_group)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.bar = RoundBar()
        self.bar.close_asked.connect(lambda: self._ask_round(round_forms.close_form))
        self.bar.reopen_asked.connect(lambda: self._ask_round(round_forms.reopen_form))
        self.bar.hide()
        self.dock = ReturnDock()
        self.foot = TextLabel("", "small", "text2")
        self.foot.setContentsMargins(24, 8, 24, 8)
        self.foot.hide()
        self.content = Beside(self._beside_dock(), self.dock)
        self.docking = DockFlow(self.context, self.table, self.dock, self.content)
        self._connect_dock()
        self.stage = Stage(self.content)
        self.body.addWidget(self.stage, 1)

    def _beside_dock(self) -> QWidget:
        """Return what stands beside the dock: the strip of the round, the table, and who missed several rounds."""
        register = QWidget()
        box = QVBoxLayout(register)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.bar)
        box.addWidget(self.table, 1)
        box.addWidget(self.foot)
        return register

    def _connect_dock(self) -> None:
        self.docking.review = lambda number, group: self.importing.review(number, at=group)
        self.docking.acts_asked.connect(lambda row, below: self._open_below(below, self.acts_on(row)))
        returning = self.importing.returning
        self.dock.original_asked.connect(lambda row: returning.open_original(row.return_id))
        self.dock.return_asked.connect(lambda row: returning.ask_return(row.return_id, row.office))
        self.dock.report_asked.connect(self.reporting.ask)
        self.dock.task_asked.connect(lambda task: self.context.bus.page_asked.emit("ledger", OpenTask(task)))
        bind(self, "登记反馈", (ACTS[REPORT].shortcut,), self.ask_report, Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def ask_report(self) -> None:
        """Write down what the office of the chosen row told us by phone, chat or in person."""
        row = self.docking.current()
        if row is None or row.round == ASSIGNED:
            self.context.bus.notified.emit(Notice("请先选中一个单位，再登记反馈"))
        else:
            self.reporting.ask(row)

    def refresh(self) -> None:
        """Read the register of the chosen round."""
        self.stage.begin()
        today, wanted = self.context.today(), self._wanted
        self.context.jobs.read(
            lambda s: read_register(s, today, wanted), on_result=self._show, owner=self, key="register"
        )

    def touches(self, changes: Changes) -> bool:
        """Workbooks and returns are shown here, and what was told of tasks and came as evidence beside them."""
        return bool(changes.exports or changes.returns or changes.tasks or changes.everything)

    def open_target(self, target: object) -> None:
        """Import files, send workbooks, or review a return."""
        if isinstance(target, ImportFiles):
            self.importing.import_files(target.paths) if target.paths else self.ask_files()
        elif isinstance(target, ExportWorkbooks):
            self.exporting.ask(target.office)
        elif isinstance(target, OpenReturn):
            self.importing.review(target.return_id)

    def ask_files(self) -> None:
        """Let the user choose returned workbooks and import them."""
        self._import(self.choose_files(self, self.context.settings.last_folder))

    def ask_folder(self) -> None:
        """Let the user choose a folder and import every workbook in it."""
        name = self.choose_folder(self, self.context.settings.last_folder)
        self._import((Path(name),) if name else ())

    def _import(self, paths: tuple[Path, ...]) -> None:
        if paths:
            folder = paths[0] if paths[0].is_dir() else paths[0].parent
            self.context.remember(last_folder=str(folder))
            self.importing.import_files(paths)

    def _choose_round(self, number: Hashable) -> None:
        self._wanted = number if isinstance(number, int) and number != self._newest else None
        self.refresh()

    def _show_newest(self) -> None:
        if self._wanted is not None:
            self._wanted = None
            self.refresh()

    def _show(self, register: Register) -> None:
        self._register, rows = register, register.rows
        self._newest = register.rounds[0] if register.rounds else None
        self._show_rounds(register)
        single = register.round is not None
        self.model.show_register(rows, several=register.shown == ALL, matrix=register.matrix, grouped=single)
        self.table.show_layout(single=single)
        self.counted.emit(len(register.waiting))
        self.remind_button.setVisible(any(row.to_remind for row in rows))
        nothing_out = not register.rounds
        self.export_button.set_kind("primary" if nothing_out else "outlined")  # the filled one is what comes next
        self.import_button.set_kind("outlined" if nothing_out else "primary")
        self.head.set_summary(summary(register))
        self.bar.show_round(register.round, rows, self.context.today())
        self.foot.setText(missed_word(register.matrix))
        self.foot.setVisible(bool(self.foot.text()))
        if rows:
            self.stage.show_content()
        self.docking.renew()
        if rows:
            return
        empty = EmptyState("exchange", "还没有发出工作簿", "导出工作簿发给各单位，寄回后把文件拖到这里", "导出工作簿…")
        empty.link_clicked.connect(self.exporting.ask)
        self.stage.show_empty(empty)

    def _show_rounds(self, register: Register) -> None:
        options = [(number, f"第 {number} 批") for number in register.rounds]
        options += [(ALL, "全部批次")] if len(register.rounds) > 1 else []
        options += [(ASSIGNED, f"收到的交办（{register.assigned}）")] if register.assigned else []
        self.round.blockSignals(True)
        self.round.set_options(options)
        self.round.set_value(register.shown)
        self.round.blockSignals(False)
        self.round.setVisible(bool(options))

    def _open_row(self, row: ExportRow) -> None:
        """Review what waits; a workbook that is out can be asked for, one that is in has nothing to do."""
        if row.return_id is not None and row.state is ReturnState.PENDING:
            self.importing.review(row.return_id)
        elif row.state is None or row.open:
            self.ask_files()

    def acts_on(self, row: ExportRow) -> list[Act]:
        """Return the entries of a row's menu."""
        number, waits = row.return_id, row.state is ReturnState.PENDING
        returning = self.importing.returning
        entries: list[Act] = []
        if number is not None and waits:
            entries.append(("核对反馈…", "check", lambda: self._open_row(row)))
        if number is not None and waits and row.round != ASSIGNED:
            entries.append(("退回对方…", "reply", lambda: returning.ask_return(number, row.office)))
            with_draft = "退回对方，附邮件草稿…"
            entries.append((with_draft, "reply", lambda: returning.ask_return(number, row.office, draft=True)))
        if number is not None:
            entries.append(("打开原件", "file", lambda: returning.open_original(number)))
        if row.round == ASSIGNED and number is not None:
            return [*entries, ("生成答复工作簿…", "export", lambda: returning.ask_answer(number, row.file_name))]
        if row.state is None or row.open:
            entries.append(("导入反馈…", "import", self.ask_files))
        entries.append(("登记反馈…", "comment", lambda: self.reporting.ask(row)))
        if row.open:
            entries.append(("复制催报文字", "copy", lambda: returning.copy_reminder((row,))))
        entries.append(("再次导出…", "export", lambda: self.exporting.ask(row.office)))
        entries += self._folder_act()
        if row.open:
            entries.append(
                ("免报…", "check", lambda: self._ask(round_forms.excuse_form(self.context, row, self.window())))
            )
        elif row.excused:
            entries.append(("取消免报", "undo", lambda: self._expect(row)))
        handing = partial(round_forms.handing_form, self.context, row, self.window())
        entries.append(("登记交接…", "edit", lambda: self._ask(handing())))
        if row.open:
            chosen = self.chosen_offices() or frozenset({row.office})
            word = f"出催办单（{len(chosen):,} 个单位）…" if len(chosen) > 1 else "出催办单…"
            entries.append((word, "papers", lambda: self._ask_slip(chosen)))
        return [*entries, ("单位情况", "user", lambda: self._ask_office(row.office))]

    def _act_on_group(self, group: Group) -> None:
        """Ask for all that is out, or review all that waits in this round."""
        rows = [row for row in self.model.rows if group_of(row) is group]
        if group is Group.OUT:
            self.importing.returning.copy_reminder(tuple(row for row in rows if row.open))
        else:
            self.importing.review(*(row.return_id for row in rows if row.return_id is not None))

    def _ask_round(self, form: Callable[[Context, RoundRow, QWidget], FormDialog]) -> None:
        if self._register.round is not None:
            self._ask(form(self.context, self._register.round, self.window()))

    def _ask(self, dialog: FormDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _expect(self, row: ExportRow) -> None:
        self.context.jobs.write(lambda s: rounds.expect_office(s, row.round, row.office), owner=self, toast=True)

    def chosen_offices(self) -> frozenset[str]:
        """Return the offices of the selected rows that still owe an answer."""
        rows = (index.data(ROW) for index in self.table.selectionModel().selectedRows())
        return frozenset(row.office for row in rows if row.open)

    def _ask_slip(self, offices: frozenset[str] = frozenset()) -> None:
        self.context.bus.page_asked.emit("papers", OpenPaper(PaperKind.URGING, offices=offices))

    def _ask_office(self, name: str) -> None:
        self.context.bus.page_asked.emit("office", OpenOffice(name, "exchange"))

    def reminders(self) -> list[Act]:
        """Return the ways to ask for what did not come back in this round and is not expected later."""
        rows = late_first(self._register.rows)
        late = tuple(row for row in rows if row.overdue_days)
        returning, shown = self.importing.returning, self._register.shown
        number = shown if shown != ALL else None
        entries: list[Act] = []
        if late and len(late) < len(rows):
            entries.append((f"复制逾期催报文字（{len(late)}）", "copy", lambda: returning.copy_reminder(late)))
        entries.append((f"复制催报文字（{len(rows)}）", "copy", lambda: returning.copy_reminder(rows)))
        chosen = self.chosen_offices() if len(self.table.selectionModel().selectedRows()) > 1 else frozenset[str]()
        word = f"出催办单（选中的 {len(chosen):,} 个单位）…" if chosen else "出催办单…"
        entries.append((word, "papers", lambda: self._ask_slip(chosen)))
        entries.append(("生成催报邮件草稿…", "export", lambda: returning.ask_drafts(number)))
        with_books = "生成催报邮件草稿（附上工作簿）…"
        entries.append((with_books, "export", lambda: returning.ask_drafts(number, attach=True)))
        return [*entries, ("生成催报清单…", "export", lambda: returning.ask_reminder(number))]

    def _folder_act(self) -> list[Act]:
        """Return the way to the folder of the last workbooks, where this desk has written any."""
        known = bool(self.context.settings.sent_folder)
        return [("打开上次导出的文件夹", "folder", self.exporting.open_folder)] if known else []

    def more(self) -> list[Act]:
        """Return what is wanted seldom."""
        evidence = self.importing.evidence
        entries: list[Act] = [
            *self._folder_act(),
            ("导入整个文件夹…", "folder", self.ask_folder),
            ("导入佐证…", "import", evidence.ask_files),
            ("导入佐证文件夹…", "folder", evidence.ask_folder),
            ("未归档的佐证…", "file", evidence.open_box),
        ]
        waiting = self._register.waiting
        if waiting:
            entries.append((f"核对全部待核对（{len(waiting)}）…", "check", lambda: self.importing.review(*waiting)))
        if self._register.round is not None:
            entries.append(("批次的名称和备注…", "edit", lambda: self._ask_round(round_forms.name_form)))
        return [*entries, ("单位名称与别名…", "edit", self.open_offices)]

    def open_offices(self) -> OfficesDialog:
        """Open the table of names that people use for offices."""
        dialog = OfficesDialog(self.context, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _open_menu(self, position: QPoint) -> None:
        index: QModelIndex = self.table.indexAt(position)
        if index.isValid():
            self._menu(self.acts_on(index.data(ROW))).popup(self.table.viewport().mapToGlobal(position))

    def _open_below(self, button: QWidget, acts: list[Act]) -> None:
        self._menu(acts).popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

    def _menu(self, acts: list[Act]) -> QMenu:
        opened = menu(self.table)
        for text, icon, slot in acts:
            add(opened, text, icon, slot=slot)
        return opened

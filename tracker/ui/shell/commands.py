"""The commands of the window, declared once for shortcuts, menu, command palette and the sheet of shortcuts."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from tracker.model.enums import PaperKind
from tracker.ui.core.command import ABOUT, DO, FIND, GO, Command, bind
from tracker.ui.core.late import late
from tracker.ui.core.page_requests import ExportWorkbooks, ImportFiles, OpenPaper, OpenXray, RegisterSource
from tracker.ui.shell.window import Window
from tracker.ui.theme.icons import icon
from tracker.ui.widgets.menu import menu

if TYPE_CHECKING:
    from tracker.ui.shell import (
        compare,
        data_page,
        decision_log,
        history,
        holidays,
        light_rules,
        numbering,
        palette,
        presentation,
        record,
        shortcuts,
        themes,
    )
    from tracker.ui.shell import help as help_page
else:  # the first screen does without the dialogs
    compare = late("tracker.ui.shell.compare")
    data_page = late("tracker.ui.shell.data_page")
    decision_log = late("tracker.ui.shell.decision_log")
    help_page = late("tracker.ui.shell.help")
    history = late("tracker.ui.shell.history")
    holidays = late("tracker.ui.shell.holidays")
    light_rules = late("tracker.ui.shell.light_rules")
    numbering = late("tracker.ui.shell.numbering")
    palette = late("tracker.ui.shell.palette")
    presentation = late("tracker.ui.shell.presentation")
    record = late("tracker.ui.shell.record")
    shortcuts = late("tracker.ui.shell.shortcuts")
    themes = late("tracker.ui.shell.themes")


#: Groups of the menu beside that of the views.
HELP, RULES = "帮助", "规则、设置与数据"


class Commands(QObject):
    """The table of commands of a window; every dialog it opens is returned, for tests."""

    def __init__(self, window: Window, pages: tuple[tuple[str, str, str], ...]) -> None:
        """`pages` are key, icon and word of each page in the order of the rail."""
        super().__init__(window.frame())
        self._window = window
        self._pages = pages
        self._commands = self._declare()
        self._actions = {command.word: self._action(command) for command in self._commands}

    def _action(self, command: Command) -> QAction:
        """Return the action of a command: the menu shows it, and the window listens to its keys."""
        action = bind(self._window.frame(), command.word, command.keys, command.run)
        if command.icon:
            action.setIcon(icon(command.icon))
        return action

    def close_writing(self, reason: str) -> None:
        """Offer no command that writes, with the reason as its tip; "" offers them again."""
        for command in self._commands:
            if command.writes:
                action = self._actions[command.word]
                action.setEnabled(not reason)
                action.setToolTip(reason or command.word)

    def everywhere(self) -> tuple[Command, ...]:
        """Return what can be done on every page, in the order of menu and sheet."""
        return self._commands

    def _declare(self) -> tuple[Command, ...]:
        window = self._window
        pages = (
            Command(GO, word, partial(window.show_page, key), (f"Ctrl+{number}",) if number < 10 else (), symbol)
            for number, (key, symbol, word) in enumerate(self._pages, 1)
        )
        return (
            *pages,
            Command(DO, "撤销", window.undo, ("Ctrl+Z",), "undo", writes=True),
            Command(DO, "重做", window.redo, ("Ctrl+Y", "Ctrl+Shift+Z"), "reply", writes=True),
            *(self._sources() if any(key == "sources" for key, *_ in self._pages) else ()),
            *(self._exchange() if any(key == "exchange" for key, *_ in self._pages) else ()),
            *(self._papers() if any(key == "papers" for key, *_ in self._pages) else ()),
            Command(
                FIND, "体检", partial(window.show_page, "today", OpenXray()), ("Ctrl+Shift+X",), "check", under=FIND
            ),
            Command(FIND, "搜索本页", lambda: window.page().focus_search(), ("Ctrl+F",), "search", under=FIND),
            Command(FIND, "刷新", window.refresh, ("F5",), "refresh", under=FIND),
            Command(FIND, "放映本页的图", self.present, ("F11",), "chart", under=FIND),
            Command(FIND, "对比两个日期…", self.open_compare, ("Ctrl+Shift+D",), "split", under=FIND),
            Command(FIND, "任务变更历史…", self.open_history, ("Ctrl+H",), "clock", under=FIND),
            Command(FIND, "时限与状态变动…", self.open_decisions, (), "clock", under=FIND),
            Command(FIND, "变更记录…", self.open_record, ("Ctrl+Shift+H",), "undo", under=FIND),
            Command(ABOUT, "命令面板…", self.open_palette, ("Ctrl+K",), "target", under=HELP),
            Command(ABOUT, "快捷键…", self.open_shortcuts, ("Ctrl+/",), "columns", under=HELP),
            Command(ABOUT, "本页帮助…", self.open_help, ("F1",), "book", under=HELP),
            Command(ABOUT, "亮灯规则…", self.open_rules, (), "flag", under=RULES),
            Command(ABOUT, "节假日…", self.open_holidays, (), "calendar", under=RULES),
            Command(ABOUT, "主题名单…", self.open_themes, (), "flag", under=RULES),
            Command(ABOUT, "编号规则…", self.open_numbering, (), "target", under=RULES),
            Command(ABOUT, "设置…", window.open_settings, ("Ctrl+,",), "settings", under=RULES),
            Command(ABOUT, "数据、备份与恢复…", self.open_data, (), "folder", under=RULES),
            Command(ABOUT, "打开数据文件夹", self._open_folder, (), "folder", under=RULES),
        )

    def _sources(self) -> tuple[Command, ...]:
        show, bus = self._window.show_page, self._window.context.bus
        ask = lambda: bus.new_task_asked.emit(self._window.page().chosen_source())  # noqa: E731
        return (
            Command(DO, "新建任务…", ask, ("Ctrl+N",), "plus", writes=True),
            Command(
                DO, "登记来源…", partial(show, "sources", RegisterSource()), ("Ctrl+Shift+N",), "sources", writes=True
            ),
        )

    def _exchange(self) -> tuple[Command, ...]:
        show = self._window.show_page
        return (
            Command(DO, "导出工作簿…", partial(show, "exchange", ExportWorkbooks()), (), "export", writes=True),
            Command(DO, "导入反馈…", partial(show, "exchange", ImportFiles()), (), "import", writes=True),
        )

    def _papers(self) -> tuple[Command, ...]:
        show = self._window.show_page
        return tuple(
            Command(
                DO,
                f"出{'工作台账' if kind is PaperKind.LEDGER else kind.word}…",
                partial(show, "papers", OpenPaper(kind)),
                (),
                "papers",
                under="出文",
            )
            for kind in PaperKind
        )

    def here(self) -> tuple[Command, ...]:
        """Return what can be done on the page that is shown, first with the tasks chosen there."""
        page = self._window.page()
        return (*page.task_actions(), *page.commands())

    def offered(self) -> tuple[Command, ...]:
        """Return everything that can be done now, here and everywhere; nothing that writes where one may only read."""
        everything = (*self.here(), *self.everywhere(), *self._about_data())
        reading = bool(self._window.context.jobs.read_only)
        return tuple(command for command in everything if not (reading and command.writes))

    def open_menu(self, where: QPoint) -> QMenu:
        """Show everything in a menu with its shortcuts, what is wanted less often in groups one step away."""
        opened = menu(self._window.frame())
        opened.setToolTipsVisible(True)
        group, groups = DO, dict[str, QMenu]()
        for command in self._commands:
            if command.group == GO:
                continue
            if command.group != group and group == DO:
                opened.addSeparator()
            group = command.group
            if command.under and command.under not in groups:
                below = groups[command.under] = menu(opened)
                below.setTitle(command.under)
                below.setToolTipsVisible(True)
                opened.addMenu(below)
            groups.get(command.under, opened).addAction(self._actions[command.word])
        opened.aboutToHide.connect(opened.deleteLater)
        opened.popup(where)
        return opened

    def open_palette(self) -> QDialog:
        """Open the palette over commands and tasks."""
        return self._open(palette.PaletteDialog(self._window.context, self.offered(), self._window.frame()))

    def open_shortcuts(self) -> QDialog:
        """Open the sheet of all shortcuts."""
        return self._open(shortcuts.ShortcutsDialog(self.everywhere(), self._window.frame()))

    def open_help(self) -> QDialog:
        """Open the help of the page that is shown."""
        return self.open_help_on(self._window.current_key())

    def open_help_on(self, key: str) -> QDialog:
        """Open a page of the help."""
        return self._open(help_page.HelpDialog(key, self._window.frame()))

    def present(self) -> QWidget | None:
        """Show the charts of the page one by one over the whole screen."""
        return presentation.present(self._window)

    def open_rules(self) -> QDialog:
        """Open the editor of the light rules."""
        return self._open(light_rules.LightRulesDialog(self._window.context, self._window.frame()))

    def open_holidays(self) -> QDialog:
        """Open the arrangement of holidays."""
        return self._open(holidays.HolidaysDialog(self._window.context, self._window.frame()))

    def open_themes(self) -> QDialog:
        """Open the list of themes."""
        return self._open(themes.ThemeListDialog(self._window.context, self._window.frame()))

    def open_numbering(self) -> None:
        """Open the rule of numbers once it is read."""
        numbering.ask_numbering(self._window.context, self._window.frame())

    def open_data(self, press: str = "") -> QDialog:
        """Open the page about the ledger as data: place, backups, check, size; `press` is a button of it."""
        return data_page.open_data(self._window.context, self._window.frame(), press)

    def _about_data(self) -> tuple[Command, ...]:
        """Return what the palette offers of that page at once."""
        if self._window.context.ledger_file is None:
            return ()
        entries = (
            ("立即备份", "backup", "folder"), ("从备份恢复…", "restore", "undo"),
            ("打开备份文件夹", "backups", "folder"), ("检查台账", "check", "check"),
        )  # fmt: skip
        return tuple(Command(ABOUT, word, partial(self.open_data, key), icon=icon) for word, key, icon in entries)

    def open_compare(self) -> QDialog:
        """Open the comparison of two days."""
        return self._open(compare.CompareDialog(self._window.context, self._window.frame()))

    def open_history(self) -> QDialog | None:
        """Open the history of the current task, None when there is none."""
        chosen = self._window.page().chosen_tasks()
        if not chosen:
            return None
        task = chosen[0]
        return self._open(
            history.HistoryDialog(self._window.context, task.id, f"{task.code} {task.title}", self._window.frame())
        )

    def open_record(self, only: frozenset[int] = frozenset()) -> QDialog:
        """Open the record of all acts, or of `only` some, where older ones are taken back."""
        return self._open(record.RecordDialog(self._window.context, self._window.frame(), only))

    def open_decisions(self) -> QDialog:
        """Open the list of decisions about deadlines and statuses."""
        return self._open(decision_log.DecisionsDialog(self._window.context, self._window.frame()))

    def _open(self, dialog: QDialog) -> QDialog:
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()
        return dialog

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._window.context.data_dir)))

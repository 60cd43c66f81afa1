"""The window: rail, pages built at their first visit, toasts, shortcuts, files dropped from outside."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from tracker.model.changes import Changes
from tracker.model.rows import AppState
from tracker.settings import system_user
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import PATIENCE, Jobs
from tracker.ui.core.late import late
from tracker.ui.core.page_requests import ImportFiles
from tracker.ui.core.preload import load_database_libraries, load_pages
from tracker.ui.page import Page
from tracker.ui.shell.commands import Commands
from tracker.ui.shell.corner import Corner
from tracker.ui.shell.file_drop import (
    DropHint,
    add_evidence_at,
    article_of,
    files_of,
    handed_in_of,
    hint_for,
    workbooks_of,
)
from tracker.ui.shell.page_list import FIRST, PAGES, PageEntry
from tracker.ui.shell.reminder import Reminder
from tracker.ui.shell.today_count import TodayCount
from tracker.ui.theme import style
from tracker.ui.widgets.calendar import CalendarDays
from tracker.ui.widgets.notice_bar import NoticeBar
from tracker.ui.widgets.rail import NARROW, Rail
from tracker.ui.widgets.toast import Toasts

if TYPE_CHECKING:
    from tracker.queries import app_state
    from tracker.services import undo
    from tracker.ui.shell import drop_questions
    from tracker.ui.task import new_task
    from tracker.ui.widgets import dialog
else:
    app_state = late("tracker.queries.app_state")
    undo = late("tracker.services.undo")
    drop_questions = late("tracker.ui.shell.drop_questions")
    new_task = late("tracker.ui.task.new_task")
    dialog = late("tracker.ui.widgets.dialog")

#: The window of a first start, and what its frame and title take beside it.
FIRST_SIZE, FRAME = QSize(1366, 768), QSize(16, 39)
#: What is said to who closes the window too early.
UNSENT = (
    "{} 处修改在等服务器连上，还没有保存。现在关闭，填写的文字留作草稿，其他操作要重做；"
    "连上以后会自动保存，再关闭就不会丢。"
)


class MainWindow(QMainWindow):
    """Owns the pages and nothing else: what they show they read through the context's jobs."""

    actor_changed = Signal(str)  # the name for the history from now on

    def __init__(self, context: Context, pages: tuple[PageEntry, ...] = PAGES) -> None:
        super().__init__()
        self.context = context
        self.state: AppState | None = None
        self._entries = {entry.key: entry for entry in pages}
        self._pages: dict[str, Page] = {}
        self._current, self._leaves = "", False
        self._left: dict[str, QWidget] = {}
        self.setWindowTitle("智造台账")
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 480)
        self.rail = Rail([(entry.key, entry.icon, entry.word) for entry in pages if not entry.under])
        self.stack = QStackedWidget()
        self.foot = Corner(context, self.rail, self)
        self.bar = NoticeBar()
        self._lay_out()
        self.drop_hint = DropHint(self)
        self.toasts = Toasts(self)
        self.toasts.undo = self.undo
        self.toasts.left.connect(lambda: self.page().setFocus())
        self.commands = Commands(self, tuple((entry.key, entry.icon, entry.word) for entry in pages))
        self.new_tasks: new_task.NewTasks | None = None  # made when the first is asked for
        self._connect()
        self.today_count = TodayCount(context, self)
        if "today" in self.rail.entries:
            self.today_count.counted.connect(self.rail.entries["today"].set_count)
        self.reminder = Reminder(context, self)
        self.reminder.clicked.connect(self._show_reminded)
        self._restore()
        self._close_writing(context.jobs.read_only)
        self.show_page(FIRST if FIRST in self._entries else pages[0].key)
        self._read_state()

    def _lay_out(self) -> None:
        frame = QWidget()
        box = QHBoxLayout(frame)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        box.addLayout(column, 1)
        self.setCentralWidget(frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave only the icons of the rail in a narrow window."""
        self.rail.set_narrow(self.width() < NARROW)
        super().resizeEvent(event)

    def _connect(self) -> None:
        jobs, bus = self.context.jobs, self.context.bus
        self.rail.page_clicked.connect(self.show_page)
        self.rail.settings_clicked.connect(self.open_settings)
        self.rail.more_clicked.connect(self.commands.open_menu)
        bus.changed.connect(self._on_changed)
        bus.notified.connect(self.toasts.show_notice)
        bus.page_asked.connect(self.show_page)
        bus.new_task_asked.connect(self._ask_task)
        bus.named.connect(self._take_name)
        bus.record_asked.connect(self.commands.open_record)
        bus.acts_asked.connect(self.commands.open_record)
        bus.decisions_asked.connect(self.commands.open_decisions)
        bus.help_asked.connect(self.commands.open_help_on)
        jobs.failed.connect(self._warn)
        jobs.queued.connect(self._say_queued)
        jobs.long_started.connect(self.toasts.show_job)
        jobs.closed.connect(self._close_writing)
        jobs.waiting.connect(self._warn)

    def frame(self) -> QWidget:
        """Return the widget that dialogs and menus belong to: the window itself."""
        return self

    def current_key(self) -> str:
        """Return the key of the page that is shown."""
        return self._current

    def calendar_days(self) -> CalendarDays:
        """Return the day, and the deadlines that calendars of the window's dialogs mark."""
        return CalendarDays(self.context.today(), self.context.due_days)

    def writing(self) -> Jobs:
        """Return what knows whether the ledger may be written, for the dialogs of the window."""
        return self.context.jobs

    def page(self) -> Page:
        """Return the page that is shown."""
        return self._pages[self._current]

    def built(self) -> tuple[str, ...]:
        """Return the keys of the pages that were visited so far."""
        return tuple(self._pages)

    def show_page(self, key: str, target: object = None) -> None:
        """Show a page, created at its first visit, and open the target on it."""
        if key not in self._entries:
            return
        if key not in self._pages:
            if self._pages:  # the first page stands without them
                load_database_libraries()
            page = self._entries[key].make(self.context, self.stack)
            if key in self.rail.entries:
                page.counted.connect(self.rail.entries[key].set_count)
            self._pages[key] = page
            if key == "today":
                self.today_count.stop()
            self.stack.addWidget(page)
        self._note_focus()
        self._current = key
        self.stack.setCurrentWidget(self._pages[key])
        if (entry := self._entries[key].under or key) in self.rail.entries:
            self.rail.select(entry)
        left = self._left.get(key)
        self._hand_over_focus(left if left is not None and isValid(left) else self._pages[key])
        if target is not None:
            self._pages[key].open_target(target)

    def _note_focus(self) -> None:
        """Remember where the keyboard is on the page that is left: Qt moves it on when the page is hidden.

        A button was the way to the other page; who comes back by the mouse would see it framed.
        """
        focused, page = self.focusWidget(), self._pages.get(self._current)
        button = isinstance(focused, QAbstractButton)
        if page is not None and focused is not None and page.isAncestorOf(focused) and not button:
            self._left[self._current] = focused
        else:
            self._left.pop(self._current, None)

    def _hand_over_focus(self, widget: QWidget) -> None:
        """Give the page the keyboard where it was left, unless somebody walks through the rail with the arrows."""
        focused = self.focusWidget()
        if focused is None or not self.rail.isAncestorOf(focused):
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def undo(self, batch_id: int | None = None) -> None:
        """Undo a batch, the newest when none is given."""
        self.context.jobs.long(
            lambda s, step: undo.undo_batch(s, batch_id, step), title="撤销", show_after_ms=PATIENCE, toast=True
        )

    def redo(self) -> None:
        """Redo the batch that was undone last."""
        self.context.jobs.long(
            lambda s, step: undo.redo_batch(s, step), title="重做", show_after_ms=PATIENCE, toast=True
        )

    def _show_reminded(self) -> None:
        self.showNormal() if self.isMinimized() else self.show()
        self.activateWindow()
        self.show_page("today")

    def _ask_task(self, source: str) -> None:
        """Ask for a new task, of a source that is proposed."""
        if self.new_tasks is None:
            self.new_tasks = new_task.NewTasks(self.context, self, lambda: self._current == "ledger")
        self.new_tasks.ask(source)

    def open_settings(self) -> None:
        """Open the settings and apply what was chosen."""
        from tracker.ui.shell.settings import SettingsDialog

        dialog = SettingsDialog(self.context, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(self._apply_settings)
        dialog.rules_asked.connect(dialog.reject)
        dialog.rules_asked.connect(self.commands.open_rules)
        dialog.mail_asked.connect(dialog.reject)
        dialog.mail_asked.connect(self.open_mail_settings)
        dialog.data_asked.connect(dialog.reject)
        dialog.data_asked.connect(self.commands.open_data)
        dialog.holidays_asked.connect(dialog.reject)
        dialog.holidays_asked.connect(self.commands.open_holidays)
        dialog.open()

    def open_mail_settings(self) -> None:
        """Open the texts of the mails."""
        from tracker.ui.shell.mail_settings import ask_mail_settings

        ask_mail_settings(self.context, self)

    def _apply_settings(self, theme: style.Choice, actor: str) -> None:
        self.context.remember(theme=theme, actor=actor)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            style.apply(app, theme)
        self.actor_changed.emit(actor or system_user())
        self._show_state()

    def _take_name(self, actor: str) -> None:
        """Write acts under a name from now on."""
        self._apply_settings(cast("style.Choice", self.context.settings.theme), actor)

    def _warn(self, sentence: str) -> None:
        self.toasts.show_notice(Notice(sentence, warning=True))

    def refresh(self) -> None:
        """Read the page that is shown again."""
        self.page().refresh()
        self._read_state()

    def _on_changed(self, _changes: Changes) -> None:
        self._read_state()

    def _read_state(self) -> None:
        self.context.jobs.read(lambda s: app_state.read_state(s), on_result=self._set_state, owner=self, key="state")

    def _set_state(self, state: AppState) -> None:
        if self.state is None:
            self._offer_drafts()
            if state.notice:
                self.context.bus.notified.emit(Notice(state.notice, warning=True))
        if self.state is None:
            self.today_count.begin()
        if self.state is None:  # the first page has asked for what it shows by now
            self.context.jobs.read(
                lambda _s: load_pages(entry.key for entry in PAGES), on_result=lambda _none: None, owner=self
            )
        self.state = state
        self.context.jobs.close_writing(self.context.preview or state.read_only)
        if "exchange" in self.rail.entries:
            self.rail.entries["exchange"].set_count(state.pending_returns)
        self._show_state()

    def _offer_drafts(self) -> None:
        """Say at the start what was typed last time and not saved; it is offered in its fields."""
        drafts = tuple(self.context.drafts.all().values())
        if drafts:
            subjects = "、".join(dict.fromkeys(draft.subject for draft in drafts))
            self.context.bus.notified.emit(Notice(f"上次有 {len(drafts):,} 处没有保存的填写", detail=subjects))

    def _say_queued(self) -> None:
        who = f"（{self.context.jobs.writer}）" if self.context.jobs.writer else ""
        self.context.bus.notified.emit(Notice(f"另一台电脑正在写入{who}，轮到后自动保存"))

    def _show_state(self) -> None:
        self.foot.show_state(self.state)

    def _close_writing(self, reason: str) -> None:
        """Offer nothing that writes where the ledger may only be read, and say why; "" offers it again."""
        self.commands.close_writing(reason)
        self.bar.say(reason)
        self._show_state()

    def show_reach(self, reached: bool) -> None:
        """Say in the corner whether the ledger answers, and since when it does not."""
        self.foot.show_reach(reached)
        if reached:
            self.context.jobs.send_again()
            if self.state is None:  # it answers for the first time: nothing was read yet
                self.context.bus.changed.emit(Changes(everything=True))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept workbooks dragged in from outside, and any file where a task may get it as evidence."""
        data = event.mimeData()
        evidence = files_of(data) and self.page().evidence_target() is not None
        if handed_in_of(data) or evidence or article_of(data) is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say what letting go here would do."""
        hint = hint_for(self.page(), self.mapToGlobal(event.position().toPoint()), event.mimeData())
        if hint is None:
            self.drop_hint.hide()
            event.ignore()
            return
        self.drop_hint.show_over(*hint)
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing is about to be let go any more."""
        self.drop_hint.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Keep files dropped on a task as its evidence; import workbooks and folders, review an article."""
        self.drop_hint.hide()
        data, position = event.mimeData(), self.mapToGlobal(event.position().toPoint())
        handed_in = handed_in_of(data)
        if add_evidence_at(self.page(), position, files_of(data)):
            event.acceptProposedAction()
        elif handed_in:
            event.acceptProposedAction()
            if len(handed_in) == 1 and workbooks_of(data) and not handed_in[0].is_dir():
                self._questions().sort_workbook(handed_in[0])
            else:
                self.show_page("exchange", ImportFiles(handed_in))
        elif (article := article_of(data)) is not None:
            event.acceptProposedAction()
            self._ask_text(article)

    def _questions(self) -> "drop_questions.DropQuestions":
        return drop_questions.DropQuestions(self.context, self, self.show_page)

    def _ask_text(self, path: Path) -> None:
        """Ask what a text is for; evidence goes to the task that is open."""
        target = self.page().evidence_target()
        add = target.add if target is not None else lambda _path: None
        self._questions().ask_text(path, target.task if target is not None else None, add)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember position and size of the window; ask first where acts still wait for the server."""
        if self.context.jobs.unsent and not self._leaves:
            event.ignore()
            sentence = UNSENT.format(self.context.jobs.unsent)
            dialog.ask(self, "还有没有保存的修改", sentence, "仍然关闭", self._leave, danger=True)
            return
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self.context.remember(geometry=geometry, page=self._current)
        self.context.drafts.write()
        super().closeEvent(event)

    def _leave(self) -> None:
        self._leaves = True
        self.close()

    def _restore(self) -> None:
        stored = QByteArray.fromBase64(self.context.settings.geometry.encode("ascii", "ignore"))
        if stored.isEmpty() or not self.restoreGeometry(stored):
            self.resize(FIRST_SIZE)

    def fit(self, room: QSize) -> None:
        """Fill a screen that has no room for the window of a first start, with its frame and title."""
        wanted = FIRST_SIZE + FRAME
        if not self.context.settings.geometry and wanted.boundedTo(room) != wanted:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)

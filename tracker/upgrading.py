"""Asks in the window before a server's ledger is upgraded, does it on a thread of its own, and goes on with it."""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from tracker import paths
from tracker.errors import OutdatedError, TrackerError
from tracker.files.system_words import system_words
from tracker.ui.core.bus import Bus, Notice
from tracker.ui.core.jobs import Jobs
from tracker.ui.core.main_thread import Waker
from tracker.ui.shell.upgrade_dialog import UpgradeDialog

if TYPE_CHECKING:
    from tracker.store.engine import Database

_FAILED = "没有成功，服务器上的台账没有变化；请稍后再试。"


class Upgrading(QObject):
    """Opens one dialog however many jobs find the ledger outdated; nothing is migrated before somebody says so."""

    def __init__(self, jobs: Jobs, bus: Bus, window: QWidget, folder: Path, reach: Callable[[], "Database"]) -> None:
        """`folder` is the data folder of this desk; `reach` returns the server whatever the schema of its ledger."""
        super().__init__(window)
        self._jobs, self._bus, self._window, self._folder, self._reach = jobs, bus, window, folder, reach
        self._dialog: UpgradeDialog | None = None
        self._steps: deque[str] = deque()
        self._sentence, self._error = "", ""
        self._looked_at: tuple[str, Path] | None = None  # which copy was unpacked, to be shown
        self.open_preview: Callable[[str, Path], object] = lambda _words, _folder: None
        self._stepped, self._ended = Waker(self), Waker(self)
        self._stepped.woken.connect(self._say_step)
        self._ended.woken.connect(self._answer)

    def ask(self, error: OutdatedError) -> None:
        """Ask whether the ledger is to be upgraded."""
        if self._dialog is not None:
            return
        self._dialog = UpgradeDialog(error.question, self._window, may_upgrade=error.may_upgrade)
        self._dialog.upgrade_wanted.connect(lambda: self._begin("正在连接服务器…", self._upgrade))
        self._dialog.look_wanted.connect(lambda: self._begin("正在取来台账的内容，请稍候…", self._look))
        self._dialog.leave_wanted.connect(self._leave)
        self._dialog.open()

    def _begin(self, words: str, work: Callable[[], str]) -> None:
        assert self._dialog is not None
        self._dialog.begin(words)
        self._jobs.hold()  # who asks meanwhile waits for its end
        Thread(target=self._work, args=(work,), name="upgrade", daemon=True).start()

    def _work(self, work: Callable[[], str]) -> None:
        """Do it on this thread; what is a bug reaches the crash dialog, and the dialog may be used again."""
        self._sentence, self._error = "", _FAILED
        try:
            self._sentence, self._error = work(), ""
        except TrackerError as error:
            self._error = error.sentence
        except OSError as error:
            self._error = f"没有成功：{system_words(error)}。"
        finally:
            self._ended.wake()

    def _upgrade(self) -> str:
        from tracker.store.upgrading import upgrade_server

        server = self._reach()
        try:
            kept = upgrade_server(server, self._folder, paths.migrations_dir(), self._step)
        finally:
            server.close()
        return f"服务器上的台账已是新结构；升级前的备份在 {kept}" if kept else "服务器上的台账已由别的电脑升级"

    def _look(self) -> str:
        """Unpack a verified backup of the server's ledger as it is, brought up to this program's schema here only."""
        from tracker.services.ledger_data import unpack_preview
        from tracker.store.backups.keeping import private_folder
        from tracker.store.backups.server_copy import backup_server

        server, now = self._reach(), datetime.now().astimezone()
        when = f"{now.month}月{now.day}日 {now:%H:%M}"
        try:
            with private_folder(self._folder) as drafts:
                backup_server(server, drafts / "server.zip", paths.migrations_dir())
                self._looked_at = f"服务器台账 {when} · 只读", unpack_preview(drafts / "server.zip")
        finally:
            server.close()
        return f"{when} 的内容已在另一个窗口打开，只能查看；以后的修改不在其中"

    def _step(self, words: str) -> None:
        self._steps.append(words)
        self._stepped.wake()

    def _say_step(self) -> None:
        if self._dialog is not None:
            self._dialog.say(self._steps.popleft())

    def _answer(self) -> None:
        assert self._dialog is not None
        looked_at, self._looked_at = self._looked_at, None
        if looked_at is not None:
            self.open_preview(*looked_at)
        if self._error or looked_at is not None:
            self._jobs.release()
            self._dialog.end(self._error or self._sentence)
            return
        self._close_dialog()
        self._bus.notified.emit(Notice(self._sentence))
        self._jobs.release()
        self._jobs.begin_again()

    def _close_dialog(self) -> None:
        assert self._dialog is not None
        self._dialog.accept()
        self._dialog.deleteLater()
        self._dialog = None

    def _leave(self) -> None:
        """Close the dialog first: a window below one that stays open does not close."""
        self._close_dialog()
        self._window.close()
        QApplication.exit(0)

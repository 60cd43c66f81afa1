"""Leads a window out of a damaged ledger: asks what to do, does it on a thread of its own, opens the ledger again."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from tracker import paths
from tracker.errors import TrackerError
from tracker.files.system_words import system_words
from tracker.model.changes import Changes
from tracker.store.backups.kept_folder import newest_words
from tracker.ui.core.bus import Bus, Notice
from tracker.ui.core.main_thread import Waker
from tracker.ui.shell.recovery_dialog import RecoveryDialog


class Recovering(QObject):
    """Opens one dialog however many jobs find the ledger damaged."""

    recovered = Signal()
    busy = Signal()  # the file is about to be exchanged: nobody may read it
    over = Signal()  # it may be read again

    def __init__(
        self, ledger: Path, desk: str, actor: str, bus: Bus, window: QWidget, close: Callable[[], object]
    ) -> None:
        """`close` gives the ledger's file free before it is exchanged."""
        super().__init__(window)
        self._ledger, self._desk, self._actor = ledger, desk, actor
        self._bus, self._window, self._close = bus, window, close
        self._dialog: RecoveryDialog | None = None
        self._sentence, self._error = "", ""
        self._looked_at: Path | None = None  # where what can be read was unpacked, to be shown
        self.open_preview: Callable[[str, Path], object] = lambda _words, _folder: None
        self._waker = Waker(self)
        self._waker.woken.connect(self._answer)

    def open(self) -> None:
        """Ask what is to be done about the ledger that is damaged or gone."""
        if self._dialog is not None:
            return
        missing = not self._ledger.exists()
        self._dialog = RecoveryDialog(newest_words(self._ledger), self._window, missing=missing)
        self._dialog.restore_wanted.connect(lambda: self._begin("正在从备份恢复…", self._restore))
        self._dialog.salvage_wanted.connect(lambda: self._begin("正在逐行读出，请稍候…", self._salvage))
        self._dialog.look_wanted.connect(lambda: self._begin("正在读出能看的内容，请稍候…", self._look))
        self._dialog.leave_wanted.connect(self._leave)
        self._dialog.open()

    def restore(self, backup: Path) -> None:
        """Put a backup in place of the ledger, which may be sound; a refusal is said in a warning."""
        self.busy.emit()
        self._close()
        work = partial(self._restore_from, backup)
        Thread(target=self._work, args=(work,), name="recovery", daemon=True).start()

    def _begin(self, words: str, work: Callable[[], str]) -> None:
        assert self._dialog is not None
        self._dialog.begin(words)
        self.busy.emit()
        self._close()
        Thread(target=self._work, args=(work,), name="recovery", daemon=True).start()

    def _work(self, work: Callable[[], str]) -> None:
        self._sentence = self._error = ""
        try:
            self._sentence = work()
        except (TrackerError, OSError) as error:
            self._error = error.sentence if isinstance(error, TrackerError) else f"没有成功：{system_words(error)}。"
        self._waker.wake()

    def _restore(self) -> str:
        from tracker.store.backups.keeping import FOLDER
        from tracker.store.backups.kept_folder import newest_sound

        newest = newest_sound(self._ledger.parent / FOLDER)
        if newest is None:
            return self._salvage()
        return self._restore_from(newest.path)

    def _restore_from(self, backup: Path) -> str:
        from tracker.store.backups.restoring import restore_backup

        restored = restore_backup(self._ledger, backup, paths.migrations_dir(), actor=self._actor, desk=self._desk)
        what = "损坏的文件" if restored.damaged else "原来的台账"
        kept = f"；{what}保存在 {restored.kept}" if restored.kept is not None else ""
        return f"已从 {backup.name} 恢复{kept}"

    def _salvage(self) -> str:
        from tracker.store.backups.recovery import recover

        recovered = recover(self._ledger, paths.migrations_dir(), self._actor, self._desk)
        return f"{recovered.counts.sentence}；损坏的文件保存在 {recovered.kept}"

    def _look(self) -> str:
        """Unpack what can be read of the damaged ledger, to be looked at; the file stays as it is."""
        from tracker.store.backups.salvage import salvage

        folder = Path(tempfile.mkdtemp(prefix="zhizao-preview-"))
        counts = salvage(self._ledger, None, folder / paths.LEDGER_FILE, paths.migrations_dir())
        self._looked_at = folder
        return f"读出 {counts.read:,} 行，{counts.lost}；已在另一个窗口打开，只能查看"

    def _show_looked_at(self, folder: Path) -> None:
        assert self._dialog is not None
        self._looked_at = None
        self.open_preview("损坏的台账里能读出的内容 · 只读", folder)
        self._dialog.fail(self._sentence, can_restore=bool(newest_words(self._ledger)))

    def _answer(self) -> None:
        if self._looked_at is not None and self._dialog is not None:
            self._show_looked_at(self._looked_at)
            return
        self.over.emit()
        if self._dialog is None:
            self._say_restored()
            return
        if self._error:
            self._dialog.fail(self._error, can_restore=bool(newest_words(self._ledger)))
            return
        self._dialog.accept()
        self._dialog.deleteLater()
        self._dialog = None
        self._say_restored()

    def _say_restored(self) -> None:
        """Say what came of it; the pages read the ledger anew."""
        if self._error:
            self._bus.notified.emit(Notice(self._error, warning=True))
            return
        self._bus.changed.emit(Changes(everything=True))
        self._bus.notified.emit(Notice(self._sentence))
        self.recovered.emit()

    def _leave(self) -> None:
        QApplication.quit()

"""Opens the window, or takes the tour where no window can be."""

import argparse
import atexit
import os
import shutil
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QMessageBox, QWidget
from shiboken6 import isValid

from tracker.backing_up import BackingUp
from tracker.desktop import Desktop, application, build
from tracker.log import conceal
from tracker.paths import data_dir
from tracker.recovering import Recovering
from tracker.settings import fault_of, system_user
from tracker.ui.core.bus import Notice
from tracker.ui.core.first_steps import begin_a_start
from tracker.ui.core.page_requests import ImportFiles
from tracker.ui.shell.crash_dialog import CrashNet
from tracker.ui.shell.folder_warning import warn_of_readers
from tracker.ui.shell.main_window import MainWindow
from tracker.ui.shell.signing_in import SigningIn
from tracker.ui.shell.single_instance import Instance, bring_forward
from tracker.ui.shell.watch import Watch
from tracker.upgrading import Upgrading

NO_DISPLAY = "这台机器没有显示器，不能打开窗口；改为生成台账摘要和各页图片。"
#: Set by the start benchmark: quit as soon as the ledger has painted its first rows.
QUIT_WHEN_PAINTED = "TRACKER_QUIT_WHEN_PAINTED"
#: Milliseconds; a second start is patient, the first paint is not.
LISTEN_AFTER = 300


def run(arguments: argparse.Namespace) -> int:
    """Open the window, or take the tour where no display is there; return the exit code."""
    if not has_display():
        from tracker import tour

        print(NO_DISPLAY, file=sys.stderr)
        return tour.run_tour(arguments)
    instance = Instance(data_dir(arguments.data), conceal(arguments.db or ""))
    if not instance.is_first() and instance.hand_over(arguments.files):
        return 0
    begun = application()  # before it no timer begins: later starts would never be heard
    QTimer.singleShot(LISTEN_AFTER, begun, instance.listen)
    again: Again | None = Again(fault_of(data_dir(arguments.data)))
    try:
        while again is not None:
            code, again = _run_window(arguments, instance, again)
            arguments.db, arguments.files = None, []  # the settings say where the ledger is now
        return code
    finally:
        instance.close()


@dataclass(frozen=True, slots=True)
class Again:
    """What a window begins with whose ledger lies elsewhere than that of the one before: why, and the password."""

    sentence: str = ""
    password: str = ""


def _run_window(arguments: argparse.Namespace, instance: Instance, begun: Again) -> tuple[int, Again | None]:
    """Show a window until it is closed; return the exit code, and what the next begins with where there is one."""
    desktop = build(arguments, paint_first=True, password=begun.password)
    net = CrashNet(lambda: desktop.window)
    net.install()
    desktop.context.jobs.crashed.connect(net.show)
    desktop.window.fit(desktop.window.screen().availableGeometry().size())
    desktop.window.show()
    desktop.window.reminder.start()
    paint = FirstPaint(desktop.window)
    paint.seen.connect(_end if os.environ.get(QUIT_WHEN_PAINTED) else desktop.context.jobs.release)
    take_call = partial(_take_call, desktop.window)
    instance.called.connect(take_call)
    if _show_another_page(desktop, arguments.files):
        QTimer.singleShot(0, paint.say)  # its own reading must not wait for rows of a ledger that is not on the screen
    if begun.sentence:
        desktop.context.bus.notified.emit(Notice(begun.sentence))
    _watch_for_damage(desktop)
    _let_in(desktop)
    _ask_before_upgrade(desktop)
    desktop.context.open_preview = _open_preview
    wanted: list[Again] = []
    desktop.context.reopen = lambda sentence, password: _close_for(wanted, desktop.window, Again(sentence, password))
    watch = Watch(desktop.context, desktop.window)
    watch.reached.connect(desktop.window.show_reach)
    paint.seen.connect(watch.start)
    paint.seen.connect(lambda: warn_of_readers(desktop.context, desktop.window))
    keeper = _keeper(desktop)
    try:
        return desktop.app.exec(), wanted[0] if wanted else None
    finally:
        instance.called.disconnect(take_call)
        ended = desktop.close()
        if keeper is not None:
            keeper.end()
        if not ended:
            os._exit(0)  # a server that does not answer keeps no window from closing


def _show_another_page(desktop: Desktop, workbooks: list[Path]) -> bool:
    """Show the page that this start is about; tell whether it is another than the ledger."""
    if workbooks:
        desktop.window.show_page("exchange", ImportFiles(tuple(workbooks)))
    elif begin_a_start(desktop.context):
        desktop.window.show_page("today")
    else:
        return False
    return True


def _close_for(wanted: list[Again], window: MainWindow, again: Again) -> None:
    """Close a window with the dialogs on it, and remember what the next begins with."""

    def close() -> None:
        for dialog in window.findChildren(QDialog):
            if isValid(dialog) and dialog.isVisible():
                dialog.reject()
        window.close()
        QApplication.exit(0)

    wanted.append(again)
    QTimer.singleShot(0, close)  # whoever asked for it ends first


def _let_in(desktop: Desktop) -> None:
    """Ask for the password of a server that wants one, where neither a passfile nor the system has it."""
    context, ledger = desktop.context, desktop.ledger
    if ledger.file is not None:
        return
    signing = SigningIn(context.jobs, context.bus, desktop.window, ledger.shown, ledger.sign_in)
    context.jobs.locked.connect(signing.ask)


def _ask_before_upgrade(desktop: Desktop) -> None:
    """Ask whether a server's ledger of an older schema is to be upgraded."""
    context, ledger = desktop.context, desktop.ledger
    if ledger.file is not None:
        return
    upgrading = Upgrading(context.jobs, context.bus, desktop.window, context.data_dir, ledger.reached)
    context.jobs.outdated.connect(upgrading.ask)
    upgrading.open_preview = lambda words, folder: context.open_preview(words, folder)  # noqa: PLW0108 - said later


def _watch_for_damage(desktop: Desktop) -> None:
    """Offer recovery where the ledger's file turns out to be damaged."""
    if desktop.ledger.file is None:
        return
    stored = desktop.context.settings
    actor = stored.actor or system_user()
    recovering = Recovering(
        desktop.ledger.file, stored.desk, actor, desktop.context.bus, desktop.window, desktop.ledger.close
    )
    recovering.busy.connect(desktop.context.jobs.hold)
    recovering.over.connect(desktop.context.jobs.release)
    desktop.context.jobs.damaged.connect(recovering.open)
    desktop.context.restore = recovering.restore
    # Looked up when it is asked for: who starts a second window is said later.
    recovering.open_preview = lambda words, folder: desktop.context.open_preview(words, folder)  # noqa: PLW0108


def _open_preview(words: str, folder: Path) -> None:
    """Start a second window on an unpacked backup; its folder goes with this program."""
    from tracker.ui.shell.data_page import start_preview

    frozen = bool(getattr(sys, "frozen", False))
    start_preview([sys.executable] if frozen else [sys.executable, "-m", "tracker"], words, folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


def _keeper(desktop: Desktop) -> BackingUp | None:
    """Return what backs an open ledger up, begun; a server has its own backups, a measured start none."""
    if desktop.ledger.file is None or desktop.context.preview or os.environ.get(QUIT_WHEN_PAINTED):
        return None
    context = desktop.context
    second = lambda: context.settings.second_backup  # noqa: E731 - one expression, used once
    # Of the application: its thread may outlive the window, and another window may come after this one.
    keeper = BackingUp(desktop.ledger.file, context.settings.desk, second, context.bus, desktop.app)
    keeper.start()
    return keeper


def tell(sentence: str) -> None:
    """Show one sentence in a box, for a start that ends before there is a window."""
    application()
    QMessageBox.warning(None, "智造台账", sentence)


def _take_call(window: MainWindow, workbooks: tuple[Path, ...]) -> None:
    bring_forward(window)
    if workbooks:
        window.show_page("exchange", ImportFiles(workbooks))


def has_display() -> bool:
    """Tell whether a window can be opened here; a platform chosen by hand is believed."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _end() -> None:
    print("painted", flush=True)  # whoever measures stops the clock here
    QApplication.quit()


class FirstPaint(QObject):
    """Says once that a table with rows was painted, or that PATIENCE ms went by without one."""

    PATIENCE = 1_000
    seen = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._views = {view.viewport(): view for view in window.findChildren(QAbstractItemView)}
        for viewport in self._views:
            viewport.installEventFilter(self)
        self._said = False
        if not os.environ.get(QUIT_WHEN_PAINTED):
            QTimer.singleShot(self.PATIENCE, self.say)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See paints go by; the word comes after the paint is done."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched in self._views:
            model = self._views[watched].model()
            if model is not None and model.rowCount() > 0:
                QTimer.singleShot(0, self.say)
        return False

    def say(self) -> None:
        """Say it, unless it was said."""
        if not self._said:
            self._said = True
            for viewport in self._views:
                viewport.removeEventFilter(self)
            self.seen.emit()

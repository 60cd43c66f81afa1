"""Opens the window, or takes the tour where no window can be."""

import argparse
import os
import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from tracker.desktop import build
from tracker.ui.crash import CrashNet
from tracker.ui.main_window import MainWindow

NO_DISPLAY = "这台机器没有显示器，不能打开窗口；改为生成台账摘要和各页图片。"
#: Set by the start benchmark: quit as soon as the ledger has painted its first rows.
QUIT_WHEN_PAINTED = "TRACKER_QUIT_WHEN_PAINTED"


def run(arguments: argparse.Namespace) -> int:
    """Open the window, or take the tour where no display is there; return the exit code."""
    if not has_display():
        from tracker import tour

        print(NO_DISPLAY, file=sys.stderr)
        return tour.take(arguments)
    desktop = build(arguments)
    net = CrashNet(lambda: desktop.window)
    net.install()
    desktop.context.jobs.crashed.connect(net.show)
    desktop.window.show()
    if os.environ.get(QUIT_WHEN_PAINTED):
        _FirstPaint(desktop.app, desktop.window).watch()
    try:
        return desktop.app.exec()
    finally:
        desktop.close()


def has_display() -> bool:
    """Tell whether a window can be opened here; a platform chosen by hand is believed."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class _FirstPaint(QObject):
    """Quits the program after the first paint of a table that has rows."""

    def __init__(self, app: QApplication, window: MainWindow) -> None:
        super().__init__(app)
        self._app = app
        self._views = {view.viewport(): view for view in window.findChildren(QAbstractItemView)}

    def watch(self) -> None:
        """Look at every view the window has now."""
        for viewport in self._views:
            viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See paints go by; the quit comes after the paint is done."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            model = self._views[watched].model()
            if model is not None and model.rowCount() > 0:
                QTimer.singleShot(0, self._end)
        return False

    def _end(self) -> None:
        print("painted", flush=True)  # whoever measures stops the clock here
        self._app.quit()

"""Drawing where no window is open: the command line makes pictures and PDF files with it."""

import os
import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tracker.ui.theme.fonts import register_fallback

#: Names an application that only draws: a window that comes later gives it icon, words and all else.
DRAWING = "drawing"


class _Running:
    """Keeps the application of this process; Qt would end it with the last name that holds it."""

    application: QGuiApplication | None = None


def begin_drawing() -> None:
    """Make fonts and pictures work on this thread, once; with a window they do already."""
    if QApplication.instance() is not None:
        return
    if sys.platform != "win32":  # Windows has fonts only with its own platform, and needs no display for them
        os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM") or "offscreen"
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    _Running.application = QApplication([])
    _Running.application.setObjectName(DRAWING)
    register_fallback()

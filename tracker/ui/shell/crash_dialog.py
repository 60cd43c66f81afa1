"""The last net: what no code expected is logged, shown with a number, and can be copied."""

import logging
import sys
import threading
import traceback
import zlib
from collections.abc import Callable
from datetime import datetime
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QWidget

from tracker.log import conceal
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.textdiff import Prose

log = logging.getLogger(__name__)

_SENTENCE = "程序遇到了没有预料到的错误，刚才的操作没有保存。已保存的数据是完整的。可以继续使用；请把详情发给维护人员。"


def number_of(details: str) -> str:
    """Return a short number that is the same whenever the same error comes back, e.g. E-1A2F."""
    lines = [line for line in details.splitlines() if line.strip()]
    places = [line.strip() for line in lines if line.lstrip().startswith("File ")]
    mark = "\n".join([*places, lines[-1].split(":")[0] if lines else ""])
    return f"E-{zlib.crc32(mark.encode()) & 0xFFFF:04X}"


class CrashDialog(Dialog):
    """What failed, what is safe, what to do; the traceback can be copied."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__("出现错误", "", 560, parent)
        self.details = details
        self.body.addWidget(Prose(_SENTENCE, "text2"))
        band = QFrame()
        band.setObjectName("band")
        line = QHBoxLayout(band)
        line.setContentsMargins(12, 4, 8, 4)
        stamp = datetime.now().astimezone()
        when = f"{stamp.month}月{stamp.day}日 {stamp:%H:%M}"
        line.addWidget(TextLabel(f"错误编号 {number_of(details)} · {when}", "small", "text2"))
        line.addStretch()
        self.copy_button = LinkButton("复制详情")
        self.copy_button.clicked.connect(lambda _checked=False: self.copy())
        line.addWidget(self.copy_button)
        self.body.addWidget(band)
        text = QPlainTextEdit(details, readOnly=True)
        text.setFont(font("small"))
        text.setFixedHeight(140)
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.body.addWidget(text)
        self.add_button("继续", "primary", self.accept).setFocus()

    def copy(self) -> None:
        """Put the details on the clipboard and say so."""
        QGuiApplication.clipboard().setText(f"{number_of(self.details)}\n{self.details}")
        self.copy_button.setText("已复制")


class CrashNet(QObject):
    """Catches what reaches sys.excepthook and threading.excepthook; shows one dialog at a time."""

    caught = Signal(str)

    def __init__(self, window: Callable[[], QWidget | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._shown: CrashDialog | None = None
        self.caught.connect(self.show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Replace Python's hooks."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def show(self, details: str) -> None:
        """Open the dialog unless one is open already."""
        if self._shown is None:
            self._shown = CrashDialog(details, self._window())
            self._shown.finished.connect(self._forget)
            self._shown.open()

    def _forget(self) -> None:
        if self._shown is not None:
            self._shown.deleteLater()
        self._shown = None

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.critical("unexpected error", exc_info=(kind, error, trace))
        self.caught.emit(conceal("".join(traceback.format_exception(kind, error, trace))))

    def _thread_hook(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._hook(args.exc_type, args.exc_value, args.exc_traceback)

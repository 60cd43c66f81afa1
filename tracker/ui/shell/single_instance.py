"""One window per data folder: a second start sends its files to the first and ends.

The lock file decides who is first; a pipe of this machine carries the message. Nothing listens on the network.
"""

import hashlib
import json
import logging
import os
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from tracker.ui.core.main_thread import Waker

if TYPE_CHECKING:
    from multiprocessing.connection import Listener

#: Seconds a second start waits for the first one's answer; a start from a USB stick is slow.
PATIENCE = 5.0
#: Seconds the end waits for the listening thread, which somebody mute may hold up.
_PARTING = 1.0
_TAKEN = b"taken"

log = logging.getLogger(__name__)


class Instance(QObject):
    """This start's place among the starts with the same data folder and database."""

    called = Signal(object)  # tuple[Path, ...]: workbooks that a later start was given; may be empty

    def __init__(self, folder: Path, database: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        mark = _mark(folder, database)
        self._lock = QLockFile(str(folder / f"running-{mark[:8]}.lock"))
        self._lock.setStaleLockTime(0)  # a running owner keeps it however old it is; a dead one loses it
        self._address = _address(mark)
        self._listener: Listener | None = None
        self._thread: threading.Thread | None = None
        self._calls: deque[tuple[Path, ...]] = deque()
        self._waker = Waker(self)
        self._waker.woken.connect(lambda: self.called.emit(self._calls.popleft()))

    def is_first(self) -> bool:
        """Claim the folder; True as well where a lock cannot be written, since nobody must be locked out."""
        return self._lock.tryLock(0) or self._lock.error() is not QLockFile.LockError.LockFailedError

    def hand_over(self, paths: Sequence[Path] = (), patience: float = PATIENCE) -> bool:
        """Ask the running window to come forward and import these files.

        False when it ended meanwhile, so that this start is the first now, or does not answer in `patience` seconds.
        """
        _allow_foreground()
        ends = time.monotonic() + patience
        message = json.dumps([str(path.absolute()) for path in paths]).encode()
        while not self._say(message, patience):
            if self.is_first():
                return False
            if time.monotonic() > ends:
                log.warning("the running program does not answer")
                return False
            time.sleep(0.1)
        return True

    def listen(self) -> None:
        """Begin to answer later starts, on a thread of its own."""
        from multiprocessing.connection import Listener  # here and below: the first paint does without it

        if sys.platform != "win32":
            Path(self._address).unlink(missing_ok=True)  # left behind by a program that was killed
        try:
            self._listener = Listener(self._address)
        except OSError as error:
            log.info("later starts will not find this window: %s", error)
            return
        self._thread = threading.Thread(target=self._answer, args=(self._listener,), name="instance", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let the next start be the first."""
        listener, self._listener = self._listener, None
        if listener is not None and self._thread is not None:
            self._say(b"", 0.0)  # wakes the thread, which then sees that it is over
            listener.close()
            self._thread.join(_PARTING)  # the last to hold this object must not be that thread: see ui.collecting
        self._lock.unlock()

    def _say(self, message: bytes, patience: float) -> bool:
        from multiprocessing.connection import Client

        try:
            with Client(self._address) as line:
                line.send_bytes(message)
                return line.poll(patience) and line.recv_bytes() == _TAKEN
        except (OSError, EOFError):
            return False

    def _answer(self, listener: "Listener") -> None:
        while self._listener is not None:
            try:
                with listener.accept() as line:
                    message = line.recv_bytes()
                    line.send_bytes(_TAKEN)
            except (OSError, EOFError):
                continue  # a start that ended while it was speaking
            if message:
                self._calls.append(tuple(Path(path) for path in json.loads(message)))
                self._waker.wake()


def bring_forward(window: QWidget) -> None:
    """Show a window that is minimised or behind others."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def _mark(folder: Path, database: str) -> str:
    """Return what stands for one user, folder and database in names."""
    user = os.environ.get("USERNAME", "") if sys.platform == "win32" else str(os.getuid())
    return hashlib.sha256("\n".join((user, os.path.normcase(folder), database)).encode()).hexdigest()[:24]


def _address(mark: str) -> str:
    """Return the name of the pipe or socket."""
    if sys.platform == "win32":
        return rf"\\.\pipe\ZhizaoLedger-{mark}"
    return str(Path(tempfile.gettempdir()) / f"zhizao-{mark}.sock")


def _allow_foreground() -> None:
    """Windows lets only the program the user just started pass the foreground on."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)

"""正在连接服务器…: said while a server does not answer yet, with 取消 for those who do not want to wait for it."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from tracker.ui.core.bus import Bus, Notice
from tracker.ui.core.jobs import PATIENCE, Jobs

NOT_CONNECTED = "没有连接服务器，看不到台账"


class Connecting(QObject):
    """Opens the ledger of a server as a job that is shown and can be given up, and begun again on wish."""

    def __init__(self, jobs: Jobs, bus: Bus, server: str, wait: Callable[[bool], object]) -> None:
        """`server` is its name; `wait` is called with whether anybody waits for it any more."""
        super().__init__(jobs)
        self._jobs, self._bus, self._server, self._wait = jobs, bus, server, wait

    def start(self) -> None:
        """Connect before anything is read; soon shown where it lasts."""
        self._wait(True)
        # Whoever reads the ledger says why it was not reached, and a server that wants a password is told to all.
        long = self._jobs.long(
            lambda _session, _step: None, title=f"正在连接服务器 {self._server}…", owner=self, reads=True,
            failed=lambda _sentence: None, show_after_ms=PATIENCE,
        )  # fmt: skip
        long.stopping.connect(self._give_up)

    def _give_up(self) -> None:
        self._wait(False)
        self._bus.notified.emit(Notice(NOT_CONNECTED, retry=self.start, act="连接…", warning=True))

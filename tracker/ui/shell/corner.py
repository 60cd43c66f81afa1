"""The corner of the window: whose name is written, where the ledger lies, since when it does not answer."""

import time
from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from tracker.model.rows import AppState
from tracker.settings import system_user
from tracker.ui.core.context import Context
from tracker.ui.widgets.rail import Rail

#: Milliseconds between two looks how long ago a server answered.
_EVERY = 1_000
READ_ONLY, CONNECTING = "只读", "正在连接服务器…"


class Corner(QObject):
    """Keeps the foot of the rail on what is known: 本机, 正在连接服务器…, 服务器 · 2 秒前, 离线 · 10:42 起, 只读."""

    def __init__(self, context: Context, rail: Rail, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._rail = context, rail
        self._state: AppState | None = None
        self._away_since: datetime | None = None
        self._answered_at = time.monotonic()
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.show)

    def show_state(self, state: AppState | None) -> None:
        """Show another state of the ledger."""
        self._state = state
        if state is not None and state.server:
            self._timer.start()
        else:
            self._timer.stop()
        self.show()

    def show_reach(self, reached: bool) -> None:
        """Say whether the ledger answers, and since when it does not."""
        if reached:
            self._answered_at, self._away_since = time.monotonic(), None
        elif self._away_since is None:
            self._away_since = datetime.now().astimezone()
        self.show()

    def words(self) -> str:
        """Return where the ledger lies and whether it may be written."""
        if self._away_since is not None:
            return f"离线 · {self._away_since:%H:%M} 起"
        if self._context.jobs.read_only:
            return READ_ONLY
        if self._state is None and self._context.ledger_file is None:
            return CONNECTING
        if self._state is None or not self._state.server:
            return "本机"
        return f"服务器 · {int(time.monotonic() - self._answered_at)} 秒前"

    def show(self) -> None:
        """Show it."""
        warning = self._away_since is not None
        demo = self._state is not None and self._state.demo
        user = self._context.settings.actor or system_user()
        tip = "" if warning else self._context.jobs.read_only
        self._rail.set_state(demo=demo, user=user, where=self.words(), warning=warning, tip=tip)

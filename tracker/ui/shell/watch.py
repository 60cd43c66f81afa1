"""Asks every two seconds whether another desk has written, and has the pages read what it touched."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from tracker.model.changes import Changes
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.late import late

if TYPE_CHECKING:
    from tracker.queries import changes_since
    from tracker.queries.changes_since import Look, OthersAct
else:
    changes_since = late("tracker.queries.changes_since")

#: Milliseconds between two questions, and while the window is minimised.
EVERY, EVERY_MINIMISED = 2_000, 10_000
#: Seconds between two toasts about others; what comes meanwhile is gathered.
QUIET = 10.0


class Watch(QObject):
    """One question at a time; its answer goes to the pages as the changes of an act of one's own do."""

    asked = Signal()
    reached = Signal(bool)  # whether the ledger answered

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._last: int | None = None
        self._waits = False
        self._acts: tuple[OthersAct, ...] = ()
        self._toast_at = -QUIET
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.ask)
        context.bus.changed.connect(self._on_own_act)

    def start(self) -> None:
        """Begin to ask."""
        self._window.installEventFilter(self)
        self._timer.start()
        self.ask()

    def ask(self) -> None:
        """Ask now, unless a question is still open."""
        if self._waits:
            return
        self._waits = True
        last = self._last
        self.asked.emit()
        self._context.jobs.read(
            lambda session: changes_since.look_since(session, last),
            on_result=self._answer,
            owner=self,
            key="",
            failed=self._unanswered,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask at once when the window gets the focus, seldom while it is minimised."""
        if event.type() == QEvent.Type.WindowActivate:
            self.ask()
        elif event.type() == QEvent.Type.WindowStateChange:
            self._timer.setInterval(EVERY_MINIMISED if self._window.isMinimized() else EVERY)
        return super().eventFilter(watched, event)

    def _on_own_act(self, changes: Changes) -> None:
        if changes.batch_id is not None:
            self.ask()

    def _answer(self, look: "Look") -> None:
        self._waits = False
        self._last = look.seq
        self.reached.emit(True)
        if look.changes is not None:
            self._context.jobs.other_writer = changes_since.writer_of(look.acts)
            self._context.bus.changed.emit(look.changes)
        self._acts += look.acts
        self._tell()

    def _unanswered(self, _sentence: str) -> None:
        self._waits = False
        self.reached.emit(False)

    def _tell(self) -> None:
        """Show one toast for all acts of others since the last one; none while nobody looks."""
        if not self._acts or time.monotonic() - self._toast_at < QUIET:
            return
        acts, self._acts = self._acts, ()
        self._toast_at = time.monotonic()
        if not self._window.isMinimized() and QApplication.activeModalWidget() is None:
            ids = frozenset(act.batch_id for act in acts)
            view = lambda: self._context.bus.acts_asked.emit(ids)  # noqa: E731
            self._context.bus.notified.emit(Notice(changes_since.words_of(acts), retry=view, act="查看"))

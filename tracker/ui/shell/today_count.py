"""The number beside 今日 as long as nobody has opened that page: the page counts for itself once it stands."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from tracker.model.changes import Changes
from tracker.ui.core.context import Context
from tracker.ui.core.late import late

if TYPE_CHECKING:
    from tracker.model.rows import Today
    from tracker.queries import today as today_query
else:
    today_query = late("tracker.queries.today")

PAUSE = 1500  # ms after an act; the pages are read first


class TodayCount(QObject):
    """Counts what cannot wait, at the start and a moment after each act."""

    counted = Signal(int)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._over = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._read)
        context.bus.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Count a moment from now."""
        if not self._over:
            self._pause.start()

    def _on_changed(self, _changes: Changes) -> None:
        self.begin()

    def stop(self) -> None:
        """Leave the number to the page."""
        self._over = True
        self._pause.stop()

    def _read(self) -> None:
        today = self._context.today()
        self._context.jobs.read(
            lambda session: today_query.read_today(session, today),
            on_result=self._say,
            owner=self,
            key="today count",
        )

    def _say(self, view: "Today") -> None:
        self._context.due_days = view.due
        if not self._over:
            self.counted.emit(view.urgent)

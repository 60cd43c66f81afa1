"""The reminder at the start: one message of the tray that says what is late, due and waiting."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from tracker.model.rows import Concern, Today
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.theme.icons import icon

if TYPE_CHECKING:
    from tracker.queries import today as today_query
else:
    today_query = late("tracker.queries.today")

_MILLISECONDS = 12_000
_COUNTED = (
    (Concern.OVERDUE, "项逾期"),
    (Concern.WEEK, "项一周内到期"),
    (Concern.REPORT, "项要定期报送"),
    (Concern.CLOSING, "项等待审核"),
)


def reminder_available() -> bool:
    """Return whether the desktop has a tray that shows messages."""
    return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()


def reminder_words(view: Today) -> str:
    """Return the message, "" when nothing has to be said."""
    parts = [f"{view.count(concern)} {word}" for concern, word in _COUNTED if view.count(concern)]
    late = sum(row.overdue_days > 0 for row in view.missing)
    parts += [f"{late:,} 个单位逾期未反馈"] if late else []
    return "，".join(parts)


class Reminder(QObject):
    """Reads once what is due and shows it; a click on the message leads to 今日."""

    clicked = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.tray: QSystemTrayIcon | None = None

    def start(self) -> None:
        """Read the list of the day where the user wants to be reminded and the desktop can."""
        if self._context.settings.reminder == "on" and reminder_available():
            today = self._context.today()
            self._context.jobs.read(lambda s: today_query.read_today(s, today), on_result=self.remind, owner=self)

    def remind(self, view: Today) -> None:
        """Show the message; the icon stays while the program runs."""
        words = reminder_words(view)
        if not words:
            return
        own = QGuiApplication.windowIcon()
        self.tray = QSystemTrayIcon(own if not own.isNull() else icon("today"), self)
        self.tray.setToolTip(f"智造台账：{words}")
        self.tray.activated.connect(lambda _reason: self.clicked.emit())
        self.tray.messageClicked.connect(self.clicked)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.aboutToQuit.connect(partial(self.tray.hide))
        self.tray.show()
        self.tray.showMessage("智造台账", words, QSystemTrayIcon.MessageIcon.Information, _MILLISECONDS)

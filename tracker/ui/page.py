"""What every page shares: head and body, and reading again only when visible and touched."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.model.changes import Changes
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import Jobs
from tracker.ui.widgets.calendar import CalendarDays
from tracker.ui.widgets.head import PageHead
from tracker.ui.widgets.labels import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.model.rows import TaskRow
    from tracker.ui.charts.figure import Sheet
    from tracker.ui.core.command import Command


class EvidenceTarget(NamedTuple):
    """A widget over which files may be let go as evidence of a task."""

    widget: QWidget
    task: "TaskRow"
    add: "Callable[[Path], None]"


class Page(QWidget):
    """A page of the window; subclasses set `title` and implement `refresh`."""

    title: str = ""
    #: Whether a hairline closes the head (the ledger has its toolbar there instead).
    ruled: bool = True

    counted = Signal(int)  # number beside the rail entry

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.context = context
        self._stale = True
        self._start: QWidget | None = None
        self.setAccessibleName(self.title)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # else Qt hands the keyboard on, and a control shows its ring
        self.head = PageHead(self.title, self)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.head)
        if self.ruled:
            box.addWidget(Rule(self))
        box.addLayout(self.body, 1)
        context.bus.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Ask the jobs for what the page shows."""
        raise NotImplementedError

    def touches(self, changes: Changes) -> bool:  # noqa: ARG002 - for subclasses
        """Return whether what the page shows may have changed; True unless a page knows better."""
        return True

    def open_target(self, target: object) -> None:
        """Show what another page asked for."""

    def sheets(self) -> "Sequence[Sheet]":
        """Return what F11 shows of this page, one chart a sheet; nothing unless a page has charts."""
        return ()

    def commands(self) -> "Sequence[Command]":
        """Return what the palette offers on this page besides what can be done everywhere."""
        return ()

    def chosen_tasks(self) -> "Sequence[TaskRow]":
        """Return the tasks that acts of the window are about, none on a page without tasks."""
        return ()

    def task_actions(self) -> "Sequence[Command]":
        """Return what the palette offers for the chosen tasks."""
        return ()

    def calendar_days(self) -> CalendarDays:
        """Return the day, and the deadlines that calendars of this page mark."""
        return CalendarDays(self.context.today(), self.context.due_days)

    def writing(self) -> Jobs:
        """Return what knows whether the ledger may be written, for the dialogs of the page."""
        return self.context.jobs

    def chosen_source(self) -> str:
        """Return the code of the source that new tasks are proposed for, "" for none."""
        chosen = self.chosen_tasks()
        return chosen[0].article if chosen else ""

    def evidence_target(self) -> EvidenceTarget | None:
        """Return which widget accepts files as evidence, None while no task is open on the page."""
        return None

    def focus_search(self) -> None:
        """Put the cursor into the page's search field, if it has one."""

    def setFocusProxy(self, widget: QWidget | None) -> None:
        """Name the widget that gets the keyboard focus of the page.

        Not Qt's own focus proxy: Tab would go straight to it and pass over all that comes before.
        """
        self._start = widget

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the keyboard to the widget named for it, to the page itself where that is hidden behind a hint."""
        if self._start is not None and not self._start.isHidden():
            self._start.setFocus(reason)
        else:
            super().setFocus(reason)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was touched while the page was away."""
        super().showEvent(event)
        if self._stale:
            self._read_again()

    def _on_changed(self, changes: Changes) -> None:
        if not (changes.everything or self.touches(changes)):
            return
        if self.isVisible():
            self._read_again()
        else:
            self._stale = True

    def _read_again(self) -> None:
        self._stale = False
        self.refresh()

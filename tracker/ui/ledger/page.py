"""台账: all tasks in one table. The page joins its layout, its controller and its actions, and answers the window."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.enums import PaperKind
from tracker.model.rows import TaskRow
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import Only, OpenPaper, Waiting
from tracker.ui.ledger.actions import LedgerActions
from tracker.ui.ledger.controller import LedgerController
from tracker.ui.ledger.layout import LedgerLayout
from tracker.ui.ledger.plain_export import PlainExport
from tracker.ui.ledger.saved_views import SavedViews
from tracker.ui.ledger.sorting import sorted_positions
from tracker.ui.page import EvidenceTarget, Page
from tracker.ui.task.filter import only_tasks, waiting

if TYPE_CHECKING:
    from tracker.ui.core.command import Command


class LedgerPage(Page):
    """What is shown, read and done lies in the objects below; nothing of it here."""

    title = "台账"
    ruled = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.parts = LedgerLayout(context, self)
        self.toolbar, self.table, self.panel = self.parts.toolbar, self.parts.table, self.parts.panel
        self.controller = LedgerController(context, self.parts, self)
        self.views = SavedViews(context, self.parts, self)
        self.ledger_actions = LedgerActions(context, self.parts, self.controller, self.views, self)
        self.acts = self.ledger_actions.acts
        self.controller.summary_changed.connect(self.head.set_summary)
        self.parts.official_asked.connect(self._ask_official)
        self.plain = PlainExport(context, self)
        self.parts.plain_asked.connect(self._ask_plain)
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Read what was touched, or the whole ledger."""
        self.controller.refresh()

    def touches(self, changes: Changes) -> bool:
        """Tell whether tasks changed; exports alone leave the ledger as it is."""
        return bool(changes.tasks or changes.indicators)

    def _on_changed(self, changes: Changes) -> None:
        self.controller.mark(changes)  # first: what is read again depends on it
        super()._on_changed(changes)

    def open_target(self, target: object) -> None:
        """Show a filter, a task, or the task behind a recommendation's code."""
        if isinstance(target, Only):
            self.controller.open_target(only_tasks(target.words, target.codes))
            self.ledger_actions.do_with_shown(target.act)
        elif isinstance(target, Waiting):
            self.controller.open_target(waiting(target.trait))
            self.table.choose_all_tasks()
        else:
            self.controller.open_target(target)

    def _ask_official(self) -> None:
        """Make the official ledger of the tasks the filters let through, of all where nothing is filtered."""
        filtered = self.controller.matches is not None
        tasks = frozenset(task.id for task in self.controller.shown) if filtered else frozenset()
        self.context.bus.page_asked.emit("papers", OpenPaper(PaperKind.LEDGER, tasks=tasks))

    def _ask_plain(self) -> None:
        """Export the tasks the filters let through as one plain table, sorted as they are shown."""
        tasks = self.controller.shown
        order = sorted_positions(tasks, self.parts.settings.sorting)
        self.plain.ask([tasks[position] for position in order])

    def commands(self) -> "Sequence[Command]":
        """Return columns, grouping, sorting and saved views for the palette."""
        from tracker.ui.ledger.commands import ledger_commands

        return tuple(ledger_commands(self.parts, self.views))

    def chosen_tasks(self) -> list[TaskRow]:
        """Return the tasks of the selected rows."""
        return self.table.chosen()

    def task_actions(self) -> "Sequence[Command]":
        """Return what can be done with the selected tasks."""
        from tracker.ui.task.commands import task_commands

        return tuple(task_commands(self.chosen_tasks(), self.acts))

    def evidence_target(self) -> EvidenceTarget | None:
        """Return the panel while it shows a task."""
        return self.ledger_actions.evidence_target()

    def focus_search(self) -> None:
        """Put the cursor into the search box."""
        self.parts.focus_search()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width of the window."""
        super().resizeEvent(event)
        self.parts.apply()

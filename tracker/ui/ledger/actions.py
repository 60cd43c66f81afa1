"""What can be done with the tasks of the ledger: in its cells and panel, by its menus and by its keys."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from tracker.model.changeset import Value
from tracker.model.rows import TaskRow
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import OpenIndicator, OpenTask
from tracker.ui.ledger.bulk import LedgerBulk
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.controller import LedgerController
from tracker.ui.ledger.layout import LedgerLayout
from tracker.ui.page import EvidenceTarget
from tracker.ui.task import action_list
from tracker.ui.task.actions import LedgerActs
from tracker.ui.task.evidence_files import open_evidence, save_evidence
from tracker.ui.widgets.menu import add, menu


class LedgerActions(QObject):
    """Connects table, panel, menus and keys with what they do to the chosen tasks."""

    def __init__(self, context: Context, layout: LedgerLayout, controller: LedgerController, page: QWidget) -> None:
        super().__init__(page)
        self._page, self._layout, self._controller = page, layout, controller
        self.acts = LedgerActs(context, page)
        self.bulk = LedgerBulk(context, page, layout.table)
        self.acts.elsewhere = {
            action_list.BULK: self.bulk.edit,
            action_list.FILL: self.bulk.fill_down,
            action_list.COPY: self.bulk.copy,
            action_list.PASTE: lambda _chosen: self.bulk.paste(),
            action_list.MERGE: self.bulk.merge,
            action_list.EDIT: lambda _chosen: self._edit_current(),
        }
        self.acts.move_many = self.bulk.move
        controller.surroundings_changed.connect(self._set_surroundings)
        self._connect_table()
        self._connect_panel(context)
        self._bind_task_keys()

    def _connect_table(self) -> None:
        table = self._layout.table
        table.cancel_asked.connect(lambda: self._do(self._targets(), f"{action_list.STATUS}cancelled"))
        table.menu_asked.connect(self._open_row_menu)
        table.acts_asked.connect(self._open_status_menu)
        table.cells.edited.connect(self._edit_cell)

    def _connect_panel(self, context: Context) -> None:
        panel, page = self._layout.panel, self._page
        panel.edited.connect(self._edit_field)
        panel.act_asked.connect(lambda task, key: self._do([task], key))
        panel.milestone_ticked.connect(self.acts.tick_milestone)
        panel.indicator_opened.connect(lambda code: context.bus.page_asked.emit("indicators", OpenIndicator(code)))
        panel.basics.evidence.saved.connect(lambda piece: save_evidence(context, piece, page))
        panel.basics.evidence.opened.connect(lambda piece: open_evidence(context, piece, page))
        panel.task_opened.connect(lambda number: self._controller.open_target(OpenTask(number)))
        panel.link_parted.connect(self.acts.unrelate)

    def _bind_task_keys(self) -> None:
        for number in range(1, 8):
            self.bind_key(f"Alt+{number}", partial(self._press, number))
        self.bind_key("Ctrl+J", lambda: self._do(self._targets(), action_list.PROGRESS))
        for keys, act in (
            ("Ctrl+C", action_list.COPY),
            ("Ctrl+V", action_list.PASTE),
            ("Ctrl+D", action_list.FILL),
            ("Ctrl+E", action_list.BULK),
        ):
            self.bind_key(keys, partial(self._do_chosen, act), self._layout.table)

    def bind_key(self, keys: str, slot: Callable[[], object], widget: QWidget | None = None) -> None:
        """Bind a key on the page, or only while a widget of it has the keyboard."""
        shortcut = QShortcut(QKeySequence(keys), widget or self._page)
        context = Qt.ShortcutContext
        shortcut.setContext(context.WidgetShortcut if widget else context.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    def _set_surroundings(self) -> None:
        self.acts.offices = self.bulk.offices = self._controller.offices
        view = self._controller.view
        self.bulk.tasks = view.tasks if view is not None else ()
        self.acts.entries = {entry.code: entry for entry in self._controller.entries}

    def evidence_target(self) -> EvidenceTarget | None:
        """Return the panel while it shows a task."""
        panel = self._layout.panel
        if panel.task is None or not panel.isVisible():
            return None
        return EvidenceTarget(panel, panel.task, partial(self.acts.add_file, panel.task))

    def _targets(self) -> list[TaskRow]:
        chosen, task = self._layout.table.chosen(), self._layout.panel.task
        return chosen or ([task] if task is not None else [])

    def _do_chosen(self, key: str) -> None:
        self._do(self._layout.table.chosen(), key)

    def _do(self, chosen: Sequence[TaskRow], key: str) -> None:
        self.acts.do(chosen, key)

    def _edit_current(self) -> None:
        self._layout.table.setFocus()
        self._layout.table.edit_column(Column.PROGRESS)

    def _press(self, number: int) -> None:
        """Do what a button of the panel's foot does, counted from the left, to the chosen tasks."""
        chosen = self._targets()
        offered = action_list.foot_acts(chosen[0]) if chosen else ()
        if number <= len(offered):
            self._do(chosen, offered[number - 1].key)

    def _edit_cell(self, task_id: int, field: str, value: Value) -> None:
        task = self._controller.task_now(task_id)
        if task is not None:
            self.acts.edit(task, field, value)

    def _edit_field(self, task: TaskRow, field: str, value: Value) -> None:
        self.acts.edit(task, field, value, partial(self._layout.panel.refuse, task.id, field))

    def _open_row_menu(self, corner: QPoint) -> None:
        chosen = self._layout.table.chosen()
        if chosen:
            entries = action_list.row_acts(chosen[0]) if len(chosen) == 1 else action_list.many_acts(chosen)
            self._popup(entries, chosen, corner)

    def _open_status_menu(self, task_id: int, corner: QPoint) -> None:
        task = self._controller.task_now(task_id)
        if task is not None:
            self._popup(action_list.status_acts(task.status), [task], corner)

    def _popup(self, entries: Sequence[action_list.Act], chosen: list[TaskRow], corner: QPoint) -> None:
        popup = menu(self._page)
        for act in entries:
            entry = add(popup, act.text, act.icon, act.shortcut, partial(self._do, chosen, act.key), act.danger)
            entry.setToolTip(act.tip)
        popup.aboutToHide.connect(popup.deleteLater)
        popup.popup(corner)

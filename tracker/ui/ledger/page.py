"""台账: the tree of all tasks under the user's hands; every intent goes to `TaskActions`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from tracker.model.changeset import Value
from tracker.model.rows import TaskRow
from tracker.ui.core.command import bind
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import OpenIndicator, OpenTask
from tracker.ui.ledger.browser import LedgerBrowser
from tracker.ui.ledger.bulk import LedgerBulk
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.layout import WIDE
from tracker.ui.ledger.saved_views import KEY as VIEWS
from tracker.ui.ledger.saved_views import SavedView, read_views, views_text
from tracker.ui.ledger.view_settings import Wishes
from tracker.ui.page import EvidenceTarget
from tracker.ui.task import action_list
from tracker.ui.task.actions import Run, TaskActions
from tracker.ui.task.evidence_files import open_evidence, save_evidence
from tracker.ui.widgets.entry_checks import check_text
from tracker.ui.widgets.menu import menu

if TYPE_CHECKING:
    from tracker.ui.core.command import Command
    from tracker.ui.ledger.columns_dialog import ColumnsDialog
    from tracker.ui.widgets.saving_dialog import Reply


class LedgerPage(LedgerBrowser):
    """Adds to the browser what can be done: cells, fields, menus, keys."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.bulk = LedgerBulk(context, self, self.table)
        self.acts = TaskActions(context, self, self._own_acts(), move_several=self.bulk.move)
        self.table.cancel_asked.connect(self._cancel_chosen)
        self.table.menu_asked.connect(self._open_row_menu)
        self.table.acts_asked.connect(self._open_status_menu)
        self.table.cells.edited.connect(self._edit_cell)
        self.panel.edited.connect(self._edit_field)
        self.panel.act_asked.connect(self.acts.do_for)
        self.panel.milestone_ticked.connect(self.acts.tick_milestone)
        self.panel.indicator_opened.connect(lambda code: context.bus.page_asked.emit("indicators", OpenIndicator(code)))
        self.panel.basics.evidence.saved.connect(lambda piece: save_evidence(context, piece, self))
        self.panel.basics.evidence.opened.connect(lambda piece: open_evidence(context, piece, self))
        self.panel.task_opened.connect(lambda number: self.open_target(OpenTask(number)))
        self.panel.link_parted.connect(self.acts.unrelate)
        self._bind_keys()
        self.toolbar.columns_asked.connect(self.open_columns)
        self._list_views(read_views(context.settings))
        self.toolbar.view_asked.connect(self.open_view)
        self.toolbar.view_saving.connect(self.ask_name)
        self.toolbar.view_renaming.connect(self.ask_new_name)
        self.toolbar.view_removed.connect(self.remove_view)

    def _own_acts(self) -> dict[str, Run]:
        """Return the acts that need the table, the toolbar or many tasks at once."""
        return {
            action_list.BULK: self.bulk.edit,
            action_list.FILL: self.bulk.fill_down,
            action_list.COPY: self.bulk.copy,
            action_list.PASTE: lambda _chosen: self.bulk.paste(),
            action_list.MERGE: self.bulk.merge,
            action_list.EDIT: lambda _chosen: self._edit_current(),
            action_list.COLUMNS: lambda _chosen: self.open_columns(),
            action_list.GROUPING: lambda _chosen: self.toolbar.open_grouping(),
            action_list.SAVE_VIEW: lambda _chosen: self.ask_name(),
        }

    def _bind_keys(self) -> None:
        for number, key in enumerate(action_list.FOOT_KEYS):
            bind(self, "", (key,), partial(self._press, number), Qt.ShortcutContext.WidgetWithChildrenShortcut)
        page_keys = (action_list.PROGRESS, action_list.COLUMNS, action_list.GROUPING, action_list.SAVE_VIEW)
        self.acts.bind(self, self._targets, *page_keys)
        table_keys = (action_list.COPY, action_list.PASTE, action_list.FILL, action_list.BULK)
        self.acts.bind(self.table, self.table.chosen, *table_keys, inside=False)

    def open_columns(self) -> "ColumnsDialog":
        """Open the dialog that shows, moves and sorts columns; what it does shows at once."""
        from tracker.ui.ledger.columns_dialog import ColumnsDialog  # the first screen does without

        dialog = ColumnsDialog(self.wishes, wide=self.width() >= WIDE, parent=self)
        dialog.changed.connect(self._take_wishes)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _take_wishes(self, wishes: Wishes) -> None:
        anew = wishes.sorting != self.wishes.sorting
        self.wish(wishes)
        if anew:
            self.rebuild(anew=True)

    def commands(self) -> "Sequence[Command]":
        """Return grouping, sorting and saved views for the palette."""
        from tracker.ui.ledger.commands import commands_of

        return commands_of(self)

    def chosen_tasks(self) -> list[TaskRow]:
        """Return the tasks of the selected rows."""
        return self.table.chosen()

    def task_actions(self) -> "Sequence[Command]":
        """Return what can be done with the selected tasks."""
        from tracker.ui.task.commands import task_commands

        return tuple(task_commands(self.chosen_tasks(), self.acts))

    def evidence_target(self) -> EvidenceTarget | None:
        """Return the panel while it shows a task."""
        task = self.panel.task
        if task is None or not self.panel.isVisible():
            return None
        return EvidenceTarget(self.panel, task, partial(self.acts.add_file, task))

    def _list_views(self, views: dict[str, SavedView]) -> None:
        self.toolbar.views = tuple(views)

    def open_view(self, name: str) -> None:
        """Show the ledger as a saved view has it."""
        view = read_views(self.context.settings).get(name)
        if view is not None:
            self.wish(replace(view.wishes, panel=self.wishes.panel))
            self.toolbar.set_filter(view.filter)
            self.rebuild(anew=True)

    def save_view(self, name: str) -> None:
        """Keep filters, grouping, sorting and columns of now under a name; the same name is written over."""
        views = read_views(self.context.settings)
        views[name] = SavedView(self.toolbar.filter(), self.wishes)
        self._keep_views(views)

    def rename_view(self, name: str, to: str) -> None:
        """Give a saved view another name at its place; one that had that name already goes."""
        views = read_views(self.context.settings)
        kept = {one: view for one, view in views.items() if one == name or one != to}
        self._keep_views({to if one == name else one: view for one, view in kept.items()})

    def remove_view(self, name: str) -> None:
        """Forget a saved view."""
        views = read_views(self.context.settings)
        views.pop(name, None)
        self._keep_views(views)

    def _keep_views(self, views: dict[str, SavedView]) -> None:
        self.context.remember_state(VIEWS, views_text(views))
        self._list_views(views)

    def ask_name(self) -> None:
        """Ask for the name of a view to keep."""
        note = "筛选、分组、排序和列一起保存，从“分组”菜单打开；同名的会被覆盖"
        self._ask_name("保存为视图", note, "保存", "", self.save_view)

    def ask_new_name(self, name: str) -> None:
        """Ask for another name of a saved view."""
        self._ask_name("视图改名", f"“{name}”的新名称；同名的会被覆盖", "改名", name, partial(self.rename_view, name))

    def _ask_name(self, title: str, note: str, confirm: str, name: str, then: Callable[[str], None]) -> None:
        from tracker.ui.widgets.form_dialog import FormDialog  # the first screen does without

        def save(values: Mapping[str, Value], reply: "Reply") -> None:
            then(str(values["name"]))
            reply.done()

        dialog = FormDialog(title, note, confirm, save, self)
        dialog.add_line("name", "名称", name, check_text("title"), required="请写名称，如 我负责的红灯")
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def surround(self) -> None:
        """Tell the acts as well which offices and entries there are."""
        super().surround()
        self.acts.offices = self.bulk.offices = self.offices
        entries = self.view.recommendations if self.view is not None else ()
        self.acts.entries = {entry.code: entry for entry in entries}

    def _targets(self) -> list[TaskRow]:
        chosen = self.table.chosen()
        return chosen or ([self.panel.task] if self.panel.task is not None else [])

    def _do(self, chosen: Sequence[TaskRow], key: str) -> None:
        self.acts.do(chosen, key)

    def _edit_current(self) -> None:
        self.table.setFocus()
        self.table.edit_column(Column.PROGRESS)

    def _press(self, number: int) -> None:
        """Do what a button of the panel's foot does, to the chosen tasks."""
        chosen = self._targets()
        offered = action_list.foot_acts(chosen[0]) if chosen else ()
        if number < len(offered):
            self._do(chosen, offered[number].key)

    def _edit_cell(self, task_id: int, field: str, value: Value) -> None:
        task = self.task_now(task_id)
        if task is not None:
            self.acts.edit(task, field, value)

    def _edit_field(self, task: TaskRow, field: str, value: Value) -> None:
        self.acts.edit(task, field, value, partial(self.panel.refuse, task.id, field))

    def _cancel_chosen(self) -> None:
        self._do(self._targets(), action_list.CANCEL)

    def _open_row_menu(self, where: QPoint) -> None:
        chosen = self.table.chosen()
        if chosen:
            self._popup(self.acts.offered(chosen), chosen, where)

    def _open_status_menu(self, task_id: int, where: QPoint) -> None:
        task = self.task_now(task_id)
        if task is not None:
            self._popup(action_list.status_acts(task.status), [task], where)

    def _popup(self, entries: tuple[action_list.Act, ...], chosen: list[TaskRow], where: QPoint) -> None:
        opened = menu(self)
        self.acts.fill_menu(opened, entries, chosen)
        opened.aboutToHide.connect(opened.deleteLater)
        opened.popup(where)

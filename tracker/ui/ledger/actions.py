"""What can be done with the tasks of the ledger: in its cells and panel, by its menus and by its keys."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QWidget

from tracker.model.changeset import Value
from tracker.model.rows import TaskRow
from tracker.ui.core.bus import Bus, Notice
from tracker.ui.core.command import bind
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import UnderWay
from tracker.ui.core.page_requests import ExportWorkbooks, OpenIndicator, OpenSource, OpenTask
from tracker.ui.ledger.bulk_flow import LedgerBulk
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.controller import LedgerController
from tracker.ui.ledger.layout import LedgerLayout
from tracker.ui.ledger.saved_views import SavedViews
from tracker.ui.ledger.selection_words import DEADLINE, EXPORT, MORE, late_words, summarise
from tracker.ui.page import EvidenceTarget
from tracker.ui.task import action_list
from tracker.ui.task.actions import Run, TaskActions
from tracker.ui.task.evidence_files import open_evidence, save_evidence
from tracker.ui.widgets.menu import add, menu


class LedgerActions(QObject):
    """Connects table, panel, menus and keys with what they do to the chosen tasks."""

    def __init__(
        self,
        context: Context,
        layout: LedgerLayout,
        controller: LedgerController,
        views: SavedViews,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._page, self._layout, self._controller, self._context = page, layout, controller, context
        under_way = UnderWay(context.jobs, self)
        self.bulk = LedgerBulk(context, page, layout.table, under_way)
        self.acts = TaskActions(
            context,
            page,
            self._own_acts(views),
            move_several=self.bulk.move,
            several=self._acts_of_several(),
            under_way=under_way,
        )
        self.acts.nothing_chosen.connect(layout.foot.ask_to_choose)
        layout.panel.foot.is_held = under_way.__contains__
        under_way.changed.connect(layout.panel.foot.follow)
        context.jobs.closed.connect(layout.panel.close_writing)
        layout.panel.close_writing(context.jobs.read_only)
        layout.table.cells.drafts = context.drafts
        layout.panel.basics.follow_drafts(context.drafts)
        controller.surroundings_changed.connect(self._set_surroundings)
        self._connect_table(context.bus)
        self._connect_panel(context)
        self._connect_selection()
        self._bind_keys()

    def _connect_table(self, bus: Bus) -> None:
        table = self._layout.table
        table.cancel_asked.connect(lambda: self.acts.do(self._targets(), action_list.CANCEL))
        table.edit_asked.connect(self._edit_chosen)
        table.menu_asked.connect(self._open_row_menu)
        table.acts_asked.connect(self._open_status_menu)
        table.cells.edited.connect(self._edit_cell)
        table.cells.understood.connect(lambda sentence: bus.notified.emit(Notice(sentence)))

    def _connect_panel(self, context: Context) -> None:
        panel, page = self._layout.panel, self._page
        panel.edited.connect(self._edit_field)
        panel.understood.connect(lambda sentence: context.bus.notified.emit(Notice(sentence)))
        panel.act_asked.connect(self.acts.do_for)
        panel.milestone_ticked.connect(self.acts.nodes.tick)
        panel.node_asked.connect(self.acts.nodes.change)
        panel.node_removed.connect(self.acts.nodes.remove)
        panel.indicator_opened.connect(lambda code: context.bus.page_asked.emit("indicators", OpenIndicator(code)))
        panel.basics.evidence.saved.connect(lambda piece: save_evidence(context, piece, page))
        panel.basics.evidence.opened.connect(lambda piece: open_evidence(context, piece, page))
        panel.task_opened.connect(lambda number: self._controller.open_target(OpenTask(number)))
        panel.source_opened.connect(lambda code: context.bus.page_asked.emit("sources", OpenSource(code)))
        panel.indicator_linked.connect(self.acts.link_indicator)
        panel.link_parted.connect(self.acts.unrelate)
        panel.report_waived.connect(self.acts.oversight.waive)
        panel.matter_asked.connect(self.acts.oversight.raise_matter)
        panel.matter_moved.connect(self.acts.oversight.move_matter)
        panel.help_confirmed.connect(self.acts.helping.confirm)
        panel.duty_asked.connect(self.acts.helping.write_duty)

    def _connect_selection(self) -> None:
        selection, table = self._layout.selection, self._layout.table
        shapes = self._layout.shapes
        shapes.move_asked.connect(lambda task, to: self.acts.do([task], f"{action_list.STATUS}{to.value}"))
        shapes.day_asked.connect(lambda task, day: self.acts.edit(task, "due_text", day.isoformat()))
        shapes.node_day_asked.connect(lambda entry, was, day: self.acts.nodes.move(entry.task, entry.node_id, was, day))
        shapes.refused.connect(lambda words: self._context.bus.notified.emit(Notice(words, warning=True)))
        shapes.menu_asked.connect(lambda task, corner: self._popup(self.acts.offered([task]), [task], corner))
        selection.act_asked.connect(self._act_together)
        selection.narrowed.connect(table.choose_tasks)
        selection.edit_asked.connect(lambda: self.bulk.edit(self._targets()))
        selection.cleared.connect(table.keep_current)
        selection.cleared.connect(table.setFocus)
        table.letter_pressed.connect(self._press_letter)

    def _press_letter(self, letter: str) -> None:
        self._layout.show_selection(summarise(self._targets()))  # the panel follows a moment later
        self._layout.selection.press(letter)

    def _act_together(self, key: str, tasks: Sequence[TaskRow]) -> None:
        """Do an act with those of the chosen tasks that it fits."""
        if key == EXPORT:
            self._export_of(tasks)
        elif key == DEADLINE:
            others = [task for task in self._targets() if task.status.waiting and task not in tasks]
            late = late_words(others, self._context.today())
            self.bulk.ask("due_text", "填写时限", tasks, f"另有 {late}，这里不改" if late else "")
        elif key == MORE:
            corner = self._layout.selection.cards[MORE].rect().topLeft()
            chosen = self._targets()
            self._popup(self.acts.offered(chosen), chosen, self._layout.selection.cards[MORE].mapToGlobal(corner))
        else:
            self.acts.do(tasks, key)

    def _export_of(self, tasks: Sequence[TaskRow]) -> None:
        """Export the workbook of the one office that leads the tasks, or ask which of them."""
        offices = Counter(task.lead_office for task in tasks if task.lead_office)

        def export(office: str) -> None:
            self._context.bus.page_asked.emit("exchange", ExportWorkbooks(office))

        if len(offices) == 1:
            export(next(iter(offices)))
            return
        popup = menu(self._page)
        add(popup, "全部单位…", "export", slot=partial(export, ""))
        popup.addSeparator()
        for office, count in offices.most_common():
            add(popup, f"{office}，选中 {count:,} 项", "export", slot=partial(export, office))
        popup.aboutToHide.connect(popup.deleteLater)
        button = self._layout.selection.button_of(EXPORT)
        popup.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _own_acts(self, views: SavedViews) -> dict[str, Run]:
        """Return the acts that need the table, the toolbar or many tasks at once."""
        layout = self._layout
        return {
            action_list.BULK: self.bulk.edit,
            action_list.FILL: self.bulk.fill_down,
            action_list.COPY: self.bulk.copy,
            action_list.PASTE: lambda _chosen: self.bulk.paste(),
            action_list.MERGE: self.bulk.merge,
            action_list.EDIT: lambda _chosen: self._edit_current(),
            action_list.COLUMNS: lambda _chosen: layout.open_columns(),
            action_list.GROUPING: lambda _chosen: layout.toolbar.open_grouping(),
            action_list.SAVE_VIEW: lambda _chosen: views.ask_name(),
        }

    def _acts_of_several(self) -> dict[str, Run]:
        """Return the acts that more than one chosen task are asked for at once, with every change shown before."""
        return {
            action_list.PROGRESS: partial(self.bulk.ask, "progress", "记录进展"),
            action_list.EXTEND: self.bulk.extend,
            action_list.EDIT: self.bulk.edit,
        }

    def _bind_keys(self) -> None:
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for number, keys in enumerate(action_list.FOOT_KEYS):
            bind(self._page, "", (keys,), partial(self._press, number), inside)
        of_tasks = (action_list.PROGRESS, action_list.REPORT)
        of_page = (action_list.COLUMNS, action_list.GROUPING, action_list.SAVE_VIEW)
        self.acts.bind(self._page, self._targets, *of_tasks, *of_page)
        table = self._layout.table
        table_keys = (action_list.COPY, action_list.PASTE, action_list.FILL, action_list.BULK)
        self.acts.bind(table, table.chosen, *table_keys, inside=False)

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
        """Return the tasks of the selected rows: a heading stands for none, whatever the panel shows."""
        return self._layout.table.chosen()

    def do_with_shown(self, key: str) -> None:
        """Do an act with all that the filters let through, folded groups included; "" for nothing."""
        if key and self._controller.shown_count:
            self.acts.do(self._controller.shown, key)

    def _edit_current(self) -> None:
        self._layout.table.setFocus()
        self._layout.table.edit_column(Column.PROGRESS)

    def _edit_chosen(self) -> None:
        """Open the cell of the one task that is chosen, or ask what to change for several."""
        chosen, table = self._targets(), self._layout.table
        if len(chosen) > 1:
            self.bulk.edit(chosen)
        elif chosen:
            if table.current_task() != chosen[0]:
                table.choose_task(chosen[0].id)
            table.edit_current()
        else:
            self.acts.nothing_chosen.emit()

    def _press(self, number: int) -> None:
        """Do what a button of the panel's foot does, counted from the left from 0, to the chosen tasks."""
        chosen = self._targets()
        offered = action_list.foot_acts(chosen[0]) if chosen else ()
        if number < len(offered):
            self.acts.do(chosen, offered[number].key)
        elif not chosen:
            self.acts.nothing_chosen.emit()

    def _edit_cell(self, task: TaskRow, field: str, value: Value) -> None:
        self.acts.edit(task, field, value)

    def _edit_field(self, task: TaskRow, field: str, value: Value) -> None:
        panel = self._layout.panel
        refuse, resume = partial(panel.refuse, task.id, field), partial(panel.resume, task.id, field)
        self.acts.edit(task, field, value, refuse, resume)

    def _open_row_menu(self, corner: QPoint) -> None:
        chosen = self._layout.table.chosen()
        if chosen:
            self._popup(self.acts.offered(chosen), chosen, corner)

    def _open_status_menu(self, task_id: int, corner: QPoint) -> None:
        task = self._controller.task_now(task_id)
        if task is not None:
            self._popup(action_list.status_acts(task.status), [task], corner)

    def _popup(self, entries: Sequence[action_list.Act], chosen: list[TaskRow], corner: QPoint) -> None:
        popup = menu(self._page)
        self.acts.fill_menu(popup, entries, chosen)
        popup.aboutToHide.connect(popup.deleteLater)
        popup.popup(corner)

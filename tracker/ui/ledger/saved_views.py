"""Saved views of the ledger: filters, grouping, sorting and columns under a name, kept in the settings."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tracker.model.changeset import Value
from tracker.settings import Settings
from tracker.ui.core.context import Context
from tracker.ui.ledger.layout import LedgerLayout
from tracker.ui.ledger.view_settings import ViewSettings, view_settings_from, view_settings_text
from tracker.ui.task.filter import Facet, LedgerFilter
from tracker.ui.widgets.entry_checks import check_text

if TYPE_CHECKING:
    from tracker.ui.widgets.saving_dialog import Reply

KEY = "ledger-views"


@dataclass(frozen=True, slots=True)
class SavedView:
    """What is filtered, and how it is shown; the panel is no part of it."""

    filter: LedgerFilter
    settings: ViewSettings


def read_views(settings: Settings) -> dict[str, SavedView]:
    """Return the saved views by name, in the order they were saved; unreadable ones are left out."""
    try:
        stored = json.loads(settings.states.get(KEY, "{}"))
    except ValueError:
        return {}
    pairs = stored.items() if isinstance(stored, dict) else ()
    return {name: _view(view) for name, view in pairs if isinstance(view, dict)}


def _view(stored: Mapping[str, object]) -> SavedView:
    chosen = stored.get("chosen")
    pairs = chosen.items() if isinstance(chosen, dict) else ()
    values = {Facet[name]: frozenset(map(str, names)) for name, names in pairs if name in Facet.__members__}
    return SavedView(LedgerFilter(values, str(stored.get("search", ""))), view_settings_from(stored.get("wishes")))


def views_text(views: Mapping[str, SavedView]) -> str:
    """Return the views as the settings keep them under KEY."""
    return json.dumps(
        {
            name: {
                "chosen": {facet.name: sorted(values) for facet, values in view.filter.chosen.items()},
                "search": view.filter.search,
                "wishes": json.loads(view_settings_text(view.settings)),  # the name in files written so far
            }
            for name, view in views.items()
        },
        ensure_ascii=False,
    )


class SavedViews(QObject):
    """Saves, opens, renames and removes views of a ledger page."""

    def __init__(self, context: Context, layout: LedgerLayout, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._layout, self._page = context, layout, page
        toolbar = layout.toolbar
        toolbar.views = tuple(read_views(context.settings))
        toolbar.view_asked.connect(self.open)
        toolbar.view_saving.connect(self.ask_name)
        toolbar.view_renaming.connect(self.ask_new_name)
        toolbar.view_removed.connect(self.remove)

    def open(self, name: str) -> None:
        """Show the ledger as a saved view has it."""
        view = read_views(self._context.settings).get(name)
        if view is not None:
            self._layout.change(replace(view.settings, panel=self._layout.settings.panel))
            self._layout.toolbar.set_filter(view.filter)

    def save(self, name: str) -> None:
        """Keep filters, grouping, sorting and columns of now under a name; the same name is written over."""
        views = read_views(self._context.settings)
        views[name] = SavedView(self._layout.toolbar.filter(), self._layout.settings)
        self._keep(views)

    def rename(self, name: str, to: str) -> None:
        """Give a saved view another name in its row of the menu; a view that had that name already goes."""
        views = read_views(self._context.settings)
        kept = {old: view for old, view in views.items() if old == name or old != to}
        self._keep({to if old == name else old: view for old, view in kept.items()})

    def remove(self, name: str) -> None:
        """Forget a saved view."""
        views = read_views(self._context.settings)
        views.pop(name, None)
        self._keep(views)

    def _keep(self, views: dict[str, SavedView]) -> None:
        self._context.remember_state(KEY, views_text(views))
        self._layout.toolbar.views = tuple(views)

    def ask_name(self) -> None:
        """Ask for the name of a view to keep."""
        note = "筛选、分组、排序和列一起保存，从“分组”菜单打开；同名的会被覆盖"
        self._ask("保存为视图", note, "保存", "", self.save)

    def ask_new_name(self, name: str) -> None:
        """Ask for another name of a saved view."""
        self._ask("视图改名", f"“{name}”的新名称；同名的会被覆盖", "改名", name, partial(self.rename, name))

    def _ask(self, title: str, note: str, confirm: str, name: str, then: Callable[[str], None]) -> None:
        from tracker.ui.widgets.form_dialog import FormDialog  # the first screen does without

        def save(values: Mapping[str, Value], reply: "Reply") -> None:
            then(str(values["name"]))
            reply.done()

        dialog = FormDialog(title, note, confirm, save, self._page)
        dialog.writes = False  # views are this computer's own
        dialog.add_line("name", "名称", name, check_text("title"), required="请写名称，如 我负责的红灯")
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

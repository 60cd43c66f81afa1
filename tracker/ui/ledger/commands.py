"""What the command palette offers on the ledger: columns, grouping, sorting, saved views."""

from collections.abc import Iterator
from functools import partial
from typing import Protocol

from tracker.ui.core.command import Command
from tracker.ui.ledger.columns import SPECS, Column
from tracker.ui.ledger.grouping import Grouping
from tracker.ui.ledger.sorting import Sorting, pressed, sort_mark
from tracker.ui.ledger.toolbar import LedgerToolbar
from tracker.ui.ledger.view_settings import Wishes
from tracker.ui.task.action_list import ACTS, COLUMNS, SAVE_VIEW

LEDGER = "台账"


class ArrangedLedger(Protocol):
    """A page whose rows are grouped, sorted and kept as views."""

    toolbar: LedgerToolbar
    wishes: Wishes

    def open_columns(self) -> object:
        """Open the dialog of the columns."""

    def ask_name(self) -> None:
        """Ask for the name of a view to keep."""

    def ask_new_name(self, name: str) -> None:
        """Ask for another name of a saved view."""

    def open_view(self, name: str) -> None:
        """Show a saved view."""

    def remove_view(self, name: str) -> None:
        """Forget a saved view."""

    def sort(self, sorting: Sorting) -> None:
        """Sort the rows."""


def commands_of(page: ArrangedLedger) -> tuple[Command, ...]:
    """Return the commands of the ledger; keys are bound by the page itself."""
    return tuple(_commands(page))


def _commands(page: ArrangedLedger) -> Iterator[Command]:
    yield Command(LEDGER, ACTS[COLUMNS].text, page.open_columns, (ACTS[COLUMNS].shortcut,), ACTS[COLUMNS].icon, False)
    yield Command(LEDGER, ACTS[SAVE_VIEW].text, page.ask_name, (ACTS[SAVE_VIEW].shortcut,), ACTS[SAVE_VIEW].icon, False)
    for name in page.toolbar.views:
        yield Command(LEDGER, f"视图：{name}", partial(page.open_view, name), (), "filter", False)
        yield Command(LEDGER, f"视图改名：{name}…", partial(page.ask_new_name, name), (), "edit", False)
        yield Command(LEDGER, f"删除视图：{name}", partial(page.remove_view, name), (), "trash", False)
    for grouping in Grouping:
        yield Command(
            LEDGER, f"分组：{grouping.value}", partial(page.toolbar.set_grouping, grouping), (), "group", False
        )
    for column in Column:
        word = f"排序：{SPECS[column].header}{sort_mark(page.wishes.sorting, column)}"
        sorting = pressed(page.wishes.sorting, column, also=False)
        yield Command(LEDGER, word, partial(page.sort, sorting), (), "filter", False)
    if page.wishes.sorting:
        yield Command(LEDGER, "不排序", partial(page.sort, ()), (), "filter", False)
    if page.toolbar.filter().active:
        yield Command(LEDGER, "清除筛选", page.toolbar.clear_all, (), "close", False)

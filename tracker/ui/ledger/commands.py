"""What the command palette offers on the ledger: columns, grouping, sorting, saved views."""

from collections.abc import Iterator
from functools import partial

from tracker.ui.core.command import Command
from tracker.ui.ledger.columns import SPECS, Column
from tracker.ui.ledger.grouping import Grouping
from tracker.ui.ledger.layout import LedgerLayout
from tracker.ui.ledger.saved_views import SavedViews
from tracker.ui.ledger.sorting import pressed, sort_mark
from tracker.ui.ledger.view_settings import Shape
from tracker.ui.task.action_list import ACTS, COLUMNS, SAVE_VIEW

LEDGER = "台账"


def ledger_commands(layout: LedgerLayout, views: SavedViews) -> Iterator[Command]:
    """Yield the commands of the ledger; keys are bound by the page itself."""
    toolbar, sorting = layout.toolbar, layout.settings.sorting
    for act, run in ((ACTS[COLUMNS], layout.open_columns), (ACTS[SAVE_VIEW], views.ask_name)):
        yield Command(LEDGER, act.text, run, (act.shortcut,), act.icon, False)
    for name in toolbar.views:
        yield Command(LEDGER, f"视图：{name}", partial(views.open, name), (), "filter", False)
        yield Command(LEDGER, f"视图改名：{name}…", partial(views.ask_new_name, name), (), "edit", False)
        yield Command(LEDGER, f"删除视图：{name}", partial(views.remove, name), (), "trash", False)
    for shape in Shape:
        yield Command(LEDGER, f"样子：{shape.value}", partial(toolbar.shape_chosen.emit, shape), (), "columns", False)
    yield Command(LEDGER, "导出正式台账…", layout.ask_ledger, (), "papers", False)
    for grouping in Grouping:
        yield Command(LEDGER, f"分组：{grouping.value}", partial(toolbar.set_grouping, grouping), (), "group", False)
    for column in Column:
        word = f"排序：{SPECS[column].header}{sort_mark(sorting, column)}"
        yield Command(LEDGER, word, partial(layout.sort, pressed(sorting, column, also=False)), (), "filter", False)
    if sorting:
        yield Command(LEDGER, "不排序", partial(layout.sort, ()), (), "filter", False)
    if toolbar.filter().active:
        yield Command(LEDGER, "清除筛选", toolbar.clear_all, (), "close", False)

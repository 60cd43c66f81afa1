"""What a user wants the ledger to look like, kept in the settings: columns, grouping, panel."""

import json
from dataclasses import dataclass, field, replace

from tracker.settings import Settings
from tracker.ui.ledger.columns import OPTIONAL, WIDE_ONLY, Column
from tracker.ui.ledger.grouping import Grouping
from tracker.ui.ledger.sorting import Sorting

KEY = "ledger"
#: All but the first column may stand anywhere else.
MOVABLE = tuple(Column)[1:]


@dataclass(frozen=True, slots=True)
class Wishes:
    """`columns` holds only what the user decided; the rest follows the width of the window."""

    columns: dict[str, bool] = field(default_factory=dict)
    grouping: Grouping = Grouping.ARTICLE
    panel: bool = True
    sorting: Sorting = ()
    order: tuple[Column, ...] = ()  # columns from left to right where the user moved one

    def shows(self, column: Column, *, wide: bool) -> bool:
        """Tell whether a column is shown."""
        if column not in OPTIONAL:
            return True
        return self.columns.get(column.name, wide or column not in WIDE_ONLY)

    def with_column(self, column: Column, shown: bool) -> "Wishes":
        """Return the wishes with one more decision."""
        return replace(self, columns={**self.columns, column.name: shown})

    def moved(self, column: Column, step: int) -> "Wishes":
        """Return the wishes with a column one place further left (-1) or right (1); the first one stays first."""
        order = list(self.order or Column)
        place = order.index(column)
        to = place + step
        if column in MOVABLE and 1 <= to < len(order):
            order[place], order[to] = order[to], order[place]
        return self if order == list(self.order or Column) else replace(self, order=tuple(order))

    def sorted_by(self, sorting: Sorting) -> "Wishes":
        """Return the wishes with another sorting."""
        return replace(self, sorting=sorting)


def read_wishes(settings: Settings) -> Wishes:
    """Return the stored wishes; what is missing or unreadable takes its default."""
    try:
        stored = json.loads(settings.states.get(KEY, "{}"))
    except ValueError:
        return Wishes()
    return wishes_from(stored)


def wishes_from(stored: object) -> Wishes:
    """Return the wishes of stored JSON; what does not fit takes its default."""
    stored = stored if isinstance(stored, dict) else {}
    columns = stored.get("columns")
    names = {column.name for column in OPTIONAL}
    fitting = columns.items() if isinstance(columns, dict) else ()
    return Wishes(
        {str(name): bool(shown) for name, shown in fitting if name in names},
        next((g for g in Grouping if g.name == stored.get("grouping")), Grouping.ARTICLE),
        bool(stored.get("panel", True)),
        _sorting(stored.get("sorting")),
        _order(stored.get("order")),
    )


def _sorting(stored: object) -> Sorting:
    pairs = [pair for pair in stored if isinstance(pair, list) and len(pair) == 2] if isinstance(stored, list) else []
    return tuple((Column[name], bool(down)) for name, down in pairs if name in Column.__members__)


def _order(stored: object) -> tuple[Column, ...]:
    names = [str(name) for name in stored] if isinstance(stored, list) else []
    found = tuple(Column[name] for name in names if name in Column.__members__)
    return found if len(set(found)) == len(Column) else ()


def wishes_text(wishes: Wishes) -> str:
    """Return the wishes as the settings keep them under KEY."""
    return json.dumps(
        {
            "columns": wishes.columns,
            "grouping": wishes.grouping.name,
            "panel": wishes.panel,
            "sorting": [[column.name, down] for column, down in wishes.sorting],
            "order": [column.name for column in wishes.order],
        }
    )

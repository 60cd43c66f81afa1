"""How the ledger is shown: columns, their order, grouping, sorting and panel, kept in the settings."""

import json
from dataclasses import dataclass, field, replace
from enum import Enum

from tracker.settings import Settings
from tracker.ui.ledger.columns import ON_REQUEST, OPTIONAL, WIDE_ONLY, Column
from tracker.ui.ledger.grouping import Grouping
from tracker.ui.ledger.sorting import Sorting

KEY = "ledger"
#: How narrow and how wide a column may be dragged, px.
LEAST_WIDTH, MOST_WIDTH = 40, 1200
#: All but the first column may stand anywhere else.
MOVABLE = tuple(Column)[1:]


class Shape(Enum):
    """As what the tasks are shown; the value is its word."""

    TABLE = "表格"
    BOARD = "看板"
    MONTH = "月历"


@dataclass(frozen=True, slots=True)
class ViewSettings:
    """`columns` holds only what the user decided; the rest follows the width of the window."""

    columns: dict[str, bool] = field(default_factory=dict)
    grouping: Grouping = Grouping.ARTICLE
    panel: bool = True
    sorting: Sorting = ()
    entries: bool = False  # whether umbrellas and groups of the sources have rows of their own
    widths: dict[str, int] = field(default_factory=dict)  # px by column, where the user dragged one
    wrapped: bool = False  # whether rows are high enough for several lines
    shape: Shape = Shape.TABLE
    order: tuple[Column, ...] = ()  # columns from left to right where the user moved one

    def shows(self, column: Column, *, wide: bool) -> bool:
        """Tell whether a column is shown."""
        if column not in OPTIONAL:
            return True
        return self.columns.get(column.name, column not in ON_REQUEST and (wide or column not in WIDE_ONLY))

    def with_column(self, column: Column, shown: bool) -> "ViewSettings":
        """Return the settings with one more column decided."""
        return replace(self, columns={**self.columns, column.name: shown})

    def with_width(self, column: Column, width: int) -> "ViewSettings":
        """Return the settings with a column as wide as the user dragged it; 0 px takes it back."""
        widths = {name: px for name, px in self.widths.items() if name != column.name}
        return replace(self, widths={**widths, column.name: width} if width else widths)

    def moved(self, column: Column, step: int) -> "ViewSettings":
        """Return the settings with a column moved one step left (-1) or right (1); the first column stays first."""
        order = list(self.order or Column)
        at = order.index(column)
        to = at + step
        if column in MOVABLE and 1 <= to < len(order):
            order[at], order[to] = order[to], order[at]
        return self if order == list(self.order or Column) else replace(self, order=tuple(order))

    def sorted_by(self, sorting: Sorting) -> "ViewSettings":
        """Return the settings with another sorting."""
        return replace(self, sorting=sorting)


def read_view_settings(settings: Settings) -> ViewSettings:
    """Return the stored settings; what is missing or unreadable gets its default."""
    try:
        stored = json.loads(settings.states.get(KEY, "{}"))
    except ValueError:
        return ViewSettings()
    return view_settings_from(stored)


def view_settings_from(stored: object) -> ViewSettings:
    """Return the settings of stored JSON; what does not fit gets its default."""
    stored = stored if isinstance(stored, dict) else {}
    columns = stored.get("columns")
    names = {column.name for column in OPTIONAL}
    fitting = columns.items() if isinstance(columns, dict) else ()
    return ViewSettings(
        {str(name): bool(shown) for name, shown in fitting if name in names},
        next((g for g in Grouping if g.name == stored.get("grouping")), Grouping.ARTICLE),
        bool(stored.get("panel", True)),
        _sorting(stored.get("sorting")),
        bool(stored.get("entries", False)),
        _widths(stored.get("widths")),
        bool(stored.get("wrapped", False)),
        next((shape for shape in Shape if shape.name == stored.get("shape")), Shape.TABLE),
        _order(stored.get("order")),
    )


def _sorting(stored: object) -> Sorting:
    pairs = [pair for pair in stored if isinstance(pair, list) and len(pair) == 2] if isinstance(stored, list) else []
    return tuple((Column[name], bool(down)) for name, down in pairs if name in Column.__members__)


def _widths(stored: object) -> dict[str, int]:
    pairs = stored.items() if isinstance(stored, dict) else ()
    return {
        str(name): px
        for name, px in pairs
        if name in Column.__members__ and isinstance(px, int) and LEAST_WIDTH <= px <= MOST_WIDTH
    }


def _order(stored: object) -> tuple[Column, ...]:
    names = [str(name) for name in stored] if isinstance(stored, list) else []
    columns = tuple(dict.fromkeys(Column[name] for name in names if name in Column.__members__))
    later = tuple(column for column in Column if column not in columns)  # of a newer version than the stored order
    return (*columns, *later) if columns[:1] == (Column.CODE,) else ()


def view_settings_text(shown: ViewSettings) -> str:
    """Return the settings as they are stored under KEY."""
    return json.dumps(
        {
            "columns": shown.columns,
            "grouping": shown.grouping.name,
            "panel": shown.panel,
            "sorting": [[column.name, down] for column, down in shown.sorting],
            "entries": shown.entries,
            "widths": shown.widths,
            "wrapped": shown.wrapped,
            "shape": shown.shape.name,
            "order": [column.name for column in shown.order],
        }
    )

"""Columns that lost their name and their anchor are told by what they hold: the same as was sent in them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tracker.exchange.cells import read_cell, same_value
from tracker.exchange.columns import Column
from tracker.exchange.finding import Table
from tracker.exchange.matching import Match
from tracker.exchange.rawbook import RawCell
from tracker.exchange.reading import CellContext
from tracker.exchange.unchanged import is_as_sent
from tracker.model.changeset import SentRow, Value

_CELLS, _DIFFERENT, _SHARE = 3, 2, 0.6  # of what was sent: so many cells, with different values, and most of them
_EMPTY = (None, "", ())


def recall_columns(table: Table, matches: Sequence[Match]) -> Table:
    """Return the table with editable columns it lacked, each where one column without a known header holds them.

    The same table where nothing is told. What is found so is as uncertain as other columns told by content only.
    """
    lacking = [column for column in table.layout.editable if column.field not in table.columns]
    rows = [
        (table.sheet.rows[m.row.number], m.sent) for m in matches if m.sent and not m.doubt and m.row.table is table
    ]
    if not lacking or len(rows) < _CELLS:
        return table
    free = {place for cells, _sent in rows for place in cells} - set(table.columns.values()) - table.doubled.keys()
    holding = [(c.field, place) for c in lacking for place in sorted(free) if _holds(c, place, rows)]
    fields, places = [field for field, _ in holding], [place for _, place in holding]
    told = {f: p for f, p in holding if fields.count(f) == 1 and places.count(p) == 1}
    if not told:
        return table
    return replace(table, columns={**table.columns, **told}, guessed=table.guessed | told.keys())


def _holds(column: Column, place: int, rows: Sequence[tuple[Mapping[int, RawCell], SentRow]]) -> bool:
    """Tell whether most of what was sent in a column stands here, and is not the same in every row."""
    sent = [(cells.get(place), row.values.get(column.field)) for cells, row in rows]
    asked = [(cell, value) for cell, value in sent if value not in _EMPTY]
    same = [value for cell, value in asked if cell is not None and _reads_as(column, cell, value)]
    return len(same) >= max(_CELLS, _SHARE * len(asked)) and len(set(same)) >= _DIFFERENT


def _reads_as(column: Column, cell: RawCell, value: Value) -> bool:
    if is_as_sent(column.kind, cell, value):
        return True
    reading = read_cell(column.kind, cell, CellContext())
    return reading.provided and not reading.review and same_value(column.field, reading.value, value)

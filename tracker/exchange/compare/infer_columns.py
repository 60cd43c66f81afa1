"""Identify columns without header or anchor by comparing their values with the snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tracker.exchange.book.raw_book import RawCell
from tracker.exchange.cells.cells import read_cell, same_value
from tracker.exchange.cells.columns import Column
from tracker.exchange.cells.parsed_cell import CellContext
from tracker.exchange.compare.match_rows import Match
from tracker.exchange.compare.unchanged_cells import is_as_sent
from tracker.exchange.table.detect_tables import Table
from tracker.model.changeset import Value

_CELLS, _DIFFERENT, _SHARE = 3, 2, 0.6  # of what was sent: so many cells, with different values, and most of them
_SAMPLE = 200  # rows: every column that is lacking is looked for in every column that nobody knows


def infer_columns(table: Table, matches: Sequence[Match]) -> Table:
    """Return the table with editable columns it lacked, each where one column without a known header holds them.

    The same table where nothing can be inferred. Such columns are as uncertain as others guessed by content.
    """
    lacking = [column for column in table.layout.editable if column.field not in table.columns]
    if not lacking:
        return table
    rows = [(table.sheet.rows[m.row.number], m.sent) for m in matches if m.sent and m.row.table is table]
    free = {number for cells, _sent in rows for number in cells} - set(table.columns.values()) - table.doubled.keys()
    holding: list[tuple[str, int]] = []
    for column in lacking:
        sent = [(cells, value) for cells, row in rows if _was_sent(column, value := row.values.get(column.field))]
        holding += [(column.field, number) for number in sorted(free) if _holds_most(column, number, sent[:_SAMPLE])]
    fields, numbers = [field for field, _ in holding], [number for _, number in holding]
    inferred = {f: p for f, p in holding if fields.count(f) == 1 and numbers.count(p) == 1}
    if not inferred:
        return table
    return replace(table, columns={**table.columns, **inferred}, guessed=table.guessed | inferred.keys())


def _was_sent(column: Column, value: Value) -> bool:
    """Tell whether anything was sent: an empty cell that came back says nothing about its column."""
    return not is_as_sent(column.kind, None, value)


def _holds_most(column: Column, number: int, sent: Sequence[tuple[Mapping[int, RawCell], Value]]) -> bool:
    """Tell whether a column holds most of what was sent, with different values."""
    same = [value for cells, value in sent if (cell := cells.get(number)) and _reads_as(column, cell, value)]
    return len(same) >= max(_CELLS, _SHARE * len(sent)) and len(set(same)) >= _DIFFERENT


def _reads_as(column: Column, cell: RawCell, value: Value) -> bool:
    if is_as_sent(column.kind, cell, value):
        return True
    reading = read_cell(column.kind, cell, CellContext())
    return reading.provided and same_value(column.field, reading.value, value)

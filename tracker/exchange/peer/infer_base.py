"""Infer which earlier workbook another installation's file is based on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from tracker.exchange.cells.cells import same_value
from tracker.exchange.peer.assignment import AssignedRow, Assignment
from tracker.model.changeset import SentRow, SentWorkbook, Value

Key: TypeAlias = tuple[str, str]
_EVIDENCE = 3  # cells


def infer_base(assignment: Assignment, exchanged: Sequence[SentWorkbook]) -> SentWorkbook:
    """Return what a workbook of another installation about our own tasks is most likely based on.

    `exchanged` is what went between us, oldest first; the file does not name the one it stands on, so the one it shares
    most with counts. Where others of them may be meant as well, a cell about which they differ is left out, that is,
    waits for a person, unless it is as sent.
    """
    by_key = [{(row.kind, row.key): row for row in workbook.rows} for workbook in reversed(exchanged)]
    # Of equals the newest comes first.
    ranked = sorted(by_key, key=lambda rows: _shared(assignment, rows, {}), reverse=True)
    possible = [rows for rows in ranked if rows is ranked[0] or not _ruled_out(assignment, rows, ranked[0])]
    agreed_rows = []
    for row in assignment.rows:
        known = [rows[key] for rows in possible if (key := (row.sent.kind, row.sent.key)) in rows]
        if known:
            first = known[0].values
            agreed = {f: v for f, v in first.items() if _as_sent(row, f, v) or _all_same(f, v, known)}
            agreed_rows.append(replace(known[0], values=agreed))
    return SentWorkbook("", "", "", tuple(agreed_rows))


def _ruled_out(assignment: Assignment, other: Mapping[Key, SentRow], best: Mapping[Key, SentRow]) -> bool:
    """Tell whether, of the cells about which two differ, several are as in the best and none as in the other."""
    return _shared(assignment, best, other) >= _EVIDENCE and not _shared(assignment, other, best)


def _shared(assignment: Assignment, sent: Mapping[Key, SentRow], without: Mapping[Key, SentRow]) -> int:
    """Return how many cells are as sent, and not as in `without`."""
    count = 0
    for row in assignment.rows:
        key = (row.sent.kind, row.sent.key)
        if key in sent:
            other = without[key].values if key in without else {}
            count += sum(
                _as_sent(row, field, value) and not (field in other and same_value(field, other[field], value))
                for field, value in sent[key].values.items()
            )
    return count


def _as_sent(row: AssignedRow, field: str, value: Value) -> bool:
    return field in row.values and same_value(field, row.values[field], value)


def _all_same(field: str, value: Value, rows: Sequence[SentRow]) -> bool:
    return all(same_value(field, row.values.get(field), value) for row in rows)

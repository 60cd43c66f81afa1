"""Batch independent task updates of an import into bulk statements."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from tracker.model.changeset import Decision, FieldChange, Value
from tracker.model.enums import BatchSource
from tracker.model.field_list import TASK_EDITABLE
from tracker.model.tables import ReturnDecision, Task
from tracker.services.fields import checked_columns, is_plain, write_columns
from tracker.services.progress_entries import Teller
from tracker.store.bulk_insert import add_rows
from tracker.store.bulk_update import read_columns

#: Fields that many rows are written with at once, and what is read of a task for it.
PLAIN_FIELDS = frozenset(filter(is_plain, TASK_EDITABLE))
_PLAIN_COLUMNS = (*sorted(PLAIN_FIELDS), "code", "status", "version", "due_kind", "due_on", "due_text")
_MOST = 2_000  # tasks that may wait; what is written cannot be cancelled in between


class BatchUpdates:
    """Plain fields of tasks and decisions of an import, written together in the order they came."""

    def __init__(self, session: Session, today: date) -> None:
        self._session, self._today = session, today
        self._waiting: dict[str, tuple[Mapping[str, Value], date]] = {}
        self._tellers: dict[str, Teller] = {}
        self._decided: list[dict[str, Any]] = []
        self.tasks: set[int] = set()  # ids of the tasks written so far

    def add_fields(
        self,
        waiting: Mapping[str, Mapping[str, Value]],
        sent_on: date,
        tellers: Mapping[str, Teller] = MappingProxyType({}),
    ) -> None:
        """Add fields by the uid of their task; `sent_on` gives wordings like 12月底 their year.

        `tellers` are who told us.
        """
        if not self._waiting.keys().isdisjoint(waiting) or len(self._waiting) + len(waiting) > _MOST:
            self.write()  # two files about one task are two changes of it, one after the other
        self._waiting |= {uid: (values, sent_on) for uid, values in waiting.items()}
        self._tellers |= tellers

    def add_decision(self, return_id: int, change: FieldChange, decision: Decision) -> None:
        """Add what was decided about an entry of a returned file."""
        kind, key, field = change.identity
        row = {"return_id": return_id, "kind": kind, "key": key, "field": field}
        self._decided.append(row | {"choice": decision.choice, "value": _plain(decision.value)})

    def write(self) -> None:
        """Write everything that waits, inside the act under way."""
        waiting, self._waiting = self._waiting, {}
        tellers, self._tellers = self._tellers, {}
        decided, self._decided = self._decided, []
        if waiting:
            rows = read_columns(self._session, Task, waiting, _PLAIN_COLUMNS, by="uid")
            columns = {rows[uid].id: _columns(rows[uid], *wanted) for uid, wanted in waiting.items()}
            before = {row.id: row for row in rows.values()}
            by_id = {rows[uid].id: teller for uid, teller in tellers.items() if uid in rows}
            write_columns(self._session, before, columns, self._today, BatchSource.IMPORT, by_id)
            self.tasks |= columns.keys()
        add_rows(self._session, ReturnDecision, decided)


def _columns(row: Any, values: Mapping[str, Value], sent_on: date) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for field, value in values.items():
        written |= checked_columns(row, field, value, sent_on, by_hand=False)
    return written


def _plain(value: Value) -> Value | list[str]:
    return list(value) if isinstance(value, tuple) else value

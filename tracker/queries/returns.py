"""What a review shows beside the comparison: who gave us our values, and which rows were settled before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from tracker.model.changeset import ChangeSet
from tracker.model.field_list import INDICATOR_EDITABLE
from tracker.model.tables import Batch, Indicator, ReturnDecision, Revision, Task

Identity = tuple[str, str, str]
RowKey = tuple[str, str]
#: Rows named in one statement; databases bound the number of parameters.
_AT_ONCE = 5_000


class Author(NamedTuple):
    """Who changed a value last, when (UTC), and in which act."""

    name: str
    at: datetime
    label: str


def authors_of(session: Session, changesets: Iterable[ChangeSet]) -> dict[Identity, Author]:
    """Return who gave us each value that is no longer what was sent, by the identity of its entry."""
    ours = [
        change
        for changes in changesets
        for change in changes.changes
        if change.field and change.ours != change.snapshot
    ]
    tasks = {change.key for change in ours if change.kind == "task"}
    indicators = {change.key for change in ours if change.kind == "indicator"}
    newest = _newest_of_tasks(session, tasks) | _newest_of_indicators(session, indicators)
    batches = _batches(session, set(newest.values()))
    wanted = {change.identity for change in ours}
    return {identity: batches[number] for identity, number in newest.items() if identity in wanted}


def settled_rows(session: Session, return_ids: Collection[int]) -> Mapping[int, frozenset[RowKey]]:
    """Return by the number of a received file the rows about which something was decided and applied."""
    decided = select(ReturnDecision.return_id, ReturnDecision.kind, ReturnDecision.key)
    rows: dict[int, set[RowKey]] = defaultdict(set)
    for number, kind, key in session.exec(decided.where(col(ReturnDecision.return_id).in_(return_ids))):
        rows[number].add((kind, key))
    return {number: frozenset(keys) for number, keys in rows.items()}


def _newest_of_tasks(session: Session, uids: set[str]) -> dict[Identity, int]:
    """Return the newest act on every field of some tasks; offices that come and go are `co_offices`."""
    batches: dict[Identity, int] = {}
    field = sa.case((col(Revision.entity) == "task_office", "co_offices"), else_=col(Revision.field))
    for some in _in_parts(uids):
        newest: Any = (
            sa.select(col(Task.uid), field, func.max(col(Revision.batch_id)))
            .join(Revision, col(Revision.task_id) == Task.id)
            .where(col(Task.uid).in_(some), col(Revision.entity).in_(("task", "task_office")))
            .group_by(col(Task.uid), field)
        )
        batches |= {("task", uid, name): batch for uid, name, batch in session.exec(newest)}
    return batches


def _newest_of_indicators(session: Session, keys: set[str]) -> dict[Identity, int]:
    """Return the newest act on the observations of some indicators: value, day and note are one row."""
    newest: Any = (
        sa.select(col(Indicator.uid), col(Indicator.code), func.max(col(Revision.batch_id)))
        .join(Revision, col(Revision.indicator_id) == Indicator.id)
        .where(col(Indicator.uid).in_(keys) | col(Indicator.code).in_(keys), col(Revision.entity) == "observation")
        .group_by(col(Indicator.uid), col(Indicator.code))
    )
    rows = list(session.exec(newest)) if keys else []
    named = [(key, batch) for *both, batch in rows for key in keys.intersection(both)]
    return {("indicator", key, name): batch for key, batch in named for name in INDICATOR_EDITABLE}


def _batches(session: Session, numbers: set[int]) -> dict[int, Author]:
    authors: dict[int, Author] = {}
    for some in _in_parts(numbers):
        rows = select(Batch.id, Batch.actor, Batch.at, Batch.label).where(col(Batch.id).in_(some))
        authors |= {number: Author(name, at, label) for number, name, at, label in session.exec(rows)}
    return authors


def _in_parts(values: set[Any]) -> Iterator[list[Any]]:
    ordered = list(values)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))

"""What an office has answered of a workbook: since when, and how many rows, in all its copies and by phone."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from tracker.model.exchange_words import EntryChannel
from tracker.model.return_answers import FILLED, is_answer
from tracker.model.tables import (
    HelpEntry,
    ProgressEntry,
    Task,
    WorkbookExport,
    WorkbookExportRow,
    WorkbookReturn,
)

#: What was kept of a return that tells whether it answers, as `is_answer` wants it.
SAYING_COLUMNS = (WorkbookReturn.touched, WorkbookReturn.counts, WorkbookReturn.listed)
#: Kinds of rows that every office is asked to answer; of an indicator there may be nothing new.
_ASKED = ("task", "help")
#: What only rows come to that somebody filled in; former versions did not keep which ones.
_SAYING = ("change", "conflict", "cleared", "same")


class Filled(NamedTuple):
    """Rows that were sent and rows that were answered."""

    rows: int = 0
    filled: int = 0


def first_answers(session: Session, export_ids: Collection[int] | None = None) -> dict[int, date]:
    """Return by workbook the day of its first answer; `export_ids` are the workbooks, None for all.

    A file that came back without anything filled in is none: nobody is in time by it.
    """
    first: dict[int, date] = {}
    for number, on in list_answers(session, export_ids):
        first[number] = min(on, first.get(number, on))
    return first


def list_answers(session: Session, export_ids: Collection[int] | None = None) -> list[tuple[int, date]]:
    """Return workbook and day of each file that answers one; `export_ids` are the workbooks, None for all."""
    columns: Any = (WorkbookReturn.export_id, WorkbookReturn.received_on, *SAYING_COLUMNS)
    came: Any = sa.select(*columns).where(col(WorkbookReturn.export_id).is_not(None))
    if export_ids is not None:
        came = came.where(col(WorkbookReturn.export_id).in_(export_ids))
    return [(number, on) for number, on, *kept in session.connection().execute(came) if is_answer(*kept)]


def filled_rows(session: Session, export_ids: Collection[int]) -> dict[int, Filled]:
    """Return by workbook how many of its rows were answered."""
    mine = col(WorkbookExportRow.export_id).in_(export_ids), col(WorkbookExportRow.kind).in_(_ASKED)
    workbook = col(WorkbookExportRow.export_id)
    counted: Any = select(workbook, func.count()).where(*mine).group_by(workbook)
    rows = dict(session.exec(counted).all())
    answered: dict[int, set[str]] = defaultdict(set)
    came = select(WorkbookReturn).where(col(WorkbookReturn.export_id).in_(export_ids))
    for received in session.exec(came):
        number = received.export_id or 0
        answered[number] |= {row for row in received.touched if row.partition(" ")[0] in _ASKED}
        if FILLED not in received.counts and not received.touched and any(map(received.counts.get, _SAYING)):
            answered[number] |= {f"of a former version {line}" for line in range(rows.get(number, 0))}
    for number, row in _spoken(session, mine):
        answered[number].add(row)
    return {number: Filled(count, min(count, len(answered[number]))) for number, count in rows.items()}


def _spoken(session: Session, mine: tuple[Any, ...]) -> list[tuple[int, str]]:
    """Return workbook and row of what was told since by phone or in person."""
    spoken: list[tuple[int, str]] = []
    owners: tuple[tuple[str, Any, Any], ...] = (
        ("task", ProgressEntry, Task.lead_office_id == WorkbookExport.office_id),
        ("help", HelpEntry, HelpEntry.office_id == WorkbookExport.office_id),
    )
    for kind, entry, whose in owners:
        rows: Any = sa.select(col(WorkbookExport.id), col(WorkbookExportRow.key)).where(*mine)
        rows = rows.join(WorkbookExportRow, col(WorkbookExportRow.export_id) == WorkbookExport.id)
        rows = rows.join(Task, col(Task.uid) == WorkbookExportRow.key).join(entry, entry.task_id == Task.id)
        rows = rows.where(
            WorkbookExportRow.kind == kind,
            whose,
            entry.channel != EntryChannel.MANUAL,
            entry.entered_on >= WorkbookExport.sent_on,
        )
        spoken += [(number, f"{kind} {key}") for number, key in session.connection().execute(rows.distinct())]
    return spoken

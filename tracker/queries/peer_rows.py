"""What we know of the rows that another installation's workbook speaks of."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlmodel import Session, col, select

from tracker.model.changeset import CurrentRow, SentWorkbook, Value
from tracker.model.enums import Status
from tracker.model.field_list import WRITTEN_BY_PEOPLE
from tracker.model.tables import (
    Indicator,
    Observation,
    Task,
    WorkbookExport,
    WorkbookExportRow,
)
from tracker.queries.current_rows import SentWorkbooks, last_observations

_AT_ONCE = 5_000  # databases bound the number of parameters of a statement


def untouched_codes(session: Session, titles: Mapping[str, str]) -> set[str]:
    """Return those of the numbers that are catalogue tasks with the same title of which nothing was said.

    Tasks that were begun, sent out or taken in are somebody's already. `titles` is by number.
    """
    sent = select(WorkbookExportRow.key).where(WorkbookExportRow.kind == "task")
    empty = (col(getattr(Task, field)) == "" for field in WRITTEN_BY_PEOPLE)
    statement = (
        select(Task.code, Task.title)
        .where(Task.status == Status.UNASSIGNED, Task.progress == 0, *empty)
        .where(col(Task.recommendation_id).is_not(None), col(Task.uid).not_in(sent))
    )
    return {code for code, title in session.exec(statement) if code in titles and titles[code].strip() == title.strip()}


def exports_of(session: Session, uids: Collection[str]) -> list[SentWorkbook]:
    """Return the workbooks in which we sent one of these tasks, the oldest first."""
    sent = SentWorkbooks(session)
    return [sent[code] for code in _codes_of(session, uids)]


def _codes_of(session: Session, uids: Collection[str]) -> list[str]:
    """Return the exports that hold one of these tasks, in the order in which they were sent."""
    codes: dict[int, str] = {}
    ordered = sorted(uids)
    for start in range(0, len(ordered), _AT_ONCE):
        statement = (
            select(WorkbookExport.id, WorkbookExport.code)
            .join(WorkbookExportRow, col(WorkbookExportRow.export_id) == WorkbookExport.id)
            .where(WorkbookExportRow.kind == "task", col(WorkbookExportRow.key).in_(ordered[start : start + _AT_ONCE]))
            .distinct()
        )
        codes |= dict(session.exec(statement).all())
    return [code for _, code in sorted(codes.items())]


def observed_rows(session: Session, days: Mapping[str, str]) -> dict[tuple[str, str], CurrentRow]:
    """Return by ("indicator", key) what we know of each named indicator; a key is a uid or a code.

    `days` is by key: an ISO date, of which the observation counts, or "" for the newest of our own.
    """
    named = {
        key: indicator
        for indicator in session.exec(select(Indicator))
        for key in (indicator.uid, indicator.code)
        if key in days
    }
    newest = last_observations(session) if named else {}
    on_day = _by_day(session, named, days)
    rows = {}
    for key, indicator in named.items():
        last = newest.get(indicator.id)
        seen = on_day.get(indicator.id) if days[key] else last if last and not last.from_catalogue else None
        values = _values(seen) | {"indicator": indicator.name, "unit": indicator.unit}
        rows["indicator", key] = CurrentRow("indicator", key, indicator.name, indicator.name, values, indicator.version)
    return rows


def _by_day(session: Session, named: Mapping[str, Indicator], days: Mapping[str, str]) -> dict[int, Observation]:
    wanted = {indicator.id: date.fromisoformat(days[key]) for key, indicator in named.items() if days[key]}
    statement = select(Observation).where(col(Observation.observed_on).in_(set(wanted.values())))
    return {
        observation.indicator_id: observation
        for observation in session.exec(statement)
        if wanted.get(observation.indicator_id) == observation.observed_on
    }


def _values(seen: Observation | None) -> dict[str, Value]:
    day = seen.observed_on if seen else None
    return {
        "indicator_value": seen.value if seen else None,
        "indicator_on": day.isoformat() if day else "",
        "indicator_note": seen.note if seen else "",
    }

"""What the exchange compares with: the values sent with a workbook, and ours now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, func, select

from tracker.model.changeset import CurrentRow, SentRow, SentWorkbook, Value
from tracker.model.tables import (
    Article,
    Indicator,
    Observation,
    Office,
    Recommendation,
    Task,
    TaskOffice,
    WorkbookExport,
    WorkbookExportRow,
)

Key = tuple[str, str]
#: Kept beside an indicator's snapshot: the newest observation at that time. No column of a workbook.
LAST_OBSERVATION = "_last_observation"
#: Keys named in one statement; databases bound the number of parameters.
_AT_ONCE = 5_000
#: Columns of a task that are fields of a workbook, 编号 and 任务名称 first.
_TASK_FIELDS = (
    "code", "title", "content", "owner", "phone", "due_text", "progress", "status", "progress_note", "problems",
    "next_steps", "remark",
)  # fmt: skip
_STATUS = _TASK_FIELDS.index("status")


class SentWorkbooks(Mapping[str, SentWorkbook]):
    """All exports by code; a snapshot is read when it is first asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ids = dict(session.exec(select(WorkbookExport.code, WorkbookExport.id)).all())
        self._read: dict[str, SentWorkbook] = {}

    def __getitem__(self, code: str) -> SentWorkbook:
        if code not in self._read:
            self._read[code] = _read_sent(self._session, self._ids[code])
        return self._read[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def latest_exports(session: Session) -> dict[str, str]:
    """Return office name -> code of the newest workbook sent to it."""
    pairs = select(Office.name, WorkbookExport.code).where(Office.id == WorkbookExport.office_id)
    return dict(session.exec(pairs.order_by(col(WorkbookExport.id))).all())


def current_rows(
    session: Session, export_codes: Iterable[str], keys: Collection[Key] | None = None
) -> dict[Key, CurrentRow]:
    """Return tasks and indicators as they are now, by (kind, key): those named, None for all.

    The value of an indicator is what was observed since the named exports went out, empty if nothing was.
    """
    wanted = None if keys is None else [key for kind, key in keys if kind == "task"]
    rows: dict[Key, CurrentRow] = {("task", row.key): row for row in _named_tasks(session, wanted)}
    if keys is None or any(kind == "indicator" for kind, _ in keys):
        rows |= {("indicator", row.key): row for row in _current_indicators(session, tuple(export_codes))}
    return rows


def current_tasks(session: Session, *conditions: Any) -> Iterator[CurrentRow]:
    """Yield tasks in document order with the values of every workbook column."""
    session.flush()  # plain rows are read past the session: a third of the time
    connection = session.connection()
    helping = _co_offices(connection, *conditions)
    for number, uid, version, office, article, section, *rest in connection.execute(_task_statement(*conditions)):
        values: dict[str, Value] = dict(zip(_TASK_FIELDS, rest, strict=True))
        values["status"] = rest[_STATUS].value
        values["source"] = " · ".join(part for part in (article, section) if part)
        values["lead_office"] = office or ""
        values["co_offices"] = tuple(helping.get(number, ()))
        yield CurrentRow("task", uid, rest[0], rest[1], values, version)


def _task_statement(*conditions: Any) -> Any:
    task, office, source, article = (_table(kind) for kind in (Task, Office, Recommendation, Article))
    return (
        sa.select(
            *(task.c[name] for name in ("id", "uid", "version")),
            office.c.name,
            article.c.title,
            source.c.section,
            *(task.c[field] for field in _TASK_FIELDS),
        )
        .select_from(task)
        .join(office, office.c.id == task.c.lead_office_id, isouter=True)
        .join(source, source.c.id == task.c.recommendation_id, isouter=True)
        .join(article, article.c.id == source.c.article_id, isouter=True)
        .where(*conditions)
        .order_by(task.c.position, task.c.id)
    )


def _table(kind: type[SQLModel]) -> sa.Table:
    found: sa.Table = kind.__table__  # type: ignore[attr-defined]
    return found


def last_observations(session: Session) -> dict[int, Observation]:
    """Return by indicator id the observation with the latest date (undated ones are the oldest)."""
    ordered = select(Observation).order_by(
        col(Observation.observed_on).is_not(None), col(Observation.observed_on), col(Observation.id)
    )
    return {one.indicator_id: one for one in session.exec(ordered)}


def newest_observation_id(session: Session) -> int:
    """Return the highest number of an observation, 0 when there is none."""
    return session.exec(select(func.max(Observation.id))).one() or 0


def _co_offices(connection: sa.Connection, *conditions: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    task, office, helping = (_table(kind) for kind in (Task, Office, TaskOffice))
    pairs = (
        sa.select(helping.c.task_id, office.c.name)
        .join(office, office.c.id == helping.c.office_id)
        .join(task, task.c.id == helping.c.task_id)
        .where(*conditions)
        .order_by(office.c.position)
    )
    for task_id, name in connection.execute(pairs):
        found[task_id].append(name)
    return found


def _named_tasks(session: Session, uids: Collection[str] | None) -> Iterator[CurrentRow]:
    if uids is None:
        yield from current_tasks(session)
        return
    ordered = list(uids)
    for start in range(0, len(ordered), _AT_ONCE):
        yield from current_tasks(session, col(Task.uid).in_(ordered[start : start + _AT_ONCE]))


def _current_indicators(session: Session, codes: tuple[str, ...]) -> Iterator[CurrentRow]:
    since = _observed_before(session, codes)
    newest: dict[int, Observation] = {}
    fresh = select(Observation).where(col(Observation.id) > min(since.values(), default=0))
    for one in session.exec(fresh.order_by(col(Observation.id))) if since else ():
        if one.id > since.get(one.indicator_id, 0) and not one.from_catalogue and one.indicator_id in since:
            newest[one.indicator_id] = one
    for indicator in session.exec(select(Indicator)):
        values = _observed(newest.get(indicator.id))
        values |= {"indicator": indicator.name, "unit": indicator.unit}
        yield CurrentRow("indicator", indicator.code, indicator.name, indicator.name, values, indicator.version)


def _observed(one: Observation | None) -> dict[str, Value]:
    on = one.observed_on.isoformat() if one and one.observed_on else ""
    return {
        "indicator_value": one.value if one else None,
        "indicator_on": on,
        "indicator_note": one.note if one else "",
    }


def _observed_before(session: Session, codes: tuple[str, ...]) -> dict[int, int]:
    """Return by indicator id the newest observation's number when the workbook went out."""
    statement: Any = (
        sa.select(col(Indicator.id), col(WorkbookExportRow.content))
        .join(WorkbookExport, col(WorkbookExport.id) == WorkbookExportRow.export_id)
        .join(Indicator, col(Indicator.code) == WorkbookExportRow.key)
        .where(col(WorkbookExportRow.kind) == "indicator", col(WorkbookExport.code).in_(codes))
        .order_by(col(WorkbookExport.id))
    )
    return {indicator_id: content.get(LAST_OBSERVATION, 0) for indicator_id, content in session.exec(statement)}


def _read_sent(session: Session, export_id: int) -> SentWorkbook:
    export = session.get(WorkbookExport, export_id)
    assert export is not None
    office = session.get(Office, export.office_id)
    table = _table(WorkbookExportRow)
    columns = (table.c[name] for name in ("kind", "key", "label", "title", "content"))
    kept = sa.select(*columns).where(table.c.export_id == export_id).order_by(table.c.id)
    rows = tuple(
        SentRow(kind, key, label, title, _thawed(content))
        for kind, key, label, title, content in session.connection().execute(kept)
    )
    return SentWorkbook(export.code, office.name if office else "", export.sent_on.isoformat(), rows)


def _thawed(content: Mapping[str, Any]) -> dict[str, Value]:
    """JSON has no tuples: lists of offices become tuples again."""
    return {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in content.items()
        if not key.startswith("_")
    }

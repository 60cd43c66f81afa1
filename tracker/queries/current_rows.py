"""What the exchange compares with: the values sent with a workbook, and ours now."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, func, select

from tracker.errors import InputError
from tracker.model.changeset import CurrentRow, SentRow, SentWorkbook, Value
from tracker.model.field_list import FIELDS, STORED_AND_SENT, FieldKind
from tracker.model.source_words import SourceKind
from tracker.model.tables import (
    Article,
    Indicator,
    Observation,
    Office,
    OfficePerson,
    Recommendation,
    Task,
    TaskOffice,
    WorkbookExport,
    WorkbookExportRow,
)
from tracker.queries.helping import current_helps
from tracker.queries.people_rows import current_people

Key = tuple[str, str]
_Helping = dict[int, list[str]]  # names of co-offices by task
#: Kept beside an indicator's snapshot: the newest observation at that time. No column of a workbook.
LAST_OBSERVATION = "_last_observation"
#: What stands instead of a snapshot that was cleaned away: the day. No column of a workbook.
CLEANED = "_cleaned"
#: Fields of several names.
_LISTS = ("co_offices",)
#: Keys named in one statement; databases bound the number of parameters.
_AT_ONCE = 5_000
_STATUS = STORED_AND_SENT.index("status")
_DAYS = tuple(name for name in STORED_AND_SENT if FIELDS[name].kind is FieldKind.DATE)


class SentWorkbooks(Mapping[str, SentWorkbook]):
    """All exports by code; a snapshot is read when it is first asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        heads: Any = select(WorkbookExport.code, WorkbookExport.id, Office.name, WorkbookExport.sent_on)
        rows = session.exec(heads.join(Office, col(Office.id) == WorkbookExport.office_id, isouter=True)).all()
        self._ids = {code: number for code, number, *_ in rows}
        self._offices = {code: office or "" for code, _, office, _ in rows}
        self._days = {code: day for code, *_, day in rows}
        self._read: dict[str, SentWorkbook] = {}

    def __getitem__(self, code: str) -> SentWorkbook:
        if code not in self._read:
            self._read[code] = _read_sent(self._session, self._ids[code])
        return self._read[code]

    def office(self, code: str) -> str:
        """Return the name that the office of an export has by now."""
        return self._offices[code]

    def sent_on(self, code: str) -> date | None:
        """Return the day an export was sent, without reading what was in it; None for one we do not know."""
        return self._days.get(code)

    def whole(self, codes: Collection[str]) -> set[str]:
        """Return those exports whose contents nobody has cleaned away."""
        content: Any = col(WorkbookExportRow.content)
        cleaned = select(WorkbookExportRow.export_id).where(content[CLEANED].as_string().is_not(None)).distinct()
        gone = set(self._session.exec(cleaned))
        return {code for code in codes if self._ids[code] not in gone}

    def gone(self, code: str) -> set[Key]:
        """Return the rows of an export that are no longer in the ledger."""
        return set(map(tuple, self._session.connection().execute(_gone(), {"export": self._ids[code]})))

    def __contains__(self, code: object) -> bool:
        return code in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def latest_exports(session: Session) -> dict[str, str]:
    """Return office name -> code of the newest workbook sent to it."""
    pairs = select(Office.name, WorkbookExport.code).where(Office.id == WorkbookExport.office_id)
    return dict(session.exec(pairs.order_by(col(WorkbookExport.id))).all())


class CurrentRows(Mapping[Key, CurrentRow]):
    """Rows as they are now, by (kind, key); most are never looked at, so each is put together when asked for."""

    def __init__(self, tasks: Iterable[sa.Row[Any]], helping: _Helping, others: Iterable[CurrentRow] = ()) -> None:
        self._helping = helping
        self._rows: dict[Key, Any] = {("task", task.uid): task for task in tasks}
        self._rows |= {(row.kind, row.key): row for row in others}

    def __getitem__(self, key: Key) -> CurrentRow:
        row = self._rows[key]
        if not isinstance(row, CurrentRow):
            row = self._rows[key] = _current_task(row, self._helping)
        return row

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[Key]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def current_rows(session: Session, export_codes: Iterable[str], keys: Collection[Key] | None = None) -> CurrentRows:
    """Return tasks, parts of co-offices, people and indicators as they are now: those named, None for all tasks and
    indicators.

    The value of an indicator is what was observed since the named exports went out, empty if nothing was. A part is
    that of the office the exports went to, the first of them where there are several.
    """
    wanted = None if keys is None else [key for kind, key in keys if kind == "task"]
    tasks, helping = _named_tasks(session, wanted)
    has_indicators = keys is None or any(kind == "indicator" for kind, _ in keys)
    codes = tuple(export_codes)
    indicators = _current_indicators(session, codes) if has_indicators else ()
    helped = {key for kind, key in keys or () if kind == "help"}
    parts = current_helps(session, helped, _addressees(session, codes)).values() if helped else ()
    named = {key for kind, key in keys or () if kind == "person"}
    people = current_people(session, named) if named else ()
    return CurrentRows(tasks, helping, (*indicators, *parts, *people))


def _addressees(session: Session, codes: Sequence[str]) -> list[int]:
    """Return the offices these exports went to, each followed by those it went into since."""
    sent = dict(
        session.exec(
            select(WorkbookExport.code, WorkbookExport.office_id).where(col(WorkbookExport.code).in_(codes))
        ).all()
    )
    into = dict(session.exec(select(Office.id, Office.successor_id).where(col(Office.successor_id).is_not(None))).all())
    offices: list[int] = []
    for number in (sent[code] for code in codes if code in sent):
        following: int | None = number
        while following is not None and following not in offices:
            offices.append(following)
            following = into.get(following)
    return offices


def current_tasks(session: Session, *conditions: Any) -> Iterator[CurrentRow]:
    """Yield tasks in document order with the values of every workbook column."""
    tasks, helping = _tasks(session, *conditions)
    return (_current_task(task, helping) for task in tasks)


def _tasks(session: Session, *conditions: Any) -> tuple[Sequence[sa.Row[Any]], _Helping]:
    """Return tasks as plain rows, and their co-offices."""
    session.flush()  # plain rows are read past the session: a third of the time
    connection = session.connection()
    return connection.execute(_task_statement(*conditions)).all(), _co_offices(connection, *conditions)


def _current_task(task: sa.Row[Any], helping: _Helping) -> CurrentRow:
    number, uid, version, office, article, kind, printed, section, *rest = tuple(task)
    values: dict[str, Value] = dict(zip(STORED_AND_SENT, rest, strict=True))
    values["status"] = rest[_STATUS].value
    for name in _DAYS:
        values[name] = str(values[name] or "")
    values["source"] = _source_words(article, kind, printed, section)
    values["lead_office"] = office or ""
    values["co_offices"] = tuple(helping.get(number, ()))
    return CurrentRow("task", uid, rest[0], rest[1], values, version)


def _source_words(title: str | None, kind: SourceKind | None, number: str | None, section: str | None) -> str:
    """Return where a task comes from as offices read it: an article by title and section, others by 文号 or title."""
    if kind is None or kind is SourceKind.ARTICLE:
        return " · ".join(part for part in (title, section) if part)
    return f"{kind.word} {number or title}"


def _task_statement(*conditions: Any) -> Any:
    task, office, source, article = (_table(kind) for kind in (Task, Office, Recommendation, Article))
    return (
        sa.select(
            *(task.c[name] for name in ("id", "uid", "version")),
            office.c.name,
            article.c.title,
            article.c.kind,
            article.c.number,
            source.c.section,
            *(task.c[field] for field in STORED_AND_SENT),
        )
        .select_from(task)
        .join(office, office.c.id == task.c.lead_office_id, isouter=True)
        .join(source, source.c.id == task.c.recommendation_id, isouter=True)
        .join(article, article.c.id == task.c.source_id, isouter=True)
        .where(*conditions)
        .order_by(task.c.position, task.c.id)
    )


def _table(kind: type[SQLModel]) -> sa.Table:
    table: sa.Table = kind.__table__  # type: ignore[attr-defined]
    return table


def last_observations(session: Session) -> dict[int, Observation]:
    """Return by indicator id the observation with the latest date (undated ones are the oldest)."""
    ordered = select(Observation).order_by(
        col(Observation.observed_on).is_not(None), col(Observation.observed_on), col(Observation.id)
    )
    return {observation.indicator_id: observation for observation in session.exec(ordered)}


def newest_observation_id(session: Session) -> int:
    """Return the highest number of an observation, 0 when there is none."""
    return session.exec(select(func.max(Observation.id))).one() or 0


def _co_offices(connection: sa.Connection, *conditions: Any) -> _Helping:
    names: dict[int, list[str]] = defaultdict(list)
    task, office, helping = (_table(kind) for kind in (Task, Office, TaskOffice))
    pairs = (
        sa.select(helping.c.task_id, office.c.name)
        .join(office, office.c.id == helping.c.office_id)
        .join(task, task.c.id == helping.c.task_id)
        .where(*conditions)
        .order_by(office.c.position)
    )
    for task_id, name in connection.execute(pairs):
        names[task_id].append(name)
    return names


def _named_tasks(session: Session, uids: Collection[str] | None) -> tuple[list[sa.Row[Any]], _Helping]:
    if uids is None:
        tasks, helping = _tasks(session)
        return list(tasks), helping
    ordered, rows, helped = list(uids), list[sa.Row[Any]](), _Helping()
    for start in range(0, len(ordered), _AT_ONCE):
        tasks, helping = _tasks(session, col(Task.uid).in_(ordered[start : start + _AT_ONCE]))
        rows += tasks
        helped |= helping
    return rows, helped


def named_indicator(key: Any) -> Any:
    """Return the condition for the indicator of a row key: its uid, or its code in workbooks of earlier versions."""
    return sa.or_(col(Indicator.uid) == key, col(Indicator.code) == key)


def _current_indicators(session: Session, codes: tuple[str, ...]) -> Iterator[CurrentRow]:
    since = _observed_before(session, codes)
    newest: dict[int, Observation] = {}
    fresh = select(Observation).where(col(Observation.id) > min(since.values(), default=0))
    for observation in session.exec(fresh.order_by(col(Observation.id))) if since else ():
        if (
            observation.id > since.get(observation.indicator_id, 0)
            and not observation.from_catalogue
            and observation.indicator_id in since
        ):
            newest[observation.indicator_id] = observation
    for indicator in session.exec(select(Indicator)):
        values = _observed(newest.get(indicator.id))
        values |= {"indicator": indicator.name, "unit": indicator.unit}
        for known_as in (indicator.uid, indicator.code):
            yield CurrentRow("indicator", known_as, indicator.name, indicator.name, values, indicator.version)


def _observed(observation: Observation | None) -> dict[str, Value]:
    on = observation.observed_on.isoformat() if observation and observation.observed_on else ""
    return {
        "indicator_value": observation.value if observation else None,
        "indicator_on": on,
        "indicator_note": observation.note if observation else "",
    }


def _observed_before(session: Session, codes: tuple[str, ...]) -> dict[int, int]:
    """Return by indicator id the newest observation's number when the workbook went out."""
    statement: Any = (
        sa.select(col(Indicator.id), col(WorkbookExportRow.content))
        .join(WorkbookExport, col(WorkbookExport.id) == WorkbookExportRow.export_id)
        .join(Indicator, named_indicator(col(WorkbookExportRow.key)))
        .where(col(WorkbookExportRow.kind) == "indicator", col(WorkbookExport.code).in_(codes))
        .order_by(col(WorkbookExport.id))
    )
    return {indicator_id: content.get(LAST_OBSERVATION, 0) for indicator_id, content in session.exec(statement)}


def _read_sent(session: Session, export_id: int) -> SentWorkbook:
    export = session.get(WorkbookExport, export_id)
    assert export is not None
    office = session.get(Office, export.office_id)
    table = _table(WorkbookExportRow)
    # The contents are read as one text: three hundred small ones cost three times as much.
    columns = (*(table.c[name] for name in ("kind", "key", "label", "title")), sa.cast(table.c.content, sa.Text))
    kept = session.connection().execute(sa.select(*columns).where(table.c.export_id == export_id).order_by(table.c.id))
    rows = kept.all()
    contents = json.loads(f"[{','.join(text for *_, text in rows)}]")
    if day := next((content[CLEANED] for content in contents if CLEANED in content), ""):
        sent_to = f"{export.sent_on.isoformat()} 发给 {office.name if office else ''}"
        raise InputError(f"{sent_to} 的工作簿（{export.code}），发出内容已于 {day} 清理，不能再核对它的反馈。")
    sent = tuple(
        SentRow(kind, key, label, title, _thawed(content))
        for (kind, key, label, title, _), content in zip(rows, contents, strict=True)
    )
    return SentWorkbook(export.code, office.name if office else "", export.sent_on.isoformat(), sent)


@cache
def _gone() -> Any:
    row, task, indicator = (_table(kind) for kind in (WorkbookExportRow, Task, Indicator))
    helping, export, person = (_table(kind) for kind in (TaskOffice, WorkbookExport, OfficePerson))
    part = sa.and_(
        task.c.uid == row.c.key,
        helping.c.task_id == task.c.id,
        helping.c.office_id == export.c.office_id,
        export.c.id == row.c.export_id,
    )
    named = (
        ("task", task.c.uid == row.c.key),
        ("help", part),
        ("person", person.c.uid == row.c.key),
        ("indicator", indicator.c.uid == row.c.key),
        ("indicator", indicator.c.code == row.c.key),
    )
    there = (sa.and_(row.c.kind == kind, sa.exists().where(same).correlate(row)) for kind, same in named)
    return sa.select(row.c.kind, row.c.key).where(row.c.export_id == sa.bindparam("export"), sa.not_(sa.or_(*there)))


def _thawed(content: dict[str, Any]) -> dict[str, Value]:
    """JSON has no tuples: lists of offices become tuples again; what is no column is left out."""
    content.pop(LAST_OBSERVATION, None)
    for field in _LISTS:
        if field in content:
            content[field] = tuple(content[field])
    return content

"""Revisions without anybody remembering to write them: every flush of a session is watched.

A tracked row that is written outside a batch is a bug and stops the transaction.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import uuid4

from sqlalchemy import TypeDecorator, event, insert, inspect
from sqlmodel import Session, SQLModel, select

from tracker.errors import DoneBeforeError
from tracker.model.enums import BatchSource
from tracker.model.tables import (
    Article,
    ArticleFile,
    Batch,
    CatalogueBase,
    Coordination,
    Evidence,
    Extension,
    Goal,
    GoalLink,
    HelpEntry,
    Holiday,
    Indicator,
    IndicatorAlias,
    IndicatorLink,
    IntakeReview,
    Milestone,
    Observation,
    Office,
    OfficeAlias,
    OfficeName,
    OfficePerson,
    Pack,
    Paper,
    PaperTask,
    ProgressEntry,
    Recommendation,
    RecommendationLink,
    ReportWaiver,
    ReturnDecision,
    Revision,
    Round,
    SentenceMark,
    Setting,
    SourceProblem,
    StatusMove,
    Tag,
    Task,
    TaskAnswer,
    TaskIndicator,
    TaskLink,
    TaskOffice,
    UnfiledEvidence,
    Verdict,
    WorkbookExport,
    WorkbookReturn,
    utc_now,
)

#: Entities whose every change is recorded, by table name.
TRACKED: dict[str, type[SQLModel]] = {
    str(kind.__tablename__): kind
    for kind in (
        Task, TaskOffice, TaskIndicator, TaskLink, ProgressEntry, Milestone, Extension, Evidence,
        StatusMove, ReportWaiver, Verdict, Coordination,
        Indicator, IndicatorAlias, Observation, Office, OfficeAlias, ReturnDecision, WorkbookReturn,
        SentenceMark, ArticleFile, TaskAnswer, Tag, IntakeReview, Article, Recommendation, IndicatorLink,
        RecommendationLink, Goal, GoalLink, SourceProblem, CatalogueBase, Pack,
        Paper, PaperTask, HelpEntry, UnfiledEvidence, OfficePerson, OfficeName, Round, WorkbookExport,
        Holiday,
    )
}  # fmt: skip
#: What the shipped catalogue brings needs no record: nobody can take it back. A pack can be taken back.
_OF_CATALOGUE = (
    Article, Recommendation, IndicatorLink, RecommendationLink, Goal, GoalLink, SourceProblem, CatalogueBase,
)  # fmt: skip
#: Sending or receiving a file or beginning a review is no act to be undone; only what is decided about it is.
_KINDS = frozenset(TRACKED.values())
_UPDATES_ONLY = (WorkbookReturn, WorkbookExport, Round, IntakeReview)
#: The table of the history.
REVISIONS: Any = Revision.__table__  # type: ignore[attr-defined]
#: What a recorded setting is filed under: its key stands in `field`, `entity_id` is 0.
SETTING = "setting"


def open_batch(session: Session, label: str, source: BatchSource = BatchSource.MANUAL) -> Batch:
    """Begin the batch that all further changes of this session belong to; one act opens one batch.

    The key that was made where the act began (at a click) is its key.
    """
    current: Batch | None = session.info.get("batch")
    if current is not None:
        return current
    known = {name: session.info.get(name, "") for name in ("actor", "desk", "run")}
    key = session.info.pop("key", None) or uuid4().hex  # a second act of the same session gets its own
    turn = session.info.get("turn")
    session.info["wrote_before"] = turn is not None and turn.wrote
    seq = turn.seq if turn is not None else 0
    batch = Batch(at=moment_of(session), source=source, label=label, key=key, seq=seq, **known)
    session.add(batch)
    session.flush()
    session.info["batch"] = batch
    return batch


def name_act(session: Session, key: str) -> None:
    """Give the act of a session its key; it is written once. Raises as `require_new`."""
    require_new(session, key)
    session.info["key"] = key


def require_new(session: Session, key: str) -> None:
    """Raise DoneBeforeError where an act of this key was written before."""
    done = session.exec(select(Batch).where(Batch.key == key)).first()
    if done is not None:
        raise DoneBeforeError(done.label, done.id)


def drop_empty_batch(session: Session) -> bool:
    """Forget the act under way when it has recorded nothing; return whether that was so.

    Demonstration data tells several acts in one batch, so its batch stays.
    """
    session.flush()
    batch: Batch = session.info["batch"]
    if batch.source is BatchSource.DEMO or session.info.get("recorded") == batch.id:
        return False
    del session.info["batch"]
    session.delete(batch)
    session.flush()
    if (turn := session.info.get("turn")) is not None:
        turn.wrote = session.info["wrote_before"]
    return True


def close_batch(session: Session) -> None:
    """End the act under way, so that the next one of this session opens a batch of its own."""
    session.flush()
    session.info.pop("batch", None)


def moment_of(session: Session) -> datetime:
    """Return when the acts of this session happen: at its turn, or in the past that demonstration data tells of."""
    at: datetime | None = session.info.get("at")
    turn = session.info.get("turn")
    return at or (turn.at if turn is not None else None) or utc_now()


def write_setting(session: Session, key: str, value: Any) -> None:
    """Set a setting of the ledger inside the act under way and record it; None takes it away."""
    kept = session.get(Setting, key)
    old = kept.value if kept is not None else None
    if old == value:
        return
    head = {"entity": SETTING, "entity_id": 0, "field": key, "task_id": None, "indicator_id": None}
    session.info.setdefault("revisions", []).append(head | {"old": old, "new": value})
    if kept is None:
        session.add(Setting(key=key, value=value))
    elif value is None:
        session.delete(kept)
    else:
        kept.value = value
    session.flush()


def watch(session: Session) -> None:
    """Record every change this session flushes."""
    event.listen(session, "before_flush", _collect)
    event.listen(session, "after_flush", _record)


def to_plain(value: Any) -> Any:
    """Return a value as JSON can hold it: dates as ISO text, enums as their value."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def differs(value: Any, another: Any) -> bool:
    """Tell whether two values of a field say something else; none at all and an empty text say the same."""
    plain, other = to_plain(value), to_plain(another)
    return bool(("" if plain is None else plain) != ("" if other is None else other))


def from_plain(entity: type[SQLModel], field: str, value: Any) -> Any:
    """Return the Python value of a recorded one."""
    if value is None:
        return None
    kind = inspect(entity).columns[field].type
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance  # a decorator does not know its Python type
    python = kind.python_type
    if issubclass(python, Enum):
        return python(value)
    if issubclass(python, date):
        return python.fromisoformat(value)
    return value


def key_of(entity: type[SQLModel], entity_id: int) -> Any:
    """Return the key of a recorded row: a row that stands for a day is recorded under the number of that day."""
    (column,) = inspect(entity).primary_key
    return date.fromordinal(entity_id) if column.type.python_type is date else entity_id


def snapshot(row: SQLModel) -> dict[str, Any]:
    """Return all columns of a row as JSON can hold them."""
    return {key: to_plain(getattr(row, key)) for key in _columns(type(row)) if _is_recorded(type(row), key)}


def _is_recorded(kind: type[SQLModel], column: str) -> bool:
    """The version of a row only counts its writes; that of a pack is what the pack calls itself."""
    return column != "version" or kind is Pack


def pass_over_catalogue(session: Session) -> None:
    """Record nothing of what the shipped catalogue brings beside tasks, indicators and offices."""
    session.info["unrecorded"] = _OF_CATALOGUE


def owner_ids(row: SQLModel) -> dict[str, int | None]:
    """Return which task and which indicator a row belongs to; a link belongs to the task it starts from."""
    owner = "from_id" if isinstance(row, TaskLink) else "task_id"
    task = row.id if isinstance(row, Task) else getattr(row, owner, None)
    indicator = row.id if isinstance(row, Indicator) else getattr(row, "indicator_id", None)
    return {"task_id": task, "indicator_id": indicator}


def _columns(entity: type[SQLModel]) -> Iterable[str]:
    return (attribute.key for attribute in inspect(entity).column_attrs)


def _tracked(session: Session, rows: Iterable[Any]) -> list[SQLModel]:
    passed_over = session.info.get("unrecorded", ())
    return [row for row in rows if type(row) in _KINDS and type(row) not in passed_over]


def _revision(row: SQLModel, field: str, old: Any, new: Any) -> dict[str, Any]:
    (key,) = inspect(type(row)).primary_key_from_instance(row)
    entity_id = key.toordinal() if isinstance(key, date) else key
    head = {"entity": str(row.__tablename__), "entity_id": entity_id, "field": field, "old": old, "new": new}
    return head | owner_ids(row)


def _collect(session: Session, _context: Any, _instances: Any) -> None:
    """Before the flush old values are still known: keep updates and deletions, note the new rows."""
    pending: list[dict[str, Any]] = session.info.setdefault("revisions", [])
    for row in _tracked(session, session.dirty):
        pending.extend(_updates(row))
    pending.extend(_revision(row, "", snapshot(row), None) for row in _tracked(session, session.deleted))
    fresh = [row for row in _tracked(session, session.new) if not isinstance(row, _UPDATES_ONLY)]
    session.info["fresh"] = fresh
    if (pending or fresh) and session.info.get("batch") is None:
        raise AssertionError("a tracked row was written outside a batch")


def _updates(row: SQLModel) -> list[dict[str, Any]]:
    state = inspect(row)
    revisions = []
    for key in _columns(type(row)):
        changed = state.attrs[key].history
        if not _is_recorded(type(row), key) or not changed.has_changes():
            continue
        old, new = (to_plain(part[0]) if part else None for part in (changed.deleted, changed.added))
        if old != new:
            revisions.append(_revision(row, key, old, new))
    return revisions


def _record(session: Session, _context: Any) -> None:
    """After the flush new rows have ids: write all revisions of this flush in one statement."""
    revisions = session.info.pop("revisions", [])
    revisions += [_revision(row, "", None, snapshot(row)) for row in session.info.pop("fresh", [])]
    if revisions:
        batch: Batch = session.info["batch"]
        session.info["recorded"] = batch.id
        session.connection().execute(insert(Revision), [{"batch_id": batch.id} | revision for revision in revisions])

"""The inverse of single recorded changes: one by one, or many alike ones in a few statements."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import inspect
from sqlmodel import Session, SQLModel, select

from tracker.errors import RuleError
from tracker.model.tables import ProgressEntry, Recommendation, Revision, Setting, Task, TaskOffice
from tracker.queries.wording import Wording
from tracker.store.bulk_insert import remove_rows, restore_rows
from tracker.store.bulk_update import read_columns, update_rows
from tracker.store.history import SETTING, TRACKED, from_plain, key_of, to_plain, write_setting

Step = Callable[[int, int, str], None]  # done, total, name; may raise to stop
_AT_ONCE = 500  # ids in one statement, and changes between two steps
_MANY = 50  # from this many alike changes on, no object is made for each row
_COMING_AND_GOING = (TaskOffice, ProgressEntry)
_GONE = "要撤销的内容已被删除；请先撤销那一次删除。"
_BACK = "要撤销的删除已经撤销过了；没有撤销。"


def invert_all(session: Session, revisions: Sequence[Revision], step: Step | None = None) -> None:
    """Invert revisions, newest first; rows come and go in the order of the act, alike ones together.

    Raises RuleError where what a revision left is no longer there.
    """
    done = 0
    for alike in _pieces(revisions):
        if step is not None:
            step(done, len(revisions), "")
        session.flush()
        done += len(alike)
        if not _invert_many(session, alike):
            held = _rows_of(session, alike)
            for revision in alike:
                _invert(session, revision)
            session.flush()
            del held


def _pieces(revisions: Sequence[Revision]) -> Iterator[list[Revision]]:
    """Yield stretches of alike changes, long ones in pieces; changes of one row and field keep their order."""
    for _, group in groupby(revisions, _kind):
        alike = list(group)
        for first in range(0, len(alike), _AT_ONCE):
            yield alike[first : first + _AT_ONCE]


def _kind(revision: Revision) -> tuple[str, str]:
    if revision.field:
        return "", ""
    return revision.entity, "came" if revision.old is None else "went"


def _invert_many(session: Session, alike: Sequence[Revision]) -> bool:
    """Invert alike changes without an object for each row; False leaves them to be inverted one by one."""
    kind, field = TRACKED.get(alike[0].entity), alike[0].field
    if len(alike) < _MANY or kind is None or any(revision.entity != alike[0].entity for revision in alike):
        return False
    if field and kind is Task:
        _change_back(session, alike)
    elif not field and kind in _COMING_AND_GOING:
        (_take_away if alike[0].old is None else _bring_back)(session, kind, alike)
    else:
        return False
    return True


def _change_back(session: Session, alike: Sequence[Revision]) -> None:
    ids = {revision.entity_id for revision in alike}
    before = read_columns(session, Task, ids, {"version", *(revision.field for revision in alike)})
    values: dict[int, dict[str, Any]] = defaultdict(dict)
    for revision in alike:
        if revision.entity_id not in before:
            raise RuleError(_GONE)
        mine = values[revision.entity_id]
        now = mine[revision.field] if revision.field in mine else getattr(before[revision.entity_id], revision.field)
        if to_plain(now) != revision.new:
            raise _changed_since(session, revision)
        mine[revision.field] = from_plain(Task, revision.field, revision.old)
    update_rows(session, Task, values, before)


def _take_away(session: Session, kind: type[SQLModel], alike: Sequence[Revision]) -> None:
    if remove_rows(session, kind, [revision.entity_id for revision in alike]) != len(alike):
        raise RuleError(_GONE)


def _bring_back(session: Session, kind: type[SQLModel], alike: Sequence[Revision]) -> None:
    if read_columns(session, kind, [revision.entity_id for revision in alike], ()):
        raise RuleError(_BACK)
    rows = [{key: from_plain(kind, key, value) for key, value in revision.old.items()} for revision in alike]
    restore_rows(session, kind, rows)


def _changed_since(session: Session, revision: Revision) -> RuleError:
    return RuleError(f"要撤销的{Wording(session).field(revision)}后来又变了；没有撤销。")


def _invert_setting(session: Session, revision: Revision) -> None:
    kept = session.get(Setting, revision.field)
    if (kept.value if kept is not None else None) != revision.new:
        raise _changed_since(session, revision)
    write_setting(session, revision.field, revision.old)


def _rows_of(session: Session, revisions: Sequence[Revision]) -> list[Any]:
    """Return the rows these changes are about, read together; while they are held, the session knows them."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for revision in revisions:
        if revision.entity != SETTING:
            wanted[revision.entity].add(revision.entity_id)
    held: list[Any] = []
    for name, ids in wanted.items():
        entity: Any = TRACKED[name]
        number, ordered = inspect(entity).primary_key[0], [key_of(entity, each) for each in sorted(ids)]
        for first in range(0, len(ordered), _AT_ONCE):
            held += session.exec(select(entity).where(number.in_(ordered[first : first + _AT_ONCE]))).all()
    return held


def _invert(session: Session, revision: Revision) -> None:
    if revision.entity == SETTING:
        _invert_setting(session, revision)
        return
    entity: Any = TRACKED[revision.entity]
    row = session.get(entity, key_of(entity, revision.entity_id))
    if not revision.field and revision.old is not None:
        if row is not None:
            raise RuleError(_BACK)
        session.add(entity(**{key: from_plain(entity, key, value) for key, value in revision.old.items()}))
        return
    if row is None:
        raise RuleError(_GONE)
    if not revision.field:
        session.delete(row)
        if entity is Recommendation:
            session.flush()  # what stands above goes after what hangs below it
        return
    if to_plain(getattr(row, revision.field)) != revision.new:
        raise _changed_since(session, revision)
    setattr(row, revision.field, from_plain(entity, revision.field, revision.old))

"""Comparing what an editor showed with what stands there now, inside the turn: the last word on conflicts."""

from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, is_dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import inspect
from sqlmodel import Session, col, select

from tracker.errors import Clash, ConflictError
from tracker.model.changes import Changes
from tracker.model.edited_forms import ConflictScope, merge_list
from tracker.model.tables import Batch, Revision
from tracker.store.history import SETTING, differs, to_plain

#: How fields are read that are no columns of their row, by name.
Readers = Mapping[str, Callable[[], Any]]


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to be written after all, and what others changed beside it."""

    values: dict[str, Any]
    beside: str = ""

    def tell(self, changes: Changes) -> Changes:
        """Return what was touched with what others changed meanwhile, where something was written."""
        return replace(changes, beside=self.beside) if changes.batch_id is not None else changes


class RowComparison:
    """A row as it is now beside what an editor of it showed; a setting is a mapping."""

    def __init__(self, session: Session, form: ConflictScope, row: Any, readers: Readers | None = None) -> None:
        self._session, self._form, self._row, self._readers = session, form, row, readers or {}
        setting = isinstance(row, Mapping)
        self._entity: str = SETTING if setting else row.__tablename__
        self._id: int = 0 if setting else inspect(row).identity[0]

    def settle(self, subject: str, wanted: Mapping[str, Any], seen: Mapping[str, Any] | None) -> Settled:
        """Return what of the wanted values is to be written, lists merged by element.

        What was left as it was shown is left as it is now. Without `seen` everything is wanted as it stands. Raises
        ConflictError where a value that was to be changed is another one by now than the editor showed.
        """
        if seen is None:
            return Settled(dict(wanted))
        merged = {
            name: merge_list(seen[name], value, self.now(name))
            for name, value in wanted.items()
            if name in self._form.merged and name in seen
        }
        other = {name: value for name, value in wanted.items() if name not in merged and self._changed(name, seen)}
        clashes = [self._clash(name, value, seen) for name, value in other.items() if self._meant(name, value, seen)]
        if clashes:
            raise ConflictError(_sentence(subject, clashes), clashes)
        kept = {name: value for name, value in wanted.items() if name not in other}
        return Settled(kept | merged, self._beside(wanted, seen))

    def now(self, name: str) -> Any:
        """Return a field as it is now."""
        if name in self._readers:
            return self._readers[name]()
        return self._row[name] if isinstance(self._row, Mapping) else getattr(self._row, name)

    def _changed(self, name: str, seen: Mapping[str, Any]) -> bool:
        """Tell whether somebody changed a field, or what counts as one with it."""
        return any(differs(self.now(each), seen[each]) for each in self._form.group_of(name) if each in seen)

    def _meant(self, name: str, value: Any, seen: Mapping[str, Any]) -> bool:
        """Tell whether a value was typed that says something else than what stands there: two may write the same."""
        return differs(value, seen.get(name)) and differs(value, self.now(name))

    def _clash(self, name: str, value: Any, seen: Mapping[str, Any]) -> Clash:
        group = [each for each in self._form.group_of(name) if each in seen]
        changed = next((each for each in (name, *group) if differs(self.now(each), seen.get(each))), name)
        return Clash(
            name,
            self._form.words.get(name, name),
            words_of(name, seen.get(name)),
            words_of(name, self.now(name)),
            words_of(name, value),
            newest_change(self._session, self._entity, self._id, self._form.column(changed)),
            {each: to_plain(self.now(each)) for each in {name, *group}},
            isinstance(value, str) and not isinstance(value, Enum) and name not in self._form.closed,
        )

    def _beside(self, wanted: Mapping[str, Any], seen: Mapping[str, Any]) -> str:
        """Say what others changed of the same row since the editor opened."""
        mine = {each for name in wanted for each in (*self._form.group_of(name), name)}
        own = self._session.info.get("actor", ""), self._session.info.get("desk", "")
        by_actor: dict[str, dict[str, None]] = {}
        for name in seen:
            if name in mine or name in self._form.merged or not differs(self.now(name), seen[name]):
                continue
            newest = self._newest(name)
            head = self._form.group_of(name)[0]
            if newest is not None and newest[0] and (newest[0], newest[2]) != own:
                by_actor.setdefault(newest[0], {})[self._form.words.get(head, head)] = None
        return "；".join(f"{who} 同时改了{self._form.about}的 {'、'.join(what)}" for who, what in by_actor.items())

    def _newest(self, name: str) -> tuple[str, datetime, str] | None:
        return _newest(self._session, self._entity, self._id, self._form.column(name))


def newest_change(session: Session, entity: str, entity_id: int, column: str) -> str:
    """Return who wrote a column of a row last and when (王敏 10:42), "" where the history does not tell."""
    newest = _newest(session, entity, entity_id, column)
    return f"{newest[0] or '别人'} {newest[1].astimezone():%H:%M}" if newest else ""


def _newest(session: Session, entity: str, entity_id: int, column: str) -> tuple[str, datetime, str] | None:
    """Return who wrote a column last, when, and at which desk."""
    wanted = (
        select(Batch.actor, Batch.at, Batch.desk)
        .where(Revision.batch_id == Batch.id, Revision.entity == entity)
        .where(Revision.entity_id == entity_id, Revision.field == column)
        .order_by(col(Revision.id).desc())
        .limit(1)
    )
    newest = session.exec(wanted).first()
    return (newest[0], newest[1], newest[2]) if newest is not None else None


def settle_setting(
    session: Session, key: str, subject: str, words: Mapping[str, str], now: Any, wanted: Any, seen: Any
) -> dict[str, Any]:
    """Return the fields of a setting (a dataclass) to write over `now`; errors as in `RowComparison.settle`."""
    form = ConflictScope(subject, words, columns=dict.fromkeys(words, key))
    kept, asked, shown = ({name: getattr(each, name) for name in words} for each in (now, wanted, seen))
    return RowComparison(session, form, kept).settle(subject, asked, shown).values


def refusal_of_change(
    session: Session, form: ConflictScope, row: Any, subject: str, seen: Mapping[str, Any], name: str, undone: str
) -> ConflictError:
    """Return the refusal of what was to be done with a row of which a field is no longer what was shown."""
    clash = RowComparison(session, form, row)._clash(name, None, seen)
    return ConflictError(f"{_head(subject, clash)}；{undone}，请看过新内容后再定。")


def set_changed(row: Any, values: Mapping[str, Any]) -> None:
    """Write into a row what is another value than the one it has."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _sentence(subject: str, clashes: list[Clash]) -> str:
    return f"{_head(subject, clashes[0])}，您的修改没有保存，内容还在；请看过新内容后再改。"


def _head(subject: str, clash: Clash) -> str:
    return f"{subject} 的{clash.word}刚被{f' {clash.by} ' if clash.by else ''}改为“{clash.theirs or '空'}”"


def words_of(name: str, value: Any) -> str:
    """Return a value in words, "" for none."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple | list):
        return "、".join(map(str, value))
    if name == "progress" and isinstance(value, int):
        return f"{value}%"
    if is_dataclass(value) and not isinstance(value, type):
        return "，".join(str(part) for part in astuple(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = getattr(value, "word", None) or to_plain(value)
    return "" if text is None else str(text)

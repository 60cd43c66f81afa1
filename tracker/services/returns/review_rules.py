"""Say of the entries of a returned workbook which only a person can settle, and why."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.errors import RuleError, TrackerError
from tracker.model.changeset import CurrentRow, FieldChange
from tracker.model.enums import Outcome, Status, TaskLinkKind
from tracker.model.field_list import FIELDS, FieldKind
from tracker.model.fields import validate_field
from tracker.model.rules import TaskFacts, check_office_transition, check_open, check_progress_by_hand, is_frozen
from tracker.model.tables import Office, Task, TaskLink
from tracker.queries.peer_rows import observed_rows
from tracker.services.returns.deadline_requests import DeadlineRequests
from tracker.services.returns.later_decisions import LaterDecisions
from tracker.services.returns.people import ruled_people

RowKey = tuple[str, str]
_DIFFERENT = (Outcome.CHANGE, Outcome.CONFLICT, Outcome.CLEARED)


class ReviewRules:
    """Judges entries by the rules of the ledger; good for one session, while no move of a task is written."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def judged(
        self,
        changes: Iterable[FieldChange],
        current: Mapping[RowKey, CurrentRow],
        sent_on: date,
        received_on: date,
        export: str = "",
    ) -> tuple[FieldChange, ...]:
        """Return the entries with what the rules say of them.

        A deadline is a request, a move that an office may not make and a frozen field are forbidden, and what a row
        says of a merged task waits. Rows that are not in `current` are none of ours to rule; `sent_on` gives wordings
        like 12月底 their year, `export` is the code of the workbook where it is one of ours.
        """
        entries = _with_waiting_values(self._against_the_same_day(tuple(changes)))
        merged = self._merged
        entries = tuple(_ruled_help(each, current, merged) if each.kind == "help" else each for each in entries)
        entries = ruled_people(self._session, entries, export, received_on)
        about_tasks = [change for change in entries if _is_ruled(change, current)]
        if not about_tasks:
            return entries
        moves = {change.key for change in about_tasks if change.field == "status"}
        row = _RowRules(about_tasks, current, _status_facts(self._session, moves) if moves else {})
        requests = DeadlineRequests(self._session, about_tasks, sent_on, received_on)
        later = LaterDecisions(self._session, about_tasks, export)
        judged = (
            requests.described(_note_merged(later.judged(row.ruled(each)), merged))
            if _is_ruled(each, current)
            else each
            for each in entries
        )
        return tuple(judged)

    def _against_the_same_day(self, entries: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
        """Return the entries; another value of a day that has one already is a conflict: it would be lost unseen."""
        days = {
            change.key: str(change.theirs) for change in entries if change.field == "indicator_on" and change.theirs
        }
        if not days:
            return entries
        there = observed_rows(self._session, days)
        return tuple(_against(change, there.get(("indicator", change.key))) for change in entries)

    @cached_property
    def _merged(self) -> Mapping[str, tuple[str, str]]:
        return {uid: (code, to) for uid, code, to in self._session.connection().execute(_merged())}


def _with_waiting_values(entries: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
    """Return the entries; date and note of an indicator whose value waits for a person wait with it."""
    waiting = {change.key for change in entries if change.field == "indicator_value" and change.needs_decision}
    return tuple(_following(change) if change.key in waiting else change for change in entries) if waiting else entries


def _following(change: FieldChange) -> FieldChange:
    if change.kind != "indicator" or change.field == "indicator_value" or change.outcome is not Outcome.CHANGE:
        return change
    if change.review:
        return change
    return replace(change, review=True, follows=True).with_notes("随本期值一起决定")


def _against(change: FieldChange, there: CurrentRow | None) -> FieldChange:
    value = there.values["indicator_value"] if there is not None else None
    if change.field != "indicator_value" or change.outcome is not Outcome.CHANGE or value is None:
        return change
    if value == change.theirs:
        return replace(change, ours=value, outcome=Outcome.SAME)
    return replace(change, ours=value, outcome=Outcome.CONFLICT).with_notes("这一天已经有另一个数值")


def with_note(change: FieldChange, sentence: str, *, forbidden: bool = False) -> FieldChange:
    """Return an entry that waits for a person and says why, once."""
    return replace(change, review=True, forbidden=change.forbidden or forbidden).with_notes(sentence)


def reason_given(task: Any, theirs: Mapping[tuple[str, str], str]) -> str:
    """Return what a row says, by (key, field), or else the ledger, under 存在问题 or 备注: the reason for a move."""
    problems: str = theirs.get((task.uid, "problems"), task.problems)
    remark: str = theirs.get((task.uid, "remark"), task.remark)
    return problems or remark


def _is_ruled(change: FieldChange, current: Mapping[RowKey, CurrentRow]) -> bool:
    return change.kind == "task" and change.outcome in _DIFFERENT and (change.kind, change.key) in current


def _ruled_help(
    change: FieldChange, current: Mapping[RowKey, CurrentRow], merged: Mapping[str, tuple[str, str]]
) -> FieldChange:
    """Return an entry about the part of a co-office with the sentence of the rule that forbids it, if one does."""
    ours = current.get((change.kind, change.key))
    if ours is None or change.outcome not in _DIFFERENT:
        return change
    try:
        check_open(ours.label, Status(str(ours.values["status"])), change.field, FIELDS[change.field].word)
        if change.outcome is not Outcome.CLEARED or change.field != "help_state":
            validate_field(change.field, change.theirs)
    except TrackerError as error:
        return _note_merged(with_note(change, error.sentence, forbidden=True), merged)
    return change


class _RowRules:
    """The rules of §4 for the rows of one file: which moves an office may make, what is frozen meanwhile."""

    def __init__(
        self,
        changes: Iterable[FieldChange],
        current: Mapping[RowKey, CurrentRow],
        facts: Mapping[str, "_StatusFacts"],
    ) -> None:
        self._current, self._facts = current, facts
        self._theirs = {(change.key, change.field): str(change.theirs or "") for change in changes}
        self._refused = dict(self._moves_refused())
        moves = (change for change in changes if change.field == "status" and Status.from_word(str(change.theirs)))
        self._waiting = {change.key for change in moves if change.needs_decision} | self._refused.keys()

    def ruled(self, change: FieldChange) -> FieldChange:
        """Return an entry with the sentence of the rule that forbids it, if one does."""
        if change.field == "status":
            refused = self._refused.get(change.key)
            return with_note(change, refused, forbidden=True) if refused else change
        ours = self._current[change.kind, change.key]
        status = Status(str(ours.values["status"]))
        try:
            if is_frozen(status, change.field):
                check_open(ours.label, status, change.field, FIELDS[change.field].word, self._after(change.key))
            if change.field == "progress" and isinstance(change.theirs, int):
                check_progress_by_hand(self._after(change.key) or status, change.theirs)
            if FIELDS[change.field].kind is not FieldKind.DEADLINE:
                validate_field(change.field, change.theirs)
        except TrackerError as error:  # frozen, or a value that cannot be
            return with_note(change, error.sentence, forbidden=True)
        if change.field == "progress" and change.key in self._waiting:
            return replace(with_note(change, "随状态一起决定"), follows=True)
        return change

    def _after(self, key: str) -> Status | None:
        """Return the status that the row itself moves its task to, None for none or one it may not make."""
        return None if key in self._refused else Status.from_word(self._theirs.get((key, "status"), ""))

    def _moves_refused(self) -> Iterator[tuple[str, str]]:
        """Yield by task the sentence of the rule that forbids the move of its row."""
        for key, task in self._facts.items():
            to = Status.from_word(self._theirs.get((key, "status"), ""))
            if to is None or to is task.facts.status:
                continue
            try:
                check_office_transition(task.facts, to, reason_given(task, self._theirs))
            except RuleError as error:
                yield key, error.sentence


class _StatusFacts(NamedTuple):
    """What the status rules ask of a task."""

    uid: str
    problems: str
    remark: str
    facts: TaskFacts


def _status_facts(session: Session, uids: Collection[str]) -> dict[str, _StatusFacts]:
    """Return what the rules of a move must know of tasks; no office can close one, so no evidence is counted."""
    statement: Any = (
        sa.select(Task, col(Office.name))
        .join(Office, col(Office.id) == Task.lead_office_id, isouter=True)
        .where(col(Task.uid).in_(uids))
    )
    return {
        task.uid: _StatusFacts(
            task.uid,
            task.problems,
            task.remark,
            TaskFacts(task.status, office or "", task.closing_statement, progress=task.progress),
        )
        for task, office in session.exec(statement)
    }


@cache
def _merged() -> Any:
    """Return the statement for key and number of merged tasks, and the number of the task each went into."""
    kept: Any = aliased(Task)
    into: Any = sa.select(col(Task.uid), col(Task.code), kept.code).join(TaskLink, col(TaskLink.from_id) == Task.id)
    return into.join(kept, kept.id == TaskLink.to_id).where(col(TaskLink.kind) == TaskLinkKind.DUPLICATE)


def _note_merged(change: FieldChange, merged: Mapping[str, tuple[str, str]]) -> FieldChange:
    """Nobody looks at a merged task: what its row says must not slip in unseen."""
    if change.key not in merged:
        return change
    code, kept = merged[change.key]
    if change.forbidden:
        return replace(change, notes=(f"{code} 已并入 {kept}，不再单独办理；需要的内容请记在 {kept} 上。",))
    return with_note(change, f"{code} 已并入 {kept}；采纳后记在 {code} 名下。")

"""Who told us what stands in the ledger where a returned workbook says otherwise: a call, or another copy of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from tracker.model.changeset import ChangeSet, FieldChange
from tracker.model.enums import Outcome
from tracker.model.exchange_words import EntryChannel
from tracker.model.field_list import ENTRY_COLUMNS, HELP_COLUMNS
from tracker.model.tables import (
    HelpEntry,
    ProgressEntry,
    Revision,
    Task,
    TaskOffice,
    WorkbookExport,
    WorkbookReturn,
)
from tracker.services.returns.copies import teller_of

_CALLED = "我方现在：{channel}记录 {on} {who}"
_COPY = "我方现在：{file}{who}填报，这一份是 {this}{mine}"
#: Fields of which an entry tells who said them.
_SAID = frozenset({*ENTRY_COLUMNS, "help_state", "help_note", "help_problems"})
_Key = tuple[str, str]  # kind and uid


class _Said(NamedTuple):
    filled_by: str
    channel: EntryChannel
    on: Any


def named_conflicts(session: Session, changes: Iterable[FieldChange], preview: ChangeSet) -> tuple[FieldChange, ...]:
    """Return entries of a file; conflicts say who told us our value by phone or in another copy of the file."""
    entries, export = tuple(changes), preview.export
    clashing = [each for each in entries if each.outcome is Outcome.CONFLICT and each.kind in ("task", "help")]
    if not clashing or not export:
        return entries
    words = dict(_words(session, clashing, preview))
    return tuple(each.with_notes(words[each.identity]) if each.identity in words else each for each in entries)


def _words(
    session: Session, clashing: Collection[FieldChange], preview: ChangeSet
) -> Iterable[tuple[tuple[str, str, str], str]]:
    """Yield who told us our value, by the identity of an entry."""
    export = preview.export
    office_id = session.exec(select(WorkbookExport.office_id).where(WorkbookExport.code == export)).first() or 0
    uids = {change.key for change in clashing}
    last = _last_of_tasks(session, uids) | _last_of_helps(session, uids, office_id)
    files = _files(session, export)
    acts = _newest_acts(session, uids, office_id) if files else {}
    for change in clashing:
        said = last.get((change.kind, change.key)) if change.field in _SAID else None
        file = files.get(acts.get((change.kind, change.key, change.field), 0), "")
        if said is not None and said.channel is not EntryChannel.MANUAL:
            yield change.identity, _CALLED.format(channel=said.channel.word, on=said.on, who=said.filled_by).strip()
        elif file:
            who = f"（{said.filled_by}）" if said and said.filled_by else ""
            mine = f"（{teller}）" if (teller := teller_of(change, preview.author)) else ""
            yield change.identity, _COPY.format(file=file, who=who, this=preview.file, mine=mine)


def _last_of_tasks(session: Session, uids: Collection[str]) -> dict[_Key, _Said]:
    entries: Any = select(Task.uid, ProgressEntry.filled_by, ProgressEntry.channel, ProgressEntry.entered_on)
    entries = entries.join(ProgressEntry, col(ProgressEntry.task_id) == Task.id).where(col(Task.uid).in_(uids))
    rows = session.exec(entries.order_by(col(ProgressEntry.id))).all()
    return {("task", uid): _Said(*rest) for uid, *rest in rows}


def _last_of_helps(session: Session, uids: Collection[str], office_id: int) -> dict[_Key, _Said]:
    entries: Any = select(Task.uid, HelpEntry.filled_by, HelpEntry.channel, HelpEntry.entered_on)
    entries = entries.join(HelpEntry, col(HelpEntry.task_id) == Task.id)
    entries = entries.where(col(Task.uid).in_(uids), HelpEntry.office_id == office_id)
    return {("help", uid): _Said(*rest) for uid, *rest in session.exec(entries.order_by(col(HelpEntry.id)))}


def _files(session: Session, export: str) -> Mapping[int, str]:
    """Return by act the name of the file of an export that was taken in with it."""
    came: Any = select(WorkbookReturn.batch_id, WorkbookReturn.file_name)
    came = came.join(WorkbookExport, col(WorkbookExport.id) == WorkbookReturn.export_id)
    return dict(
        session.exec(came.where(WorkbookExport.code == export, col(WorkbookReturn.batch_id).is_not(None))).all()
    )


def _newest_acts(session: Session, uids: Collection[str], office_id: int) -> dict[tuple[str, str, str], int]:
    """Return the newest act on each field of tasks, and of the part that an office has in them."""
    newest: dict[tuple[str, str, str], int] = defaultdict(int)
    acts: Any = sa.select(col(Task.uid), col(Revision.field), func.max(col(Revision.batch_id)))
    acts = acts.join(Revision, col(Revision.task_id) == Task.id).where(col(Task.uid).in_(uids))
    of_task = acts.where(col(Revision.entity) == "task").group_by(col(Task.uid), col(Revision.field))
    for uid, field, number in session.connection().execute(of_task):
        newest["task", uid, field] = number
    names = {column: field for field, column in HELP_COLUMNS.items()}
    link = sa.and_(col(TaskOffice.id) == Revision.entity_id, col(TaskOffice.office_id) == office_id)
    of_help = acts.join(TaskOffice, link).where(col(Revision.entity) == "task_office")
    for uid, field, number in session.connection().execute(of_help.group_by(col(Task.uid), col(Revision.field))):
        if field in names:
            newest["help", uid, names[field]] = number
    return newest

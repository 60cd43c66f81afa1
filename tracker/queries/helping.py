"""What co-offices do for tasks: as the panel shows it, as it is sent to them, and as the lead office is told of it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from tracker.model.changeset import CurrentRow, Value
from tracker.model.enums import Status
from tracker.model.exchange_words import HelpState
from tracker.model.field_list import HELP_COLUMNS
from tracker.model.rows import CallerRow, HelpEntryRow, HelpRow
from tracker.model.rows.tasks import SUGGESTED
from tracker.model.tables import HelpEntry, Office, OfficePerson, Task, TaskOffice

#: Characters of the lead office's 进展情况 that a co-office is shown: the last ones.
PROGRESS_SHOWN = 200
_OPEN = Status.those(lambda status: not status.ended)
_AT_ONCE = 500  # ids in one statement


def read_helping(session: Session, task_ids: Collection[int], today: date) -> dict[int, tuple[HelpRow, ...]]:
    """Return by task who helps with it, in ledger order."""
    helping: dict[int, list[HelpRow]] = defaultdict(list)
    ordered = sorted(task_ids)
    for first in range(0, len(ordered), _AT_ONCE):
        ids = ordered[first : first + _AT_ONCE]
        last = _last_days(session, ids)
        links = select(TaskOffice, Office.name).join(Office, col(Office.id) == TaskOffice.office_id)
        for link, name in session.exec(links.where(col(TaskOffice.task_id).in_(ids)).order_by(col(Office.position))):
            helping[link.task_id].append(_help_row(link, name, last.get((link.task_id, link.office_id)), today))
    return {number: tuple(rows) for number, rows in helping.items()}


def _last_days(session: Session, task_ids: Sequence[int]) -> dict[tuple[int, int], date]:
    """Return by task and office the day of its last entry, or of the last one of an office that went into it."""
    newest: Any = select(HelpEntry.task_id, HelpEntry.office_id, func.max(HelpEntry.entered_on))
    newest = newest.where(col(HelpEntry.task_id).in_(task_ids)).group_by(HelpEntry.task_id, HelpEntry.office_id)
    successors: Any = select(Office.id, Office.successor_id).where(col(Office.successor_id).is_not(None))
    into = dict(session.exec(successors).all())
    last: dict[tuple[int, int], date] = {}
    for task_id, office_id, day in session.exec(newest):
        number, seen = office_id, set[int]()
        while number is not None and number not in seen:
            seen.add(number)
            last[task_id, number] = max(day, last.get((task_id, number), day))
            number = into.get(number)
    return last


def _help_row(link: TaskOffice, office: str, on: date | None, today: date) -> HelpRow:
    return HelpRow(
        id=link.id,
        version=link.version,
        office=office,
        on=on,
        silent=(today - on).days if on else None,
        **{name: getattr(link, name) for name in (*HELP_COLUMNS.values(), "confirmed")},
    )


def list_help_entries(
    session: Session, task_ids: Collection[int], merged: Mapping[int, str]
) -> tuple[HelpEntryRow, ...]:
    """Return what co-offices said of tasks, newest first; `merged` are the numbers of those that went into another."""
    said = select(HelpEntry, Office.name).join(Office, col(Office.id) == HelpEntry.office_id)
    said = said.where(col(HelpEntry.task_id).in_(task_ids))
    newest_first = said.order_by(col(HelpEntry.entered_on).desc(), col(HelpEntry.id).desc())
    return tuple(
        HelpEntryRow(
            entry.entered_on,
            office,
            entry.state,
            entry.note,
            entry.problems,
            entry.author,
            entry.filled_by,
            entry.source,
            entry.channel,
            merged.get(entry.task_id, ""),
        )
        for entry, office in session.exec(newest_first)
    )


def list_callers(session: Session, task_id: int, today: date) -> tuple[CallerRow, ...]:
    """Return the offices of a task, the lead first, each with the people to be called there today."""
    task = session.get(Task, task_id)
    if task is None:
        return ()
    lead = session.get(Office, task.lead_office_id) if task.lead_office_id else None
    links = session.exec(select(TaskOffice).where(TaskOffice.task_id == task_id)).all()
    contacts = {link.office_id: _called(link.owner, link.phone) for link in links}
    if lead is not None:
        contacts[lead.id] = _called(task.owner, task.phone)
    people: dict[int, list[str]] = defaultdict(list)
    current = select(OfficePerson).where(col(OfficePerson.office_id).in_(contacts), col(OfficePerson.from_on) <= today)
    current = current.where(sa.or_(col(OfficePerson.to_on).is_(None), col(OfficePerson.to_on) > today))
    for person in session.exec(current.order_by(col(OfficePerson.main).desc(), col(OfficePerson.id))):
        people[person.office_id].append(_called(person.name, person.phone or person.mobile))
    offices = session.exec(select(Office).where(col(Office.id).in_(contacts)).order_by(col(Office.position))).all()
    rows = [
        CallerRow(
            office.name,
            lead is not None and office.id == lead.id,
            tuple(dict.fromkeys(filter(None, (contacts[office.id], *people[office.id])))),
        )
        for office in offices
    ]
    return tuple(sorted(rows, key=lambda row: not row.leads))


def _called(name: str, phone: str) -> str:
    return " · ".join(filter(None, (name, phone)))


def read_help_reports(session: Session, today: date, *conditions: Any) -> dict[int, str]:
    """Return by task what its co-offices reported, a line for each that said anything, for its lead office."""
    reported = sa.or_(
        col(TaskOffice.state) != HelpState.NONE, col(TaskOffice.note) != "", col(TaskOffice.problems) != ""
    )
    tasks = (
        sa.select(col(TaskOffice.task_id)).join(Task, col(Task.id) == TaskOffice.task_id).where(reported, *conditions)
    )
    helping = read_helping(session, set(session.connection().execute(tasks.distinct()).scalars()), today)
    return {
        number: "\n".join(row.summary for row in rows if row.reported or row.state is not HelpState.NONE)
        for number, rows in helping.items()
    }


def helped_by(office_id: int | None = None, *, suggested: bool = False, settled: bool = False) -> tuple[Any, ...]:
    """Return the conditions of what stands on 配合事项 of an office, None for any: open tasks it surely helps with.

    `suggested` takes those as well that nobody has confirmed, `settled` those of them that are confirmed with the
    sending, because the lead office of their task is.
    """
    own = (TaskOffice.office_id == office_id,) if office_id is not None else ()
    sure: Any = col(TaskOffice.confirmed)
    if settled:
        sure = sure | (col(Task.lead_office_id).is_not(None) & ~col(Task.offices_confirmed))
    return *own, col(Task.status).in_(_OPEN), *(() if suggested else (sure,))


def helping_offices(session: Session, *, suggested: bool = False, settled: bool = False) -> set[int]:
    """Return the ids of the offices that help with an open task, surely or also as a suggestion; see `helped_by`."""
    helping = select(TaskOffice.office_id).join(Task, col(Task.id) == TaskOffice.task_id)
    return set(session.exec(helping.where(*helped_by(suggested=suggested, settled=settled)).distinct()))


def helps_to_send(session: Session, *conditions: Any, settled: bool = False) -> Iterator[CurrentRow]:
    """Yield the rows of 配合事项 in document order, with a value for every column; see `helped_by`."""
    return (_current_help(row, settled=settled) for row in _helps(session, *conditions))


def current_helps(session: Session, uids: Collection[str], office_ids: Sequence[int]) -> dict[str, CurrentRow]:
    """Return by uid of a task the part in it of the first of these offices that helps with it."""
    ordered, rows = sorted(uids), list[Any]()
    for first in range(0, len(ordered) if office_ids else 0, _AT_ONCE):
        named = col(Task.uid).in_(ordered[first : first + _AT_ONCE])
        rows += _helps(session, named, col(TaskOffice.office_id).in_(office_ids))
    by_preference = sorted(rows, key=lambda row: -office_ids.index(row[0].office_id))
    return {row[1].uid: _current_help(row) for row in by_preference}


def _helps(session: Session, *conditions: Any) -> list[Any]:
    lead: Any = aliased(Office)
    rows: Any = select(TaskOffice, Task, lead.name).join(Task, col(Task.id) == TaskOffice.task_id)
    rows = rows.join(lead, lead.id == Task.lead_office_id, isouter=True).where(*conditions)
    return list(session.exec(rows.order_by(col(Task.position), col(Task.id))).all())


def _current_help(row: tuple[TaskOffice, Task, str | None], *, settled: bool = False) -> CurrentRow:
    link, task, lead = row
    suggested = SUGGESTED if lead and not (task.offices_confirmed or settled) else ""
    values: dict[str, Value] = {
        "help_code": task.code,
        "help_title": task.title,
        "help_content": task.content,
        "help_lead": f"{lead or ''}{suggested}",
        "help_contact": "　".join(filter(None, (task.owner, task.phone))),
        "help_due": task.due_text,
        "help_progress": task.progress,
        "help_progress_note": task.progress_note[-PROGRESS_SHOWN:],
        "evidence_names": "",
        "filled_by": "",
        "status": task.status.value,  # no column: which rules hold for the row
    }
    values |= {name: getattr(link, column) for name, column in HELP_COLUMNS.items()}
    values["help_state"] = link.state.value
    return CurrentRow("help", task.uid, task.code, task.title, values, link.version)

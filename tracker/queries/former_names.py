"""Offices as they were called: a paper about an earlier day says the name of that day."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, select

from tracker.model.rows import TaskRow
from tracker.model.tables import Office, OfficeName

#: By the present name of an office the names it had, each with the day it ended, the oldest first.
FormerNames = Mapping[str, list[tuple[date, str]]]


def former_names(session: Session) -> FormerNames:
    """Return the names that offices had before."""
    rows = select(Office.name, OfficeName).join(OfficeName, col(OfficeName.office_id) == Office.id)
    names: dict[str, list[tuple[date, str]]] = {}
    for present, row in session.exec(rows.order_by(col(OfficeName.to_on), col(OfficeName.id))):
        if row.to_on is not None:
            names.setdefault(present, []).append((row.to_on, row.name))
    return names


def name_on(former: FormerNames, present: str, day: date) -> str:
    """Return what an office was called on a day; on the day of renaming it has the new name."""
    return next((name for end, name in former.get(present, ()) if day < end), present)


def named_then(session: Session, tasks: Iterable[TaskRow], day: date) -> tuple[TaskRow, ...]:
    """Return tasks with their lead offices as they were called on a day."""
    former = former_names(session)
    if not former:
        return tuple(tasks)
    names = ((task, name_on(former, task.lead_office, day)) for task in tasks)
    return tuple(
        task if name == task.lead_office else replace(task, lead_office=name, lead_short=name) for task, name in names
    )


def office_order(session: Session) -> list[str]:
    """Return the names of all offices in ledger order, each followed by those it had."""
    former = former_names(session)
    present = session.exec(select(Office.name).order_by(col(Office.position), col(Office.id)))
    return [name for each in present for name in (each, *(old for _, old in former.get(each, ())))]

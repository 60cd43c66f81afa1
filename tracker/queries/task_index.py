"""The few words by which a task is found and recognised, of all tasks at once."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.model.rows import TaskChoice
from tracker.model.search import SearchIndex
from tracker.model.tables import Office, Task
from tracker.queries.tallies import Scope, lights_by_id


def list_choices(session: Session, today: date | None = None) -> tuple[tuple[TaskChoice, ...], SearchIndex]:
    """Return all tasks in document order, and the index that finds them by 编号, name, office and person.

    With `today` they have the lights of that day, but for recurring ones, whose lights need all their reports.
    """
    lights = lights_by_id(session, Scope(today, today), today, sa.true()) if today is not None else {}
    statement: Any = (
        sa.select(*map(col, (Task.id, Task.code, Task.title, Task.owner, Office.name, Office.short_name)))
        .join(Office, col(Office.id) == Task.lead_office_id, isouter=True)
        .order_by(col(Task.position), col(Task.id))
    )
    choices, texts = [], []
    for number, code, title, owner, office, short in session.exec(statement):
        choices.append(TaskChoice(number, code, title, short or office or "", lights.get(number)))
        texts.append("\n".join((code, title, owner, office or "", short or "")).casefold())
    return tuple(choices), SearchIndex(texts)

"""How far a new ledger is on its way to the first return, counted from the ledger itself."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from tracker.model.enums import RecommendationKind, ReturnState, Status
from tracker.model.return_answers import is_answer
from tracker.model.rows.first_run import FirstRun
from tracker.model.tables import (
    Article,
    Indicator,
    Office,
    Recommendation,
    SourceProblem,
    Task,
    WorkbookExport,
    WorkbookReturn,
)
from tracker.queries.filled_rows import SAYING_COLUMNS


def read_first_run(session: Session) -> FirstRun:
    """Return the counts of the way. Cancelled tasks count nowhere; an office counts once, however often it was sent to.

    A return counts when it was taken in, so a file that only came, or that says nothing, does not end the way.
    """
    session.flush()  # plain rows are read past the session
    alike: Any = (Task.status, Task.offices_confirmed, Task.due_kind, Task.lead_office_id)
    counted = (
        sa.select(*alike, sa.func.count().label("tasks")).where(col(Task.status) != Status.CANCELLED).group_by(*alike)
    )
    rows = session.connection().execute(counted).all()
    leading = {row.lead_office_id for row in rows if row.lead_office_id is not None}
    sent_to = set(session.exec(select(WorkbookExport.office_id).distinct()))
    asking = [kind for kind in RecommendationKind if kind.asks]
    return FirstRun(
        articles=_count(session, Article),
        recommendations=_count(session, Recommendation, col(Recommendation.kind).in_(asking)),
        tasks=sum(row.tasks for row in rows),
        indicators=_count(session, Indicator),
        doubts=_count(session, SourceProblem),
        confirmed=sum(row.tasks for row in rows if row.lead_office_id and row.offices_confirmed),
        dated=sum(row.tasks for row in rows if not row.due_kind.undecided),
        assigned=sum(row.tasks for row in rows if not row.status.waiting),
        offices=len(leading),
        sent=len(leading & sent_to),
        returned=_returned(session),
        suggested=_suggested(session),
    )


def _suggested(session: Session) -> tuple[tuple[str, str, tuple[int, ...]], ...]:
    """Return the offices whose tasks wait to be confirmed, the one with most tasks first."""
    wanted: Any = sa.select(col(Task.lead_office_id), col(Task.id)).order_by(col(Task.position))
    wanted = wanted.where(col(Task.status) != Status.CANCELLED, sa.not_(col(Task.offices_confirmed)))
    waiting: dict[int, list[int]] = defaultdict(list)
    for office, task_id in session.connection().execute(wanted.where(col(Task.lead_office_id).is_not(None))).all():
        waiting[office].append(task_id)
    offices = session.exec(select(Office).where(col(Office.id).in_(waiting)).order_by(col(Office.position))).all()
    rows = ((office.name, office.short_name or office.name, tuple(waiting[office.id])) for office in offices)
    return tuple(sorted(rows, key=lambda row: -len(row[2])))


def _returned(session: Session) -> int:
    """Return how many offices sent something that was taken in."""
    office: Any = func.coalesce(WorkbookReturn.office_id, WorkbookExport.office_id)
    columns: Any = (office.label("office"), WorkbookReturn.export_id, *SAYING_COLUMNS)
    came: Any = sa.select(*columns).select_from(WorkbookReturn)
    came = came.join(WorkbookExport, col(WorkbookReturn.export_id) == col(WorkbookExport.id), isouter=True)
    applied = session.connection().execute(came.where(col(WorkbookReturn.state) == ReturnState.APPLIED))
    return len({sender for sender, number, *kept in applied if sender and (number is None or is_answer(*kept))})


def _count(session: Session, table: Any, *conditions: Any) -> int:
    counted: Any = select(func.count(table.id)).where(*conditions)
    return int(session.exec(counted).one())

"""Confirming the suggested offices of what is sent: read before the turn, so that writing it takes no longer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.errors import ConflictError
from tracker.model.changes import Changes
from tracker.model.tables import Task
from tracker.queries.sent_rows import sendable
from tracker.services.co_offices import suggested_helpers
from tracker.services.tasks import confirm_offices

_LEADS: Any = sa.select(col(Task.id), col(Task.lead_office_id))


@dataclass(frozen=True, slots=True)
class Confirming:
    """What is confirmed with the sending: lead offices by task, and the rows of offices that help with them."""

    leads: Mapping[int, int] = field(default_factory=dict)
    helpers: frozenset[int] = frozenset()


def read_suggested(session: Session, office_id: int | None) -> Confirming:
    """Return what is only suggested of the tasks that are sent to an office, None for all offices."""
    leads = _suggested_leads(session, office_id)
    return Confirming(leads, frozenset(suggested_helpers(session, leads)))


def confirm_as_read(session: Session, office_id: int | None, read: Confirming) -> Changes:
    """Confirm what was read, in the turn of the session.

    Raises ConflictError where somebody gave a task another lead office meanwhile: nobody has seen that one.
    """
    if not read.leads:
        return Changes("")
    now = _suggested_leads(session, office_id)
    # What was read is of this office or of all: a task that is led by another one now is not among these.
    settled = _leads_of(session, read.leads.keys() - now.keys())
    if any(read.leads[number] != lead for number, lead in (now | settled).items() if number in read.leads):
        raise ConflictError("刚才另一台电脑改了要交办任务的牵头单位，这次没有导出；请看过再决定。")
    wanted = [number for number in now if number in read.leads]
    return confirm_offices(session, wanted, read.helpers) if wanted else Changes("")


def _suggested_leads(session: Session, office_id: int | None) -> dict[int, int]:
    """Return the suggested lead office of each task that is sent, in document order."""
    suggested = *sendable(office_id), ~col(Task.offices_confirmed)
    return _leads(session, _LEADS.where(*suggested).order_by(col(Task.position)))


def _leads_of(session: Session, numbers: set[int]) -> dict[int, int]:
    return _leads(session, _LEADS.where(col(Task.id).in_(numbers))) if numbers else {}


def _leads(session: Session, statement: Any) -> dict[int, int]:
    return dict(session.connection().execute(statement).all())
